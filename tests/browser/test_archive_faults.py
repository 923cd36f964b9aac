"""The archive answers garbage or not at all: that is told, and asking again helps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, observed
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Locator, Route

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

INVOKE: Final = "**/api/v0/invoke*"
ANYONE: Final = {"Access-Control-Allow-Origin": "*"}

OBSERVATIONS, PRODUCTS = observed(MIXED)
#: Values that no column holds.
ODD: Final[tuple[Any, ...]] = (
    None,
    [],
    {},
    [[1]],
    True,
    "x" * 100_000,
    1e308,
    -1,
    10**40,
    "\x00<b>",
)


def told(**members: object) -> bytes:
    return json.dumps({"status": "COMPLETE", **members}).encode()


def odd(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows with something odd in every column, another one in each row."""
    return [
        {name: ODD[(place + number) % len(ODD)] for number, name in enumerate(rows[0])}
        for place in range(len(ODD))
    ]


#: What comes instead of an answer: status, content, headers.
GARBAGE: Final[dict[str, tuple[int, bytes, dict[str, str]]]] = {
    "a page": (200, b"<!doctype html><title>Sign in</title>", {}),
    "cut": (200, answer(MIXED)[:-100], {}),
    "nothing": (200, b"", {}),
    "bytes": (200, bytes(range(256)) * 100, {}),
    "a number": (200, b"1e999", {}),
    "deep": (200, b"[" * 100_000, {}),
    "no rows": (200, told(data="none"), {}),
    "rows of numbers": (200, told(data=[1, 2, 3]), {}),
    "an error": (500, b"<h1>Internal error</h1>", {}),
    "throttled": (429, b"Too many requests", {"Retry-After": "99999999"}),
}


@pytest.fixture
def skybasket(new_tab: Callable[[], Skybasket]) -> Skybasket:
    """Return a page of which nobody has asked anything."""
    tab = new_tab()
    tab.visit()
    tab.is_engine("ready")
    return tab


@pytest.fixture
def search(skybasket: Skybasket, archive: StandInArchive, watch: Watch) -> Locator:
    """Return the search, of an archive that holds the mixed list."""
    watch.tolerate("Failed to load resource")
    watch.tolerate("blocked by CORS policy")
    archive.observations, archive.products = OBSERVATIONS, PRODUCTS
    skybasket.page.get_by_role("tab", name="Add products").click()
    panel = skybasket.page.get_by_role("tabpanel", name="Add products")
    panel.get_by_role("textbox", name="Missions", exact=True).fill("HST, JWST")
    return panel


def fulfilled(
    status: int, content: bytes, headers: dict[str, str]
) -> Callable[[Route], None]:
    def fulfil(route: Route) -> None:
        route.fulfill(status=status, body=content, headers={**ANYONE, **headers})

    return fulfil


def press(search: Locator, name: str) -> None:
    search.get_by_role("button", name=name, exact=True).click()


def counted(search: Locator) -> None:
    press(search, "Search")
    expect(search).to_contain_text("3 observations found.")


def test_an_answer_that_is_none_is_told_and_the_next_one_is_taken(
    skybasket: Skybasket, search: Locator
) -> None:
    page = skybasket.page
    for name, garbage in GARBAGE.items():
        page.route(INVOKE, fulfilled(*garbage))
        press(search, "Search")
        problem = search.get_by_role("alert")
        expect(problem, name).to_contain_text("Try again later")
        page.unroute(INVOKE)
        counted(search)
        expect(problem, name).to_have_count(0)
    assert skybasket.dialog.count() == 0


def test_a_network_that_goes_within_a_search_loses_nothing_that_has_come(
    skybasket: Skybasket, search: Locator
) -> None:
    page = skybasket.page
    skybasket.open(answer(MIXED[:2]), "mine.json")
    page.get_by_role("tab", name="Add products").click()
    counted(search)
    page.route(INVOKE, lambda route: route.abort("connectionreset"))
    press(search, "List them")
    problem = search.get_by_role("alert")
    expect(problem).to_contain_text("Or ask another way")
    page.unroute(INVOKE)
    press(search, "Try again")
    search.get_by_role("checkbox", name="Choose all observations").click()
    page.route(INVOKE, lambda route: route.abort("internetdisconnected"))
    press(search, "Fetch their products")
    expect(problem).to_contain_text("Or ask another way")
    page.unroute(INVOKE)
    press(search, "Try again")
    press(search, "Add these products to the basket")
    expect(skybasket.row("U9OX0504M")).to_be_visible()
    expect(skybasket.page.locator("#summary")).to_contain_text("files selected")


def test_odd_values_in_every_field_harm_nothing(
    skybasket: Skybasket, search: Locator
) -> None:
    page = skybasket.page
    problem = search.get_by_role("alert")
    counted(search)
    page.route(INVOKE, fulfilled(200, told(data=odd(OBSERVATIONS)), {}))
    press(search, "List them")
    expect(problem).to_contain_text("values are wrong, so nothing was taken")
    page.unroute(INVOKE)
    press(search, "Try again")
    search.get_by_role("checkbox", name="Choose all observations").click()
    page.route(INVOKE, fulfilled(200, told(data=odd(PRODUCTS)), {}))
    press(search, "Fetch their products")
    expect(problem).to_contain_text("values are wrong, so nothing was taken")
    page.unroute(INVOKE)
    press(search, "Try again")
    press(search, "Add these products to the basket")
    expect(skybasket.page.locator("#summary")).to_contain_text("files selected")
    assert skybasket.dialog.count() == 0


def test_an_answer_that_does_not_end_is_given_up(
    skybasket: Skybasket, search: Locator
) -> None:
    skybasket.page.evaluate("""() => {
      window.plainFetch = fetch;
      const chunk = new Uint8Array(50_000_000);
      window.fetch = async () => new Response(
        new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }),
      );
    }""")
    press(search, "Search")
    expect(search.get_by_role("alert")).to_contain_text("the answer does not end")
    skybasket.page.evaluate("window.fetch = plainFetch")
    counted(search)


def test_what_is_slow_can_be_stopped_at_once(
    skybasket: Skybasket, search: Locator
) -> None:
    page = skybasket.page
    # Nobody answers.
    page.route(INVOKE, lambda _: None)
    press(search, "Search")
    press(search, "Stop")
    expect(search.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    page.unroute(INVOKE)
    counted(search)
