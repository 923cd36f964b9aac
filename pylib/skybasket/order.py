"""The order of a catalog's files in the tree: by mission, observation ID, file name.

Lists often come in it, and basket files always do. It is seen from where the stems of
their names change, and nothing is sorted then.
"""

from __future__ import annotations

from itertools import islice
from operator import add, lt
from typing import TYPE_CHECKING

from skybasket.bitmaps import without
from skybasket.codes import falls, gathered, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.catalog import Catalog
    from skybasket.stepwise import Stepwise

__all__ = ["sorting"]


def sorting(catalog: Catalog, starts: Sequence[int]) -> Stepwise[Sequence[int]]:
    """Return the rows of a catalog in order; a range if they are so already.

    :param starts: the rows at which another observation begins.
    """
    if _are_sorted(catalog, starts):
        return range(len(catalog))
    return (yield from _sorting(catalog))


def _are_sorted(catalog: Catalog, starts: Sequence[int]) -> bool:
    numbers = map(catalog.observation_of.__getitem__, starts)
    keys = list(map(catalog.observations.__getitem__, numbers))
    if not all(map(lt, keys, islice(keys, 1, None))):
        return False
    if not keys:
        return True
    stems, suffixes = catalog.stems, catalog.suffixes
    stretches = stems.stretches
    # Where an observation begins, any stem may follow; where a stem does, any suffix.
    if not set(starts).issuperset(stretches.begins):
        return False
    free = stretches.changes | catalog.grouping.changes
    return not without(falls(ranked(suffixes.values, suffixes.codes)), free)


def _sorting(catalog: Catalog) -> Stepwise[list[int]]:
    """Return the rows in order.

    Names are compared as (stem, suffix), each by its rank among the distinct ones: a
    million comparisons of small integers instead of long texts.
    """
    order = sorted(
        range(len(catalog.observations)), key=catalog.observations.__getitem__
    )
    stems, suffixes = catalog.stems, catalog.suffixes
    # What the rank of an observation and of a stem count for.
    many, more = len(stems.values) * len(suffixes.values), len(suffixes.values)
    observation_rank = [0] * len(order)
    for rank, number in enumerate(order):
        observation_rank[number] = rank * many
    yield 0.1
    stem_rank = map(more.__mul__, ranked(stems.values, range(len(stems.values))))
    names = map(
        add,
        gathered(list(stem_rank), stems.codes),
        ranked(suffixes.values, suffixes.codes),
    )
    yield 0.2
    keys = list(map(add, gathered(observation_rank, catalog.observation_of), names))
    yield 0.6
    return sorted(range(len(keys)), key=keys.__getitem__)
