"""Which products needed which calibration reference: a log that only grows.

Files are known by their URIs: a file that left the basket and came back, or was
completed, has another row, and needs what it needed before.
"""

from __future__ import annotations

from array import array
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from skybasket.columns import TextColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from skybasket.identities import Identities

__all__ = ["Need", "Needs"]


class Need(NamedTuple):
    """One product and one of its references, by their rows."""

    product: int
    reference: int
    #: The rules by which it was found, as in ``jwst_0123.pmap``; empty where unknown.
    context: str


class Needs:
    """All needs that were told, in the order they came.

    :param identities: of the catalog whose rows are spoken of.
    """

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self.products = array("I")
        self.references = array("I")
        self.contexts = TextColumn()
        #: By the first row of each file's URI; where it is in the log.
        self._of_product: dict[int, dict[int, int]] = {}
        self._of_reference: dict[int, dict[int, int]] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.products)

    def __getitem__(self, place: int) -> Need:
        """Return one of them."""
        return Need(self.products[place], self.references[place], self.contexts[place])

    def __iter__(self) -> Iterator[Need]:
        """Yield all of them."""
        return map(self.__getitem__, range(len(self)))

    def part(self, start: int, stop: int) -> Sequence[Need]:
        """Return some of them."""
        return [self[place] for place in range(start, stop)]

    def add(self, needs: Iterable[Need]) -> None:
        """Take note of needs; one that is known stays as it is."""
        first, fresh = self._identities.first, []
        for need in needs:
            product, reference = first(need.product), first(need.reference)
            known = self._of_product.setdefault(product, {})
            if reference not in known:
                place = len(self.products)
                known[reference] = place
                self._of_reference.setdefault(reference, {})[product] = place
                self.products.append(need.product)
                self.references.append(need.reference)
                fresh.append(need.context)
        self.contexts.extend(fresh)

    def add_by_uri(self, needs: Iterable[tuple[str, str, str]]) -> None:
        """Take note of needs that name files by URIs; unknown files are passed over.

        :param needs: the product's URI, the reference's, the context.
        """
        find = cache(self._identities.find)  # each file is named many times
        found = ((find(product), find(ref), context) for product, ref, context in needs)
        self.add(
            Need(product, reference, context)
            for product, reference, context in found
            if product is not None and reference is not None
        )

    def among(self, rows: Sequence[int]) -> list[Need]:
        """Return what is needed by and of some rows, by places among them."""
        if not len(self):
            return []
        first = self._identities.first
        place_of = {first(row): place for place, row in enumerate(rows)}
        found = (
            (place_of.get(first(product)), place_of.get(first(reference)), context)
            for product, reference, context in self
        )
        return [
            Need(product, reference, context)
            for product, reference, context in found
            if product is not None and reference is not None
        ]

    def references_of(self, row: int) -> list[Need]:
        """Return what a product needs, as its needs came."""
        return self._told(self._of_product.get(self._identities.first(row), {}))

    def users_of(self, row: int) -> list[Need]:
        """Return which products need a reference, as its needs came."""
        return self._told(self._of_reference.get(self._identities.first(row), {}))

    def _told(self, places: dict[int, int]) -> list[Need]:
        return [self[place] for place in places.values()]
