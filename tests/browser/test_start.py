"""The start of the page: it paints at once, and what is asked for early runs later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch


def test_the_shell_stands_before_python_does(new_tab: Callable[[], Skybasket]) -> None:
    skybasket = new_tab()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    skybasket.page.route("**/pyodide.wasm.bin", hold)
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
