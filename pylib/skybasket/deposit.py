"""Moves the bits of a short bitmap apart, to given places of a long one: bit algebra.

This is Warren's "expand" (Hacker's Delight, 2nd edition, 7-5), which processors know
as a parallel deposit: fifteen steps bring all bits of a block of 32,768 places there,
step k moving those by 2**k that need it. Which those are follows from the places
alone, by the steps of his "compress" (7-4), on all bits of a block at once.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Deposit"]

#: Places of a block are 2**15: smaller blocks are more of them, larger ones more
#: steps; sizes from 2**13 to 2**21 take the same time.
_STEPS: Final = 15
_BYTES: Final = (1 << _STEPS) // 8
_NOTHING: Final = bytes(_BYTES)


class _Block(NamedTuple):
    """The places that lie in one block of the long bitmap."""

    #: Where their bits begin in the short one, from its lowest bit on.
    first: int
    #: As many ones as there are places.
    all: int
    places: int
    #: Which bits are to move, and how far, in the order to move them.
    moves: Sequence[tuple[int, int]]


class Deposit:
    """Some places of a long bitmap, to which short bitmaps are brought.

    :param places: their bitmap.
    :param length: how many bits that has.
    """

    def __init__(self, places: int, length: int) -> None:
        size = -(-length // (_BYTES * 8)) * _BYTES
        written = places.to_bytes(size, "little")
        blocks = [
            int.from_bytes(written[start : start + _BYTES], "little")
            for start in range(0, size, _BYTES)
        ]
        counts = [block.bit_count() for block in blocks]
        self._blocks = [
            _Block(first, (1 << count) - 1, block, _moves(block))
            for first, count, block in zip(
                accumulate(counts, initial=0), counts, blocks, strict=False
            )
        ]
        #: The short bitmap of all places.
        self.all = (1 << sum(counts)) - 1

    def put(self, bits: int) -> int:
        """Return a short bitmap, one bit a place, as a long one."""
        written = []
        for block in self._blocks:
            here = bits >> block.first & block.all
            if not here:
                written.append(_NOTHING)
                continue
            if here == block.all:
                here = block.places
            else:
                for moved, distance in block.moves:
                    moving = here & moved
                    if moving:
                        here = here ^ moving | moving << distance
            written.append(here.to_bytes(_BYTES, "little"))
        return int.from_bytes(b"".join(written), "little")


def _moves(places: int) -> list[tuple[int, int]]:
    """Return how as many bits as there are places move apart to these places.

    "Compress" moves each bit right by the number of empty places to the right of it,
    the lowest binary digit of that number first; a prefix XOR finds for all bits at
    once whether that digit is odd. Here the moves are taken back, the last one first.
    """
    everything = (1 << (1 << _STEPS)) - 1
    left = places
    counted = (everything ^ places) << 1 & everything
    moves = []
    for step in range(_STEPS):
        odd = counted
        for shift in range(_STEPS):
            odd ^= odd << (1 << shift) & everything
        moving = odd & left
        if moving:
            moves.append((moving >> (1 << step), 1 << step))
            left = left ^ moving | moving >> (1 << step)
        counted ^= counted & odd
    return moves[::-1]
