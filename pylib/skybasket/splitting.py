"""File names as heads that neighbours in the tree share, and the tails that differ.

A catalog cuts names at the last underscore (`split_filename`), which knows nothing of
other names: it leaves ``jw..._nrca1`` and ``jw..._nrca1_cal`` as two stems. Sorted, the
longer stem follows the shorter one, so here its rest, ``_cal``, goes to the tail, if
many others have the same rest. The few tails that most files have are kept; another
file's name is all head.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.codes import run_starts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from skybasket.catalog import Catalog
    from skybasket.tree import Tree

__all__ = ["MOST_TAILS", "Split", "SplitNames", "is_tail"]

_MOST_RESTS: Final = 100
#: Stands for a header where others have a number of rest and suffix.
_HEADER: Final = 2**32 - 1
#: Their codes, with that of the empty tail, fit into a byte.
MOST_TAILS: Final = 254
#: Longer ones are no tails.
_LONGEST: Final = 60


class SplitNames(NamedTuple):
    """How names are split, without the heads, which they tell themselves."""

    tails: Sequence[str]
    tail_at: bytes
    starts: Sequence[int]
    stops: Sequence[int]


class Split:
    """The names of all files of a tree, folded to lower case, as heads and tails."""

    def __init__(self) -> None:
        #: All tails, the empty one first, sorted by what they read backwards.
        self.tails: list[str] = [""]
        #: The tail of each position, as a place in `tails`; a header's is 0.
        self.tail_at = b""
        #: Where neighbours have the same head: from where, to where, and which.
        self.starts: list[int] = []
        self.stops: list[int] = []
        self.heads: list[str] = []

    def steps(self, catalog: Catalog, tree: Tree) -> Iterator[None]:
        """Split the names, a part of the work at each step."""
        self._stems = list(map(str.casefold, catalog.stems.values))
        self._suffixes = list(map(str.casefold, catalog.suffixes.values))
        header = len(self._stems)
        yield
        self._stem_at = tree.placed(catalog.stems.codes, header)
        yield
        starts = run_starts(self._stem_at)
        codes = list(map(self._stem_at.__getitem__, starts))
        stems = list(map([*self._stems, ""].__getitem__, codes))
        yield
        rests = list(_rests(stems))
        self._rests = _common(rests)
        yield
        if not set(rests) <= set(self._rests):
            rests = list(_rests(stems, set(self._rests)))
        yield
        #: Each position's rest and suffix as one number.
        self._pairs = tree.placed(catalog.suffixes.codes, _HEADER)
        yield
        self._take_rests(rests, starts)
        self.tail_at = self._find_tails()
        yield
        begins = list(map(not_, rests))
        bounds = [*compress(starts, begins), tree.length]
        is_run = list(map(header.__ne__, compress(codes, begins)))
        self.starts = list(compress(bounds, is_run))
        self.stops = list(compress(bounds[1:], is_run))
        self.heads = list(compress(compress(stems, begins), is_run))
        if self.tail_at.count(0) > len(tree.observations) + len(tree.missions):
            self._part_whole_names()

    def bare(self) -> SplitNames:
        """Return what cannot be seen at once from the names."""
        starts, stops = array("I", self.starts), array("I", self.stops)
        return SplitNames(self.tails, self.tail_at, starts, stops)

    def is_like(self, other: Split) -> bool:
        """Tell whether the names are split as elsewhere."""
        names = ("tails", "tail_at", "starts", "stops", "heads")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def _part_whole_names(self) -> None:
        """Give each file without a tail a run of its own, whose head is its name."""
        runs = zip(self.starts, self.stops, self.heads, strict=True)
        parted: list[tuple[int, int, str]] = []
        for start, stop, head in runs:
            here = start
            while (whole := self.tail_at.find(0, here, stop)) >= 0:
                if whole > here:
                    parted.append((here, whole, head))
                suffix = self._suffixes[self._pairs[whole] % len(self._suffixes)]
                name = self._stems[self._stem_at[whole]] + suffix
                parted.append((whole, whole + 1, name))
                here = whole + 1
            if here < stop:
                parted.append((here, stop, head))
        self.starts, self.stops, self.heads = map(list, zip(*parted, strict=True))

    def _take_rests(self, rests: Sequence[str], starts: Sequence[int]) -> None:
        """Put the rests of the stems into the pairs."""
        offset_of = {
            rest: place * len(self._suffixes) for place, rest in enumerate(self._rests)
        }
        pairs, stops = self._pairs, [*starts[1:], len(self._pairs)]
        for start, stop, rest in zip(starts, stops, rests, strict=False):
            if rest:
                offset = offset_of[rest]
                for position in range(start, stop):
                    pairs[position] += offset

    def _find_tails(self) -> bytes:
        """Keep the most frequent tails, and return which one each position has."""
        counted = Counter(self._pairs)
        counted.pop(_HEADER, None)
        text_of = {
            pair: self._text(pair) for pair, _ in counted.most_common(MOST_TAILS)
        }
        kept = set(filter(is_tail, text_of.values()))
        self.tails += sorted(kept, key=lambda tail: tail[::-1])
        place_of = {tail: place for place, tail in enumerate(self.tails)}
        codes = dict.fromkeys((_HEADER, *counted), 0)
        codes |= {pair: place_of.get(text, 0) for pair, text in text_of.items()}
        return bytes(map(codes.__getitem__, self._pairs))

    def _text(self, pair: int) -> str:
        rest, suffix = divmod(pair, len(self._suffixes))
        return self._rests[rest] + self._suffixes[suffix]


def _rests(
    stems: Iterable[str], allowed: Collection[str] | None = None
) -> Iterator[str]:
    """Yield what each stem has behind the last head, nothing if it is a new head.

    :param stems: in order; an empty one divides.
    :param allowed: the only rests that do not make a new head; any if None.
    """
    head = ""
    for stem in stems:
        rest = stem[len(head) :] if head and stem.startswith(head) else ""
        if not rest or (allowed is not None and rest not in allowed):
            head, rest = stem, ""
        yield rest


def _common(rests: Iterable[str]) -> list[str]:
    """Return the most frequent rests, the empty one first."""
    most = Counter(rests).most_common(_MOST_RESTS)
    return list(dict.fromkeys(["", *(rest for rest, _ in most)]))


def is_tail(text: str) -> bool:
    """Tell whether a text can be the tail of names."""
    return 0 < len(text) <= _LONGEST and text.isascii() and "\0" not in text
