"""What some filters show, and how many files each facet value would show."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import and_
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import all_but_one
from skybasket.product import FACETS
from skybasket.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from skybasket.index import Index
    from skybasket.signatures import SignatureTable

__all__ = ["Answer"]

#: Counting the facets of bitmaps of so many bits takes some milliseconds.
_LONG: Final = 2**16


class Answer:
    """What some filters show, and how many files each facet value would show.

    Nothing is computed before it is asked for, and nothing twice.
    """

    def __init__(self, index: Index, base: int, passed: Mapping[str, set[str]]) -> None:
        self._index = index
        self._base = base
        self._passed = passed

    @cached_property
    def _bitmaps(self) -> list[int]:
        """The files that each filtered facet lets through."""
        return [
            self._index.facet(name).union(values)
            for name, values in self._passed.items()
        ]

    @cached_property
    def _others(self) -> dict[str, int]:
        """The files that all filters but a facet's own show, for each that has one."""
        _, others = all_but_one(self._base, self._bitmaps)
        return dict(zip(self._passed, others, strict=True))

    @cached_property
    def _quick(self) -> tuple[SignatureTable, int, dict[str, int]] | None:
        """The signatures shown, and without each facet's filter, if these suffice."""
        table = self._index.signatures(self._base, self._passed)
        if table is None:
            return None
        bitmaps = [table.union(name, values) for name, values in self._passed.items()]
        shown, others = all_but_one(table.all, bitmaps)
        return table, shown, dict(zip(self._passed, others, strict=True))

    @cached_property
    def shown(self) -> int:
        """The files that pass every filter, as a bitmap."""
        return reduce(and_, self._bitmaps, self._base)

    @cached_property
    def count(self) -> int:
        """The number of the files shown."""
        return self.shown.bit_count()

    @cached_property
    def totals(self) -> Totals:
        """The number and the sizes of the files shown."""
        if self._quick:
            table, shown, _ = self._quick
            return Totals(*table.totals(shown), 0)
        return self._index.totals(self.shown)

    @property
    def is_long(self) -> bool:
        """Whether counting facets takes so long that others had better not wait."""
        return self._quick is None and self.shown.bit_length() > _LONG

    def totals_with(self, facet: str, value: str) -> Totals:
        """Return the number and the sizes of the files shown that have a value."""
        if self._quick and facet in FACETS:
            table, shown, _ = self._quick
            return Totals(*table.totals(shown & table.union(facet, [value])), 0)
        files = self._index.facet(facet).bitmap(value)
        return self._index.totals_once(self.shown & files)

    def totals_where(self, values: Mapping[str, str]) -> Totals | None:
        """Return the totals of the files shown that have a value of each facet.

        :returns: None where that is not known without looking at all of them.
        """
        if not self._quick:
            return None
        table, found, _ = self._quick
        for facet, value in values.items():
            found &= table.union(facet, [value])
        return Totals(*table.totals(found), 0)

    def counts(
        self, facet: str, values: Collection[str] | None = None
    ) -> Mapping[str, int]:
        """Return how many files each value of a facet shows, without its own filter.

        :param values: only these, where not all are wanted.
        """
        if self._quick and facet in FACETS:
            table, shown, others = self._quick
            return table.counts(facet, others.get(facet, shown), values)
        candidates = self._others[facet] if facet in self._passed else self.shown
        return self._index.facet(facet).counts(candidates, values)
