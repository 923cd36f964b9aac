"""The button "Batch request": how many selected files qualify, or why none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skybasket.app.words import spoken, words
from skybasket.archives.mast import BATCH_MISSIONS
from skybasket.batch import stageable

if TYPE_CHECKING:
    from skybasket.basket import Basket

__all__ = ["batch_action", "stageable_missions"]


def batch_action(basket: Basket) -> dict[str, Any]:
    """Return the button as it is for the selected files."""
    selected, able = basket.selected.count, stageable(basket)
    if not selected:
        hint = words("actions.batch_none")
    elif not able:
        hint = words("actions.batch_unable", missions=stageable_missions())
    elif able == selected:
        hint = words("actions.batch_all", count=able)
    else:
        hint = words("actions.batch_some", count=able, selected=selected)
    return {"enabled": bool(able), "hint": hint}


def stageable_missions() -> str:
    """Return the missions that the archive stages, in words."""
    return spoken().joined(sorted(BATCH_MISSIONS))
