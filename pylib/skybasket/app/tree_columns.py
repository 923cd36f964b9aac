"""The columns of the tree beside names: what each says of a file or an observation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.filter_views import value_label
from skybasket.app.observation_words import day
from skybasket.app.words import words
from skybasket.arrangement import SORTABLE, Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from skybasket.catalog import Catalog

__all__ = [
    "COLUMNS",
    "USUAL",
    "cells_of_file",
    "cells_of_observation",
    "columns_view",
    "following",
    "known",
]

#: All columns in their order, and those that the page comes with.
COLUMNS: Final = SORTABLE[1:]
USUAL: Final = COLUMNS[:4]
#: What is told of observations too.
_OBSERVED: Final = ("target", "instrument", "bandpass", "proposal", "access")
#: What nothing but the size is told of.
_OF_FILES: Final = frozenset(COLUMNS) - {"date", *_OBSERVED}
#: Columns of which the largest are wanted first.
_LARGEST: Final = ("size", "date")


def known(names: Iterable[str]) -> tuple[str, ...]:
    """Return those columns that there are, in their order."""
    wanted = set(names)
    return tuple(name for name in COLUMNS if name in wanted)


def following(order: Order | None, by: str) -> Order | None:
    """Return the order after one more press on a column's head.

    First one way, then the other, then as the tree has the rows.
    """
    first = Order(by, by in _LARGEST)
    if order is None or order.by != by:
        return first
    return Order(by, not first.descending) if order == first else None


def columns_view(names: Sequence[str], order: Order | None) -> list[dict[str, Any]]:
    """Return the heads of the columns, that of the names first."""
    titles = [("name", words("page.files.name"))]
    titles += [(name, words(f"page.files.columns.{name}")) for name in names]
    return [
        {
            "name": name,
            "label": label,
            "sorted": _direction(order) if order and order.by == name else "none",
            "sort": words("page.files.sort", column=label),
            "width": words("page.files.width") if name in COLUMNS else "",
        }
        for name, label in titles
    ]


def _direction(order: Order) -> str:
    return "descending" if order.descending else "ascending"


def cells_of_file(
    catalog: Catalog, row: int, number: int, names: Sequence[str], size: str
) -> list[str]:
    """Return what the columns say of a file.

    :param number: of its observation.
    :param size: in words.
    """
    found = []
    for name in names:
        if name == "size":
            found.append(size)
        elif name == "date":
            found.append(day(catalog.observation(number).start))
        elif name in ("category", "data_type", "access"):
            found.append(_named(name, catalog.text[name][row]))
        else:
            found.append(catalog.facet(name)[row])
    return found


def cells_of_observation(
    catalog: Catalog, number: int, names: Sequence[str], size: str
) -> list[str]:
    """Return what the columns say of an observation."""
    if _OF_FILES.issuperset(names):
        return [size if name == "size" else "" for name in names]
    seen = catalog.observation(number)
    said = {name: getattr(seen, name) for name in _OBSERVED if name in names}
    if "access" in said:
        said["access"] = _named("access", said["access"])
    if "date" in names:
        said["date"] = day(seen.start)
    said["size"] = size
    return [said.get(name, "") for name in names]


def _named(facet: str, value: str) -> str:
    return value_label(facet, value) if value else ""
