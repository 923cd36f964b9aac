"""The share dialog: a link that carries a basket, what is in it, where it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket import linking, sharing
from skybasket.app.library_words import translated
from skybasket.app.words import size, spoken, words
from skybasket.errors import CommandError, LinkError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session
    from skybasket.basket import Basket

__all__ = ["QUESTIONS"]

#: Characters of a link that pass there: nearly everywhere, in chats and mails, in the
#: address bars of browsers.
_FITS: Final = {"anywhere": 2_000, "chat": 8_000, "browser": 64_000}
#: Beyond so many files nobody waits for a link that will be too long anyway.
_MOST_FILES: Final = 100_000
_KINDS: Final = ("details", "names", "search")
#: A code of level M with more characters than that has too many modules for a camera.
_DRAWN: Final = 1_200
_LONGEST_ADDRESS: Final = 8192


def _share(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return the dialog.

    :raises CommandError: if the basket is empty.
    """
    basket = session.basket
    if not basket.files.count:
        raise CommandError(words("share.empty"))
    everything, kind = arguments.flag("everything"), arguments.text("kind")
    if kind not in _KINDS:
        raise CommandError(words("share.kind", kinds=spoken().joined(_KINDS)))
    text, reason, carries = _content(basket, kind, everything=everything)
    page = arguments.text("page", _LONGEST_ADDRESS)
    link = linking.address(page, text) if text else ""
    if len(link) > _FITS["browser"]:
        reason, link = words("share.long", length=len(link)), ""
    return {
        "title": words("share.title", title=basket.title),
        "choices": _choices(basket, everything=everything),
        "kinds": [
            {
                "value": name,
                "label": words(f"share.kinds.{name}"),
                "help": words(f"share.help.{name}"),
                "chosen": name == kind,
            }
            for name in _KINDS
        ],
        "carries": carries,
        "link": link,
        "length": words("share.length", length=len(link)) if link else "",
        "fits": [
            {
                "label": words(f"share.fits.{place}", longest=longest),
                "on": len(link) <= longest,
            }
            for place, longest in _FITS.items()
        ]
        if link
        else [],
        "reason": reason,
        "code": _code(link),
    }


def _choices(basket: Basket, *, everything: bool) -> list[dict[str, Any]]:
    """Return which files can be shared, and which are."""
    selected, files = basket.selected.count, basket.files.count
    of_all = everything or not selected
    return [
        {
            "value": False,
            "label": words("share.selected", count=selected),
            "chosen": not of_all,
            "enabled": selected > 0,
        },
        {
            "value": True,
            "label": words("share.everything", count=files),
            "chosen": of_all,
            "enabled": True,
        },
    ]


def _content(
    basket: Basket, kind: str, *, everything: bool
) -> tuple[str, str, list[str]]:
    """Return what the link says, else why there is none; and what it carries."""
    files = linking.wanted(basket, everything=everything)
    totals = basket.files_of(files).totals
    carries = [words("baskets.files", count=totals.count)]
    if totals.bytes:
        carries.append(size(totals.bytes))
    carries.append(words("share.called", title=basket.title))
    if basket.filters.to_json():
        carries.append(words("share.filters"))
    if kind == "search":
        return _search(basket, carries, everything=everything)
    if totals.count > _MOST_FILES:
        return "", words("share.many", most=_MOST_FILES), carries
    carries.append(words(f"share.with.{kind}"))
    try:
        text = linking.files_text(
            basket, everything=everything, details=kind == "details"
        )
    except LinkError as error:
        return "", translated(error.message), carries
    return text, "", carries


def _search(
    basket: Basket, carries: list[str], *, everything: bool
) -> tuple[str, str, list[str]]:
    shared = linking.search(basket, everything=everything)
    if shared is None:
        return "", words("share.no_numbers"), carries
    carries.append(words("share.observations", count=len(shared.numbers)))
    exceptions = len(shared.excluded) + len(shared.included)
    if exceptions > _MOST_FILES:
        return "", words("share.many", most=_MOST_FILES), carries
    if exceptions:
        carries.append(words("share.exceptions", count=exceptions))
    try:
        return sharing.encode_search(shared), "", carries
    except LinkError as error:
        return "", translated(error.message), carries


def _code(link: str) -> dict[str, str]:
    """Return why a link is not drawn as a code, or nothing if it can be."""
    if not link:
        return {"reason": words("share.code_none")}
    if len(link) > _DRAWN:
        return {"reason": words("share.code_long", longest=_DRAWN)}
    return {"reason": ""}


def _draw(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return a link as a code: the address of a picture.

    :raises CommandError: if nobody can draw, or the link is too long for a code.
    """
    link = arguments.text("link", _DRAWN)
    if session.drawing is None:
        raise CommandError(words("share.code_failed"))
    return {"picture": session.drawing(link)}


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "share": _share,
    "draw": _draw,
}
