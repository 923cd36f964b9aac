"""Runs of positions, filled from one bit a run: bit algebra, nothing astronomical.

A choice of runs is a bitmap with one bit for each. To become a bitmap of positions its
bits first move apart, each to the lowest bit of its run, and then every chosen run is
filled by the same subtraction: ``2**top - 2**low`` has all bits from the lowest to the
one below the top.

The moving is Warren's "expand" (Hacker's Delight, 2nd edition, 7-5): fifteen steps
bring all bits of a block of 32,768 positions to their places, step k moving those by
2**k that need it. Which those are follows from the runs alone, by the steps of his
"compress" (7-4), on all bits of a block at once.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.bitmaps import from_positions

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Runs"]

#: Positions of a block are 2**15: smaller blocks are more of them, larger ones more
#: steps; sizes from 2**13 to 2**21 take the same time.
_STEPS: Final = 15
_BYTES: Final = (1 << _STEPS) // 8
_NOTHING: Final = bytes(_BYTES)


class _Block(NamedTuple):
    """The runs whose last position lies in one block of positions."""

    #: Where their bits begin in a choice of runs, from its lowest bit on.
    first: int
    #: As many ones as there are runs.
    all: int
    #: The lowest bit of each run.
    lows: int
    #: Which bits are to move, and how far, in the order to move them.
    moves: Sequence[tuple[int, int]]


class Runs:
    """Neighbouring positions that are taken together.

    :param starts: the first position of each run, ascending.
    :param stops: the position after its last one; not beyond the next run's start.
    :param length: how many positions there are.
    """

    def __init__(
        self, starts: Sequence[int], stops: Sequence[int], length: int
    ) -> None:
        self._tops = from_positions(starts, length)
        lows = from_positions((stop - 1 for stop in stops), length)
        size = -(-length // (_BYTES * 8)) * _BYTES
        written = lows.to_bytes(size, "little")
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
        #: One bit for every run.
        self.all = (1 << sum(counts)) - 1

    def fill(self, chosen: int) -> int:
        """Return the positions of the chosen runs.

        :param chosen: one bit a run, that of the first run highest.
        """
        written = []
        for block in self._blocks:
            here = chosen >> block.first & block.all
            if not here:
                written.append(_NOTHING)
                continue
            if here == block.all:
                here = block.lows
            else:
                for bits, distance in block.moves:
                    moving = here & bits
                    if moving:
                        here = here ^ moving | moving << distance
            written.append(here.to_bytes(_BYTES, "little"))
        lows = int.from_bytes(b"".join(written), "little")
        return (self._tops - lows) ^ self._tops


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
