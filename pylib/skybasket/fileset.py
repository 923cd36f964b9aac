"""A view of some of a basket's files: how many, how large, and each as a product."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from skybasket.bitmaps import positions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skybasket.catalog import Catalog
    from skybasket.product import Product
    from skybasket.totals import Totals
    from skybasket.tree import Tree

__all__ = ["FileSet"]


class FileSet:
    """Files of a basket as they are now; later changes do not touch this view.

    :param files: the bitmap of their positions in the tree.
    :param add_up: gives their totals; called once, when these are asked for.
    """

    def __init__(
        self,
        catalog: Catalog,
        tree: Tree,
        files: int,
        add_up: Callable[[int], Totals],
    ) -> None:
        self._catalog = catalog
        self._tree = tree
        self._add_up = add_up
        self.files = files

    @cached_property
    def totals(self) -> Totals:
        """The number and the sizes of the files."""
        return self._add_up(self.files)

    @cached_property
    def count(self) -> int:
        """How many files there are."""
        return self.files.bit_count()

    @property
    def bytes(self) -> int:
        """The sum of all known sizes, in bytes."""
        return self.totals.bytes

    @property
    def unknown(self) -> int:
        """How many files have no known size."""
        return self.totals.unknown

    @property
    def approximate(self) -> int:
        """How many of the known sizes are rounded."""
        return self.totals.approximate

    @property
    def rows(self) -> list[int]:
        """The catalog's rows of the files, in tree order."""
        if not self.files:
            return []
        row_at = self._tree.row_at[:]
        return [row_at[position] for position in positions(self.files, len(row_at))]

    def __len__(self) -> int:
        """Return how many files there are."""
        return self.count

    def __iter__(self) -> Iterator[Product]:
        """Yield the files as products, in tree order."""
        return map(self._catalog.product, self.rows)
