"""The focus is never lost: what had it goes away, and something near has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.lists import MIXED, TREE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket


@pytest.fixture
def opened(skybasket: Skybasket) -> Skybasket:
    """Open the small tree."""
    skybasket.open(answer(TREE), "tree.json")
    expect(skybasket.row("a_flc.fits")).to_be_visible()
    return skybasket


def has_focus(skybasket: Skybasket, locator: Locator) -> None:
    """Check that an element has the focus, and not the page itself."""
    expect(locator).to_be_focused()
    assert skybasket.page.evaluate("document.activeElement !== document.body")


def press(skybasket: Skybasket, *keys: str) -> None:
    for key in keys:
        skybasket.page.keyboard.press(key)


def test_after_a_filter_that_hides_the_row(opened: Skybasket) -> None:
    opened.type_name("drz")
    expect(opened.rows).to_have_count(5)
    opened.reset_filters.click()
    opened.row("a_flc.fits").focus()
    press(opened, "Control+z")
    expect(opened.rows).to_have_count(5)
    has_focus(opened, opened.row("a_drz.fits"))
    press(opened, "Control+Shift+z")
    expect(opened.rows).to_have_count(9)
    press(opened, "End", "Control+z")
    expect(opened.rows).to_have_count(5)
    has_focus(opened, opened.row("b_drz.fits"))


def test_after_a_filter_that_hides_every_row(opened: Skybasket) -> None:
    opened.type_name("nothing is called so")
    expect(opened.files).to_contain_text("No file is shown")
    has_focus(opened, opened.name_box)
    opened.reset_filters.click()
    expect(opened.row("a_flc.fits")).to_be_visible()
    opened.row("a_flc.fits").focus()
    press(opened, "Control+z")
    expect(opened.files).to_contain_text("No file is shown")
    has_focus(opened, opened.files)
    press(opened, "u")
    expect(opened.row("a_flc.fits")).to_be_visible()
    press(opened, "t")
    expect(opened.tree.locator(":focus")).to_have_role("row")


def test_after_a_removal(opened: Skybasket) -> None:
    opened.tick("a_drz.fits")
    press(opened, "Delete")
    expect(opened.box("a_drz.fits")).to_be_hidden()
    has_focus(opened, opened.row("a_flc.fits"))
    press(opened, "Space", "Delete")
    expect(opened.box("A")).to_be_hidden()
    has_focus(opened, opened.row("B"))


def test_after_the_removal_of_all_and_its_undo(opened: Skybasket) -> None:
    opened.row("a_flc.fits").focus()
    press(opened, "Control+a")
    expect(opened.page.get_by_text("4 of 4 files selected")).to_be_visible()
    press(opened, "Delete")
    expect(opened.files).to_contain_text("Your basket is empty")
    has_focus(opened, opened.files)
    press(opened, "u")
    expect(opened.row("a_flc.fits")).to_be_visible()
    has_focus(opened, opened.files)
    press(opened, "ArrowDown")
    expect(opened.tree.locator(":focus")).to_have_role("row")


def test_after_an_undo_that_takes_the_row_away(opened: Skybasket) -> None:
    opened.open(answer([product("a_new.fits", "A", "HST")]), "more.json")
    opened.row("a_new.fits").focus()
    press(opened, "Control+z")
    expect(opened.box("a_new.fits")).to_be_hidden()
    has_focus(opened, opened.row("a_flc.fits"))


def test_a_button_that_did_its_work_keeps_it(opened: Skybasket) -> None:
    opened.tick("a_flc.fits")
    for name in ("Remove selected", "Undo", "Remove all"):
        opened.action(name).focus()
        press(opened, "Enter")
        has_focus(opened, opened.action(name))
    expect(opened.files).to_contain_text("Your basket is empty")
    has_focus(opened, opened.action("Remove all"))


def test_after_the_parent_is_closed(opened: Skybasket) -> None:
    opened.row("a_flc.fits").focus()
    opened.tree.get_by_role("button", name="Collapse all folders").click()
    expect(opened.box("a_flc.fits")).to_be_hidden()
    opened.tree.focus()
    has_focus(opened, opened.row("A"))
    press(opened, "ArrowRight")
    expect(opened.row("A")).to_have_attribute("aria-expanded", "true")
    press(opened, "ArrowRight", "ArrowDown")
    has_focus(opened, opened.row("a_flc.fits"))
    opened.row("HST").locator(".size").click()
    expect(opened.box("A")).to_be_hidden()
    has_focus(opened, opened.row("HST"))


def test_after_a_dialog(opened: Skybasket) -> None:
    opened.tick("a_flc.fits")
    opened.action("Download").focus()
    press(opened, "Enter")
    expect(opened.dialog).to_be_visible()
    press(opened, "Escape")
    expect(opened.dialog).to_be_hidden()
    has_focus(opened, opened.action("Download"))


def test_after_a_dialog_whose_opener_is_gone(opened: Skybasket) -> None:
    button = opened.page.get_by_role("button", name="Keyboard shortcuts")
    button.focus()
    press(opened, "Enter")
    expect(opened.dialog).to_be_visible()
    button.evaluate("button => { button.hidden = true; }")
    press(opened, "Escape")
    expect(opened.dialog).to_be_hidden()
    expect(opened.tree.locator(":focus")).to_have_role("row")
    opened.page.locator("#shortcuts-open").evaluate("b => { b.hidden = false; }")


def test_after_a_change_of_tabs(opened: Skybasket) -> None:
    opened.row("a_flc.fits").focus()
    press(opened, "Escape", "h")
    tab = opened.page.get_by_role("tab", name="Download history")
    has_focus(opened, tab)
    opened.open(answer(MIXED), "mixed.json")
    expect(opened.files).to_be_visible()
    focused = opened.files.locator(":focus").or_(
        opened.files.and_(opened.page.locator(":focus"))
    )
    expect(focused).to_be_visible()


def test_after_a_control_of_the_filters_goes(opened: Skybasket) -> None:
    opened.value("Mission", "HST").check()
    clear = opened.facet("Mission").get_by_role("button", name="Clear Mission")
    clear.focus()
    press(opened, "Enter")
    expect(clear).to_be_hidden()
    expect(opened.facet("Mission").locator(":focus")).to_be_visible()


def test_after_the_undo_in_a_message(opened: Skybasket) -> None:
    opened.press("Remove all")
    messages = opened.page.get_by_role("region", name="Messages")
    expect(messages).to_contain_text("Removed 4 files.")
    messages.get_by_role("button", name="Undo").focus()
    press(opened, "Enter")
    expect(opened.row("a_flc.fits")).to_be_visible()
    expect(messages.get_by_role("button", name="Undo")).to_be_hidden()
    has_focus(opened, opened.files)


def test_after_the_menu_of_a_row(opened: Skybasket) -> None:
    opened.row("a_flc.fits").press("Shift+F10")
    entry = opened.page.get_by_role("menuitem", name="Remove from the basket")
    entry.focus()
    press(opened, "Enter")
    expect(opened.box("a_flc.fits")).to_be_hidden()
    has_focus(opened, opened.row("a_drz.fits"))


def test_who_presses_on_nothing_gets_nothing(opened: Skybasket) -> None:
    opened.row("a_flc.fits").focus()
    opened.page.get_by_role("heading", name="Filters").click()
    expect(opened.page.locator("body")).to_be_focused()
    opened.page.evaluate("document.body.toggleAttribute('hidden', false)")
    opened.type_name("drz")
    has_focus(opened, opened.name_box)


@pytest.fixture
def narrow(opened: Skybasket) -> Iterator[Skybasket]:
    """Return the page in a narrow window."""
    opened.page.set_viewport_size({"width": 700, "height": 800})
    # Drawers close when a window becomes narrow, which it tells in its next frame.
    opened.page.evaluate("new Promise(requestAnimationFrame)")
    yield opened
    opened.page.set_viewport_size({"width": 1440, "height": 900})


def test_after_a_drawer(narrow: Skybasket) -> None:
    narrow.row("a_flc.fits").focus()
    press(narrow, "Enter")
    expect(narrow.details).to_contain_text("mast:HST/product/a_flc.fits")
    has_focus(narrow, narrow.details.get_by_role("button", name="Close details"))
    press(narrow, "Escape")
    expect(narrow.details).to_be_hidden()
    has_focus(narrow, narrow.row("a_flc.fits"))
    press(narrow, "Escape", "/")
    has_focus(narrow, narrow.name_box)
    press(narrow, "Escape")
    expect(narrow.filters).to_be_hidden()
    has_focus(narrow, narrow.files)
    press(narrow, "f")
    has_focus(narrow, narrow.name_box)
    narrow.value("Mission", "HST").focus()
    press(narrow, "t")
    expect(narrow.filters).to_be_hidden()
    has_focus(narrow, narrow.row("a_flc.fits"))
