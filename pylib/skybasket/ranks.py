"""Which position of a bitmap is the k-th one, and how many come before another."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import BLOCK, bytes_of, positions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Ranks"]

#: Positions a page.
_PAGE: Final = BLOCK * 8


class Ranks:
    """Answers "which is the k-th position" and "how many come before" for one bitmap.

    The bitmap is cut into pages of 8,192 positions. A page is written out as bytes,
    with the count of what comes before it, when it is asked about: what looks at a
    window touches one or two of them, however long the bitmap is.
    """

    def __init__(self, bitmap: int, length: int) -> None:
        self._bitmap = bitmap
        self._length = length
        self._count = bitmap.bit_count()
        self._pages: dict[int, tuple[bytes, int]] = {}

    def __len__(self) -> int:
        """Return how many positions the bitmap holds."""
        return self._count

    def _page(self, number: int) -> tuple[bytes, int]:
        """Return a page as bytes, and how many positions come before it."""
        found = self._pages.get(number)
        if found is None:
            start = number * _PAGE
            stop = min(start + _PAGE, self._length)
            written = bytes_of(self._cut(start, stop), stop - start)
            self._pages[number] = found = written, self._before_page(number)
        return found

    def _before_page(self, number: int) -> int:
        if number in self._pages:
            return self._pages[number][1]
        if number - 1 in self._pages:
            written, before = self._pages[number - 1]
            return before + int.from_bytes(written, "big").bit_count()
        return (self._bitmap >> (self._length - number * _PAGE)).bit_count()

    def _cut(self, start: int, stop: int) -> int:
        return self._bitmap >> (self._length - stop) & ((1 << (stop - start)) - 1)

    def before(self, position: int) -> int:
        """Return how many positions of the bitmap come before the given one."""
        if position == self._length:
            return self._count
        page = position // _PAGE
        written, before = self._pages.get(page) or self._page(page)
        place = (position - page * _PAGE) >> 3
        # All eight of the last byte, but those from the position on.
        part = int.from_bytes(written[: place + 1], "big")
        return before + (part >> (8 - (position & 7))).bit_count()

    def has(self, position: int) -> bool:
        """Tell whether the bitmap holds the position."""
        page = position // _PAGE
        written, _ = self._pages.get(page) or self._page(page)
        return written[(position - page * _PAGE) >> 3] >> (~position & 7) & 1 == 1

    def part(self, start: int, stop: int) -> int:
        """Return the positions ``start <= p < stop`` as a bitmap of their own."""
        page = start // _PAGE
        last = stop - page * _PAGE
        if last > _PAGE:
            return self._cut(start, stop)
        written, _ = self._pages.get(page) or self._page(page)
        first = (start - page * _PAGE) >> 3
        here = int.from_bytes(written[first : (last + 7) >> 3], "big")
        return here >> (-last & 7) & ((1 << (stop - start)) - 1)

    def window(self, start: int, stop: int) -> list[int]:
        """Return the positions that are number ``start`` to ``stop - 1`` in order."""
        start, stop = max(start, 0), min(stop, len(self))
        return list(islice(self._from(start), stop - start)) if start < stop else []

    def _from(self, number: int) -> Iterator[int]:
        """Yield the positions from a number on, page by page."""
        first, place, rest = self._place(number)
        for page in range(first, -(-self._length // _PAGE)):
            written, _ = self._page(page)
            here = positions_in(written[place:], page * _PAGE + place * 8)
            yield from islice(here, rest, None)
            place = rest = 0

    def _place(self, number: int) -> tuple[int, int, int]:
        """Return a position's page, its byte there, and how many stand before it."""
        pages = range(-(-self._length // _PAGE))
        page = bisect_right(pages, number, key=self._before_page) - 1
        written, before = self._page(page)
        place, rest, size = 0, number - before, BLOCK
        # Halve what is looked at until it is a byte.
        while size > 1:
            size //= 2
            here = written[place : place + size]
            if (count := int.from_bytes(here, "big").bit_count()) <= rest:
                rest -= count
                place += size
        return page, place, rest
