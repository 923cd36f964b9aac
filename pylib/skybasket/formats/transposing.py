"""Reads rows of JSON as columns, by a function that is handed in to take them apart.

The function only cuts: it tells where values end, and which are spelled alike. Every
value that is spelled differently comes as it stood and is parsed here, once, as any
JSON is: so columns say exactly what the rows do, and what is no JSON is noticed.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from struct import Struct
from typing import Any, Final

from skybasket.columns import Coded
from skybasket.nesting import loads

__all__ = ["Transpose", "Transposed", "transposed"]

#: Takes bytes of rows in a list of JSON; a bytearray that it writes into; and whether a
#: comma comes first. What it writes is told in `site/js/transposer.js`.
Transpose = Callable[[bytes, bytearray, bool], None]

_HEAD: Final = Struct("<6I")
_COLUMN: Final = Struct("<2I")
#: The bytes that it may need beside those of the rows.
_SPARE: Final = 16_384
_CODES: Final = {2: "H", 4: "I"}
_WIDTHS: Final = {1, *_CODES}

Column = Coded[Any] | list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transposed:
    """Rows of JSON as columns.

    :param names: None where the rows are lists.
    :param columns: of one length.
    :param length: how many rows they are.
    :param size: how many bytes the rows have.
    :param is_cut: whether what follows may be a row that has not come as a whole.
    """

    names: list[str] | None
    columns: list[Column]
    length: int
    size: int
    is_cut: bool

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.length

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows as they are in JSON."""
        for row in zip(*self.columns, strict=True):
            if self.names is None:
                yield list(row)
            else:
                yield dict(zip(self.names, row, strict=True))


def transposed(transpose: Transpose, content: bytes, *, is_begun: bool) -> Transposed:
    """Return the rows that a text begins with, as far as they are whole and alike.

    :param is_begun: whether a comma has to come before the first one.
    :raises ValueError: if any value is no JSON, a name stands twice in a row, or the
        function has written anything that cannot be.
    """
    found = bytearray(len(content) + _SPARE)
    transpose(content, found, is_begun)
    with memoryview(found) as written:
        size, rows, is_cut, is_named, columns, length = _HEAD.unpack_from(written)
        at = _HEAD.size + columns * _COLUMN.size
        _expect(rows <= size <= len(content) and at <= len(found))
        _expect(columns > 0 or not rows)
        names = _parsed(written[at : at + length])
        at += length
        if is_named:
            _expect({str}.issuperset(map(type, names)))
            # Of a row that ends oddly only the names may be told.
            _expect(len(names) == columns or not rows)
        if is_named and len(set(names)) < columns:
            message = "a name stands twice in a row"
            raise ValueError(message)
        read: list[Column] = []
        for place in range(_HEAD.size, _HEAD.size + columns * _COLUMN.size, 8):
            width, length = _COLUMN.unpack_from(written, place)
            codes = written[at : at + width * rows]
            at += len(codes) + length
            values = _parsed(written[at - length : at])
            _expect(len(codes) == width * rows)
            read.append(_coded(values, codes, width) if width else values)
            _expect(len(read[-1]) == rows)
    return Transposed(
        names=names if is_named else None,
        columns=read,
        length=rows,
        size=size,
        is_cut=bool(is_cut),
    )


def _expect(is_so: bool) -> None:  # noqa: FBT001 - it is all there is
    """Refuse what the function cannot have written."""
    if not is_so:
        message = "what takes the rows apart is at odds with itself"
        raise ValueError(message)


def _parsed(written: memoryview) -> list[Any]:
    found = loads(str(written, "utf-8"))
    _expect(isinstance(found, list))
    return found  # type: ignore[no-any-return]


def _coded(values: list[Any], written: memoryview, width: int) -> Coded[Any]:
    """Return a column of which each value is told once."""
    _expect(width in _WIDTHS and {list, dict}.isdisjoint(map(type, values)))
    if width == 1:
        narrow = bytes(written)
        # So all of them are looked at in no time.
        _expect(not narrow.translate(None, bytes(range(min(256, len(values))))))
        return Coded(values, narrow)
    codes = array(_CODES[width], written.tobytes())
    if sys.byteorder == "big":
        codes.byteswap()
    _expect(max(codes, default=-1) < len(values))
    return Coded(values, codes)
