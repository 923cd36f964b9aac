"""The basket: products, what is shown of them, what is chosen, and every step back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from skybasket import bitmaps, formats, keeping, linking
from skybasket.added import Added, not_products
from skybasket.errors import FormatError, LinkError, SelectionError
from skybasket.formats import basket_file
from skybasket.gathering import Gathering
from skybasket.sharing import SharedSearch
from skybasket.steps import Step

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from os import PathLike

    from skybasket.filters import Filters

__all__ = ["Added", "Basket"]

#: Bytes that are read from a disk at once.
_CHUNK = 16_000_000


class Basket(Gathering):
    r"""Data products, gathered, filtered and chosen; the one object to start from.

    >>> basket = Basket.open(b"dataURI,size\nmast:HST/product/a_flc.fits,1000\n")
    >>> basket.select_all()
    >>> basket.selected.count, basket.selected.bytes
    (1, 1000)

    :param title: names the folder that scripts make.
    :param archive: where the files are fetched from.
    """

    @classmethod
    def open(cls, *sources: str | PathLike[str] | bytes) -> Basket:
        """Make a basket of one or several product lists.

        A basket that was saved as a file is there again as it was, if it comes alone.

        :param sources: paths or contents; the content decides how each is read.
        :raises FormatError: if one of them is no product list or a bad one.
        """
        first = sources[0] if sources else b""
        basket = cls("basket" if isinstance(first, bytes) else Path(first).stem)
        if len(sources) == 1 and basket_file.looks_like(next(_chunks(first), b"")):
            if loss := keeping.restore(basket, b"".join(_chunks(first))):
                raise loss.error
        else:
            basket.add(*sources)
        return basket

    @classmethod
    def from_link(cls, link: str) -> Basket:
        """Make a basket of a link; see `share_link`. Nothing is fetched.

        :raises LinkError: if the link is damaged, or names observations whose files
            only the archive knows.
        """
        shared = linking.read(link)
        if isinstance(shared, SharedSearch):
            message = (
                "This link names observations, whose files only the archive knows. "
                "Open it in the page."
            )
            raise LinkError(message, [f"{len(shared.numbers):,} observations"])
        basket = cls()
        linking.fill(basket, shared)
        return basket

    # Filters

    @property
    def filters(self) -> Filters:
        """What decides which files are shown."""
        return self.state.filters

    @filters.setter
    def filters(self, filters: Filters) -> None:
        self.filter(filters)

    def filter(self, filters: Filters, *, typing: str = "") -> None:
        """Show other files.

        :param typing: names a field that is being typed into: a run of such changes
            is one step to undo.
        :raises FilterError: if a value stands in the wrong facet.
        """
        if filters == self.state.filters:
            return
        self.index.check(filters)
        step = Step("filtered", detail=typing)
        if typing and self._steps.last == step and not self._steps.next:
            self.state = replace(self.state, filters=filters)
        else:
            self._take(step, replace(self.state, filters=filters))

    def adjust(self, filters: Filters) -> None:
        """Change the filters as a part of the last step, not as one of its own."""
        self.state = replace(self.state, filters=filters)

    def adjust_selection(self, uris: Collection[str]) -> None:
        """Choose files by their URIs as a part of the last step, not as one of its own.

        Those that are not in the basket are passed over.
        """
        rows = [row for row in self.files.rows if self.catalog.uri(row) in uris]
        selected = self.state.selected | self.tree.files_at(rows)
        self.state = replace(self.state, selected=selected)

    # Selection

    def select_all(self) -> None:
        """Choose every file that is shown."""
        self.choose(self.answer.shown, on=True)

    def clear_selection(self) -> None:
        """Choose nothing, hidden files included."""
        self.choose(self.state.selected, on=False)

    def select(self, path: str) -> None:
        """Choose a file, or what is shown in a folder.

        :param path: ``mission``, ``mission/observation`` or
            ``mission/observation/file``.
        :raises SelectionError: if nothing of that path is in the basket.
        """
        self.choose(self._at(path), on=True)

    def deselect(self, path: str) -> None:
        """Choose a file, or what is shown in a folder, no longer; see `select`."""
        self.choose(self._at(path), on=False)

    def choose(self, files: int, *, on: bool, run: str = "") -> None:
        """Put the files of a bitmap into the selection, or take them out.

        :param run: names a run of choices of which each takes the place of the one
            before, as when a range grows: together they are one step to undo.
        """
        last = self._steps.last
        if run and last and last.detail == run and not self._steps.next:
            self._return_to(self._steps.withdraw())
        selected = self.state.selected
        files &= self.state.present
        changed = selected | files if on else bitmaps.without(selected, files)
        if changed != selected:
            count = (changed ^ selected).bit_count()
            step = Step("selected" if on else "deselected", count, run)
            self._take(step, replace(self.state, selected=changed))

    def below(self, position: int) -> int:
        """Return the file at a position, or the files shown below a folder's."""
        here = self.tree.at(position)
        return here if self.tree.is_file(position) else here & self.answer.shown

    def _at(self, path: str) -> int:
        for position in self.tree.find(self.catalog, path):
            if self.tree.at(position) & self.state.present:
                return self.below(position)
        message = (
            f"There is no {path!r} in the basket. "
            "Write a mission, mission/observation, or mission/observation/file."
        )
        raise SelectionError(message)

    # Coming and going

    def add(
        self,
        *sources: str | PathLike[str] | bytes,
        mapping: Mapping[str, str] | None = None,
    ) -> Added:
        """Put the products of one or several lists into the basket.

        All are read before any is taken. A file that is there already stays as it is;
        rows that cannot be taken are told.

        :param mapping: the columns of a table that nobody else knows, such as
            ``{"uri": "where", "size": "bytes"}``.
        :raises FormatError: if one of them cannot be read or holds no products.
        """
        contents = [_read(source, mapping or {}) for source in sources]
        for found in contents:
            if not found.products:
                raise not_products(found)
        return self.add_contents(contents)

    def expand(self, position: int, *, on: bool) -> None:
        """Open or close the folder whose header stands at the position.

        What is open is part of the state, but no step to undo: an undo leaves it.
        """
        self.state = self.state.expanded(position, on=on)

    def expand_below(self, position: int, *, on: bool) -> None:
        """Open a mission and all observations in it, or close these."""
        if on:
            self.expand(position, on=True)
        self.state = self.state.expanded_within(position, on=on)

    def expand_beside(self, position: int) -> None:
        """Open the folder at a position, and all folders beside it."""
        self.state = self.state.expanded_beside(position)

    def expand_all(self, *, on: bool) -> None:
        """Open all folders, or close all observations so that missions list them."""
        self.state = self.state.expanded_all(on=on)


def _read(
    source: str | PathLike[str] | bytes, mapping: Mapping[str, str]
) -> formats.Contents:
    reading = formats.Reading(mapping)
    for chunk in _chunks(source):
        reading.feed(chunk)
    return reading.finish()


def _chunks(source: str | PathLike[str] | bytes) -> Iterator[bytes]:
    """Yield the bytes of a source; the one place where the library reads a disk."""
    if isinstance(source, bytes):
        yield source
        return
    try:
        with Path(source).open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        message = f"{Path(source).name} cannot be opened. Check where it is."
        raise FormatError(message, [str(error)]) from error
