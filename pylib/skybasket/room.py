"""Whether products can be put into a basket, beside all that is there and was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.catalog import TEXT_FIELDS
from skybasket.errors import FormatError
from skybasket.limits import MOST_PRODUCTS, check_cells, check_columns, check_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.catalog import Catalog, ProductRows
    from skybasket.fileset import FileSet

__all__ = ["check_ceiling", "check_room"]

#: What a basket's file has beside the text columns: the parts of names.
_NAMES: Final = 5


def check_room(catalog: Catalog, here: FileSet, batches: Sequence[ProductRows]) -> None:
    """Check that products fit into a basket.

    :param here: its files.
    :raises FormatError: if they do not.
    """
    coming = sum(map(len, batches))
    extra = set(catalog.extra).union(*(batch.extra for batch in batches))
    others = _NAMES + len(TEXT_FIELDS)
    check_columns(extra, others)
    if here.count + coming > MOST_PRODUCTS:
        known = set(map(catalog.uri, here.rows))
        coming = len({uri for batch in batches for uri in batch.uris} - known)
    check_ceiling(here.count + coming)
    check_memory(len(catalog) + coming)
    check_cells((len(catalog) + coming) * (len(extra) + others))


def check_ceiling(files: int) -> None:
    """Check how many files a basket would have.

    :raises FormatError: if they are too many.
    """
    if files > MOST_PRODUCTS:
        message = (
            f"A basket holds at most {MOST_PRODUCTS:,} files, and these would make "
            f"{files:,}. Remove some, or open them as another basket."
        )
        raise FormatError(message)
