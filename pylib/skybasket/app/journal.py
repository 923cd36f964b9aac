"""The history of a visit: the records, what of them the browser has, the steps back.

The page stores what `settle` says, and tells what it could not store. A record that
there is no room for stays for the visit; nothing is given up without a word.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.app.stored import Stored
from skybasket.app.words import words
from skybasket.errors import CommandError
from skybasket.history import LIMIT, Entry, History
from skybasket.stored_text import now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from skybasket.basket import Basket
    from skybasket.history import Imported
    from skybasket.history_record import Record

__all__ = ["Journal", "Shown"]

_STEPS: Final = 50


class Shown(NamedTuple):
    """What of the history is listed, and how."""

    search: str = ""
    #: ``newest``, ``oldest``, ``largest`` or ``title``.
    order: str = "newest"
    #: The user's clock, in minutes ahead of UTC.
    zone: int = 0


class _Step(NamedTuple):
    """A change, to be taken back."""

    #: What it did, in words.
    name: str
    #: The entries before and after, by their names.
    entries: Mapping[str, tuple[Entry | None, Entry | None]]


class Journal:
    """The download history of a visit."""

    def __init__(self) -> None:
        self.history = History()
        self.shown = Shown()
        #: Products that lie apart from their records and are not stored yet.
        self.lent: dict[str, bytes] = {}
        #: Products that are lent for the next export only.
        self.borrowed: dict[str, bytes] = {}
        #: A history file that was opened as a product list, until it is imported.
        self.arrived = b""
        #: What is about to leave once more: the record's name, its products.
        self.repeated: tuple[str, Basket, bytes] | None = None
        #: The texts that the browser has.
        self.stored = Stored()
        #: The names of all products that the browser has; None if it cannot tell.
        self._apart: set[str] | None = None
        #: Those that it refused.
        self.unkept: set[str] = set()
        self._past: list[_Step] = []

    # What the browser has

    def load(
        self, records: Mapping[str, str], apart: Collection[str] | None
    ) -> list[str]:
        """Take over what is stored; return the products that no record speaks of.

        :param apart: the names of all products that are stored; None if unknown.
        """
        self.stored.take_over(records)
        stored = History.of(Entry.read(*item) for item in records.items())
        # What was noted while the browser was still being asked stays.
        self.history = stored.merged(self.history)
        self._apart = None if apart is None else set(apart)
        return [name for name in apart or () if name not in self.history.entries]

    def hear(self, texts: Mapping[str, str | None]) -> None:
        """Take note of what other tabs have stored, or removed where it is None."""
        self.stored.hear(texts)
        changes = {
            name: None if text is None else Entry.read(name, text)
            for name, text in texts.items()
        }
        self.history = self.history.with_changes(changes)
        if self._apart is not None:
            self._apart.update(changes)  # the other tab stores the products too

    def kept(self, identities: Iterable[str]) -> None:
        """Take note of products that were stored."""
        for identity in identities:
            self.lent.pop(identity, None)
            self.unkept.discard(identity)
            if self._apart is not None:
                self._apart.add(identity)

    def not_kept(self, identities: Iterable[str]) -> None:
        """Take note of products that could not be stored."""
        self.unkept.update(identities)

    def has_products(self, entry: Entry) -> bool:
        """Tell whether a record's products can be had, as far as anybody knows."""
        name, _, record = entry
        if record is None:
            return False
        if record.products is not None or name in self.lent:
            return True
        return self._apart is None or name in self._apart

    # Changes

    def note(self, identity: str, record: Record, content: bytes) -> list[Entry]:
        """Take up a download; return the entries that made room for it.

        The newest record is renewed if it is of the same.
        """
        newest = self.history.newest
        if newest and newest.record and newest.record.is_same(record):
            identity = newest.identity
            record = newest.record.renewed(record)
        entry = Entry.of(identity, record)
        if record.products is None:
            self.lent[identity] = content
        need = self.stored.used_without(identity) + entry.cost - LIMIT
        gone = self.history.giving_way(need, self.stored.names - {identity})
        if sum(entry.cost for entry in gone) < need:
            gone = []  # it would not help: the new one waits
        self.history = self.history.with_changes({identity: entry})
        if gone:
            self.take(
                words("history.steps.evicted", count=len(gone)),
                {entry.identity: None for entry in gone},
            )
        return gone

    def take_in(self, found: Imported, news: Mapping[str, Entry]) -> list[str]:
        """Keep the products that came apart from their records; return the names."""
        fresh = [
            name
            for name, content in found.products.items()
            if content and (name in news or not self._is_apart(name))
        ]
        self.lent.update((name, found.products[name]) for name in fresh)
        return fresh

    def _is_apart(self, identity: str) -> bool:
        return self._apart is not None and identity in self._apart

    @property
    def waiting(self) -> list[Entry]:
        """The entries that find no room, those of late first."""
        following = self.fitting(self.lent.keys() - self.unkept)
        waiting = self.stored.waiting(self.history)
        return [entry for entry in waiting if entry.identity not in following]

    def settle(self, forced: Collection[str] = ()) -> dict[str, str | None]:
        """Return the texts to store now; see `Stored.settle`.

        A record follows its products: a tab that dies leaves none without them.
        """
        return self.stored.settle(self.history, forced, self.lent.keys() - self.unkept)

    def fitting(self, identities: Iterable[str]) -> list[str]:
        """Return those entries that the limit allows."""
        entries = self.history.entries
        return [
            name
            for name in identities
            if name in entries and self.stored.fits(entries[name])
        ]

    def make_room(self) -> list[Entry]:
        """Let the oldest go, so that what waits can be stored; return them."""
        need = sum(entry.cost for entry in self.waiting)
        gone = self.history.giving_way(need, self.stored.names)
        step = words("history.steps.evicted", count=len(gone))
        self.take(step, {entry.identity: None for entry in gone})
        return gone

    @property
    def can_make_room(self) -> bool:
        """Whether any stored record may go."""
        return bool(self.history.giving_way(1, self.stored.names))

    def entry(self, identity: str) -> Entry:
        """Return an entry.

        :raises CommandError: if there is none.
        """
        if identity not in self.history.entries:
            raise CommandError(words("history.gone"))
        return self.history.entries[identity]

    def record(self, identity: str) -> Record:
        """Return what an entry says.

        :raises CommandError: if there is none, or nobody can read it.
        """
        record = self.entry(identity).record
        if record is None:
            raise CommandError(words("history.unreadable"))
        return record

    def touch(self, identity: str) -> None:
        """Note that the same text was taken again; this is no step."""
        moment = now()
        record = replace(self.record(identity), again=moment, changed=moment)
        entry = Entry.of(identity, record)
        self.history = self.history.with_changes({identity: entry})

    def take(self, step: str, changes: Mapping[str, Entry | None]) -> None:
        """Change entries; one step that can be undone."""
        entries = self.history.entries
        changed = {
            name: (entries.get(name), entry)
            for name, entry in changes.items()
            if entries.get(name) != entry
        }
        if changed:
            self._past = [*self._past, _Step(step, changed)][-_STEPS:]
            self.history = self.history.with_changes(changes)

    @property
    def undo_step(self) -> str:
        """What the step did that `undo` would take back, in words; or nothing."""
        return self._past[-1].name if self._past else ""

    def undo(self) -> list[str]:
        """Take the last step back; return the names of the entries it concerned.

        What has happened to them since, in another tab say, stays.
        """
        if not self._past:
            return []
        step = self._past.pop()
        entries = self.history.entries
        changes = {
            name: _undone(before, after, entries.get(name))
            for name, (before, after) in step.entries.items()
        }
        self.history = self.history.with_changes(changes)
        return list(changes)


def _undone(
    before: Entry | None, after: Entry | None, current: Entry | None
) -> Entry | None:
    """Return what an entry becomes when a change of it is taken back."""
    if current == after or current is None:
        return before
    if before is None or not (before.record and after and after.record):
        return current
    if current.record is None:
        return current
    record = current.record
    if record.title == after.record.title:
        record = replace(record, title=before.record.title)
    if record.pinned == after.record.pinned:
        record = replace(record, pinned=before.record.pinned)
    return Entry.of(current.identity, replace(record, changed=now()))
