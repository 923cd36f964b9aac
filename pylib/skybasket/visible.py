"""The rows of a tree to draw, by number from the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket.bitmaps import span
from skybasket.ranks import Ranks

if TYPE_CHECKING:
    from skybasket.tree import Tree

__all__ = ["Visible"]


class Visible:
    """The rows to draw, by number from the top, and where a position stands in them."""

    def __init__(self, tree: Tree, bitmap: int) -> None:
        self._tree = tree
        #: Their positions.
        self.bitmap = bitmap
        self._ranks = Ranks(bitmap, tree.length)

    def __len__(self) -> int:
        """Return how many rows there are to draw."""
        return len(self._ranks)

    def window(self, start: int, stop: int) -> list[int]:
        """Return the positions of the rows ``start`` to ``stop - 1``."""
        return self._ranks.window(start, stop)

    def before(self, position: int) -> int:
        """Return how many rows to draw stand above a position."""
        return self._ranks.before(position)

    def index(self, position: int) -> int | None:
        """Return the number of a position's row, or None when it is not drawn."""
        return self._ranks.before(position) if self._ranks.has(position) else None

    def between(self, one: int, other: int) -> int:
        """Return all positions behind the rows from one to another, both included.

        A closed folder stands for its files, an open one for nothing: these have rows
        of their own. So what is behind neighbouring rows is one span.

        :param one: the upper or the lower end.
        """
        first, last = sorted((one, other))
        number = self.before(last + 1)
        following = self.window(number, number + 1)
        length = self._tree.length
        return span(first, following[0] if following else length, length)
