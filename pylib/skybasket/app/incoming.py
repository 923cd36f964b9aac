"""A file that the page hands over: read as it comes, or kept to be read as a whole.

What is left to do when all bytes are here takes seconds for a million products. It is
done in steps, in a basket beside the one on the screen: whoever cancels loses nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket import history, keeping
from skybasket.formats import Reading, basket_file
from skybasket.stepwise import Underway, within

if TYPE_CHECKING:
    from skybasket.added import Added
    from skybasket.basket import Basket
    from skybasket.formats import Contents
    from skybasket.formats.transposing import Transpose
    from skybasket.stepwise import Stepwise

__all__ = ["Filled", "Incoming", "Read", "restored"]

#: Bytes of a file that tell whether it is a basket or a history.
_LOOKED_AT: Final = 200
#: The share of the time for a list that is over when it is read.
_READ: Final = 0.1


class Filled(NamedTuple):
    """A new basket of the products of a list."""

    basket: Basket
    added: Added


class Read(NamedTuple):
    """What a list holds, and the basket that was made of it, if one was wanted."""

    contents: Contents
    filled: Filled | None


class Incoming:
    """A list of products, a basket or a history that is still arriving.

    A list is read while it comes. Its bytes are kept until rows of it were taken:
    before that it may turn out that only its user knows its columns, and it is read
    once more with what they say.

    :param empty: the basket that a saved one is put into.
    :param transpose: takes rows of JSON apart, if anything does.
    :param is_first: whether a list is put into it too, as nothing else is there.
    """

    def __init__(
        self, empty: Basket, transpose: Transpose | None = None, *, is_first: bool
    ) -> None:
        self._empty = empty
        self._is_first = is_first
        self._start = b""
        self._chunks: list[bytes] = []
        self._reading = Reading(transpose=transpose)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._start = (self._start + chunk[:_LOOKED_AT])[:_LOOKED_AT]
        if not self._reading.has_taken:
            self._chunks.append(chunk)
        if not self.is_basket and not self.is_history:
            self._reading.feed(chunk)
        if self._reading.has_taken:
            self._chunks = []

    @property
    def is_basket(self) -> bool:
        """Whether it is a saved basket."""
        return basket_file.looks_like(self._start)

    @property
    def is_history(self) -> bool:
        """Whether it is a history of downloads."""
        return history.looks_like(self._start)

    def content(self) -> bytes:
        """Return all bytes; there are none if rows of a list were taken."""
        content, self._chunks = b"".join(self._chunks), []
        return content

    @property
    def work(self) -> Underway[Any] | None:
        """What is left to do once all bytes are here; nothing for a history."""
        if self.is_basket:
            return self._restoring
        return None if self.is_history else self._finishing

    @cached_property
    def _restoring(self) -> Underway[tuple[Basket, keeping.Loss]]:
        return Underway(restored(self._empty, self.content()))

    @cached_property
    def _finishing(self) -> Underway[Read]:
        empty = self._empty if self._is_first else None
        return Underway(_read(self._reading, empty))

    def basket(self) -> tuple[Basket, keeping.Loss]:
        """Return a saved basket, and what of it is lost; see `keeping.restore`."""
        return self._restoring.finish()

    def finish(self) -> Read:
        """Return what a list holds, now that it is here; see `Reading.finish`."""
        return self._finishing.finish()


def restored(basket: Basket, content: bytes) -> Stepwise[tuple[Basket, keeping.Loss]]:
    """Fill an empty basket with what a file holds; return it, and what is lost."""
    loss = yield from keeping.restoring(basket, content)
    return basket, loss


def _read(reading: Reading, empty: Basket | None) -> Stepwise[Read]:
    """Finish reading a list, and fill a basket with it if there is one."""
    contents = yield from within(reading.finishing(), 0, _READ if empty else 1)
    if empty is None or not contents.products:
        return Read(contents, None)
    added = yield from within(empty.adding([contents]), _READ, 1)
    return Read(contents, Filled(empty, added))
