"""What is in a basket, what is shown of it and chosen; it grows with its catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket import bitmaps, calibrated, completion
from skybasket.arrangement import Arranged, Order
from skybasket.catalog import Catalog
from skybasket.division import divided
from skybasket.fileset import FileSet
from skybasket.index import Index
from skybasket.layout import anew
from skybasket.product import FACETS, LISTED_FACETS
from skybasket.state import State, lifted
from skybasket.stepwise import finished, within
from skybasket.tree import Tree
from skybasket.visible import Visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.answer import Answer
    from skybasket.filters import Filters
    from skybasket.index import Told
    from skybasket.stepwise import Stepwise

__all__ = ["Holdings"]

#: A tree grows by at most this part of its rows, and so often with no idle time in
#: between, until it is made anew.
GROWS = 20
_MOST_GROWTHS = 8


class Holdings:
    """A catalog and what a user decided about it; nothing is worked out twice."""

    def __init__(self) -> None:
        self.catalog = Catalog()
        self.tree = Tree(self.catalog)
        self.index = Index(self.catalog, self.tree)
        self.state = State(tree=self.tree)
        #: What rows are sorted by within their folders; None as the tree has them.
        self.order: Order | None = None
        self._forget()

    def grow(self) -> None:
        """Make room in tree and index for rows that are new in the catalog."""
        finished(self.growing())

    def growing(
        self, told: Callable[[Tree], Told | None] = lambda _tree: None
    ) -> Stepwise[None]:
        """Make room, step by step; nothing is changed before the end. See `grow`.

        :param told: says what is known already of the files of a tree, if anything is.
        """
        if len(self.catalog) == self.tree.rows:
            return
        if self._grows_a_little():
            tree = Tree(self.catalog, self.tree)
            index = Index(self.catalog, tree, self.index)
        else:
            yield 0
            layout = yield from within(anew(self.catalog), 0, 0.5)
            yield 0.5
            tree = Tree(self.catalog, layout=layout)
            yield 0.6
            if known := told(tree):
                index = Index(self.catalog, tree, told=known)
            else:
                parts = yield from within(divided(self.catalog, tree), 0.6, 1)
                index = Index(self.catalog, tree, parts=parts)
        state = lifted(self.state, tree)
        self.tree, self.index, self.state = tree, index, state
        self._forget()

    def prepare(self) -> bool:
        """Do a part of what makes later answers quick; tell whether any was left."""
        is_more = self.index.prepare()
        if self.index.is_refuted:
            self.index = Index(self.catalog, self.tree)
            self._forget()
        return is_more

    def _grows_a_little(self) -> bool:
        """Tell whether so few rows are new that the tree had better grow."""
        new = len(self.catalog) - self.tree.rows
        return new * GROWS < self.tree.rows and self.tree.depth < _MOST_GROWTHS

    def _forget(self) -> None:
        """Drop what was worked out in the positions of another tree."""
        self._present: FileSet | None = None
        self._chosen: FileSet | None = None
        self._calibratable: int | None = None
        self._answered: tuple[Filters, int, Answer] | None = None
        self._drawn: tuple[tuple[int, int, int, Order | None], Visible] | None = None
        self._counted: tuple[int, dict[str, dict[str, int]]] | None = None
        self._unfinished: tuple[int, FileSet] | None = None
        self._calibrated: tuple[int, bool] | None = None

    @property
    def files(self) -> FileSet:
        """All files in the basket."""
        if self._present is None or self._present.files is not self.state.present:
            self._present = self.files_of(self.state.present)
        return self._present

    @property
    def shown(self) -> FileSet:
        """The files that the filters show."""
        answer = self.answer
        return FileSet(
            self.catalog, self.tree, answer.shown, lambda _files: answer.totals
        )

    @property
    def selected(self) -> FileSet:
        """The files that are chosen, hidden ones too."""
        if self._chosen is None or self._chosen.files is not self.state.selected:
            self._chosen = self.files_of(self.state.selected)
        return self._chosen

    @property
    def hidden(self) -> FileSet:
        """The files that are chosen but not shown."""
        return self.files_of(bitmaps.without(self.state.selected, self.answer.shown))

    def files_of(self, files: int) -> FileSet:
        """Return the files of a bitmap."""
        return FileSet(self.catalog, self.tree, files, self.index.totals)

    @property
    def answer(self) -> Answer:
        """What the filters show, with counts; the same object until they change."""
        state = self.state
        if self._answered:
            filters, present, answer = self._answered
            if filters is state.filters and present is state.present:
                return answer
        answer = self.index.query(state.filters, state.present)
        self._answered = (state.filters, state.present, answer)
        return answer

    @property
    def visible(self) -> Visible:
        """The rows of the tree to draw: folders that show files, and what is open."""
        state, shown = self.state, self.answer.shown
        drawn_for = shown, state.open_observations, state.open_missions, self.order
        if self._drawn and self._drawn[0] == drawn_for:
            return self._drawn[1]
        rows = self.tree.visible(shown, state.open_observations, state.open_missions)
        visible = (
            Arranged(self.tree, rows, self.catalog, shown, self.order)
            if self.order
            else Visible(self.tree, rows)
        )
        self._drawn = drawn_for, visible
        return visible

    def present_values(self, facet: str) -> Mapping[str, int]:
        """Return how many files of the basket have each value of a facet.

        The values that most files have come first, none among equals last.
        """
        present = self.state.present
        if self._counted is None or self._counted[0] is not present:
            self._counted = (present, {})
        counted = self._counted[1]
        if facet not in counted:
            counts = self.index.facet(facet).counts(present)
            found = [(value, n) for value, n in counts.items() if n]
            found.sort(key=lambda one: (-one[1], one[0] == "", one[0]))
            counted[facet] = dict(found)
        return counted[facet]

    def facets(self) -> dict[str, dict[str, int]]:
        """Return how many files each value of each facet would show.

        Each facet is counted without its own filter; values that no file in the
        basket has are left out.
        """
        found = {}
        for facet in (*FACETS, *LISTED_FACETS):
            counts = self.answer.counts(facet)
            found[facet] = {
                value: counts[value] for value in self.present_values(facet)
            }
        return found

    @property
    def incomplete(self) -> FileSet:
        """The files whose list did not tell what the archive can be asked for."""
        present = self.state.present
        if self._unfinished is None or self._unfinished[0] is not present:
            told = self.index.facet("recommended").bitmap("unknown") & present
            rows = completion.askable(self.catalog, self.files_of(told).rows)
            self._unfinished = (present, self.files_of(self.tree.files_at(rows)))
        return self._unfinished[1]

    @property
    def is_calibrated(self) -> bool:
        """Whether the references of any chosen file can be asked for."""
        selected = self.state.selected
        if self._calibrated is None or self._calibrated[0] is not selected:
            if self._calibratable is None:
                every = calibrated.calibrated(self.index, self.tree.files)
                self._calibratable = every
            files = self._calibratable & selected
            known = calibrated.any_known(self.catalog, self.tree, files)
            self._calibrated = (selected, known)
        return self._calibrated[1]
