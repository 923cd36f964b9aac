"""The batch requests of a visit: their records, and products that lie apart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from skybasket import keeping
from skybasket.app.words import words
from skybasket.batch import Choice
from skybasket.errors import CommandError, FormatError
from skybasket.formats.sections import looks_like as is_basket_file
from skybasket.staging import STATES, Request
from skybasket.stored_text import now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.basket import Basket

__all__ = ["Requests"]

_IDENTITY: Final = re.compile(r"[0-9a-z]{8,40}")
#: A deleted request can be taken back for so long.
_REMEMBERED: Final = timedelta(days=1)


class Requests:
    """All records by their names; None for what nobody can read.

    The page stores what each command says, and tells what other tabs have stored.
    """

    def __init__(self) -> None:
        self._records: dict[str, Request | None] = {}
        #: Products that lie apart, as far as they are known.
        self.lent: dict[str, bytes] = {}
        #: The basket that was made of a request's products last.
        self._restored: tuple[str, Basket] | None = None
        #: What of a selection qualifies, as it was worked out last.
        self._chosen: tuple[Basket, int, Choice] | None = None

    def load(self, texts: Mapping[str, str]) -> list[str]:
        """Take over what is stored; return the names of what may be forgotten."""
        for identity, text in texts.items():
            self.hear(identity, text)
        limit = (datetime.now(UTC) - _REMEMBERED).strftime("%Y-%m-%dT%H:%M:%SZ")
        expired = [
            identity
            for identity, record in self._records.items()
            if record and record.deleted and record.deleted < limit
        ]
        for identity in expired:
            del self._records[identity]
        return expired

    def hear(self, identity: str, text: str | None) -> None:
        """Take note of what is stored, or gone."""
        if not _IDENTITY.fullmatch(identity):
            return
        if text is None:
            self._records.pop(identity, None)
        else:
            self._records[identity] = Request.read(text)

    @property
    def shown(self) -> list[tuple[str, Request | None]]:
        """All that are not deleted: open ones first, the newest first."""
        known = [
            (identity, record)
            for identity, record in self._records.items()
            if not record or not record.deleted
        ]
        return sorted(
            known,
            key=lambda one: (one[1].is_open, one[1].when) if one[1] else (True, ""),
            reverse=True,
        )

    @property
    def open(self) -> int:
        """How many are open."""
        return sum(record.is_open for record in self._records.values() if record)

    def choice(self, basket: Basket) -> Choice:
        """Return what of a basket's selection qualifies; the same until it changes."""
        selected = basket.state.selected
        if self._chosen:
            known, files, choice = self._chosen
            if known is basket and files is selected:
                return choice
        choice = Choice(basket)
        self._chosen = (basket, selected, choice)
        return choice

    def same(self, choice: Choice) -> str:
        """Return the name of a request for the same files that waits to be sent."""
        return next(
            (
                identity
                for identity, record in self.shown
                if record
                and record.digest == choice.digest
                and record.state == STATES[0]
            ),
            "",
        )

    def record(self, identity: str) -> Request:
        """Return a record.

        :raises CommandError: if there is none, or nobody can read it.
        """
        record = self._records.get(identity)
        if record is None:
            raise CommandError(words("batch.gone"))
        return record

    def put(self, identity: str, record: Request) -> str:
        """Take up a record, and return its text to be stored.

        :raises CommandError: if it has no proper name.
        """
        if not _IDENTITY.fullmatch(identity):
            raise CommandError(words("batch.gone"))
        self._records[identity] = record
        return record.write()

    def delete(self, identity: str, *, on: bool) -> str | None:
        """Delete a request, or take it back; return the text to be stored.

        What cannot be read goes for good: nobody could take it back either.
        """
        if identity in self._records and self._records[identity] is None:
            del self._records[identity]
            return None
        record = self.record(identity)
        return self.put(identity, replace(record, deleted=now() if on else ""))

    def products(self, identity: str) -> bytes:
        """Return a request's products.

        :raises CommandError: if they lie apart, and the page has not lent them.
        """
        content = self.record(identity).products or self.lent.get(identity)
        if content is None:
            raise CommandError(words("batch.no_products"))
        return content

    def basket(self, identity: str, new_basket: Callable[[], Basket]) -> Basket:
        """Return a basket with a request's products; the same one until another's.

        :raises CommandError: if nobody has them.
        :raises FormatError: if they cannot be read, or not all of them.
        """
        content = self.products(identity)
        if self._restored is None or self._restored[0] != identity:
            basket = new_basket()
            if loss := keeping.restore(basket, content):
                raise loss.error
            self._restored = (identity, basket)
        return self._restored[1]

    def lend(self, identity: str, content: bytes) -> None:
        """Take products that lie apart.

        :raises FormatError: if these are none.
        """
        if not is_basket_file(content):
            raise FormatError(words("batch.no_products"))
        self.record(identity)
        self.lent = {identity: content}  # the others were for their own moment
