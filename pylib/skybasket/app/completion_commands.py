"""Commands that ask the archive about files which are known by name only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.completing import completing_view
from skybasket.app.search_commands import failure
from skybasket.app.views import step_words
from skybasket.app.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session

__all__ = ["CHANGES", "QUESTIONS"]


def _begin(session: Session, _arguments: Arguments) -> dict[str, Any]:
    session.completing.begin(session.basket.incomplete)
    return completing_view(session.completing)


def _answer(session: Session, _arguments: Arguments) -> dict[str, Any]:
    content = bytes(session.received)
    session.received = bytearray()
    session.completing.answer(content)
    return completing_view(session.completing)


def _fail(session: Session, arguments: Arguments) -> dict[str, Any]:
    session.completing.fail(failure(arguments))
    return completing_view(session.completing)


def _stop(session: Session, _arguments: Arguments) -> dict[str, Any]:
    session.completing.stop()
    return completing_view(session.completing)


def _take(session: Session, _arguments: Arguments) -> str:
    """Complete the files with what has arrived; the switch stays as it is."""
    basket = session.basket
    count = session.completing.take_into(basket)
    step = basket.undo_step
    if not count or step is None:
        return words("completing.nothing")
    message = words("messages.completed", step=step_words(step))
    left = basket.incomplete.count
    if left:
        message += " " + words("completing.left", count=left)
    return message


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "take_completion": _take,
}
QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "complete_begin": _begin,
    "complete_answer": _answer,
    "complete_fail": _fail,
    "complete_stop": _stop,
}
