"""Commands on calibration references: ask for them, choose of them, add them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.reference_views import references_view, ways_view
from skybasket.app.search_commands import failure
from skybasket.app.views import step_words
from skybasket.app.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session

__all__ = ["CHANGES", "QUESTIONS"]

_LONGEST_ID: Final = 8192


def _view(session: Session) -> dict[str, Any]:
    return references_view(session.retrieving, session.basket)


# Asking


def _begin(session: Session, _arguments: Arguments) -> dict[str, Any]:
    session.retrieving.begin(session.basket)
    return _view(session)


def _again(session: Session, _arguments: Arguments) -> dict[str, Any]:
    session.retrieving.go_on()
    return _view(session)


def _context(session: Session, arguments: Arguments) -> dict[str, Any]:
    observatory, context = arguments.text("observatory"), arguments.text("context")
    session.retrieving.use_context(observatory, context)
    return _view(session)


def _answer(session: Session, _arguments: Arguments) -> dict[str, Any]:
    session.retrieving.answer(_received(session))
    return _view(session)


def _fail(session: Session, arguments: Arguments) -> dict[str, Any]:
    session.retrieving.fail(failure(arguments))
    return _view(session)


def _stop(session: Session, _arguments: Arguments) -> dict[str, Any]:
    session.retrieving.stop()
    return _view(session)


def _saved(session: Session, _arguments: Arguments) -> dict[str, Any]:
    """Take the answers that were received: pasted, or in a file."""
    session.retrieving.take_saved(_received(session))
    return _view(session)


def _received(session: Session) -> bytes:
    content, session.received = bytes(session.received), bytearray()
    return content


def _ways(session: Session, _arguments: Arguments) -> dict[str, Any]:
    return ways_view(session.retrieving)


# Choosing


def _find(session: Session, arguments: Arguments) -> dict[str, Any]:
    session.retrieving.text = arguments.text("text").strip()
    return _view(session)


def _check(session: Session, arguments: Arguments) -> dict[str, Any]:
    uri = arguments.text("id", _LONGEST_ID)
    session.retrieving.choose(lambda one: one.uri == uri, on=arguments.flag("on"))
    return _view(session)


def _check_kind(session: Session, arguments: Arguments) -> dict[str, Any]:
    kind = arguments.text("kind")
    session.retrieving.choose(
        lambda one: one.info.kind == kind, on=arguments.flag("on")
    )
    return _view(session)


def _check_all(session: Session, arguments: Arguments) -> dict[str, Any]:
    session.retrieving.choose(lambda _one: True, on=arguments.flag("on"))
    return _view(session)


def _add(session: Session, _arguments: Arguments) -> str:
    """Put the chosen references into the basket; they are not selected there."""
    basket = session.basket
    added = session.retrieving.add_to(basket)
    step = basket.undo_step
    if not added.added or step is None:
        return words("references.all_here", count=added.known)
    message = words("references.added", step=step_words(step), count=step.count)
    if added.known:
        message += " " + words("references.some_here", count=added.known)
    return message


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "references_add": _add,
}
QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "references_begin": _begin,
    "references_again": _again,
    "references_context": _context,
    "references_answer": _answer,
    "references_fail": _fail,
    "references_stop": _stop,
    "references_saved": _saved,
    "references_ways": _ways,
    "references_find": _find,
    "references_check": _check,
    "references_check_kind": _check_kind,
    "references_check_all": _check_all,
}
