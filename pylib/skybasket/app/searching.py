"""The search of a visit: what was asked, what was found, what is chosen of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_search import (
    ObservationSearch,
    ProductSearch,
    SearchError,
    product_ways_round,
    ways_round,
)
from skybasket.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.archives.mast import Mast
    from skybasket.archives.mast_search import Query, Request, Steps, WaysRound
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


class Searching:
    """One search at a time, taken step by step: each step is a request to send.

    Whoever drives it sends `request` and hands over what came back, or says that
    nothing did, until there is no request any more.
    """

    def __init__(self, archive: Mast) -> None:
        self._archive = archive
        self._observations: ObservationSearch | None = None
        self._products: ProductSearch | None = None
        self._steps: Steps | None = None
        #: What is to be sent next, or None when nothing is under way.
        self.request: Request | None = None
        #: Why the last steps ended early.
        self.error: SearchError | None = None
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
        self.chosen = {seen.number for seen in observations if seen.number}
        self.is_listed = True
        self._show(observations)

    def list_observations(self) -> None:
        """Fetch the observations that were counted, or those that are missing."""
        if self._observations:
            self._products = None
            self._go(self._observations.steps())

    def fetch_products(self) -> None:
        """Fetch the products of the chosen observations, or those that are missing."""
        if not self._products or not self._products.failed:
            self._products = ProductSearch(self._archive, self.selected)
        self._go(self._products.steps())

    def _go(self, steps: Steps) -> None:
        self._steps = steps
        self.error = None
        self._advance(lambda: next(steps))

    def answer(self, content: bytes) -> None:
        """Go on with what the archive answered.

        :raises CommandError: if nothing was asked.
        """
        steps = self._running()
        self._advance(lambda: steps.send(content))

    def fail(self, error: SearchError) -> None:
        """Go on, as far as that is possible, although nobody answered.

        :raises CommandError: if nothing was asked.
        """
        steps = self._running()
        self._advance(lambda: steps.throw(error))

    def stop(self) -> None:
        """Ask no more; what has arrived stays."""
        if self._steps:
            self._steps.close()
        self._end()

    def _running(self) -> Steps:
        if not self._steps or not self.request:
            message = "Nothing was asked that this could answer."
            raise CommandError(message)
        return self._steps

    def _advance(self, step: Callable[[], Request]) -> None:
        try:
            self.request = step()
        except StopIteration:
            search = self._observations
            self.is_listed = search is not None and search.is_complete
            self._end()
        except SearchError as error:
            self.error = error
            self._end()
        except BaseException:
            self._end()
            raise

    def _end(self) -> None:
        self._steps = self.request = None
        if self._observations and not self._products:
            self._show(self._observations.observations)

    def forget_products(self) -> None:
        """Drop the search for products: they were taken."""
        self._products = None

    # The table

    def _show(self, observations: list[Observation]) -> None:
        self.found = observations
        self.chosen &= {seen.number for seen in observations}
        self.generation += 1
        if self.sorted_by[0]:
            self.sort(*self.sorted_by)

    def sort(self, column: str, descending: bool) -> None:  # noqa: FBT001
        """Sort the table; rows without a value stay at its end.

        :param column: one of `COLUMNS`.
        :raises CommandError: if there is no such column.
        """
        if column not in COLUMNS:
            message = f"There is no column {column!r}."
            raise CommandError(message)
        with_value = [seen for seen in self.found if _value(seen, column) is not None]
        without = [seen for seen in self.found if _value(seen, column) is None]
        with_value.sort(key=_KEYS.get(column, _text_key(column)), reverse=descending)
        self.found = with_value + without
        self.sorted_by = column, descending
        self.generation += 1

    def choose(self, number: str, *, on: bool) -> None:
        """Put an observation into the selection, or take it out."""
        if on:
            self.chosen.add(number)
        else:
            self.chosen.discard(number)
        self.generation += 1

    def choose_all(self, *, on: bool) -> None:
        """Choose every observation, or none."""
        self.chosen = {seen.number for seen in self.found} if on else set()
        self.generation += 1


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
