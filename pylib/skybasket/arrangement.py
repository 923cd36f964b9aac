"""The rows to draw in another order: files within their observation, these in theirs.

A folder has as many rows in any order, so nothing is laid out anew: a row is found by
counting, first among the missions, then among the observations of one, then in the
files of one. Only what comes into sight is ever sorted.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from operator import mul, sub
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.bitmaps import from_positions, selectors
from skybasket.ranks import Ranks
from skybasket.visible import Visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skybasket.catalog import Catalog
    from skybasket.tree import Folder, Tree

__all__ = ["SORTABLE", "Arranged", "Order"]

#: Columns of files that are known of an observation too.
_OBSERVED: Final = ("target", "instrument", "bandpass", "proposal")
#: What rows can be sorted by.
SORTABLE: Final = (
    "name",
    "group",
    "category",
    "level",
    "size",
    "date",
    *_OBSERVED,
    "data_type",
    "extension",
    "access",
)


class Order(NamedTuple):
    """What rows are sorted by.

    :param by: one of `SORTABLE`; ``date`` sorts observations only, by when they began.
    :param descending: whether the largest comes first; what is unknown comes last.
    """

    by: str
    descending: bool = False


class _Mission(NamedTuple):
    """The observations of a mission in their new order."""

    #: Their headers' positions.
    headers: Sequence[int]
    #: The row of each, counted from the mission's own.
    starts: Sequence[int]
    #: Which of them one is, by its header.
    places: Mapping[int, int]


class Arranged(Visible):
    """The rows to draw, by number from the top, and where a position stands in them.

    :param bitmap: the positions of the rows to draw, as the tree has them.
    :param shown: the files that are shown.
    """

    def __init__(
        self, tree: Tree, bitmap: int, catalog: Catalog, shown: int, order: Order
    ) -> None:
        super().__init__(tree, bitmap)
        self._catalog = catalog
        self._shown = Ranks(shown, tree.length)
        self._order = order
        self._sorted: dict[int, _Mission] = {}
        self._files: dict[int, list[int]] = {}

    def window(self, start: int, stop: int) -> list[int]:
        """Return the positions of the rows ``start`` to ``stop - 1``."""
        found: list[int] = []
        start, stop = max(start, 0), min(stop, len(self))
        while (row := start + len(found)) < stop:
            found += self._from(row, stop - row)
        return found

    def index(self, position: int) -> int | None:
        """Return the number of a position's row, or None when it is not drawn."""
        tree = self._tree
        if not self._ranks.has(position):
            return None
        mission = tree.mission_at(position)
        row = self._ranks.before(tree.missions[mission].header)
        if tree.is_mission(position):
            return row
        header = tree.observations[tree.observation_at(position)].header
        observations = self._mission(mission)
        row += observations.starts[observations.places[header]]
        if position == header:
            return row
        return row + 1 + self._files_of(header).index(position)

    def before(self, position: int) -> int:
        """Return how many rows are drawn above a position.

        One that is not drawn stands at the beginning of the folder that it is in.
        """
        tree = self._tree
        row = self.index(position)
        if row is not None:
            return row
        mission = tree.missions[tree.mission_at(position)].header
        folders = [mission]
        if not tree.is_mission(position):
            folders.append(tree.observations[tree.observation_at(position)].header)
        rows = [row for row in map(self.index, folders) if row is not None]
        return max(rows, default=-1) + 1

    def between(self, one: int, other: int) -> int:
        """Return all positions behind the rows from one to another; see `Visible`."""
        ends = [self.before(end) - (self.index(end) is None) for end in (one, other)]
        first, last = sorted(ends)
        tree, rows = self._tree, self.window(first, last + 1)
        files = from_positions(filter(tree.is_file, rows), tree.length)
        below = self.window(last + 1, last + 2)
        closed = [
            tree.folder_at(row)
            for row, following in zip(rows, [*rows[1:], *below, -1], strict=False)
            if not tree.is_file(row) and not self._holds(row, following)
        ]
        return files | tree.filled(sorted(closed))

    def _holds(self, header: int, position: int) -> bool:
        """Tell whether a position stands below a folder's header."""
        return header < position < self._tree.folder_at(header).stop

    def place(self, header: int) -> int:
        """Return which of its mission's observations one is, counted from 0.

        :param header: its position; it has to be drawn.
        """
        return self._mission(self._tree.mission_at(header)).places[header]

    def _from(self, row: int, most: int) -> Sequence[int]:
        """Return positions from a row on, as far as one folder goes.

        :param most: how many are wanted.
        """
        mission = bisect_right(self._mission_rows, row) - 1
        header = self._mission_headers[mission]
        row -= self._mission_rows[mission]
        if row == 0:
            return [header]
        headers, starts, _ = self._mission(self._tree.mission_at(header))
        first = bisect_right(starts, row) - 1
        if skipped := row - starts[first]:
            return self._files_of(headers[first])[skipped - 1 : skipped - 1 + most]
        # Observations that are closed stand side by side.
        last = first + 1
        while (
            last < min(len(starts), first + most)
            and starts[last] == starts[last - 1] + 1
        ):
            last += 1
        return headers[first:last]

    @cached_property
    def _mission_headers(self) -> list[int]:
        ranks = Ranks(self.bitmap & self._tree.mission_headers, self._tree.length)
        return ranks.window(0, len(ranks))

    @cached_property
    def _mission_rows(self) -> list[int]:
        return list(map(self._ranks.before, self._mission_headers))

    def _mission(self, mission: int) -> _Mission:
        """Return the observations of a mission in their order."""
        if mission not in self._sorted:
            folder = self._tree.missions[mission]
            drawn = self._drawn(folder)
            rows = list(map(self._ranks.before, drawn))
            end = self._ranks.before(folder.stop)
            lengths = dict(zip(drawn, map(sub, [*rows[1:], end], rows), strict=True))
            headers = self._in_order(drawn, self._observation_keys(drawn))
            starts = list(accumulate(map(lengths.__getitem__, headers), initial=1))
            places = {header: place for place, header in enumerate(headers)}
            self._sorted[mission] = _Mission(headers, starts[:-1], places)
        return self._sorted[mission]

    @cached_property
    def _observation_headers(self) -> Ranks:
        headers = self.bitmap & self._tree.observation_headers
        return Ranks(headers, self._tree.length)

    def _drawn(self, folder: Folder) -> list[int]:
        """Return the headers of the observations of a mission that are drawn."""
        ranks = self._observation_headers
        return ranks.window(ranks.before(folder.first), ranks.before(folder.stop))

    def _files_of(self, header: int) -> list[int]:
        """Return the positions of an observation's shown files, in their order."""
        if header not in self._files:
            folder = self._tree.folder_at(header)
            before, after = map(self._shown.before, (folder.first, folder.stop))
            files = self._shown.window(before, after)
            self._files[header] = self._in_order(files, self._file_keys(files))
        return self._files[header]

    def _in_order(self, items: list[int], keys: Sequence[Any] | None) -> list[int]:
        """Return items by their keys; those without one last, as they were."""
        if keys is None:
            return items
        known = [place for place, key in enumerate(keys) if key not in ("", None)]
        known.sort(key=keys.__getitem__, reverse=self._order.descending)
        unknown = [place for place, key in enumerate(keys) if key in ("", None)]
        return list(map(items.__getitem__, known + unknown))

    def _file_keys(self, positions: Sequence[int]) -> Sequence[Any] | None:
        """Return what each file is sorted by; None where they stay as they are."""
        catalog, by = self._catalog, self._order.by
        rows = list(map(self._tree.row_at.__getitem__, positions))
        if by == "name":
            return list(map(catalog.filename, rows))
        if by == "size":
            return list(map(catalog.size, rows))
        if by == "date":
            return None
        column = catalog.facet(by)
        values = list(map(column.__getitem__, rows))
        return [value and int(value) for value in values] if by == "level" else values

    def _observation_keys(self, headers: Sequence[int]) -> Sequence[Any] | None:
        """Return what each observation is sorted by; None where they stay."""
        tree, catalog, by = self._tree, self._catalog, self._order.by
        if by == "size":
            return self._sizes(headers)
        numbers = map(tree.number_at, headers)
        if by == "name":
            return [catalog.observations[number][1] for number in numbers]
        if by == "date":
            return [catalog.observation(number).start for number in numbers]
        if by in _OBSERVED:
            return [getattr(catalog.observation(number), by) for number in numbers]
        return None

    def _sizes(self, headers: Sequence[int]) -> list[int | None]:
        """Return the known bytes of the files that each observation shows."""
        folders = [self._tree.folder_at(header) for header in headers]
        sums = self._sums
        return [sums[folder.stop] - sums[folder.first] or None for folder in folders]

    @cached_property
    def _sums(self) -> list[int]:
        """The bytes of all shown files before each position."""
        length = self._tree.length
        sizes = self._tree.placed(self._catalog.sizes, 0)
        is_shown = selectors(self._shown.part(0, length), length)
        return list(accumulate(map(mul, sizes, is_shown), initial=0))
