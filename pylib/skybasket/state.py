"""What a user decided about the files: one immutable value over an append-only catalog.

It holds no products, so keeping or saving a click is cheap. Its bitmaps speak of the
positions of one tree; when files are added the tree grows, and an older state is
lifted into it when it is needed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from skybasket.bitmaps import from_positions, without
from skybasket.filters import Filters
from skybasket.ranks import Ranks
from skybasket.spreading import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from skybasket.growth import Growth
    from skybasket.tree import Tree

__all__ = ["State", "lifted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Which files are here, which are chosen, what is shown and what is open."""

    #: The tree whose positions the bitmaps speak of.
    tree: Tree
    #: The files in the basket; those removed stay in the catalog.
    present: int = 0
    #: The files chosen, always some of those present.
    selected: int = 0
    #: The files whose observation is expanded.
    open_observations: int = 0
    #: Everything below expanded missions.
    open_missions: int = 0
    filters: Filters = field(default_factory=Filters)

    def with_files(self, added: int, few: int) -> State:
        """Return the state with more files present.

        :param few: up to so many files all folders open; the missions of a basket
            that was empty open in any case.
        """
        state = replace(self, present=self.present | added)
        if not self.present:
            state = state.expanded_all(on=False)
        return (
            state.expanded_all(on=True) if state.present.bit_count() <= few else state
        )

    def without_files(self, removed: int) -> State:
        """Return the state with fewer files present and selected."""
        return replace(
            self,
            present=without(self.present, removed),
            selected=without(self.selected, removed),
        )

    def with_replaced(self, new_of: Mapping[int, int]) -> State:
        """Return the state with other files in the place of some.

        :param new_of: their positions by those of the present files that they replace;
            each is selected, and its folder open, as that file and its folder were.
        """
        length = self.tree.length
        chosen = Ranks(self.selected, length)
        opened = Ranks(self.open_observations, length)
        came = from_positions(new_of.values(), length)
        gone = from_positions(new_of, length)
        selected = [new for old, new in new_of.items() if chosen.has(old)]
        folders = {
            self.tree.observations[self.tree.observation_at(new)]
            for old, new in new_of.items()
            if opened.has(old)
        }
        return replace(
            self,
            present=without(self.present, gone) | came,
            selected=without(self.selected, gone) | from_positions(selected, length),
            open_observations=self.open_observations
            | self.tree.filled(sorted(folders)),
        )

    def expanded(self, position: int, *, on: bool) -> State:
        """Return the state with one folder open or closed."""
        below = self.tree.below(self.tree.folder_at(position))

        def turned(opened: int) -> int:
            return opened | below if on else without(opened, below)

        if self.tree.is_mission(position):
            return replace(self, open_missions=turned(self.open_missions))
        return replace(self, open_observations=turned(self.open_observations))

    def expanded_within(self, position: int, *, on: bool) -> State:
        """Return the state with all observations of a mission open or closed."""
        folder = self.tree.missions[self.tree.mission_at(position)]
        below = self.tree.below(folder) & self.tree.files
        opened = self.open_observations
        opened = opened | below if on else without(opened, below)
        return replace(self, open_observations=opened)

    def expanded_beside(self, position: int) -> State:
        """Return the state with a folder and all those beside it open."""
        if self.tree.is_mission(position):
            return replace(self, open_missions=self.tree.below_missions)
        return self.expanded_within(position, on=True)

    def expanded_all(self, *, on: bool) -> State:
        """Return the state with all missions open, and all observations or none."""
        return replace(
            self,
            open_missions=self.tree.below_missions,
            open_observations=self.tree.files if on else 0,
        )


def lifted(state: State, tree: Tree) -> State:
    """Return the same state in the positions of a tree that has grown since.

    Files that are new to it are absent; folders stay as they were, new missions are
    open and new observations closed.
    """
    old = state.tree
    if tree is old:
        return state
    identities = [growth.before for growth in tree.growths]
    if old.identity in identities:
        for growth in tree.growths[identities.index(old.identity) :]:
            state = _carried(state, growth)
        return replace(state, tree=tree)
    if not old.length:
        return State(
            tree=tree, open_missions=tree.below_missions, filters=state.filters
        )
    spread = Spread(old.length, tree.length, old.moves_to(tree))
    open_numbers = old.numbers_in(state.open_observations)
    closed = set(old.mission_names) - old.names_in(state.open_missions)
    return State(
        tree=tree,
        present=spread.put(state.present),
        selected=spread.put(state.selected),
        open_observations=tree.filled(
            folder
            for number, folder in zip(
                tree.observation_numbers, tree.observations, strict=True
            )
            if number in open_numbers
        ),
        open_missions=tree.filled(
            folder
            for name, folder in zip(tree.mission_names, tree.missions, strict=True)
            if name not in closed
        ),
        filters=state.filters,
    )


def _carried(state: State, growth: Growth) -> State:
    """Return a state with its bitmaps over the positions of a tree that grew once."""
    return replace(
        state,
        present=growth.carry(state.present),
        selected=growth.carry(state.selected),
        open_observations=growth.carry_open(
            state.open_observations, growth.observations, fresh=False
        ),
        open_missions=growth.carry_open(
            state.open_missions, growth.missions, fresh=True
        ),
    )
