"""The list of baskets that the browser keeps: open, begin, name, copy, merge, drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED, many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch


#: Forgets every basket but the open one, which is empty and not kept.
FORGET = """() => {
  for (const name of Object.keys(localStorage))
    if (/:(basket|products):/.test(name)) localStorage.removeItem(name);
}"""


@pytest.fixture(scope="module")
def tab(open_tab: Callable[[], Skybasket], watch: Watch) -> Iterator[Skybasket]:
    """Start a page with storages of its own, for all tests here."""
    skybasket = open_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    yield skybasket
    watch.detach(skybasket.page.context)
    skybasket.page.context.close()


@pytest.fixture
def two(tab: Skybasket) -> Skybasket:
    """Return a page that keeps "mixed", and has "other" open."""
    tab.page.keyboard.press("Escape")
    begin(tab)
    tab.page.evaluate(FORGET)
    tab.open(answer(MIXED), "mixed.json")
    begin(tab)
    tab.open(many(2, 3), "other.csv")
    return tab


def begin(skybasket: Skybasket) -> None:
    listed(skybasket).get_by_role("button", name="New basket").click()
    expect(skybasket.files).to_contain_text("Your basket is empty")


def listed(skybasket: Skybasket) -> Locator:
    """Open the list of baskets."""
    if not skybasket.dialog.count():
        skybasket.page.get_by_role("button", name="Baskets: ").click()
    expect(skybasket.dialog).to_have_accessible_name("Your baskets")
    return skybasket.dialog


def titles(skybasket: Skybasket) -> list[str]:
    return listed(skybasket).get_by_role("heading", level=3).all_inner_texts()


def act(skybasket: Skybasket, action: str, title: str) -> None:
    name = f"{action}: {title}"
    listed(skybasket).get_by_role("button", name=name, exact=True).click()


def test_baskets_are_listed_and_opened(two: Skybasket) -> None:
    assert titles(two) == ["other open here", "mixed"]
    item = listed(two).get_by_role("listitem").filter(has_text="mixed")
    expect(item).to_contain_text("16 files")
    act(two, "Open", "mixed")
    expect(two.dialog).to_have_count(0)
    expect(two.page).to_have_title("mixed · Skybasket")
    two.page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(two.page).to_have_title("other · Skybasket")


def test_each_basket_comes_back_as_it_was_left(two: Skybasket) -> None:
    two.tick_all()
    act(two, "Open", "mixed")
    expect(two.recommended).to_be_checked()
    two.recommended.uncheck()
    two.says("16 of 16 files shown")
    act(two, "Open", "other")
    expect(two.page.get_by_text("6 of 6 files selected")).to_be_visible()
    act(two, "Open", "mixed")
    expect(two.page).to_have_title("mixed · Skybasket")
    expect(two.recommended).not_to_be_checked()


def test_baskets_are_renamed(two: Skybasket) -> None:
    for old, new in (("mixed", "M 51"), ("other", "M 101 <b>")):
        act(two, "Rename", old)
        box = two.dialog.get_by_role("textbox", name="New title")
        expect(box).to_be_focused()
        box.fill(new)
        box.press("Enter")
        expect(two.dialog.get_by_role("button", name=f"Delete: {new}")).to_be_visible()
    two.page.keyboard.press("Escape")
    expect(two.page).to_have_title("M 101 <b> · Skybasket")
    act(two, "Open", "M 51")
    expect(two.page).to_have_title("M 51 · Skybasket")


def test_a_copy_is_a_basket_of_its_own(two: Skybasket) -> None:
    act(two, "Duplicate", "mixed")
    act(two, "Open", "mixed (copy)")
    expect(two.page).to_have_title("mixed (copy) · Skybasket")
    two.press("Remove all")
    two.says("Removed 16 files")
    act(two, "Open", "mixed")
    expect(two.page.get_by_text("0 of 16 files selected")).to_be_visible()


def test_another_basket_is_added_to_the_open_one(two: Skybasket) -> None:
    act(two, "Add to this basket", "mixed")
    two.says("Added 16 files")
    two.page.keyboard.press("Escape")
    expect(two.page.locator("#summary")).to_contain_text("of 22 files selected")
    two.press("Undo")
    expect(two.page.locator("#summary")).to_contain_text("of 6 files selected")
    assert len(titles(two)) == 2


@pytest.mark.parametrize("title", ["mixed", "other"])
def test_a_deleted_basket_can_be_taken_back(two: Skybasket, title: str) -> None:
    act(two, "Delete", title)
    gone = two.dialog.get_by_role("button", name=f"Duplicate: {title}")
    expect(gone).to_have_count(0)
    two.page.locator("#toasts").get_by_role("button", name="Undo").click()
    two.says(f"“{title}” is there again.")
    act(two, "Open", title)
    expect(two.page).to_have_title(f"{title} · Skybasket")


def test_a_deleted_basket_is_gone_after_a_reload(two: Skybasket) -> None:
    act(two, "Delete", "other")
    two.says("Deleted “other”.")
    two.page.reload()
    two.is_engine("ready")
    assert "other" not in "".join(titles(two))


def test_a_basket_that_is_open_elsewhere_says_so(two: Skybasket) -> None:
    expect(two.page.get_by_text("Kept in this browser", exact=True)).to_be_visible()
    other = type(two)(two.page.context.new_page(), two.address)
    other.visit()
    other.is_engine("ready")
    item = listed(other).get_by_role("listitem").filter(has_text="other")
    expect(item).to_contain_text("open in another tab")
    expect(item.get_by_role("button", name="Delete")).to_have_count(0)
    act(other, "Open", "other")
    expect(other.page).to_have_title("other (copy) · Skybasket")
    other.page.close()


def test_the_open_basket_is_saved_as_a_file(two: Skybasket) -> None:
    with two.page.expect_download() as saving:
        listed(two).get_by_role("button", name="Save this basket as a file").click()
    assert saving.value.suggested_filename == "other.skybasket"
