"""Finds the products of observations, a few observations at a time."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.archives.mast_columns import ProductReader
from skybasket.archives.mast_criteria import asked_for_products, batches
from skybasket.archives.mast_invoke import SearchError, Service, read_or_failed
from skybasket.archives.mast_query import QueryError
from skybasket.limits import MOST_PRODUCTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket.archives.mast import Mast
    from skybasket.archives.mast_invoke import Answer, Clock, Steps
    from skybasket.catalog import ProductRows
    from skybasket.formats.contents import Refused
    from skybasket.observation import Observation

__all__ = ["Failed", "ProductSearch", "Progress"]

#: After so many questions in a row that did not reach the archive, no more are asked.
_HOPELESS: Final = 2


class Progress(NamedTuple):
    """How far a search for products has come."""

    #: Observations whose products have all arrived.
    observations_done: int
    #: Observations that are asked about.
    observations: int
    #: Files found, each counted once.
    products: int
    #: Their sizes together in bytes, as far as the archive tells them.
    bytes: int


class Failed(NamedTuple):
    """Observations whose products did not arrive, and why."""

    observations: list[Observation]
    error: SearchError


class ProductSearch:
    """Finds the products of observations.

    :param observations: with the archive's numbers, which need not be known well:
        their missions tell how many can be asked about at a time.
    :param clock: tells how many seconds the archive has been working on a question.
    :raises QueryError: if an observation has no number of the archive's.
    """

    def __init__(
        self,
        archive: Mast,
        observations: Iterable[Observation],
        clock: Clock = time.monotonic,
    ) -> None:
        asked = {seen.number: seen for seen in observations}
        wrong = [seen for number, seen in asked.items() if not _is_number(number)]
        if wrong or not asked:
            message = "The archive is asked by the numbers of observations (obsid)."
            names = [seen.number or seen.observation_id for seen in wrong]
            raise QueryError("observations", message, names[:20])
        #: What did not arrive in the last steps.
        self.failed: list[Failed] = []
        #: Rows that could not be taken.
        self.refused: list[Refused] = []
        #: Products that the archive has, but did not send.
        self.left_out = 0
        self._service = Service(archive, clock)
        self._open = deque(batches(asked.values()))
        self._count = len(asked)
        self._done = 0
        self._arrived: list[ProductRows] = []
        self._uris: set[str] = set()
        #: Of all answers, files that came several times included.
        self._rows = 0
        self._bytes = 0

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return Progress(self._done, self._count, len(self._uris), self._bytes)

    def take(self) -> list[ProductRows]:
        """Return what has arrived since this was last called."""
        arrived, self._arrived = self._arrived, []
        return arrived

    def steps(self) -> Steps:
        """Fetch the products; once more: those that are missing.

        What fails is noted in `failed`, and the others are fetched nevertheless.

        :raises QueryError: if there are more products than a basket can hold.
        """
        self._take_up_failed()
        misses = 0
        while self._open:
            if misses < _HOPELESS:
                try:
                    yield from self._fetched(self._open[0])
                    misses = 0
                except SearchError as failure:
                    error = failure
                    misses = misses + 1 if error.is_network else 0
                    self.failed.append(Failed(self._open[0], error))
            else:
                self.failed.append(Failed(self._open[0], error))
            self._open.popleft()

    def _take_up_failed(self) -> None:
        """Ask again; by halves where the archive itself failed, to find the culprit."""
        for batch, error in self.failed:
            size = len(batch) if error.is_network else (len(batch) + 1) // 2
            self._open += [
                batch[start : start + size] for start in range(0, len(batch), size)
            ]
        self.failed = []

    def _fetched(self, batch: list[Observation]) -> Steps:
        [asked] = asked_for_products(batch)
        page = pages = 1
        count = 0
        while page <= pages:
            answer = yield from self._service.ask(asked, page)
            self._read(answer)
            count += len(answer.rows)
            page, pages = page + 1, answer.pages if answer.rows else 0
        self.left_out += max(answer.total - count, 0)
        self._done += len(batch)

    def _read(self, answer: Answer) -> None:
        if not answer.rows:
            return
        self._rows += len(answer.rows)
        if self._rows > MOST_PRODUCTS:
            message = (
                f"The archive has more than {MOST_PRODUCTS:,} files here, more than a "
                "basket can hold. Choose fewer observations."
            )
            raise QueryError("", message)
        reader = ProductReader()
        with read_or_failed():
            reader.take(answer.table())
            rows, refused = reader.finish()
        self._arrived += rows
        self.refused += refused
        for products in rows:
            for uri, size in zip(products.uris, products.sizes, strict=True):
                if uri not in self._uris:
                    self._uris.add(uri)
                    self._bytes += size


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
