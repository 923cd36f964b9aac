"""Which files the archive can tell more of, and what of its answers is theirs.

A list of URIs or names tells of a file what its name proves. The archive knows more,
and is asked by the observation, so a file needs one for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket.archives.mast import Mast
from skybasket.catalog import ProductRows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from skybasket.catalog import Catalog

__all__ = ["askable", "only"]


def askable(catalog: Catalog, rows: Iterable[int]) -> list[int]:
    """Return the rows of the archive's own files whose observation is known."""
    ids = catalog.text["observation_id"]
    return [row for row in rows if ids[row] and Mast.is_own(catalog.uri(row))]


def only(products: ProductRows, uris: Collection[str]) -> ProductRows:
    """Return the products that have one of the URIs."""
    places = [place for place, uri in enumerate(products.uris) if uri in uris]

    def kept(values: Sequence[str]) -> list[str]:
        return list(map(values.__getitem__, places))

    return ProductRows(
        uris=kept(products.uris),
        filenames=kept(products.filenames),
        text={name: kept(values) for name, values in products.text.items()},
        sizes=list(map(products.sizes.__getitem__, places)),
        inexact=frozenset(
            new for new, place in enumerate(places) if place in products.inexact
        ),
        extra={name: kept(values) for name, values in products.extra.items()},
    )
