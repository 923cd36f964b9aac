"""The search of a visit: what was asked, what was found, what is chosen of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from skybasket.app.stepping import Stepping
from skybasket.app.words import words
from skybasket.archives.mast_search import (
    ObservationSearch,
    ProductSearch,
    product_ways_round,
    ways_round,
)
from skybasket.errors import CommandError
from skybasket.formats import Contents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.archives.mast import Mast
    from skybasket.archives.mast_search import Query, WaysRound
    from skybasket.observation import Observation

__all__ = ["COLUMNS", "Searching"]

#: What the table of observations shows, and can be sorted by.
COLUMNS: Final = (
    "mission",
    "observation_id",
    "target",
    "instrument",
    "bandpass",
    "start",
    "exposure",
    "proposal",
    "access",
)


class Searching(Stepping):
    """One search at a time: its observations, which are chosen, their products."""

    def __init__(self, archive: Mast) -> None:
        super().__init__()
        self._archive = archive
        self._observations: ObservationSearch | None = None
        self._products: ProductSearch | None = None
        #: The observations whose products are fetched.
        self._asked: set[str] = set()
        #: How many files, and rows that could not be taken, have been taken already.
        self._taken = self._told = 0
        self.found: list[Observation] = []
        #: The archive's numbers of the chosen observations.
        self.chosen: set[str] = set()
        self.sorted_by = "", False
        #: Whether all observations of the search have arrived.
        self.is_listed = False
        #: Counts the tables: rows of one belong together.
        self.generation = 0

    # What is there

    @property
    def observations(self) -> ObservationSearch | None:
        """The search for observations, once there was one."""
        return self._observations

    @property
    def products(self) -> ProductSearch | None:
        """The search for products, from when it begins until they are taken."""
        return self._products

    @property
    def selected(self) -> list[Observation]:
        """The chosen observations, in the order of the table."""
        return [seen for seen in self.found if seen.number in self.chosen]

    @property
    def ways(self) -> WaysRound | None:
        """The same question for other programs."""
        if self._products:
            return product_ways_round(self._archive, self.selected)
        if self._observations:
            search = self._observations
            return ways_round(self._archive, search.query, search.position)
        return None

    # Asking

    def count(self, query: Query) -> None:
        """Begin a new search: how many observations there are."""
        self._observations = ObservationSearch(self._archive, query)
        self._products = None
        self.is_listed = False
        self._show([])
        self._go(self._observations.counting())

    def offer(self, observations: list[Observation]) -> None:
        """Show observations that were opened from a file, all of them chosen."""
        self.stop()
        self._observations = self._products = None
        self.chosen = {seen.number for seen in observations}
        self.is_listed = True
        self._show(observations)

    def list_observations(self) -> None:
        """Fetch the observations that were counted, or those that are missing."""
        if self._observations:
            self._products = None
            self._go(self._observations.steps())

    def fetch_products(self) -> None:
        """Fetch the products of the chosen observations, or those that are missing."""
        if self._products is None or self._asked != self.chosen or self._is_fetched:
            self._products = ProductSearch(self._archive, self.selected)
            self._asked = set(self.chosen)
            self._taken = self._told = 0
        self._go(self._products.steps())

    def _end(self) -> None:
        super()._end()
        search = self._observations
        if search:
            self.is_listed = search.is_complete
        if search and not self._products:
            self._show(search.observations)

    # Taking

    @property
    def _is_fetched(self) -> bool:
        """Whether all products have arrived, were they taken or not."""
        if self._products is None:
            return False
        progress = self._products.progress
        return progress.observations_done == progress.observations

    @property
    def can_take(self) -> bool:
        """Whether products have arrived that were not taken yet."""
        products = self._products
        return products is not None and products.progress.products > self._taken

    def take(self) -> Contents:
        """Return the products that have arrived since this was last called.

        :raises CommandError: if there are none.
        """
        products = self._products
        if products is None or not self.can_take:
            raise CommandError(words("errors.nothing_found"))
        *batches, last = products.take()
        contents = Contents(
            form="json",
            products=[*batches, replace(last, left_out=products.left_out)],
            refused=products.refused[self._told :],
        )
        self._taken, self._told = products.progress.products, len(products.refused)
        if self._is_fetched:
            self._products = None
        return contents

    # The table

    def _show(self, observations: list[Observation]) -> None:
        self.found = observations
        self.chosen &= self._numbers()
        self.generation += 1
        if self.sorted_by[0]:
            self.sort(*self.sorted_by)

    def sort(self, column: str, descending: bool) -> None:  # noqa: FBT001
        """Sort the table; rows without a value stay at its end.

        :param column: one of `COLUMNS`.
        :raises CommandError: if there is no such column.
        """
        if column not in COLUMNS:
            raise CommandError(words("errors.column", column=column))
        with_value = [seen for seen in self.found if _value(seen, column) is not None]
        without = [seen for seen in self.found if _value(seen, column) is None]
        with_value.sort(key=_KEYS.get(column, _text_key(column)), reverse=descending)
        self.found = with_value + without
        self.sorted_by = column, descending
        self.generation += 1

    def choose(self, number: str, *, on: bool) -> None:
        """Put an observation into the selection, or take it out.

        :raises CommandError: if there is no such observation.
        """
        if number not in self._numbers():
            raise CommandError(words("errors.observation", number=number))
        if on:
            self.chosen.add(number)
        else:
            self.chosen.discard(number)
        self.generation += 1

    def choose_all(self, *, on: bool) -> None:
        """Choose every observation, or none."""
        self.chosen = self._numbers() if on else set()
        self.generation += 1

    def _numbers(self) -> set[str]:
        """Return the archive's numbers of the observations that have one."""
        return {seen.number for seen in self.found if seen.number}


def _value(seen: Observation, column: str) -> str | float | None:
    value: str | float | None = getattr(seen, column)
    return None if value == "" else value


def _text_key(column: str) -> Callable[[Observation], tuple[float, str]]:
    return lambda seen: (0, str(getattr(seen, column)).casefold())


def _proposal_key(seen: Observation) -> tuple[float, str]:
    """Sort proposals as numbers where they are some."""
    text = seen.proposal
    is_number = text.isascii() and text.isdigit() and len(text) < 10  # noqa: PLR2004
    return (int(text) if is_number else 10**9, text)


_KEYS: Final[Mapping[str, Callable[[Observation], tuple[float, str]]]] = {
    "start": lambda seen: (seen.start or 0, ""),
    "exposure": lambda seen: (seen.exposure or 0, ""),
    "proposal": _proposal_key,
}
