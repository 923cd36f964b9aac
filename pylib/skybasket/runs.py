"""Runs of positions, filled from one bit a run: bit algebra, nothing astronomical.

A choice of runs is a bitmap with one bit for each. To become a bitmap of positions its
bits first move apart, each to the lowest bit of its run (`deposit`), and then every
chosen run is filled by the same subtraction: ``2**top - 2**low`` has all bits from the
lowest to the one below the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket.bitmaps import from_positions
from skybasket.deposit import Deposit

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Runs"]


class Runs:
    """Neighbouring positions that are taken together.

    :param starts: the first position of each run, ascending.
    :param stops: the position after its last one; not beyond the next run's start.
    :param length: how many positions there are.
    """

    def __init__(
        self, starts: Sequence[int], stops: Sequence[int], length: int
    ) -> None:
        lows = from_positions((stop - 1 for stop in stops), length)
        self._tops = from_positions(starts, length)
        self._lows = Deposit(lows, length)
        #: One bit for every run.
        self.all = self._lows.all

    def fill(self, chosen: int) -> int:
        """Return the positions of the chosen runs.

        :param chosen: one bit a run, that of the first run highest.
        """
        return (self._tops - self._lows.put(chosen)) ^ self._tops
