"""Commands of the download history; each answers with the tab and what to store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.history_views import ORDERS, history_view, waiting_words
from skybasket.app.history_words import named, title_of
from skybasket.app.words import words
from skybasket.errors import CommandError
from skybasket.history import Entry
from skybasket.stored_text import now
from skybasket.titles import LONGEST_TITLE, clean_title

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.journal import Journal
    from skybasket.app.session import Session

__all__ = ["QUESTIONS", "answer", "evicted"]


def answer(  # noqa: PLR0913 - what an answer may have
    session: Session,
    arguments: Arguments,
    message: str = "",
    *,
    undo: bool = False,
    forced: Collection[str] = (),
    keep: Collection[str] = (),
    settled: bool = False,
) -> dict[str, Any]:
    """Return the tab as it is now, and what the page is to do.

    :param undo: whether the message offers to take the step back.
    :param forced: entries to be stored though the limit is passed.
    :param keep: the names of products to be asked for as bytes, and stored.
    :param settled: whether there is nothing to store before something changes.
    """
    journal = session.journal
    if arguments.has("zone"):
        journal.shown = journal.shown._replace(zone=arguments.number("zone"))
    writes = {} if settled else journal.settle(forced)
    return {
        "view": history_view(journal),
        "writes": writes,
        "keep": list(keep),
        "message": message,
        "undo": undo,
    }


# What the browser has


def _load(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take over all that is stored; tell which products no record speaks of."""
    apart = arguments.texts("apart") if arguments.has("apart") else None
    purge = session.journal.load(arguments.table("records"), apart)
    return {**answer(session, arguments), "purge": purge}


def _hear(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take note of what other tabs have stored and removed."""
    gone = dict.fromkeys(arguments.texts("gone"))
    session.journal.hear({**arguments.table("records"), **gone})
    return answer(session, arguments)


def _failed(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take note of texts that the browser did not store, and say so."""
    journal = session.journal
    was_forbidden = journal.stored.is_forbidden
    journal.stored.fail(arguments.texts("ids"), arguments.text("kind"))
    message = "" if was_forbidden else waiting_words(journal)
    return answer(session, arguments, message, settled=True)


def _kept(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take note of products that were stored, or not; their records follow."""
    journal, identities = session.journal, arguments.texts("ids")
    if arguments.flag("on"):
        journal.kept(identities)
    else:
        journal.not_kept(identities)
    return answer(session, arguments, forced=journal.fitting(identities))


# Changes


def _show(session: Session, arguments: Arguments) -> dict[str, Any]:
    """List what is searched for, in the order that was asked for."""
    journal = session.journal
    if arguments.has("search"):
        journal.shown = journal.shown._replace(search=arguments.text("search"))
    if arguments.has("order"):
        order = arguments.text("order")
        if order not in ORDERS:
            raise CommandError(words("history.no_order", order=order))
        journal.shown = journal.shown._replace(order=order)
    return answer(session, arguments)


def _rename(session: Session, arguments: Arguments) -> dict[str, Any]:
    title = clean_title(arguments.text("title", LONGEST_TITLE))
    if not title:
        raise CommandError(words("baskets.no_title"))
    identity = arguments.text("id")
    step = words("history.steps.renamed", title=title)
    return _changed(session, arguments, identity, step, title=title)


def _pin(session: Session, arguments: Arguments) -> dict[str, Any]:
    identity, on = arguments.text("id"), arguments.flag("on")
    title = title_of(session.journal.entry(identity))
    step = words(f"history.steps.{'pinned' if on else 'unpinned'}", title=title)
    return _changed(session, arguments, identity, step, pinned=on)


def _changed(
    session: Session,
    arguments: Arguments,
    identity: str,
    step: str,
    **fields: object,
) -> dict[str, Any]:
    """Change a record, as a step."""
    journal = session.journal
    values: dict[str, Any] = {**fields, "changed": now()}
    record = replace(journal.record(identity), **values)
    journal.take(step, {identity: Entry.of(identity, record)})
    return answer(session, arguments, f"{step}.", undo=True)


def _delete(session: Session, arguments: Arguments) -> dict[str, Any]:
    journal, identity = session.journal, arguments.text("id")
    step = words("history.steps.deleted", title=title_of(journal.entry(identity)))
    journal.take(step, {identity: None})
    return answer(session, arguments, f"{step}.", undo=True)


def _clear(session: Session, arguments: Arguments) -> dict[str, Any]:
    entries = session.journal.history.entries
    step = words("history.steps.cleared", count=len(entries))
    session.journal.take(step, dict.fromkeys(entries))
    return answer(session, arguments, f"{step}.", undo=bool(entries))


def evicted(journal: Journal, gone: list[Entry]) -> str:
    """Say which records made room."""
    names = named(gone, journal.shown.zone)
    return words("history.evicted", count=len(gone), names=names)


def _make_room(session: Session, arguments: Arguments) -> dict[str, Any]:
    journal = session.journal
    gone = journal.make_room()
    message = evicted(journal, gone) if gone else words("history.make_room_none")
    return answer(session, arguments, message, undo=bool(gone))


def _undo(session: Session, arguments: Arguments) -> dict[str, Any]:
    journal = session.journal
    step = journal.undo_step
    back = journal.undo()
    told = answer(session, arguments, forced=back)
    if step:
        over = words("history.over") if journal.stored.is_over else ""
        message = words("history.undone", step=step)
        told["message"] = f"{message} {over}".strip()
    return told


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "history": _show,
    "history_load": _load,
    "history_hear": _hear,
    "history_failed": _failed,
    "history_kept": _kept,
    "history_rename": _rename,
    "history_pin": _pin,
    "history_delete": _delete,
    "history_clear": _clear,
    "history_make_room": _make_room,
    "history_undo": _undo,
}
