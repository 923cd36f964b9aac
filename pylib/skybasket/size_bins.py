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

    :param edges: in bytes, one more than there are bins.
    :param bins: the files in each.
    :param filled: by bin: what tells that there is to be such a bin, or one above and
        one below it.
    """

    def __init__(
        self, edges: Sequence[int], bins: Sequence[int], filled: Sequence[int]
    ) -> None:
        places = [place for place, files in enumerate(filled) if files]
        first, last = (places[0], places[-1]) if places else (0, -1)
        self._bins = bins[first : last + 1]
        #: In bytes, one more than there are bins; none where there is no bin.
        self.edges: Sequence[int] = tuple(edges[first : last + 2]) if places else ()

    @classmethod
    def of(cls, slices: Sequence[int], known: int) -> SizeBins:
        """Make the bins of files.

        :param slices: the planes of the sizes in bytes, lowest bit first.
        :param known: the files whose size is known, which are those that are not 0.
        """
        edges = _edges(1 << len(slices)) if known else [1]
        below, bins = 0, []
        for edge in edges[1:]:
            reached = at_most(edge - 1, slices, known)
            bins.append(without(reached, below))
            below = reached
        return cls(edges, bins, bins)

    def holding(self, files: int) -> SizeBins:
        """Return the bins from the first to the last that hold any of some files."""
        return SizeBins(self.edges, self._bins, self._parts(files))

    def counts(self, files: int) -> list[int]:
        """Return how many of the files are in each bin."""
        return list(map(int.bit_count, self._parts(files)))

    def _parts(self, files: int) -> list[int]:
        return [files & part for part in self._bins]


def _edges(limit: int) -> list[int]:
    """Return 1, 2, 5, 10, ... to the first power of ten that reaches the limit."""
    edges, power = [1], 1
    while edges[-1] < limit:
        edges += [2 * power, 5 * power, 10 * power]
        power *= 10
    return edges
