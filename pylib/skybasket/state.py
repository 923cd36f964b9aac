"""What a user decided about the files: one immutable value over an append-only catalog.

It holds no products, so keeping or saving a click is cheap. Its bitmaps speak of the
positions of one tree; when files are added the tree grows, and an older state is
lifted into it when it is needed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from skybasket.bitmaps import Ranks, spread
from skybasket.filters import Filters

if TYPE_CHECKING:
    from skybasket.tree import Tree

__all__ = ["State", "Step", "lifted"]


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


@dataclass(frozen=True, slots=True)
class Step:
    """What one change did, for a name in words.

    :param kind: ``added``, ``removed``, ``selected``, ``deselected`` or ``filtered``.
    :param count: how many files it concerned.
    :param detail: for ``added`` the number of observations, for ``filtered`` the
        field that was typed into, if any.
    """

    kind: str
    count: int = 0
    detail: str = ""


def lifted(state: State, tree: Tree) -> State:
    """Return the same state in the positions of a tree that has grown since.

    Files that are new to it are absent; folders stay as they were, new missions are
    open and new observations closed.
    """
    old = state.tree
    if tree is old:
        return state
    moves = list(old.moves_to(tree))
    observation_open = Ranks(state.open_observations, old.length)
    open_numbers = {
        number
        for number, folder in zip(
            old.observation_numbers, old.observations, strict=True
        )
        if observation_open.has(folder.first)
    }
    mission_open = Ranks(state.open_missions, old.length)
    closed_missions = {
        name
        for name, folder in zip(old.mission_names, old.missions, strict=True)
        if not mission_open.has(folder.first)
    }
    return State(
        tree=tree,
        present=spread(state.present, old.length, tree.length, moves),
        selected=spread(state.selected, old.length, tree.length, moves),
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
            if name not in closed_missions
        ),
        filters=state.filters,
    )
