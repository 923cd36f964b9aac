"""Commands that bring products: lists that are opened, and what a search found."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from skybasket import formats
from skybasket.app.incoming import Incoming, Read
from skybasket.app.library_words import translated
from skybasket.app.offers import offer_file
from skybasket.app.views import step_words
from skybasket.app.words import words
from skybasket.errors import UnknownColumnsError
from skybasket.spreadsheets import defused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from skybasket.added import Added
    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session
    from skybasket.basket import Basket
    from skybasket.formats import Contents

__all__ = ["CHANGES", "QUESTIONS", "refused_pieces", "take_contents", "take_files"]

#: What a user can say the columns of a table are.
_MAPPED: Final = ("uri", "filename", "size")
_LISTED: Final = 50
#: Names that are offered for a search.
_MOST_NAMES: Final = 5000


def _open(session: Session, arguments: Arguments) -> str:
    """Put the received list into the basket; the first one gives it its title.

    Observations and names are no products yet: they are offered for a search. A saved
    basket is offered too: it may take the place of this one.
    """
    name = arguments.text("name")
    mapping = _mapping(arguments)
    incoming = session.incoming or Incoming(session.new_basket(), is_first=False)
    session.incoming = None
    content, session.unmapped = session.unmapped, b""
    if incoming.is_basket:
        offer_file(session, name, *incoming.basket())
        return ""
    if incoming.is_history:
        session.journal.arrived = incoming.content()
        return words("history.arrived", name=name)
    try:
        read = (
            Read(formats.read(content, mapping), None) if mapping else incoming.finish()
        )
    except UnknownColumnsError:
        session.unmapped = content if mapping else incoming.content()
        raise
    contents = read.contents
    count = len(contents.observations)
    if count:
        session.searching.offer(list(contents.observations))
    if contents.products:
        return _take(session, name, read)
    session.refused = contents.refused
    session.report = _report(name, None, contents)
    if count:
        return words("messages.observations", count=count, name=name)
    return words("messages.names", count=len(contents.datasets), name=name)


def _mapping(arguments: Arguments) -> dict[str, str]:
    """Read which columns are which, if the user said so."""
    if not arguments.has("mapping"):
        return {}
    chosen = arguments.within("mapping")
    return {
        field: column
        for field in _MAPPED
        if chosen.has(field) and (column := chosen.text(field))
    }


def take_contents(session: Session, name: str, contents: Contents) -> str:
    """Put products that were read into the basket; return what came of it.

    :param name: where they came from.
    """
    return _take(session, name, Read(contents, None))


def _take(session: Session, name: str, read: Read) -> str:
    """Put what was read into the basket, or the basket made of it in its place."""
    was_marked, before = session.is_marked, session.basket.files.count
    if read.filled and session.is_untouched:
        session.fill(read.filled.basket)
        added = read.filled.added
    else:
        added = session.basket.add_contents([read.contents])
    if not before:
        session.basket.title = name.rpartition(".")[0] or name
    session.settle_recommended(was_marked=was_marked)
    session.refused = added.refused
    session.report = _report(name, added, read.contents)
    return _opened(session, name, added)


def take_files(session: Session, other: Basket, name: str) -> str:
    """Put the files of another basket into this one, selected where they are there.

    :param name: where they come from, in words.
    :returns: what came of it.
    """
    step = session.basket.undo_step
    message = take_contents(session, name, formats.read(other.to_bytes()))
    if session.basket.undo_step is not step:
        session.basket.adjust_selection({product.uri for product in other.selected})
    return message


def _opened(session: Session, name: str, added: Added) -> str:
    """Return what came of opening a list, and what it leaves out."""
    step = session.basket.undo_step
    if not added.added or step is None:
        message = words("messages.nothing_new", count=added.known, name=name)
    else:
        key = "messages.opened_known" if added.known else "messages.opened"
        message = words(key, step=step_words(step), name=name, count=added.known)
    if added.duplicates:
        message += " " + words("messages.duplicates", count=added.duplicates)
    if added.refused:
        message += " " + words("messages.refused", count=len(added.refused))
    if added.left_out:
        message += " " + words("messages.left_out", count=added.left_out)
    return message


def _report(name: str, added: Added | None, contents: Contents) -> dict[str, Any]:
    """Return what came of a list, for its reader."""
    lines = []
    if added:
        counts = {
            "added": added.added,
            "known": added.known,
            "duplicates": added.duplicates,
            "refused": len(added.refused),
            "left_out": added.left_out,
        }
        lines = [
            words(f"report.{key}", count=count)
            for key, count in counts.items()
            if count or key == "added"
        ]
    elif contents.refused:
        lines = [words("report.refused", count=len(contents.refused))]
    return {
        "title": words("report.title", name=name),
        "lines": lines,
        "refused": [
            translated(f"{row.place}: {row.reason}")
            for row in contents.refused[:_LISTED]
        ],
        "cut": words("report.cut", shown=_LISTED)
        if len(contents.refused) > _LISTED
        else "",
        "undo": bool(added and added.added),
        "observations": len(contents.observations),
        "names": "\n".join(contents.datasets[:_MOST_NAMES]),
    }


def _take_products(session: Session, _arguments: Arguments) -> str:
    """Put the products that a search found into the basket."""
    contents = session.searching.take()
    chosen = session.searching.selected
    session.basket.catalog.describe(seen for seen in chosen if seen.observation_id)
    return take_contents(session, words("search.title"), contents)


def refused_pieces(session: Session) -> Iterator[str]:
    """Yield the rows that could not be taken, as a table to mend and open again."""
    yield "place,reason,row\n"
    for row in session.refused:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(map(defused, row))
        yield line.getvalue()


def _begin(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Expect bytes: of a list or a basket to open, or of anything else."""
    session.received = bytearray()
    session.reopening = None
    session.incoming = None
    if arguments.has("file") and arguments.flag("file"):
        session.incoming = Incoming(
            session.new_basket(), session.transpose, is_first=session.is_untouched
        )
    return {}


def _read_on(session: Session, _arguments: Arguments) -> dict[str, Any]:
    """Do a step of what the command that comes next would do with what was received.

    It does all that is left, and tells what went wrong. ``begin`` lets it be.
    """
    work = session.incoming.work if session.incoming else session.reopening
    if work is None:
        return {"more": False, "share": 1}
    work.go_on()
    return {"more": not work.has_ended, "share": work.share}


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "open": _open,
    "take_products": _take_products,
}
QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "begin": _begin,
    "read_on": _read_on,
}
