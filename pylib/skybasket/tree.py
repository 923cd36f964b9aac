"""The tree mission / observation / file as ranges of positions, and what shows of it.

Walked from the top, the tree gives every mission, observation and file a position:
[mission][observation][file][file]...[observation]... An observation and its files, a
mission and all below it, are ranges; in a bitmap a header stands just above the bits
of its range (`bitmaps`), and that makes one addition answer "which of them hold
anything" for all of them at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import chain, count, starmap
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import from_positions, positions, span
from skybasket.codes import gathered, widened
from skybasket.growth import Growth, Opened, Positions
from skybasket.layout import Folder, Folders, RowsBetween, anew, extended, with_headers
from skybasket.placing import between_headers, by_rows, planes
from skybasket.ranks import Ranks
from skybasket.stepwise import finished

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from skybasket.catalog import Catalog
    from skybasket.layout import Layout
    from skybasket.placing import Lanes

__all__ = ["Folder", "Folders", "Tree"]

#: Bytes of a number that any code or row fits into.
_WIDE: Final = array("I").itemsize
#: So many positions are looked at together, in idle time.
_TOGETHER: Final = 200_000
#: As many as there are steps that can be taken back.
_REMEMBERED: Final = 100


class Tree:
    """The positions of all rows of a catalog, sorted by mission, observation, file.

    :param older: the tree before the last rows came, if that is to grow: quick for a
        few rows, slower than anew for many.
    :param layout: what `layout.anew` made, if somebody had it made step by step.
    """

    def __init__(
        self,
        catalog: Catalog,
        older: Tree | None = None,
        layout: Layout | None = None,
    ) -> None:
        #: Stands for this tree where it is spoken of later.
        self.identity = object()
        if older is not None:
            layout = extended(older, catalog)
        elif layout is None:
            layout = finished(anew(catalog))
        #: How many rows of the catalog stand here.
        self.rows = len(catalog)
        self._is_in_row_order = layout.is_in_row_order
        headers = len(layout.missions) + len(layout.observations)
        self.length = self.rows + headers
        self.mission_names = layout.mission_names
        #: The catalog's number of each observation here.
        self.observation_numbers = layout.observation_numbers
        self.missions, self.observations = layout.folders(self.length)
        #: The row of each position, -1 where a header stands.
        self.row_at: array[int] | RowsBetween = layout.row_at
        if layout.is_in_row_order:
            self.row_at = RowsBetween(self.missions, self.observations, self.length)
        #: How this tree came from older ones, the latest last.
        self.growths: tuple[Growth, ...] = ()
        self._position_of: Sequence[int] | None = None
        #: Through how many growths the positions of rows are looked up.
        self.depth = 0
        self._noted: tuple[int, array[int]] | None = None
        self._asked: tuple[int, list[int]] = (0, [])
        self._place_of_observation = dict(zip(self.observation_numbers, count()))
        if older is None:
            self.mission_headers = from_positions(self.missions.headers, self.length)
            self.observation_headers = from_positions(
                self.observations.headers, self.length
            )
        else:
            self._grow_from(older, layout.moves, layout.fresh)
        everything = span(0, self.length, self.length)
        #: All positions but the missions' own.
        self.below_missions = everything ^ self.mission_headers
        #: All positions of files.
        self.files = self.below_missions ^ self.observation_headers

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
                Opened(older.first_below(mission=name), folder.first, folder.stop)
                for place in sorted(missions)
                for name in (self.mission_names[place],)
                for folder in (self.missions[place],)
            ],
        )
        self.growths = (*older.growths, growth)[-_REMEMBERED:]
        self._position_of = Positions(older.position_of, growth)
        self.depth = older.depth + 1
        new_missions = (one.first - 1 for one in growth.missions if one.was < 0)
        self.mission_headers = growth.carry(older.mission_headers) | from_positions(
            new_missions, self.length
        )
        new_observations = (one.first - 1 for one in growth.observations if one.was < 0)
        self.observation_headers = growth.carry(
            older.observation_headers
        ) | from_positions(new_observations, self.length)

    @property
    def position_of(self) -> Sequence[int]:
        """The position of each row."""
        if self._position_of is None:
            self._position_of = self._positions()
        return self._position_of

    def _positions(self) -> array[int]:
        if self._is_in_row_order:
            below = starmap(range, self.observations.below())
            return array("I", chain.from_iterable(below))
        found = array("I", bytes(_WIDE * self.rows))
        self._note(found, 0, self.length)
        return found

    def _note(self, found: array[int], start: int, stop: int) -> None:
        """Note the positions of the rows that stand in a part of the tree."""
        for position, row in enumerate(self.row_at[start:stop], start):
            if row >= 0:
                found[row] = position

    def prepare(self) -> bool:
        """Do a part of what makes a tree that grew, or is new, as quick as it can be.

        :returns: whether any was left.
        """
        if isinstance(self.row_at, RowsBetween):
            self.row_at = self.row_at.written
            return True
        if not self.depth:
            return False
        start, found = self._noted or (0, array("I", bytes(_WIDE * self.rows)))
        stop = start + _TOGETHER
        self._note(found, start, stop)
        self._noted = stop, found
        if stop >= self.length:
            self._position_of, self.depth, self._noted = found, 0, None
            for growth in self.growths:
                growth.forget()
        return True

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

    def placed(self, column: bytes | array[int], header: int) -> array[int]:
        """Return a column of rows in the order of positions.

        :param header: what stands where a header stands.
        """
        values = column[: self.rows]
        if not isinstance(values, array) or values.itemsize < _WIDE:
            values = widened(values)
        if self._is_in_row_order:
            return with_headers(values, header, self.missions, self.observations)
        values.append(header)
        return array(values.typecode, gathered(values, self.row_at))

    def planes(
        self, columns: Sequence[tuple[bytes | array[int], int]]
    ) -> Iterator[list[int]]:
        """Yield the planes of columns of rows over the positions; see `placing`.

        :param columns: and how many bits their numbers have.
        """
        here = [(column[: self.rows], bits) for column, bits in columns]
        return planes(here, self._placed_lanes)

    def _placed_lanes(self, lanes: Lanes) -> Iterator[bytes]:
        if self._is_in_row_order:
            return between_headers(lanes, self.missions, self.observations)
        return by_rows(lanes, self.row_at)

    def rows_in(self, files: int) -> list[int]:
        """Return the rows of some files in the order of positions; quick for few.

        Those of the last time are at hand.
        """
        if not files:
            return []
        if files != self._asked[0]:
            places = positions(files, self.length)
            self._asked = files, list(map(self.row_at.__getitem__, places))
        return self._asked[1]

    def files_at(self, rows: Collection[int]) -> int:
        """Return the bitmap of the files of some rows, each given once."""
        if not rows:
            return 0
        if len(rows) == self.rows:
            return self.files
        places = map(self.position_of.__getitem__, rows)
        return from_positions(places, self.length)

    def is_file(self, position: int) -> bool:
        """Tell whether a file stands at the position."""
        return self.row_at[position] >= 0

    def mission_at(self, position: int) -> int:
        """Return which mission the position belongs to."""
        return bisect_right(self.missions.headers, position) - 1

    def observation_at(self, position: int) -> int:
        """Return which observation a file's or an observation's position belongs to."""
        return bisect_right(self.observations.headers, position) - 1

    def number_at(self, position: int) -> int:
        """Return the catalog's number of the observation at the position."""
        return self.observation_numbers[self.observation_at(position)]

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
