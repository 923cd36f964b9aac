"""Columns of codes, one a row: looked at and changed in a few passes over their bytes.

A million codes taken out one by one are a million Python objects. Here a column is
read as text, whose bytes are translated, or as one long number, whose bits tell of all
rows at once.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from itertools import compress, count, islice
from math import prod
from operator import ge, gt, itemgetter, sub
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "BYTES",
    "changes",
    "climbing",
    "counted",
    "counted_up",
    "falls",
    "gathered",
    "joined",
    "lowest_bytes",
    "marked",
    "narrow",
    "raised",
    "ranked",
    "reaches",
    "run_starts",
    "widened",
]

#: So many codes fit into a byte.
BYTES: Final = 256
#: Numbers of a column of codes are smaller.
_LIMIT: Final = 1 << 32
_TRUTH: Final = b"\0" + b"\1" * (BYTES - 1)
#: Rows that a run must have, on average, to be looked at as one.
_LONG: Final = 4


def narrow(numbers: Iterable[int], limit: int) -> Sequence[int]:
    """Return numbers below a limit in as few bytes each as they need."""
    if limit <= 1 << 8:
        return bytes(numbers)
    return array("H" if limit <= 1 << 16 else "I", numbers)


def gathered(values: Any, places: Sequence[int]) -> Sequence[Any]:  # noqa: ANN401
    """Return the values at some places: three times as fast as one by one.

    :param values: a sequence, or a mapping by what the places are.
    """
    if len(places) < 2:  # noqa: PLR2004
        return [values[place] for place in places]
    found: tuple[Any, ...] = itemgetter(*places)(values)
    return found


def joined(columns: Sequence[tuple[Sequence[int], int]]) -> Sequence[int] | None:
    """Return one number a row that stands for its codes in several columns.

    These are its digits, of which the last column has the lowest. The columns are
    multiplied and added as long numbers, whose own digits the rows are.

    :param columns: codes, and the limit that these are below.
    :returns: None where the numbers would be too large.
    """
    total = prod(limit for _, limit in columns)
    if total > _LIMIT:
        return None
    number = 0
    lane = b""
    for codes, limit in columns:
        lane = lowest_bytes(codes) if total <= BYTES else widened(codes).tobytes()
        number = number * limit + int.from_bytes(lane, sys.byteorder)
    written = number.to_bytes(len(lane), sys.byteorder)
    return written if total <= BYTES else array("I", written)


def run_starts(*columns: Sequence[int]) -> list[int]:
    """Return the rows at which another code begins, in any of some columns."""
    rows = len(columns[0])
    return marked(changes(*columns) if rows else 0, rows)


def marked(marks: int, rows: int) -> list[int]:
    """Return the first of so many rows, and those that are marked; see `changes`."""
    return [0, *compress(count(1), marks.to_bytes(rows - 1))] if rows else []


def changes(*columns: Sequence[int]) -> int:
    """Return where the codes of a row differ from those of the row before.

    Read as one long number, a column differs from itself moved by a row where a bit of
    the XOR of both is set: that is a few passes for all rows together.

    :param columns: of one length, one row at least.
    :returns: a number with a byte for each row but the first, whose byte is above
        those of later ones: 0, or all its bits.
    """
    differing = 0
    for codes in columns:
        written, width = _memory(codes)
        for byte in range(width):
            lane = written[byte::width]
            if lane.count(lane[0]) < len(lane):
                later, sooner = int.from_bytes(lane[1:]), int.from_bytes(lane[:-1])
                differing |= later ^ sooner
    marks = differing.to_bytes(len(columns[0]) - 1)
    return int.from_bytes(marks.translate(b"\0" + b"\xff" * (BYTES - 1)))


def climbing(codes: Sequence[int]) -> int | None:
    """Return where codes change, if each is that of the row before or the next one.

    So it is where values were numbered as they came, each in one run of rows. All steps
    are added to all codes at once, as digits of two long numbers.

    :returns: as `changes` does; None where codes go other ways.
    """
    written, width = _memory(codes)
    if len(codes) < 2:  # noqa: PLR2004
        return 0
    if BYTES - 1 in written[width - 1 :: width]:
        # A sum could carry into the next digit.
        return None
    # A step of one changes the lowest byte.
    marks = changes(written[::width])
    marked = marks.to_bytes(len(codes) - 1)
    if marked.count(BYTES - 1) != codes[-1] - codes[0]:
        return None
    steps = bytearray(len(written) - width)
    steps[::width] = marked.translate(_TRUTH)
    sooner = int.from_bytes(written[:-width], "little")
    later = int.from_bytes(written[width:], "little")
    return marks if sooner + int.from_bytes(steps, "little") == later else None


def falls(numbers: Sequence[int], *, or_stays: bool = False) -> int:
    """Return where a number is smaller than the one before it.

    Bytes are compared all at once: a subtraction for each, with a bit above it that
    stays where nothing had to be borrowed, and their own highest bits put right.

    :param or_stays: where it is the same, too.
    :returns: a number as `changes` has it, with any of a byte's bits.
    """
    if not isinstance(numbers, bytes):
        pairs = numbers, islice(numbers, 1, None)
        return int.from_bytes(bytes(map(ge if or_stays else gt, *pairs)))
    rows = len(numbers) - 1
    sooner, later = int.from_bytes(numbers[:-1]), int.from_bytes(numbers[1:])
    larger, smaller = (sooner, later) if or_stays else (later, sooner)
    high = int.from_bytes(b"\x80" * rows)
    low = int.from_bytes(b"\x7f" * rows)
    left = (larger | high) - (smaller & low)
    differing = larger ^ smaller
    is_at_least = (differing & larger | (differing & high ^ high) & left) & high
    return is_at_least if or_stays else is_at_least ^ high


def reaches(codes: Sequence[int], limit: int) -> bool:
    """Tell whether any number is as large as a limit, or larger.

    Numbers are compared from their highest byte on, all of them at once.
    """
    written, width = _memory(codes)
    if limit >> 8 * width:
        return False
    if width == 1:
        return bool(written.translate(None, bytes(range(limit))))
    equal: int | None = None  # all
    for digit, byte in zip(limit.to_bytes(width), range(width), strict=True):
        lane = written[width - 1 - byte :: width]
        if lane.translate(None, bytes(range(digit + 1))):
            larger = lane.translate(bytes(digit + 1) + b"\xff" * (BYTES - 1 - digit))
            if equal is None or int.from_bytes(larger) & equal:
                return True
        here = lane.count(digit)
        if not here:
            return False
        if here < len(lane):
            same = bytes(digit) + b"\xff" + bytes(BYTES - 1 - digit)
            places = int.from_bytes(lane.translate(same))
            equal = places if equal is None else equal & places
    return bool(equal) if equal is not None else bool(len(codes))


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
    if len(table) > BYTES:
        return narrow(gathered(table, codes), len(table))
    return lowest_bytes(codes).translate(bytes(table) + bytes(BYTES - len(table)))


def widened(codes: Sequence[int]) -> array[int]:
    """Return numbers in as many bytes each as a column has for them."""
    wide = array("I")
    if not isinstance(codes, (array, bytes)):
        return array("I", codes)
    few = codes if isinstance(codes, array) else array("B", codes)
    if sys.byteorder == "big" or few.itemsize >= wide.itemsize:
        return array("I", few)
    written = few.tobytes()
    memory = bytearray(wide.itemsize * len(codes))
    # The numbers' other bytes stay 0.
    for byte in range(few.itemsize):
        memory[byte :: wide.itemsize] = written[byte :: few.itemsize]
    wide.frombytes(memory)
    return wide


def counted_up(rows: int) -> array[int]:
    """Return the numbers from 0 on, each half made of the one before it."""
    found = array("I", range(min(rows, BYTES)))
    while len(found) < rows:
        found += raised(found, len(found))
    return found[:rows]


def raised(codes: array[int], by: int) -> array[int]:
    """Return numbers, each larger by as much, or smaller; they stay within their bytes.

    One addition of two long numbers, in which those are the digits.
    """
    if not by:
        return codes
    size = codes.itemsize * len(codes)
    order = sys.byteorder
    change = int.from_bytes(
        (array(codes.typecode, [abs(by)]) * len(codes)).tobytes(), order
    )
    total = int.from_bytes(codes.tobytes(), order) + (change if by > 0 else -change)
    found = array(codes.typecode)
    found.frombytes(total.to_bytes(size, order))
    return found
