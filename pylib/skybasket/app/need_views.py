"""The references of a product, and the products of a reference, as detail fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from skybasket.basket import Basket

__all__ = ["need_fields"]

#: Files that are listed; the others are counted.
_LISTED: Final = 50


def need_fields(basket: Basket, row: int) -> Iterator[dict[str, Any]]:
    """Yield a field for what a file needs, and one for what needs it, if anything."""
    catalog = basket.catalog
    if needed := catalog.needs.references_of(row):
        contexts = ", ".join(dict.fromkeys(need.context for need in needed))
        rows = [need.reference for need in needed]
        yield _field(basket, "references", rows, contexts)
    if users := catalog.needs.users_of(row):
        yield _field(basket, "users", [need.product for need in users], "")


def _field(basket: Basket, name: str, rows: Sequence[int], note: str) -> dict[str, Any]:
    more = len(rows) - _LISTED
    values = [words("download.more", count=more)] if more > 0 else []
    return {
        "label": words(f"details.{name}", count=len(rows)),
        "values": ([note] if note else []) + values,
        "code": False,
        "copy": False,
        "link": "",
        "help": words(f"details.{name}_help"),
        "rows": [_row(basket, row) for row in rows[:_LISTED]],
    }


def _row(basket: Basket, row: int) -> dict[str, str]:
    """Return a file's name, and its row in the tree unless it left the basket."""
    catalog, tree = basket.catalog, basket.tree
    here = (
        place
        for place in catalog.uris.rows_of(row)
        if tree.at(tree.position_of[place]) & basket.state.present
    )
    found = next(here, None)
    name = catalog.filename(row)
    if found is None:
        return {"id": "", "name": words("details.gone", name=name)}
    return {"id": f"f{found}", "name": name}
