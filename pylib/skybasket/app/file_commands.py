"""Commands on the files: expand, select, remove, step back, look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket import drawn
from skybasket.app.detail_views import details_view
from skybasket.app.row_names import position_of
from skybasket.app.session import LONGEST_WINDOW
from skybasket.app.views import selected_words, step_words
from skybasket.app.words import words
from skybasket.errors import SelectionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session
    from skybasket.steps import Step

__all__ = ["CHANGES", "QUESTIONS", "removed", "told_selection"]


def _nothing(_session: Session, _arguments: Arguments) -> str:
    return ""


def _expand(session: Session, arguments: Arguments) -> str:
    basket = session.basket
    position = position_of(basket, arguments.text("id"))
    if not basket.tree.is_file(position):
        basket.expand(position, on=arguments.flag("on"))
    return ""


def _expand_all(session: Session, arguments: Arguments) -> str:
    session.basket.expand_all(on=arguments.flag("on"))
    return ""


def _check(session: Session, arguments: Arguments) -> str:
    basket = session.basket
    position = position_of(basket, arguments.text("id"))
    basket.choose(basket.below(position), on=arguments.flag("on"))
    return told_selection(session)


def _check_all(session: Session, arguments: Arguments) -> str:
    session.basket.choose(session.basket.answer.shown, on=arguments.flag("on"))
    return told_selection(session)


def _check_mark(session: Session, arguments: Arguments) -> str:
    """Select what a mark on the map of the sky stands for."""
    files = session.sky.files(session.basket, arguments.count("mark"))
    session.basket.choose(files, on=arguments.flag("on"))
    return told_selection(session)


def told_selection(session: Session) -> str:
    """Return what is selected now, to be announced."""
    totals = session.basket.selected.totals
    if not totals.count:
        return words("messages.selected_none")
    size = selected_words(totals)
    return words("messages.selected", count=totals.count, size=size)


def _remove_selected(session: Session, _arguments: Arguments) -> str:
    return removed(session, session.basket.remove_selected)


def _remove_all(session: Session, _arguments: Arguments) -> str:
    return removed(session, session.basket.remove_all)


def removed(session: Session, remove: Callable[[], None]) -> str:
    """Have files removed, and return what to announce."""
    before, was_marked = session.basket.files.count, session.is_marked
    remove()
    session.settle_recommended(was_marked=was_marked)
    step = session.basket.undo_step
    if step is None or session.basket.files.count == before:
        return ""
    return words("messages.removed", step=step_words(step))


def _undo(session: Session, _arguments: Arguments) -> str:
    step = session.basket.undo_step
    return _stepped(session, step, session.basket.undo, "messages.undone")


def _redo(session: Session, _arguments: Arguments) -> str:
    step = session.basket.redo_step
    return _stepped(session, step, session.basket.redo, "messages.redone")


def _stepped(
    session: Session, step: Step | None, go: Callable[[], None], message: str
) -> str:
    go()
    session.remember_choice()
    return words(message, step=step_words(step)) if step else ""


def _rows(session: Session, arguments: Arguments) -> dict[str, Any]:
    start, stop = arguments.count("start"), arguments.count("stop")
    return session.window(start, min(stop, start + LONGEST_WINDOW))


def _locate(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return where a row is drawn, else the row nearest to where it was."""
    basket = session.basket
    try:
        position = position_of(basket, arguments.text("id"), gone=True)
    except SelectionError:
        return {"index": None}
    return {"index": drawn.nearest(basket, position)}


def _details(session: Session, arguments: Arguments) -> dict[str, Any]:
    return details_view(session.basket, arguments.text("id"))


def _prepare(session: Session, _arguments: Arguments) -> dict[str, Any]:
    """Do a part of what later commands need; for when the page has nothing to do."""
    basket = session.basket
    foretells = basket is session.own and session.keeping.foretells(basket)
    is_more = basket.prepare()
    return {"more": is_more, "foretells": foretells and not is_more}


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "view": _nothing,
    "expand": _expand,
    "expand_all": _expand_all,
    "check": _check,
    "check_all": _check_all,
    "check_mark": _check_mark,
    "remove_selected": _remove_selected,
    "remove_all": _remove_all,
    "undo": _undo,
    "redo": _redo,
}

QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "rows": _rows,
    "locate": _locate,
    "details": _details,
    "prepare": _prepare,
}
