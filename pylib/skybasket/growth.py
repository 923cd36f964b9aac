"""How a tree grows: where new files go, and where the old positions move to.

A tree that some files come to keeps the order of all others, so its positions move in
a few runs; what was worked out over the old positions is carried over instead of being
worked out again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from skybasket.bitmaps import from_positions, span
from skybasket.spreading import Spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skybasket.catalog import Catalog
    from skybasket.tree import Tree

__all__ = ["Growth", "Insertion", "Opened", "Positions", "insertions"]

_KEPT: Final = 4


class Insertion(NamedTuple):
    """A position that is new, before one of the old ones."""

    at: int
    #: The row of a file, -1 for a header.
    row: int
    #: The catalog's number of the observation; -1 for the header of a mission.
    observation: int
    mission: str


class Opened(NamedTuple):
    """A folder that gained something below it."""

    #: The first position below it before, -1 where it is new.
    was: int
    first: int
    stop: int


@dataclass(frozen=True, kw_only=True)
class Growth:
    """What became of the positions of a tree when files came."""

    #: What stands for the tree before; see `Tree.identity`.
    before: object
    #: How many positions there were, and are.
    old: int
    new: int
    #: First old position, its new one, how many; ascending, covering all old ones.
    moves: Sequence[tuple[int, int, int]]
    #: Row and position of each new file.
    fresh: Sequence[tuple[int, int]]
    observations: Sequence[Opened]
    missions: Sequence[Opened]

    def carry(self, bitmap: int) -> int:
        """Return a bitmap in the new positions; none of the fresh ones is in it.

        The same one, such as that of the files present, is asked for by many.
        """
        for known, carried in self._carried:
            if known is bitmap:
                return carried
        carried = self._spread.put(bitmap)
        self._carried.append((bitmap, carried))
        return carried

    def forget(self) -> None:
        """Drop what was carried last."""
        self._carried.clear()

    @cached_property
    def _carried(self) -> deque[tuple[int, int]]:
        return deque(maxlen=_KEPT)

    def carry_planes(
        self, planes: Sequence[int], fresh: Sequence[tuple[int, int]]
    ) -> list[int]:
        """Return the planes of numbers, the lowest bit first, in the new positions.

        :param fresh: the number and the position of each new file.
        """
        width = max((number for number, _ in fresh), default=0).bit_length()
        carried = [*map(self.carry, planes), *[0] * (width - len(planes))]
        return [
            plane
            | from_positions(
                (place for number, place in fresh if number >> bit & 1), self.new
            )
            for bit, plane in enumerate(carried)
        ]

    def carry_column(
        self, column: array[int], fresh: Iterable[tuple[int, int]]
    ) -> array[int]:
        """Return the numbers of all positions; new headers have 0.

        :param fresh: the number and the position of each new file.
        """
        carried = array(column.typecode)
        for source, target, count in self.moves:
            carried.frombytes(bytes((target - len(carried)) * column.itemsize))
            carried += column[source : source + count]
        carried.frombytes(bytes((self.new - len(carried)) * column.itemsize))
        for number, place in fresh:
            carried[place] = number
        return carried

    @cached_property
    def _spread(self) -> Spread:
        return Spread(self.old, self.new, self.moves)

    def carry_open(self, opened: int, folders: Iterable[Opened], *, fresh: bool) -> int:
        """Return the ranges below open folders, with what came into them.

        :param fresh: whether new folders are open.
        """
        carried = self.carry(opened)
        for was, first, stop in folders:
            if opened >> (self.old - 1 - was) & 1 if was >= 0 else fresh:
                carried |= span(first, stop, self.new)
        return carried


class Positions(Sequence[int]):
    """The position of each row in a tree that has grown.

    :param older: the positions before.
    :param growth: with the rows behind them as its fresh ones.
    """

    def __init__(self, older: Sequence[int], growth: Growth) -> None:
        self._older = older
        self._starts = [source for source, _, _ in growth.moves]
        self._shifts = [target - source for source, target, _ in growth.moves]
        self._fresh = [position for _, position in sorted(growth.fresh)]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._older) + len(self._fresh)

    @overload
    def __getitem__(self, row: int) -> int: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[int]: ...
    def __getitem__(self, row: int | slice) -> int | Sequence[int]:
        """Return the position of a row, or of several."""
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        if row >= len(self._older):
            return self._fresh[row - len(self._older)]
        position = self._older[row]
        return position + self._shifts[bisect_right(self._starts, position) - 1]


def insertions(tree: Tree, catalog: Catalog) -> Iterator[Insertion]:
    """Yield what rows that are new in a catalog bring into a tree, in its order."""
    named = ""
    rows = sorted(
        range(tree.rows, len(catalog)),
        key=lambda row: (
            catalog.observations[catalog.observation_of[row]],
            catalog.stems[row],
            catalog.suffixes[row],
        ),
    )
    for number, group in groupby(rows, catalog.observation_of.__getitem__):
        mission = catalog.observations[number][0]
        if tree.has_observation(number):
            yield from _into_folder(tree, catalog, number, group)
            continue
        at, is_new = _place_of(tree, catalog, number)
        if is_new and named != f"m{mission}":
            named = f"m{mission}"
            yield Insertion(at, -1, -1, mission)
        yield Insertion(at, -1, number, mission)
        for row in group:
            yield Insertion(at, row, number, mission)


def _into_folder(
    tree: Tree, catalog: Catalog, number: int, rows: Iterable[int]
) -> Iterator[Insertion]:
    """Yield files that come into an observation which has some already."""
    folder = tree.observations[tree.observation_place(number)]
    mission = catalog.observations[number][0]

    def name(row: int) -> tuple[str, str]:
        return catalog.stems[row], catalog.suffixes[row]

    at = folder.first
    for row in rows:
        at = bisect_right(tree.row_at, name(row), at, folder.stop, key=name)
        yield Insertion(at, row, number, mission)


def _place_of(tree: Tree, catalog: Catalog, number: int) -> tuple[int, bool]:
    """Return where a new observation goes, and whether its mission is new too."""
    key = catalog.observations[number]
    above = bisect_left(tree.mission_names, key[0])
    if tree.mission_names[above : above + 1] != [key[0]]:
        is_last = above == len(tree.missions)
        return tree.length if is_last else tree.missions[above].header, True
    end = tree.missions[above].stop
    place = bisect_left(
        tree.observation_numbers, key, key=catalog.observations.__getitem__
    )
    if place < len(tree.observations):
        return min(end, tree.observations[place].header), False
    return end, False
