"""The tab of the download history: its records, grouped by day, ready to draw."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from skybasket import retrieval
from skybasket.app.history_words import day_of, day_text, search_text, title_of, told
from skybasket.app.words import percent, words
from skybasket.history import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skybasket.app.journal import Journal
    from skybasket.history import Entry
    from skybasket.history_record import Way

__all__ = ["ORDERS", "history_view", "waiting_words"]

ORDERS: Final = ("newest", "oldest", "largest", "title")
#: Methods whose files came without a text: they are asked for in the dialog again.
IN_DIALOG: Final = ("bundle", "links")
#: From here on the page says that room is short, and what will make some.
_NEARLY_FULL: Final = LIMIT * 8 // 10
#: A record with its products has at most so many characters, about.
_LARGEST: Final = 70_000


def history_view(journal: Journal) -> dict[str, Any]:
    """Return the whole tab."""
    entries = list(journal.history.entries.values())
    waiting = {entry.identity for entry in journal.waiting}
    fitting = [entry for entry in entries if _fits(entry, journal)]
    count, undo = len(entries), journal.undo_step
    shown = "history.all_shown" if len(fitting) == count else "history.shown"
    return {
        "groups": [
            {
                "label": label,
                "records": [
                    _row(entry, journal, waits=entry.identity in waiting)
                    for entry in group
                ],
            }
            for label, group in _groups(fitting, journal)
        ],
        "shown": words(shown, count=count, shown=len(fitting)) if count else "",
        "empty": "" if fitting else ("no_match" if count else "empty"),
        "search": journal.shown.search,
        "orders": [
            {
                "value": order,
                "label": words(f"history.orders.{order}"),
                "chosen": order == journal.shown.order,
            }
            for order in ORDERS
        ],
        "banners": list(_banners(journal)),
        "actions": {
            "undo": _action(
                undo, words("history.undo", step=undo), words("history.undo_none")
            ),
            "clear": _action(
                count, words("history.clear", count=count), words("history.none")
            ),
            "export": _action(count, words("history.export"), words("history.none")),
        },
    }


def _action(able: object, does: str, why_not: str) -> dict[str, Any]:
    return {"enabled": bool(able), "hint": does if able else why_not}


# Which, and in which order


def _fits(entry: Entry, journal: Journal) -> bool:
    """Tell whether all words that are searched for are in what is shown of a record.

    A number is not searched for in the middle of another one.
    """
    search = journal.shown.search.casefold().split()
    if not search:
        return True
    found = search_text(entry, journal.shown.zone)
    patterns = (re.escape(word) for word in search)
    return all(
        re.search(rf"(?<!\d){pattern}" if pattern[0].isdigit() else pattern, found)
        for pattern in patterns
    )


def _groups(
    entries: list[Entry], journal: Journal
) -> Iterator[tuple[str, Iterable[Entry]]]:
    """Yield the entries in their order, in groups with a label each.

    By time there is a group for each day; what cannot be read comes last.
    """
    known = sorted(
        (entry for entry in entries if entry.record), key=_by_time, reverse=True
    )
    order, zone = journal.shown.order, journal.shown.zone
    if order == "oldest":
        known.reverse()
    elif order == "largest":
        known.sort(key=_by_size, reverse=True)
    elif order == "title":
        known.sort(key=lambda entry: title_of(entry).casefold())
    if order in ("largest", "title"):
        if known:
            yield words(f"history.by.{order}"), known
    else:
        for day, group in groupby(known, lambda entry: day_of(entry, zone)):
            yield _day_label(day, zone), list(group)
    if lost := [entry for entry in entries if entry.record is None]:
        lost.sort(key=lambda entry: entry.identity)
        yield words("history.unreadable_group"), lost


def _by_time(entry: Entry) -> tuple[str, str]:
    return entry.record.when if entry.record else "", entry.identity


def _by_size(entry: Entry) -> tuple[int, int]:
    record = entry.record
    return (record.size, record.count) if record else (0, 0)


def _day_label(day: str, zone: int) -> str:
    today = datetime.now(UTC)
    for name, ago in (("today", 0), ("yesterday", 1)):
        if day == day_text((today - timedelta(days=ago)).isoformat(), zone):
            return words(f"history.{name}", day=day)
    return day


# One record


def _row(entry: Entry, journal: Journal, *, waits: bool) -> dict[str, Any]:
    identity, _, record = entry
    shown = journal.shown
    text = told(entry, shown.zone)
    by_day = shown.order not in ("largest", "title")
    is_here = journal.has_products(entry)
    return {
        "id": identity,
        "title": title_of(entry),
        "readable": record is not None,
        "pinned": record.pinned if record else False,
        "moment": record.when if record else "",
        **text,
        "when": text["when"].rpartition(", ")[2] if by_day else text["when"],
        "hint": _hint(entry, journal, waits=waits),
        "apart": _is_apart(entry, journal),
        "usable": _action(is_here, "", words("history.no_products")),
        "again": _again(record.way, is_here=is_here) if record else None,
    }


def _is_apart(entry: Entry, journal: Journal) -> bool:
    """Tell whether the page has to bring a record's products before it is of use."""
    name, _, record = entry
    return record is not None and record.products is None and name not in journal.lent


def _hint(entry: Entry, journal: Journal, *, waits: bool) -> str:
    """Return what is the matter with a record; usually nothing."""
    if entry.record and not journal.has_products(entry):
        return words("history.no_products")
    if waits:
        return words("history.unstored")
    if entry.identity in journal.unkept:
        return words("history.unkept")
    return ""


def _again(way: Way, *, is_here: bool) -> dict[str, Any]:
    """Return the button that takes the same text once more."""
    known = way.method in retrieval.METHODS
    in_dialog = way.method in IN_DIALOG
    does = words("history.again_dialog" if in_dialog else "history.again")
    reason = "history.no_products" if known else "history.no_method"
    return {
        **_action(known and is_here, does, words(reason)),
        "dialog": in_dialog,
    }


# What there is to say of the room


def _banners(journal: Journal) -> Iterator[dict[str, Any]]:
    """Yield what the user should know about what is kept, and what to do then."""
    used, waiting = journal.stored.used, journal.waiting
    if waiting:
        yield _banner(waiting_words(journal)) | {"make_room": _make_room(journal)}
    if unkept := journal.unkept & journal.history.entries.keys():
        yield _banner(words("history.products_unkept", count=len(unkept)))
    if used >= _NEARLY_FULL:
        yield _banner(_fullness(journal, used))


def waiting_words(journal: Journal) -> str:
    """Say that not all is stored; nothing where it is."""
    count = len(journal.waiting)
    if not count:
        return ""
    if journal.stored.is_forbidden:
        return words("history.forbidden")
    return words("history.waiting", count=count)


def _make_room(journal: Journal) -> dict[str, Any] | None:
    if journal.stored.is_forbidden:
        return None
    can = journal.can_make_room
    does, why_not = words("history.make_room"), words("history.make_room_none")
    return _action(can, does, why_not)


def _banner(text: str) -> dict[str, Any]:
    return {"text": text, "make_room": None}


def _fullness(journal: Journal, used: int) -> str:
    """Say how full the history is, and which records go when it is full."""
    start = words("history.full", percent=percent(used / LIMIT))
    need = max(_LARGEST, used + _LARGEST - LIMIT)
    names = journal.history.entries.keys()
    going = [one for one in journal.history.giving_way(need, names) if one.record]
    if not going:
        return f"{start} {words('history.all_pinned')}"
    days = [day_of(one, journal.shown.zone) for one in (going[0], going[-1])]
    span = words("history.span", first=days[0], last=days[1])
    return f"{start} " + words(
        "history.going",
        count=len(going),
        when=span if days[0] != days[1] else words("history.of_day", day=days[0]),
    )
