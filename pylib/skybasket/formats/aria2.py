"""Reads input files of aria2: addresses, and indented options below each.

Described in aria2c(1), "Input File": addresses of one file stand in one line with tabs
between them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.formats.contents import Refused
from skybasket.formats.rows import (
    numbered_lines,
    refusal,
    restricted,
    run_line,
    start_text,
    tables,
)
from skybasket.formats.uri_list import entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Table
    from skybasket.formats.rows import Row

__all__ = ["looks_like", "read"]

_RUN: Final = "aria2c "
_INPUT: Final = re.compile(r"(?m)^[A-Za-z][A-Za-z0-9+.-]*:\S.*\n[ \t]+[a-z][a-z0-9-]*=")
_ADDRESS: Final = re.compile(r"(?:https?|ftps?|sftp)://\S+|mast:\S+", re.IGNORECASE)
#: Our names of what aria2 calls the kinds of checksums.
_KINDS: Final = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256"}
_NO_TOKEN: Final = re.compile(r"# Not fetched, as a token is needed: (.+?) {2}([^ ]+)")
_NO_NAME: Final = "# Not fetched, as aria2 would rename it: "


def looks_like(start: bytes) -> bool:
    """Tell whether an indented option stands below an address."""
    text = start_text(start)
    return run_line(text).startswith(_RUN) or _INPUT.search(text) is not None


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read the files that aria2 is told to fetch, and those that Skybasket left out.

    :param refused: lines that are neither addresses nor options are added to it.
    :raises FormatError: if there are no addresses in it.
    """
    return tables(_rows(content), refused)


def _rows(content: bytes) -> Iterator[Row | Refused]:
    number, line = 0, ""
    options: dict[str, str] = {}
    for next_number, next_line in numbered_lines(content):
        if next_line.startswith((" ", "\t")) and line:
            name, _, value = next_line.strip().partition("=")
            options[name] = value
        elif next_line.startswith("#") or not next_line.strip():
            yield from _comment(next_number, next_line)
        else:
            if line:
                yield _row(number, line, options)
            number, line, options = next_number, next_line, {}
    if line:
        yield _row(number, line, options)


def _row(number: int, line: str, options: dict[str, str]) -> Row | Refused:
    address = line.strip().partition("\t")[0]
    if not _ADDRESS.fullmatch(address):
        return refusal(number, "is no address", line)
    folder, name = options.get("dir", "").rstrip("/"), options.get("out", "")
    path = "/".join(filter(None, (folder, name))) if name else None
    row = entry(number, address, line, path)
    kind, _, digits = options.get("checksum", "").partition("=")
    if isinstance(row, Refused) or kind not in _KINDS or not digits:
        return row
    return row._replace(checksum=f"{_KINDS[kind]}:{digits}")


def _comment(number: int, line: str) -> Iterator[Row | Refused]:
    """Yield what a comment of Skybasket says of a file that aria2 does not fetch."""
    if found := _NO_TOKEN.fullmatch(line):
        yield restricted(entry(number, found[2], line, found[1]))
    elif line.startswith(_NO_NAME):
        yield refusal(number, "names a file that aria2 does not fetch", line)
