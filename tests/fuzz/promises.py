"""What holds of anything that was read, whoever wrote it, and of all made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import category
from zlib import crc32

from skybasket import Basket, retrieval
from skybasket.errors import LinkError, RetrievalError
from skybasket.retrieval.paths import legal_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket.catalog import ProductRows
    from skybasket.formats import Contents
    from skybasket.retrieval import Plan

__all__ = ["hold_basket", "hold_contents", "hold_plan", "hold_products", "make_basket"]

#: Products of one list, one link, one basket.
CEILING: Final = 1_000_000
_LARGEST: Final = 10**15
_LONGEST: Final = 8192
#: What no name has, and what no other text has.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HARMFUL: Final = frozenset({"Cc", "Cs"})
#: Of more products nothing is written: the scripts of few are as good a proof.
_FEW: Final = 200
_DAY: Final = "2026-11-22"
_FORMS: Final = [
    (method, form)
    for method, found in retrieval.METHODS.items()
    for form in found.forms
]


def hold_contents(contents: Contents) -> None:
    """Check what a list holds."""
    for batch in contents.products:
        hold_products(batch)
    assert sum(map(len, contents.products)) <= CEILING
    for seen in (*contents.observations, *contents.described):
        told = (seen.mission, seen.observation_id, seen.number, seen.target)
        assert _lack(_HARMFUL, told)


def hold_products(rows: ProductRows) -> None:
    """Check products as they come of a reader."""
    count = len(rows)
    assert count <= CEILING
    assert count == len(rows.filenames) == len(rows.sizes)
    assert all(0 <= size <= _LARGEST for size in rows.sizes)
    assert all(0 <= row < count for row in rows.inexact)
    names = {*rows.uris, *rows.filenames}
    assert _lack(_INVISIBLE, names)
    assert all(0 < len(name) <= _LONGEST for name in names)
    for column in (*rows.text.values(), *rows.extra.values()):
        assert count == len(column)
        assert _lack(_HARMFUL, set(column))


def _lack(kinds: frozenset[str], texts: Iterable[str]) -> bool:
    """Tell whether no text has a letter of any of these kinds."""
    letters = set("".join(texts))
    return not any(category(letter) in kinds for letter in letters)


def make_basket(contents: Contents) -> Basket:
    """Return a basket of what a list holds."""
    basket = Basket()
    basket.add_contents([contents])
    return basket


def hold_basket(basket: Basket, data: bytes) -> None:
    """Check what leaves a basket: scripts, the file and the link.

    :param data: what it was read from; decides which of the scripts is written.
    """
    if not 0 < basket.files.count <= _FEW:
        return
    basket.select_all()
    selected = list(basket.selected)
    hold_plan(basket.plan(date=_DAY), data)
    files = list(basket.files)
    assert list(Basket.open(basket.to_bytes()).files) == files
    try:
        link = basket.share_link("https://example.org/")
    except LinkError:
        return
    again = Basket.from_link(link)
    assert {one.uri for one in again.selected} == {one.uri for one in selected}


def hold_plan(plan: Plan, data: bytes) -> None:
    """Check where files come from and go to, and one text that fetches them."""
    assert legal_name(plan.folder) == plan.folder
    for entry in plan:
        assert all(legal_name(part) == part for part in entry.path.split("/"))
        assert entry.address.startswith("https://")
        assert entry.address.isascii()
        assert not entry.foreign
    method, form = _FORMS[crc32(data) % len(_FORMS)]
    try:
        text = "".join(retrieval.form(retrieval.method(method), form).pieces(plan))
    except RetrievalError:
        return
    text.encode()
