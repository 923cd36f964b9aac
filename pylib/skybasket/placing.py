"""Brings columns of rows into the order of a tree's positions, many of them together.

Each number is cut into its bytes, and a byte of every column is a lane. Lanes are read
off as bit planes once they are in order.
"""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from skybasket.bitmaps import bit_planes, byte_lanes
from skybasket.layout import spaced

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator, Sequence

    from skybasket.layout import Folders

__all__ = ["Lanes", "between_headers", "by_rows", "planes"]

#: Columns of a byte a row.
Lanes: TypeAlias = "Sequence[bytes]"


def planes(
    columns: Sequence[tuple[bytes | array[int], int]],
    placed: Callable[[Lanes], Iterator[bytes]],
) -> Iterator[list[int]]:
    """Yield the planes of columns of rows over the positions; headers have 0.

    :param columns: and how many bits their numbers have.
    :param placed: brings lanes into the order of positions.
    """
    sizes = [(bits + 7) // 8 for _, bits in columns]
    lanes = placed(
        [
            lane
            for (column, _), size in zip(columns, sizes, strict=True)
            for lane in byte_lanes(column, size)
        ]
    )
    for (_, bits), size in zip(columns, sizes, strict=True):
        found: list[int] = []
        for byte, lane in enumerate(islice(lanes, size)):
            found += bit_planes(lane, min(8, bits - 8 * byte))
        yield found


def by_rows(lanes: Lanes, row_at: Sequence[int]) -> Iterator[bytes]:
    """Yield lanes in the order of positions, of which each tells its row.

    :param row_at: -1 where a header stands.
    """
    # A header has what stands last.
    placed_in = itemgetter(-1, *row_at)
    for lane in lanes:
        yield bytes(placed_in(lane + b"\0"))[1:]


def between_headers(
    lanes: Lanes, missions: Folders, observations: Folders
) -> Iterator[bytes]:
    """Yield lanes whose rows are in order, with the headers between them.

    All are cut and joined together, a byte of each side by side: that takes hardly
    longer than one.
    """
    width = len(lanes)
    together = bytearray(sum(map(len, lanes)))
    for place, lane in enumerate(lanes):
        together[place::width] = lane
    placed = spaced(together, bytes(width), missions, observations)
    for place in range(width):
        yield placed[place::width]
