"""What a browser keeps of a basket: its record, and the products in parts as they come.

The page stores both without knowing what is in them. The record is small, and written
at every change; a part is written once. A record never speaks of products whose part
is not stored yet: the page writes it only when they are.
"""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket import foretelling, keeping
from skybasket.formats.sections import MARK
from skybasket.stored_text import (
    UNREADABLE,
    now,
    number,
    opened,
    packed,
    text,
    titles,
    written,
)
from skybasket.titles import clean_title

if TYPE_CHECKING:
    from skybasket.basket import Basket
    from skybasket.state import State

__all__ = ["Keeping", "Record", "Reopened"]

#: Parts of so many products go along with the answer, as text; longer ones are asked
#: for, as bytes. At 6 bytes a product, that many have some 25,000 characters.
FEW: Final = 3000
_VERSION: Final = 1
_MOST_MISSIONS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a kept basket without its products."""

    title: str
    #: When it was changed last, in UTC.
    changed: str
    files: int
    #: Bytes of the files of known size, and how many have none.
    size: int
    unknown: int
    missions: tuple[str, ...]
    #: The basket's state as a chunk; see `skybasket.keeping`.
    state: bytes
    #: When it was deleted, or nothing.
    deleted: str = ""
    #: The kept basket in whose place it came, which may be forgotten; or nothing.
    replaces: str = ""

    @classmethod
    def of(cls, basket: Basket, state: bytes, replaces: str = "") -> Record:
        """Describe a basket as it is now.

        :param state: its state as a chunk.
        :param replaces: the kept basket in whose place it came, if any.
        """
        totals = basket.files.totals
        missions = tuple(basket.present_values("mission"))[:_MOST_MISSIONS]
        return cls(
            title=basket.title,
            changed=now(),
            files=totals.count,
            size=totals.bytes,
            unknown=totals.unknown,
            missions=missions,
            state=state,
            replaces=replaces,
        )

    def write(self) -> str:
        """Return it as text."""
        return written(_VERSION, asdict(self))

    @classmethod
    def read(cls, content: str) -> Record | None:
        """Read what `write` wrote; None if it is anything else, or newer."""
        try:
            found = opened(content, _VERSION)
            return cls(
                title=clean_title(text(found["title"])),
                changed=text(found["changed"]),
                files=number(found["files"]),
                size=number(found["size"]),
                unknown=number(found["unknown"]),
                missions=titles(found["missions"]),
                state=packed(found["state"]),
                deleted=text(found["deleted"]),
                replaces=text(found.get("replaces", "")),
            )
        except UNREADABLE:
            return None

    def file(self, products: bytes) -> bytes:
        """Return it with its products' parts as a basket file."""
        return MARK + products + self.state


class Reopened(NamedTuple):
    """A kept basket that was made again."""

    basket: Basket
    #: What of it could not be read.
    loss: keeping.Loss
    #: Whether it was made without what had been removed, so that its rows are others.
    is_compacted: bool


class Keeping:
    """Follows a basket, and tells what of it is to be stored."""

    def __init__(self) -> None:
        #: Names the basket among the kept ones; empty until the page gives it a name.
        self.identity = ""
        #: How much of its products is stored under that name.
        self.stored = keeping.NOTHING
        #: For how much of them it is stored what they foretell.
        self._foretold = keeping.NOTHING
        self._replaces = ""
        self._told = keeping.NOTHING
        self._seen: tuple[State, str, str] | None = None
        self._writer = keeping.StateWriter()
        self._record = ""

    def follow(
        self, identity: str, stored: str = keeping.NOTHING, replaces: str = ""
    ) -> None:
        """Keep the basket under a name from now on.

        :param stored: the mark of what is there already.
        :param replaces: the name of a kept basket that is forgotten once this one is
            stored.
        """
        self.identity = identity
        self._replaces = replaces
        self.stored = self._told = stored
        self._foretold = keeping.NOTHING
        self._seen = None

    def foretells(self, basket: Basket) -> bool:
        """Tell whether more is known of the basket than is stored of it.

        Of a basket that was kept with it nothing new is known.
        """
        mark = keeping.mark(basket.catalog)
        if mark == self.stored and basket.index.is_unchecked:
            self._foretold = mark
        is_long = len(basket.catalog) >= foretelling.LONG
        return bool(self.identity) and is_long and mark != self._foretold

    def foretold(self, basket: Basket) -> bytes:
        """Return what is known of the basket, to be stored beside its products."""
        if found := foretelling.known(basket):
            self._foretold = keeping.mark(basket.catalog)
        return found

    def view(self, basket: Basket) -> dict[str, Any] | None:
        """Return what is to be stored; None while there is nothing to keep."""
        if not self.identity or not len(basket.catalog):
            return None
        mark = keeping.mark(basket.catalog)
        seen = (basket.state, basket.title, mark)
        if seen != self._seen:
            self._seen = seen
            state = self._writer.write(basket)
            self._record = Record.of(basket, state, self._replaces).write()
        since, self._told = self._told, mark
        return {
            "id": self.identity,
            "stored": self.stored,
            "since": since,
            "mark": mark,
            "products": self._few_products(basket, since, mark),
            "record": self._record,
            "replaces": self._replaces,
        }

    @staticmethod
    def _few_products(basket: Basket, since: str, mark: str) -> str | None:
        """Return what came between two marks as text, None if that is too long."""
        if since == mark:
            return ""
        start, stop = (list(map(int, text.split("."))) for text in (since, mark))
        if stop[0] - start[0] > FEW or stop[-1] - start[-1] > FEW:
            return None
        return base64.b64encode(keeping.products(basket.catalog, since, mark)).decode()
