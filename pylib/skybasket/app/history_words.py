"""A download record in words: what it is called, when it was, what was wanted, how."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from skybasket import retrieval
from skybasket.app.filter_views import FACET_ORDER, value_label
from skybasket.app.shelf import when_text
from skybasket.app.words import lookup, size, spoken, words
from skybasket.product import LISTED_FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.app.languages import Language
    from skybasket.filters import Filters
    from skybasket.history import Entry
    from skybasket.history_record import Record, Way

__all__ = [
    "day_of",
    "day_text",
    "looking_note",
    "named",
    "search_text",
    "title_of",
    "told",
]

_LISTED: Final = 4
_NAMED: Final = 3


def title_of(entry: Entry) -> str:
    """Return what an entry is called."""
    record = entry.record
    if record is None:
        return words("history.unreadable_title")
    return record.title or words("history.untitled")


def named(entries: list[Entry], zone: int) -> str:
    """Name some entries: the first few with their day, and how many more."""
    first = [
        words("history.named", title=title_of(one), day=day_of(one, zone))
        for one in entries[:_NAMED]
    ]
    more = len(entries) - _NAMED
    if more > 0:
        return ", ".join([*first, words("history.more", count=more)])
    return spoken().joined(first)


def looking_note(entry: Entry, zone: int) -> str:
    """Say in a line what a record is of, for who looks at its files."""
    text = told(entry, zone)
    when = entry.record.when if entry.record else ""
    return " · ".join((when_text(when, zone), text["method"], text["note"]))


def day_of(entry: Entry, zone: int) -> str:
    """Return the day of a record; nothing where it cannot be read."""
    return day_text(entry.record.when, zone) if entry.record else ""


def day_text(moment: str, zone: int) -> str:
    """Return the user's day, as in ``22 Nov 2026``."""
    return when_text(moment, zone).rpartition(", ")[0]


def search_text(entry: Entry, zone: int) -> str:
    """Return all that is shown of a record, in small letters, to be searched."""
    if entry.record is None:
        return words("history.unreadable_title").casefold()
    return _search_text(spoken(), _light(entry.record), zone)


@lru_cache(maxsize=4096)
def _search_text(language: Language, record: Record, zone: int) -> str:
    day = day_text(record.when, zone)
    shown = {**_told(language, record, zone), "when": day, "repeated": ""}
    title = record.title or words("history.untitled")
    return "\n".join((title, record.way.folder, *shown.values())).casefold()


def told(entry: Entry, zone: int) -> dict[str, str]:
    """Return what is told of a record, in words."""
    if entry.record is None:
        return dict.fromkeys(
            ("when", "repeated", "method", "note", "missions", "filters"), ""
        ) | {"note": words("history.unreadable")}
    return _told(spoken(), _light(entry.record), zone)


def _light(record: Record) -> Record:
    """Return a record that can be remembered: without its products."""
    return replace(record, products=None)


@lru_cache(maxsize=4096)
def _told(_language: Language, record: Record, zone: int) -> dict[str, str]:
    again = when_text(record.again, zone) if record.again else ""
    return {
        "when": when_text(record.when, zone),
        "repeated": words("history.repeated", when=again) if again else "",
        "method": _way_label(record.way),
        "note": _note(record),
        "missions": ", ".join(record.missions),
        "filters": " · ".join(_filter_words(record.filters)),
    }


def _way_label(way: Way) -> str:
    """Return how the files were wanted, as in ``Manifest, CSV``."""
    if way.method not in retrieval.METHODS:
        return way.method
    label = words(f"download.methods.{way.method}.label")
    forms = retrieval.METHODS[way.method].forms
    if len(forms) == 1 or way.form not in forms:
        return label
    return f"{label}, {lookup('download.forms')[way.form]}"


def _note(record: Record) -> str:
    """Return how much was downloaded, in words."""
    parts = [words("baskets.files", count=record.count)]
    if record.size:
        known = size(record.size)
        about = words("size.approximate", size=known)
        parts.append(about if record.approximate else known)
    if record.unknown:
        parts.append(words("summary.only_unknown", count=record.unknown))
    if record.way.included:
        parts.append(words("history.foreign", count=len(record.way.included)))
    return " · ".join(parts)


def _filter_words(filters: Filters) -> Iterator[str]:
    """Yield what the filters showed, a few words each."""
    if filters.recommended:
        yield words("facets.recommended.label")
    if filters.name:
        yield words("history.filter_name", name=filters.name)
    if filters.size:
        yield words("history.filter_size", size=spoken().figures(filters.size))
    for facet in dict.fromkeys((*FACET_ORDER, *LISTED_FACETS)):
        if values := sorted(filters.chosen(facet)):
            listed = [_value_words(facet, value) for value in values[:_LISTED]]
            if len(values) > _LISTED:
                listed.append(words("history.more", count=len(values) - _LISTED))
            label = words(f"facets.{facet}.label")
            yield words("history.filter", facet=label, values=", ".join(listed))


def _value_words(facet: str, value: str) -> str:
    label = value_label(facet, value.removeprefix("!"))
    return words("history.filter_not", value=label) if value.startswith("!") else label
