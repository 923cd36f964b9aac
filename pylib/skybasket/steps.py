"""The steps that were taken, so that each can be taken back and again.

A state is a few bitmaps over a tree, which states share as long as nothing new comes.
Of a million products a bitmap takes 125 kB and a tree some 9 MB, so what is kept is
bounded by its bytes: the oldest steps are forgotten first.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.state import State

__all__ = ["Step", "Steps"]

_KEPT: Final = 100
#: Bytes that the kept states may take, about.
_MOST_BYTES: Final = 100_000_000
#: Bytes of a tree by its positions: the row of each and the position of each row.
_POSITION: Final = 9


@dataclass(frozen=True, slots=True)
class Step:
    """What one change did, for a name in words.

    :param kind: ``added``, ``referenced``, ``completed``, ``removed``, ``selected``,
        ``deselected`` or ``filtered``.
    :param count: how many files it concerned.
    :param detail: for files that came the number of observations, for ``filtered`` the
        field that was typed into, if any.
    """

    kind: str
    count: int = 0
    detail: str = ""


class Steps:
    """The last hundred steps, each with the state before it."""

    def __init__(self) -> None:
        self._past: deque[tuple[Step, State]] = deque(maxlen=_KEPT)
        self._future: list[tuple[Step, State]] = []

    @property
    def last(self) -> Step | None:
        """The step that `undo` would take back."""
        return self._past[-1][0] if self._past else None

    @property
    def next(self) -> Step | None:
        """The step that `redo` would take again."""
        return self._future[-1][0] if self._future else None

    def take(self, step: Step, before: State) -> None:
        """Note a step; what was undone cannot be done again after it."""
        self._past.append((step, before))
        self._future.clear()
        self._forget_oldest()

    def _forget_oldest(self) -> None:
        """Keep the latest steps whose states fit into the bytes there are."""
        seen: set[int] = set()
        total = 0
        for kept, (_, state) in enumerate(reversed(self._past)):
            for thing, size in _parts(state):
                if id(thing) not in seen:
                    seen.add(id(thing))
                    total += size
            if kept and total > _MOST_BYTES:
                self._past = deque(list(self._past)[-kept:], maxlen=_KEPT)
                return

    def undo(self, now: State) -> State:
        """Return the state before the last step, or the present one without any."""
        if not self._past:
            return now
        step, before = self._past.pop()
        self._future.append((step, now))
        return before

    def redo(self, now: State) -> State:
        """Return the state that was undone last, or the present one without any."""
        if not self._future:
            return now
        step, after = self._future.pop()
        self._past.append((step, now))
        return after


def _parts(state: State) -> Iterator[tuple[object, int]]:
    """Yield what a state holds, and how many bytes each takes, about."""
    length = state.tree.length
    yield state.tree, length * _POSITION
    for bitmap in (
        state.present,
        state.selected,
        state.open_observations,
        state.open_missions,
    ):
        yield bitmap, length // 8
