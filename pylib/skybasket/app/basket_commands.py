"""Commands on whole baskets: open, begin, merge, name, list what the browser keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket import keeping
from skybasket.app.import_commands import take_files
from skybasket.app.incoming import restored
from skybasket.app.kept import Record
from skybasket.app.offers import loss_words
from skybasket.app.words import words
from skybasket.errors import CommandError
from skybasket.stepwise import Underway
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
    stored of the old one stays as it is.
    """
    basket, loss = _restored(session, arguments)
    if loss or arguments.flag("copy"):
        basket.title = words("baskets.copy", title=basket.title)
        session.take(basket, arguments.text("spare"))
    else:
        session.take(basket, arguments.text("id"), keeping.mark(basket.catalog))
    if loss:
        return loss_words(loss)
    if arguments.flag("copy"):
        return words("baskets.open_elsewhere", title=basket.title)
    return words("baskets.opened", title=basket.title)


def _merge(session: Session, arguments: Arguments) -> str:
    """Put the files of a kept basket, whose products were received, into this one."""
    other, loss = _restored(session, arguments)
    if not other.files.count:
        raise CommandError(words("baskets.nothing_in_it"))
    message = take_files(session, other, other.title)
    return f"{message} {loss_words(loss)}".strip()


def _fork(session: Session, arguments: Arguments) -> str:
    """Go on with the basket under another name, since somebody else has this one."""
    session.basket.title = words("baskets.copy", title=session.basket.title)
    session.keeping.follow(arguments.text("id"))
    return words("baskets.forked", title=session.basket.title)


def _restored(session: Session, arguments: Arguments) -> tuple[Basket, keeping.Loss]:
    """Return a kept basket: of its record, and its products, which were received.

    :raises CommandError: if there is no such basket any more.
    :raises FormatError: if nothing of it can be read.
    """
    restoring = session.restoring or _restoring(session, arguments)
    session.restoring = None
    return restoring.finish()


def _read(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Begin to make a kept basket again: ``read_on`` does the steps of that."""
    session.restoring = _restoring(session, arguments)
    return {}


def _restoring(
    session: Session, arguments: Arguments
) -> Underway[tuple[Basket, keeping.Loss]]:
    if not arguments.has("record"):
        raise CommandError(words("baskets.gone"))
    record = Record.read(arguments.long_text("record"))
    products = bytes(session.received)
    session.received = bytearray()
    return Underway(_kept(session.new_basket(), record, products))


def _kept(
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
    """Return bytes for the page: ``file``, the basket, or ``products``, a part of it.

    :raises CommandError: if it is neither.
    """
    basket = session.basket
    if command == "file":
        return basket.to_bytes()
    if command != "products":
        raise CommandError(words("errors.command", command=command))
    since, until = arguments.text("since"), arguments.text("until")
    if arguments.text("id") != session.keeping.identity:
        raise CommandError(words("baskets.other"))
    return keeping.products(basket.catalog, since, until)


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
