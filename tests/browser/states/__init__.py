"""Every state of the page, and how to get there."""

from __future__ import annotations

# Each of them adds its states to the catalogue.
from tests.browser.states import (  # noqa: F401
    basket,
    dialogs,
    explaining,
    keeping,
    leaving,
    remembering,
    searching,
    seeing,
    starting,
)
from tests.browser.states.catalogue import STATES, Scene, Stage, State

__all__ = ["STATES", "Scene", "Stage", "State"]
