"""Commands on whole baskets: open, begin, merge, name, list what the browser keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket import compaction, keeping
from skybasket.app.import_commands import take_files
from skybasket.app.incoming import restored
from skybasket.app.kept import Record, Reopened
from skybasket.app.offers import loss_words
from skybasket.app.words import words
from skybasket.errors import CommandError
from skybasket.stepwise import Underway, within
from skybasket.titles import LONGEST_TITLE, clean_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.offers import Offer
    from skybasket.app.session import Session
    from skybasket.basket import Basket
    from skybasket.stepwise import Stepwise

__all__ = ["CHANGES", "QUESTIONS", "blob"]


# The basket that is open


def _new(session: Session, arguments: Arguments) -> str:
    """Begin an empty basket under a name that the page made up."""
    session.take(session.new_basket(), arguments.text("id"))
    return words("baskets.new")


def _open(session: Session, arguments: Arguments) -> str:
    """Open a kept basket, whose products were received.

    As a copy, under the spare name, if that is asked for or part of it is lost: what is
    stored of the old one stays as it is. One that holds little but removed files goes
    on without these under the spare name, and the old one is forgotten.
    """
    reopening = session.reopening or _reopening(session, arguments)
    session.reopening = None
    basket, loss, is_compacted = reopening.finish()
    identity, spare = arguments.text("id"), arguments.text("spare")
    is_copy = bool(loss) or arguments.flag("copy")
    if is_copy:
        basket.title = words("baskets.copy", title=basket.title)
        session.take(basket, spare)
    elif is_compacted:
        session.take(basket, spare, replaces=identity)
    else:
        session.take(basket, identity, keeping.mark(basket.catalog))
    if loss:
        return loss_words(loss)
    if is_copy:
        return words("baskets.open_elsewhere", title=basket.title)
    return words("baskets.opened", title=basket.title)


def _merge(session: Session, arguments: Arguments) -> str:
    """Put the files of a kept basket, whose products were received, into this one."""
    other, loss = Underway(_kept(session, arguments)).finish()
    if not other.files.count:
        raise CommandError(words("baskets.nothing_in_it"))
    message = take_files(session, other, other.title)
    return f"{message} {loss_words(loss)}".strip()


def _fork(session: Session, arguments: Arguments) -> str:
    """Go on with the basket under another name, since somebody else has this one."""
    session.basket.title = words("baskets.copy", title=session.basket.title)
    session.keeping.follow(arguments.text("id"))
    return words("baskets.forked", title=session.basket.title)


def _read(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Begin to make a kept basket again: ``read_on`` does the steps of that."""
    session.reopening = _reopening(session, arguments)
    return {}


def _reopening(session: Session, arguments: Arguments) -> Underway[Reopened]:
    return Underway(_reopened(_kept(session, arguments)))


def _reopened(work: Stepwise[tuple[Basket, keeping.Loss]]) -> Stepwise[Reopened]:
    """Make a kept basket again, without what was removed if that is much.

    Only then it is known that there is more to do: all is nearly done until the end.
    """
    basket, loss = yield from work
    is_wasteful = compaction.is_wasteful(basket)
    if is_wasteful:
        basket = yield from within(compaction.compacting(basket), 1, 1)
    return Reopened(basket, loss, is_wasteful)


def _kept(
    session: Session, arguments: Arguments
) -> Stepwise[tuple[Basket, keeping.Loss]]:
    """Make a kept basket again: of its record, and its products, which were received.

    :raises CommandError: if there is no such basket any more.
    :raises FormatError: if nothing of it can be read.
    """
    if not arguments.has("record"):
        raise CommandError(words("baskets.gone"))
    record = Record.read(arguments.long_text("record"))
    products = bytes(session.received)
    session.received = bytearray()
    return _restored(session.new_basket(), record, products)


def _restored(
    basket: Basket, record: Record | None, products: bytes
) -> Stepwise[tuple[Basket, keeping.Loss]]:
    content = record.file(products) if record else keeping.unfinished(products)
    _, loss = yield from restored(basket, content)
    if record:
        basket.title = record.title or basket.title
    return basket, loss


def _title(session: Session, arguments: Arguments) -> str:
    title = clean_title(arguments.text("title"))
    if not title:
        raise CommandError(words("baskets.no_title"))
    session.basket.title = title
    return words("baskets.renamed", title=title)


# A basket that is looked at, or offered


def _look_back(session: Session, _arguments: Arguments) -> str:
    session.look_back()
    return words("looking.back", title=session.basket.title)


def _look_add(session: Session, _arguments: Arguments) -> str:
    other = session.look_back()
    return take_files(session, other, other.title)


def _offer_open(session: Session, arguments: Arguments) -> str:
    """Open the basket that is offered as one of its own."""
    offer = _offered(session)
    session.take(offer.basket, arguments.text("id"))
    return words("baskets.opened", title=offer.basket.title)


def _offer_add(session: Session, _arguments: Arguments) -> str:
    offer = _offered(session)
    return take_files(session, offer.basket, offer.name)


def _offered(session: Session) -> Offer:
    offer = session.offered
    if offer is None:
        raise CommandError(words("offer.gone"))
    return offer


# The baskets that are kept


def _load(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take over all records; tell what can be opened, and what may be forgotten."""
    session.shelf.load(arguments.table("records"))
    return {"latest": session.shelf.latest, "expired": session.shelf.expired}


def _list(session: Session, arguments: Arguments) -> dict[str, Any]:
    elsewhere = arguments.texts("elsewhere")
    current, zone = session.keeping.identity, arguments.number("zone")
    return {"baskets": session.shelf.view(current, elsewhere, zone)}


def _rename(session: Session, arguments: Arguments) -> dict[str, Any]:
    title = arguments.text("title", LONGEST_TITLE)
    return {"record": session.shelf.renamed(arguments.text("id"), title)}


def _delete(session: Session, arguments: Arguments) -> dict[str, Any]:
    identity, on = arguments.text("id"), arguments.flag("on")
    record = session.shelf.record(identity)
    title = record.title if record else words("baskets.unreadable_title")
    message = words("baskets.deleted" if on else "baskets.restored", title=title)
    return {"record": session.shelf.deleted(identity, on=on), "message": message}


def _duplicate(session: Session, arguments: Arguments) -> dict[str, Any]:
    return {"record": session.shelf.duplicated(arguments.text("id"))}


def blob(session: Session, command: str, arguments: Arguments) -> bytes:
    """Return bytes for the page: ``file``, the basket, or what is kept of it.

    That is ``products``, a part of them, or what is ``foretold`` of all. What is kept
    is the user's own basket, also while another one is looked at.

    :raises CommandError: if it is none of these.
    """
    if command == "file":
        return session.basket.to_bytes()
    if command not in {"products", "foretold"}:
        raise CommandError(words("errors.command", command=command))
    if arguments.text("id") != session.keeping.identity:
        raise CommandError(words("baskets.other"))
    if command == "foretold":
        return session.keeping.foretold(session.own)
    since, until = arguments.text("since") or keeping.NOTHING, arguments.text("until")
    return keeping.products(session.own.catalog, since, until)


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "basket_new": _new,
    "basket_open": _open,
    "basket_merge": _merge,
    "basket_fork": _fork,
    "basket_title": _title,
    "look_back": _look_back,
    "look_add": _look_add,
    "offer_open": _offer_open,
    "offer_add": _offer_add,
}
QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "basket_read": _read,
    "shelf_load": _load,
    "shelf": _list,
    "shelf_rename": _rename,
    "shelf_delete": _delete,
    "shelf_duplicate": _duplicate,
}
