"""The names that rows of the tree have on the page: which position each stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.app.words import words
from skybasket.errors import SelectionError

if TYPE_CHECKING:
    from skybasket.basket import Basket

__all__ = ["position_of"]

#: Characters of a name that is none, as a message repeats it.
_SHOWN: Final = 60


def position_of(basket: Basket, identity: object, *, gone: bool = False) -> int:
    """Return the position of a row by its name: m, o or f, and a number.

    The number is that of the mission, observation or file in the catalog, so it
    stays when files are added. A whole number is that of a drawn row from the top.

    :param gone: what was removed has a position too.
    :raises SelectionError: if the basket has no such row.
    """
    tree, catalog = basket.tree, basket.catalog
    if isinstance(identity, int):
        for position in basket.visible.window(identity, identity + 1):
            return position
    text = identity if isinstance(identity, str) else ""
    kind, digits = text[:1], text[1:]
    place = int(digits) if re.fullmatch("[0-9]{1,9}", digits) else -1
    position = -1
    missions = catalog.text["mission"].values
    if kind == "f" and 0 <= place < len(catalog):
        position = tree.position_of[place]
    elif kind == "o" and 0 <= place < len(catalog.observations):
        position = tree.observations[tree.observation_place(place)].header
    elif kind == "m" and 0 <= place < len(missions):
        name = missions[place]
        if name in tree.mission_names:
            position = tree.missions[tree.mission_names.index(name)].header
    if position >= 0 and (gone or tree.at(position) & basket.state.present):
        return position
    raise SelectionError(words("errors.row", row=str(identity)[:_SHOWN]))
