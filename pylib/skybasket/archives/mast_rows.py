"""Reads tables column by column, and sets aside the rows that cannot be taken.

Every distinct value of a column is looked at once, so a list of a million products
costs a few thousand checks.
"""

from __future__ import annotations

import json
from itertools import compress
from types import NoneType
from typing import TYPE_CHECKING, Final, TypeVar

from skybasket.archives.mast_values import LONGEST, MISSING, fields_read, name, other
from skybasket.errors import FormatError, first_places
from skybasket.formats.contents import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from skybasket.formats.contents import Table

    Reader = Callable[[object], str]

__all__ = ["Sheet", "nothing_left"]

_SHOWN: Final = 60
#: Readers of columns in which lists and objects make sense.
_NESTED: Final = frozenset({other, fields_read})

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

    def read(self, title: str, reader: Reader) -> list[str]:
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

    def kept(self, values: list[Value]) -> list[Value]:
        """Return the values of the rows that can be taken."""
        if not self._complaints:
            return values
        keep = (row not in self._complaints for row in range(self.length))
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
        """Return the rows that cannot be taken, with what they say as JSON."""
        return [
            Refused(self._place(row), "; ".join(complaints), self._line(row))
            for row, complaints in sorted(self._complaints.items())
        ]

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
    values: Sequence[object], reader: Reader
) -> tuple[list[str], Mapping[int, str]]:
    """Read a column, each distinct value once; return what is wrong by row."""
    kinds = set(map(type, values))
    if reader is name and kinds == {str} and (plain := _plain_names(values)):
        return plain, {}
    # Python calls 1, 1.0 and True equal, so where types mix they belong to the key.
    is_mixed = len(kinds - {NoneType}) > 1
    keys: Sequence[object] = (
        list(zip(map(type, values), values, strict=True)) if is_mixed else values
    )
    try:
        distinct = dict(zip(keys, values, strict=True))
    except TypeError:
        return _read_nested(values, reader)
    read, complaints = _read_each(distinct, reader)
    wrong = (
        {row: complaints[key] for row, key in enumerate(keys) if key in complaints}
        if complaints
        else {}
    )
    return list(map(read.__getitem__, keys)), wrong


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
    read, complaints = _read_each(dict(enumerate(whole)), reader)
    if reader not in _NESTED:
        complaints |= {
            row: "is not a single value"
            for row, value in enumerate(values)
            if value is not whole[row]
        }
    return list(read.values()), {
        row: complaint for row, complaint in complaints.items() if isinstance(row, int)
    }


def _read_each(
    distinct: Mapping[object, object] | dict[int, object], reader: Reader
) -> tuple[dict[object, str], dict[object, str]]:
    read: dict[object, str] = {}
    complaints: dict[object, str] = {}
    for key, value in distinct.items():
        try:
            read[key] = reader(value)
        except ValueError as error:
            read[key] = ""
            complaints[key] = str(error)
    return read, complaints


def _plain_names(values: Sequence[object]) -> list[str] | None:
    """Return names that have nothing odd about them, all at once, else None."""
    names: list[str] = list(map(str.strip, values))  # type: ignore[arg-type]
    if (
        max(map(len, names)) > LONGEST
        or not "".join(names).isprintable()
        or any(map(MISSING.__contains__, names))
    ):
        return None
    return names


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 3] + "..."
