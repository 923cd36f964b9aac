"""The baskets that the browser keeps: a list of them, and changes to those not open.

The page hands over the records that it has stored, and stores what the answers say.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.kept import Record
from skybasket.app.words import size, words
from skybasket.errors import CommandError
from skybasket.stored_text import now
from skybasket.titles import clean_title

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Shelf", "when_text"]

_IDENTITY: Final = re.compile(r"[0-9a-z]{8,40}")
#: A deleted basket can be taken back for so long.
_REMEMBERED: Final = timedelta(days=1)


class Shelf:
    """The records of all kept baskets, as they are stored."""

    def __init__(self) -> None:
        self._records: dict[str, Record | None] = {}

    def load(self, records: Mapping[str, str]) -> None:
        """Take over what is stored: records by the names of their baskets."""
        self._records = {
            identity: Record.read(text)
            for identity, text in records.items()
            if _IDENTITY.fullmatch(identity)
        }

    @property
    def latest(self) -> list[str]:
        """The baskets that hold anything, those changed last first."""
        found = [
            (record.changed, identity)
            for identity, record in self._records.items()
            if record and record.files and not record.deleted
        ]
        latest = [identity for _, identity in sorted(found, reverse=True)]
        return [identity for identity in latest if identity not in self._replaced]

    @property
    def _replaced(self) -> set[str]:
        """The baskets in whose place others came."""
        return {record.replaces for record in self._records.values() if record}

    @property
    def expired(self) -> list[str]:
        """The baskets that need not be kept any more.

        They were deleted too long ago to be taken back, or have become others.
        """
        limit = (datetime.now(UTC) - _REMEMBERED).strftime("%Y-%m-%dT%H:%M:%SZ")
        replaced = self._replaced
        return [
            identity
            for identity, record in self._records.items()
            if identity in replaced
            or (record and record.deleted and record.deleted < limit)
        ]

    def record(self, identity: str) -> Record | None:
        """Return a basket's record; None if it cannot be read.

        :raises CommandError: if there is no such basket.
        """
        if identity not in self._records:
            raise CommandError(words("baskets.gone"))
        return self._records[identity]

    def renamed(self, identity: str, title: str) -> str:
        """Return the record of a basket with another title."""
        record = self._known(identity)
        return replace(record, title=clean_title(title) or record.title).write()

    def deleted(self, identity: str, *, on: bool) -> str:
        """Return the record of a basket deleted, or taken back."""
        return replace(self._known(identity), deleted=now() if on else "").write()

    def duplicated(self, identity: str) -> str:
        """Return the record of a copy of a basket."""
        record = self._known(identity)
        title = clean_title(words("baskets.copy", title=record.title))
        return replace(record, title=title, changed=now(), replaces="").write()

    def _known(self, identity: str) -> Record:
        record = self.record(identity)
        if record is None:
            raise CommandError(words("baskets.unreadable"))
        return record

    def view(
        self, current: str, elsewhere: Collection[str], zone: int
    ) -> list[dict[str, Any]]:
        """Return the list of baskets: the open one, then those changed last.

        :param current: the basket that is open here.
        :param elsewhere: those that are open in other tabs.
        :param zone: the user's clock, in minutes ahead of UTC.
        """
        listed = {
            identity: record
            for identity, record in self._records.items()
            if identity not in self._replaced
            and (
                not record
                or (not record.deleted and (record.files or identity == current))
            )
        }

        def order(identity: str) -> tuple[bool, str]:
            record = listed[identity]
            return identity == current, record.changed if record else ""

        views = []
        for identity in sorted(listed, key=order, reverse=True):
            record = listed[identity]
            unreadable = words("baskets.unreadable_title")
            views.append(
                {
                    "id": identity,
                    "title": record.title if record else unreadable,
                    "note": _note(record) if record else words("baskets.unreadable"),
                    "when": when_text(record.changed, zone) if record else "",
                    "current": identity == current,
                    "elsewhere": identity in elsewhere and identity != current,
                    "readable": record is not None,
                }
            )
        return views


def _note(record: Record) -> str:
    """Return how much is in a basket, in words."""
    unknown = "summary.unknown" if record.size else "summary.only_unknown"
    sizes = (
        size(record.size) if record.size else "",
        words(unknown, count=record.unknown) if record.unknown else "",
    )
    parts = (
        words("baskets.files", count=record.files),
        " ".join(filter(None, sizes)),
        ", ".join(filter(None, record.missions)),
    )
    return " · ".join(filter(None, parts))


def when_text(moment: str, zone: int) -> str:
    """Return a moment in the user's time, as in ``22 Nov 2026, 14:03``."""
    try:
        when = datetime.fromisoformat(moment) + timedelta(minutes=zone)
    except (OverflowError, ValueError):
        return ""
    month = words(f"months.{when.month}")
    return words(
        "number.moment",
        day=str(when.day),
        month=month,
        year=str(when.year),
        time=f"{when:%H:%M}",
    )
