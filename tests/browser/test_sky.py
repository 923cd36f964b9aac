"""The map of the sky: walked with keys, marks say what they are and select files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket

#: Mission, observation, right ascension and declination.
PLACES: Final = (
    ("JWST", "jw_north", 10.7, 41.3),
    ("JWST", "jw_north_2", 10.8, 41.2),
    ("HST", "u9o40504m", 180.5, -60.0),
    ("JWST", "jw_south", 300.0, -30.0),
)


@pytest.fixture
def sky(skybasket: Skybasket) -> Locator:
    """Open the map of four observations."""
    rows = [
        product(f"{name}_{suffix}.fits", name, mission, s_ra=east, s_dec=north)
        for mission, name, east, north in PLACES
        for suffix in ("cal", "rate")
    ]
    skybasket.open(answer([*rows, product("elsewhere_cal.fits", "elsewhere")]))
    skybasket.details.get_by_role("button", name="Map of the sky").click()
    dialog = skybasket.page.get_by_role("dialog", name="4 observations on the sky")
    expect(dialog).to_be_visible()
    return dialog


def test_marks_are_walked_and_told(skybasket: Skybasket, sky: Locator) -> None:
    expect(sky).to_contain_text("1 observation has no known position.")
    expect(sky.get_by_role("listitem")).to_have_text(
        ["JWST 3 observations", "HST 1 observation"]
    )
    labels = (
        "HST, u9o40504m, 180.50000° -60.00000°",
        "JWST, 2 observations, 10.70000° +41.30000°",
        "JWST, jw_south, 300.00000° -30.00000°",
    )
    marks = sky.get_by_role("group").get_by_role("button")
    expect(marks).to_have_count(3)
    # From left to right; 180.5 degrees is at the right edge.
    order = (labels[1], labels[2], labels[0])
    sky.get_by_role("button", name=order[0]).focus()
    for label in order[1:]:
        skybasket.page.keyboard.press("ArrowRight")
        expect(sky.get_by_role("button", name=label)).to_be_focused()
    skybasket.page.keyboard.press("Home")
    skybasket.page.keyboard.press("Enter")
    chosen = sky.get_by_role("button", name=labels[1])
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(sky.get_by_role("status").first).to_have_text(labels[1])


def test_a_mark_selects_and_leads_to_its_observations(
    skybasket: Skybasket, sky: Locator
) -> None:
    sky.get_by_role("button", name="JWST, 2 observations").click()
    sky.get_by_role("checkbox", name="Select the 4 files shown of them").check()
    expect(skybasket.page.get_by_text("4 of 9 files selected")).to_be_attached()
    expect(sky.get_by_role("checkbox")).to_be_checked()
    sky.get_by_role("button", name="jw_north_2").click()
    expect(sky).to_be_hidden()
    expect(skybasket.details.get_by_role("heading", name="jw_north_2")).to_be_visible()
    expect(skybasket.details).to_contain_text("10.80000° +41.20000°")
    expect(skybasket.box("jw_north_2")).to_be_checked()
    expect(skybasket.box("jw_south")).not_to_be_checked()


def test_without_positions_the_map_says_where_to_ask(skybasket: Skybasket) -> None:
    # Of the observations of other lists a search may have told where they are.
    skybasket.open(answer([product("nowhere_cal.fits", "nowhere")]))
    skybasket.details.get_by_role("button", name="Map of the sky").click()
    expect(skybasket.dialog).to_contain_text("search the archive")
    expect(skybasket.dialog).to_contain_text("has no known position")
    skybasket.page.keyboard.press("Escape")
    expect(skybasket.dialog).to_be_hidden()
