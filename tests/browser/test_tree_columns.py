"""The columns of the tree: sorted, chosen, and as wide as one likes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket


def head(skybasket: Skybasket, name: str) -> Locator:
    return skybasket.tree.get_by_role("columnheader", name=name, exact=True)


def names(skybasket: Skybasket) -> list[str]:
    found: list[str] = skybasket.tree.get_by_role("checkbox").evaluate_all(
        "(boxes) => boxes.slice(1).map((box) => box.getAttribute('aria-label'))"
    )
    return found


def test_files_are_sorted_within_their_folders(opened: Skybasket) -> None:
    opened.recommended.uncheck()
    expect(opened.page.get_by_text("All 16 shown")).to_be_visible()
    usual = names(opened)
    size = head(opened, "Size")
    button = size.get_by_role("button", name="Sort by Size")
    expect(size).to_have_attribute("aria-sort", "none")
    button.click()
    expect(size).to_have_attribute("aria-sort", "descending")
    largest = names(opened)
    assert largest != usual
    assert sorted(largest) == sorted(usual)
    button.press("Enter")
    expect(size).to_have_attribute("aria-sort", "ascending")
    expect(button).to_be_focused()
    assert names(opened) != largest
    button.press("Enter")
    expect(size).to_have_attribute("aria-sort", "none")
    assert names(opened) == usual
    by_name = head(opened, "Name").get_by_role("button", name="Sort by Name")
    by_name.click()
    by_name.click()
    expect(head(opened, "Name")).to_have_attribute("aria-sort", "descending")
    assert names(opened)[0] == usual[0] or names(opened) != usual
    by_name.click()


def test_columns_are_chosen_and_stay(opened: Skybasket) -> None:
    page = opened.page
    page.get_by_role("button", name="Settings").click()
    settings = page.get_by_role("dialog", name="Settings")
    columns = settings.get_by_role("group", name="Columns of the list")
    expect(columns.get_by_role("checkbox").first).to_have_accessible_name("Group")
    settings.get_by_role("checkbox", name="Group").uncheck()
    settings.get_by_role("checkbox", name="Instrument").check()
    page.keyboard.press("Escape")
    expect(head(opened, "Group")).to_have_count(0)
    expect(head(opened, "Instrument")).to_be_visible()
    cell = opened.tree.get_by_role("gridcell").filter(
        has_text=re.compile("WFPC2|NIRCAM")
    )
    expect(cell.first).to_be_visible()
    page.reload()
    opened.is_engine("ready")
    expect(head(opened, "Instrument")).to_be_visible()
    expect(head(opened, "Group")).to_have_count(0)
    page.get_by_role("button", name="Settings").click()
    expect(settings.get_by_role("checkbox", name="Instrument")).to_be_checked()
    settings.get_by_role("checkbox", name="Group").check()
    settings.get_by_role("checkbox", name="Instrument").uncheck()
    page.keyboard.press("Escape")
    expect(head(opened, "Group")).to_be_visible()


def test_columns_are_as_wide_as_one_likes(opened: Skybasket) -> None:
    grip = opened.tree.locator("[data-grip=category]")

    def width() -> int:
        box = head(opened, "Category").bounding_box()
        assert box is not None
        return round(box["width"])

    before = width()
    sort = head(opened, "Category").get_by_role("button")
    expect(sort).to_have_accessible_description("Shift with ← or → changes the width")
    sort.press("Shift+ArrowLeft")
    assert width() == before + 16
    box = grip.bounding_box()
    assert box is not None
    mouse = opened.page.mouse
    mouse.move(box["x"] + 4, box["y"] + 10)
    mouse.down()
    mouse.move(box["x"] - 46, box["y"] + 10)
    mouse.up()
    assert width() == before + 66
    row = opened.tree.get_by_role("row").nth(1)
    cell = row.locator(".cell.category").bounding_box()
    assert cell is not None
    assert round(cell["width"]) == before + 66
    opened.page.reload()
    opened.is_engine("ready")
    assert width() == before + 66
    opened.tree.locator("[data-grip=category]").dblclick()
    assert width() == before
