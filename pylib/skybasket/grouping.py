"""Which observation each row of a catalog belongs to: mission and ID make one."""

from __future__ import annotations

from array import array
from itertools import chain, count, islice, repeat
from operator import sub
from typing import TYPE_CHECKING

from skybasket.bitmaps import without
from skybasket.codes import changes, marked, raised, run_starts, widened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from skybasket.columns import TextColumn

__all__ = ["Grouping"]


class Grouping:
    """The observation of each row, and of each observation what names it."""

    def __init__(self) -> None:
        #: The observation of each row, as a place in `keys`.
        self.of_row = array("I")
        #: Mission and ID of every observation, in the order they came.
        self.keys: list[tuple[str, str]] = []
        #: A row of each.
        self.first_row: list[int] = []
        self._numbers: dict[tuple[str, str], int] = {}
        #: Whether the rows of each observation stand together, as they came at once.
        self._is_one_run_each = False
        #: Where they change, among so many rows.
        self._changes = (0, 0)

    @property
    def changes(self) -> int:
        """Where a row has another one than the row before; see `codes.changes`."""
        if self._changes[0] != len(self.of_row):
            self._changes = len(self.of_row), changes(self.of_row)
        return self._changes[1]

    @property
    def numbers(self) -> dict[tuple[str, str], int]:
        """The place of each observation in `keys`."""
        if len(self._numbers) < len(self.keys):
            self._numbers = dict(zip(self.keys, count(), strict=False))
        return self._numbers

    def starts(self) -> Sequence[int]:
        """Return the rows at which another observation begins."""
        return self.first_row if self._is_one_run_each else run_starts(self.of_row)

    def join(self, missions: TextColumn, ids: TextColumn) -> None:
        """Give each row that is new its observation, made where that is new."""
        first = len(self.of_row)
        if not first and self._take(missions, ids):
            return
        columns = missions.codes[first:], ids.codes[first:]
        starts = run_starts(*columns)
        pairs = list(zip(*(map(codes.__getitem__, starts) for codes in columns)))  # noqa: B905
        # The last row that a key comes with stays: of the reversed rows the first.
        first_row = dict(zip(reversed(pairs), reversed(starts), strict=True))
        distinct = pairs if len(first_row) == len(pairs) else list(dict.fromkeys(pairs))
        keys = [(missions.values[one], ids.values[other]) for one, other in distinct]
        self._is_one_run_each = not first and distinct is pairs
        numbers: Iterable[int]
        if self._is_one_run_each:
            self.keys, self.first_row = keys, starts
            numbers = range(len(keys))
        else:
            rows = (first + first_row[pair] for pair in distinct)
            number_of = dict(zip(distinct, self._numbered(keys, rows), strict=True))
            numbers = map(number_of.__getitem__, pairs)
        lengths = map(sub, [*starts[1:], len(columns[0])], starts)
        self.of_row.extend(chain.from_iterable(map(repeat, numbers, lengths)))

    def _take(self, missions: TextColumn, ids: TextColumn) -> bool:
        """Take over the first rows, if their IDs were numbered one after the other.

        So are those of a basket file. Each ID is an observation then, and what numbers
        the one numbers the other.
        """
        marks, rows = ids.climbs, len(ids)
        if marks is None or not rows or without(changes(missions.codes), marks):
            return False
        first = ids.codes[0]
        self.first_row = marked(marks, rows)
        codes = map(missions.codes.__getitem__, self.first_row)
        names = map(missions.values.__getitem__, codes)
        self.keys = list(zip(names, islice(ids.values, first, None), strict=False))
        self.of_row = raised(widened(ids.codes), -first)
        self._is_one_run_each = True
        self._changes = rows, marks
        return True

    def _numbered(
        self, keys: Sequence[tuple[str, str]], rows: Iterable[int]
    ) -> list[int]:
        """Return the number of each observation, a new one where it is new.

        :param rows: the first row of each that is.
        """
        numbers = self.numbers
        for key, row in zip(keys, rows, strict=True):
            if key not in numbers:
                numbers[key] = len(self.keys)
                self.keys.append(key)
                self.first_row.append(row)
        return list(map(numbers.__getitem__, keys))
