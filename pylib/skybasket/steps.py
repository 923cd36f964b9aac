"""The steps that were taken, so that each can be taken back and again."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from skybasket.state import State

__all__ = ["Step", "Steps"]

_KEPT: Final = 100


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
