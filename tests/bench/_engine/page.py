"""The built page as its user meets it: from a click to the frame that shows its answer.

It is driven by what it calls its parts. A click is made inside the page, so that no
message from outside is in the time; what is waited for is the sentence, or the state,
that only the answer brings.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from playwright.sync_api import Error, expect
from skybasket.app.filter_views import value_label
from skybasket.app.words import words

from tests.bench._engine.queries import QUERIES, Wanted, clicks_to
from tests.bench._engine.results import PIXELS, SKYBASKET, Key
from tests.bench.scripts import note
from tests.browser.page import Skybasket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Locator, Page

    from tests.bench._engine.expected import Expected
    from tests.bench._engine.queries import Asked
    from tests.bench._engine.rounds import Series

__all__ = ["Act", "MeasuredPage", "Sign", "what_is_seen"]

#: Milliseconds that opening, and any answer, may take.
_OPENING: Final = 600_000
_PATIENCE: Final = 60_000
#: Frames that are scrolled, pixels in each, and how often something else is asked.
_FRAMES: Final = 160
_STEP: Final = 240
_EVERY: Final = 20
_FRAME: Final = 1000 / 60
_MEGABYTE: Final = 10**6

_SELECTIONS: Final = {
    "observation": "select an observation",
    "mission": "select a mission",
}
_PAGES: Final = Path(__file__).with_name("pages")


def _script(name: str) -> str:
    """Return a function for the page, without what a reader is told before it."""
    text = _PAGES.joinpath(name).read_text("utf-8")
    return text[text.index("*/") + 2 :].strip().removesuffix(";")


class Act(NamedTuple):
    """What is done to an element, and what stands in the fields by then."""

    target: Locator
    event: str = "click"
    fields: Sequence[tuple[Locator, str]] = ()
    #: Of the file that is dropped.
    text: str = ""


class Sign(NamedTuple):
    """How an answer is known: the text of an element or its attribute begins so."""

    place: Locator
    text: str
    attribute: str = ""


class MeasuredPage:
    """The page with the basket of a series opened.

    :param expected: what it must say.
    """

    def __init__(
        self, page: Page, address: str, expected: Expected, series: Series
    ) -> None:
        self._page = page
        self._tab = Skybasket(page, address)
        self._expected = expected
        self._series = series
        self._to_pixels = _script("pixels.js")

    @property
    def _shown(self) -> Locator:
        return self._page.get_by_text(re.compile(" shown · "))

    @property
    def _selected(self) -> Locator:
        return self._page.get_by_text(re.compile(r"^\S+ of \S+ files selected$"))

    def open(self, basket: Path) -> None:
        """Start the page and open a basket file."""
        self._tab.visit()
        self._tab.is_engine("ready")
        opening = self._tab.dialog.get_by_role("button", name="Open this basket")
        started = perf_counter()
        self._tab.choose(basket.read_bytes(), basket.name)
        opening.wait_for(timeout=_OPENING)
        opening.click()
        expect(self._shown).to_contain_text("All ", timeout=_OPENING)
        self._figure("open ms", (perf_counter() - started) * 1000)

    def measure(self) -> None:
        """Measure every click, then what is done with the tree."""
        rounds = range(self._series.rounds)
        for query in QUERIES:
            note(f"{self._series.products:,}: pixels for “{query.name}”")
            for number in rounds:
                self._attempt(query.name, partial(self._query, query.asked(number)))
        self._attempt("all again", self._reset)
        for _ in rounds:
            self._attempt("expand all", self._expand_all)
        self._attempt("scroll", self._scroll)
        for kind, name in _SELECTIONS.items():
            for number in rounds:
                self._attempt(name, partial(self._select, kind, number))

    def _attempt(self, name: str, run: Any) -> None:  # noqa: ANN401
        """Run one measurement; what is not shown is a fault, and ends no others."""
        try:
            time = run()
        except (AssertionError, Error) as error:
            told = str(error).splitlines()[0]
            told = f"{name}, {self._series.products:,}, pixels: {told}"
            self._series.result.faults.append(told)
            return
        if time is not None:
            products = self._series.products
            self._series.result.add(Key(products, SKYBASKET, PIXELS, name), time)

    def _figure(self, what: str, value: float) -> None:
        key = Key(self._series.products, SKYBASKET, PIXELS, what)
        self._series.result.figures[key] = value

    # From a click to its pixels

    def _until(self, sign: Sign, act: Act) -> float | None:
        """Return the milliseconds of an act; None if its sign was there before."""
        fields = [[field.element_handle(), text] for field, text in act.fields]
        given = {
            "target": act.target.element_handle(),
            "event": act.event,
            "text": act.text,
            "fields": fields,
            "answer": sign.place.element_handle(),
            "attribute": sign.attribute,
            "expected": sign.text,
            "patience": _PATIENCE,
        }
        time: float | None = self._page.evaluate(self._to_pixels, given)
        return time

    def _until_shown(
        self, act: Act, wanted: Wanted, *, gone: bool = False
    ) -> float | None:
        expected = self._expected.shown(wanted, gone=gone)
        return self._until(Sign(self._shown, expected), act)

    def _step(
        self, before: Wanted, after: Wanted, *, gone: bool = False
    ) -> float | None:
        """Do what leads from one choice to the next."""
        return self._until_shown(self._act(before, after), after, gone=gone)

    def _act(self, before: Wanted, after: Wanted) -> Act:
        if before.text != after.text:
            box = self._tab.name_box
            return Act(box, "input", [(box, after.text)])
        if (before.smallest, before.largest) != (after.smallest, after.largest):
            ends = ("Smallest size", after.smallest), ("Largest size", after.largest)
            fields = [
                (
                    self._tab.filters.get_by_role("textbox", name=name, exact=True),
                    "" if size is None else str(size // _MEGABYTE),
                )
                for name, size in ends
            ]
            return Act(fields[0][0], "change", fields)
        return Act(self._box(before, after))

    def _box(self, before: Wanted, after: Wanted) -> Locator:
        """Return the checkbox, or the switch, in which two choices differ."""
        for facet in {**before.facets, **after.facets}:
            old = set(before.facets.get(facet, ()))
            changed = old ^ set(after.facets.get(facet, ()))
            if changed and facet == "recommended":
                return self._tab.recommended
            for value in changed:
                group = words(f"facets.{facet}.label")
                box = self._tab.value(group, value_label(facet, value))
                if not box.count():
                    more = re.compile("^Show all")
                    self._tab.facet(group).get_by_role("button", name=more).click()
                return box
        message = "nothing is clicked"
        raise AssertionError(message)

    def _reset(self) -> None:
        if self._tab.reset_filters.is_enabled():
            self._until_shown(Act(self._tab.reset_filters), Wanted())

    def _query(self, asked: Asked) -> float | None:
        self._reset()
        for before, after in pairwise(clicks_to(asked.before)):
            self._step(before, after)
        if not asked.removes:
            return self._step(asked.before, asked.after)
        remove, undo = map(self._tab.action, ("Remove selected", "Undo"))
        first = self._until_shown(Act(remove), asked.before, gone=True)
        second = self._step(asked.before, asked.after, gone=True)
        for gone in (True, False):
            self._until_shown(Act(undo), asked.before, gone=gone)
        return None if first is None or second is None else first + second

    # The tree

    def _expand_all(self) -> float | None:
        def until(rows: int, name: str) -> float | None:
            button = self._tab.tree.get_by_role("button", name=name)
            sign = Sign(self._tab.tree, str(rows + 1), "aria-rowcount")
            return self._until(sign, Act(button))

        time = until(self._expected.all_rows, "Expand all folders")
        until(self._expected.folder_rows, "Collapse all folders")
        return time

    def _select(self, kind: str, number: int) -> float | None:
        every = Act(self._tab.box("Select all shown files"))
        for count in (self._expected.files, 0):
            self._until(Sign(self._selected, f"{count:,} of "), every)
        name, count = self._expected.folder(kind, number)
        sign = Sign(self._selected, f"{count:,} of ")
        return self._until(sign, Act(self._tab.box(name)))

    def _scroll(self) -> None:
        """Scroll the expanded tree while the switch is pressed again and again."""
        self._tab.tree.get_by_role("button", name="Expand all folders").click()
        rows = str(self._expected.all_rows + 1)
        expect(self._tab.tree).to_have_attribute("aria-rowcount", rows)
        given = {
            "element": self._tab.tree.element_handle(),
            "busy": self._tab.recommended.element_handle(),
            "frames": _FRAMES,
            "step": _STEP,
            "every": _EVERY,
        }
        seen = self._page.evaluate(_script("scroll.js"), given)
        lengths = [late - early for early, late in pairwise(seen["times"])]
        late = sum(length > 1.5 * _FRAME for length in lengths)
        self._figure("scroll: median frame ms", median(lengths))
        self._figure("scroll: longest frame ms", max(lengths))
        self._figure("scroll: % of frames late", 100 * late / len(lengths))
        self._figure("scroll: % with rows to come", 100 * seen["waiting"] / _FRAMES)
        expect(self._shown).to_contain_text(self._expected.shown(Wanted()))
        self._tab.tree.get_by_role("button", name="Collapse all folders").click()
        rows = str(self._expected.folder_rows + 1)
        expect(self._tab.tree).to_have_attribute("aria-rowcount", rows)


def what_is_seen(page: Page, address: str, basket: Path) -> str:
    """Return what the page says to a basket that it does not take."""
    tab = Skybasket(page, address)
    tab.visit()
    tab.is_engine("ready")
    tab.choose(basket.read_bytes(), basket.name)
    told = tab.dialog.or_(page.get_by_role("alert")).first
    told.wait_for(timeout=_OPENING)
    return "“" + " ".join(told.inner_text().split()) + "”"
