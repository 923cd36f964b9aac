"""Everything that a filter needs to be answered at once, over one catalog and tree."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from skybasket.answer import Answer
from skybasket.bitmaps import (
    at_most,
    from_positions,
    weighted_sum,
    without,
)
from skybasket.division import ALL_FACETS, divided, planes_of
from skybasket.errors import FilterError
from skybasket.facets import FacetIndex
from skybasket.filters import CHOOSABLE_FACETS, Filters
from skybasket.names import NameSearch
from skybasket.product import FACETS, VOCABULARY
from skybasket.remembered import Remembered
from skybasket.signatures import SignatureTable
from skybasket.size_bins import SizeBins
from skybasket.stepwise import finished
from skybasket.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from skybasket.catalog import Catalog
    from skybasket.division import Divided
    from skybasket.splitting import Split
    from skybasket.tree import Tree

__all__ = ["Index", "Told"]


class Told(NamedTuple):
    """What a file says of all its files, which takes long to find out."""

    parts: Divided
    signatures: SignatureTable
    #: Gives the names as they split; None if the file does not say that.
    names: Callable[[], Split | None]


class Index:
    """Facets, sizes and names of all files, ready to be asked.

    :param older: the same before the tree grew the last time, which saves most work.
    :param parts: how all files divide, if somebody had that found out step by step.
    :param told: what a file says of it, and of the rest, instead.
    """

    def __init__(
        self,
        catalog: Catalog,
        tree: Tree,
        older: Index | None = None,
        parts: Divided | None = None,
        *,
        told: Told | None = None,
    ) -> None:
        self._catalog = catalog
        self._tree = tree
        if older is None:
            known = told.parts if told else parts
            self._facets, self._size_slices = known or finished(divided(catalog, tree))
        else:
            self._facets = {
                name: FacetIndex(catalog.facet(name), tree, older=older.facet(name))
                for name in ALL_FACETS
            }
            self._size_slices = []
        is_told = told is not None or (older is not None and older.is_unchecked)
        self._checking = self._checks() if is_told else None
        #: Whether a file told what is not so: nothing here can be believed then.
        self.is_refuted = False
        #: None before it is prepared: then facets are counted file by file.
        self.signature_table = told.signatures if told else None
        if older and older.signature_table:
            self.signature_table = self._signatures_since(older.signature_table)
        self.names: NameSearch = (
            NameSearch(catalog, tree, told=told.names)
            if told
            else NameSearch(catalog, tree, older.names if older else None)
        )
        #: What the planes of the sizes are still to be carried over from.
        self._older = older
        #: The files of unknown size, and those whose size is rounded.
        self.unknown, self.approximate = self._unsized()
        #: The totals of all files.
        self.everything: Totals = self._all_totals()
        self._known = Remembered(tree.files, self.everything, Totals(0, 0, 0, 0))
        if older is not None:
            self._known.take_over(older._known, tree.growths[-1])  # noqa: SLF001

    @property
    def is_unchecked(self) -> bool:
        """Whether anything here is only what a file told."""
        return self._checking is not None

    def _unsized(self) -> tuple[int, int]:
        """Return the files of unknown size, and those whose size is rounded."""
        tree, sizes, inexact = self._tree, self._catalog.sizes, self._catalog.inexact
        if self._older is None:
            known = 0
            for part in self.size_slices:
                known |= part
            return tree.files ^ known, tree.files_at(inexact)
        growth = tree.growths[-1]
        unknown = (place for row, place in growth.fresh if not sizes[row])
        rounded = (place for row, place in growth.fresh if row in inexact)
        return (
            growth.carry(self._older.unknown) | from_positions(unknown, tree.length),
            growth.carry(self._older.approximate)
            | from_positions(rounded, tree.length),
        )

    @property
    def size_slices(self) -> list[int]:
        """The planes of the sizes of all files."""
        if self._older is not None:
            growth, sizes = self._tree.growths[-1], self._catalog.sizes
            fresh = [(sizes[row], place) for row, place in growth.fresh]
            self._size_slices = growth.carry_planes(self._older.size_slices, fresh)
            self._older = None
        return self._size_slices

    @cached_property
    def size_bins(self) -> SizeBins:
        """All files of known size, by how large they are."""
        return SizeBins.of(self.size_slices, without(self._tree.files, self.unknown))

    def facet(self, name: str) -> FacetIndex:
        """Return one facet's values, bitmaps and counts."""
        return self._facets[name]

    def totals(self, files: int) -> Totals:
        """Return the number of the files and their sizes; they are remembered."""
        found = self.totals_once(files)
        self._known.note(files, found)
        return found

    def totals_once(self, files: int) -> Totals:
        """Return the totals of files that hardly anybody asks for again."""
        near = self._known.near(files)
        if near is None:
            return self._added_up(files)
        more, less, known = near
        rows = self._tree.rows_in
        return known + self._looked_up(rows(more)) - self._looked_up(rows(less))

    def _looked_up(self, rows: Sequence[int]) -> Totals:
        """Return the totals of a few files."""
        sizes = list(map(self._catalog.sizes.__getitem__, rows))
        approximate = sum(map(self._catalog.inexact.__contains__, rows))
        return Totals(len(rows), sum(sizes), sizes.count(0), approximate)

    def _added_up(self, files: int) -> Totals:
        """Return the totals of any files."""
        return Totals(
            files.bit_count(),
            weighted_sum(files, self.size_slices),
            (files & self.unknown).bit_count(),
            (files & self.approximate).bit_count(),
        )

    def _all_totals(self) -> Totals:
        """Return the totals of all files."""
        if self._older is None:
            return self._added_up(self._tree.files)
        fresh = [row for row, _ in self._tree.growths[-1].fresh]
        return self._older.everything + self._looked_up(fresh)

    def prepare(self) -> bool:
        """Do a part of what makes later answers quick; tell whether any was left.

        With a million files a part takes some tenths of a second.
        """
        return (
            self.names.prepare()
            or self._prepare_signatures()
            or self._prepare_sizes()
            or any(facet.prepare() for facet in self._facets.values())
            or self._tree.prepare()
            or self._catalog.prepare()
            or self._check()
        )

    def _prepare_sizes(self) -> bool:
        """Take over the planes of before the tree grew; tell whether that was to do."""
        self._known.settle()
        return self._older is not None and bool(self.size_slices)

    def _check(self) -> bool:
        """Check a part of what a file told; tell whether any was left."""
        if self._checking is None:
            return False
        is_true = next(self._checking, None)
        if is_true is None:
            self._checking = None
        self.is_refuted |= is_true is False
        return True

    def _checks(self) -> Iterator[bool]:
        """Tell of a part after the other whether it is as was told."""
        catalog, tree, table = self._catalog, self._tree, self.signature_table
        planes = planes_of(catalog, tree)
        yield next(planes) == self.size_slices
        yield from (self._facets[name].is_of(next(planes)) for name in ALL_FACETS)
        yield table is None or table.is_like(self._signatures_since(None))
        yield from self.names.checks(catalog, tree)

    def _prepare_signatures(self) -> bool:
        if self.signature_table is not None:
            return False
        self.signature_table = self._signatures_since(None)
        return True

    def _signatures_since(self, older: SignatureTable | None) -> SignatureTable:
        columns = {name: self._catalog.facet(name) for name in FACETS}
        rows = self._tree.rows
        return SignatureTable.of(columns, self._catalog.sizes, rows, older)

    def check(self, filters: Filters) -> None:
        """Refuse a filter value that no product can have.

        :raises FilterError: naming the facet that does have the value, or the values
            that the facet can have. A value that is only not here yet is no error.
        """
        for facet in CHOOSABLE_FACETS:
            for wanted in filters.chosen(facet):
                value = wanted.removeprefix("!")
                if value and not self._facets[facet].matching([value]):
                    self._refuse(facet, value)

    def _refuse(self, facet: str, value: str) -> None:
        possible = VOCABULARY.get(facet)
        if possible and value in possible:
            return
        for other in CHOOSABLE_FACETS:
            if other != facet and self._facets[other].matching([value]):
                message = (
                    f"No product has {facet} {value!r}, but {other} {value!r} exists: "
                    f"filter by {other} instead."
                )
                raise FilterError(message)
        if possible:
            message = f"No product has {facet} {value!r}; use {', '.join(possible)}."
            raise FilterError(message)

    def query(self, filters: Filters, present: int) -> Answer:
        """Return what the filters show of the present files.

        :param present: the files that are in the basket, as a bitmap.
        """
        base = present
        if filters.name:
            base &= self.names.find(filters.name)
        if (bounds := filters.size_bounds()) is not None:
            base &= self._sized(*bounds)
        passed = {
            facet: self._facets[facet].matching(filters.chosen(facet))
            for facet in CHOOSABLE_FACETS
            if filters.chosen(facet)
        }
        if filters.recommended:
            passed["recommended"] = {"yes", "unknown"}
        return Answer(self, base, passed)

    def _sized(self, smallest: int, largest: int | None) -> int:
        """Return the files whose size is known and within the bounds, in bytes."""
        sized = without(self._tree.files, self.unknown)
        if smallest > 0:
            sized = without(sized, at_most(smallest - 1, self.size_slices, sized))
        if largest is not None:
            sized = at_most(largest, self.size_slices, sized)
        return sized

    def signatures(
        self, base: int, passed: Mapping[str, set[str]]
    ) -> SignatureTable | None:
        """Return the signatures, where these tell all about some filters.

        They do when only facets are filtered and no file was removed.

        :param base: the files that pass all other filters.
        :param passed: the values that each filtered facet lets through.
        """
        table = self.signature_table
        if (
            table is None
            or base != self._tree.files
            or self.approximate
            or not table.is_short
            or not passed.keys() <= set(FACETS)
        ):
            return None
        return table
