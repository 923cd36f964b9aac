"""Commands on rows as they are drawn: ranges, neighbours, names, what is like a row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from skybasket import drawn
from skybasket.app.file_commands import removed, told_selection
from skybasket.app.row_menu import like, menu_view
from skybasket.app.row_names import position_of
from skybasket.app.tree_columns import following, known
from skybasket.app.words import words
from skybasket.arrangement import SORTABLE
from skybasket.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session

__all__ = ["CHANGES", "QUESTIONS"]


def _check_range(session: Session, arguments: Arguments) -> str:
    """Tick all rows from one to another.

    ``whole`` says that the rows at both ends were pointed at, so that folders there
    are ticked whole, though they are open; ``run`` is the number of the range while
    it grows and shrinks.
    """
    basket = session.basket
    ends = [position_of(basket, arguments.row(name)) for name in ("from", "to")]
    files = drawn.between(basket, *ends)
    if arguments.flag("whole"):
        files |= basket.below(ends[0]) | basket.below(ends[1])
    run = f"range {arguments.count('run')}"
    basket.choose(files, on=arguments.flag("on"), run=run)
    return told_selection(session)


def _expand_beside(session: Session, arguments: Arguments) -> str:
    basket = session.basket
    position = position_of(basket, arguments.text("id"))
    if not basket.tree.is_file(position):
        basket.expand_beside(position)
    return ""


def _expand_below(session: Session, arguments: Arguments) -> str:
    basket = session.basket
    position = position_of(basket, arguments.text("id"))
    if basket.tree.is_mission(position):
        basket.expand_below(position, on=arguments.flag("on"))
    return ""


def _select_like(session: Session, arguments: Arguments) -> str:
    basket = session.basket
    files = like(basket, arguments.text("id"), arguments.text("like"))
    basket.choose(files, on=True)
    return told_selection(session)


def _remove_row(session: Session, arguments: Arguments) -> str:
    """Remove a file, or what is shown in a folder."""
    basket = session.basket
    files = basket.below(position_of(basket, arguments.text("id")))
    return removed(session, partial(basket.remove, files))


def _row_menu(session: Session, arguments: Arguments) -> dict[str, Any]:
    return menu_view(session.basket, arguments.text("id"))


def _find_row(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Find the row whose name begins with what was typed.

    One letter leads on to the next such row, each further one narrows it down; a
    letter that is typed several times leads on as often, if no name begins so.
    """
    basket, text = session.basket, arguments.text("text")
    start = position_of(basket, arguments.row("from"))
    found = drawn.named(basket, text, start if len(text) > 1 else start + 1)
    if found is None and len(text) > 1 and len(set(text.casefold())) == 1:
        found = start
        for letter in text:
            if found is not None:
                found = drawn.named(basket, letter, found + 1)
    index = None if found is None else basket.visible.index(found)
    message = words("tree.no_name", text=text) if index is None else ""
    return {"index": index, "message": message}


def _sort(session: Session, arguments: Arguments) -> str:
    """Sort rows by a column, the other way round, or no longer: with each press."""
    basket, by = session.basket, arguments.text("by")
    if by not in SORTABLE:
        raise CommandError(words("errors.column", column=by))
    basket.order = following(basket.order, by)
    return ""


def _columns(session: Session, arguments: Arguments) -> str:
    session.columns = known(arguments.texts("names"))
    return ""


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "check_range": _check_range,
    "expand_beside": _expand_beside,
    "expand_below": _expand_below,
    "select_like": _select_like,
    "remove_row": _remove_row,
    "sort": _sort,
    "columns": _columns,
}

QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "find_row": _find_row,
    "row_menu": _row_menu,
}
