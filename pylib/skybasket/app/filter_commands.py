"""Commands that change which files are shown, and the pane of filters by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.filter_views import Listing, listed_words
from skybasket.app.words import spoken, words
from skybasket.errors import FilterError
from skybasket.filters import SIZE_UNITS, Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session

__all__ = ["CHANGES", "QUESTIONS"]

#: A size with its own unit, as the page writes it.
_WITH_UNIT: Final = re.compile(rf"([\d.,]+)\s*({'|'.join(SIZE_UNITS)})")


def _show(session: Session, filters: Filters, typing: str = "") -> str:
    session.size_error = ""
    session.basket.filter(filters, typing=typing)
    shown, files = session.basket.answer.count, session.basket.files.count
    return words("messages.shown", count=shown, total=files)


def _recommended(session: Session, arguments: Arguments) -> str:
    on = arguments.flag("on") and session.is_marked
    message = _show(session, replace(session.basket.filters, recommended=on))
    session.remember_choice()
    return message


def _value(session: Session, arguments: Arguments) -> str:
    facet, value = arguments.text("facet"), arguments.text("value")
    filters = session.basket.filters
    return _show(session, filters.with_value(facet, value, on=arguments.flag("on")))


def _only(session: Session, arguments: Arguments) -> str:
    facet, value = arguments.text("facet"), arguments.text("value")
    return _show(session, session.basket.filters.with_only(facet, [value]))


def _clear(session: Session, arguments: Arguments) -> str:
    facet, filters = arguments.text("facet"), session.basket.filters
    if facet == "name":
        return _show(session, replace(filters, name=""))
    if facet == "size":
        return _show(session, replace(filters, size=""))
    return _show(session, filters.with_only(facet, []))


def _name(session: Session, arguments: Arguments) -> str:
    filters = replace(session.basket.filters, name=arguments.text("text"))
    return _show(session, filters, typing="name")


def _size(session: Session, arguments: Arguments) -> str:
    """Take the two fields of the range; wrong ones leave the filter as it was."""
    filters = session.basket.filters
    try:
        ends = [_measure(arguments.within(name)) for name in ("from", "to")]
    except FilterError:
        session.size_error = words("size_filter.number")
        return session.size_error
    try:
        filters = replace(filters, size="..".join(ends) if any(ends) else "")
    except FilterError:
        session.size_error = words("size_filter.order")
        return session.size_error
    return _show(session, filters, typing="size")


def _measure(field: Arguments) -> str:
    """Return a number and its unit as one text that a size filter takes, or nothing.

    :raises FilterError: if the number cannot be read.
    """
    number, unit = field.text("number").strip(), field.text("unit")
    if not number:
        return ""
    if written := _WITH_UNIT.fullmatch(number):
        number, unit = written.groups()
    number = spoken().plain(number)
    text = f"{number} {unit}" if unit in SIZE_UNITS else number
    Filters(size=f"<={text}")
    return text


def _reset(session: Session, _arguments: Arguments) -> str:
    return _show(session, Filters())


def _list(session: Session, arguments: Arguments) -> str:
    facet = arguments.text("facet")
    # Asking for its values refuses a facet that does not exist.
    session.basket.filters.chosen(facet)
    search = arguments.text("search").strip()
    session.listings[facet] = Listing(arguments.flag("all"), search)
    return listed_words(session.basket, facet, session.listings[facet])


def _pane(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return the pane that a view announced, or nothing if that has changed since."""
    return {"filters": session.pane(arguments.count("pane"))}


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "filter_recommended": _recommended,
    "filter_value": _value,
    "filter_only": _only,
    "filter_clear": _clear,
    "filter_name": _name,
    "filter_size": _size,
    "filter_reset": _reset,
    "list_facet": _list,
}

QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "pane": _pane,
}
