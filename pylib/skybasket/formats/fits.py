"""Reads the first binary table of a FITS file that has rows.

Described at https://fits.gsfc.nasa.gov/fits_standard.html, sections 4 and 7.3. Several
values in one cell become a list; NaN and blank truth values are no value.
"""

from __future__ import annotations

import json
import re
import struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from skybasket.errors import FormatError
from skybasket.formats.contents import Refused
from skybasket.formats.tables import (
    BATCH,
    Places,
    at_least_one,
    column_names,
    read_columns,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from skybasket.formats.contents import Table

    Header = Mapping[str, str]

__all__ = ["looks_like", "read"]

_BLOCK: Final = 2880
_CARD: Final = 80
_VALUE: Final = re.compile(r"\s*(?:'((?:[^']|'')*)'|([^/]*))")
_FORM: Final = re.compile(r"(\d{0,9})([A-Z])(.*)", re.ASCII)
_WHOLE: Final = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_LENGTH: Final = re.compile(r"\((\d{1,9}),")
#: Axes of data, and columns of a table.
_MOST: Final = 999
#: Bytes of data, more than any file has.
_LARGEST: Final = 2**60
#: The types of values that are read, as `struct` writes them.
_LETTERS: Final[Mapping[str, str]] = {
    "A": "s",
    "L": "c",
    "B": "B",
    "I": "h",
    "J": "i",
    "K": "q",
    "E": "f",
    "D": "d",
}
_TRUTHS: Final[Mapping[bytes, bool]] = {b"T": True, b"F": False}

_Default = TypeVar("_Default")


def looks_like(start: bytes) -> bool:
    """Tell whether the first card is that of a FITS file."""
    return start.startswith(b"SIMPLE  =")


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read the first binary table with rows; what it has no value for is None.

    :param refused: gets the rows with text that is none, and what further tables
        there are.
    :raises FormatError: if there is no such table, the file is not complete, or a
        column is of a type that is not read.
    """
    return at_least_one(_read(content, refused), refused)


def _read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    place = 0
    taken = False
    # Behind the last extension there may be anything.
    while content.startswith(b"XTENSION" if place else b"SIMPLE  =", place):
        header, start = _header(content, place)
        end = start + _data_size(header)
        if end > len(content):
            raise _cut_off(f"{end - len(content):,} bytes are missing")
        rows = _size(header, "NAXIS2")
        if _is_table(header) and rows and taken:
            reason = "only the first table with rows is read"
            name = header.get("EXTNAME", "")
            refused.append(Refused(f"extension {name}".strip(), reason, name))
        elif _is_table(header) and rows:
            taken = True
            yield from _tables(header, content, start, refused)
        place = end
        place += -place % _BLOCK
    if not taken:
        message = (
            "This FITS file is an image, not a table of products: only binary tables "
            "with rows are read."
        )
        raise FormatError(message)


def _header(content: bytes, place: int) -> tuple[dict[str, str], int]:
    """Return the values of a header by keyword, and where the data begin."""
    values: dict[str, str] = {}
    for start in range(place, len(content), _CARD):
        card = content[start : start + _CARD].decode("ascii", "replace")
        keyword = card[:8].rstrip()
        if keyword == "END":
            end = start + _CARD
            return values, end + -end % _BLOCK
        found = _VALUE.match(card, 10) if card[8:10] == "= " else None
        if found and found[1] is not None:
            values.setdefault(keyword, found[1].replace("''", "'").rstrip())
        elif found:
            values.setdefault(keyword, found[2].strip())
    raise _cut_off("a header without END")


def _cut_off(where: str) -> FormatError:
    message = "The FITS file is not complete. Save it once more."
    return FormatError(message, [where])


def _whole(header: Header, keyword: str, default: int = 0) -> int:
    text = header.get(keyword, "")
    if not text:
        return default
    if not _WHOLE.fullmatch(text):
        raise _unusable(keyword, text)
    return int(text)


def _unusable(keyword: str, text: str) -> FormatError:
    message = "A header of the FITS file has a value that cannot be used."
    return FormatError(message, [f"{keyword} = {text}"])


def _size(header: Header, keyword: str, default: int = 0) -> int:
    """Return a whole number that is not below zero."""
    return max(_whole(header, keyword, default), 0)


def _is_table(header: Header) -> bool:
    """Tell whether there is a binary table, and no image that is packed as one."""
    return header.get("XTENSION") == "BINTABLE" and header.get("ZIMAGE") != "T"


def _data_size(header: Header) -> int:
    """Return the bytes of the data behind a header, without what fills the block."""
    axes = _size(header, "NAXIS")
    if not 0 < axes <= _MOST:
        return 0
    size = 1
    for axis in range(1, axes + 1):
        size *= _size(header, f"NAXIS{axis}")
        if size > _LARGEST:
            raise _unusable(f"NAXIS{axis}", header.get(f"NAXIS{axis}", ""))
    size = (size + _size(header, "PCOUNT")) * _size(header, "GCOUNT", 1)
    return size * abs(_whole(header, "BITPIX")) // 8


def _tables(
    header: Header, content: bytes, start: int, refused: list[Refused]
) -> Iterator[Table]:
    fields = range(1, min(_size(header, "TFIELDS"), _MOST) + 1)
    names = column_names(header.get(f"TTYPE{field}", "") for field in fields)
    columns = [_column(header, field) for field in fields]
    layout = _layout(header, columns)
    readers = [column.reader for column in columns]
    count = _size(header, "NAXIS2")
    if start + count * layout.size > len(content):
        raise _cut_off(f"{count:,} rows are announced")
    for first in range(0, count, BATCH):
        last = min(first + BATCH, count)
        rows = content[start + first * layout.size : start + last * layout.size]
        cells = zip(*layout.iter_unpack(rows), strict=True)
        yield read_columns(
            dict(zip(names, cells, strict=True)),
            readers,
            Places("row", range(first + 1, last + 1)),
            refused,
            _spelled,
        )


def _layout(header: Header, columns: list[_Column]) -> struct.Struct:
    """Return what takes the cells of a row from its bytes."""
    try:
        layout = struct.Struct(">" + "".join(column.layout for column in columns))
    except struct.error as error:
        raise _unusable("NAXIS1", header.get("NAXIS1", "")) from error
    if layout.size != _size(header, "NAXIS1") or not layout.size:
        raise _unusable("NAXIS1", header.get("NAXIS1", ""))
    return layout


class _Column(NamedTuple):
    """How the cells of a column are read."""

    #: What `struct` takes from a row.
    layout: str
    #: What reads that; None where it is the value.
    reader: Callable[[Any], object] | None


def _column(header: Header, field: int) -> _Column:
    """Return how a column is read.

    :raises FormatError: if its type is not read, or its numbers cannot be used.
    """
    form = header.get(f"TFORM{field}", "")
    found = _FORM.fullmatch(form)
    if not found or found[2] not in _LETTERS:
        message = (
            "The FITS table has a column of a type that is not read, such as one of "
            "variable length. Save the table without it."
        )
        name = header.get(f"TTYPE{field}", "")
        raise FormatError(message, [f"column {field} {name}: {form or 'no type'}"])
    items, letter = int(found[1] or 1), _LETTERS[found[2]]
    if letter == "s":
        return _Column(f"{items}s", _text_reader(header, field, items))
    read = _value_reader(header, field, letter)
    if items == 1:
        return _Column(letter, read)
    width = struct.calcsize(letter)
    return _Column(
        f"{items * width}s",
        lambda cell: (
            [
                read(value) if read else value
                for value in struct.unpack(f">{items}{letter}", cell)
            ]
            or None
        ),
    )


def _text_reader(
    header: Header, field: int, items: int
) -> Callable[[bytes], str | list[str]]:
    """Return what reads text, or several where their length is told."""
    found = _LENGTH.match(header.get(f"TDIM{field}", ""))
    length = int(found[1]) if found else items
    if not 0 < length < items:
        return _text
    return lambda cell: [
        _text(cell[start : start + length]) for start in range(0, items, length)
    ]


def _text(cell: bytes) -> str:
    try:
        return cell.partition(b"\0")[0].decode().rstrip(" ")
    except UnicodeDecodeError:
        message = "is not text"
        raise ValueError(message) from None


def _value_reader(
    header: Header, field: int, letter: str
) -> Callable[[Any], object] | None:
    """Return what makes a value of a number in a row, None if it is one."""
    if letter == "c":
        return _TRUTHS.get
    offset = _number(header, f"TZERO{field}", 0)
    factor = _number(header, f"TSCAL{field}", 1)
    if letter in "fd":
        return lambda value: None if value != value else value * factor + offset  # noqa: PLR0124
    null = _number(header, f"TNULL{field}", None)
    if null is None and (offset, factor) == (0, 1):
        return None
    return lambda value: None if value == null else value * factor + offset


def _number(header: Header, keyword: str, default: _Default) -> float | _Default:
    """Return a number, a whole one as such."""
    text = header.get(keyword, "")
    if not text:
        return default
    try:
        number = float(text.replace("D", "E"))
        return int(text) if _WHOLE.fullmatch(text) else number
    except ValueError:
        raise _unusable(keyword, text) from None


def _spelled(cells: list[object]) -> str:
    """Return the cells of a row as JSON."""
    return json.dumps(
        cells, default=lambda cell: cell.decode("ascii", "backslashreplace")
    )
