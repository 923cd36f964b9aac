"""The order of a tree's positions: headers and files, laid out anew or extended."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, compress, count, pairwise
from operator import add, ne
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from skybasket.codes import counted_up, gathered, run_starts
from skybasket.growth import insertions
from skybasket.order import sorting
from skybasket.stepwise import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.catalog import Catalog
    from skybasket.stepwise import Stepwise
    from skybasket.tree import Tree

__all__ = [
    "Folder",
    "Folders",
    "Layout",
    "RowsBetween",
    "anew",
    "extended",
    "spaced",
    "with_headers",
]

#: So many positions are looked up one by one.
_FEW: Final = 1000


class Folder(NamedTuple):
    """A mission or an observation: its header's position and the range below it."""

    header: int
    stop: int

    @property
    def first(self) -> int:
        """The first position below the header."""
        return self.header + 1


class Folders(Sequence[Folder]):
    """The missions or observations of a tree, in its order."""

    def __init__(self, headers: array[int], stops: array[int]) -> None:
        #: The positions of their headers.
        self.headers = headers
        self._stops = stops

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.headers)

    @overload
    def __getitem__(self, place: int) -> Folder: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Folder]: ...
    def __getitem__(self, place: int | slice) -> Folder | Sequence[Folder]:
        """Return one of them, or several."""
        if isinstance(place, slice):
            return Folders(self.headers[place], self._stops[place])
        return Folder(self.headers[place], self._stops[place])

    def __iter__(self) -> Iterator[Folder]:
        """Yield all of them."""
        return map(Folder, self.headers, self._stops)

    def below(self) -> Iterator[tuple[int, int]]:
        """Yield the first position below each, and the one behind the last."""
        return zip(map((1).__add__, self.headers), self._stops, strict=True)


class RowsBetween(Sequence[int]):
    """The row of each position where all rows stand in their own order.

    What is looked up here and there is found from the headers, which are much fewer
    than rows; to write all of them down takes a tenth of a second for a million.
    """

    def __init__(self, missions: Folders, observations: Folders, length: int) -> None:
        self._missions = missions
        self._observations = observations
        self._headers = array("I", sorted([*missions.headers, *observations.headers]))
        self._length = length

    def __len__(self) -> int:
        """Return the number of positions."""
        return self._length

    @overload
    def __getitem__(self, position: int) -> int: ...
    @overload
    def __getitem__(self, position: slice) -> array[int]: ...
    def __getitem__(self, position: int | slice) -> int | array[int]:
        """Return the row of a position, -1 for a header's, or those of several."""
        if isinstance(position, slice):
            places = range(self._length)[position]
            if len(places) > _FEW:
                return self.written[position]
            return array("i", map(self.__getitem__, places))
        at = range(self._length)[position]
        before = bisect_right(self._headers, at)
        return -1 if before and self._headers[before - 1] == at else at - before

    @cached_property
    def written(self) -> array[int]:
        """All of them."""
        rows = array("i", counted_up(self._length - len(self._headers)).tobytes())
        return with_headers(rows, -1, self._missions, self._observations)


@dataclass(slots=True)
class Layout:
    """What stands at each position, from the first on."""

    #: The row of each position, -1 where a header stands; none are written down where
    #: all rows stand in their own order.
    row_at: array[int] = field(default_factory=lambda: array("i"))
    #: The positions of the missions' headers, and their names.
    missions: array[int] = field(default_factory=lambda: array("I"))
    mission_names: list[str] = field(default_factory=list)
    #: The positions of the observations' headers, and the catalog's numbers of them.
    observations: array[int] = field(default_factory=lambda: array("I"))
    observation_numbers: list[int] = field(default_factory=list)
    #: Where the positions of an older tree went, and the new rows; see `Growth`.
    moves: list[tuple[int, int, int]] = field(default_factory=list)
    fresh: list[tuple[int, int]] = field(default_factory=list)
    #: Whether all rows stand in their own order.
    is_in_row_order: bool = False

    def add_mission(self, name: str) -> None:
        """Put the header of a mission behind all else."""
        self.missions.append(len(self.row_at))
        self.mission_names.append(name)
        self.row_at.append(-1)

    def add_observation(self, number: int) -> None:
        """Put the header of an observation behind all else."""
        self.observations.append(len(self.row_at))
        self.observation_numbers.append(number)
        self.row_at.append(-1)

    def add_part(self, older: Tree, start: int, stop: int) -> None:
        """Put a part of an older tree behind all else."""
        target = len(self.row_at)
        self.moves.append((start, target, stop - start))
        self.row_at.extend(older.row_at[start:stop])
        shift = (target - start).__add__
        headers = older.missions.headers
        part = slice(bisect_left(headers, start), bisect_left(headers, stop))
        self.missions.extend(map(shift, headers[part]))
        self.mission_names += older.mission_names[part]
        headers = older.observations.headers
        part = slice(bisect_left(headers, start), bisect_left(headers, stop))
        self.observations.extend(map(shift, headers[part]))
        self.observation_numbers += older.observation_numbers[part]

    def folders(self, length: int) -> tuple[Folders, Folders]:
        """Return the missions and the observations of so many positions."""
        stops = _next(self.observations, length)
        for mission in self.missions[1:]:
            # An observation ends before the header of the next mission.
            stops[bisect_left(self.observations, mission) - 1] = mission
        missions = Folders(self.missions, _next(self.missions, length))
        return missions, Folders(self.observations, stops)


def _next(headers: array[int], length: int) -> array[int]:
    """Return where the next header stands behind each, at last the end."""
    return headers[1:] + array("I", [length] if headers else [])


def anew(catalog: Catalog) -> Stepwise[Layout]:
    """Lay out all rows of a catalog, sorted, step by step."""
    layout, numbers = Layout(), catalog.observation_of
    starts = catalog.grouping.starts()
    rows = yield from within(sorting(catalog, starts), 0, 0.8)
    yield 0.8
    layout.is_in_row_order = isinstance(rows, range)
    if not layout.is_in_row_order:
        numbers = array("I", gathered(numbers, rows))
        starts = run_starts(numbers)
    layout.observation_numbers = list(map(numbers.__getitem__, starts))
    keys = map(catalog.observations.__getitem__, layout.observation_numbers)
    missions = [mission for mission, _ in keys]
    changes = compress(count(1), map(ne, missions[1:], missions))
    begins = [0, *changes] if missions else []
    for place, stop in pairwise((*begins, len(starts))):
        # Above stand the headers of all missions and observations before, and its own.
        headers = count(len(layout.missions) + place + 1)
        layout.missions.append(starts[place] + len(layout.missions) + place)
        layout.mission_names.append(missions[place])
        layout.observations.extend(map(add, starts[place:stop], headers))
    if not layout.is_in_row_order:
        all_headers = len(layout.missions) + len(layout.observations)
        folders = layout.folders(len(rows) + all_headers)
        layout.row_at = with_headers(array("i", rows), -1, *folders)
    return layout


def with_headers(
    column: array[int], header: int, missions: Folders, observations: Folders
) -> array[int]:
    """Return a column of files in the order of positions, with the headers' value.

    :param column: without it.
    """
    one = array(column.typecode, [header]).tobytes()
    found = array(column.typecode)
    found.frombytes(spaced(column.tobytes(), one, missions, observations))
    return found


def spaced(
    written: bytes | bytearray, one: bytes, missions: Folders, observations: Folders
) -> bytes:
    """Return the bytes of files in the order of positions, with those of headers.

    :param written: as many bytes for each file as a header has.
    :param one: those of a header.
    """
    lengths = ((stop - first) * len(one) for first, stop in observations.below())
    bounds = list(accumulate(lengths, initial=0))
    parts: list[bytes | memoryview]
    parts = list(map(memoryview(written).__getitem__, map(slice, bounds, bounds[1:])))
    for mission in missions.headers:
        place = bisect_left(observations.headers, mission)
        parts[place] = one + parts[place]
    return one + one.join(parts) if parts else b""


def extended(older: Tree, catalog: Catalog) -> Layout:
    """Lay out an older tree with the rows that came since."""
    layout = Layout()
    done = 0
    for at, row, observation, mission in insertions(older, catalog):
        if at > done:
            layout.add_part(older, done, at)
            done = at
        if row >= 0:
            layout.fresh.append((row, len(layout.row_at)))
            layout.row_at.append(row)
        elif observation >= 0:
            layout.add_observation(observation)
        else:
            layout.add_mission(mission)
    if older.length > done:
        layout.add_part(older, done, older.length)
    return layout
