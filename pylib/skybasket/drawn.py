"""The rows as they are drawn: those between two, the nearest, the next of a name.

Positions say where a row stands in the whole tree. A shown file that is not drawn lies
in a closed folder, whose header is the last drawn row above it: so the files that stand
behind some neighbouring rows are one span of positions.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from skybasket.bitmaps import span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from skybasket.holdings import Holdings
    from skybasket.tree import Tree

__all__ = ["between", "named", "nearest"]


def between(basket: Holdings, one: int, other: int) -> int:
    """Return the shown files of all rows from one position to another, both included.

    A closed folder stands for its files, an open one for nothing: these have rows of
    their own.

    :param one: the upper or the lower end.
    """
    return basket.visible.between(one, other) & basket.answer.shown


def nearest(basket: Holdings, position: int) -> int | None:
    """Return the number of a position's row, else of the row nearest to it.

    Of the rows above and below its place that is the one with which it shares more
    folders, the one below if they are equal. None if no row is drawn.
    """
    visible = basket.visible
    number = visible.index(position)
    if number is not None or not len(visible):
        return number
    below = visible.before(position)
    rows = [row for row in (below, below - 1) if 0 <= row < len(visible)]

    def shared(row: int) -> int:
        [other] = visible.window(row, row + 1)
        return _shared(basket.tree, position, other)

    return max(rows, key=shared)


def _shared(tree: Tree, one: int, other: int) -> int:
    """Return how many folders two positions share, a folder counted to itself."""
    if tree.mission_at(one) != tree.mission_at(other):
        return 0
    if tree.is_mission(one) or tree.is_mission(other):
        return 1
    return 1 + (tree.observation_at(one) == tree.observation_at(other))


def named(basket: Holdings, text: str, start: int) -> int | None:
    """Return the position of the next drawn row whose name begins with a text.

    Capital letters make no difference; ``*`` and ``?`` in names of files are wild. The
    next is meant as the tree has them, in whatever order they are drawn.

    :param start: the first position looked at; after the last one come those above.
    """
    text = text.casefold()
    length = basket.tree.length
    files = basket.index.names.find(f"{text}*") & basket.visible.bitmap
    for first, stop in ((start, length), (0, start)):
        here = files & span(first, stop, length)
        found = length - here.bit_length() if here else stop
        found = _folder(basket, text, first, found)
        if found < stop:
            return found
    return None


def _folder(basket: Holdings, text: str, first: int, stop: int) -> int:
    """Return where the first folder of that name stands, ``stop`` if none does."""
    tree, observations = basket.tree, basket.catalog.observations
    missions, numbers = tree.mission_names, tree.observation_numbers

    def look(headers: Sequence[int], name: Callable[[int], str], end: int) -> int:
        for place in range(bisect_left(headers, first), bisect_left(headers, end)):
            if name(place).casefold().startswith(text):
                header = headers[place]
                if basket.visible.index(header) is not None:
                    return header
        return end

    found = look(tree.missions.headers, missions.__getitem__, stop)
    return look(
        tree.observations.headers, lambda place: observations[numbers[place]][1], found
    )
