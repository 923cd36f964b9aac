"""Reads tables column by column, and sets aside the rows that cannot be taken.

Every distinct value of a column is looked at once, so a list of a million products
costs a few thousand checks; columns stay distinct values and codes from here on.
"""

from __future__ import annotations

import json
from itertools import compress
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from skybasket.archives.mast_values import (
    LONGEST,
    MISSING,
    fields_read,
    name,
    other,
    plain_sizes,
    plain_texts,
    size,
    text,
)
from skybasket.columns import Coded, coded
from skybasket.errors import FormatError, first_places
from skybasket.formats.contents import Refused
from skybasket.limits import check_refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from skybasket.formats.contents import Table

    Reader = Callable[[object], str]

__all__ = ["Sheet", "nothing_left"]

_SHOWN: Final = 60
#: Rows that cannot be taken are counted after so many.
_COUNTED: Final = 1_000
#: Readers of columns in which lists and objects make sense.
_NESTED: Final = frozenset({other, fields_read})

#: What reads many values at once, where they are such as most are.
_TOGETHER: Final[Mapping[Reader, Callable[[Sequence[Any]], list[str] | None]]] = {
    text: plain_texts,
    other: plain_texts,
    size: plain_sizes,
}

Value = TypeVar("Value")


class Sheet:
    """One table as it is read: columns of text, and what is wrong in which row.

    :param before: how many rows of the same file were read before.
    """

    def __init__(self, table: Table, before: int) -> None:
        self._table = table
        self._before = before
        self._complaints: dict[int, list[str]] = {}
        self.length = len(next(iter(table.columns.values()), ()))

    def read(self, title: str, reader: Reader) -> Coded[str] | list[str]:
        """Return a column's values as text; what is wrong becomes empty."""
        values = self._table.columns[title]
        found, wrong = _read(values, reader)
        for row, complaint in wrong.items():
            self.complain(row, title, complaint)
        return found

    def complain(self, row: int, title: str, complaint: str) -> None:
        """Note why a row cannot be taken."""
        value = self._table.columns[title][row]
        said = f"{_shown(value)} {complaint}" if value not in (None, "") else complaint
        self._complaints.setdefault(row, []).append(f"column {title}: {said}")

    def is_wrong(self, row: int) -> bool:
        """Tell whether something is wrong in a row."""
        return row in self._complaints

    def kept(self, values: Sequence[Value]) -> Sequence[Value]:
        """Return the values of the rows that can be taken."""
        if not self._complaints:
            return values
        keep = (row not in self._complaints for row in range(self.length))
        if isinstance(values, Coded):
            return values.only(keep)
        return list(compress(values, keep))

    @property
    def taken(self) -> int:
        """How many rows can be taken."""
        return self.length - len(self._complaints)

    @property
    def wrong(self) -> int:
        """How many values are wrong."""
        return sum(map(len, self._complaints.values()))

    def refused(self) -> list[Refused]:
        """Return the rows that cannot be taken, with what they say as JSON.

        :raises FormatError: if these are far too many.
        """
        found: list[Refused] = []
        for row, complaints in sorted(self._complaints.items()):
            found.append(
                Refused(self._place(row), "; ".join(complaints), self._line(row))
            )
            if not len(found) % _COUNTED:
                check_refused(found)
        return found

    def _place(self, row: int) -> str:
        places = self._table.places
        return places[row] if places is not None else f"row {self._before + row + 1:,}"

    def _line(self, row: int) -> str:
        columns = self._table.columns
        return json.dumps(
            {title: values[row] for title, values in columns.items()}, default=str
        )


def nothing_left(refused: Sequence[Refused], wrong: int, what: str) -> FormatError:
    """Return the error of a file of which no row could be taken.

    :param wrong: how many values are wrong.
    :param what: the rows it should hold, such as "products".
    """
    if not refused:
        return FormatError(f"The table holds no {what}, only column names.")
    values = "1 value is" if wrong == 1 else f"{wrong:,} values are"
    message = (
        f"{values} wrong, so nothing was taken from the list. Mend it and try again."
    )
    where = first_places([f"{row.place}, {row.reason}" for row in refused])
    return FormatError(message, where)


def _read(
    values: Sequence[Any], reader: Reader
) -> tuple[Coded[str] | list[str], Mapping[int, str]]:
    """Read a column, each distinct value once; return what is wrong by row."""
    if reader is name and (plain := _plain_names(values)):
        return plain, {}
    try:
        column = coded(values)
        # What comes in codes has different ones for 1, 1.0 and True.
        is_vague = column is not values and _may_mix(column.values)
        if is_vague and _is_mixed(values):
            keys = coded(list(zip(map(type, values), values, strict=True)))
            column = keys.each(itemgetter(1))
    except TypeError:
        return _read_nested(values, reader)
    read_together = _TOGETHER.get(reader)
    if read_together and (together := read_together(column.values)) is not None:
        return Coded(together, column.codes), {}
    read, complaints = _read_each(column.values, reader)
    wrong = (
        {row: complaints[at] for row, at in enumerate(column.codes) if at in complaints}
        if complaints
        else {}
    )
    return Coded(read, column.codes), wrong


def _may_mix(distinct: Sequence[object]) -> bool:
    """Tell whether equal values may be of several types.

    Python calls 1, 1.0 and True equal; text equals nothing but text.
    """
    return not {*map(type, distinct)} <= {str, NoneType}


def _is_mixed(values: Sequence[object]) -> bool:
    return len({*map(type, values)} - {NoneType}) > 1


def _read_nested(
    values: Sequence[object], reader: Reader
) -> tuple[list[str], Mapping[int, str]]:
    """Read a column that holds lists or objects, which only a few may: as JSON."""
    whole = [
        value
        if not isinstance(value, (list, tuple, dict, set))
        else json.dumps(value, default=str)[:LONGEST]
        for value in values
    ]
    read, complaints = _read_each(whole, reader)
    if reader not in _NESTED:
        complaints |= {
            row: "is not a single value"
            for row, value in enumerate(values)
            if value is not whole[row]
        }
    return read, complaints


def _read_each(
    values: Iterable[object], reader: Reader
) -> tuple[list[str], dict[int, str]]:
    """Return what each value says, and what is wrong with some, by their places."""
    read: list[str] = []
    complaints: dict[int, str] = {}
    for place, value in enumerate(values):
        try:
            read.append(reader(value))
        except ValueError as error:
            read.append("")
            complaints[place] = str(error)
    return read, complaints


def _plain_names(values: Sequence[Any]) -> list[str] | None:
    """Return names that have nothing odd about them, all at once, else None."""
    try:
        together = "".join(values)
    except TypeError:
        return None
    if not together.isprintable() or not MISSING.isdisjoint(values):
        return None
    names = list(map(str.strip, values)) if " " in together else list(values)
    is_odd = max(map(len, names), default=0) > LONGEST or not MISSING.isdisjoint(names)
    return None if is_odd else names


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 3] + "..."
