"""What of the history the browser has stored, and what it should store next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket.history import LIMIT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from skybasket.history import Entry, History

__all__ = ["Stored"]


class Stored:
    """The texts that the browser has, by the names of their records."""

    def __init__(self) -> None:
        #: Whether it stores nothing at all.
        self.is_forbidden = False
        self._texts: dict[str, str] = {}
        #: The texts that those of the last writing took the place of.
        self._before: dict[str, str] = {}
        #: How much was stored when the browser had no more room, if it was so.
        self._ceiling: int | None = None

    def take_over(self, texts: Mapping[str, str]) -> None:
        """Begin with what is there."""
        self._texts = dict(texts)

    def hear(self, texts: Mapping[str, str | None]) -> None:
        """Take note of what other tabs have stored, or removed where it is None."""
        merged = {**self._texts, **texts}
        self._texts = {name: text for name, text in merged.items() if text is not None}

    def fail(self, names: Iterable[str], kind: str) -> None:
        """Take note of texts that could not be stored.

        :param kind: ``full``, or anything else where the browser stores nothing.
        """
        for name in names:
            before = self._before.pop(name, None)
            if before is None:
                self._texts.pop(name, None)
            else:
                self._texts[name] = before
        if kind == "full":
            self._ceiling = self.used
        else:
            self.is_forbidden = True

    @property
    def names(self) -> set[str]:
        """The names of all that is stored."""
        return set(self._texts)

    @property
    def used(self) -> int:
        """How many characters are stored."""
        return sum(len(name) + len(text) for name, text in self._texts.items())

    @property
    def is_over(self) -> bool:
        """Whether that is more than the limit allows."""
        return self.used > LIMIT

    def used_without(self, name: str) -> int:
        """Return how many characters are stored beside one record."""
        text = self._texts.get(name)
        return self.used if text is None else self.used - len(name) - len(text)

    def fits(self, entry: Entry) -> bool:
        """Tell whether the limit allows an entry."""
        return self.used_without(entry.identity) + entry.cost <= LIMIT

    def waiting(self, history: History) -> list[Entry]:
        """Return the entries that are not stored as they are, those of late first."""
        found = [
            entry
            for name, entry in history.entries.items()
            if self._texts.get(name) != entry.text
        ]
        return sorted(found, key=lambda entry: entry.age, reverse=True)

    def settle(
        self, history: History, forced: Collection[str], withheld: Collection[str]
    ) -> dict[str, str | None]:
        """Return the texts to store now, by their names; None removes one.

        They count as stored until `fail` says that they are not.

        :param forced: entries that are stored though the limit is passed; only the
            browser can refuse them.
        :param withheld: entries that are not to be stored yet.
        """
        if self.is_forbidden:
            return {}
        writes: dict[str, str | None] = {
            name: None for name in self._texts if name not in history.entries
        }
        for name in writes:
            del self._texts[name]
        self._before.clear()
        used = self.used
        most = LIMIT if self._ceiling is None else min(LIMIT, self._ceiling)
        for entry in self.waiting(history):
            name, text, _ = entry
            if name in withheld:
                continue
            before = self._texts.get(name)
            if before is not None:
                self._before[name] = before
                used -= len(name) + len(before)
            elif used + entry.cost > most and name not in forced:
                continue
            writes[name] = self._texts[name] = text
            used += entry.cost
        return writes
