"""The charts of the filters pane: sizes with a brush, and categories by bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket


def thumb(skybasket: Skybasket, end: str) -> Locator:
    return skybasket.facet("File size").get_by_role(
        "slider", name=f"{end} size, on a scale"
    )


def typed(skybasket: Skybasket, end: str) -> Locator:
    return skybasket.filters.get_by_role("textbox", name=f"{end} size", exact=True)


def test_thumbs_set_the_range_with_the_keyboard(whole: Skybasket) -> None:
    smallest, largest = thumb(whole, "Smallest"), thumb(whole, "Largest")
    chart = whole.facet("File size").get_by_role("img")
    expect(chart).to_have_accessible_name(
        "Files by size, from 200 B to 50 kB; most often 5 kB to 10 kB"
    )
    expect(smallest).to_have_attribute("aria-valuetext", "from the smallest")
    for _ in range(3):
        smallest.press("ArrowRight")
    expect(smallest).to_have_attribute("aria-valuetext", "from 2 kB")
    expect(whole.page.get_by_text("9 of 16 shown")).to_be_visible()
    expect(typed(whole, "Smallest")).to_have_value("2")
    largest.press("ArrowLeft")
    expect(largest).to_have_attribute("aria-valuetext", "to 20 kB")
    expect(whole.page.get_by_text("7 of 16 shown")).to_be_visible()
    expect(smallest).to_have_attribute("aria-valuetext", "from 2 kB")
    # The ends never meet, and the outermost places set no limit.
    for _ in range(9):
        largest.press("ArrowLeft")
    expect(largest).to_have_attribute("aria-valuetext", "to 5 kB")
    largest.press("End")
    expect(largest).to_have_attribute("aria-valuetext", "to the largest")
    smallest.press("Home")
    expect(whole.page.get_by_text("All 16 shown")).to_be_visible()
    expect(typed(whole, "Smallest")).to_have_value("")


def test_thumbs_follow_what_is_typed_and_undone(whole: Skybasket) -> None:
    typed(whole, "Largest").fill("1152")
    whole.filters.get_by_role("combobox", name="Unit of the largest").select_option("B")
    expect(thumb(whole, "Largest")).to_have_attribute("aria-valuetext", "to 1.152 kB")
    expect(whole.page.get_by_text("4 of 16 shown")).to_be_visible()
    whole.press("Undo")
    expect(thumb(whole, "Largest")).to_have_attribute(
        "aria-valuetext", "to the largest"
    )


def test_a_thumb_can_be_dragged(whole: Skybasket) -> None:
    thumb(whole, "Smallest").scroll_into_view_if_needed()
    box = thumb(whole, "Smallest").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    whole.page.mouse.move(box["x"] + 8, middle)
    whole.page.mouse.down()
    whole.page.mouse.move(box["x"] + box["width"] - 8, middle, steps=5)
    whole.page.mouse.up()
    expect(thumb(whole, "Smallest")).to_have_attribute("aria-valuetext", "from 20 kB")
    expect(whole.page.get_by_text("2 of 16 shown")).to_be_visible()


def test_categories_are_told_by_their_bytes(whole: Skybasket) -> None:
    shares = whole.filters.get_by_role("figure", name="Size shown, by category")
    expect(shares.get_by_role("listitem").filter(has_text="Science")).to_contain_text(
        "94.2 kB · 81%"
    )
    expect(shares).to_contain_text("2 files of unknown size are left out")
    whole.value("Product category", "Info").check()
    expect(shares.get_by_role("listitem")).to_have_count(1)
    expect(shares).to_contain_text("2.0 kB · 100%")
