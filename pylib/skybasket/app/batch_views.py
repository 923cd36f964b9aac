"""The batch dialog, and the list of requests that were prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.batch_action import stageable_missions
from skybasket.app.batch_mail import list_filename, words_number, write_mail
from skybasket.app.row_views import size_text
from skybasket.app.shelf import when_text
from skybasket.app.words import size, words
from skybasket.archives.mast import BATCH_PAGE, HELP_MAIL
from skybasket.batch import REASONS
from skybasket.staging import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket.app.requests import Requests
    from skybasket.basket import Basket
    from skybasket.batch import Choice
    from skybasket.staging import Request

__all__ = ["choice_view", "requests_view"]

_LISTED: Final = 500


# What is selected


def choice_view(basket: Basket, choice: Choice) -> dict[str, Any]:
    """Return the request that the selected files make."""
    count = len(choice.rows)
    mail = write_mail(basket, choice)
    return {
        "title": words("batch.title", count=count),
        "summary": _summary(choice),
        "notes": _notes(basket, choice),
        "others": [
            _files(basket, choice.others[reason], f"batch.others.{reason}")
            for reason in REASONS
            if choice.others[reason]
        ],
        "datasets": _datasets(choice),
        "files": _files(basket, choice.rows, "batch.list"),
        "mail": {
            "to": words("batch.mail.to", address=HELP_MAIL),
            "subject": words("batch.mail.subject", subject=mail.subject),
            "body": mail.body,
            "link": mail.link,
            "attach": words("batch.attach", name=list_filename(basket))
            if mail.attach
            else "",
        },
        "page": BATCH_PAGE,
        "list": {"filename": list_filename(basket), "type": "text/plain"},
    }


def _summary(choice: Choice) -> list[str]:
    totals = choice.totals
    text, _ = size_text(totals)
    known = "approximate" if totals.approximate else "exact"
    lines = [words_number(choice), words("batch.files", count=totals.count)]
    if totals.bytes:
        lines.append(words(f"download.{known}", size=text.removesuffix(" +")))
    if totals.unknown:
        lines.append(words("download.unknown", count=totals.unknown))
    return lines


def _notes(basket: Basket, choice: Choice) -> list[str]:
    hidden = (choice.files & basket.hidden.files).bit_count()
    notes = []
    if hidden:
        notes.append(words("batch.hidden", count=hidden))
    if choice.restricted:
        notes.append(words("batch.restricted", count=len(choice.restricted)))
    return notes


def _datasets(choice: Choice) -> dict[str, Any]:
    names = choice.datasets
    return {
        "title": words_number(choice) if names else "",
        "help": _cut("", len(names)),
        "files": [{"name": name, "text": ""} for name in names[:_LISTED]],
    }


def _files(basket: Basket, rows: list[int], name: str) -> dict[str, Any]:
    """Return a list of files, folded under a title with their number."""
    catalog = basket.catalog

    def told(row: int) -> str:
        known = catalog.size(row)
        return words("size.unknown") if known is None else size(known)

    count, missions = len(rows), stageable_missions()
    help_text = words(f"{name}.help", missions=missions)
    return {
        "title": words(f"{name}.title", count=count) if rows else "",
        "help": _cut(help_text, count),
        "files": [
            {"name": catalog.filename(row), "text": told(row)} for row in rows[:_LISTED]
        ],
    }


def _cut(help_text: str, count: int) -> str:
    """Add, where not all of so many are listed, that they are not."""
    if count <= _LISTED:
        return help_text
    return f"{help_text} {words('download.list_cut', shown=_LISTED)}".strip()


# What was prepared


def requests_view(requests: Requests, zone: int) -> dict[str, Any]:
    """Return all requests that are not deleted, the open ones first.

    :param zone: the user's clock, in minutes ahead of UTC.
    """
    return {
        "title": words("batch.open", count=requests.open)
        if requests.open
        else words("batch.none_open"),
        "items": [
            _request(identity, record, zone) if record else _unreadable(identity)
            for identity, record in requests.shown
        ],
    }


def _request(identity: str, record: Request, zone: int) -> dict[str, Any]:
    at, moments = STATES.index(record.state), dict(record.moments)
    note = (
        words("batch.datasets", count=record.datasets),
        words("batch.files", count=record.count),
        _sizes(record),
        ", ".join(record.missions),
    )
    return {
        "id": identity,
        "title": record.title,
        "when": words("batch.when", when=when_text(record.when, zone)),
        "note": _joined(note),
        "restricted": words("batch.restricted", count=record.restricted)
        if record.restricted
        else "",
        "state": record.state,
        "steps": [
            {
                "state": state,
                "label": words(f"batch.states.{state}"),
                "when": when_text(moments[state], zone) if state in moments else "",
                "reached": place <= at,
                "current": place == at,
            }
            for place, state in enumerate(STATES)
        ],
        "next": words(f"batch.next.{record.state}"),
        "on": _move("move", STATES[at + 1 : at + 2]),
        "back": _move("move_back", STATES[max(at - 1, 0) : at]),
        "asks": at > 0,
        "place": record.place,
        "scripts": {
            "enabled": bool(record.place),
            "hint": "" if record.place else words("batch.no_place"),
        },
        "readable": True,
    }


def _move(name: str, states: Iterable[str]) -> dict[str, str] | None:
    """Return the button that moves to another state, if there is one."""
    for state in states:
        return {"state": state, "label": words(f"batch.{name}.{state}")}
    return None


def _sizes(record: Request) -> str:
    unknown = "summary.unknown" if record.size else "summary.only_unknown"
    known = size(record.size) if record.size else ""
    if record.approximate and known:
        known = words("download.approximate", size=known)
    rest = words(unknown, count=record.unknown) if record.unknown else ""
    return f"{known} {rest}".strip()


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(filter(None, parts))


def _unreadable(identity: str) -> dict[str, Any]:
    return {
        "id": identity,
        "title": words("batch.unreadable_title"),
        "when": "",
        "note": words("batch.unreadable"),
        "restricted": "",
        "state": "",
        "steps": [],
        "next": "",
        "on": None,
        "back": None,
        "asks": False,
        "place": "",
        "scripts": {"enabled": False, "hint": ""},
        "readable": False,
    }
