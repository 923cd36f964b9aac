"""All files of a tree divided by their facets, and by the bits of their sizes.

Of a million products that takes about a second; see `foretelling`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.facets import FacetIndex
from skybasket.product import FACETS, LISTED_FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from skybasket.catalog import Catalog
    from skybasket.stepwise import Stepwise
    from skybasket.tree import Tree

__all__ = ["ALL_FACETS", "Divided", "bits", "divided", "planes_of"]

ALL_FACETS: Final = (*FACETS, *LISTED_FACETS)


class Divided(NamedTuple):
    """All files by their facets, and by the bits of their sizes."""

    facets: dict[str, FacetIndex]
    size_slices: list[int]


def divided(catalog: Catalog, tree: Tree) -> Stepwise[Divided]:
    """Divide all files of a tree, by a facet at each step."""
    planes = planes_of(catalog, tree)
    yield 0.1
    size_slices = next(planes)
    facets = {}
    for place, name in enumerate(ALL_FACETS):
        yield 0.4 + 0.6 * place / len(ALL_FACETS)
        facets[name] = FacetIndex(catalog.facet(name), tree, next(planes))
    return Divided(facets, size_slices)


def planes_of(catalog: Catalog, tree: Tree) -> Iterator[list[int]]:
    """Yield the planes of the sizes, and of every facet, over the positions."""
    sizes = catalog.sizes
    columns = [catalog.facet(name) for name in ALL_FACETS]
    codes = [(column.codes, bits(column.values)) for column in columns]
    return tree.planes([(sizes, max(sizes, default=0).bit_length()), *codes])


def bits(values: Sequence[str]) -> int:
    """Return how many bits the codes of a column have."""
    return (len(values) - 1).bit_length()
