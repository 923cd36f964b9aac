"""What explains the page: the ways in, the tour, help beside things and as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.states.catalogue import WIDTHS, resize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.page import Skybasket

STEPS = 5


def test_an_empty_basket_names_the_ways_in(started: Skybasket) -> None:
    started.reset()
    files = started.files
    for name in ("Choose product files", "Search the archive", "Try the sample basket"):
        expect(files.get_by_role("button", name=name)).to_be_visible()
    expect(files).to_contain_text("Nothing leaves this page unless you send it")
    files.get_by_role("button", name="Search the archive").click()
    panel = started.page.get_by_role("tabpanel", name="Add products")
    expect(panel.locator(":focus")).to_be_visible()


@pytest.fixture(params=WIDTHS)
def empty(started: Skybasket, request: pytest.FixtureRequest) -> Iterator[Skybasket]:
    """Return an empty basket in windows of all widths."""
    started.reset()
    resize(started, request.param)
    yield started
    resize(started, WIDTHS[0])


def test_the_tour_goes_from_part_to_part(empty: Skybasket) -> None:
    page = empty.page
    tour = page.locator("dialog.tour")
    empty.files.get_by_role("button", name="Take the tour").click()
    expect(empty.tree).to_be_visible()
    titles = set()
    for step in range(1, STEPS + 1):
        expect(tour).to_contain_text(f"{step} of {STEPS}")
        title = tour.get_by_role("heading")
        expect(title).to_be_focused()
        titles.add(title.inner_text())
        expect(page.locator("[data-toured]")).to_have_count(1)
        box, window = tour.bounding_box(), page.viewport_size
        assert box is not None
        assert window is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= window["width"]
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= window["height"]
        tour.get_by_role("button", name="Next" if step < STEPS else "Done").click()
    assert len(titles) == STEPS
    expect(tour).to_be_hidden()
    expect(page.locator("[data-toured]")).to_have_count(0)
    expect(page.locator("body")).not_to_be_focused()


def test_the_tour_can_be_skipped_and_found_again(opened: Skybasket) -> None:
    page = opened.page
    tour = page.locator("dialog.tour")
    files = opened.tree.get_attribute("aria-description")
    for leave in ("Escape", "Skip"):
        page.get_by_role("button", name="Help", exact=True).click()
        page.get_by_role("button", name="Take the tour").click()
        tour.get_by_role("button", name="Next").click()
        tour.get_by_role("button", name="Back").click()
        expect(tour).to_contain_text(f"1 of {STEPS}")
        if leave == "Skip":
            tour.get_by_role("button", name="Skip the tour").click()
        else:
            page.keyboard.press(leave)
        expect(tour).to_be_hidden()
    # Where there is a basket, the tour speaks of that.
    expect(opened.tree).to_have_attribute("aria-description", str(files))


def test_help_explains_the_words_of_the_archive(opened: Skybasket) -> None:
    page = opened.page
    page.get_by_role("button", name="Help", exact=True).click()
    help_dialog = page.get_by_role("dialog", name="Help")
    expect(
        help_dialog.get_by_role("term").get_by_text("Calibration level")
    ).to_be_visible()
    expect(help_dialog).to_contain_text("One file of the archive.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Help", exact=True)).to_be_focused()


def test_help_opens_beside_what_it_explains(opened: Skybasket) -> None:
    page = opened.page
    button = opened.filters.get_by_role("button", name="About Product category")
    button.press("Enter")
    beside = page.get_by_role("dialog", name="Product category")
    expect(beside).to_contain_text("What a file is for")
    expect(
        beside.get_by_role("term").get_by_text("Science", exact=True)
    ).to_be_visible()
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    expect(button).to_be_focused()
    opened.filters.get_by_role("button", name="About Product group").click()
    beside = page.get_by_role("dialog", name="Product group")
    expect(beside.get_by_role("term").first).to_be_visible()
