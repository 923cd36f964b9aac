"""Basket files foretell what follows from their products, but takes long to find out.

Of a million products it takes three seconds to see how they divide by facets and sizes,
which signatures they have and how their names are split. A file has that beside the
products, and a browser keeps it once it is known, so that they open sooner. What is
said is believed, where it fits the products at all, until it has been found out in idle
time: see `Index.prepare`.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import partial
from itertools import chain
from operator import add, ge, gt
from typing import TYPE_CHECKING, Final
from zlib import crc32

from skybasket.bitmaps import gathered, positions, without
from skybasket.catalog import Catalog
from skybasket.codes import reaches
from skybasket.division import ALL_FACETS, Divided, bits, divided
from skybasket.facets import READY, FacetIndex
from skybasket.formats.foretold_pieces import (
    ToldFacet,
    ToldFiles,
    foretold_chunk,
    read_foretold,
    read_names,
)
from skybasket.index import Told
from skybasket.layout import Layout
from skybasket.product import FACETS
from skybasket.signatures import SignatureTable
from skybasket.splitting import MOST_TAILS, Split, is_tail
from skybasket.stepwise import finished
from skybasket.tree import Tree

if TYPE_CHECKING:
    from skybasket.columns import TextColumn
    from skybasket.formats.basket_columns import Written
    from skybasket.formats.sections import Pieces
    from skybasket.holdings import Holdings
    from skybasket.splitting import SplitNames

__all__ = ["LONG", "known", "read", "written"]

#: Of so many files it is foretold: that of fewer is soon found out.
LONG: Final = 20_000


# Writing


def known(holdings: Holdings) -> bytes:
    """Return what has been found out of all files as a chunk; nothing before that."""
    index, catalog, tree = holdings.index, holdings.catalog, holdings.tree
    table, split = index.signature_table, index.names.split
    if not table or not split or index.is_unchecked or len(catalog) < LONG:
        return b""
    facets = {name: index.facet(name) for name in ALL_FACETS}
    files = _files(catalog, Divided(facets, index.size_slices), table)
    return foretold_chunk(files, split, tree.length)


def written(products: Written, tree: Tree, kept: int) -> bytes:
    """Return what is foretold of the products of a basket file as a chunk.

    :param kept: the positions of a tree that are in the file, headers too.
    """
    catalog = _as_read(products)
    there = _tree_as_read(catalog, tree, kept)
    parts = finished(divided(catalog, there))
    columns = {name: catalog.facet(name) for name in FACETS}
    table = SignatureTable.of(columns, catalog.sizes, len(catalog))
    split = Split()
    for _ in split.steps(catalog, there):
        pass
    return foretold_chunk(_files(catalog, parts, table), split.bare(), there.length)


def _as_read(products: Written) -> Catalog:
    """Return the catalog that a reader will have, as far as something follows of it."""
    found = Catalog()
    found.sizes = products.sizes
    found.stems.extend(products.columns["stem"])
    found.suffixes.extend(products.columns["suffix"])
    for name in found.text.keys() & products.columns.keys():
        found.text[name].extend(products.columns[name])
    return found


def _tree_as_read(catalog: Catalog, tree: Tree, kept: int) -> Tree:
    """Return the tree where only some positions of another one are kept."""
    length = kept.bit_count()
    missions, observations = (
        array("I", positions(gathered(headers & kept, kept, tree.length), length))
        for headers in (tree.mission_headers, tree.observation_headers)
    )
    layout = Layout(missions=missions, observations=observations, is_in_row_order=True)
    return Tree(catalog, layout=layout)


def _files(catalog: Catalog, parts: Divided, table: SignatureTable) -> ToldFiles:
    facets = {
        name: _told(catalog.facet(name), facet) for name, facet in parts.facets.items()
    }
    return ToldFiles(facets, parts.size_slices, table.codes, table.counted)


def _told(column: TextColumn, facet: FacetIndex) -> ToldFacet:
    codes = range(len(column.values) if len(column.values) > READY else 0)
    counts = [facet.totals[code] for code in codes]
    return ToldFacet(_checksum(column), counts, facet.planes)


def _checksum(column: TextColumn) -> int:
    """Return what tells other values of a facet, or another order of them."""
    return crc32("\0".join(column.values).encode("utf-8", "surrogatepass"))


# Reading


def read(pieces: Pieces | None, catalog: Catalog, tree: Tree) -> Told | None:
    """Return what is foretold; None if nothing is, or of other products."""
    found = read_foretold(pieces, tree.length) if pieces else None
    if found is None or pieces is None or found.facets.keys() != set(ALL_FACETS):
        return None
    columns = {name: catalog.facet(name) for name in ALL_FACETS}
    planes = chain(found.size_slices, *(one.planes for one in found.facets.values()))
    if any(without(plane, tree.files) for plane in planes) or not all(
        _fits(found.facets[name], column, tree.rows) for name, column in columns.items()
    ):
        return None
    signatures = SignatureTable.told(
        {name: columns[name] for name in FACETS},
        list(map(tuple, found.signatures)),
        list(map(list, found.counted)),
        tree.rows,
    )
    if signatures is None:
        return None
    facets = {
        name: _facet(found.facets[name], column, tree)
        for name, column in columns.items()
    }
    parts = Divided(facets, found.size_slices)
    return Told(parts, signatures, partial(_split, pieces, catalog, tree))


def _fits(facet: ToldFacet, column: TextColumn, rows: int) -> bool:
    """Tell whether what is said of a facet can be so."""
    is_many = len(column.values) > READY
    return (
        facet.checksum == _checksum(column)
        and len(facet.planes) == bits(column.values)
        and len(facet.counts) == (len(column.values) if is_many else 0)
        and sum(facet.counts) == (rows if is_many else 0)
    )


def _facet(facet: ToldFacet, column: TextColumn, tree: Tree) -> FacetIndex:
    totals = +Counter(dict(enumerate(facet.counts)))
    return FacetIndex(column, tree, facet.planes, totals=totals)


def _split(pieces: Pieces, catalog: Catalog, tree: Tree) -> Split | None:
    """Return how the names of all files are split; None if they cannot be so."""
    found = read_names(pieces, tree.length)
    if found is None or not _are_runs(found, tree):
        return None
    rows = list(map(tree.row_at[:].__getitem__, found.starts))
    stems, suffixes = (
        map(column.values.__getitem__, map(column.codes.__getitem__, rows))
        for column in (catalog.stems, catalog.suffixes)
    )
    names = list(map(str.casefold, map(add, stems, suffixes)))
    tails = list(
        map(found.tails.__getitem__, map(found.tail_at.__getitem__, found.starts))
    )
    if not all(map(str.endswith, names, tails)):
        return None
    split = Split()
    split.tails, split.tail_at = list(found.tails), found.tail_at
    split.starts, split.stops = list(found.starts), list(found.stops)
    split.heads = list(map(str.removesuffix, names, tails))
    return split


def _are_runs(found: SplitNames, tree: Tree) -> bool:
    """Tell whether names can be split so, wherever they are."""
    bounds = list(chain.from_iterable(zip(found.starts, found.stops, strict=True)))
    return (
        found.tails[:1] == [""]
        and len(found.tails) <= MOST_TAILS + 1
        and all(map(is_tail, found.tails[1:]))
        and len(found.tail_at) == tree.length
        and not reaches(found.tail_at, len(found.tails))
        and not any(map(ge, found.starts, found.stops))
        and not any(map(gt, bounds, bounds[1:]))
        and max(bounds, default=0) <= tree.length
    )
