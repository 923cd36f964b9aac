"""A basket that came by a link or as a file: what it holds, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from skybasket.app.row_views import size_text
from skybasket.app.words import words

if TYPE_CHECKING:
    from skybasket import keeping
    from skybasket.app.session import Session
    from skybasket.basket import Basket
    from skybasket.sharing import SharedSearch

__all__ = ["Offer", "loss_words", "offer_file", "offer_view"]


class Offer(NamedTuple):
    """A basket of somebody's, which is not in use yet."""

    basket: Basket
    #: Where it came from, in words.
    name: str
    #: What of it could not be read, in words; usually nothing.
    loss: str = ""


def offer_view(offer: Offer) -> dict[str, Any]:
    """Return what a basket holds, before it is opened."""
    basket = offer.basket
    totals = basket.files.totals
    text, hint = size_text(totals)
    known = "offer.about" if totals.approximate else "offer.size"
    shown, selected = basket.shown.count, basket.selected.count
    lines = [
        words("baskets.files", count=totals.count),
        words(known, size=text.removesuffix(" +")) if totals.bytes else hint,
    ]
    if totals.bytes and totals.unknown:
        lines.append(words("summary.only_unknown", count=totals.unknown))
    missions = ", ".join(filter(None, basket.present_values("mission")))
    if missions:
        lines.append(words("offer.missions", missions=missions))
    if selected:
        lines.append(words("offer.selected", count=selected))
    if shown < totals.count:
        lines.append(words("offer.filtered", shown=shown, count=totals.count))
    return {
        "title": basket.title,
        "name": offer.name,
        "lines": lines,
        "loss": offer.loss,
        "search": False,
    }


def search_offer_view(shared: SharedSearch, name: str) -> dict[str, Any]:
    """Return what a link asks the archive for, before it is asked.

    :param name: where it came from, in words.
    """
    lines = [words("share.observations", count=len(shared.numbers))]
    if shared.filters.to_json():
        lines.append(words("share.filters"))
    if exceptions := len(shared.excluded) + len(shared.included):
        lines.append(words("share.exceptions", count=exceptions))
    return {
        "title": shared.title or words("basket.title"),
        "name": name,
        "lines": [*lines, words("offer.asks")],
        "loss": "",
        "search": True,
    }


def offer_file(session: Session, name: str, basket: Basket, loss: keeping.Loss) -> None:
    """Offer the basket in a file.

    :param loss: what of it could not be read.
    """
    session.offer(Offer(basket, name, loss_words(loss)))


def loss_words(loss: keeping.Loss) -> str:
    """Return what of a basket could not be read, in words; usually nothing."""
    if not loss:
        return ""
    return words("baskets.lost_products" if loss.parts else "baskets.lost_state")
