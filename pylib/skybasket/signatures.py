"""Counts of every facet at once, from the few combinations of values that occur.

A million products share some thousand combinations of category, extension, level and
so on. Each of these signatures is a position here, with the number of its files and of
their bytes as weights; a facet's values are bitmaps over them, which are combined as
those over all products are, in a hundredth of the time.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from itertools import chain, compress, count, cycle, repeat
from operator import ge, not_, rshift
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import byte_planes, from_positions, span, weighted_sum

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from skybasket.columns import TextColumn

__all__ = ["SignatureTable"]

#: With more signatures it is no gain to count them instead of files.
_LONGEST: Final = 2**16
#: Files, their bytes, and files of unknown size.
_AMOUNTS: Final = 3
#: Bits of a number that is cut into planes at once.
_WIDEST: Final = 64


class SignatureTable:
    """Every combination of facet values that occurs, with its files and bytes.

    :param numbers: the number of each signature, by the codes of its values.
    :param counted: files, their bytes, and files of unknown size, of each signature.
    :param rows: how many rows of the columns are counted.
    """

    def __init__(
        self,
        columns: Mapping[str, TextColumn],
        numbers: defaultdict[tuple[int, ...], int],
        counted: list[list[int]],
        rows: int,
    ) -> None:
        self.rows = rows
        self._numbers = numbers
        self.counted = counted
        length = len(numbers)
        #: All signatures.
        self.all = span(0, length, length)
        self.is_short = length <= _LONGEST
        self._files, self._bytes, self._unknown = map(_slices, counted)
        self._bitmaps = {
            facet: _bitmaps(column, [codes[place] for codes in numbers])
            for place, (facet, column) in enumerate(columns.items())
        }

    @classmethod
    def of(
        cls,
        columns: Mapping[str, TextColumn],
        sizes: Sequence[int],
        rows: int,
        older: SignatureTable | None = None,
    ) -> SignatureTable:
        """Count the first rows of some columns.

        :param older: the table before the last of these came.
        """
        first = older.rows if older else 0
        fresh = sizes[first:rows]
        codes = (column.codes[first:rows] for column in columns.values())
        numbers = older.numbered() if older else _numbering()
        signatures = list(map(numbers.__getitem__, zip(*codes, strict=True)))
        length = len(numbers)
        known = older.counted if older else [[], [], []]
        counted = [[*found, *([0] * (length - len(found)))] for found in known]
        files, totals, unknown = counted
        for signature, size in zip(signatures, fresh, strict=True):
            totals[signature] += size
        for signature, found in Counter(signatures).items():
            files[signature] += found
        for signature, found in Counter(compress(signatures, map(not_, fresh))).items():
            unknown[signature] += found
        return cls(columns, numbers, counted, rows)

    @classmethod
    def told(
        cls,
        columns: Mapping[str, TextColumn],
        codes: Sequence[tuple[int, ...]],
        counted: list[list[int]],
        rows: int,
    ) -> SignatureTable | None:
        """Return what somebody counted, where it fits the columns.

        :param codes: those of each signature.
        """
        limits = [len(column.values) for column in columns.values()]
        numbers = _numbering()
        numbers.update(zip(codes, count(), strict=False))
        if (
            len(counted) != _AMOUNTS
            or any(len(column) != len(numbers) for column in (codes, *counted))
            or any(len(one) != len(limits) for one in codes)
            or any(map(ge, chain.from_iterable(codes), cycle(limits)))
            or sum(counted[0]) != rows
        ):
            return None
        return cls(columns, numbers, counted, rows)

    @property
    def codes(self) -> Sequence[tuple[int, ...]]:
        """The codes of the values of each signature."""
        return list(self._numbers)

    def is_like(self, other: SignatureTable) -> bool:
        """Tell whether another table counts the same, in whatever order."""
        mine, others = (
            dict(zip(table.codes, zip(*table.counted, strict=True), strict=True))
            for table in (self, other)
        )
        return mine == others

    def numbered(self) -> defaultdict[tuple[int, ...], int]:
        """Return the number of each signature, by the codes of its values."""
        numbers = _numbering(len(self._numbers))
        numbers.update(self._numbers)
        return numbers

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


def _numbering(first: int = 0) -> defaultdict[tuple[int, ...], int]:
    """Return what gives each new signature the next number."""
    return defaultdict(count(first).__next__)


def _bitmaps(column: TextColumn, codes: Sequence[int]) -> dict[str, int]:
    """Return the signatures that have each value.

    :param codes: that of each signature.
    """
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, code in enumerate(codes):
        places[code].append(place)
    return {
        column.values[code]: from_positions(found, len(codes))
        for code, found in places.items()
    }


def _slices(numbers: Sequence[int]) -> list[int]:
    """Return the bit planes of numbers of any size, lowest bit first."""
    planes: list[int] = []
    while any(numbers):
        parts = array("Q", map((2**_WIDEST - 1).__and__, numbers))
        numbers = list(map(rshift, numbers, repeat(_WIDEST)))
        bits = _WIDEST if any(numbers) else max(parts).bit_length()
        planes += byte_planes(parts, bits)
    return planes
