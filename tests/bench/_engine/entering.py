"""Lists of products that come in: read by the library, and shown by the built page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error, Page

from tests.bench._engine.lists import FORMS, write_list
from tests.bench._engine.results import ENTERING, ENTERING_PAGE, SKYBASKET, Key
from tests.bench.scripts import note
from tests.browser.page import Skybasket

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench._engine.browser import Stage
    from tests.bench._engine.rounds import Series

__all__ = ["ENTERING_FIGURES", "measure_entering"]

#: Beside the whole: what the library has of memory in the end; the longest that it was
#: busy with a part of the list; and what it did when all of this had come.
ENTERING_FIGURES: Final = ("MB of Python", "longest part ms", "last part ms")
#: A list is opened so often at most.
_ROUNDS: Final = 3
#: Milliseconds that it may take.
_PATIENCE: Final = 600_000
#: Notes in the page when it gets a file; and tells, frame by frame, whether all of it
#: is shown, and how many milliseconds that took.
_CHOSEN: Final = """() => addEventListener(
  "change", () => { globalThis.chosen = performance.now(); }, { capture: true })"""
_SHOWN: Final = """text =>
  document.querySelector("#summary").textContent.includes(text) &&
  performance.now() - chosen"""


def measure_entering(stage: Stage, folder: Path, series: Series) -> None:
    """Open a list of each form, again and again, each time in a new worker."""
    for form in FORMS:
        note(f"{series.products:,}: a list comes in as {form}")
        file = folder / f"products.{form}"
        write_list(file, series.products)
        for _ in range(min(series.rounds, _ROUNDS)):
            try:
                _in_worker(stage, form, series)
                _in_page(stage, file, series)
            except (AssertionError, Error) as error:
                told = f"{form} at {series.products:,}: {error}"
                series.result.faults.append(told.splitlines()[0])
                break
        file.unlink()


def _in_worker(stage: Stage, form: str, series: Series) -> None:
    products, result = series.products, series.result
    with stage.bench_page() as page:
        page.start_skybasket()
        told: Any = page.ask(
            "skybasket", {"enter": f"../data/{products}/products.{form}"}
        )
    answer = json.loads(told["answer"])
    shown = f"{products:,} files"
    assert shown in str(answer.get("view", {}).get("message")), answer
    result.add(Key(products, SKYBASKET, ENTERING, form), told["milliseconds"])
    for what, name in zip(
        ENTERING_FIGURES, ("megabytes", "longest", "last"), strict=True
    ):
        key = Key(products, SKYBASKET, ENTERING, f"{form} {what}")
        result.figures[key] = max(told[name], result.figures.get(key, 0))


def _in_page(stage: Stage, file: Path, series: Series) -> None:
    """Choose the file in the page, and wait until all of it is shown."""
    with stage.page() as page:
        tab = Skybasket(page, stage.dist)
        tab.visit()
        tab.is_engine("ready")
        _choose(page, file)
        # Only the recommended ones are shown of a list that marks them.
        shown = f" {series.products:,} shown"
        found = page.wait_for_function(_SHOWN, arg=shown, timeout=_PATIENCE)
        time: float = found.json_value()
    form = file.suffix.removeprefix(".")
    series.result.add(Key(series.products, SKYBASKET, ENTERING_PAGE, form), time)


def _choose(page: Page, file: Path) -> None:
    """Choose a file by its path, which the browser reads itself."""
    page.evaluate(_CHOSEN)
    page.get_by_role("tab", name="Add products").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose product files").click()
    chooser.value.set_files(file)
