"""Many short texts as bit slices: which of them have a letter at a place, all at once.

A text is a bit, a set of texts a bitmap (`bitmaps`: the first text in the highest bit).
The letters that stand at one place of all texts are a column of codes, kept as its bit
planes; a letter's texts follow from these by one AND a plane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import bit_planes, without

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Letters"]

#: Fills texts up to the length of the longest one; no text may have it.
_END: Final = "\0"
#: Bytes that the bitmaps of letters may take which were asked for, about.
_MOST_BYTES: Final = 32_000_000


class Letters:
    """Texts, asked by place and letter.

    :param texts: of Latin-1 letters without the first of them, ``NUL``.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        count = len(texts)
        #: All texts.
        self.all = (1 << count) - 1
        #: How many letters the longest text has.
        self.width = max(map(len, texts), default=0)
        filled = "".join([text.ljust(self.width, _END) for text in texts])
        written = filled.encode("latin-1")
        self._codes: list[dict[str, int]] = []
        self._planes: list[list[int]] = []
        #: The texts that have more letters than this, by a number of letters.
        self.longer: list[int] = []
        self._found: dict[tuple[int, str], int] = {}
        self._most = max(1, _MOST_BYTES // (count // 8 + 1))
        known: set[int] = set()
        for place in range(self.width):
            column = written[place :: self.width]
            known |= {*column.translate(None, bytes(known))}
            letters = bytes(letter for letter in sorted(known) if letter in column)
            codes = bytes(range(len(letters)))
            column = column.translate(bytes.maketrans(letters, codes))
            self._planes.append(bit_planes(column, (len(letters) - 1).bit_length()))
            self._codes.append(dict(zip(letters.decode("latin-1"), codes, strict=True)))
            self.longer.append(without(self.all, self.having(place, _END)))
        self.longer.append(0)

    def having(self, place: int, letter: str) -> int:
        """Return the texts that have a letter at a place, counted from 0."""
        code = self._codes[place].get(letter)
        if code is None:
            return 0
        found = self._found.get((place, letter))
        if found is None:
            found = self.all
            for bit, plane in enumerate(self._planes[place]):
                found = found & plane if code >> bit & 1 else without(found, plane)
            if len(self._found) >= self._most:
                self._found.clear()
            self._found[place, letter] = found
        return found

    def ending(self, place: int) -> int:
        """Return the texts of exactly so many letters."""
        before = self.longer[place - 1] if place else self.all
        return before ^ self.longer[place]
