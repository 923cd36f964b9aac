"""The values of a VOTable: how its columns are to be read, as text and as bytes.

Described at https://www.ivoa.net/documents/VOTable/, chapters 2, 5 and 6. Several
values in one cell become a list, and so does a complex number; NaN is no value.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Column", "binary_reader", "column", "text_reader"]

#: The bytes of one value, by type; a bit has an eighth.
_WIDTHS: Final[Mapping[str, int]] = {
    "boolean": 1,
    "bit": 0,
    "unsignedByte": 1,
    "short": 2,
    "int": 4,
    "long": 8,
    "char": 1,
    "unicodeChar": 2,
    "float": 4,
    "double": 8,
    "floatComplex": 8,
    "doubleComplex": 16,
}
#: The numbers, as `struct` writes them.
_LETTERS: Final[Mapping[str, str]] = {
    "unsignedByte": "B",
    "short": "h",
    "int": "i",
    "long": "q",
    "float": "f",
    "double": "d",
    "floatComplex": "f",
    "doubleComplex": "d",
}
_TEXTS: Final = frozenset({"char", "unicodeChar"})
_INTEGERS: Final = frozenset({"unsignedByte", "short", "int", "long"})
_COMPLEX: Final = frozenset({"floatComplex", "doubleComplex"})
_ARRAY_SIZE: Final = re.compile(r"(?:\d{1,9}x){0,9}(?:\d{1,9}\*?|\*)")
_WHOLE: Final = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_HEXADECIMAL: Final = re.compile(r"0[xX][0-9a-fA-F]{1,16}")
_TRUTHS: Final[Mapping[str, bool | None]] = {
    "t": True,
    "true": True,
    "1": True,
    "f": False,
    "false": False,
    "0": False,
    "?": None,
    "": None,
}


class Column(NamedTuple):
    """What a table says of a column."""

    name: str
    #: Such as ``unicodeChar``.
    kind: str
    #: How many values are in a cell; None if each cell has as many as it likes.
    items: int | None
    #: The whole number that means no value, as text.
    null: str
    #: How the table says how many values there are, such as ``3x*``.
    array_size: str

    def bytes_of(self, items: int) -> int:
        """Return how many bytes so many values take."""
        return (items + 7) // 8 if self.kind == "bit" else items * _WIDTHS[self.kind]


def column(name: str, kind: str, array_size: str, null: str) -> Column:
    """Make a column of the attributes of a FIELD.

    :raises FormatError: if they cannot be understood.
    """
    size = array_size.replace(" ", "")
    if kind not in _WIDTHS or (size and not _ARRAY_SIZE.fullmatch(size)):
        message = "The VOTable has a column whose type is not known."
        told = f"{kind or 'no type'}{f' [{size}]' if size else ''}"
        raise FormatError(message, [f"column {name}: {told}"])
    if size.endswith("*"):
        return Column(name, kind, None, null, size)
    items = 1
    for length in size.split("x"):
        items *= int(length or 1)
    return Column(name, kind, items, null, size)


def text_reader(column: Column) -> Callable[[str], object] | None:
    """Return what reads the cells of a column in TABLEDATA, None for mere text.

    It raises a ValueError that says what a cell is not.
    """
    if column.kind in _TEXTS:
        return None
    read = _text_item(column)
    if column.items == 1 and column.kind not in _COMPLEX:
        return lambda cell: read(cell.strip())

    def read_several(cell: str) -> list[object] | None:
        cell = cell.replace(",", " ")
        parts = list("".join(cell.split())) if column.kind == "bit" else cell.split()
        return _gathered(column, [read(part) for part in parts])

    return read_several


def _text_item(column: Column) -> Callable[[str], object]:
    """Return what reads one value, of a complex number one half."""
    if column.kind in ("boolean", "bit"):
        return _truth
    if column.kind not in _INTEGERS:
        return _real
    null = column.null.strip()
    return lambda text: None if text in ("", null) else _whole(text)


def _truth(text: str) -> bool | None:
    if text.lower() not in _TRUTHS:
        message = "is neither true nor false"
        raise ValueError(message)
    return _TRUTHS[text.lower()]


def _whole(text: str) -> int:
    if _WHOLE.fullmatch(text):
        return int(text)
    if _HEXADECIMAL.fullmatch(text):
        return int(text, 16)
    message = "is not a whole number"
    raise ValueError(message)


def _real(text: str) -> float | None:
    if not text:
        return None
    try:
        return _number(float(text))
    except ValueError:
        message = "is not a number"
        raise ValueError(message) from None


def _number(value: float) -> float | None:
    """Return a number, None for one that is none."""
    return value if value == value else None  # noqa: PLR0124


def _gathered(column: Column, items: list[object]) -> list[object] | None:
    """Return the values of one cell, the halves of complex numbers in pairs."""
    if not items:
        return None
    if column.kind not in _COMPLEX:
        return items
    if len(items) % 2:
        message = "is not a complex number"
        raise ValueError(message)
    pairs: list[object] = [items[half : half + 2] for half in range(0, len(items), 2)]
    return pairs if column.items != 1 else [*items]


def binary_reader(column: Column) -> Callable[[bytes | None], object]:
    """Return what reads the bytes of a cell; None stays None.

    It raises a ValueError that says what they are not.

    :raises FormatError: if the standard does not say how long a cell is.
    """
    if column.items is None and (column.kind == "bit" or "x" in column.array_size):
        message = "A column of the VOTable has cells of a kind that is not read."
        where = [f"column {column.name}: {column.kind} [{column.array_size}]"]
        raise FormatError(message, where)
    read = _bytes_reader(column)
    return lambda cell: None if cell is None else read(cell)


def _bytes_reader(column: Column) -> Callable[[bytes], object]:
    if column.kind == "char":
        return lambda cell: _decoded(cell.partition(b"\0")[0], "utf-8")
    if column.kind == "unicodeChar":
        return lambda cell: _decoded(cell, "utf-16-be").partition("\0")[0]
    unpack = _unpacker(column)
    null = _null(column)

    def read(cell: bytes) -> object:
        items = [None if item == null else item for item in unpack(cell)]
        if column.items == 1 and column.kind not in _COMPLEX:
            return items[0]
        return _gathered(column, items)

    return read


def _decoded(cell: bytes, encoding: str) -> str:
    try:
        return cell.decode(encoding)
    except UnicodeDecodeError:
        message = "is not text"
        raise ValueError(message) from None


def _null(column: Column) -> object:
    """Return the number that means no value; None, which is no number, without one."""
    if column.kind not in _INTEGERS:
        return None
    try:
        return _whole(column.null.strip())
    except ValueError:
        return None


def _unpacker(column: Column) -> Callable[[bytes], Iterable[object]]:
    if column.kind == "boolean":
        return lambda cell: [_truth(chr(byte).strip(" \0")) for byte in cell]
    if column.kind == "bit":
        if column.items == 1:
            # The highest bit by the standard, the fourth by astropy.
            return lambda cell: [any(cell)]
        return lambda cell: [
            bool(cell[place >> 3] & 128 >> (place & 7))
            for place in range(column.items or 0)
        ]
    letter = _LETTERS[column.kind]
    width = struct.calcsize(letter)
    if letter in "fd":
        return lambda cell: map(
            _number, struct.unpack(f">{len(cell) // width}{letter}", cell)
        )
    return lambda cell: struct.unpack(f">{len(cell) // width}{letter}", cell)
