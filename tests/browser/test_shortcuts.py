"""The keyboard shortcuts of the page, the list of them, and switching them off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from skybasket.app.words import lookup

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket

C0F: Final = "u9ox0504m_c0f.fits"
TABLE: Final = lookup("page.shortcuts.groups")


@pytest.fixture
def opened(skybasket: Skybasket) -> Skybasket:
    """Open the mixed list, and leave the focus where no letter is typed."""
    skybasket.open(answer(MIXED))
    skybasket.page.get_by_role("tab", name="Basket").focus()
    return skybasket


def press(skybasket: Skybasket, *keys: str) -> None:
    for key in keys:
        skybasket.page.keyboard.press(key)


def tab(skybasket: Skybasket, name: str) -> Locator:
    return skybasket.page.get_by_role("tab", name=name)


def test_a_slash_leads_to_the_name_box(opened: Skybasket) -> None:
    press(opened, "/")
    expect(opened.name_box).to_be_focused()
    press(opened, "d", "/", "?", "u")
    expect(opened.name_box).to_have_value("d/?u")
    expect(opened.dialog).to_be_hidden()


def test_letters_lead_to_the_parts_of_the_page(opened: Skybasket) -> None:
    press(opened, "h")
    expect(tab(opened, "Download history")).to_be_focused()
    expect(opened.page.get_by_role("tabpanel", name="Download history")).to_be_visible()
    press(opened, "a")
    expect(tab(opened, "Add products")).to_be_focused()
    press(opened, "b")
    expect(tab(opened, "Basket")).to_be_focused()
    press(opened, "h", "f")
    expect(opened.recommended).to_be_focused()
    press(opened, "a", "t")
    expect(opened.tree.locator(":focus")).to_have_role("row")


def test_a_letter_shows_the_details_of_the_present_row(opened: Skybasket) -> None:
    opened.row(C0F).focus()
    press(opened, "Escape", "i")
    expect(opened.details).to_be_focused()
    expect(opened.details).to_contain_text(f"mast:HST/product/{C0F}")
    press(opened, "t")
    expect(opened.row(C0F)).to_be_focused()


def test_letters_in_the_tree_are_names(opened: Skybasket) -> None:
    opened.row("HST").focus()
    press(opened, "u")
    expect(opened.row("U9OX0504M")).to_be_focused()
    press(opened, "Escape")
    expect(opened.files).to_be_focused()
    press(opened, "ArrowDown")
    expect(opened.row("U9OX0504M")).to_be_focused()


def test_d_downloads_or_says_why_not(opened: Skybasket) -> None:
    press(opened, "d")
    opened.says("Select at least one file to download")
    opened.tick(C0F)
    press(opened, "Escape", "d")
    expect(opened.dialog.get_by_role("heading")).to_have_text("Download 1 file")
    press(opened, "d", "?")
    expect(opened.dialog).to_have_count(1)
    press(opened, "Escape")
    expect(opened.dialog).to_be_hidden()
    expect(opened.files).to_be_focused()


def test_s_shares(opened: Skybasket) -> None:
    press(opened, "s")
    expect(opened.dialog.get_by_role("textbox", name="Link")).to_be_visible()
    press(opened, "Escape")
    expect(tab(opened, "Basket")).to_be_focused()


def test_delete_removes_and_u_undoes(opened: Skybasket) -> None:
    press(opened, "Delete")
    opened.says("Select at least one file to remove")
    opened.tick(C0F)
    expect(opened.row(C0F)).to_be_focused()
    press(opened, "Delete")
    expect(opened.box(C0F)).to_be_hidden()
    expect(opened.tree.locator(":focus")).to_have_role("row")
    press(opened, "Escape", "u")
    expect(opened.box(C0F)).to_be_checked()
    press(opened, "Control+y")
    expect(opened.box(C0F)).to_be_hidden()
    press(opened, "Control+z")
    expect(opened.box(C0F)).to_be_visible()
    press(opened, "Control+Shift+z", "h", "Delete", "b")
    expect(opened.page.get_by_text("0 of 15 files selected")).to_be_visible()


def test_nothing_is_removed_that_cannot_be_seen(opened: Skybasket) -> None:
    opened.tick(C0F)
    press(opened, "Escape", "h", "Delete", "b")
    expect(opened.page.get_by_text("1 of 16 files selected")).to_be_visible()


def test_the_sheet_lists_every_shortcut(opened: Skybasket) -> None:
    press(opened, "?")
    expect(opened.dialog.get_by_role("heading", level=2)).to_have_text(
        "Keyboard shortcuts"
    )
    for group in TABLE:
        expect(
            opened.dialog.get_by_role("heading", name=group["title"])
        ).to_be_visible()
        for row in group["keys"]:
            term = opened.dialog.get_by_role("term")
            expect(term.filter(has_text=row["keys"][0]).first).to_be_visible()
            expect(opened.dialog).to_contain_text(row["does"])
    press(opened, "Escape")
    expect(opened.dialog).to_be_hidden()
    expect(tab(opened, "Basket")).to_be_focused()


def test_a_button_opens_the_sheet(opened: Skybasket) -> None:
    button = opened.page.get_by_role("button", name="Keyboard shortcuts")
    button.click()
    opened.dialog.get_by_role("button", name="Close", exact=True).click()
    expect(opened.dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_no_key_has_two_meanings() -> None:
    keys = [key for group in TABLE[:2] for row in group["keys"] for key in row["keys"]]
    assert len(keys) == len(set(keys))


def test_single_keys_can_be_switched_off(new_tab: Callable[[], Skybasket]) -> None:
    own = new_tab()  # its storage is nobody else's
    own.visit()
    page = own.page
    button = page.get_by_role("button", name="Keyboard shortcuts")
    button.click()
    switch = own.dialog.get_by_role("switch", name="Shortcuts of a single")
    expect(switch).to_be_checked()
    switch.uncheck()
    press(own, "Escape", "h", "?")
    expect(own.dialog).to_be_hidden()
    expect(tab(own, "Basket")).to_have_attribute("aria-selected", "true")
    page.reload()
    press(own, "h", "?")
    expect(tab(own, "Basket")).to_have_attribute("aria-selected", "true")
    button.click()
    expect(switch).not_to_be_checked()
    switch.check()
    press(own, "Escape", "h")
    expect(tab(own, "Download history")).to_be_focused()
