"""Growing columns of text, kept as distinct values and one code a row."""

from __future__ import annotations

import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import compress, count
from operator import eq, sub
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

__all__ = [
    "Coded",
    "TextColumn",
    "coded",
    "combined",
    "counted",
    "lowest_bytes",
    "narrow",
    "ranked",
    "reaches",
    "run_starts",
]

Value = TypeVar("Value", bound="Hashable")
Found = TypeVar("Found", bound="Hashable")
_BYTES: Final = 256
#: Rows that a run must have, on average, to be looked at as one.
_LONG: Final = 4


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
    varying = [column.codes for column in columns if len(column.values) > 1]
    if len(varying) < 2:  # noqa: PLR2004
        rows = range(max(len(column.values) for column in columns))
        combinations: Iterable[Sequence[int]] = zip(rows)
        codes = varying[0] if varying else columns[0].codes
    else:
        combinations, codes = _numbered(zip(*varying, strict=True))
    of_varying = count()
    places = [next(of_varying) if len(column.values) > 1 else -1 for column in columns]
    pairs = list(zip((column.values for column in columns), places, strict=True))
    found = [
        function(*(values[chosen[at] if at >= 0 else 0] for values, at in pairs))
        for chosen in combinations
    ]
    return _reduced(found, codes)


def _reduced(values: list[Found], codes: Sequence[int]) -> Coded[Found]:
    """Return a column in which no two codes mean the same value."""
    numbers = dict(zip(dict.fromkeys(values), count(), strict=False))
    if len(numbers) == len(values):
        return Coded(values, codes)
    if len(numbers) == 1:
        return Coded.constant(values[0], len(codes))
    table = list(map(numbers.__getitem__, values))
    found = map(table.__getitem__, codes)
    return Coded(list(numbers), narrow(found, len(numbers)))


def _numbered(values: Iterable[Value]) -> tuple[list[Value], Sequence[int]]:
    """Return the distinct values as they come, and the place of each row's."""
    numbers: defaultdict[Value, int] = defaultdict(count().__next__)
    codes = list(map(numbers.__getitem__, values))
    return list(numbers), narrow(codes, len(numbers))


def narrow(numbers: Iterable[int], limit: int) -> Sequence[int]:
    """Return numbers below a limit in as few bytes each as they need."""
    if limit <= 1 << 8:
        return bytes(numbers)
    return array("H" if limit <= 1 << 16 else "I", numbers)


def run_starts(codes: Sequence[int]) -> list[int]:
    """Return the rows at which another code begins than the row before has.

    Read as one long number, the codes differ from themselves moved by a row where a
    bit of the XOR of both is set: that is a few passes for all rows together.
    """
    if not len(codes):
        return []
    written, width = _memory(codes)
    differing = 0
    for byte in range(width):
        lane = written[byte::width]
        if lane.count(lane[0]) < len(lane):
            later, sooner = int.from_bytes(lane[1:]), int.from_bytes(lane[:-1])
            differing |= later ^ sooner
    return [0, *compress(count(1), differing.to_bytes(len(codes) - 1))]


def reaches(codes: Sequence[int], limit: int) -> bool:
    """Tell whether any number is as large as a limit, or larger.

    Numbers are compared from their highest byte on, all of them at once.
    """
    written, width = _memory(codes)
    if limit >> 8 * width:
        return False
    equal = int.from_bytes(b"\xff" * len(codes))
    for digit, byte in zip(limit.to_bytes(width), range(width), strict=True):
        lane = written[width - 1 - byte :: width]
        larger = lane.translate(bytes(digit + 1) + b"\xff" * (_BYTES - 1 - digit))
        if int.from_bytes(larger) & equal:
            return True
        same = bytes(digit) + b"\xff" + bytes(_BYTES - 1 - digit)
        equal &= int.from_bytes(lane.translate(same))
    return bool(equal)


def _memory(codes: Sequence[int]) -> tuple[bytes, int]:
    """Return numbers as bytes, the lowest first, and how many each has."""
    numbers = codes if isinstance(codes, (array, bytes)) else array("I", codes)
    if isinstance(numbers, bytes):
        return numbers, 1
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes(), numbers.itemsize


def lowest_bytes(codes: Sequence[int]) -> bytes:
    """Return numbers below 256 as one byte each."""
    written, width = _memory(codes)
    return written[::width]


def counted(codes: Sequence[int]) -> Counter[int]:
    """Return how many rows have each code; by runs where there are few of these."""
    starts = run_starts(codes)
    if len(starts) * _LONG > len(codes):
        return Counter(codes)
    found: Counter[int] = Counter()
    lengths = map(sub, [*starts[1:], len(codes)], starts)
    for code, length in zip(map(codes.__getitem__, starts), lengths, strict=True):
        found[code] += length
    return found


def ranked(values: Sequence[str], codes: Sequence[int]) -> Sequence[int]:
    """Return the place of each row's value among the sorted values.

    :param values: that no row has and those that are there twice do no harm.
    """
    rank_of = dict(zip(sorted(set(values)), count(), strict=False))
    table = list(map(rank_of.__getitem__, values))
    if len(table) > _BYTES:
        return narrow(map(table.__getitem__, codes), len(table))
    return lowest_bytes(codes).translate(bytes(table) + bytes(_BYTES - len(table)))


def _widened(codes: Sequence[int]) -> array[int]:
    """Return numbers in as many bytes each as a column has for them."""
    wide = array("I")
    narrow = codes if isinstance(codes, array) else array("B", codes)
    if sys.byteorder == "big" or narrow.itemsize >= wide.itemsize:
        return array("I", narrow)
    written = narrow.tobytes()
    memory = bytearray(wide.itemsize * len(codes))
    # The numbers' other bytes stay 0.
    for byte in range(narrow.itemsize):
        memory[byte :: wide.itemsize] = written[byte :: narrow.itemsize]
    wide.frombytes(memory)
    return wide


def _raised(codes: array[int], by: int) -> array[int]:
    """Return numbers, each larger by as much; they stay within their bytes.

    One addition of two long numbers, in which those are the digits.
    """
    if not by:
        return codes
    size = codes.itemsize * len(codes)
    added = array(codes.typecode, [by]) * len(codes)
    order = sys.byteorder
    total = int.from_bytes(codes.tobytes(), order) + int.from_bytes(
        added.tobytes(), order
    )
    raised = array(codes.typecode)
    raised.frombytes(total.to_bytes(size, order))
    return raised


class TextColumn:
    """A growing column of text: distinct values, and one code a row."""

    def __init__(self) -> None:
        self.values: list[str] = [""]
        self.codes = array("I")
        self._known: defaultdict[str, int] | None = None

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
        self.codes.extend(map(self._code.__getitem__, values))
        self._note_values()

    def _takes_over(self, column: Coded[str]) -> bool:
        """Become what another column is, where this is empty and that is sound."""
        values, distinct = column.values, set(column.values)
        if self.codes or len(self.values) > 1 or len(distinct) < len(values):
            return False
        has_nothing = "" in distinct
        if has_nothing and values[0]:
            return False
        self.values = list(values) if has_nothing else ["", *values]
        self._known = None
        self._extend_coded(list(range(not has_nothing, len(self.values))), column.codes)
        return True

    def _extend_coded(self, table: list[int], codes: Sequence[int]) -> None:
        if len(table) == 1:
            self.codes += array("I", table) * len(codes)
        elif isinstance(codes, bytes) and max(table, default=0) < _BYTES:
            wide = bytes(table) + bytes(_BYTES - len(table))
            self.codes += _widened(codes.translate(wide))
        elif table and table == list(range(table[0], table[0] + len(table))):
            self.codes += _raised(_widened(codes), table[0])
        else:
            self.codes.extend(map(table.__getitem__, codes))

    def extend_empty(self, rows: int) -> None:
        """Append nothing for some new rows."""
        self.codes.frombytes(bytes(self.codes.itemsize * rows))

    def encode(self, values: Iterable[str]) -> list[int]:
        """Return the code of each value, new ones included, without adding rows."""
        codes = list(map(self._code.__getitem__, values))
        self._note_values()
        return codes

    def _note_values(self) -> None:
        self.values.extend(list(self._code)[len(self.values) :])

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        """Return the value of a row."""
        return self.values[self.codes[row]]

    def code(self, value: str) -> int | None:
        """Return the code of a value, or None where no row has it."""
        return self._code.get(value)

    def derive(self, function: Callable[[str], str]) -> TextColumn:
        """Return a column of ``function(value)``, computed once a distinct value."""
        derived = TextColumn()
        derived.extend(map(function, self.values))
        code_of = list(derived.codes)
        derived.codes = array("I", map(code_of.__getitem__, self.codes))
        return derived
