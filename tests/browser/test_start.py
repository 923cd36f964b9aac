"""The start of the page: it paints at once, and what is asked for early runs later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.lists import MIXED
from tests.browser.states.catalogue import WIDTHS, resize

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Route

    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch


def hold_in(held: list[Route]) -> Callable[[Route], None]:
    """Return what leaves requests unanswered."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


def test_the_shell_stands_before_python_does(new_tab: Callable[[], Skybasket]) -> None:
    skybasket = new_tab()
    held: list[Route] = []
    skybasket.page.route("**/pyodide.wasm.bin", hold_in(held))
    with skybasket.page.expect_request("**/pyodide.wasm.bin"):
        skybasket.visit()
    skybasket.is_engine("starting")
    for name in ("Basket", "Add products"):
        expect(skybasket.page.get_by_role("tab", name=name)).to_be_visible()
    for region in (skybasket.filters, skybasket.files, skybasket.details):
        expect(region).to_be_visible()
    expect(skybasket.files).to_contain_text("Starting Python in your browser")

    skybasket.page.get_by_role("button", name="Try the sample basket").click()
    expect(skybasket.tree).to_be_hidden()
    held[0].continue_()
    skybasket.is_engine("ready")
    expect(skybasket.tree).to_be_visible()
    skybasket.says("from sample.json")


def test_the_page_is_painted_before_any_script_but_the_language_runs(
    new_tab: Callable[[], Skybasket], watch: Watch
) -> None:
    watch.tolerate("ERR_FAILED")
    skybasket = new_tab()
    held: list[Route] = []
    scripts = re.compile(r"/(?!language)[^/]*\.js$")
    skybasket.page.route(scripts, hold_in(held))
    skybasket.page.goto(skybasket.address, wait_until="commit")
    for region in (skybasket.filters, skybasket.files, skybasket.details):
        expect(region).to_be_visible()
    expect(skybasket.page.get_by_role("button", name="Share")).to_be_visible()
    painted = skybasket.page.evaluate(
        """() => new Promise((resolve) => new PerformanceObserver((list) => resolve(
          list.getEntries().map(({ name }) => name))
        ).observe({ type: "paint", buffered: true }))"""
    )
    assert "first-contentful-paint" in painted
    assert held
    for route in held:
        route.abort()


@pytest.mark.parametrize("width", [*WIDTHS, 1120])
def test_nothing_jumps_while_it_starts(
    new_tab: Callable[[], Skybasket], width: int
) -> None:
    skybasket = new_tab()
    resize(skybasket, width)
    skybasket.visit()
    skybasket.is_engine("ready")
    expect(skybasket.page.locator("#status")).to_contain_text("0 products")
    moved = skybasket.page.evaluate(
        """async () => {
          await new Promise(requestAnimationFrame);
          const observer = new PerformanceObserver(() => {});
          observer.observe({ type: "layout-shift", buffered: true });
          // What has gone again, as words while Python starts, is no more known.
          return observer.takeRecords().flatMap(({ sources }) => sources)
            .filter(({ node }) => node)
            .map(({ node }) => (node.outerHTML ?? node.data).slice(0, 160));
        }"""
    )
    assert moved == []


def test_what_comes_before_python_answers_is_little(
    new_tab: Callable[[], Skybasket], watch: Watch, dist: Path
) -> None:
    skybasket = new_tab()
    # What is fetched once Python has answered is held back, and so not counted.
    skybasket.page.route("**/library.bin", lambda _: None)
    skybasket.visit()
    skybasket.is_engine("ready")
    places = {
        address.partition("#")[0].removeprefix(skybasket.address) or "index.html"
        for address in watch.requests
        if address.startswith("http")
    }
    assert "python/memory.bin" in places
    sizes = {place: (dist / place).stat().st_size for place in places}
    assert sum(sizes.values()) - sizes["python/library.bin"] < 7_500_000, sizes


def test_a_kept_basket_opens_as_soon_as_all_of_python_is_there(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    skybasket.open(answer(MIXED))
    skybasket.tick("HST")
    expect(skybasket.page.get_by_text("Kept in this browser")).to_be_visible()
    held: list[Route] = []
    skybasket.page.route("**/library.bin", hold_in(held))
    with skybasket.page.expect_request("**/library.bin"):
        skybasket.page.reload()
    skybasket.is_engine("starting")
    held[0].continue_()
    skybasket.is_engine("ready")
    expect(skybasket.box("HST")).to_be_checked()


def test_a_part_of_python_that_comes_later_is_asked_for_again(
    new_tab: Callable[[], Skybasket], watch: Watch
) -> None:
    watch.tolerate("503")
    skybasket = new_tab()
    skybasket.page.route("**/library.bin", lambda route: route.fulfill(status=503))
    skybasket.visit()
    skybasket.is_engine("ready")
    expect(skybasket.dialog).to_contain_text("library.bin: 503")
    skybasket.page.keyboard.press("Escape")
    skybasket.page.unroute("**/library.bin")
    skybasket.open(answer(MIXED))


def test_a_part_of_the_page_that_comes_later_is_asked_for_again(
    new_tab: Callable[[], Skybasket], watch: Watch
) -> None:
    watch.tolerate("ERR_FAILED")
    skybasket = new_tab()
    skybasket.page.route("**/js/rooms-*.js", lambda route: route.abort())
    with skybasket.page.expect_event("requestfailed"):
        skybasket.visit()
    skybasket.is_engine("ready")
    name = "jw80999017001_02101_00001_mirifushort"
    skybasket.open(answer([product(f"{name}_cal.fits", name, calib_level=2)]))
    skybasket.box("JWST").click()
    skybasket.press("Retrieve references")
    expect(skybasket.dialog).to_contain_text("A part of the page could not be loaded")
    skybasket.page.keyboard.press("Escape")
    skybasket.page.unroute("**/js/rooms-*.js")
    skybasket.press("Retrieve references")
    expect(skybasket.dialog).to_contain_text("Calibration references")


def test_a_first_visit_offers_what_can_be_done(started: Skybasket) -> None:
    started.reset()
    expect(started.page).to_have_title("Skybasket")
    expect(started.files.get_by_role("heading")).to_have_text("Your basket is empty")
    for name in ("Choose product files", "Try the sample basket"):
        expect(started.files.get_by_role("button", name=name)).to_be_enabled()
    for name in ("Download", "Remove selected", "Remove all", "Redo"):
        expect(started.action(name)).to_be_disabled()


def test_everything_comes_from_below_its_own_path(
    new_tab: Callable[[], Skybasket], watch: Watch
) -> None:
    skybasket = new_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    assert any(address.endswith("/pyodide.wasm.bin") for address in watch.requests)
    assert {
        address
        for address in watch.requests
        if not address.startswith((skybasket.address, "data:"))
    } == set()
