"""Products come to a basket and leave it, and every such step can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from skybasket import bitmaps, completion
from skybasket.added import Added
from skybasket.archives.mast import Mast
from skybasket.outgoing import Outgoing
from skybasket.ranks import Ranks
from skybasket.room import check_room
from skybasket.state import State, lifted
from skybasket.steps import Step, Steps
from skybasket.stepwise import finished, garbage_collector_paused, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from skybasket import formats
    from skybasket.catalog import ProductRows
    from skybasket.observation import Observation
    from skybasket.stepwise import Stepwise

__all__ = ["FEW", "Gathering"]

#: A basket of at most so many files opens with every folder expanded.
FEW = 100
#: The share of the time to add products that is over when the catalog has them.
_APPENDED: Final = 0.4


class Gathering(Outgoing):
    """What is in a basket, how it came there, and the way back.

    :param title: names the folder that scripts make.
    :param archive: where the files are fetched from.
    """

    def __init__(self, title: str = "basket", archive: Mast | None = None) -> None:
        super().__init__(title, archive or Mast())
        self._steps = Steps()

    def begin(self, state: State) -> None:
        """Start with a state of these products, without any step to take back."""
        self.state = state
        self._steps = Steps()

    # Coming and going

    @garbage_collector_paused()
    def add_contents(self, contents: Sequence[formats.Contents]) -> Added:
        """Put what was read already into the basket; see `add`."""
        return finished(self.adding(contents))

    def adding(self, contents: Sequence[formats.Contents]) -> Stepwise[Added]:
        """Put what was read already into the basket, step by step; see `add`.

        Before the end it is in no state to be asked anything.
        """
        for found in contents:
            self.catalog.describe((*found.observations, *found.described))
        batches = [batch for found in contents for batch in found.products]
        refused = [row for found in contents for row in found.refused]
        added = yield from self._adding(batches, "added")
        for found in contents:
            self.catalog.needs.add_by_uri(found.needs)
        return added._replace(refused=refused)

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

    @garbage_collector_paused()
    def add_rows(self, batches: Sequence[ProductRows], kind: str = "added") -> Added:
        """Put products that are read already into the basket; see `add`.

        :param kind: of the step; see `Step`.
        :raises FormatError: if the basket cannot hold so many; nothing is taken then.
        """
        return finished(self._adding(batches, kind))

    def _adding(self, batches: Sequence[ProductRows], kind: str) -> Stepwise[Added]:
        check_room(self.catalog, self.files, batches)
        is_gone, rows = self._is_gone(), set[int]()
        share = _APPENDED / max(len(batches), 1)
        for place, batch in enumerate(batches):
            appending = self.catalog.appending(batch, is_gone)
            start = place * share
            rows.update((yield from within(appending, start, start + share)))
        yield from within(self.growing(), _APPENDED, 1)
        arrived = self.tree.files_at(rows)
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
