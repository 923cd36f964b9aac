"""Carries bitmaps over to a row with gaps for new positions: bit algebra.

Each gap parts the bitmap in two, the upper part of which moves up by the gap. Parting
at the gap in the middle first, then both halves at theirs, takes as many passes over
the bits as the number of gaps has binary digits, not one for each gap.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Spread"]


class _Parting(NamedTuple):
    """Where a part of a bitmap is parted, and what is done with the two halves."""

    #: How many bits stand below the gap.
    below: int
    #: Where the upper half comes to begin.
    target: int
    upper: _Parting | None
    lower: _Parting | None


class Spread:
    """Moves the positions of a row apart.

    :param old: how many positions there are.
    :param new: how many there will be.
    :param moves: (first old position, its new position, how many), ascending and
        covering every old position; new positions in between stay empty.
    """

    def __init__(
        self, old: int, new: int, moves: Iterable[tuple[int, int, int]]
    ) -> None:
        shifts = list(_shifts(moves))
        # From the lowest bit on, which is that of the last position.
        gaps = [
            (old - source, after - before)
            for (_, before), (source, after) in pairwise(shifts)
        ][::-1]
        self._first = _parting(
            [below for below, _ in gaps],
            [0, *accumulate(gap for _, gap in gaps)],
            (0, len(gaps)),
        )
        self._behind = new - old - (shifts[-1][1] if shifts else 0)

    def put(self, bitmap: int) -> int:
        """Return a bitmap over the old positions in the new ones."""
        return _parted(bitmap, self._first) << self._behind


def _shifts(moves: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Yield from which old position on others go how far."""
    last = -1
    for source, target, _ in moves:
        if target - source != last:
            last = target - source
            yield source, last


def _parting(
    below: Sequence[int], sums: Sequence[int], within: tuple[int, int], first: int = 0
) -> _Parting | None:
    """Return how a part is divided at its gaps.

    :param below: how many bits of the whole stand below each gap.
    :param sums: how wide all gaps before each are together.
    :param within: the gaps of this part.
    :param first: how many bits of the whole stand below this part.
    """
    start, stop = within
    if start == stop:
        return None
    middle = (start + stop) // 2
    here = below[middle]
    return _Parting(
        here - first,
        here - first + sums[middle + 1] - sums[start],
        _parting(below, sums, (middle + 1, stop), here),
        _parting(below, sums, (start, middle), first),
    )


def _parted(bits: int, parting: _Parting | None) -> int:
    if parting is None or not bits:
        return bits
    upper = bits >> parting.below
    lower = bits ^ (upper << parting.below)
    return _parted(upper, parting.upper) << parting.target | _parted(
        lower, parting.lower
    )
