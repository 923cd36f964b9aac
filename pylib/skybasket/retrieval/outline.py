"""The folder that a plan will make, as the first lines of its tree."""

from __future__ import annotations

import sys
from bisect import bisect
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from skybasket.retrieval.plan import Plan

__all__ = ["Branch", "outline"]


class Branch(NamedTuple):
    """One line of the tree: a folder, a file, or how many more there are."""

    depth: int
    #: Empty in the line that counts what is not listed.
    name: str
    #: How many files it holds or, without a name, how many lines are left out; 0 for
    #: a file.
    files: int
    #: The sum of all known sizes, in bytes.
    size: int


def outline(plan: Plan, widest: int, longest: int) -> list[Branch]:
    """Return the tree of the plan's folder.

    :param widest: how many lines of one folder are listed at most.
    :param longest: how many lines are listed at most, give or take a folder.
    """
    paths = plan.destinations.paths
    places = sorted(range(len(paths)), key=paths.__getitem__)
    lines: list[Branch] = []
    _list(plan, places, 0, 0, (widest, longest), lines)
    return lines


def _list(  # noqa: PLR0913, PLR0917 - the walk's own state
    plan: Plan,
    places: Sequence[int],
    depth: int,
    start: int,
    limits: tuple[int, int],
    lines: list[Branch],
) -> None:
    """Add the lines of one folder.

    :param places: what it holds, by places in the plan, sorted by path.
    :param start: where the names in it start in their paths.
    """
    widest, longest = limits
    children = list(_children(plan.destinations.paths, places, start))
    for number, (name, inside) in enumerate(children):
        if number == widest or len(lines) > longest:
            lines.append(Branch(depth, "", len(children) - number, 0))
            return
        size = sum(plan.catalog.sizes[plan.rows[place]] for place in inside)
        is_folder = name.endswith("/")
        lines.append(Branch(depth, name, len(inside) if is_folder else 0, size))
        if is_folder:
            _list(plan, inside, depth + 1, start + len(name), limits, lines)


def _children(
    paths: Sequence[str], places: Sequence[int], start: int
) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield the folders and files of a folder, each with the places that it holds."""
    first = 0
    while first < len(places):
        path = paths[places[first]]
        cut = path.find("/", start) + 1
        if cut:
            beyond = path[:cut] + chr(sys.maxunicode)
            last = bisect(places, beyond, first, key=paths.__getitem__)
        else:
            cut, last = len(path), first + 1
        yield path[start:cut], places[first:last]
        first = last
