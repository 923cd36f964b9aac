"""Skybasket asked from inside Python: runs in the page's Python and in any other.

It needs the library and the standard library alone, since the page's has nothing else.
"""

from __future__ import annotations

import json
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from skybasket import formats
from skybasket.app import App
from skybasket.app.arguments import Arguments
from skybasket.filters import Filters
from skybasket.product import FACETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from skybasket.basket import Basket

__all__ = ["Inside"]

_SETTINGS: Final = '{"archive": "https://mast.stsci.edu"}'
_WINDOW: Final = 60


class Inside:
    """The app with one basket, and the library under it."""

    def __init__(self) -> None:
        self.app = App(_SETTINGS)
        #: Milliseconds of the longest of the steps in which a basket was opened.
        self.longest = 0.0

    @property
    def basket(self) -> Basket:
        """The basket that the app works on."""
        return self.app._session.basket

    def fill(self, content: bytes) -> str:
        """Open a basket file, as the page does with one that is chosen.

        :returns: the app's answer, an error's too.
        """
        self.longest = 0.0
        self.app.call("begin", '{"file": true}')
        self.app.receive(content)
        while json.loads(self._step("read_on", "{}"))["view"]["more"]:
            pass
        answer = self._step("open", '{"name": "benchmark.skybasket"}')
        if "error" in json.loads(answer):
            return answer
        return self._step(
            "offer_open", f'{{"id": "benchmark", "window": [0, {_WINDOW}]}}'
        )

    def _step(self, command: str, arguments: str) -> str:
        started = perf_counter()
        answer = self.app.call(command, arguments)
        self.longest = max(self.longest, (perf_counter() - started) * 1000)
        return answer

    def prepare(self) -> None:
        """Do what the page has done while nobody uses it."""
        while self.basket.prepare():
            pass

    def append(self, text: str) -> str:
        """Put a list of products into the basket, and take it back.

        :param text: as CSV.
        :returns: JSON: milliseconds of each stage, and how many products came.
        """
        session, basket = self.app._session, self.basket
        window = Arguments.parse(json.dumps({"window": [0, _WINDOW]}))
        moments = [perf_counter()]
        contents = formats.read(text.encode())
        moments.append(perf_counter())
        added = basket.add_contents([contents]).added
        moments.append(perf_counter())
        json.dumps(session.view(window, ""))
        moments.append(perf_counter())
        basket.undo()
        json.dumps(session.view(window, ""))
        moments.append(perf_counter())
        self.prepare()
        names = ("read", "add", "view", "undo with view")
        spent = ((late - early) * 1000 for early, late in pairwise(moments))
        return json.dumps({"added": added, "stages": dict(zip(names, spent))})  # noqa: B905

    def ask(self, asked: str) -> str:
        """Answer a click without any of the page: the library alone.

        :param asked: what `queries.Asked` writes as JSON.
        :returns: JSON: milliseconds, and the answer as the peers give it.
        """
        given = json.loads(asked)
        basket = self.basket
        self._query(_filters(given["before"]))
        filters = _filters(given["query"])
        started = perf_counter()
        if given["removes"]:
            basket.remove_selected()
        answer = self._query(filters)
        milliseconds = (perf_counter() - started) * 1000
        if given["removes"]:
            basket.undo()
        return json.dumps({"milliseconds": milliseconds, "answer": answer})

    def _query(self, filters: Filters) -> list[Any]:
        """Return what a click on a filter changes: all sums and counts, no rows.

        How much is selected is no part of it: no filter changes that, only how many of
        the selected files are shown.
        """
        basket = self.basket
        answer = basket.index.query(filters, basket.state.present)
        totals = answer.totals
        taken = (answer.shown & basket.state.selected).bit_count()
        counts = {facet: answer.counts(facet) for facet in FACETS}
        return [totals.count, totals.bytes, taken, counts]

    def do(self, name: str, number: int) -> float:
        """Do one thing with the tree, and take it back.

        :param name: a name of `ACTIONS`.
        :param number: of the round, which decides where.
        :returns: milliseconds of doing it.
        """
        undo, prepared = ACTIONS[name](self, number)
        started = perf_counter()
        prepared()
        milliseconds = (perf_counter() - started) * 1000
        undo()
        return milliseconds

    def folder(self, kind: str, number: int) -> str:
        """Return the name of a mission's or an observation's row for the app."""
        tree, catalog = self.basket.tree, self.basket.catalog
        if kind == "mission":
            name = tree.mission_names[number % len(tree.mission_names)]
            return f"m{catalog.text['mission'].code(name)}"
        place = (number * 2 + 1) * len(tree.observations) // 31 % len(tree.observations)
        return f"o{tree.observation_numbers[place]}"


def _filters(wanted: dict[str, Any]) -> Filters:
    facets = dict(wanted["facets"])
    low, high = wanted["smallest"], wanted["largest"]
    size = f"{low or 0}..{high or ''}" if low is not None or high is not None else ""
    recommended = bool(facets.pop("recommended", ()))
    return Filters(recommended=recommended, name=wanted["text"], size=size, **facets)


def _select(kind: str) -> Callable[[Inside, int], Any]:
    """Prepare to select what is shown in a folder."""

    def prepare(inside: Inside, number: int) -> Any:  # noqa: ANN401
        basket, tree = inside.basket, inside.basket.tree
        folders = tree.missions if kind == "mission" else tree.observations
        place = (number * 2 + 1) * len(folders) // 31 % len(folders)
        basket.clear_selection()

        def select() -> None:
            basket.choose(basket.below(folders[place].header), on=True)

        def undo() -> None:
            basket.undo()
            basket.undo()

        return undo, select

    return prepare


def _scroll(inside: Inside, number: int) -> Any:  # noqa: ANN401
    """Prepare to look up the rows of a window of the expanded tree."""
    basket = inside.basket
    basket.expand_all(on=True)
    rows = basket.visible
    start = (number * 2 + 1) * len(rows) // 31 % len(rows)
    return _closing(basket), lambda: rows.window(start, start + _WINDOW)


def _expand(inside: Inside, _number: int) -> Any:  # noqa: ANN401
    """Prepare to expand all folders."""
    basket = inside.basket

    def expand() -> None:
        basket.expand_all(on=True)
        len(basket.visible)

    return _closing(basket), expand


def _closing(basket: Basket) -> Callable[[], None]:
    def close() -> None:
        basket.expand_all(on=False)
        # The next one must not find the expanded rows still at hand.
        len(basket.visible)

    return close


ACTIONS: Final = {
    "select an observation": _select("observation"),
    "select a mission": _select("mission"),
    "scroll": _scroll,
    "expand all": _expand,
}
