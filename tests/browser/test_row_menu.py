"""The menu of a row: by mouse, keyboard and finger, after the APG's menu pattern.

https://www.w3.org/WAI/ARIA/apg/patterns/menubar/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.test_details import COPIED

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket

C0F: Final = "u9ox0504m_c0f.fits"


@pytest.fixture
def opened(whole: Skybasket) -> Skybasket:
    """Show everything."""
    return whole


def menu(skybasket: Skybasket) -> Locator:
    return skybasket.page.get_by_role("menu")


def entry(skybasket: Skybasket, label: str) -> Locator:
    return menu(skybasket).get_by_role("menuitem", name=label)


def ask(skybasket: Skybasket, name: str) -> None:
    """Click with the other mouse button."""
    skybasket.row(name).get_by_text(name, exact=True).click(button="right")
    expect(menu(skybasket)).to_have_accessible_name(f"Actions for {name}")


def choose(skybasket: Skybasket, name: str, label: str) -> None:
    ask(skybasket, name)
    entry(skybasket, label).click()
    expect(menu(skybasket)).to_be_hidden()


@pytest.mark.parametrize("key", ["Shift+F10", "ContextMenu"])
def test_keys_open_the_menu_and_escape_closes_it(opened: Skybasket, key: str) -> None:
    opened.row(C0F).press(key)
    expect(menu(opened)).to_have_accessible_name(f"Actions for {C0F}")
    expect(entry(opened, "Same group: C0F")).to_be_focused()
    opened.page.keyboard.press("Escape")
    expect(menu(opened)).to_be_hidden()
    expect(opened.row(C0F)).to_be_focused()


@pytest.mark.parametrize(
    ("keys", "label"),
    [
        ("ArrowDown", "Same extension: .fits"),
        ("ArrowDown ArrowUp", "Same group: C0F"),
        ("ArrowUp", "Remove from the basket"),
        ("End", "Remove from the basket"),
        ("End ArrowDown", "Same group: C0F"),
        ("End Home", "Same group: C0F"),
        ("c", "Copy name"),
        ("c c", "Copy path"),
        ("End s", "Same group: C0F"),
        ("x", "Same group: C0F"),
    ],
)
def test_keys_move_in_the_menu(opened: Skybasket, keys: str, label: str) -> None:
    opened.row(C0F).press("Shift+F10")
    expect(entry(opened, "Same group: C0F")).to_be_focused()
    for key in keys.split():
        opened.page.keyboard.press(key)
    expect(entry(opened, label)).to_be_focused()
    opened.page.keyboard.press("Tab")
    expect(menu(opened)).to_be_hidden()
    expect(opened.row(C0F)).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_keys_choose_an_entry(opened: Skybasket, key: str) -> None:
    opened.row(C0F).press("Shift+F10")
    expect(entry(opened, "Same group: C0F")).to_be_focused()
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press(key)
    expect(menu(opened)).to_be_hidden()
    expect(opened.page.get_by_text("9 of 16 files selected")).to_be_visible()
    expect(opened.row(C0F)).to_be_focused()
    opened.press("Undo")
    expect(opened.page.get_by_text("0 of 16 files selected")).to_be_visible()


def test_the_mouse_opens_it_at_the_row(opened: Skybasket) -> None:
    ask(opened, C0F)
    place, at = menu(opened).bounding_box(), opened.row(C0F).bounding_box()
    assert place
    assert at
    assert place["x"] >= at["x"]
    assert place["y"] + place["height"] <= 900
    expect(menu(opened).get_by_role("group")).to_have_count(4)
    opened.page.get_by_role("heading", name="Filters").click()
    expect(menu(opened)).to_be_hidden()


def test_another_row_takes_the_menu_over(opened: Skybasket) -> None:
    ask(opened, C0F)
    opened.row("JWST").press("ContextMenu")
    expect(menu(opened)).to_have_accessible_name("Actions for JWST")
    expect(entry(opened, "Open all in it")).to_be_visible()


def test_a_long_press_of_a_finger_opens_it(opened: Skybasket) -> None:
    opened.row(C0F).dispatch_event(
        "pointerdown", {"pointerType": "touch", "isPrimary": True, "bubbles": True}
    )
    expect(menu(opened)).to_have_accessible_name(f"Actions for {C0F}")
    opened.row(C0F).dispatch_event("pointerup", {"pointerType": "touch"})
    opened.row(C0F).dispatch_event("click")
    expect(menu(opened)).to_be_visible()
    expect(opened.details).not_to_contain_text(C0F)
    opened.page.keyboard.press("Escape")
    expect(opened.row(C0F)).to_be_focused()


def test_selecting_like_this(opened: Skybasket) -> None:
    choose(opened, C0F, "Same observation")
    expect(opened.page.get_by_text("5 of 16 files selected")).to_be_visible()
    expect(opened.box("U9OX0504M")).to_be_checked()


def test_showing_only_like_this(opened: Skybasket) -> None:
    choose(opened, C0F, "Product group: C0F")
    expect(opened.page.get_by_text("1 of 16 shown")).to_be_visible()
    expect(opened.value("Product group", "C0F")).to_be_checked()
    expect(opened.row(C0F)).to_be_focused()


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Copy name", C0F),
        ("Copy path", f"HST/U9OX0504M/{C0F}"),
        ("Copy URI", f"mast:HST/product/{C0F}"),
    ],
)
def test_copying(opened: Skybasket, label: str, text: str) -> None:
    choose(opened, C0F, label)
    assert opened.page.evaluate(COPIED, text) == text


def test_details_from_the_menu(opened: Skybasket) -> None:
    choose(opened, "U9OX0504M", "Show details")
    heading = opened.details.get_by_role("heading", name="U9OX0504M")
    expect(heading).to_be_visible()


def test_removing_from_the_menu_offers_undo(opened: Skybasket) -> None:
    choose(opened, C0F, "Remove from the basket")
    messages = opened.page.get_by_role("region", name="Messages")
    expect(messages).to_contain_text("Removed 1 file.")
    expect(opened.box(C0F)).to_be_hidden()
    expect(opened.tree.locator(":focus")).to_have_role("row")
    messages.get_by_role("button", name="Undo").click()
    expect(opened.box(C0F)).to_be_visible()
