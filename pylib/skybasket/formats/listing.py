"""Reads the list that Skybasket's own scripts carry; see `skybasket.retrieval.listing`.

Those for bash, PowerShell, Python, wget and clusters have it. What a script cannot
fetch, and names in comments before the list, is read as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from skybasket.errors import FormatError
from skybasket.formats.rows import (
    NO_ADDRESS,
    numbered_lines,
    refusal,
    restricted,
    run_line,
    start_text,
    tables,
)
from skybasket.formats.uri_list import entry, exact_entry
from skybasket.retrieval.listing import END, START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Refused, Table
    from skybasket.formats.rows import Row

__all__ = ["looks_like", "read"]

_SCRIPT: Final = re.compile(
    r"(?:bash|sh|python3|powershell|pwsh|sbatch|parallel)\b.* THIS_FILE\b.*"
)
#: The list of the AWS CLI is a script too, but without such a list in it.
_NO_LIST: Final = re.compile(r"(?m)^bucket=|^# Needs: {2}pip install astroquery$")
_FILE: Final = re.compile(r"# (~?[0-9]{1,16}|-)\t([^\t]+)\t([t-])\t([^\t]+)\t([^\t]+)")
_SETTING: Final = re.compile(r"#! ([a-z_]+)\t(.*)")
_NOT_FETCHED: Final = "# Not fetched, because a token is needed ("
_LEFT_OUT: Final = re.compile(r"#   (.+?) {2}([^ ]+)")
_OWN: Final = "mast:"
_START, _END = START.rstrip(), END.rstrip()


def looks_like(start: bytes) -> bool:
    """Tell whether this is one of the scripts."""
    text = start_text(start)
    if _NO_LIST.search(text):
        return False
    return _SCRIPT.fullmatch(run_line(text)) is not None or f"\n{START}" in text


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read the list of a script.

    :param refused: files whose address does not tell a URI are added to it.
    :raises FormatError: if the script was cut off or has no list.
    """
    return tables(_rows(content), refused)


def _rows(content: bytes) -> Iterator[Row | Refused]:
    lines = numbered_lines(content)
    is_named = False
    for number, line in lines:
        if line == _START:
            break
        found = _LEFT_OUT.fullmatch(line) if is_named else None
        is_named = found is not None or line.startswith(_NOT_FETCHED)
        if found:
            yield restricted(entry(number, found[2], line, found[1]))
    announced, count = "", 0
    for number, line in lines:
        if line == _END and announced == f"{count}":
            return
        if found := _FILE.fullmatch(line):
            count += 1
            yield _row(number, found)
        elif found := _SETTING.fullmatch(line):
            announced = found[2] if found[1] == "files" else announced
        else:
            break
    message = "The list of this script is not whole. Save it once more."
    raise FormatError(message, [f"{count:,} files are in it"])


def _row(number: int, found: re.Match[str]) -> Row | Refused:
    size, checksum, token, path, address = found.groups()
    if not address.startswith(("http://", "https://")):
        # What the download service fetches stands there without its address.
        try:
            address = unquote(address, errors="strict")
        except UnicodeDecodeError:
            address = ""
        if not address.startswith(_OWN):
            return refusal(number, NO_ADDRESS, found[0])
    row = exact_entry(number, address, path)._replace(
        size=None if size == "-" else size,
        checksum=None if checksum == "-" else checksum,
    )
    return restricted(row) if token == "t" else row  # noqa: S105 - no password
