"""One facet of all products: which values there are, where each stands, how many."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import (
    selectors,
    split_planes,
    without,
)
from skybasket.codes import counted
from skybasket.remembered import Remembered

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from skybasket.columns import TextColumn
    from skybasket.tree import Tree

__all__ = ["READY", "FacetIndex"]

#: Up to so many values each has a bitmap of its own, ready; more are made when asked.
READY: Final = 256
_KEPT: Final = 512
#: Of several values so many unions stay at hand: a click changes those of one facet.
_UNIONS: Final = 4


class FacetIndex:
    """The bitmaps of one facet's values, over the positions of a tree.

    :param planes: those of the column, if there is nothing older.
    :param totals: how many files have each code, if somebody knows that.
    :param older: the index before the tree grew, whose planes are carried over when
        they are needed.
    """

    def __init__(
        self,
        column: TextColumn,
        tree: Tree,
        planes: Sequence[int] = (),
        *,
        totals: Counter[int] | None = None,
        older: FacetIndex | None = None,
    ) -> None:
        self._column = column
        self._tree = tree
        self._length = tree.length
        self._files = tree.files
        self._older = older
        self._bitmaps: dict[str, int] = {}
        self._planes = planes
        #: Whether the bitmaps of few values are made.
        self._is_ready = older is None
        if older is None:
            totals = self._divide(totals)
        else:
            totals = older.totals.copy()
            totals.update(column.codes[row] for row, _ in tree.growths[-1].fresh)
        #: How many files have each value, by its code, removed ones too.
        self.totals: Counter[int] = totals
        self._known = Remembered(tree.files, totals, Counter[int]())
        if older is not None:
            self._known.take_over(older._known, tree.growths[-1])  # noqa: SLF001
        self._code_of = {column.values[code]: code for code in sorted(totals)}
        self._folded: dict[str, list[str]] | None = None
        self._unions: dict[frozenset[str], int] = {}

    @property
    def planes(self) -> Sequence[int]:
        """The planes of the codes, lowest bit first."""
        if self._older is not None:
            growth, codes = self._tree.growths[-1], self._column.codes
            fresh = [(codes[row], place) for row, place in growth.fresh]
            self._planes = growth.carry_planes(self._older.planes, fresh)
            if known := self._older.__dict__.get("_codes"):
                self._codes = growth.carry_column(known, fresh)
            self._older = None
        return self._planes

    def prepare(self) -> bool:
        """Make what a tree that grew left for later; tell whether there was any."""
        if self._is_ready:
            return False
        if len(self.totals) <= READY:
            self._split(self.totals.keys())
        self._known.settle()
        self._is_ready = True
        return bool(self.planes)

    def _divide(self, totals: Counter[int] | None) -> Counter[int]:
        """Read the bitmaps of few values off the planes.

        :param totals: what is known of many.
        :returns: how many files have each value, by its code.
        """
        column, values = self._column, self._column.values
        if len(values) > READY:
            return totals or counted(column.codes[: self._tree.rows])
        ready = self._split(range(len(values)))
        return Counter({code: files.bit_count() for code, files in ready.items()})

    def is_of(self, planes: Sequence[int]) -> bool:
        """Tell whether it is what these planes of the column give."""
        column, rows = self._column, self._tree.rows
        is_counted = len(column.values) <= READY
        return list(planes) == list(self.planes) and (
            is_counted or self.totals == counted(column.codes[:rows])
        )

    def _split(self, codes: Collection[int]) -> dict[int, int]:
        """Make the bitmaps of all values that any file has; return them by code."""
        values = self._column.values
        found = split_planes(self.planes, codes, self._files)
        ready = {code: files for code, files in found.items() if files}
        self._bitmaps = {values[code]: files for code, files in ready.items()}
        return ready

    @cached_property
    def _codes(self) -> array[int]:
        """The code of each position; a header's means nothing."""
        return self._tree.placed(self._column.codes, 0)

    @property
    def values(self) -> Collection[str]:
        """All values that any product has, present or removed."""
        return self._code_of.keys()

    def bitmap(self, value: str) -> int:
        """Return where the value stands; nowhere if no product has it."""
        found = self._bitmaps.get(value)
        if found is not None or value not in self._code_of:
            return found or 0
        found, code = self._files, self._code_of[value]
        for bit, plane in enumerate(self.planes):
            found = found & plane if code >> bit & 1 else without(found, plane)
        if len(self._bitmaps) >= _KEPT:
            self._bitmaps.clear()
        self._bitmaps[value] = found
        return found

    def counts(
        self, files: int, values: Collection[str] | None = None
    ) -> Mapping[str, int]:
        """Return how many of the files have each value, zero included.

        :param values: only these, where not all are wanted.
        """
        code_of = self._code_of
        found = self._nearly_known(files)
        if found is None:
            if values is not None and len(values) < min(READY, len(code_of)):
                return {one: (files & self.bitmap(one)).bit_count() for one in values}
            found = self._counted(files)
            self._known.note(files, found)
        if values is None:
            values = self.values
        return {value: found[code_of.get(value, -1)] for value in values}

    def _nearly_known(self, files: int) -> Counter[int] | None:
        """Return how many files have each code, where few came or left since."""
        near = self._known.near(files)
        if near is None:
            return None
        more, less, found = near
        if more or less:
            codes, rows = self._column.codes, self._tree.rows_in
            found = found.copy()
            found.update(map(codes.__getitem__, rows(more)))
            found.subtract(map(codes.__getitem__, rows(less)))
            self._known.note(files, found)
        return found

    def _counted(self, files: int) -> Counter[int]:
        """Count how many files have each code."""
        if len(self._code_of) > READY:
            return Counter(compress(self._codes, selectors(files, self._length)))
        self.prepare()
        return Counter(
            {
                code: (files & self.bitmap(value)).bit_count()
                for value, code in self._code_of.items()
            }
        )

    def matching(self, wanted: Iterable[str]) -> set[str]:
        """Return the values that a filter's plain and negated values let through."""
        if self._folded is None:
            self._folded = {}
            for value in self._code_of:
                self._folded.setdefault(value.casefold(), []).append(value)
        wanted = list(wanted)
        plain = [value for value in wanted if not value.startswith("!")]
        if plain:
            passed = {found for value in plain for found in self._same(value)}
        else:
            passed = set(self._code_of)
        for value in wanted:
            if value.startswith("!"):
                passed.difference_update(self._same(value[1:]))
        return passed

    def _same(self, value: str) -> list[str]:
        return (self._folded or {}).get(value.casefold(), [])

    def union(self, values: Collection[str]) -> int:
        """Return the files that have any of the values; the last ones stay at hand."""
        wanted = frozenset(values)
        found = self._unions.get(wanted)
        if found is None:
            if len(self._unions) >= _UNIONS:
                self._unions.clear()
            self._unions[wanted] = found = self._union(values)
        return found

    def _union(self, values: Collection[str]) -> int:
        if len(values) * 2 > len(self._code_of):
            return without(self._files, self._joined(self._code_of.keys() - values))
        return self._joined(values)

    def _joined(self, values: Collection[str]) -> int:
        if len(values) <= READY:
            joined = 0
            for value in values:
                joined |= self.bitmap(value)
            return joined
        digits = bytearray(b"0") * len(self._column.values)
        for value in values:
            digits[self._code_of[value]] = ord("1")
        return self._files & int(bytes(map(digits.__getitem__, self._codes)), 2)
