"""Ranges by the mouse: a click with Shift, and dragging over checkboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import TREE, many

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket


@pytest.fixture
def opened(skybasket: Skybasket) -> Skybasket:
    """Open the small tree."""
    skybasket.open(answer(TREE), "tree.json")
    return skybasket


def selected(skybasket: Skybasket, names: str) -> None:
    """Check which files are selected."""
    count = len(names.split())
    bar = skybasket.page.get_by_text(f"{count} of 4 files selected")
    expect(bar).to_be_visible()
    for name in names.split():
        expect(skybasket.box(f"{name}.fits")).to_be_checked()


def middle(box: Locator) -> tuple[float, float]:
    """Return where the middle of an element is."""
    place = box.bounding_box()
    assert place is not None
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


def press_on(skybasket: Skybasket, name: str) -> None:
    """Press the mouse button on a checkbox, and hold it."""
    skybasket.page.mouse.move(*middle(skybasket.box(name)))
    skybasket.page.mouse.down()


def drag(skybasket: Skybasket, *names: str) -> None:
    """Drag from one checkbox to others, in steps."""
    press_on(skybasket, names[0])
    for name in names[1:]:
        skybasket.page.mouse.move(*middle(skybasket.box(name)), steps=5)


def test_a_click_with_shift_ticks_all_between(opened: Skybasket) -> None:
    opened.tick("a_flc.fits")
    opened.box("c_i2d.fits").click(modifiers=["Shift"])
    selected(opened, "a_flc b_drz c_i2d")
    expect(opened.row("c_i2d.fits")).to_be_focused()
    opened.press("Undo")
    selected(opened, "a_flc")


def test_a_click_with_shift_unticks_too(opened: Skybasket) -> None:
    opened.tick_all()
    opened.box("b_drz.fits").click()
    selected(opened, "a_drz a_flc c_i2d")
    opened.box("a_drz.fits").click(modifiers=["Shift"])
    selected(opened, "c_i2d")
    opened.press("Undo")
    selected(opened, "a_drz a_flc c_i2d")


def test_a_click_with_shift_on_a_name_ticks_and_opens_nothing(
    opened: Skybasket,
) -> None:
    opened.row("a_flc.fits").get_by_text("a_flc.fits", exact=True).click()
    expect(opened.details).to_contain_text("a_flc.fits")
    opened.row("B").locator(".size").click(modifiers=["Shift"])
    selected(opened, "a_flc b_drz")
    expect(opened.row("B")).to_have_attribute("aria-expanded", "true")
    expect(opened.details).to_contain_text("a_flc.fits")
    assert opened.page.evaluate("getSelection().toString()") == ""


def test_another_list_forgets_where_a_range_would_begin(opened: Skybasket) -> None:
    opened.tick("c_i2d.fits")
    opened.press("Remove selected")
    expect(opened.box("c_i2d.fits")).to_be_hidden()
    opened.row("a_flc.fits").locator(".size").click()
    opened.box("b_drz.fits").click(modifiers=["Shift"])
    expect(opened.page.get_by_text("2 of 3 files selected")).to_be_visible()


@pytest.mark.parametrize(
    ("way", "names"),
    [
        ("a_drz.fits b_drz.fits", "a_drz a_flc b_drz"),
        ("b_drz.fits a_flc.fits", "a_flc b_drz"),
        ("a_drz.fits c_i2d.fits a_flc.fits", "a_drz a_flc"),
        ("a_flc.fits B", "a_flc b_drz"),
        ("a_flc.fits b_drz.fits a_flc.fits", "a_flc"),
    ],
)
def test_dragging_ticks_all_that_it_passes(
    opened: Skybasket, way: str, names: str
) -> None:
    drag(opened, *way.split())
    selected(opened, "")
    opened.page.mouse.up()
    selected(opened, names)
    expect(opened.tree.locator("[data-ranged]")).to_have_count(0)
    opened.press("Undo")
    selected(opened, "")


def test_dragging_marks_the_rows_on_the_way(opened: Skybasket) -> None:
    drag(opened, "a_drz.fits", "b_drz.fits")
    marked = opened.tree.locator("[data-ranged]")
    expect(marked).to_have_count(4)
    opened.page.mouse.move(*middle(opened.box("a_flc.fits")))
    expect(marked).to_have_count(2)
    opened.page.keyboard.press("Escape")
    expect(marked).to_have_count(0)
    opened.page.mouse.up()
    selected(opened, "")
    expect(opened.page.locator("body")).not_to_be_focused()


def test_dragging_from_a_ticked_row_unticks(opened: Skybasket) -> None:
    opened.tick_all()
    drag(opened, "a_flc.fits", "c_i2d.fits")
    opened.page.mouse.up()
    selected(opened, "a_drz")
    expect(opened.row("c_i2d.fits")).to_be_focused()


def test_a_finger_does_not_drag(opened: Skybasket) -> None:
    opened.page.evaluate(
        """([from, to]) => {
          const boxes = document.querySelectorAll(".tree-rows input");
          const tell = (type, box) => {
            const { x, y } = box.getBoundingClientRect();
            box.dispatchEvent(new PointerEvent(type, {
              pointerType: "touch", bubbles: true, clientX: x + 4, clientY: y + 4,
            }));
          };
          tell("pointerdown", boxes[from]);
          tell("pointermove", boxes[to]);
          tell("pointerup", boxes[to]);
        }""",
        [2, 5],
    )
    expect(opened.tree.locator("[data-ranged]")).to_have_count(0)
    opened.tick("c_i2d.fits")
    selected(opened, "c_i2d")


def test_a_drag_beyond_the_edge_scrolls(skybasket: Skybasket) -> None:
    skybasket.open(many(1, 300), "long.csv")
    skybasket.tree.get_by_role("button", name="Expand all folders").click()
    expect(skybasket.tree).to_have_attribute("aria-rowcount", "303")
    skybasket.tree.evaluate("tree => { tree.scrollTop = 0; }")
    name = "jw00000001001_02101_00001_nrca1_{:04}.fits"
    press_on(skybasket, name.format(2))
    place = skybasket.tree.bounding_box()
    assert place is not None
    x, bottom = middle(skybasket.box(name.format(2)))[0], place["y"] + place["height"]
    skybasket.page.mouse.move(x, bottom - 100, steps=3)
    skybasket.page.mouse.move(x, bottom + 60, steps=3)
    last = skybasket.row(name.format(299))
    expect(last).to_have_attribute("data-ranged", "")
    skybasket.page.mouse.up()
    bar = skybasket.page.get_by_text("298 of 300 files selected")
    expect(bar).to_be_visible()
    expect(last).to_be_focused()
    press_on(skybasket, name.format(299))
    skybasket.page.mouse.move(x, place["y"] + 100, steps=3)
    skybasket.page.mouse.move(x, place["y"] - 20, steps=3)
    expect(skybasket.row(name.format(0))).to_have_attribute("data-ranged", "")
    skybasket.page.mouse.up()
    expect(skybasket.page.get_by_text("0 of 300 files selected")).to_be_visible()
