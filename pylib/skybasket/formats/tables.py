"""What the readers of tables share: names of columns, places of rows, refused rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeVar, overload

from skybasket.errors import FormatError, first_places
from skybasket.formats.contents import Refused, Table
from skybasket.limits import MOST_COLUMNS, check_columns, check_refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = [
    "BATCH",
    "Places",
    "at_least_one",
    "column_names",
    "no_rows",
    "read_columns",
    "titles_of",
]

#: Rows in a table, so that a million never stand in memory as objects.
BATCH: Final = 20_000
_SHOWN: Final = 60

_Cell = TypeVar("_Cell")


class Places(Sequence[str]):
    """Where rows stood, as in ``line 12``; each is spelled when it is asked for.

    :param unit: what is counted.
    :param numbers: of the rows.
    """

    def __init__(self, unit: str, numbers: Sequence[int]) -> None:
        self.unit = unit
        self.numbers = numbers

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Places: ...
    def __getitem__(self, index: int | slice) -> str | Places:
        """Return the place of a row, or the places of some."""
        if isinstance(index, slice):
            return Places(self.unit, self.numbers[index])
        return f"{self.unit} {self.numbers[index]:,}"


def column_names(names: Iterable[str]) -> list[str]:
    """Return the names without blanks around them; a nameless column gets its number.

    :raises FormatError: if there is none, there are too many, or two have the same.
    """
    found = [name.strip() or f"column {place:,}" for place, name in enumerate(names, 1)]
    check_columns(found)
    if not found:
        message = "The table has no columns, so it names no files."
        raise FormatError(message)
    twice = sorted(name for name, count in Counter(found).items() if count > 1)
    if twice:
        message = "Two columns have the same name. Rename one and try again."
        raise FormatError(message, first_places([f"column {name}" for name in twice]))
    return found


def titles_of(
    rows: Iterable[Mapping[str, object]], first: Iterable[str] = ()
) -> dict[str, None]:
    """Return the names of all columns of some rows, each once, as they come.

    :param first: names that come before.
    :raises FormatError: if there are too many; then not all rows are looked at.
    """
    titles = dict.fromkeys(first)
    for row in rows:
        titles.update(dict.fromkeys(row))
        if len(titles) > MOST_COLUMNS:
            break
    check_columns(titles)
    return titles


def read_columns(
    columns: Mapping[str, Sequence[_Cell]],
    readers: Sequence[Callable[[_Cell], object] | None],
    places: Places,
    refused: list[Refused],
    spelled: Callable[[list[_Cell]], str],
) -> Table:
    """Read the cells of some rows; a row with a wrong one is refused.

    :param readers: of the columns, which raise a ValueError that says what a cell
        is not; None where the cells are taken as they are.
    :param refused: gets the rows that were not taken.
    :param spelled: returns the cells of such a row as text.
    """
    wrong: dict[int, str] = {}
    read: dict[str, Sequence[object]] = {}
    for (name, cells), reader in zip(columns.items(), readers, strict=True):
        if reader is None:
            read[name] = cells
            continue
        try:
            read[name] = list(map(reader, cells))
        except ValueError:
            read[name] = list(_read_singly(name, cells, reader, wrong))
    if not wrong:
        return Table(read, places)
    for row in sorted(wrong):
        text = spelled([cells[row] for cells in columns.values()])
        refused.append(Refused(places[row], wrong[row], text))
    check_refused(refused)
    taken = [row for row in range(len(places)) if row not in wrong]
    return Table(
        {name: [values[row] for row in taken] for name, values in read.items()},
        Places(places.unit, [places.numbers[row] for row in taken]),
    )


def _read_singly(
    name: str,
    cells: Sequence[_Cell],
    reader: Callable[[_Cell], object],
    wrong: dict[int, str],
) -> Iterator[object]:
    """Yield the values of a column; note the first complaint about each row."""
    for row, cell in enumerate(cells):
        try:
            yield reader(cell)
        except ValueError as error:
            text = repr(cell)
            shown = text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
            wrong.setdefault(row, f"column {name}: {shown} {error}")
            yield None


def at_least_one(tables: Iterable[Table], refused: list[Refused]) -> Iterator[Table]:
    """Pass the tables on that have rows.

    :param refused: what their reader notes rows in that it cannot take.
    :raises FormatError: in the end, if none had a row.
    """
    before = len(refused)
    found = False
    for table in tables:
        if any(table.columns.values()):
            found = True
            yield table
    if not found:
        raise no_rows(refused[before:])


def no_rows(refused: Sequence[Refused]) -> FormatError:
    """Return the error of a table of which no row could be read."""
    wrong = [f"{place}: {reason}" for place, reason, _ in refused]
    if wrong:
        message = "No row of the table can be read, so nothing was taken from it."
        return FormatError(message, first_places(wrong))
    message = "The table holds no products, only column names."
    return FormatError(message)
