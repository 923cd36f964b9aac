"""Asking the archive step by step, where somebody else sends the requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket.app.words import words
from skybasket.archives.mast_search import SearchError
from skybasket.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable

    from skybasket.archives.mast_search import Request, Steps

__all__ = ["Stepping"]


class Stepping:
    """Goes through the steps of one search at a time.

    Whoever drives it sends `request` and hands over what came back, or says that
    nothing did, until there is no request any more.
    """

    def __init__(self) -> None:
        self._steps: Steps | None = None
        #: What is to be sent next, or None when nothing is under way.
        self.request: Request | None = None
        #: Why the last steps ended early.
        self.error: SearchError | None = None

    def _go(self, steps: Steps) -> None:
        """Begin with steps, instead of those that are under way."""
        if self._steps:
            self._steps.close()
        self._steps = steps
        self.error = None
        self._advance(lambda: next(steps))

    def answer(self, content: bytes) -> None:
        """Go on with what the archive answered.

        :raises CommandError: if nothing was asked.
        """
        steps = self._running()
        self._advance(lambda: steps.send(content))

    def fail(self, error: SearchError) -> None:
        """Go on, as far as that is possible, although nobody answered.

        :raises CommandError: if nothing was asked.
        """
        steps = self._running()
        self._advance(lambda: steps.throw(error))

    def stop(self) -> None:
        """Ask no more; what has arrived stays."""
        if self._steps:
            self._steps.close()
        self._end()

    def _running(self) -> Steps:
        if not self._steps or not self.request:
            raise CommandError(words("errors.nothing_asked"))
        return self._steps

    def _advance(self, step: Callable[[], Request]) -> None:
        try:
            self.request = step()
        except StopIteration:
            self._end()
        except SearchError as error:
            self.error = error
            self._end()
        except BaseException:
            self._end()
            raise

    def _end(self) -> None:
        """Take note that the steps have ended, however they did."""
        self._steps = self.request = None
