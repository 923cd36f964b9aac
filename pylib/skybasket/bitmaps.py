"""Sets of positions as Python integers, and the few operations a basket needs on them.

A bitmap over P positions keeps position 0 in its highest bit (P - 1) and position
P - 1 in bit 0. Reading a text of '0' and '1' in position order with ``int(text, 2)``
therefore gives the bitmap without turning anything round, and a position that comes
first stands ABOVE those that follow it, which lets carries climb to it (`tree`).

CPython runs ``& | ^ + bit_count`` on a million bits in well under 0.1 ms. Inverting
(``~``) makes negative numbers, which are several times slower, so it is never used:
subtract with ``a ^ (a & b)``.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = [
    "BLOCK",
    "all_but_one",
    "at_most",
    "bit_planes",
    "byte_lanes",
    "byte_planes",
    "bytes_of",
    "from_positions",
    "gathered",
    "positions",
    "positions_in",
    "selectors",
    "span",
    "split_planes",
    "weighted_sum",
    "without",
]

_ZERO: Final = ord("0")
#: Bytes a block of a long bitmap: large enough to keep a table of blocks small, small
#: enough that writing one block out as text costs some ten microseconds.
BLOCK: Final = 1024
#: Turns a byte into the digit of each of its bits, the lowest first.
_DIGITS: Final = [
    bytes(_ZERO + (code >> bit & 1) for code in range(256)) for bit in range(8)
]
#: Turns the digits '0' and '1' into the bytes 0 and 1.
_TRUTH: Final = bytes(code & 1 for code in range(256))


def span(start: int, stop: int, length: int) -> int:
    """Return the bitmap of the positions ``start <= p < stop`` of ``length``."""
    return ((1 << (stop - start)) - 1) << (length - stop) if stop > start else 0


def without(bitmap: int, taken: int) -> int:
    """Return the positions of ``bitmap`` that are not in ``taken``."""
    return bitmap ^ (bitmap & taken)


def all_but_one(base: int, bitmaps: Sequence[int]) -> tuple[int, list[int]]:
    """Return what is in all bitmaps and ``base``, and for each what is in the others.

    Products of all bitmaps before and of all after each: three ANDs a bitmap instead
    of one for every pair.
    """
    after = [base]
    for bitmap in reversed(bitmaps):
        after.append(after[-1] & bitmap)
    after.reverse()
    others = []
    before = base
    for place, bitmap in enumerate(bitmaps):
        others.append(before & after[place + 1])
        before &= bitmap
    return before, others


def from_positions(chosen: Iterable[int], length: int) -> int:
    """Return the bitmap of the given positions, in any order."""
    size = (length + 7) // 8
    marks = bytearray(size)
    for position in chosen:
        marks[position >> 3] |= 128 >> (position & 7)
    return int.from_bytes(marks, "big") >> (size * 8 - length)


def positions(bitmap: int, length: int) -> Iterator[int]:
    """Yield the positions in a bitmap, ascending.

    Block by block, so that a few of them cost little, wherever they are.
    """
    if not bitmap:
        return
    first, last = length - bitmap.bit_length(), (bitmap & -bitmap).bit_length() - 1
    written = bytes_of(bitmap >> last, length - last - first)
    for start in range(0, len(written), BLOCK):
        yield from positions_in(written[start : start + BLOCK], first + start * 8)


def bytes_of(bitmap: int, length: int) -> bytes:
    """Return a bitmap as bytes, position 0 in the highest bit of the first one."""
    size = (length + 7) // 8
    return (bitmap << (size * 8 - length)).to_bytes(size, "big")


def positions_in(block: bytes, before: int) -> Iterator[int]:
    """Yield the positions of a block of bytes that has so many positions before it."""
    number = int.from_bytes(block, "big")
    text = format(number, f"0{len(block) * 8}b") if number else ""
    place = text.find("1")
    while place >= 0:
        yield before + place
        place = text.find("1", place + 1)


def selectors(bitmap: int, length: int) -> bytes:
    """Return a byte 1 or 0 for each position, as `itertools.compress` takes them."""
    return format(bitmap, f"0{length}b").encode().translate(_TRUTH) if length else b""


def bit_planes(column: bytes, width: int) -> list[int]:
    """Return one bitmap for each bit of a column of codes, lowest bit first.

    :param column: one code (0 to 255) a position, in position order.
    :param width: how many bits the codes use.

    ``bytes.translate`` writes the digit of that bit for all positions at once and
    ``int(..., 2)`` reads them as a number: two passes at C speed a plane.
    """
    if not column:
        return [0] * width
    return [int(column.translate(digits), 2) for digits in _DIGITS[:width]]


def byte_planes(column: bytes | array[int], bits: int) -> list[int]:
    """Return the planes of a column of whole numbers, lowest bit first.

    The column's memory is cut into its byte columns, since planes are read off bytes.
    """
    planes: list[int] = []
    for byte, lane in enumerate(byte_lanes(column, (bits + 7) // 8)):
        planes += bit_planes(lane, min(8, bits - 8 * byte))
    return planes


def byte_lanes(column: bytes | array[int], count: int) -> list[bytes]:
    """Return so many bytes of each number of a column as columns, the lowest first."""
    view = memoryview(column)
    memory = view.tobytes()
    return [memory[byte :: view.itemsize] for byte in range(count)]


def split_planes(
    planes: Sequence[int], codes: Collection[int], within: int
) -> dict[int, int]:
    """Return the bitmap of each code's positions, from the planes of the codes.

    :param codes: all codes that occur ``within``; the positions are divided among them.

    A decision tree: the positions of a node are divided by one plane into those whose
    bit is set (one AND) and the rest (one XOR), so each code costs one division, not
    one pass over all planes.
    """
    bitmaps: dict[int, int] = {}

    def divide(bit: int, here: int, candidates: Collection[int]) -> None:
        if len(candidates) == 1:
            bitmaps[next(iter(candidates))] = here
            return
        high = [code for code in candidates if code >> bit & 1]
        low = [code for code in candidates if not code >> bit & 1]
        if not high or not low:
            divide(bit - 1, here, candidates)
            return
        above = here & planes[bit]
        divide(bit - 1, above, high)
        divide(bit - 1, here ^ above, low)

    if codes:
        divide(len(planes) - 1, within, codes)
    return bitmaps


def weighted_sum(bitmap: int, slices: Sequence[int]) -> int:
    """Return the sum of the numbers at the positions of a bitmap.

    :param slices: the planes of the numbers, lowest bit first.

    Slice k holds the positions whose number has bit k: it adds 2**k for each of them.
    """
    if not bitmap:
        return 0
    return sum([(bitmap & part).bit_count() << bit for bit, part in enumerate(slices)])


def at_most(limit: int, slices: Sequence[int], within: int) -> int:
    """Return the positions ``within`` whose number is at most ``limit``.

    The bit-sliced comparison of O'Neil and Quass (1997, SIGMOD 26, 38): from the
    highest bit down, keep who is equal so far and who has fallen below.
    """
    if limit < 0:
        return 0
    if limit >> len(slices):
        return within
    below, equal = 0, within
    for bit in range(len(slices) - 1, -1, -1):
        high = equal & slices[bit]
        if limit >> bit & 1:
            below |= equal ^ high
            equal = high
        else:
            equal ^= high
    return below | equal


def gathered(bitmap: int, kept: int, length: int) -> int:
    """Return what a bitmap says of some positions, put side by side.

    :param kept: the positions that stay; all others are left out.
    """
    digits = format(bitmap, f"0{length}b") if length else ""
    return int("".join(compress(digits, selectors(kept, length))) or "0", 2)
