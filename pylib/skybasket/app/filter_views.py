"""The filters pane: each facet's values with their words, counts and bars."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.words import lookup, spoken, words
from skybasket.filters import SIZE_UNITS
from skybasket.product import LISTED_FACETS, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skybasket.app.languages import Language
    from skybasket.basket import Basket

__all__ = [
    "FACET_ORDER",
    "Listing",
    "filters_view",
    "listed_words",
    "measured",
    "value_label",
]

#: The groups of the pane, from top to bottom.
FACET_ORDER: Final = (
    "category",
    "kind",
    "extension",
    "batch",
    "group",
    "mission",
    "instrument",
    "bandpass",
    "data_type",
    "proposal",
    "level",
    "access",
)
#: Facets whose whole vocabulary is listed: what is missing is news too.
_WHOLLY_LISTED: Final = frozenset({"category", "kind", "batch"})
_FOLDED: Final = 8
_MOST: Final = 500
#: Labels of values that are kept; the rows on the screen and the pane have fewer.
_LABELS: Final = 4096


@dataclass(frozen=True, slots=True)
class Listing:
    """How much of a long facet is listed.

    :param all: every value, not only the most frequent.
    :param search: only values with this text in them.
    """

    all: bool = False
    search: str = ""


def value_label(facet: str, value: str) -> str:
    """Return the words for a facet's value; the value itself where there are none."""
    return _described(spoken(), facet, value)[0]


def listed_words(basket: Basket, facet: str, listing: Listing) -> str:
    """Return how many values of a group are listed, or remain of a search."""
    if facet not in FACET_ORDER:
        return ""
    values = _values(basket, facet, basket.filters.chosen(facet))
    label = words(f"facets.{facet}.label")
    if listing.search:
        count = len(_searched(facet, values, listing.search))
        return words("list.found", count=count, total=len(values), facet=label)
    most = _MOST if listing.all else _FOLDED
    count = min(len(values), most)
    return words("list.listed", count=count, total=len(values), facet=label)


def filters_view(
    basket: Basket, listings: Mapping[str, Listing], size_error: str
) -> dict[str, Any]:
    """Return the whole pane.

    :param size_error: what is wrong with the sizes that were typed last, if anything.
    """
    filters = basket.filters
    return {
        "active": bool(filters.to_json()),
        "recommended": _recommended_view(basket),
        "name": filters.name,
        "size": _size_view(basket, size_error),
        "groups": [
            _group_view(basket, facet, listings.get(facet, Listing()))
            for facet in FACET_ORDER
        ],
    }


def _recommended_view(basket: Basket) -> dict[str, Any]:
    """Return the switch, and in words what it hides or why it cannot be used."""
    on = basket.filters.recommended
    marked = basket.present_values("recommended")
    counts = basket.answer.counts("recommended")
    if not basket.files.count:
        note = words("recommended.empty")
    elif not marked.get("yes"):
        note = words("recommended.unmarked")
    elif on:
        hidden = counts.get("no", 0)
        note = words(
            "recommended.hides" if hidden else "recommended.hides_none", count=hidden
        )
    else:
        kept = sum(counts.values()) - counts.get("no", 0)
        note = words("recommended.off", count=kept, total=sum(counts.values()))
    return {"on": on, "enabled": bool(marked.get("yes")), "note": note}


def _size_view(basket: Basket, error: str) -> dict[str, Any]:
    bounds = basket.filters.size_bounds()
    first, last = bounds or (0, None)
    return {
        "from": measured(first or None),
        "to": measured(last),
        "units": list(SIZE_UNITS)[:-1],
        "error": error,
        "note": words("size_filter.note") if bounds else "",
    }


def measured(size: int | None) -> dict[str, str]:
    """Write bytes in the largest unit that takes at most three decimals."""
    if size is None:
        return {"number": "", "unit": "MB"}
    for unit in ("GB", "MB", "kB"):
        whole, rest = divmod(size * 1000, SIZE_UNITS[unit])
        if not rest and whole >= 1000:  # noqa: PLR2004
            written = f"{whole // 1000}.{whole % 1000:03}".rstrip("0").rstrip(".")
            return {"number": spoken().figures(written), "unit": unit}
    return {"number": str(size), "unit": "B"}


def _group_view(basket: Basket, facet: str, listing: Listing) -> dict[str, Any]:
    """Return one facet: the values that some file in the basket has, most first."""
    chosen = basket.filters.chosen(facet)
    values = _values(basket, facet, chosen)
    fitting = _searched(facet, values, listing.search) if listing.search else values
    listed = fitting[: _MOST if listing.all or listing.search else _FOLDED]
    listed += [value for value in values if value in chosen and value not in listed]
    found = words("list.some", count=len(fitting), total=len(values))
    counts = basket.answer.counts(facet, listed)
    largest = max(map(counts.__getitem__, listed), default=0) or 1
    return {
        "facet": facet,
        "label": words(f"facets.{facet}.label"),
        "help": words(f"facets.{facet}.help"),
        "values": [
            _value_view(facet, value, counts[value], largest, chosen)
            for value in listed
        ],
        "chosen": len(chosen),
        "more": _more(len(values), len(fitting), listing),
        "all": listing.all,
        "search": listing.search,
        "found": found if listing.search else "",
        "searchable": len(values) > _FOLDED
        or (facet in LISTED_FACETS and len(values) > 1),
    }


def _value_view(
    facet: str, value: str, count: int, largest: int, chosen: frozenset[str]
) -> dict[str, Any]:
    language = spoken()
    label, meaning = _described(language, facet, value)
    return {
        "value": value,
        "label": label,
        "help": meaning,
        "count": language.number(count),
        "share": count / largest,
        "chosen": value in chosen,
        "empty": not count,
    }


def _values(basket: Basket, facet: str, chosen: frozenset[str]) -> list[str]:
    """Return the values of the files in the basket, chosen ones in any case.

    Values of a known vocabulary come in its order, others as most files have them.
    """
    present = basket.present_values(facet)
    missing = [value for value in sorted(chosen) if value not in present]
    vocabulary = VOCABULARY.get(facet, ())
    known = [
        value
        for value in vocabulary
        if value in present or value in chosen or facet in _WHOLLY_LISTED
    ]
    return [*dict.fromkeys((*known, *present, *missing))]


def _searched(facet: str, values: Sequence[str], search: str) -> list[str]:
    wanted = search.casefold()
    return [
        value
        for value in values
        if wanted in value.casefold() or wanted in value_label(facet, value).casefold()
    ]


def _more(total: int, fitting: int, listing: Listing) -> str:
    if listing.search:
        return _cut(fitting) if fitting > _MOST else ""
    if total <= _FOLDED:
        return ""
    if not listing.all:
        return words("list.show_all", count=total)
    return words("list.show_fewer") if total <= _MOST else _cut(total)


def _cut(count: int) -> str:
    return words("list.cut", shown=_MOST, count=count)


@lru_cache(_LABELS)
def _described(_language: Language, facet: str, value: str) -> tuple[str, str]:
    """Return a value's label and meaning; itself and nothing where there are none."""
    label, meaning = lookup(f"facets.{facet}.values").get(value, ("", ""))
    return label or value or words("list.nothing"), meaning
