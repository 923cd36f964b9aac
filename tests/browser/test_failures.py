"""What goes wrong is told once, clearly, with its places, and harms nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch


@pytest.mark.parametrize(
    ("content", "message", "places"),
    [
        (b'{"data": [', "The file is not complete JSON", ["line 1, column 11"]),
        (b'{"a": 1}', "is not an answer of MAST that lists something", []),
        (
            json.dumps({"status": "ERROR", "msg": "No such <i>obsid</i>"}).encode(),
            "The archive answered with an error",
            ["No such <i>obsid</i>"],
        ),
        (b"nothing of use", "This is no list that Skybasket reads", ["nothing of use"]),
        (b"\x89PNG\r\n\x1a\n", "This is no list that Skybasket", ["it begins"]),
        (b"", "The file is empty", []),
    ],
    ids=["cut", "other", "error", "words", "binary", "empty"],
)
def test_a_bad_file_is_one_error_and_leaves_the_basket(
    skybasket: Skybasket, content: bytes, message: str, places: list[str]
) -> None:
    skybasket.open(answer(MIXED))
    skybasket.tick("HST")
    skybasket.choose(content, "bad.json")
    expect(skybasket.dialog).to_have_count(1)
    expect(skybasket.dialog).to_have_accessible_name("That did not work")
    expect(skybasket.dialog).to_contain_text(message)
    for place in places:
        expect(skybasket.dialog.get_by_role("list")).to_contain_text(place)
    skybasket.dialog.get_by_role("button", name="Close", exact=True).click()
    expect(skybasket.dialog).to_be_hidden()
    expect(skybasket.page.get_by_text("2 of 16 files selected")).to_be_visible()
    expect(skybasket.box("HST")).to_be_checked()


def test_good_files_chosen_with_a_bad_one_are_opened(skybasket: Skybasket) -> None:
    half = len(MIXED) // 2
    skybasket.choose_all(
        {
            "first.json": answer(MIXED[:half]),
            "bad.txt": b"nothing of use",
            "second.json": answer(MIXED[half:]),
        }
    )
    expect(skybasket.dialog).to_contain_text("nothing of use")
    skybasket.page.keyboard.press("Escape")
    expect(skybasket.page.get_by_text("0 of 16 files selected")).to_be_visible()


# A start that fails


@pytest.mark.parametrize(
    ("missing", "complaint"),
    [
        ("settings.json", "settings.json could not be loaded: the server answered 404"),
        ("worker.js", "worker"),
        ("pyodide.asm.js", "pyodide.asm.js"),
        ("python/*.{bin,wasm}", "pyodide.asm.wasm: 404"),
        ("python/*.{bin,zip}", "python_stdlib.zip: 404"),
    ],
)
def test_a_failed_start_says_what_failed_and_can_be_retried(
    new_tab: Callable[[], Skybasket], watch: Watch, missing: str, complaint: str
) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=404, body="Not here.")

    watch.tolerate("")  # whatever the browser and Pyodide say about it
    skybasket = new_tab()
    skybasket.page.route(f"**/{missing}", refuse)
    skybasket.visit()
    skybasket.is_engine("failed")
    alert = skybasket.files.get_by_role("alert")
    expect(alert).to_contain_text("Skybasket could not start")
    expect(alert).to_contain_text(complaint)

    skybasket.page.unroute(f"**/{missing}")
    alert.get_by_role("button", name="Retry").click()
    skybasket.is_engine("ready")
    skybasket.open(answer(MIXED))
    expect(skybasket.tree).to_be_visible()


def test_what_was_asked_for_before_a_retry_runs_after_it(
    new_tab: Callable[[], Skybasket], watch: Watch
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    watch.tolerate("404")
    skybasket = new_tab()
    skybasket.page.route("**/settings.json", hold)
    with skybasket.page.expect_request("**/settings.json"):
        skybasket.visit()
    skybasket.choose(answer(MIXED), "early.json")
    held[0].fulfill(status=404)
    skybasket.is_engine("failed")
    skybasket.page.unroute("**/settings.json")
    skybasket.files.get_by_role("button", name="Retry").click()
    skybasket.says("from early.json")
    expect(skybasket.tree).to_be_visible()


def test_a_sample_that_cannot_be_loaded_is_told(
    skybasket: Skybasket, watch: Watch
) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=404)

    watch.tolerate("404")
    skybasket.page.route("**/sample.json", refuse)
    skybasket.page.get_by_role("button", name="Try the sample basket").click()
    expect(skybasket.dialog).to_contain_text("sample.json could not be loaded")
    skybasket.page.unroute("**/sample.json")
    skybasket.page.keyboard.press("Escape")
    skybasket.page.get_by_role("button", name="Try the sample basket").click()
    expect(skybasket.tree).to_be_visible()


# Hostile products

MARKUP: Final = "<img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}${1}&amp;"


@pytest.mark.firefox
def test_markup_in_products_is_text(skybasket: Skybasket) -> None:
    name = f"a{MARKUP}_drz.fits"
    hostile = product(
        name,
        f"obs {MARKUP}",
        f"mission {MARKUP}",
        dataURI=f"mast:X/{MARKUP}",
        productType=MARKUP.upper(),
        productSubGroupDescription=MARKUP,
        description=MARKUP,
        proposal_id=MARKUP,
        filters=MARKUP,
        productDocumentationURL=f"javascript:alert('{MARKUP}')",
    )
    hostile = {**hostile, f"column {MARKUP}": MARKUP}
    skybasket.open(answer([hostile]), f"{MARKUP.replace('/', '')}.json")
    for text in (name, f"obs {MARKUP}", f"mission {MARKUP}"):
        expect(skybasket.tree.get_by_text(text, exact=True)).to_be_visible()
    skybasket.tree.get_by_text(name, exact=True).click()
    expect(skybasket.details).to_contain_text(f"column {MARKUP}")
    expect(skybasket.details.locator("[href^='javascript']")).to_have_count(0)
    skybasket.tick(name)
    skybasket.press("Download")
    expect(skybasket.dialog).to_contain_text("Download 1 file")
    for made in ("img", "script:not([src]):not([type])"):
        expect(skybasket.page.locator(made)).to_have_count(0)
