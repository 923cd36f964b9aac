"""The tree mission / observation / file as ranges of positions, and what shows of it.

Walked from the top, the tree gives every mission, observation and file a position:
[mission][observation][file][file]...[observation]... An observation and its files, a
mission and all below it, are ranges; in a bitmap a header stands just above the bits
of its range (`bitmaps`), and that makes one addition answer "which of them hold
anything" for all of them at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import count, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, overload

from skybasket.bitmaps import Ranks, from_positions, span
from skybasket.growth import Growth, Insertion, Opened, Positions, insertions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skybasket.catalog import Catalog

__all__ = ["Folder", "Folders", "Tree", "Visible"]


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


class Tree:
    """The positions of all rows of a catalog, sorted by mission, observation, file.

    :param older: the tree before the last rows came, if that is to grow: quick for a
        few rows, slower than anew for many.
    """

    def __init__(self, catalog: Catalog, older: Tree | None = None) -> None:
        #: Stands for this tree where it is spoken of later.
        self.identity = object()
        #: The row of each position, -1 where a header stands.
        self.row_at = array("i")
        #: The position of each row.
        self.position_of: Sequence[int]
        self.mission_names: list[str] = []
        #: The catalog's number of each observation here.
        self.observation_numbers: list[int] = []
        #: How this tree came from older ones, the latest last.
        self.growths: tuple[Growth, ...] = ()
        missions, observations = array("I"), array("I")
        if older is None:
            self._place(catalog, missions, observations)
        else:
            moves, fresh = self._insert(catalog, older, missions, observations)
        self.length = len(self.row_at)
        self.missions = Folders(missions, _next(missions, self.length))
        stops = _next(observations, self.length)
        for mission in missions[1:]:
            # An observation ends before the header of the next mission.
            stops[bisect_left(observations, mission) - 1] = mission
        self.observations = Folders(observations, stops)
        self._place_of_observation = dict(zip(self.observation_numbers, count()))
        if older is None:
            self.mission_headers = from_positions(missions, self.length)
            self.observation_headers = from_positions(observations, self.length)
        else:
            self._grow_from(older, moves, fresh)
        everything = span(0, self.length, self.length)
        #: All positions but the missions' own.
        self.below_missions = everything ^ self.mission_headers
        #: All positions of files.
        self.files = self.below_missions ^ self.observation_headers

    def _place(
        self, catalog: Catalog, missions: array[int], observations: array[int]
    ) -> None:
        """Lay out headers and files in order."""
        rows = _sorted_rows(catalog)
        starts = _run_starts(rows, catalog.observation_of)
        for start, stop in pairwise((*starts, len(rows))):
            number = catalog.observation_of[rows[start]]
            mission = catalog.observations[number][0]
            if not self.mission_names or mission != self.mission_names[-1]:
                missions.append(len(self.row_at))
                self.mission_names.append(mission)
                self.row_at.append(-1)
            observations.append(len(self.row_at))
            self.row_at.append(-1)
            self.row_at.extend(rows[start:stop])
            self.observation_numbers.append(number)
        position_of = array("I", bytes(4 * len(catalog)))
        for position, row in enumerate(self.row_at):
            if row >= 0:
                position_of[row] = position
        self.position_of = position_of

    def _insert(
        self,
        catalog: Catalog,
        older: Tree,
        missions: array[int],
        observations: array[int],
    ) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
        """Lay out an older tree with the rows that are new; return moves and these."""
        moves: list[tuple[int, int, int]] = []
        fresh: list[tuple[int, int]] = []
        done = mission = observation = 0
        last = Insertion(older.length, -1, -1, "")
        for inserted in (*insertions(older, catalog), last):
            if inserted.at > done:
                target = len(self.row_at)
                moves.append((done, target, inserted.at - done))
                self.row_at.extend(older.row_at[done : inserted.at])
                shift = (target - done).__add__
                headers = older.missions.headers
                stop = bisect_left(headers, inserted.at, mission)
                missions.extend(map(shift, headers[mission:stop]))
                self.mission_names += older.mission_names[mission:stop]
                mission = stop
                headers = older.observations.headers
                stop = bisect_left(headers, inserted.at, observation)
                observations.extend(map(shift, headers[observation:stop]))
                self.observation_numbers += older.observation_numbers[observation:stop]
                observation = stop
                done = inserted.at
            if inserted is last:
                break
            if inserted.row >= 0:
                fresh.append((inserted.row, len(self.row_at)))
            elif inserted.observation >= 0:
                observations.append(len(self.row_at))
                self.observation_numbers.append(inserted.observation)
            else:
                missions.append(len(self.row_at))
                self.mission_names.append(inserted.mission)
            self.row_at.append(inserted.row)
        return moves, fresh

    def _grow_from(
        self,
        older: Tree,
        moves: Sequence[tuple[int, int, int]],
        fresh: Sequence[tuple[int, int]],
    ) -> None:
        """Note how this tree came from an older one, and carry over what that has."""
        observations = {self.observation_at(position) for _, position in fresh}
        missions = {self.mission_at(position) for _, position in fresh}
        growth = Growth(
            before=older.identity,
            old=older.length,
            new=self.length,
            moves=moves,
            fresh=fresh,
            observations=[
                Opened(older.first_below(number=number), folder.first, folder.stop)
                for place in sorted(observations)
                for number in (self.observation_numbers[place],)
                for folder in (self.observations[place],)
            ],
            missions=[
                Opened(
                    older.first_below(mission=self.mission_names[place]),
                    folder.first,
                    folder.stop,
                )
                for place in sorted(missions)
                for folder in (self.missions[place],)
            ],
        )
        self.growths = (*older.growths, growth)
        self.position_of = Positions(older.position_of, growth)
        new_missions = (one.first - 1 for one in growth.missions if one.was < 0)
        self.mission_headers = growth.carry(older.mission_headers) | from_positions(
            new_missions, self.length
        )
        new_observations = (one.first - 1 for one in growth.observations if one.was < 0)
        self.observation_headers = growth.carry(
            older.observation_headers
        ) | from_positions(new_observations, self.length)

    def first_below(self, *, number: int = -1, mission: str | None = None) -> int:
        """Return the first position below a folder, -1 where it is not here.

        :param number: the catalog's, of an observation.
        :param mission: the name of one.
        """
        if mission is not None:
            known = mission in self.mission_names
            place = self.mission_names.index(mission) if known else -1
            return self.missions[place].first if known else -1
        found = self._place_of_observation.get(number)
        return -1 if found is None else self.observations[found].first

    def placed(self, column: array[int], header: int) -> tuple[int, ...]:
        """Return a column of rows in the order of positions; one call at C speed.

        :param header: what stands where a header stands.
        """
        values = column[: len(self.position_of)].tolist()
        values.append(header)
        return itemgetter(*self.row_at)(values) if self.length else ()

    def is_file(self, position: int) -> bool:
        """Tell whether a file stands at the position."""
        return self.row_at[position] >= 0

    def mission_at(self, position: int) -> int:
        """Return which mission the position belongs to."""
        return bisect_right(self.missions.headers, position) - 1

    def observation_at(self, position: int) -> int:
        """Return which observation a file's or an observation's position belongs to."""
        return bisect_right(self.observations.headers, position) - 1

    def is_mission(self, position: int) -> bool:
        """Tell whether a mission's header stands at the position."""
        return self.missions.headers[self.mission_at(position)] == position

    def has_observation(self, number: int) -> bool:
        """Tell whether the catalog's observation stands here."""
        return number in self._place_of_observation

    def observation_place(self, number: int) -> int:
        """Return where in `observations` the catalog's observation stands."""
        return self._place_of_observation[number]

    def below(self, folder: Folder) -> int:
        """Return the bitmap of all positions below a folder's header."""
        return span(folder.first, folder.stop, self.length)

    def folder_at(self, position: int) -> Folder:
        """Return the mission or observation whose header stands at the position."""
        if self.is_mission(position):
            return self.missions[self.mission_at(position)]
        return self.observations[self.observation_at(position)]

    def at(self, position: int) -> int:
        """Return the bitmap of a file, or of all below the folder, at a position."""
        if self.is_file(position):
            return span(position, position + 1, self.length)
        return self.below(self.folder_at(position)) & self.files

    def filled(self, folders: Iterable[Folder]) -> int:
        """Return the bitmap of all positions below some folders, in ascending order."""
        digits = []
        end = 0
        for folder in folders:
            digits.append("0" * (folder.first - end))
            digits.append("1" * (folder.stop - folder.first))
            end = folder.stop
        digits.append("0" * (self.length - end))
        return int("".join(digits) or "0", 2)

    def numbers_in(self, opened: int) -> set[int]:
        """Return the catalog's numbers of the observations whose files are in it."""
        ranks = Ranks(opened, self.length)
        folders = zip(self.observation_numbers, self.observations, strict=True)
        return {number for number, folder in folders if ranks.has(folder.first)}

    def names_in(self, opened: int) -> set[str]:
        """Return the names of the missions whose ranges are in the bitmap."""
        ranks = Ranks(opened, self.length)
        folders = zip(self.mission_names, self.missions, strict=True)
        return {name for name, folder in folders if ranks.has(folder.first)}

    def find(self, catalog: Catalog, path: str) -> Iterator[int]:
        """Yield all positions that ``mission[/observation[/file]]`` can mean.

        Observation IDs may hold slashes themselves, so every way to cut the path is
        tried; a file without an observation stands right below its mission.
        """
        mission, _, rest = path.rstrip("/").partition("/")
        if not rest:
            if mission in self.mission_names:
                yield self.missions[self.mission_names.index(mission)].header
            return
        cuts = [place for place, letter in enumerate(rest) if letter == "/"]
        pairs = [(rest, ""), *((rest[:cut], rest[cut + 1 :]) for cut in cuts)]
        for observation_id, filename in (*pairs, ("", rest)):
            number = catalog.observation_number(mission, observation_id)
            if number is None:
                continue
            folder = self.observations[self.observation_place(number)]
            if not filename:
                yield folder.header
            for position in range(folder.first, folder.stop):
                if filename and catalog.filename(self.row_at[position]) == filename:
                    yield position

    def holding(self, files: int) -> tuple[int, int]:
        """Return the headers (of observations, of missions) that hold any of the files.

        Adding "all files" to the wanted ones carries out of every range that holds at
        least one, into the header's bit just above it; a range's own header is clear
        in both numbers, so no carry travels further. The same once more, with the
        observations found, for the missions.
        """
        observations = (files + self.files) & self.observation_headers
        missions = (observations + self.below_missions) & self.mission_headers
        return observations, missions

    def visible(self, files: int, open_observations: int, open_missions: int) -> int:
        """Return the positions of the rows to draw.

        :param files: the files that are shown.
        :param open_observations: the files whose observation is expanded.
        :param open_missions: everything below expanded missions.
        """
        observations, missions = self.holding(files)
        return missions | ((observations | (files & open_observations)) & open_missions)

    def moves_to(self, newer: Tree) -> Iterator[tuple[int, int, int]]:
        """Yield the runs (old position, new position, length) of a tree that grew.

        Rows never change their order, so an observation that gained no file moves as
        a whole; in others, file by file.
        """
        place = 0
        for mission, name in zip(self.missions, self.mission_names, strict=True):
            there = newer.missions[newer.mission_names.index(name)]
            yield mission.header, there.header, 1
            while place < len(self.observations):
                folder = self.observations[place]
                if folder.header >= mission.stop:
                    break
                number = self.observation_numbers[place]
                target = newer.observations[newer.observation_place(number)]
                count = folder.stop - folder.header
                if target.stop - target.header == count:
                    yield folder.header, target.header, count
                else:
                    yield folder.header, target.header, 1
                    for position in range(folder.first, folder.stop):
                        yield position, newer.position_of[self.row_at[position]], 1
                place += 1


def _next(headers: array[int], length: int) -> array[int]:
    """Return where the next header stands behind each, at last the end."""
    return headers[1:] + array("I", [length] if headers else [])


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


class Visible:
    """The rows to draw, by number from the top, and where a position stands in them."""

    def __init__(self, tree: Tree, bitmap: int) -> None:
        self._ranks = Ranks(bitmap, tree.length)

    def __len__(self) -> int:
        """Return how many rows there are to draw."""
        return len(self._ranks)

    def window(self, start: int, stop: int) -> list[int]:
        """Return the positions of the rows ``start`` to ``stop - 1``."""
        return self._ranks.window(start, stop)

    def index(self, position: int) -> int | None:
        """Return the number of a position's row, or None when it is not drawn."""
        return self._ranks.before(position) if self._ranks.has(position) else None
