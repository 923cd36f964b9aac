"""Changing a basket: lists that come to it, the selection that leaves, and back again.

A thousand products come in few observations that are new, as a search brings them, and
scattered over as many that are here, the worst there is. In the library by stages; on
the page from the moment the list is handed over to the frame that shows the answer.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tests.bench._engine.page import Act, MeasuredPage, Sign
from tests.bench._engine.queries import Wanted
from tests.bench._engine.results import BARE, SKYBASKET, Key
from tests.bench.scripts import note

if TYPE_CHECKING:
    from skybasket import Basket

    from tests.bench._engine.browser import BenchPage
    from tests.bench._engine.rounds import Series

__all__ = ["CHANGES", "NEW", "ChangedPage", "measure_stages", "product_list"]

#: Products that come at once.
NEW: Final = 1000
#: In so many new observations, or scattered.
_FEW: Final = 10
_KINDS: Final = {"few": f"in {_FEW} new observations", "scattered": "scattered"}
_UNDO: Final = "undo that"
_REDO: Final = "redo it"
_REMOVE: Final = "remove the selection"
#: Milliseconds of rest before a change, as who chooses a list takes them.
_REST: Final = 4000
CHANGES: Final = (
    *(
        name
        for kind in _KINDS.values()
        for name in (
            f"append {NEW:,} {kind}",
            f"{_UNDO}, {kind}",
            f"{_REDO}, {kind}",
        )
    ),
    _REMOVE,
    f"{_UNDO}, removed",
    f"{_REDO}, removed",
)


def product_list(basket: Basket, kind: str, number: int) -> str:
    """Return a list of new products as CSV.

    :param kind: ``few`` or ``scattered``.
    :param number: of the round: no two lists name the same products.
    """
    lines = ["dataURI,size,obs_collection,obs_id,productSubGroupDescription"]
    observations = basket.catalog.observations
    for place in range(NEW):
        if kind == "few":
            mission = "JWST"
            observation = f"jw{90000 + number:05}{place % _FEW:03}_nrca1"
        else:
            at = (place * len(observations) // NEW + number) % len(observations)
            mission, observation = observations[at]
        name = f"{observation}_{number:02}{place:04}_cal.fits"
        lines.append(
            f"mast:{mission}/product/{name},{2880 * (place + 2)},"
            f"{mission},{observation},CAL"
        )
    return "\n".join(lines)


def measure_stages(page: BenchPage, basket: Basket, series: Series) -> None:
    """Measure what a list costs inside Python: reading, adding, the view.

    :param page: where Skybasket has opened the basket.
    """
    products, result = series.products, series.result
    for number in range(series.rounds):
        for kind, title in _KINDS.items():
            note(f"{products:,}: stages of a list {title}, round {number + 1}")
            text = product_list(basket, kind, number + 50)
            found = page.ask("skybasket", {"append": text})
            for stage, milliseconds in found["stages"].items():
                name = f"append {NEW:,} {title}: {stage}"
                result.add(Key(products, SKYBASKET, BARE, name), milliseconds)
            if found["added"] != NEW:
                told = f"append, {products:,}: {found['added']} products, not {NEW}"
                result.faults.append(told)


class ChangedPage(MeasuredPage):
    """The page, whose basket is changed again and again."""

    def measure_changes(self, basket: Basket) -> None:
        """Measure every change; each is taken back.

        :param basket: as it is opened in the page.
        """
        for number in range(self._series.rounds):
            note(f"{self._series.products:,}: changes, round {number + 1}")
            for kind, title in _KINDS.items():
                text = product_list(basket, kind, number)
                self._page.wait_for_timeout(_REST)
                append = partial(self._append, text)
                self._attempt(f"append {NEW:,} {title}", append)
                self._step_back(self._all(NEW), title)
            self._page.wait_for_timeout(_REST)
            removed = self._expected.shown(Wanted(), gone=True)
            remove = Act(self._tab.action("Remove selected"))
            until = partial(self._until, Sign(self._shown, removed), remove)
            self._attempt(_REMOVE, until)
            self._step_back(removed, "removed")

    def _all(self, more: int = 0) -> str:
        return f"All {self._expected.files + more:,} shown"

    def _append(self, text: str) -> float | None:
        body = self._page.locator("body")
        sign = Sign(self._shown, self._all(NEW))
        return self._until(sign, Act(body, "drop", text=text))

    def _step_back(self, after: str, title: str) -> None:
        """Undo, redo, and undo again."""
        signs = {_UNDO: self._all(), _REDO: after}
        for name, sign in signs.items():
            button = self._tab.action(name.partition(" ")[0].capitalize())
            until = partial(self._until, Sign(self._shown, sign), Act(button))
            self._attempt(f"{name}, {title}", until)
        self._until(Sign(self._shown, self._all()), Act(self._tab.action("Undo")))
