"""Makes links of baskets, and baskets of links; `skybasket.sharing` spells them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from skybasket import sharing
from skybasket.bitmaps import from_positions, without
from skybasket.errors import LinkError
from skybasket.sharing import SharedBasket, SharedSearch

if TYPE_CHECKING:
    from skybasket.basket import Basket
    from skybasket.outgoing import Outgoing

__all__ = ["FIELD", "address", "files_text", "fill", "read", "search", "wanted"]

#: What stands before the letters, behind the page's address and ``#``.
FIELD: Final = "basket="


def address(page: str, text: str) -> str:
    """Return a link.

    :param page: where the link leads, an address without anything behind ``#``.
    :param text: what it carries.
    """
    return f"{page.partition('#')[0]}#{FIELD}{text}"


def read(link: str) -> SharedBasket | SharedSearch:
    """Return what a link carries.

    :param link: a whole one, or what stands behind its ``#``.
    :raises LinkError: if it carries no basket, or cannot be read.
    """
    before, field, text = link.strip().rpartition(FIELD)
    if not field or before[-1:] not in ("", "#"):
        message = 'This link carries no basket: it has no "#basket=". Copy it whole.'
        raise LinkError(message)
    return sharing.decode(text)


def wanted(basket: Outgoing, *, everything: bool) -> int:
    """Return the files that a link is to carry: those selected, if any are."""
    selected = basket.state.selected
    return basket.state.present if everything or not selected else selected


def files_text(basket: Outgoing, *, everything: bool, details: bool) -> str:
    """Return what a link carries that names the files themselves.

    :param everything: all files, not only those selected.
    :param details: facets and sizes too, not only what names prove.
    :raises LinkError: if it would be too long.
    """
    files = wanted(basket, everything=everything)
    return sharing.encode_basket(
        basket.catalog,
        basket.files_of(files).rows,
        title=basket.title,
        filters=basket.state.filters,
        selected=files == basket.state.selected,
        details=details,
    )


def search(basket: Outgoing, *, everything: bool) -> SharedSearch | None:
    """Return the question to the archive whose answer holds the wanted files.

    It names their observations; files of these that the filters show and that are not
    wanted, or the other way round, are named as exceptions.

    :returns: None where the archive's number of an observation is not known.
    """
    catalog, tree = basket.catalog, basket.tree
    own, asked = catalog.text["observation_number"], catalog.text["parent_number"]
    files = wanted(basket, everything=everything)
    rows = basket.files_of(files).rows
    numbers = {asked[row] or own[row] for row in rows}
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    # Those that were removed belong to the answer too.
    meant = from_positions(
        (
            tree.position_of[row]
            for row in range(len(catalog))
            if (asked[row] or own[row]) in numbers
        ),
        tree.length,
    )
    shown = basket.index.query(basket.state.filters, meant).shown
    uris = set(map(catalog.uri, rows))
    hidden = basket.files_of(without(files, shown)).rows
    others = basket.files_of(without(shown, files)).rows
    return SharedSearch(
        title=basket.title,
        filters=basket.state.filters,
        numbers=sorted(map(int, numbers)),
        excluded=sorted({*map(catalog.uri, others)} - uris),
        included=sorted(map(catalog.uri, hidden)),
        selected=True,
    )


def fill(basket: Basket, shared: SharedBasket) -> None:
    """Fill an empty basket with what a link carries, and bring it to its state."""
    basket.add_rows([shared.products])
    basket.catalog.needs.add(shared.needs)
    basket.title = shared.title or basket.title
    if shared.selected:
        basket.select_all()
    basket.begin(replace(basket.state, filters=shared.filters))
