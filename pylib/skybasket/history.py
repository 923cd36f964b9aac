"""The download history: records by their names, as one immutable value.

A browser gives it little room, shared with all else that it stores for the page's
origin. So the oldest records make room for new ones; pinned ones never do.

As a file it is one JSON object: ``{"skybasket-history": 1, "records": [...]}``, where
each record has its name, its text as an object (or, where nobody can read it, as a
text), and its products in base64 where they lie apart.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.errors import FormatError
from skybasket.formats.sections import looks_like as is_basket_file
from skybasket.history_record import Record
from skybasket.nesting import loads

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

__all__ = [
    "LIMIT",
    "Entry",
    "History",
    "Imported",
    "NotTaken",
    "export_pieces",
    "import_file",
    "looks_like",
]

#: Characters that a browser may store for the history: an origin has some 5 million.
LIMIT: Final = 2_000_000
_KIND: Final = "skybasket-history"
_VERSION: Final = 1
_START: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"skybasket-history"\s*:')
_LONGEST_NAME: Final = 100
_TOLD: Final = 1000


class Entry(NamedTuple):
    """A record as it is stored."""

    identity: str
    text: str
    #: What it says; None where nobody can read it.
    record: Record | None

    @classmethod
    def of(cls, identity: str, record: Record) -> Entry:
        """Return a record as it is to be stored."""
        return cls(identity, record.write(), record)

    @classmethod
    def read(cls, identity: str, text: str) -> Entry:
        """Read what is stored; it is kept even where it cannot be read."""
        return cls(identity, text, Record.read(text))

    @property
    def cost(self) -> int:
        """How many characters it takes."""
        return len(self.identity) + len(self.text)

    @property
    def is_pinned(self) -> bool:
        """Whether it never makes room: what cannot be read is not given up either."""
        return self.record is None or self.record.pinned

    @property
    def rank(self) -> tuple[bool, str, str]:
        """Of two entries of one name, the one of higher rank holds.

        That is the one that was changed later; what cannot be read gives way.
        """
        changed = self.record.changed if self.record else ""
        return self.record is not None, changed, self.text

    @property
    def age(self) -> tuple[str, str]:
        """Sorts entries by time."""
        return self.record.latest if self.record else "", self.identity


@dataclass(frozen=True)
class History:
    """All records by their names."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> History:
        """Gather entries."""
        return cls({entry.identity: entry for entry in entries})

    def with_changes(self, changes: Mapping[str, Entry | None]) -> History:
        """Return the history with some entries put in, or taken out where None."""
        changed = {**self.entries, **changes}
        return History({name: entry for name, entry in changed.items() if entry})

    def merged(self, other: History) -> History:
        """Return all records of both; of one name, the one that was changed later."""
        return self.with_changes(self.news(other))

    def news(self, other: History) -> dict[str, Entry]:
        """Return what another history knows and this one does not."""
        return {
            name: entry
            for name, entry in other.entries.items()
            if name not in self.entries or self.entries[name].rank < entry.rank
        }

    @cached_property
    def newest(self) -> Entry | None:
        """The record of the last download."""
        known = [entry for entry in self.entries.values() if entry.record]
        return max(
            known,
            key=lambda entry: (entry.record.when if entry.record else "", entry.age),
            default=None,
        )

    @cached_property
    def oldest(self) -> list[Entry]:
        """The entries that make room, in the order in which they do."""
        loose = (entry for entry in self.entries.values() if not entry.is_pinned)
        return sorted(loose, key=lambda entry: entry.age)

    @cached_property
    def cost(self) -> int:
        """How many characters all of it takes."""
        return sum(entry.cost for entry in self.entries.values())

    def giving_way(self, room: int, among: Collection[str]) -> list[Entry]:
        """Return the oldest entries that free so much room together, or all there are.

        :param among: the names of those that take any.
        """
        chosen: list[Entry] = []
        for entry in self.oldest:
            if room <= 0:
                break
            if entry.identity in among:
                chosen.append(entry)
                room -= entry.cost
        return chosen


# As a file


def looks_like(start: bytes) -> bool:
    """Tell by its first bytes whether a file is a history."""
    return _START.match(start) is not None


def export_pieces(
    history: History, products: Callable[[str], bytes | None]
) -> Iterator[str]:
    """Yield a history as a file, a record after the other, the newest first.

    :param products: gives the products that lie apart, by the record's name.
    """
    yield f'{{"{_KIND}":{_VERSION},"records":['
    comma = ""
    ordered = sorted(history.entries.values(), key=lambda one: one.age, reverse=True)
    for identity, text, record in ordered:
        told = text if record else json.dumps(text)
        yield f'{comma}\n{{"id":{json.dumps(identity)},"record":{told}'
        lent = products(identity) if record and record.products is None else None
        if lent:
            yield f',"products":"{base64.b64encode(lent).decode()}"'
        yield "}"
        comma = ","
    yield "\n]}\n"


class NotTaken(NamedTuple):
    """A record of a file that could not be taken."""

    #: Its number there, from 1.
    number: int
    #: Why: ``object``, ``id``, ``record`` or ``products``.
    reason: str
    #: What it says, cut to the first thousand characters.
    text: str


class Imported(NamedTuple):
    """What is in a file."""

    history: History
    #: The products that lie apart, by their records' names.
    products: Mapping[str, bytes]
    refused: list[NotTaken]


def import_file(content: bytes) -> Imported:
    """Read a history; nothing of it is in use yet.

    :raises FormatError: if it is none, or a later Skybasket wrote it.
    """
    found = _parsed(content)
    entries: dict[str, Entry] = {}
    products: dict[str, bytes] = {}
    refused: list[NotTaken] = []
    for number, told in enumerate(found, 1):
        try:
            entry, lent = _entry(told)
        except ValueError as error:
            refused.append(NotTaken(number, str(error), json.dumps(told)[:_TOLD]))
            continue
        known = entries.get(entry.identity)
        if known is None or known.rank < entry.rank:
            entries[entry.identity] = entry
        if lent:
            products[entry.identity] = lent
    return Imported(History(entries), products, refused)


def _parsed(content: bytes) -> list[object]:
    try:
        found = loads(content.decode("utf-8-sig"))
    except (RecursionError, ValueError) as error:
        message = "The history file is damaged or cut off. Export it once more."
        raise FormatError(message, [str(error)]) from error
    if not isinstance(found, dict) or _KIND not in found:
        message = "The file is no download history. Choose one that was exported here."
        raise FormatError(message)
    if found[_KIND] != _VERSION:
        message = "A later Skybasket wrote this history. Open it with that one."
        raise FormatError(message)
    records = found.get("records")
    if not isinstance(records, list):
        message = "The history file is damaged or cut off. Export it once more."
        raise FormatError(message)
    return records


def _entry(told: object) -> tuple[Entry, bytes]:
    """Read one record of a file, and its products where they lie apart.

    :raises ValueError: with the reason why it cannot be taken.
    """
    if not isinstance(told, dict):
        raise ValueError("object")  # noqa: TRY004 - told apart by their texts
    identity = told.get("id")
    if not isinstance(identity, str) or not 0 < len(identity) <= _LONGEST_NAME:
        raise ValueError("id")
    entry = Entry.read(identity, _record_text(told.get("record")))
    if entry.record is None and isinstance(told.get("record"), dict):
        raise ValueError("record")
    if entry.record is None:
        return entry, b""
    return entry, _lent(entry.record, told.get("products"))


def _record_text(value: object) -> str:
    if isinstance(value, dict):
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, str):
        return value
    raise ValueError("record")


def _lent(record: Record, value: Any) -> bytes:  # noqa: ANN401
    """Return products that lie apart, after a look at those that do not."""
    try:
        lent = base64.b64decode(value, validate=True) if value is not None else b""
    except (TypeError, ValueError) as error:
        raise ValueError("products") from error
    if record.products is not None:
        lent = b""
    for content in (record.products, lent):
        if content and not is_basket_file(content):
            raise ValueError("products")
    return lent
