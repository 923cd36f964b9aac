"""Reads the ``MANIFEST.HTML`` that the archive's scripts and bundles leave behind.

It is a table with the columns URI, File, Access, Status and Logged In User, and a row
for each file, duplicates included. Only the tags of its table are looked at: a parser
of all HTML can take very long over what somebody made to be hard.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.errors import FormatError
from skybasket.formats.contents import Refused
from skybasket.formats.rows import numbered_lines, refusal, start_text, tables
from skybasket.formats.uri_list import entry
from skybasket.markup import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Table
    from skybasket.formats.rows import Row

__all__ = ["looks_like", "read"]

_START: Final = re.compile(
    r"\s*<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE
)
_TABLE: Final = re.compile(r"<t[dh]\b|<title>\s*mast", re.IGNORECASE)
_TAG: Final = re.compile(r"</?([A-Za-z0-9]++)[^<>]*+>|<![^<>]*+>")
_CELLS: Final = ("td", "th")
#: Cells of a row, and characters of a cell, that any manifest can have.
_WIDEST, _LONGEST = 100, 10_000


def looks_like(start: bytes) -> bool:
    """Tell whether this is HTML with a table in it."""
    text = start_text(start)
    return _START.match(text) is not None and _TABLE.search(text) is not None


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read a manifest.

    :param refused: rows without a URI are added to it.
    :raises FormatError: if it has no table with a column URI, or no file in it.
    """
    return tables(_files(content), refused)


def _files(content: bytes) -> Iterator[Row | Refused]:
    titles: list[str] = []
    for number, cells in _rows(content):
        if not titles:
            found = [cell.lower() for cell in cells]
            titles = found if "uri" in found else []
        elif any(cells):
            told = dict(zip(titles, cells, strict=False))
            shown = " | ".join(cells)
            uri = told.get("uri")
            if not uri:
                yield refusal(number, "has no URI", shown)
                continue
            row = entry(number, uri, shown, told.get("file") or None)
            if told.get("access") and not isinstance(row, Refused):
                row = row._replace(access=told["access"])
            yield row
    if not titles:
        message = "This web page is no manifest of the archive: no column is named URI."
        raise FormatError(message)


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the texts of each row's cells, and the line that the row begins in."""
    text = "\n".join(line for _, line in numbered_lines(content))
    row = _Cells()
    first, number, last = 1, 1, 0
    for tag in _TAG.finditer(text):
        row.add(text[last : tag.start()])
        number += text.count("\n", last, tag.start())
        last = tag.end()
        name = (tag[1] or "").lower()
        if name == "tr":
            yield first, row.texts()
            row, first = _Cells(), number
        elif name in _CELLS:
            row.turn(is_end=tag[0].startswith("</"))
    row.add(text[last:])
    yield first, row.texts()


class _Cells:
    """The cells of a row, as they are found."""

    def __init__(self) -> None:
        self._cells: list[list[str]] = []
        self._size = 0
        self._is_inside = False

    def turn(self, *, is_end: bool) -> None:
        """Begin a cell or end one."""
        self._is_inside = not is_end and len(self._cells) < _WIDEST
        if self._is_inside:
            self._cells.append([])

    def add(self, text: str) -> None:
        """Add a text to the cell that it stands in, up to what a row can have."""
        if self._is_inside and self._size < _LONGEST:
            self._cells[-1].append(text[: _LONGEST - self._size])
            self._size += len(text)

    def texts(self) -> list[str]:
        """Return the text of each cell."""
        return [" ".join(unescaped("".join(cell)).split()) for cell in self._cells]
