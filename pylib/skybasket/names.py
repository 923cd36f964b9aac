"""Search in file names, which are stems that siblings share and a few suffixes.

All different stems, one a line, make a text a tenth the size of all names. A pattern
is looked for inside the stems, inside the suffixes, and across the seam of both; what
is found is turned into bitmaps, and whole runs of files with one stem at a time.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import from_positions, positions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from skybasket.catalog import Catalog
    from skybasket.tree import Tree

__all__ = ["NameSearch"]

#: Beyond one stem in so many it is cheaper to write all runs than to mark the hits.
_DENSE: Final = 12
_FEW_SUFFIXES: Final = 255
_KEPT: Final = 32


class NameSearch:
    """Finds files by part of their name or by a pattern with ``*`` and ``?``."""

    def __init__(self, catalog: Catalog, tree: Tree) -> None:
        self._length = tree.length
        self._files = tree.files
        self._suffixes = [suffix.casefold() for suffix in catalog.suffixes.values]
        header = len(self._suffixes)
        codes = catalog.suffixes.codes + array("I", [header])
        self._suffix_at = array("I", map(codes.__getitem__, tree.row_at))
        self._suffix_bytes = (
            bytes(self._suffix_at.tolist()) if header <= _FEW_SUFFIXES else None
        )
        self._find_runs(catalog, tree)
        self._lines = "\n" + "".join(stem + "\n" for stem in self._stems)
        self._offsets = array(
            "I", accumulate((len(stem) + 1 for stem in self._stems), initial=1)
        )
        self._filled: tuple[list[str], list[str], str] | None = None
        self._remembered: dict[str, int] = {}

    def _find_runs(self, catalog: Catalog, tree: Tree) -> None:
        """Note where files that share a stem follow one another in a folder."""
        stems, row_at = catalog.stems, tree.row_at
        self._stems: list[str] = []
        self._starts = array("I")
        self._stops = array("I")
        for folder in tree.observations:
            previous = -1
            for position in range(folder.first, folder.stop):
                stem = stems.codes[row_at[position]]
                if stem != previous:
                    if previous >= 0:
                        self._stops.append(position)
                    self._starts.append(position)
                    self._stems.append(stems.values[stem].casefold())
                    previous = stem
            self._stops.append(folder.stop)

    def find(self, text: str) -> int:
        """Return the files whose name holds the text, or fits it as a pattern.

        A pattern, with ``*`` for any characters or ``?`` for one, must fit the whole
        name; capital letters make no difference.
        """
        text = text.casefold()
        found = self._remembered.get(text)
        if found is None:
            is_pattern = "*" in text or "?" in text
            found = self._pattern(text) if is_pattern else self._literal(text)
            if len(self._remembered) >= _KEPT:
                self._remembered.clear()
            self._remembered[text] = found
        return found

    def _pattern(self, pattern: str) -> int:
        """Look for the fixed parts first, and try the pattern on what is left.

        A single star at the beginning or the end needs no trial: the anchored part
        says it all.
        """
        pieces = re.split(r"[*?]+", pattern)
        last = len(pieces) - 1
        candidates = self._files
        for place, piece in enumerate(pieces):
            if piece:
                candidates &= self._literal(
                    piece, first=place == 0, final=place == last
                )
        exact = "?" not in pattern and sum(map(bool, pieces)) <= 1
        return candidates if exact else self._tried(pattern, candidates)

    def _tried(self, pattern: str, candidates: int) -> int:
        """Return the candidates whose whole name fits the pattern."""
        fits = re.compile(_expression(pattern), re.DOTALL).fullmatch
        found = (
            position
            for position in positions(candidates, self._length)
            if fits(self._name(position))
        )
        return from_positions(found, self._length)

    def _name(self, position: int) -> str:
        run = bisect_right(self._starts, position) - 1
        return self._stems[run] + self._suffixes[self._suffix_at[position]]

    def _literal(self, text: str, *, first: bool = False, final: bool = False) -> int:
        """Return the files whose name holds the text.

        :param first: it must begin the name.
        :param final: it must end the name.
        """
        if not text:
            return self._files
        if "\n" in text:
            return 0
        start = "\n" if first else ""
        found = 0
        if not final:
            found |= self._with_stem(start + text)
        if not first:
            found |= self._with_suffix(
                (lambda suffix: suffix.endswith(text))
                if final
                else (lambda suffix: text in suffix)
            )
        return found | self._across_seam(text, start=start, final=final)

    def _across_seam(self, text: str, *, start: str, final: bool) -> int:
        """Return the files where a stem ends in one part and the suffix has the rest.

        Few cuts are worth a look: the rest must begin a suffix, and suffixes begin
        with an underscore or a dot.
        """
        found = 0
        longest = max(map(len, self._suffixes), default=0)
        least = max(0 if start else 1, len(text) - longest)
        for cut in range(least, len(text) + final):
            rest = text[cut:]

            def fits(suffix: str, rest: str = rest) -> bool:
                return suffix == rest if final else suffix.startswith(rest)

            if any(map(fits, self._suffixes)):
                stems = self._with_stem(start + text[:cut] + "\n")
                if stems:
                    found |= stems & self._with_suffix(fits)
        return found

    def _with_suffix(self, fits: Callable[[str], bool]) -> int:
        """Return the files whose suffix fits: one pass over the column of codes."""
        digits = bytearray(b"0") * max(256, len(self._suffixes) + 1)
        digits[: len(self._suffixes)] = bytes(
            ord("1") if fits(suffix) else ord("0") for suffix in self._suffixes
        )
        if not self._length or b"1" not in digits:
            return 0
        if self._suffix_bytes is None:
            return int(bytes(map(digits.__getitem__, self._suffix_at)), 2)
        return int(self._suffix_bytes.translate(bytes(digits)), 2)

    def _with_stem(self, line_part: str) -> int:
        """Return the files whose stem's line, newlines included, holds the text."""
        lines = self._lines
        if lines.count(line_part) * _DENSE > len(self._stems):
            return self._many_stems(line_part)
        hits = []
        inside = 1 if line_part.startswith("\n") else 0
        at = lines.find(line_part)
        while at >= 0:
            run = bisect_right(self._offsets, at + inside) - 1
            if run == len(self._stems):
                break
            hits.append(run)
            at = lines.find(line_part, self._offsets[run + 1] - 1)
        return self._runs(hits)

    def _runs(self, hits: Iterable[int]) -> int:
        """Return the files of some runs, all filled by one subtraction.

        Each run of ones is ``2**(its top + 1) - 2**(its bottom)``: all tops make one
        number and all bottoms another.
        """
        size = self._length // 8 + 1
        tops, bottoms = bytearray(size), bytearray(size)
        for run in hits:
            top = self._length - self._starts[run]
            bottom = self._length - self._stops[run]
            tops[top >> 3] |= 1 << (top & 7)
            bottoms[bottom >> 3] |= 1 << (bottom & 7)
        return int.from_bytes(tops, "little") - int.from_bytes(bottoms, "little")

    def _many_stems(self, line_part: str) -> int:
        """Return the same as `_runs` for many hits: every run written as digits."""
        ones, zeros, tail = self._filled or self._fill()
        text = line_part.strip("\n")
        begins, ends = line_part.startswith("\n"), line_part.endswith("\n")
        if begins and ends:
            hits = [stem == text for stem in self._stems]
        elif begins:
            hits = [stem.startswith(text) for stem in self._stems]
        elif ends:
            hits = [stem.endswith(text) for stem in self._stems]
        else:
            hits = [text in stem for stem in self._stems]
        written = [
            one if hit else zero
            for hit, one, zero in zip(hits, ones, zeros, strict=True)
        ]
        return int("".join(written) + tail or "0", 2)

    def _fill(self) -> tuple[list[str], list[str], str]:
        """Write each run, with the headers before it, as ones and as zeros."""
        ones, zeros = [], []
        end = 0
        for start, stop in zip(self._starts, self._stops, strict=True):
            gap = "0" * (start - end)
            ones.append(gap + "1" * (stop - start))
            zeros.append("0" * (stop - end))
            end = stop
        self._filled = ones, zeros, "0" * (self._length - end)
        return self._filled


def _expression(pattern: str) -> str:
    """Return the regular expression of a pattern with ``*`` and ``?``.

    Each piece between stars takes the first place where it fits and never moves on
    (an atomic group): with stars on both sides no later place can do better, and a
    pattern with many stars cannot try for ever.
    """
    pieces = [
        "".join("." if letter == "?" else re.escape(letter) for letter in piece)
        for piece in pattern.split("*")
    ]
    if len(pieces) == 1:
        return pieces[0]
    first, *middle, last = pieces
    return first + "".join(f"(?>.*?{piece})" for piece in middle) + ".*" + last
