"""The history in and out: as a file, and the products that lie apart from records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.history_commands import answer
from skybasket.app.history_uses import again_pieces
from skybasket.app.words import words
from skybasket.errors import CommandError
from skybasket.formats import Refused
from skybasket.history import export_pieces, import_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from skybasket.app.arguments import Arguments
    from skybasket.app.journal import Journal
    from skybasket.app.session import Session
    from skybasket.history import NotTaken

__all__ = ["QUESTIONS", "blob", "pieces"]

_LISTED: Final = 50


def _lend(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take products that lie apart, received ones, for the next file."""
    content, session.received = bytes(session.received), bytearray()
    session.journal.borrowed[arguments.text("id")] = content
    return {}


def _wanted(session: Session, _arguments: Arguments) -> dict[str, Any]:
    """Tell which products have to be lent before everything is exported."""
    journal = session.journal
    return {
        "ids": [
            name
            for name, entry in journal.history.entries.items()
            if entry.record and entry.record.products is None
            if name not in journal.lent and journal.has_products(entry)
        ]
    }


def _import(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take up the records of a file that was received; all of it is read before."""
    journal = session.journal
    content, session.received = bytes(session.received), bytearray()
    content, journal.arrived = content or journal.arrived, b""
    found = import_file(content)
    news = journal.history.news(found.history)
    changed = sum(name in journal.history.entries for name in news)
    lent = journal.take_in(found, news)
    counts = {
        "new": len(news) - changed,
        "changed": changed,
        "known": len(found.history.entries) - len(news),
        "refused": len(found.refused),
    }
    step = words("history.steps.imported", count=len(news))
    journal.take(step, news)
    told = [
        words(f"history.imported.{key}", count=count)
        for key, count in counts.items()
        if count or key == "new"
    ]
    message = " ".join(told)
    if found.refused:
        session.refused = list(map(_refused, found.refused))
    return {
        **answer(session, arguments, message, undo=bool(news), keep=lent),
        "report": _report(session.refused, told) if found.refused else None,
    }


def _refused(found: NotTaken) -> Refused:
    place = words("history.place", number=found.number)
    return Refused(place, words(f"history.refused.{found.reason}"), found.text)


def _report(refused: Sequence[Refused], lines: list[str]) -> dict[str, Any]:
    """Return what could not be taken, in the shape of the report on any list."""
    more = len(refused) - _LISTED
    return {
        "title": words("history.report"),
        "lines": lines,
        "refused": [f"{row.place}: {row.reason}" for row in refused[:_LISTED]],
        "cut": words("report.cut", shown=_LISTED) if more > 0 else "",
        "undo": False,
        "observations": 0,
        "names": "",
    }


def pieces(session: Session, command: str, arguments: Arguments) -> Iterator[str]:
    """Return the pieces of a text.

    ``history_text`` is what ``history_again`` made ready, ``history_export`` the whole
    history, ``history_raw`` a record as it is stored.

    :raises CommandError: if it is none of these, or not ready.
    """
    journal = session.journal
    if command == "history_raw":
        return iter([journal.entry(arguments.text("id")).text])
    if command == "history_export":
        return _export(journal)
    if command != "history_text":
        raise CommandError(words("errors.command", command=command))
    return again_pieces(session, arguments.text("id"))


def _export(journal: Journal) -> Iterator[str]:
    known = {**journal.borrowed, **journal.lent}
    yield from export_pieces(journal.history, known.get)
    journal.borrowed.clear()


def blob(session: Session, arguments: Arguments) -> bytes:
    """Return the products of a record, to be stored or shared.

    :raises CommandError: if there are none here.
    """
    journal, identity = session.journal, arguments.text("id")
    content = journal.record(identity).products or journal.lent.get(identity)
    if content is None:
        raise CommandError(words("history.no_products"))
    return content


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "history_lend": _lend,
    "history_wanted": _wanted,
    "history_import": _import,
}
