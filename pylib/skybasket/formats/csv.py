"""Reads values separated by commas, semicolons or tabs, with a line of column names."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from skybasket.errors import FormatError
from skybasket.formats.contents import Table
from skybasket.formats.delimited import Lines, Splitter
from skybasket.formats.tables import column_names, no_rows
from skybasket.printable import is_printable
from skybasket.spreadsheets import restored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Refused

__all__ = ["Reader", "looks_like", "read"]

#: The first of those that make equally many columns is taken.
_DELIMITERS: Final = (",", "\t", ";")
#: Names of a table's only column, lower case; any other word may be a data set.
_ALONE: Final = frozenset(
    {
        "datauri",
        "data uri",
        "uri",
        "url",
        "address",
        "productfilename",
        "product_key",
        "filename",
        "file name",
        "file",
        "obs_id",
        "obsid",
        "observation_id",
        "observation id",
        "dataset",
        "data set",
    }
)
#: Columns by which our own manifests are known.
_MANIFEST: Final = frozenset({"uri", "address", "path", "size_exact"})
#: How many lines are looked at, and how long the name of a column can be.
_LOOKED_AT: Final = 20
_LONGEST: Final = 200


def looks_like(start: bytes) -> bool:
    """Tell whether the first line that is no comment can name the columns of the next.

    A list of names that are separated by commas looks alike.
    """
    lines = Lines.of(start, [])
    try:
        lines.take_comments()
    except FormatError:
        return False
    if not lines.waiting:
        return False
    first, *others = lines.waiting[: _LOOKED_AT + 1]
    delimiter = _delimiter(first)
    titles = [title.lower() for title in _split(first, delimiter)]
    if not any(titles) or not all(map(_is_title, titles)):
        return False
    if len(titles) == 1 or not any(others):
        return not _ALONE.isdisjoint(titles)
    widths = map(len, (_split(line, delimiter) for line in others))
    return len(titles) in widths or len(titles) in map(len, _rows(others, delimiter))


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read a table, all at once; see `Reader`."""
    reader = Reader(refused)
    yield from reader.feed(content)
    yield from reader.end()


class Reader:
    """Reads a table as it comes; blank lines and comments before it are skipped.

    :param refused: gets the lines with too few or too many values.

    It raises a `FormatError` if its names cannot be used, or no line fits them.
    """

    def __init__(self, refused: list[Refused]) -> None:
        self._refused = refused
        self._lines = Lines(refused)
        self._splitter: Splitter | None = None
        self._names: list[str] = []
        self._is_empty = True

    def feed(self, chunk: bytes) -> Iterator[Table]:
        """Take the next bytes, and yield the rows that are whole now."""
        self._lines.feed(chunk)
        yield from self._tables()

    def end(self) -> Iterator[Table]:
        """Yield the rows that are left."""
        self._lines.end()
        yield from self._tables()
        if self._is_empty:
            raise no_rows(self._refused)

    def _tables(self) -> Iterator[Table]:
        splitter = self._splitter or self._begun()
        if splitter is None:
            return
        is_manifest = _MANIFEST.issubset(self._names)
        for places, columns in splitter.rows(len(self._names)):
            if is_manifest:
                columns = [list(map(restored, column)) for column in columns]  # noqa: PLW2901
            self._is_empty = False
            yield Table(dict(zip(self._names, columns, strict=True)), places)

    def _begun(self) -> Splitter | None:
        """Return what splits the lines, as soon as the columns' names are here."""
        lines = self._lines
        lines.take_comments()
        if not lines.waiting and not lines.is_ended:
            return None
        delimiter = _delimiter(lines.waiting[0]) if lines.waiting else ","
        splitter = Splitter(lines, self._refused, delimiter)
        titles = splitter.titles()
        if titles is not None:
            self._names = column_names(titles)
            self._splitter = splitter
        return self._splitter


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=lambda delimiter: len(_split(line, delimiter)))


def _split(line: str, delimiter: str) -> list[str]:
    """Return the values of a line, none if there is something wrong with it."""
    try:
        values = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [value.strip() for value in values]


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    """Return the rows that some lines make, none if there is something wrong."""
    try:
        return list(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter))
    except csv.Error:
        return []


def _is_title(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and is_printable(text)
        and not text.startswith(("{", "[", "<"))
        and not (":" in text and "/" in text)
    )
