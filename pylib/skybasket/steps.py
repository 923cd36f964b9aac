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
    from skybasket.state import State

__all__ = ["Step", "Steps"]

_KEPT: Final = 100
#: Bytes that the kept states may take, about.
_MOST_BYTES: Final = 100_000_000
#: Bytes of a tree by its positions: the row of each and the position of each row.
_POSITION: Final = 9
_BITMAPS: Final = ("present", "selected", "open_observations", "open_missions")


@dataclass(frozen=True, slots=True)
class Step:
    """What one change did, for a name in words.

    :param kind: ``added``, ``referenced``, ``completed``, ``removed``, ``selected``,
        ``deselected`` or ``filtered``.
    :param count: how many files it concerned.
    :param detail: for files that came the number of observations, for ``filtered`` the
        field that was typed into, for a selection the run of choices, if any.
    """

    kind: str
    count: int = 0
    detail: str = ""


class Steps:
    """The last hundred steps, each with the state before it."""

    def __init__(self) -> None:
        #: Each step with the state before it, and the bytes that this state takes
        #: beside the older ones.
        self._past: deque[tuple[Step, State, int]] = deque()
        self._future: list[tuple[Step, State]] = []
        self._bytes = 0

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
        self._push(step, before)
        self._future.clear()
        while len(self._past) > _KEPT or (
            len(self._past) > 1 and self._bytes > _MOST_BYTES
        ):
            self._forget_oldest()

    def _push(self, step: Step, before: State) -> None:
        older = self._past[-1][1] if self._past else None
        size = _size(before, older)
        self._past.append((step, before, size))
        self._bytes += size

    def _pop(self) -> tuple[Step, State]:
        step, before, size = self._past.pop()
        self._bytes -= size
        return step, before

    def _forget_oldest(self) -> None:
        """Drop the oldest state; what the next one shares with it is now that one's."""
        *_, size = self._past.popleft()
        step, state, shared = self._past.popleft()
        alone = _size(state, None)
        self._past.appendleft((step, state, alone))
        self._bytes += alone - shared - size

    def undo(self, now: State) -> State:
        """Return the state before the last step, or the present one without any."""
        if not self._past:
            return now
        step, before = self._pop()
        self._future.append((step, now))
        return before

    def withdraw(self) -> State:
        """Forget the last step, and return the state before it."""
        return self._pop()[1]

    def redo(self, now: State) -> State:
        """Return the state that was undone last, or the present one without any."""
        if not self._future:
            return now
        step, after = self._future.pop()
        self._push(step, now)
        return after


def _size(state: State, older: State | None) -> int:
    """Return how many bytes a state takes beside an older one, about."""
    length = state.tree.length
    size = 0 if older and older.tree is state.tree else length * _POSITION
    for name in _BITMAPS:
        if older is None or getattr(older, name) is not getattr(state, name):
            size += length // 8
    return size
