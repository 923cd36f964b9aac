"""The order of a catalog's files in the tree: by mission, observation ID, file name.

Lists often come in it, and basket files always do. It is seen from where the stems of
their names change, and nothing is sorted then.
"""

from __future__ import annotations

from itertools import compress, count, islice
from operator import ge, gt, lt
from typing import TYPE_CHECKING, Any

from skybasket.codes import ranked, run_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from skybasket.catalog import Catalog

__all__ = ["sorted_rows"]


def sorted_rows(catalog: Catalog) -> Sequence[int]:
    """Return the rows of a catalog in order; a range if they are so already."""
    return range(len(catalog)) if _are_sorted(catalog) else _sorted(catalog)


def _are_sorted(catalog: Catalog) -> bool:
    starts = run_starts(catalog.observation_of)
    numbers = map(catalog.observation_of.__getitem__, starts)
    keys = list(map(catalog.observations.__getitem__, numbers))
    if not all(map(lt, keys, islice(keys, 1, None))):
        return False
    stems, suffixes = catalog.stems, catalog.suffixes
    # Where an observation begins, any stem may follow; where a stem does, any suffix.
    free = set(starts)
    begins = run_starts(stems.codes)
    texts = list(map(stems.values.__getitem__, map(stems.codes.__getitem__, begins)))
    if not free.issuperset(map(begins.__getitem__, _places(ge, texts))):
        return False
    free.update(begins)
    return free.issuperset(_places(gt, ranked(suffixes.values, suffixes.codes)))


def _places(
    is_wrong: Callable[[Any, Any], bool], values: Sequence[Any]
) -> Iterator[int]:
    """Yield the places of the values that do not stand rightly behind the last one."""
    return compress(count(1), map(is_wrong, values, islice(values, 1, None)))


def _sorted(catalog: Catalog) -> list[int]:
    """Return the rows in order.

    Names are compared as (stem, suffix), each by its rank among the distinct ones: a
    million comparisons of small integers instead of long texts.
    """
    order = sorted(
        range(len(catalog.observations)), key=catalog.observations.__getitem__
    )
    observation_rank = [0] * len(order)
    for rank, number in enumerate(order):
        observation_rank[number] = rank
    stems, suffixes = catalog.stems, catalog.suffixes
    keys = [
        (observation_rank[observation] * len(stems.values) + stem)
        * len(suffixes.values)
        + suffix
        for observation, stem, suffix in zip(
            catalog.observation_of,
            ranked(stems.values, stems.codes),
            ranked(suffixes.values, suffixes.codes),
            strict=True,
        )
    ]
    return sorted(range(len(keys)), key=keys.__getitem__)
