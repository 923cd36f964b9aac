"""Downloads and the history: noted, looked at, taken once more."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from skybasket import keeping
from skybasket.app.download_commands import options_of
from skybasket.app.history_commands import answer, evicted
from skybasket.app.history_views import waiting_words
from skybasket.app.history_words import looking_note, title_of
from skybasket.app.import_commands import take_files
from skybasket.app.words import words
from skybasket.errors import CommandError, RetrievalError
from skybasket.history_record import Record, Way, products_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session
    from skybasket.basket import Basket
    from skybasket.keeping import Loss

__all__ = ["CHANGES", "QUESTIONS", "again_pieces", "restored"]

_LONGEST_NAME: Final = 100


# A download


def _note(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take up that a text has left, with the same arguments as ``text``."""
    journal, identity = session.journal, arguments.text("id", _LONGEST_NAME)
    plan = session.plan(options_of(session, arguments))
    if not plan.count:
        raise RetrievalError(words("download.empty"))
    form = arguments.text("form") if arguments.has("form") else ""
    way = Way.of(plan, arguments.text("method"), form)
    if way.method != "cloud":  # no other text depends on what the archive told
        plan = replace(plan, options=replace(plan.options, keys={}))
    content = products_of(session.basket, plan)
    record = Record.of(session.basket, plan, way, content)
    gone = journal.note(identity, record, content)
    newest = journal.history.newest
    noted = newest.identity if newest else identity
    fits = journal.stored.fits(journal.entry(noted))
    message = "" if fits else waiting_words(journal)
    message = evicted(journal, gone) if gone else message
    keep = [noted] if record.products is None else []
    forced = [noted] if gone or fits else []
    return answer(
        session, arguments, message, undo=bool(gone), forced=forced, keep=keep
    )


def _again(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Make ready to save the same text once more, as ``history_text``."""
    journal, identity = session.journal, arguments.text("id")
    way = journal.record(identity).way
    basket, content, loss = restored(session, identity)
    if loss:
        raise CommandError(words("history.damaged_again"))
    plan = way.plan(basket, content)
    form = way.text_form
    journal.repeated = identity, basket, content
    journal.touch(identity)
    return {
        **answer(session, arguments),
        "filename": f"skybasket-{plan.folder}{form.suffix}",
        "type": form.media_type,
    }


def again_pieces(session: Session, identity: str) -> Iterator[str]:
    """Return the pieces of the text that was made ready.

    :raises CommandError: if it was not.
    """
    journal = session.journal
    ready, journal.repeated = journal.repeated, None
    if ready is None or ready[0] != identity:
        raise CommandError(words("history.gone"))
    return journal.record(identity).way.pieces(*ready[1:])


def _choice(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return what the download dialog is opened with to do a record's once more."""
    way = session.journal.record(arguments.text("id")).way
    return {
        "method": way.method,
        "form": way.form,
        "layout": way.layout,
        "jobs": way.jobs,
        "foreign": [f"f{row}" for row in way.included_rows(session.basket)],
    }


# Looking at one


def _open(session: Session, arguments: Arguments) -> str:
    """Show the files of a record, until its user goes back."""
    journal, identity = session.journal, arguments.text("id")
    basket, _, loss = restored(session, identity)
    entry = journal.entry(identity)
    label = words("history.looking", title=title_of(entry))
    session.look_at(basket, label, looking_note(entry, journal.shown.zone))
    opened = words("history.opened", title=title_of(entry))
    return f"{opened} {words('history.damaged')}" if loss else opened


def _add(session: Session, arguments: Arguments) -> str:
    """Put the files of a record into the user's own basket."""
    other, _, loss = restored(session, arguments.text("id"))
    with suppress(CommandError):
        session.look_back()
    message = take_files(session, other, other.title)
    return f"{message} {words('history.damaged')}" if loss else message


def restored(session: Session, identity: str) -> tuple[Basket, bytes, Loss]:
    """Return the files of a record as a basket, received ones where they lie apart.

    :raises CommandError: if there is no such record, or its products are gone.
    """
    journal = session.journal
    received, session.received = bytes(session.received), bytearray()
    record = journal.record(identity)
    content = record.products
    if content is None:
        content = journal.lent.get(identity) or received
    if not content:
        raise CommandError(words("history.no_products"))
    basket = session.new_basket()
    loss = keeping.restore(basket, content)
    basket.title = record.title or basket.title
    return basket, content, loss


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "history_open": _open,
    "history_add": _add,
}
QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "history_note": _note,
    "history_again": _again,
    "history_choice": _choice,
}
