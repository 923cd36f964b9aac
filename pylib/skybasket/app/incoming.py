"""A file that the page hands over: read as it comes, or kept to be read as a whole."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from skybasket import history, keeping
from skybasket.formats import Reading, basket_file
from skybasket.stepwise import Underway

if TYPE_CHECKING:
    from skybasket.basket import Basket
    from skybasket.formats import Contents
    from skybasket.formats.transposing import Transpose
    from skybasket.stepwise import Stepwise

__all__ = ["Incoming", "restored"]

#: Bytes of a file that tell whether it is a basket or a history.
_LOOKED_AT: Final = 200


class Incoming:
    """A list of products, a basket or a history that is still arriving.

    A list is read while it comes. Its bytes are kept until rows of it were taken:
    before that it may turn out that only its user knows its columns, and it is read
    once more with what they say.

    :param empty: the basket that a saved one is put into.
    :param transpose: takes rows of JSON apart, if anything does.
    """

    def __init__(self, empty: Basket, transpose: Transpose | None = None) -> None:
        self._empty = empty
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
    def work(self) -> Underway[Contents] | Underway[tuple[Basket, keeping.Loss]] | None:
        """What is left to do once all bytes are here; nothing for a history."""
        if self.is_basket:
            return self._restoring
        return None if self.is_history else self._finishing

    @cached_property
    def _restoring(self) -> Underway[tuple[Basket, keeping.Loss]]:
        return Underway(restored(self._empty, self.content()))

    @cached_property
    def _finishing(self) -> Underway[Contents]:
        return Underway(self._reading.finishing())

    def basket(self) -> tuple[Basket, keeping.Loss]:
        """Return a saved basket, and what of it is lost; see `keeping.restore`."""
        return self._restoring.finish()

    def finish(self) -> Contents:
        """Return what a list holds, now that it is here; see `Reading.finish`."""
        return self._finishing.finish()


def restored(basket: Basket, content: bytes) -> Stepwise[tuple[Basket, keeping.Loss]]:
    """Fill an empty basket with what a file holds; return it, and what is lost."""
    loss = yield from keeping.restoring(basket, content)
    return basket, loss
