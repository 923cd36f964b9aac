"""Basket files foretell how their files divide, which takes long to find out.

That follows from the products alone, but of a million of them it takes about a second.
A file has the bitmaps beside the products, so that it opens at once. What it says is
believed, where it fits the products at all, until they have been divided in idle time:
see `Index.prepare`.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING
from zlib import crc32

from skybasket.bitmaps import gathered, positions, without
from skybasket.catalog import Catalog
from skybasket.codes import counted
from skybasket.division import ALL_FACETS, Divided, bits, planes_of
from skybasket.facets import READY, FacetIndex
from skybasket.formats.plane_pieces import Told, ToldFacet, planes_chunk, read_planes
from skybasket.layout import Layout
from skybasket.placing import between_headers
from skybasket.placing import planes as placed_planes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.columns import TextColumn
    from skybasket.formats.basket_file import Written
    from skybasket.formats.sections import Pieces
    from skybasket.layout import Folders
    from skybasket.tree import Tree

__all__ = ["divided", "planes"]


def planes(products: Written, tree: Tree, kept: int) -> bytes:
    """Return as a chunk how the files of a basket file divide.

    :param kept: the positions of a tree that are in the file, headers too.
    """
    catalog = _as_read(products)
    missions, observations = _folders(tree, kept)
    placed = partial(between_headers, missions=missions, observations=observations)
    sizes, *facets = planes_of(catalog, lambda columns: placed_planes(columns, placed))
    found = {
        name: _told(catalog.facet(name), planes)
        for name, planes in zip(ALL_FACETS, facets, strict=True)
    }
    return planes_chunk(Told(found, sizes), kept.bit_count())


def _as_read(products: Written) -> Catalog:
    """Return what tells facets and sizes in the catalog that a reader will have."""
    found = Catalog()
    found.sizes = products.sizes
    found.suffixes.extend(products.columns["suffix"])
    for name in found.text.keys() & products.columns.keys():
        found.text[name].extend(products.columns[name])
    return found


def _folders(tree: Tree, kept: int) -> tuple[Folders, Folders]:
    """Return missions and observations where only some positions are kept."""
    length = kept.bit_count()
    missions, observations = (
        array("I", positions(gathered(headers & kept, kept, tree.length), length))
        for headers in (tree.mission_headers, tree.observation_headers)
    )
    return Layout(missions=missions, observations=observations).folders(length)


def _told(column: TextColumn, planes: Sequence[int]) -> ToldFacet:
    counts: Sequence[int] = ()
    if len(column.values) > READY:
        found = counted(column.codes)
        counts = [found[code] for code in range(len(column.values))]
    return ToldFacet(_checksum(column), counts, planes)


def _checksum(column: TextColumn) -> int:
    """Return what tells other values of a facet, or another order of them."""
    return crc32("\0".join(column.values).encode("utf-8", "surrogatepass"))


def divided(pieces: Pieces | None, catalog: Catalog, tree: Tree) -> Divided | None:
    """Return how the files of a tree divide; None if that is not told, or of others."""
    found = read_planes(pieces, tree.length) if pieces else None
    if found is None or found.facets.keys() != set(ALL_FACETS):
        return None
    columns = {name: catalog.facet(name) for name in ALL_FACETS}
    everything = [*found.size_slices]
    for name, column in columns.items():
        checksum, counts, planes = found.facets[name]
        if (
            checksum != _checksum(column)
            or len(planes) != bits(column.values)
            or len(counts) != (len(column.values) if len(column.values) > READY else 0)
            or (counts and sum(counts) != tree.rows)
        ):
            return None
        everything += planes
    if any(without(plane, tree.files) for plane in everything):
        return None
    facets = {
        name: FacetIndex(
            column, tree, found.facets[name].planes, totals=_totals(found.facets[name])
        )
        for name, column in columns.items()
    }
    return Divided(facets, found.size_slices)


def _totals(facet: ToldFacet) -> Counter[int]:
    return +Counter(dict(enumerate(facet.counts)))
