"""Reads the Python script that Skybasket writes around astroquery.

Its files are pairs of texts, an address and a place, each in a line as Python's
``repr`` writes it. Nothing of the script is run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.formats.rows import (
    NO_ADDRESS,
    numbered_lines,
    refusal,
    restricted,
    start_text,
    tables,
)
from skybasket.formats.uri_list import entry, exact_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Refused, Table
    from skybasket.formats.rows import Row

__all__ = ["looks_like", "read"]

_NEEDS: Final = re.compile(r"(?m)^# Needs: {2}pip install astroquery$")
_TEXT: Final = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_PAIR: Final = re.compile(rf" {{8}}\({_TEXT}, {_TEXT}\),")
_ESCAPE: Final = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U00[0-9a-f]{6}|.)")
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_LIST: Final = re.compile(r" {4}(public|restricted)=\[")
_NOT_FETCHED: Final = re.compile(
    r"# Not fetched, as astroquery cannot: (.+?) {2}([^ ]+)"
)


def looks_like(start: bytes) -> bool:
    """Tell whether this is the script."""
    return _NEEDS.search(start_text(start)) is not None


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read the files that the script fetches, and those that it says it cannot.

    :param refused: lines whose texts are none that Python writes are added to it.
    :raises FormatError: if there are no files in it.
    """
    return tables(_rows(content), refused)


def _rows(content: bytes) -> Iterator[Row | Refused]:
    section = ""
    for number, line in numbered_lines(content):
        if found := _NOT_FETCHED.fullmatch(line):
            yield entry(number, found[2], line, found[1])
        elif found := _LIST.fullmatch(line):
            section = found[1]
        elif section and line.startswith(" " * 8):
            row = _row(number, line)
            yield restricted(row) if section == "restricted" else row


def _row(number: int, line: str) -> Row | Refused:
    found = _PAIR.fullmatch(line)
    try:
        uri, path = map(_unquoted, found.groups()) if found else ("", "")
    except ValueError:
        uri = path = ""
    if not uri:
        return refusal(number, NO_ADDRESS, line)
    return exact_entry(number, uri, path)


def _unquoted(text: str) -> str:
    """Return the text that Python wrote.

    :raises ValueError: if it is one that Python does not write.
    """
    return _ESCAPE.sub(_letter, text[1:-1])


def _letter(found: re.Match[str]) -> str:
    told = found[1]
    if len(told) > 1:
        return chr(int(told[1:], 16))
    if told not in _LETTERS:
        raise ValueError(told)
    return _LETTERS[told]
