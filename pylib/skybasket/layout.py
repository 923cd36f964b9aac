"""The order of a tree's positions: headers and files, laid out anew or extended."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, overload

from skybasket.growth import insertions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.catalog import Catalog
    from skybasket.tree import Tree

__all__ = ["Folder", "Folders", "Layout", "anew", "extended"]


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


@dataclass(slots=True)
class Layout:
    """What stands at each position, from the first on."""

    #: The row of each position, -1 where a header stands.
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

    def folders(self) -> tuple[Folders, Folders]:
        """Return the missions and the observations."""
        stops = self._next(self.observations)
        for mission in self.missions[1:]:
            # An observation ends before the header of the next mission.
            stops[bisect_left(self.observations, mission) - 1] = mission
        missions = Folders(self.missions, self._next(self.missions))
        return missions, Folders(self.observations, stops)

    def _next(self, headers: array[int]) -> array[int]:
        """Return where the next header stands behind each, at last the end."""
        return headers[1:] + array("I", [len(self.row_at)] if headers else [])

    def positions(self, rows: int) -> array[int]:
        """Return the position of each of so many rows."""
        position_of = array("I", bytes(4 * rows))
        for position, row in enumerate(self.row_at):
            if row >= 0:
                position_of[row] = position
        return position_of


def anew(catalog: Catalog) -> Layout:
    """Lay out all rows of a catalog, sorted."""
    layout = Layout()
    rows = _sorted_rows(catalog)
    starts = _run_starts(rows, catalog.observation_of)
    for start, stop in pairwise((*starts, len(rows))):
        number = catalog.observation_of[rows[start]]
        mission = catalog.observations[number][0]
        if layout.mission_names[-1:] != [mission]:
            layout.add_mission(mission)
        layout.add_observation(number)
        layout.row_at.extend(rows[start:stop])
    return layout


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


def _sorted_rows(catalog: Catalog) -> list[int]:
    """Return the rows by mission, observation ID and file name.

    Names are compared as (stem, suffix), each by its rank among the distinct ones: a
    million comparisons of small integers instead of long texts.
    """
    order = sorted(
        range(len(catalog.observations)), key=catalog.observations.__getitem__
    )
    observation_rank = _ranks(order)
    stems, suffixes = catalog.stems, catalog.suffixes
    stem_rank = _ranks(sorted(range(len(stems.values)), key=stems.values.__getitem__))
    suffix_rank = _ranks(
        sorted(range(len(suffixes.values)), key=suffixes.values.__getitem__)
    )
    keys = [
        (observation_rank[observation] * len(stem_rank) + stem_rank[stem])
        * len(suffix_rank)
        + suffix_rank[suffix]
        for observation, stem, suffix in zip(
            catalog.observation_of, stems.codes, suffixes.codes, strict=True
        )
    ]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _ranks(order: Sequence[int]) -> list[int]:
    ranks = [0] * len(order)
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks


def _run_starts(rows: Sequence[int], observation_of: Sequence[int]) -> list[int]:
    """Return where in the sorted rows a new observation begins."""
    starts = []
    previous = -1
    for place, row in enumerate(rows):
        observation = observation_of[row]
        if observation != previous:
            starts.append(place)
            previous = observation
    return starts
