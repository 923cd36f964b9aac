"""The whole main job without a mouse: from an empty page to a script and its record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket

#: More steps of the Tab key than the page has controls.
MOST: Final = 60


class Walker:
    """Someone at a keyboard: presses keys, and knows what has the focus."""

    def __init__(self, skybasket: Skybasket) -> None:
        self.skybasket = skybasket
        self.page = skybasket.page
        self.focused = skybasket.page.locator(":focus")

    def press(self, *keys: str) -> None:
        """Press keys; the focus is never on the page itself after them."""
        for key in keys:
            self.page.keyboard.press(key)
            expect(self.page.locator("body")).not_to_be_focused()

    def tab_to(self, locator: Locator) -> None:
        """Press Tab until something has the focus."""
        for _ in range(MOST):
            self.press("Tab")
            if locator.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(self.focused.evaluate("element => element.outerHTML"))

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_be_visible()


@pytest.mark.firefox
def test_the_main_job_by_keyboard(new_tab: Callable[[], Skybasket]) -> None:
    skybasket = new_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    walker = Walker(skybasket)
    filters_the_sample(skybasket, walker)
    chooses_files(skybasket, walker)
    saves_a_script(skybasket, walker)
    goes_back(skybasket, walker)


def filters_the_sample(skybasket: Skybasket, walker: Walker) -> None:
    """Open the sample basket; filter by name, and by a value of a facet."""
    sample = skybasket.page.get_by_role("button", name="Try the sample basket")
    walker.tab_to(sample)
    walker.press("Enter")
    walker.sees("31 of 63 shown")

    walker.press("t", "Escape", "/")
    expect(skybasket.name_box).to_be_focused()
    skybasket.page.keyboard.type("*.fits")
    expect(skybasket.page.get_by_text("31 of 63 shown")).to_be_hidden()
    walker.tab_to(skybasket.value("Mission", "JWST"))
    walker.press("Space")
    expect(skybasket.value("Mission", "JWST")).to_be_checked()
    expect(skybasket.tree).to_have_attribute("aria-rowcount", "15")


def chooses_files(skybasket: Skybasket, walker: Walker) -> None:
    """Choose files in the tree: one, then ranges; look at one of them."""
    walker.press("t")
    expect(skybasket.row("JWST")).to_be_focused()
    walker.press("Home", "ArrowRight", "ArrowRight", "Space")
    walker.sees("1 of 63 files selected")
    walker.press("Shift+ArrowDown")
    walker.sees("2 of 63 files selected")
    walker.press("End", "Shift+Space")
    walker.sees("7 of 63 files selected")
    walker.press("Enter")
    expect(skybasket.details).to_contain_text("mast:JWST/product/")
    walker.press("Control+Home")
    expect(skybasket.row("JWST")).to_be_focused()


def saves_a_script(skybasket: Skybasket, walker: Walker) -> None:
    """Save a script from the download dialog."""
    walker.press("Escape", "d")
    expect(skybasket.dialog).to_be_visible()
    save = skybasket.dialog.get_by_role("button", name="Save script")
    expect(save).to_be_visible()
    walker.tab_to(save)
    with skybasket.page.expect_download() as saving:
        walker.press("Enter")
    script = Path(saving.value.path()).read_text("utf-8")
    assert script.startswith("#!/usr/bin/env bash")
    walker.press("Escape")
    expect(skybasket.dialog).to_be_hidden()


def goes_back(skybasket: Skybasket, walker: Walker) -> None:
    """Undo the last choice; look at the record of the download, and leave it."""
    walker.press("u")
    skybasket.says("Undone")
    walker.sees("2 of 63 files selected")
    walker.press("h")
    history = skybasket.page.get_by_role("tabpanel", name="Download history")
    expect(history).to_contain_text("curl script")
    walker.tab_to(history.get_by_role("button", name=re.compile("^Open ")).first)
    walker.press("Enter")
    back = skybasket.page.get_by_role("button", name="Back to my basket")
    expect(back).to_be_visible()
    walker.press("Escape", "b")
    walker.tab_to(back)
    walker.press("Enter")
    expect(back).to_be_hidden()
    expect(walker.focused).to_be_visible()
