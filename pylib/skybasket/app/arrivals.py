"""Links in: what the end of the page's address asks for, hostile until parsed.

A link is ``#get=URI,URI`` or ``#obsid=NUMBER,NUMBER`` or ``#src=ADDRESS``, several of
them joined by ``&``, with ``filters=`` and ``title=`` if wanted; every value is
percent-encoded. Or it is ``#basket=``, what somebody shared, and nothing else. It is
understood as a whole before anything is done of it, and the page is told what to do one
after the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from skybasket import linking
from skybasket.app.import_commands import take_contents
from skybasket.app.offers import Offer, offer_view, search_offer_view
from skybasket.app.search_views import search_view
from skybasket.app.words import spoken, words
from skybasket.archives.mast_columns import ProductReader
from skybasket.errors import CommandError, LinkError
from skybasket.filters import Filters
from skybasket.formats import Contents
from skybasket.formats.rows import tables
from skybasket.formats.uri_list import entry
from skybasket.observation import Observation
from skybasket.printable import is_printable
from skybasket.sharing import SharedBasket, SharedSearch, decode
from skybasket.stepwise import garbage_collector_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session
    from skybasket.archives.mast import Mast
    from skybasket.basket import Basket
    from skybasket.formats import Refused
    from skybasket.steps import Step

__all__ = ["CHANGES", "QUESTIONS", "Arrival", "List", "read_link"]

_FIELDS: Final = ("get", "obsid", "src", "filters", "title")
#: What is given once at most, and how many characters of it.
_SINGLE: Final = {"filters": 10_000, "title": 200}
#: What stands alone: a basket that somebody shared.
_SHARED: Final = "basket"
_LONGEST: Final = 2_000_000
_MOST: Final = 100_000
_MOST_LISTS: Final = 20
_LONGEST_ADDRESS: Final = 8192
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
#: Characters of a link that an error repeats.
_TOLD: Final = 100


class List(NamedTuple):
    """A list that a link wants to be opened.

    :param address: where it is.
    :param name: what the page calls it.
    :param fetched: whether the page may fetch it; else its user saves it.
    """

    address: str
    name: str
    fetched: bool


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What a link asks for.

    :param uris: of files, as they stand in the link, decoded.
    :param numbers: the archive's numbers of observations.
    :param title: of a basket that is empty so far.
    """

    uris: Sequence[str] = ()
    numbers: Sequence[str] = ()
    lists: Sequence[List] = ()
    filters: Filters | None = None
    title: str = ""
    #: What somebody shared.
    shared: SharedBasket | SharedSearch | None = None
    #: Whether the basket was empty, and its last step, when the link was read.
    is_first: bool = False
    step: Step | None = None


def read_link(fragment: str, page: str, archive: Mast) -> Arrival:
    """Return what the end of the page's address asks for.

    :param fragment: the address after its ``#``; without any ``=`` it asks nothing.
    :param page: the page's own address: lists are fetched from its host, and from
        those of the archive.
    :raises LinkError: if any of it cannot be understood, or is too much.
    :raises FilterError: if a filter cannot be read.
    """
    if len(fragment) > _LONGEST:
        raise LinkError(words("links.long", longest=_LONGEST))
    if "=" not in fragment:
        return Arrival()
    if fragment.startswith(linking.FIELD):
        return _shared(fragment)
    given = _given(fragment)
    filters, title = (given.get(name, [""])[0] for name in _SINGLE)
    arrival = Arrival(
        uris=_uris(given.get("get", [])),
        numbers=_numbers(given.get("obsid", [])),
        lists=_lists(given.get("src", []), page, archive),
        filters=Filters.parse(filters) if "filters" in given else None,
        title=" ".join("".join(filter(_is_shown, title)).split()),
    )
    for name, found in zip(
        _FIELDS, (arrival.uris, arrival.numbers, arrival.lists), strict=False
    ):
        if name in given and not found:
            raise LinkError(words("links.empty", field=name))
    return arrival


def _shared(fragment: str) -> Arrival:
    """Return what somebody shared; it has filters and a title of its own."""
    text, *others = fragment.removeprefix(linking.FIELD).split("&")
    if any(others):
        raise LinkError(words("links.alone"), [others[0][:_TOLD]])
    shared = decode(text)
    if isinstance(shared, SharedBasket):
        return Arrival(shared=shared)
    return Arrival(
        shared=shared,
        numbers=list(map(str, shared.numbers)),
        filters=shared.filters,
        title=shared.title,
    )


def _given(fragment: str) -> dict[str, list[str]]:
    """Return the values of each field; those that hold several are not decoded yet.

    :raises LinkError: if a field is not known, or there is too much of it.
    """
    given: dict[str, list[str]] = {}
    for part in filter(None, fragment.split("&")):
        name, _, value = part.partition("=")
        if name == _SHARED:
            raise LinkError(words("links.alone"), [part[:_TOLD]])
        if name not in _FIELDS:
            fields = spoken().joined(list(_FIELDS))
            raise LinkError(words("links.unknown", fields=fields), [part[:_TOLD]])
        given.setdefault(name, []).append(value)
    for name, longest in _SINGLE.items():
        values = given.get(name, [])
        if len(values) > 1:
            raise LinkError(words("links.twice", field=name))
        if values:
            given[name] = [_decoded(values[0])]
            if len(given[name][0]) > longest:
                raise LinkError(words("links.field", field=name, longest=longest))
    return given


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise LinkError(words("links.damaged"), [text[:_TOLD]]) from None


def _is_shown(character: str) -> bool:
    """Tell whether a character of a title is one to read, or a blank."""
    return is_printable(character) or character.isspace()


def _uris(values: Sequence[str]) -> list[str]:
    pieces = [piece for value in values for piece in value.split(",") if piece]
    _refuse_more("get", pieces, _MOST)
    return list(map(_decoded, pieces))


def _numbers(values: Sequence[str]) -> list[str]:
    pieces = [piece for value in values for piece in _decoded(value).split(",")]
    numbers = list(dict.fromkeys(filter(None, map(str.strip, pieces))))
    _refuse_more("obsid", numbers, _MOST)
    for number in numbers:
        if not _NUMBER.fullmatch(number):
            raise LinkError(words("links.number"), [number[:_TOLD]])
    return numbers


def _lists(values: Sequence[str], page: str, archive: Mast) -> list[List]:
    _refuse_more("src", values, _MOST_LISTS)
    return [
        _list(address, page, archive)
        for address in dict.fromkeys(filter(None, map(_decoded, values)))
    ]


def _refuse_more(field: str, found: Sequence[str], most: int) -> None:
    if len(found) > most:
        raise LinkError(words("links.many", field=field, most=most, count=len(found)))


def _list(given: str, page: str, archive: Mast) -> List:
    """Return a list, and whether it may be fetched from where it is.

    :raises LinkError: if it has no address that a browser could save it from.
    """
    wrong = LinkError(words("links.source"), [given[:_TOLD]])
    if len(given) > _LONGEST_ADDRESS or " " in given or not is_printable(given):
        raise wrong
    try:
        address = urljoin(page, given)
        own, parts = urlsplit(page), urlsplit(address)
    except ValueError:
        raise wrong from None
    name = unquote(parts.path.rpartition("/")[2]) or parts.netloc
    # Whatever follows this start, no browser takes it for another host.
    if address.startswith(f"{own.scheme}://{own.netloc}/"):
        return List(address, name[:_TOLD], fetched=True)
    place = archive.source(address)
    if parts.scheme not in ("http", "https") or place.address is None:
        raise wrong
    return List(place.address, name[:_TOLD], fetched=not place.foreign)


def _arrive(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Read the link that was received, and tell the page what to do in turn."""
    page = arguments.text("page", _LONGEST_ADDRESS)
    content, session.received = bytes(session.received), bytearray()
    session.arrival = None
    fragment = content.decode(errors="replace")
    arrival = read_link(fragment, page, session.basket.archive)
    session.arrival = _begun(session, arrival)
    return {
        "offer": _offer(session, arrival),
        "open": bool(arrival.uris),
        "fetch": [
            {"address": wanted.address, "name": wanted.name}
            for wanted in arrival.lists
            if wanted.fetched
        ],
        "save": [wanted.address for wanted in arrival.lists if not wanted.fetched],
        "search": bool(arrival.numbers),
        "settle": bool(arrival.filters is not None or arrival.title),
    }


def _begun(session: Session, arrival: Arrival) -> Arrival:
    """Note what the basket was like before the link was followed."""
    basket = session.basket
    return replace(arrival, is_first=not basket.files.count, step=basket.undo_step)


def _offer(session: Session, arrival: Arrival) -> dict[str, Any] | None:
    """Return what somebody shared, before anything becomes of it."""
    shared = arrival.shared
    if shared is None:
        return None
    if isinstance(shared, SharedSearch):
        return search_offer_view(shared, words("links.shared"))
    basket = session.new_basket()
    linking.fill(basket, shared)
    if not basket.present_values("recommended").get("yes"):
        basket.adjust(replace(basket.filters, recommended=False))
    session.offered = Offer(basket, words("links.shared"))
    return offer_view(session.offered)


def _open(session: Session, _arguments: Arguments) -> str:
    """Put the files that the link names into the basket."""
    arrival = _arrived(session)
    refused: list[Refused] = []
    reader = ProductReader()
    rows = (
        entry(number, uri, uri)._replace(place=words("links.place", number=number))
        for number, uri in enumerate(arrival.uris, 1)
    )
    with garbage_collector_paused():
        for table in tables(rows, refused):
            reader.take(table)
        products, wrong = reader.finish()
    contents = Contents(form="link", products=products, refused=refused + wrong)
    message = take_contents(session, words("links.name"), contents)
    if arrival.is_first:
        session.basket.title = words("basket.title")
    return message


def _search(session: Session, _arguments: Arguments) -> dict[str, Any]:
    """Begin to fetch the products of the observations that the link names."""
    session.arrival = _begun(session, _arrived(session))
    # The archive alone knows what they are called.
    observations = [
        Observation(mission="", observation_id="", number=number)
        for number in _arrived(session).numbers
    ]
    session.searching.offer(observations)
    session.searching.fetch_products()
    return search_view(session.searching)


def _settle(session: Session, _arguments: Arguments) -> str:
    """Set the filters and the title of the link whose products have come.

    Filters belong to the step that brought the products: an undo takes both back.
    """
    arrival, session.arrival = _arrived(session), None
    basket = session.basket
    if arrival.title and arrival.is_first:
        basket.title = arrival.title
    if arrival.filters is None:
        return ""
    basket.index.check(arrival.filters)
    on = arrival.filters.recommended and session.is_marked
    filters = replace(arrival.filters, recommended=on)
    session.size_error = ""
    step = basket.undo_step
    is_new = bool(step and step is not arrival.step and step.kind == "added")
    if is_new:
        basket.adjust(filters)
    else:
        basket.filter(filters)
    if is_new and isinstance(arrival.shared, SharedSearch):
        _select(basket, arrival.shared)
    shown, files = basket.answer.count, basket.files.count
    return words("messages.shown", count=shown, total=files)


def _select(basket: Basket, shared: SharedSearch) -> None:
    """Select the files that a link means, of those that the archive has told of."""
    uris = {product.uri for product in basket.shown}
    uris.difference_update(shared.excluded)
    uris.update(shared.included)
    basket.adjust_selection(uris)


def _arrived(session: Session) -> Arrival:
    if session.arrival is None:
        raise CommandError(words("errors.no_link"))
    return session.arrival


CHANGES: Final[Mapping[str, Callable[[Session, Arguments], str]]] = {
    "arrive_open": _open,
    "arrive_settle": _settle,
}
QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "arrive": _arrive,
    "arrive_search": _search,
}
