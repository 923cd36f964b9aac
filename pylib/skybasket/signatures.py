"""Counts of every facet at once, from the few combinations of values that occur.

A million products share some thousand combinations of category, extension, level and
so on. Each of these signatures is a position here, with the number of its files and of
their bytes as weights; a facet's values are bitmaps over them, which are combined as
those over all products are, in a hundredth of the time.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from itertools import compress, count
from operator import not_
from struct import iter_unpack
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import byte_planes, from_positions, span, weighted_sum

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from skybasket.columns import TextColumn

__all__ = ["SignatureTable"]

#: With more signatures it is no gain to count them instead of files.
_LONGEST: Final = 2**16


class SignatureTable:
    """Every combination of facet values that occurs, with its files and bytes."""

    def __init__(self, columns: Mapping[str, TextColumn], sizes: Sequence[int]) -> None:
        number_of: defaultdict[tuple[bytes], int] = defaultdict(count().__next__)
        widths = [_width(column) for column in columns.values()]
        rows = iter_unpack(f"{sum(widths)}s", _interleaved(columns, widths))
        signatures = list(map(number_of.__getitem__, rows))
        length = len(number_of)
        #: All signatures.
        self.all = span(0, length, length)
        self.is_short = length <= _LONGEST
        files, unknown = (
            Counter(signatures),
            Counter(compress(signatures, map(not_, sizes))),
        )
        totals = [0] * length
        for signature, size in zip(signatures, sizes, strict=True):
            totals[signature] += size
        self._files = _slices([files[place] for place in range(length)])
        self._unknown = _slices([unknown[place] for place in range(length)])
        self._bytes = _slices(totals)
        self._bitmaps: dict[str, dict[str, int]] = {}
        first = 0
        for (facet, column), width in zip(columns.items(), widths, strict=True):
            places: defaultdict[int, list[int]] = defaultdict(list)
            for place, (key,) in enumerate(number_of):
                code = int.from_bytes(key[first : first + width], "little")
                places[code].append(place)
            first += width
            self._bitmaps[facet] = {
                column.values[code]: from_positions(found, length)
                for code, found in places.items()
            }

    def union(self, facet: str, values: Collection[str]) -> int:
        """Return the signatures that have any of the values of a facet."""
        bitmaps, joined = self._bitmaps[facet], 0
        for value in values:
            joined |= bitmaps.get(value, 0)
        return joined

    def totals(self, signatures: int) -> tuple[int, int, int]:
        """Return files, their bytes, and files of unknown size, of some signatures."""
        return (
            weighted_sum(signatures, self._files),
            weighted_sum(signatures, self._bytes),
            weighted_sum(signatures, self._unknown),
        )

    def counts(
        self, facet: str, signatures: int, values: Collection[str] | None = None
    ) -> dict[str, int]:
        """Return how many files of some signatures have each value of a facet.

        :param values: only these, where not all are wanted.
        """
        bitmaps = self._bitmaps[facet]
        return {
            value: weighted_sum(signatures & bitmaps.get(value, 0), self._files)
            for value in (bitmaps if values is None else values)
        }


def _width(column: TextColumn) -> int:
    """Return how many bytes the codes of a column need."""
    return max(1, (max(column.codes, default=0).bit_length() + 7) // 8)


def _interleaved(columns: Mapping[str, TextColumn], widths: Sequence[int]) -> bytearray:
    """Return the codes of all columns, row after row, as so many bytes each."""
    parts = [
        column.codes.tobytes()[byte :: column.codes.itemsize]
        for column, width in zip(columns.values(), widths, strict=True)
        for byte in range(width)
    ]
    rows = bytearray(sum(map(len, parts)))
    for place, part in enumerate(parts):
        rows[place :: len(parts)] = part
    return rows


def _slices(numbers: Sequence[int]) -> list[int]:
    """Return the bit planes of numbers, lowest bit first."""
    return byte_planes(array("Q", numbers), max(numbers, default=0).bit_length())
