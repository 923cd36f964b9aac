"""Searching MAST: from a query to observations, from observations to their products.

First the archive is asked how many observations there are, then for them page by page,
then for the products of those that were chosen, a few observations at a time. What has
arrived stays, whatever happens next; going through the steps once more asks for what
is missing. In a notebook::

    search = ObservationSearch(Mast(), Query(target="M 101", missions=["HST"]))
    await run(search.counting(), fetch)
    await run(search.steps(), fetch)
    products = ProductSearch(Mast(), search.observations)
    await run(products.steps(), fetch)
    batches = products.take()
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from skybasket.archives.mast_invoke import Request, SearchError, Steps
from skybasket.archives.mast_observation_search import LIMIT, ObservationSearch, Place
from skybasket.archives.mast_product_search import Failed, ProductSearch, Progress
from skybasket.archives.mast_query import Position, Query, QueryError, parse_position
from skybasket.archives.mast_ways import WaysRound, product_ways_round, ways_round

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = [
    "LIMIT",
    "Failed",
    "ObservationSearch",
    "Place",
    "Position",
    "ProductSearch",
    "Progress",
    "Query",
    "QueryError",
    "Request",
    "SearchError",
    "Steps",
    "WaysRound",
    "parse_position",
    "product_ways_round",
    "run",
    "ways_round",
]


async def run(steps: Steps, fetch: Callable[[Request], Awaitable[bytes]]) -> None:
    """Go through the steps of a search.

    :param fetch: sends a request at once and returns what came back; an `OSError` of
        its own means that nobody answered.
    :raises QueryError: as the steps do.
    :raises SearchError: as the steps do.
    """
    try:
        request = next(steps)
        while True:
            await asyncio.sleep(request.wait)
            try:
                content = await fetch(request)
            except SearchError as error:
                request = steps.throw(error)
            except OSError as error:
                request = steps.throw(_unreached(error))
            else:
                request = steps.send(content)
    except StopIteration:
        return


def _unreached(error: OSError) -> SearchError:
    if isinstance(error, TimeoutError):
        message = "The archive did not answer in time. Try again later."
        return SearchError(message, [str(error)], cause="timeout")
    message = "The archive could not be reached. Look at the network, then try again."
    return SearchError(message, [str(error)], cause="unreachable")
