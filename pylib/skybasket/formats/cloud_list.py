"""Reads lists of public copies: commands of s5cmd or the AWS CLI, files for rclone.

A copy's key tells most products' URI. Of files that have no copy, or none that anybody
may fetch, Skybasket's own lists name the URI in comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_addresses import copied_uri
from skybasket.formats.rows import (
    NO_ADDRESS,
    Row,
    line_place,
    numbered_lines,
    refusal,
    restricted,
    run_line,
    start_text,
    tables,
)
from skybasket.formats.shell_words import words
from skybasket.formats.uri_list import entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Refused, Table

__all__ = ["looks_like", "read"]

_RUN: Final = re.compile(r"(?:s5cmd|rclone) .*")
#: The list for the AWS CLI is a script that begins with such a line.
_AWS: Final = re.compile(r"(?m)^bucket=[a-z0-9.-]+$")
_COMMAND: Final = re.compile(r"(?m)^(?:(?:s5cmd|aws) .*|cp .*)\bs3://")
_KEPT: Final = re.compile(r"# (.+): ([^:()]+) \(([^ ]+)\)")
_NOT_COPIED: Final = re.compile(r"# Not copied, [0-9,]+ of [0-9,]+ files:")
_NEEDS_TOKEN: Final = "needs a token"  # noqa: S105 - no password
_BUCKET: Final = "s3://"
#: Words of a command in the list for the AWS CLI: its name, a key and a path.
_GET: Final = 3
#: Characters of a command, beyond which none is looked at.
_LONGEST: Final = 20_000


def looks_like(start: bytes) -> bool:
    """Tell whether this is such a list."""
    text = start_text(start)
    run = run_line(text)
    if _RUN.fullmatch(run):
        return True
    return (bool(run) and _AWS.search(text) is not None) or (
        not run and _COMMAND.search(text) is not None
    )


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read a list.

    :param refused: lines with a key that does not tell a URI are added to it.
    :raises FormatError: if no line tells one.
    """
    return tables(_rows(content), refused)


def _rows(content: bytes) -> Iterator[Row | Refused]:
    is_left_out = False
    for number, line in numbered_lines(content):
        if line.startswith("#"):
            if is_left_out:
                yield from _comment(number, line)
            is_left_out = is_left_out or _NOT_COPIED.fullmatch(line) is not None
        elif line.startswith("/"):
            yield _row(number, line, line[1:], None)
        elif line.startswith("get ") or _BUCKET in line:
            yield from _copied(number, line)


def _copied(number: int, line: str) -> Iterator[Row | Refused]:
    """Yield the file of a command."""
    found = words(line) if len(line) <= _LONGEST else []
    texts = [word.text for word in found]
    is_fixed = all(word.is_fixed for word in found)
    place = next((n for n, text in enumerate(texts) if text.startswith(_BUCKET)), None)
    if place is not None and is_fixed:
        target = "".join(texts[place + 1 : place + 2]).removeprefix("./")
        is_path = not target.startswith("-") and target.strip("./") != ""
        yield entry(number, texts[place], line, target if is_path else None)
    elif texts[:1] == ["get"] and len(texts) == _GET and is_fixed:
        yield _row(number, line, texts[1], texts[2])
    elif not line.startswith((" ", "\t")):
        yield refusal(number, NO_ADDRESS, line)


def _row(number: int, line: str, key: str, path: str | None) -> Row | Refused:
    uri = copied_uri(key)
    if not uri:
        return refusal(number, NO_ADDRESS, line)
    return Row(line_place(number), uri, path=path)


def _comment(number: int, line: str) -> Iterator[Row | Refused]:
    """Yield a file that Skybasket says it has left out."""
    if found := _KEPT.fullmatch(line):
        row = entry(number, found[3], line, found[1])
        yield restricted(row) if found[2] == _NEEDS_TOKEN else row
    else:
        yield refusal(number, NO_ADDRESS, line)
