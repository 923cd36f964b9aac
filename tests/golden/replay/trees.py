"""The rows of a tree, sorted by everything that rows can be sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket import Filters
from skybasket.arrangement import SORTABLE, Order

from .counts import opened
from .spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from skybasket import Basket

__all__ = ["CLOSED", "HIDING", "NAME", "ORDERS", "answers", "named"]

NAME: Final = "naive/trees.json"
#: Every order; None is the tree's own.
ORDERS: Final = (
    None,
    *(Order(by, descending) for by in SORTABLE for descending in (False, True)),
)
#: Which files are hidden, and which folder is closed.
HIDING: Final = Filters(extension={"!.txt"})
CLOSED: Final = ("TESS", "tess-s0004")
#: Rows of one window.
_WINDOW: Final = 7


def answers(vectors: Path) -> Iterator[tuple[str, str]]:
    """Yield the names of the rows in every order, each behind a blank for its depth."""
    basket = opened(vectors)
    basket.filters = HIDING
    [header] = basket.tree.find(basket.catalog, "/".join(CLOSED))
    basket.expand(header, on=False)
    rows = {}
    for order in ORDERS:
        basket.order = order
        rows[named(order)] = list(_rows(basket))
    yield NAME, spelled(rows)


def named(order: Order | None) -> str:
    """Return what an order is called among the vectors."""
    if order is None:
        return "as the tree has them"
    return f"{order.by}, {'descending' if order.descending else 'ascending'}"


def _rows(basket: Basket) -> Iterator[str]:
    """Yield all rows, as the page asks for them: a window after the other."""
    visible = basket.visible
    found: dict[int | None, str] = {}
    for start in range(0, len(visible), _WINDOW):
        for position in visible.window(start, start + _WINDOW):
            found[visible.index(position)] = _row(basket, position)
    return map(found.__getitem__, range(len(visible)))


def _row(basket: Basket, position: int) -> str:
    tree, catalog = basket.tree, basket.catalog
    if tree.is_file(position):
        return "  " + catalog.filename(tree.row_at[position])
    if tree.is_mission(position):
        return tree.mission_names[tree.mission_at(position)]
    return " " + catalog.observations[tree.number_at(position)][1]
