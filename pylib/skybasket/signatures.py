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
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import byte_planes, from_positions, span, weighted_sum

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from skybasket.columns import TextColumn

__all__ = ["SignatureTable"]

#: With more signatures it is no gain to count them instead of files.
_LONGEST: Final = 2**16


class SignatureTable:
    """Every combination of facet values that occurs, with its files and bytes.

    :param rows: how many rows of the columns are counted.
    :param older: the table before the last of these came.
    """

    def __init__(
        self,
        columns: Mapping[str, TextColumn],
        sizes: Sequence[int],
        rows: int,
        older: SignatureTable | None = None,
    ) -> None:
        first = older.rows if older else 0
        self.rows: int = rows
        self._numbers = older.numbered() if older else _numbering()
        fresh = sizes[first:rows]
        codes = (column.codes[first:rows] for column in columns.values())
        combined = zip(*codes, strict=True)
        signatures = list(map(self._numbers.__getitem__, combined))
        length = len(self._numbers)
        known = older.counted if older else [[], [], []]
        #: Files, their bytes, and files of unknown size, of each signature.
        self.counted: list[list[int]] = [
            [*numbers, *([0] * (length - len(numbers)))] for numbers in known
        ]
        files, totals, unknown = self.counted
        for signature, size in zip(signatures, fresh, strict=True):
            totals[signature] += size
        for signature, found in Counter(signatures).items():
            files[signature] += found
        for signature, found in Counter(compress(signatures, map(not_, fresh))).items():
            unknown[signature] += found
        #: All signatures.
        self.all = span(0, length, length)
        self.is_short = length <= _LONGEST
        self._files, self._bytes, self._unknown = map(_slices, self.counted)
        self._bitmaps = {
            facet: _bitmaps(column, [codes[place] for codes in self._numbers])
            for place, (facet, column) in enumerate(columns.items())
        }

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
    """Return the bit planes of numbers, lowest bit first."""
    return byte_planes(array("Q", numbers), max(numbers, default=0).bit_length())
