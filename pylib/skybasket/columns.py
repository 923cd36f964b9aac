"""Growing columns of text, kept as distinct values and one code a row."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import compress, count, islice, repeat
from operator import eq
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from skybasket.codes import (
    BYTES,
    climbing,
    gathered,
    joined,
    narrow,
    raised,
    reaches,
    widened,
)
from skybasket.stretches import Stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

__all__ = ["Coded", "TextColumn", "coded", "combined"]

Value = TypeVar("Value", bound="Hashable")
Found = TypeVar("Found", bound="Hashable")
#: Bytes of a number in a column that grows.
_WIDE: Final = array("I").itemsize


class Coded(Sequence[Value]):
    """A column as distinct values and one code a row.

    :param values: a value that no row has does no harm, nor one that is there twice.
    :param codes: the place of each row's value.
    """

    def __init__(self, values: Sequence[Value], codes: Sequence[int]) -> None:
        self.values = values
        self.codes = codes

    @classmethod
    def constant(cls, value: Value, rows: int) -> Coded[Value]:
        """Return a column in which all rows have one value."""
        return cls([value], bytes(rows))

    @cached_property
    def is_distinct(self) -> bool:
        """Whether no value is there twice."""
        return len(set(self.values)) == len(self.values)

    @cached_property
    def climbs(self) -> int | None:
        """Where codes change, if values were numbered as they came; see `climbing`."""
        return climbing(self.codes)

    @property
    def is_sound(self) -> bool:
        """Whether there is a value for every code."""
        codes, count = self.codes, len(self.values)
        is_last = len(codes) > 0 and codes[-1] == count - 1
        return (is_last and self.climbs is not None) or not reaches(codes, count)

    @cached_property
    def stretches(self) -> Stretches:
        """Where its rows go up."""
        return Stretches(self.values, self.codes, self.climbs)

    @cached_property
    def with_nothing(self) -> Coded[Any]:
        """The same column with the empty text as its first value."""
        if self.values[:1] == [""]:
            return self
        values, codes = ["", *self.values], self.codes
        if isinstance(codes, bytes) and len(values) <= BYTES:
            return Coded(values, codes.translate(bytes(range(1, BYTES)) + b"\0"))
        return Coded(values, raised(widened(codes), 1))

    @cached_property
    def longest(self) -> int:
        """The length of the longest value."""
        return max(map(len, self.values), default=0)  # type: ignore[arg-type]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    @overload
    def __getitem__(self, row: int) -> Value: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Value]: ...
    def __getitem__(self, row: int | slice) -> Value | Sequence[Value]:
        """Return the value of a row, or of several."""
        if isinstance(row, slice):
            return Coded(self.values, self.codes[row])
        return self.values[self.codes[row]]

    def __eq__(self, other: object) -> bool:
        """Tell whether the rows are the same, however they are kept."""
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[Value]:
        """Yield the value of each row."""
        return map(self.values.__getitem__, self.codes)

    def each(self, function: Callable[[Value], Found]) -> Coded[Found]:
        """Return the function of every value, worked out once for each distinct one."""
        return _reduced(list(map(function, self.values)), self.codes)

    def only(self, kept: Iterable[object]) -> Coded[Value]:
        """Return the rows whose mark is true."""
        return Coded(self.values, narrow(compress(self.codes, kept), len(self.values)))


def coded(values: Sequence[Value]) -> Coded[Value]:
    """Return a column as distinct values and one code a row.

    A column of one value, as many are, is known by one pass that makes nothing.

    :raises TypeError: if a value cannot be told from others, as lists cannot.
    """
    if isinstance(values, Coded):
        return values
    rows = len(values)
    if rows and values.count(values[0]) == rows:
        return Coded(list(dict.fromkeys(values[:1])), bytes(rows))
    return Coded(*_numbered(values))


def combined(function: Callable[..., Found], *columns: Coded[Any]) -> Coded[Found]:
    """Return a function of several columns, once for each distinct combination."""
    if not len(columns[0]):
        return Coded([], b"")
    varying = [column for column in columns if len(column.values) > 1]
    if len(varying) < 2:  # noqa: PLR2004
        codes = varying[0].codes if varying else columns[0].codes
        chosen = [column.values for column in varying]
    else:
        numbers, codes = _combinations(varying)
        chosen = [
            gathered(column.values, places)
            for column, places in zip(varying, numbers, strict=True)
        ]
    lists = iter(chosen)
    length = len(chosen[0]) if chosen else 1
    arguments = [
        next(lists) if len(column.values) > 1 else repeat(column.values[0], length)
        for column in columns
    ]
    return _reduced(list(map(function, *arguments)), codes)


def _combinations(
    columns: Sequence[Coded[Any]],
) -> tuple[list[Sequence[int]], Sequence[int]]:
    """Return the distinct combinations of codes, by column, and which each row has."""
    numbers = joined([(column.codes, len(column.values)) for column in columns])
    if numbers is None:
        pairs, codes = _numbered(zip(*(one.codes for one in columns), strict=True))
        return list(zip(*pairs, strict=True)), codes
    distinct, codes = _renumbered(numbers)
    found: list[Sequence[int]] = []
    for column in reversed(columns):
        found.insert(0, [number % len(column.values) for number in distinct])
        distinct = [number // len(column.values) for number in distinct]
    return found, codes


def _renumbered(numbers: Sequence[int]) -> tuple[list[int], Sequence[int]]:
    """Return the distinct numbers as they come, and the place of each row's."""
    if not isinstance(numbers, bytes):
        return _numbered(numbers)
    distinct = list(dict.fromkeys(numbers))
    table = bytearray(BYTES)
    for place, number in enumerate(distinct):
        table[number] = place
    return distinct, numbers.translate(table)


def _reduced(values: list[Found], codes: Sequence[int]) -> Coded[Found]:
    """Return a column in which no two codes mean the same value."""
    numbers = dict(zip(dict.fromkeys(values), count(), strict=False))
    if len(numbers) == len(values):
        return Coded(values, codes)
    if len(numbers) == 1:
        return Coded.constant(values[0], len(codes))
    table = list(map(numbers.__getitem__, values))
    if isinstance(codes, bytes) and len(table) <= BYTES:
        found: Sequence[int] = codes.translate(bytes(table) + bytes(BYTES - len(table)))
    else:
        found = narrow(gathered(table, codes), len(numbers))
    return Coded(list(numbers), found)


def _numbered(values: Iterable[Value]) -> tuple[list[Value], Sequence[int]]:
    """Return the distinct values as they come, and the place of each row's."""
    numbers: defaultdict[Value, int] = defaultdict(count().__next__)
    codes = list(map(numbers.__getitem__, values))
    return list(numbers), narrow(codes, len(numbers))


class TextColumn:
    """A growing column of text: distinct values, and one code a row."""

    def __init__(self) -> None:
        self.values: list[str] = [""]
        self._codes: bytes | array[int] = b""
        #: Whether others have the same codes, which are not to be changed then.
        self._is_shared = False
        self._known: defaultdict[str, int] | None = None
        #: What the rows were taken over from, as long as there are no others.
        self._origin: Coded[str] | None = None

    @property
    def stretches(self) -> Stretches:
        """Where its rows go up."""
        if self._origin and len(self._origin) == len(self):
            return self._origin.stretches
        return Stretches(self.values, self.codes, self.climbs)

    @property
    def climbs(self) -> int | None:
        """Where codes change, if values were numbered as they came; see `climbing`."""
        if self._origin and len(self._origin) == len(self):
            return self._origin.climbs
        return climbing(self.codes)

    @property
    def codes(self) -> bytes | array[int]:
        """The code of each row, in as few bytes as they came in; not to be changed."""
        return self._codes

    def _growing(self) -> array[int]:
        """Return the codes as what can grow: of their own, with room for any value."""
        codes = self._codes
        if self._is_shared or isinstance(codes, bytes) or codes.itemsize < _WIDE:
            self._codes = codes = widened(codes)
            self._is_shared = False
        return codes

    def extend_codes(self, codes: Iterable[int]) -> None:
        """Append rows by the codes of their values, which are known."""
        self._growing().extend(codes)

    def prepare(self) -> bool:
        """Get ready to tell codes by values; tell whether that takes any time."""
        is_new = self._known is None and len(self.values) > BYTES
        return is_new and bool(self._code)

    @property
    def _code(self) -> defaultdict[str, int]:
        """The code of each value; one that is new gets the next."""
        if self._known is None:
            following = count(len(self.values))
            known = zip(self.values, count(), strict=False)
            self._known = defaultdict(following.__next__, known)
        return self._known

    def extend(self, values: Iterable[str]) -> None:
        """Append a value for each new row; one pass at C speed."""
        if isinstance(values, Coded):
            if not self._takes_over(values):
                self._extend_coded(self.encode(values.values), values.codes)
            return
        self._growing().extend(map(self._code.__getitem__, values))
        self._note_values()

    def _takes_over(self, column: Coded[str]) -> bool:
        """Become what another column is, where this is empty and that is sound."""
        if self._codes or len(self.values) > 1 or not column.is_distinct:
            return False
        if "" in column.values[1:]:
            return False
        begun = column.with_nothing
        self._known, self._origin = None, column
        self.values = list(begun.values)
        codes = begun.codes
        self._codes = codes if isinstance(codes, (bytes, array)) else widened(codes)
        self._is_shared = True
        return True

    def _extend_coded(self, table: list[int], codes: Sequence[int]) -> None:
        if isinstance(codes, bytes) and max(table, default=0) < BYTES:
            narrow_codes = codes.translate(bytes(table) + bytes(BYTES - len(table)))
            if isinstance(self._codes, bytes):
                self._codes += narrow_codes
            else:
                self._growing().extend(widened(narrow_codes))
        elif table and table == list(range(table[0], table[0] + len(table))):
            self._growing().extend(raised(widened(codes), table[0]))
        else:
            self._growing().extend(gathered(table, codes))

    def extend_empty(self, rows: int) -> None:
        """Append nothing for some new rows."""
        if isinstance(self._codes, bytes):
            self._codes += bytes(rows)
        elif rows:
            self._growing().frombytes(bytes(_WIDE * rows))

    def encode(self, values: Iterable[str]) -> list[int]:
        """Return the code of each value, new ones included, without adding rows."""
        codes = list(map(self._code.__getitem__, values))
        self._note_values()
        return codes

    def _note_values(self) -> None:
        fresh = islice(reversed(self._code), len(self._code) - len(self.values))
        self.values.extend(reversed(list(fresh)))

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._codes)

    def __getitem__(self, row: int) -> str:
        """Return the value of a row."""
        return self.values[self._codes[row]]

    def code(self, value: str) -> int | None:
        """Return the code of a value, or None where no row has it."""
        return self._code.get(value)
