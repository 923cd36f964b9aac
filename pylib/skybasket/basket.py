"""The basket: products, what is shown of them, what is chosen, and every step back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from skybasket import bitmaps, completion, formats, keeping, linking
from skybasket.added import Added, not_products
from skybasket.archives.mast import Mast
from skybasket.errors import FormatError, LinkError, SelectionError
from skybasket.formats import basket_file
from skybasket.outgoing import Outgoing
from skybasket.ranks import Ranks
from skybasket.sharing import SharedSearch
from skybasket.state import State, lifted
from skybasket.steps import Step, Steps

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from os import PathLike

    from skybasket.catalog import ProductRows
    from skybasket.filters import Filters
    from skybasket.observation import Observation

__all__ = ["FEW", "Added", "Basket"]

#: A basket of at most so many files opens with every folder expanded.
FEW = 100
#: Bytes that are read from a disk at once.
_CHUNK = 16_000_000


class Basket(Outgoing):
    r"""Data products, gathered, filtered and chosen; the one object to start from.

    >>> basket = Basket.open(b"dataURI,size\nmast:HST/product/a_flc.fits,1000\n")
    >>> basket.select_all()
    >>> basket.selected.count, basket.selected.bytes
    (1, 1000)

    :param title: names the folder that scripts make.
    :param archive: where the files are fetched from.
    """

    def __init__(self, title: str = "basket", archive: Mast | None = None) -> None:
        super().__init__(title, archive or Mast())
        self._steps = Steps()

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

    def begin(self, state: State) -> None:
        """Start with a state of these products, without any step to take back."""
        self.state = state
        self._steps = Steps()

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
        selected = self.state.selected | self._files_at(rows)
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

    def add_contents(self, contents: Sequence[formats.Contents]) -> Added:
        """Put what was read already into the basket; see `add`."""
        for found in contents:
            self.catalog.describe((*found.observations, *found.described))
        batches = [batch for found in contents for batch in found.products]
        refused = [row for found in contents for row in found.refused]
        added = self.add_rows(batches)._replace(refused=refused)
        for found in contents:
            self.catalog.needs.add_by_uri(found.needs)
        return added

    def add_references(
        self, batches: Sequence[ProductRows], needs: Iterable[tuple[str, str, str]]
    ) -> Added:
        """Put calibration references into the basket, a step of their own.

        :param needs: URIs of a product and of a reference that it needed, and the
            context by which that was found; those of files that never were in the
            basket are passed over.
        """
        added = self.add_rows(batches, kind="referenced")
        self.catalog.needs.add_by_uri(needs)
        return added

    @formats.garbage_collector_paused()
    def add_rows(self, batches: Sequence[ProductRows], kind: str = "added") -> Added:
        """Put products that are read already into the basket; see `add`.

        :param kind: of the step; see `Step`.
        """
        catalog, is_gone = self.catalog, self._is_gone()
        rows = set[int]().union(*[catalog.append(batch, is_gone) for batch in batches])
        self.grow()
        arrived = self._files_at(rows)
        added = bitmaps.without(arrived, self.state.present)
        if added:
            observations = self.tree.holding(added)[0].bit_count()
            step = Step(kind, added.bit_count(), str(observations))
            self._take(step, self.state.with_files(added, FEW))
        fresh = added.bit_count()
        return Added(
            fresh,
            len(rows) - fresh,
            sum(map(len, batches)) - len(rows),
            sum(batch.left_out for batch in batches),
        )

    def _files_at(self, rows: Collection[int]) -> int:
        """Return the files of some rows, as a bitmap."""
        tree = self.tree
        if len(rows) == tree.rows:
            return tree.files
        places = map(tree.position_of.__getitem__, rows)
        return bitmaps.from_positions(places, tree.length)

    def complete(
        self, batches: Sequence[ProductRows], observations: Sequence[Observation] = ()
    ) -> int:
        """Take what the archive tells now of files that are `incomplete`.

        Each stays selected, or not, as it is; one step to undo.

        :param batches: the archive's products; those of other files are passed over.
        :param observations: what else the archive tells of their observations.
        :returns: how many files it told of.
        """
        catalog, known = self.catalog, len(self.catalog)
        old_of = {catalog.uri(row): row for row in self.incomplete.rows}
        told = [completion.only(batch, old_of) for batch in batches]
        uris = {uri for batch in told for uri in batch.uris}
        staying = {*self.files.rows} - {old_of[uri] for uri in uris}

        def is_gone(row: int) -> bool:
            return row < known and row not in staying

        catalog.describe(observations)
        new_of = {
            old_of[uri]: row
            for batch in told
            for uri, row in zip(batch.uris, catalog.append(batch, is_gone), strict=True)
        }
        self.grow()
        if new_of:
            place = self.tree.position_of
            moved = {place[old]: place[new] for old, new in new_of.items()}
            step = Step("completed", len(moved))
            self._take(step, self.state.with_replaced(moved))
        return len(new_of)

    def _is_gone(self) -> Callable[[int], bool]:
        """Return what tells of a row that is here now that its file has left."""
        present = Ranks(self.state.present, self.tree.length)
        position_of = self.tree.position_of

        def is_gone(row: int) -> bool:
            return row < len(position_of) and not present.has(position_of[row])

        return is_gone

    def remove_selected(self) -> None:
        """Take every selected file out of the basket, hidden ones too."""
        self.remove(self.state.selected)

    def remove_all(self) -> None:
        """Take every file out of the basket."""
        self.remove(self.state.present)

    def remove(self, files: int) -> None:
        """Take the files of a bitmap out of the basket."""
        if files:
            step = Step("removed", files.bit_count())
            self._take(step, self.state.without_files(files))

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

    # Steps

    def _take(self, step: Step, state: State) -> None:
        """Go to a new state, one step that can be undone."""
        self._steps.take(step, self.state)
        self.state = state

    @property
    def undo_step(self) -> Step | None:
        """The step that `undo` would take back."""
        return self._steps.last

    @property
    def redo_step(self) -> Step | None:
        """The step that `redo` would take again."""
        return self._steps.next

    def undo(self) -> None:
        """Take the last step back; without one, nothing happens."""
        self._return_to(self._steps.undo(self.state))

    def redo(self) -> None:
        """Take again what was undone last; without one, nothing happens."""
        self._return_to(self._steps.redo(self.state))

    def _return_to(self, state: State) -> None:
        """Go to an older or newer state, in today's tree and with today's folders."""
        self.state = replace(
            lifted(state, self.tree),
            open_missions=self.state.open_missions,
            open_observations=self.state.open_observations,
        )


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
