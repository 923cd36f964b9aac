"""Commands of the search: ask the archive, choose observations, take their products."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.search_views import found_rows, search_view
from skybasket.app.words import spoken, words
from skybasket.archives.mast_search import (
    Query,
    QueryError,
    SearchError,
    parse_position,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session
    from skybasket.archives.mast_invoke import Cause

__all__ = ["QUESTIONS", "failure"]

#: Observation IDs come as one text of many lines.
_LONGEST_LIST: Final = 200_000
#: Divisors of what people type for a radius, to degrees.
_UNITS: Final = {"degrees": 1, "arcminutes": 60, "arcseconds": 3600}
_LONGEST_WINDOW: Final = 500
#: Why a page's request was not answered, as far as browsers tell.
_CAUSES: Final[Mapping[str, Cause]] = {
    "offline": "offline",
    "refused": "refused",
    "timeout": "timeout",
}


def _begin(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Count the observations of a query; a field that is wrong is named."""
    try:
        query = _query(arguments)
    except QueryError as error:
        return search_view(session.searching, error)
    return _stepped(session, lambda: session.searching.count(query))


def _list(session: Session, _arguments: Arguments) -> dict[str, Any]:
    return _stepped(session, session.searching.list_observations)


def _products(session: Session, _arguments: Arguments) -> dict[str, Any]:
    return _stepped(session, session.searching.fetch_products)


def _answer(session: Session, _arguments: Arguments) -> dict[str, Any]:
    content = bytes(session.received)
    session.received = bytearray()
    return _stepped(session, lambda: session.searching.answer(content))


def _fail(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take the page's word that a request was not answered."""
    error = failure(arguments)
    return _stepped(session, lambda: session.searching.fail(error))


def failure(arguments: Arguments) -> SearchError:
    """Return what a page knows of a request that was not answered."""
    cause, reason = arguments.text("cause"), arguments.text("reason")
    known = _CAUSES.get(cause, "unreachable")
    message = words(f"search.causes.{known}")
    return SearchError(message, [reason] if reason else [], cause=known)


def _stop(session: Session, _arguments: Arguments) -> dict[str, Any]:
    session.searching.stop()
    return search_view(session.searching)


def _stepped(session: Session, step: Callable[[], None]) -> dict[str, Any]:
    try:
        step()
    except QueryError as error:
        return search_view(session.searching, error)
    return search_view(session.searching)


def _rows(session: Session, arguments: Arguments) -> dict[str, Any]:
    start = arguments.count("start")
    stop = min(arguments.count("stop"), start + _LONGEST_WINDOW)
    return found_rows(session.searching, start, stop)


def _sort(session: Session, arguments: Arguments) -> dict[str, Any]:
    session.searching.sort(arguments.text("column"), arguments.flag("descending"))
    return search_view(session.searching)


def _choose(session: Session, arguments: Arguments) -> dict[str, Any]:
    session.searching.choose(arguments.text("id"), on=arguments.flag("on"))
    return search_view(session.searching)


def _choose_all(session: Session, arguments: Arguments) -> dict[str, Any]:
    session.searching.choose_all(on=arguments.flag("on"))
    return search_view(session.searching)


def _query(arguments: Arguments) -> Query:
    """Read the form.

    :raises QueryError: naming the field that is wrong.
    """
    field = arguments.within("query")
    where = field.text("position").strip()
    return Query(
        target=field.text("target"),
        position=parse_position(where) if where else None,
        radius=_radius(field.text("radius"), field.text("unit")),
        proposals=_names(field.text("proposals")),
        observation_ids=_names(field.text("observation_ids", _LONGEST_LIST)),
        missions=_names(field.text("missions")),
        instruments=_names(field.text("instruments")),
        levels=field.texts("levels"),
        first_day=_day("first_day", field.text("first_day")),
        last_day=_day("last_day", field.text("last_day")),
        access=field.texts("access"),
    )


def _radius(text: str, unit: str) -> float:
    try:
        return float(spoken().plain(text.strip()) or 3) / _UNITS[unit]
    except (KeyError, ValueError):
        raise QueryError("radius", words("search.wrong.radius"), [text]) from None


def _day(field: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QueryError(field, words("search.wrong.day"), [text]) from None


def _names(text: str) -> list[str]:
    """Split a list at line ends, commas and semicolons, else at blanks."""
    return text.replace(",", " ").replace(";", " ").split()


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "search_begin": _begin,
    "search_list": _list,
    "search_products": _products,
    "search_answer": _answer,
    "search_fail": _fail,
    "search_stop": _stop,
    "found_rows": _rows,
    "found_sort": _sort,
    "found_choose": _choose,
    "found_choose_all": _choose_all,
}
