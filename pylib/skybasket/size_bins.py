"""How many files are of which size: bins at 1, 2 and 5 times every power of ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket.bitmaps import at_most, without

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SizeBins"]


class SizeBins:
    """Bins of sizes, each a bitmap, so that counting some files takes one AND a bin.

    A bin holds the sizes from its edge to just below the next one; there are as many
    as it takes to hold the smallest and the largest size. Where no size is known there
    is no bin.

    :param slices: the planes of the sizes in bytes, lowest bit first.
    :param known: the files whose size is known, which are those that are not 0.
    """

    def __init__(self, slices: Sequence[int], known: int) -> None:
        edges = _edges(1 << len(slices)) if known else [1]
        below, bins = 0, []
        for edge in edges[1:]:
            reached = at_most(edge - 1, slices, known)
            bins.append(without(reached, below))
            below = reached
        filled = [place for place, files in enumerate(bins) if files]
        first, last = (filled[0], filled[-1]) if filled else (0, -1)
        self._bins = bins[first : last + 1]
        #: In bytes, one more than there are bins; none where there is no bin.
        self.edges: tuple[int, ...] = tuple(edges[first : last + 2]) if filled else ()

    def counts(self, files: int) -> list[int]:
        """Return how many of the files are in each bin."""
        return [(files & part).bit_count() for part in self._bins]


def _edges(limit: int) -> list[int]:
    """Return 1, 2, 5, 10, ... to the first power of ten that reaches the limit."""
    edges, power = [1], 1
    while edges[-1] < limit:
        edges += [2 * power, 5 * power, 10 * power]
        power *= 10
    return edges
