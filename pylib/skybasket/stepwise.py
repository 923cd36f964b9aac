"""Long work in steps: each is short, and between two of them others have their turn.

Such work is a generator that yields which share of it is done, as far as it knows, and
returns what came of it. A million products are read in some hundred steps.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Stepwise", "Underway", "finished", "garbage_collector_paused", "within"]

Result = TypeVar("Result")
#: Yields a share from 0 to 1 before each step but the first.
Stepwise: TypeAlias = Generator[float, None, Result]


def finished(work: Stepwise[Result]) -> Result:
    """Do all steps at once, and return what came of them."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result


def within(work: Stepwise[Result], start: float, stop: float) -> Stepwise[Result]:
    """Do work that is a part of other work.

    :param start: the share of that which is done before, and when this ends.
    """
    while True:
        try:
            share = next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield start + share * (stop - start)


class Underway(Generic[Result]):
    """Work that somebody else drives; what goes wrong is told by `finish`."""

    def __init__(self, work: Stepwise[Result]) -> None:
        self._work = work
        self._results: list[Result] = []
        self._error: Exception | None = None
        #: How much of it is done, from 0 to 1.
        self.share = 0.0

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing left to do."""
        return bool(self._results or self._error)

    def go_on(self) -> None:
        """Do a step, if any is left."""
        if self.has_ended:
            return
        with garbage_collector_paused():
            try:
                self.share = next(self._work)
            except StopIteration as end:
                self._results.append(end.value)
            except Exception as error:  # noqa: BLE001
                self._error = error

    def finish(self) -> Result:
        """Do what is left, and return what came of all; errors are the work's own."""
        while not self.has_ended:
            self.go_on()
        if self._error:
            raise self._error
        return self._results[0]


@contextmanager
def garbage_collector_paused() -> Iterator[None]:
    """Keep the collector from looking again and again through what only grows.

    Reading makes millions of objects and no cycles among them, so every look is vain.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
