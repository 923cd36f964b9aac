"""Asking the archive about files of the basket whose list told little of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.library_words import translated, translated_all
from skybasket.app.stepping import Stepping
from skybasket.app.words import size, words
from skybasket.archives.mast_search import ObservationSearch, ProductSearch, Query
from skybasket.errors import CommandError
from skybasket.printable import is_printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket.archives.mast import Mast
    from skybasket.archives.mast_search import Steps
    from skybasket.basket import Basket
    from skybasket.product import Product

__all__ = ["Completing", "completing_view", "incomplete_view"]

#: Observations that are asked about at a time; the others come with the next time.
_MOST: Final = 5000
_LONGEST_NAME: Final = 255


class Completing(Stepping):
    """Fetches what the archive tells of the observations of some files."""

    def __init__(self, archive: Mast) -> None:
        super().__init__()
        self._archive = archive
        #: How many observations the archive was asked about last.
        self.asked = 0
        self.observations: ObservationSearch | None = None
        self.products: ProductSearch | None = None

    def begin(self, files: Iterable[Product]) -> None:
        """Ask about the observations of files.

        :raises CommandError: if no file has one that can be asked for.
        """
        ids = dict.fromkeys(filter(_is_name, (file.observation_id for file in files)))
        asked = list(ids)[:_MOST]
        if not asked:
            raise CommandError(words("errors.nothing_incomplete"))
        self.asked = len(asked)
        self.products = None
        query = Query(observation_ids=asked)
        self.observations = ObservationSearch(self._archive, query)
        self._go(self._all_steps(self.observations))

    def _all_steps(self, search: ObservationSearch) -> Steps:
        yield from search.steps()
        found = [seen for seen in search.observations if seen.number]
        if found:
            self.products = ProductSearch(self._archive, found)
            yield from self.products.steps()

    def take_into(self, basket: Basket) -> int:
        """Complete files with what has arrived.

        :returns: how many.
        :raises CommandError: if nothing has.
        """
        search, products = self.observations, self.products
        self.stop()
        self.observations = self.products = None
        if search is None or products is None:
            raise CommandError(words("errors.nothing_found"))
        return basket.complete(products.take(), search.observations)


def _is_name(observation_id: str) -> bool:
    """Tell whether an observation ID can be asked for, and means itself only."""
    return (
        0 < len(observation_id) <= _LONGEST_NAME
        and is_printable(observation_id)
        and "*" not in observation_id
    )


def incomplete_view(basket: Basket) -> dict[str, Any] | None:
    """Return how many files the archive can be asked about, if there are any."""
    count = basket.incomplete.count
    if not count:
        return None
    return {
        "count": count,
        "label": words("completing.label", count=count),
        "hint": words("completing.hint"),
    }


def completing_view(completing: Completing) -> dict[str, Any]:
    """Return how far the asking is, and what went wrong."""
    request, products = completing.request, completing.products
    return {
        "request": request and asdict(request),
        "status": _status(completing),
        "can_take": bool(products and products.progress.products and not request),
        "problem": _problem_view(completing),
    }


def _status(completing: Completing) -> str:
    products = completing.products
    if completing.request is None:
        is_vain = not products and not completing.error and completing.observations
        return words("completing.nothing") if is_vain else ""
    if products is None:
        return words("completing.asking", count=completing.asked)
    done = products.progress
    return words(
        "search.fetching",
        done=done.observations_done,
        total=done.observations,
        files=words("search.files", count=done.products),
        size=size(done.bytes),
    )


def _problem_view(completing: Completing) -> dict[str, Any] | None:
    """Return why something is missing once nothing is under way."""
    failed = completing.products.failed if completing.products else []
    error = completing.error or (failed[0].error if failed else None)
    if error is None or completing.request:
        return None
    where = translated_all(error.where)
    return {"message": translated(error.message), "where": where}
