"""The parts of the page: tabs, drawers on a narrow one, and files dropped on it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.page import Skybasket

#: Drops a file on the page, as the browser tells it.
DROP: Final = """([name, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  const told = { dataTransfer, bubbles: true, cancelable: true };
  for (const type of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, told));
}"""


@pytest.fixture
def narrow(opened: Skybasket) -> Iterator[Skybasket]:
    """Return the page with a basket in a narrow window."""
    opened.page.set_viewport_size({"width": 700, "height": 800})
    yield opened
    opened.page.set_viewport_size({"width": 1440, "height": 900})


def test_arrows_lead_from_tab_to_tab(skybasket: Skybasket) -> None:
    names = ("Basket", "Download history", "Add products")
    tabs = [skybasket.page.get_by_role("tab", name=name) for name in names]
    for place in (0, 1, 2):
        tabs[place].press("ArrowRight")
        after = (place + 1) % 3
        expect(tabs[after]).to_be_focused()
        expect(tabs[after]).to_have_attribute("aria-selected", "true")
        panel = skybasket.page.get_by_role("tabpanel", name=names[after])
        expect(panel).to_be_visible()


def test_filters_are_a_drawer_on_a_narrow_page(narrow: Skybasket) -> None:
    opener = narrow.page.get_by_role("button", name="Filters", exact=True)
    expect(narrow.filters).to_be_hidden()
    opener.click()
    expect(narrow.filters).to_be_visible()
    expect(narrow.filters.locator(":focus")).to_be_visible()
    narrow.value("Mission", "TESS").check()
    narrow.page.keyboard.press("Escape")
    expect(narrow.filters).to_be_hidden()
    expect(opener).to_be_focused()
    expect(narrow.page.get_by_text("2 of 16 shown")).to_be_visible()


def test_details_are_a_drawer_on_a_narrow_page(narrow: Skybasket) -> None:
    name = "u9ox0504m_c0f.fits"
    expect(narrow.details).to_be_hidden()
    narrow.row(name).get_by_text(name, exact=True).click()
    expect(narrow.details).to_contain_text(f"mast:HST/product/{name}")
    narrow.details.get_by_role("button", name="Close details").click()
    expect(narrow.details).to_be_hidden()


def test_a_file_can_be_dropped_anywhere(skybasket: Skybasket) -> None:
    encoded = base64.b64encode(answer(MIXED)).decode()
    skybasket.page.evaluate(DROP, ["dropped.json", encoded])
    skybasket.says("from dropped.json")
    expect(skybasket.tree).to_be_visible()
    expect(skybasket.page.get_by_text("Drop the files to add")).to_be_hidden()
