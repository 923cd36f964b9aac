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
from itertools import chain, count, islice, starmap
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import bit_planes, byte_lanes, from_positions, span
from skybasket.codes import gathered, widened
from skybasket.growth import Growth, Opened, Positions
from skybasket.layout import Folder, Folders, anew, extended, spaced, with_headers
from skybasket.ranks import Ranks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from skybasket.catalog import Catalog

__all__ = ["Folder", "Folders", "Tree", "Visible"]

#: Bytes of a number that any code or row fits into.
_WIDE: Final = array("I").itemsize


class Tree:
    """The positions of all rows of a catalog, sorted by mission, observation, file.

    :param older: the tree before the last rows came, if that is to grow: quick for a
        few rows, slower than anew for many.
    """

    def __init__(self, catalog: Catalog, older: Tree | None = None) -> None:
        #: Stands for this tree where it is spoken of later.
        self.identity = object()
        layout = anew(catalog) if older is None else extended(older, catalog)
        #: The row of each position, -1 where a header stands.
        self.row_at = layout.row_at
        self.length = len(layout.row_at)
        #: How many rows of the catalog stand here.
        self.rows = len(catalog)
        self.mission_names = layout.mission_names
        #: The catalog's number of each observation here.
        self.observation_numbers = layout.observation_numbers
        self.missions, self.observations = layout.folders(self.length)
        self._is_in_row_order = layout.is_in_row_order
        #: How this tree came from older ones, the latest last.
        self.growths: tuple[Growth, ...] = ()
        self._position_of: Sequence[int] | None = None
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
        self.growths = (*older.growths, growth)
        self._position_of = Positions(older.position_of, growth)
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
        positions = array("I", bytes(4 * self.rows))
        for position, row in enumerate(self.row_at):
            if row >= 0:
                positions[row] = position
        return positions

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
        """Yield the planes of columns of rows over the positions; headers have 0.

        All are brought into the order of positions together, a byte of each of them
        side by side: that takes hardly longer than to bring one.

        :param columns: and how many bits their numbers have.
        """
        sizes = [(bits + 7) // 8 for _, bits in columns]
        lanes = self._placed_lanes(
            [
                lane
                for (column, _), size in zip(columns, sizes, strict=True)
                for lane in byte_lanes(column[: self.rows], size)
            ]
        )
        for (_, bits), size in zip(columns, sizes, strict=True):
            planes: list[int] = []
            for byte, lane in enumerate(islice(lanes, size)):
                planes += bit_planes(lane, min(8, bits - 8 * byte))
            yield planes

    def _placed_lanes(self, lanes: Sequence[bytes]) -> Iterator[bytes]:
        """Yield columns of a byte a row in the order of positions."""
        if not self._is_in_row_order:
            for lane in lanes:
                # A header has the row -1: what stands last.
                yield bytes(gathered(lane + b"\0", self.row_at))
            return
        width = len(lanes)
        together = bytearray(width * self.rows)
        for place, lane in enumerate(lanes):
            together[place::width] = lane
        placed = spaced(together, bytes(width), self.missions, self.observations)
        for place in range(width):
            yield placed[place::width]

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

    def place(self, header: int) -> int:
        """Return how many observations of its mission are drawn above one.

        :param header: its position; it has to be drawn.
        """
        folder = self._tree.missions[self._tree.mission_at(header)]
        observations = self.bitmap & self._tree.observation_headers
        above = span(folder.first, header, self._tree.length)
        return (observations & above).bit_count()
