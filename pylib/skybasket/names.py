"""Search in file names, without looking at any name: an index of bit slices.

A file's name is a head that its neighbours share, ``jw02731001001_02101_00001_nrca1``,
and one of a few tails, ``_cal_thumb.jpg`` (`splitting`). Neighbours with one head are a
run, and one bit stands for all of them: of a million files there are some hundred
thousand runs, and at most 255 tails.

A pattern is an automaton with a state after each of its characters. It reads all heads
at once, place after place: a state is the bitmap of the heads that are in it, and going
on by a letter is one AND with the heads that have this letter here (`letters`). So at
the end of every head the states are known that it may be in. From the other side, for
each state, the tails that fit the rest of the pattern are found in the same way, from
their last letter back. A file is found if its head ends in a state which its tail goes
on from:

    found = OR over all states of fill(heads that end in it) & with_tail(fitting tails)

What crosses the seam of head and tail needs no care of its own. The runs of the heads
are filled by a few operations on large numbers (`runs`); the files of some tails follow
from the planes of the column of tails, whose codes are sorted by the tails read
backwards, so that "ends with .fits" is a range and takes few of them. A part of a name
is the pattern with a star before and behind it.

Heads with letters beyond Latin-1 and very long ones are so rare that they are looked at
one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, Final

from skybasket.bitmaps import bit_planes, from_positions, span
from skybasket.letters import Letters
from skybasket.runs import Runs
from skybasket.splitting import Split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from skybasket.catalog import Catalog
    from skybasket.splitting import SplitNames
    from skybasket.tree import Tree

__all__ = ["NameSearch"]

_KEPT: Final = 32
#: Heads of more letters are looked at one by one.
_LONGEST: Final = 120


class NameSearch:
    """Finds files by part of their name or by a pattern with ``*`` and ``?``.

    What searches need is built in idle time, else when the first one comes.

    :param older: the same before the tree grew, which helps until then.
    :param told: gives the names as a file says that they split; None if it does not.
    """

    def __init__(
        self,
        catalog: Catalog,
        tree: Tree,
        older: NameSearch | None = None,
        told: Callable[[], Split | None] = lambda: None,
    ) -> None:
        self._index: _NameIndex | None = None
        self._told: Split | None = None
        #: How the names are split; None before that is known.
        self.split: SplitNames | None = None
        self._steps = self._build(catalog, tree, told)
        self._remembered: dict[str, int] = {}
        self._tree = tree
        self._older = older if older and older.is_ready else None
        #: The names of the files that came since, by position.
        self._fresh = [
            (position, catalog.filename(row).casefold())
            for row, position in (tree.growths[-1].fresh if self._older else ())
        ]

    @property
    def is_ready(self) -> bool:
        """Whether a search can be answered at once."""
        return self._index is not None or self._older is not None

    def _build(
        self, catalog: Catalog, tree: Tree, told: Callable[[], Split | None]
    ) -> Iterator[None]:
        split = self._told = told()
        if split is None:
            split = Split()
            yield from split.steps(catalog, tree)
        yield
        self._index = _NameIndex(split, tree)
        self.split = split.bare()
        self._older = None

    def prepare(self) -> bool:
        """Do a part of the work before the first search; tell whether any was left.

        With a million files a part takes some tenths of a second.
        """
        if self._index is not None:
            return False
        next(self._steps, None)
        return True

    def checks(self, catalog: Catalog, tree: Tree) -> Iterator[bool]:
        """Tell whether what a file said is so, a part of the work at each step."""
        if self._told is not None:
            split = Split()
            yield from (True for _ in split.steps(catalog, tree))
            yield split.is_like(self._told)
            self._told = None

    def _search(self, pattern: str) -> int:
        """Ask the index, or an older one and each of the files that came since."""
        if self._older is not None:
            found = self._tree.growths[-1].carry(self._older.find(pattern))
            return found | _fitting_of(self._fresh, pattern, self._tree.length)
        while self._index is None:
            self.prepare()
        return self._index.find(pattern)

    def find(self, text: str) -> int:
        """Return the files whose name holds the text, or fits it as a pattern.

        A pattern, with ``*`` for any characters or ``?`` for one, must fit the whole
        name; capital letters make no difference.
        """
        text = text.casefold()
        found = self._remembered.get(text)
        if found is None:
            pattern = text if "*" in text or "?" in text else f"*{text}*"
            found = self._search(re.sub(r"\*+", "*", pattern))
            if len(self._remembered) >= _KEPT:
                self._remembered.clear()
            self._remembered[text] = found
        return found


class _NameIndex:
    """Heads, tails and runs of the names of all files, ready to be asked."""

    def __init__(self, split: Split, tree: Tree) -> None:
        self._length = tree.length
        regular = list(map(_is_regular, split.heads))
        #: The names of all other files, by position.
        self._others = [
            (position, head + split.tails[split.tail_at[position]])
            for start, stop, head in compress(
                zip(split.starts, split.stops, split.heads, strict=True),
                map(not_, regular),
            )
            for position in range(start, stop)
        ]
        self._heads = Letters(list(compress(split.heads, regular)))
        self._runs = Runs(
            list(compress(split.starts, regular)),
            list(compress(split.stops, regular)),
            tree.length,
        )
        self._files = self._runs.fill(self._runs.all)
        self._tails = Letters(split.tails)
        self._tail_count = len(split.tails)
        self._planes = bit_planes(split.tail_at, (self._tail_count - 1).bit_length())

    def find(self, pattern: str) -> int:
        """Return the files whose whole name fits a pattern in lower case."""
        fitting = _fitting(pattern, self._tails)
        together: defaultdict[int, int] = defaultdict(int)
        for state, heads in _endings(pattern, self._heads):
            if fitting[state]:
                together[fitting[state]] |= heads
        found = 0
        for tails, heads in together.items():
            if heads:
                files = self._with_tail(tails)
                is_any = heads == self._heads.all
                found |= files if is_any else files & self._runs.fill(heads)
        if self._others:
            found |= _fitting_of(self._others, pattern, self._length)
        return found

    def _with_tail(self, wanted: int) -> int:
        """Return the files with one of some tails.

        The planes divide the files into ranges of codes until all or none of a range
        are wanted.
        """

        def within(bit: int, files: int, first: int) -> int:
            stop = min(first + (1 << (bit + 1)), self._tail_count)
            codes = span(first, stop, self._tail_count)
            if wanted & codes == codes:
                return files
            if not wanted & codes or not files:
                return 0
            upper = files & self._planes[bit]
            return within(bit - 1, upper, first + (1 << bit)) | within(
                bit - 1, files ^ upper, first
            )

        return within(len(self._planes) - 1, self._files, 0)


def _is_regular(head: str) -> bool:
    return (
        len(head) <= _LONGEST
        and "\0" not in head
        and (head.isascii() or max(head) <= "\xff")
    )


def _endings(pattern: str, heads: Letters) -> Iterator[tuple[int, int]]:
    """Yield states and heads that are in them where they end, more than once a state.

    State ``i`` is: the first ``i`` characters of the pattern are used up. A star is
    never used up by what it stands for; the state after it is entered with it.
    """
    final = len(pattern)
    states = [heads.all] + [0] * final
    for place in range(heads.width + 1):
        for state, character in enumerate(pattern):
            if character == "*":
                states[state + 1] |= states[state]
        if pattern.endswith("*"):
            # Whatever follows, it fits.
            yield final - 1, states[final - 1]
            states[final - 1] = states[final] = 0
        if ending := heads.ending(place):
            yield from ((state, here & ending) for state, here in enumerate(states))
        if not any(states) or place == heads.width:
            return
        states = _read(pattern, states, place, heads)


def _read(pattern: str, states: list[int], place: int, heads: Letters) -> list[int]:
    """Return the states after the letters that stand at a place."""
    longer = heads.longer[place]
    following = [0] * len(states)
    for state, character in enumerate(pattern):
        here = states[state]
        if here and character == "*":
            following[state] |= here & longer
        elif here and character == "?":
            following[state + 1] |= here & longer
        elif here:
            following[state + 1] |= here & heads.having(place, character)
    return following


def _fitting(pattern: str, tails: Letters) -> list[int]:
    """Return for each state the tails that fit the rest of the pattern."""
    final = len(pattern)
    following = [0] * (final + 1)
    for place in range(tails.width, -1, -1):
        longer = tails.longer[place]
        here = [0] * final + [tails.ending(place)]
        for state in range(final - 1, -1, -1):
            character = pattern[state]
            if character == "*":
                here[state] = here[state + 1] | following[state] & longer
            elif character == "?":
                here[state] = following[state + 1] & longer
            elif longer:
                here[state] = following[state + 1] & tails.having(place, character)
        following = here
    return following


def _fitting_of(names: Iterable[tuple[int, str]], pattern: str, length: int) -> int:
    """Look at names one by one; return the positions of those that fit."""
    fits = re.compile(_expression(pattern), re.DOTALL).fullmatch
    return from_positions((place for place, name in names if fits(name)), length)


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
