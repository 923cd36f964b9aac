"""Python breaks down, hangs or has no memory: the page goes on, with the basket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, observed
from tests.browser.breaking import BROKEN, FULL, HUNG, Breaking
from tests.browser.historypage import History
from tests.browser.lists import MIXED, many

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

FORBIDDEN: Final = """
  const full = () => { throw new DOMException("full", "QuotaExceededError"); };
  Storage.prototype.setItem = full;
  IDBObjectStore.prototype.put = full;
"""


@pytest.fixture
def tab(new_tab: Callable[[], Skybasket], watch: Watch) -> Skybasket:
    """Return a tab of which the console may tell of broken workers."""
    watch.tolerate("")  # whatever the browser and Pyodide say about it
    return new_tab()


@pytest.fixture
def breaking(tab: Skybasket) -> Breaking:
    return Breaking(tab.page)


def started(skybasket: Skybasket) -> None:
    skybasket.visit()
    skybasket.is_engine("ready")


def is_kept(skybasket: Skybasket) -> None:
    kept = skybasket.page.get_by_text("Kept in this browser", exact=True)
    expect(kept).to_be_visible()


def opened(skybasket: Skybasket) -> str:
    """Open a basket, select and unfold; return what it looks like, once it is kept."""
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.recommended.uncheck()
    skybasket.tick("HST")
    is_kept(skybasket)
    return look(skybasket)


def look(skybasket: Skybasket) -> str:
    """Return the rows, what is selected, and a filter."""
    summary = skybasket.page.locator("#summary").inner_text()
    return f"{skybasket.names()} {summary} {skybasket.recommended.is_checked()}"


def button(skybasket: Skybasket, name: str) -> Locator:
    return skybasket.page.get_by_role("button", name=name, exact=True)


def is_told(skybasket: Skybasket, command: str) -> None:
    """Wait until the page tells of a breakdown, and close that."""
    expect(skybasket.dialog).to_contain_text("broke down and was started again")
    expect(skybasket.dialog.get_by_role("listitem")).to_contain_text(f"{command}: ")
    skybasket.page.keyboard.press("Escape")


# Broken down


def test_after_a_breakdown_the_basket_is_there_as_it_was_kept(
    tab: Skybasket, breaking: Breaking
) -> None:
    breaking.faults = {"check_all": BROKEN}
    started(tab)
    breaking.faults = {}
    seen = opened(tab)
    everything = tab.box("Select all shown files")
    everything.click()
    expect(tab.dialog).to_contain_text("The basket is as this browser has kept it")
    is_told(tab, "check_all")
    tab.is_engine("ready")
    assert look(tab) == seen
    expect(tab.action("Undo")).to_be_disabled()
    # All goes on as ever.
    everything.click()
    expect(everything).to_be_checked()
    tab.press("Undo")
    expect(everything).not_to_be_checked()
    assert breaking.started == 2


def test_what_breaks_down_twice_at_one_command_is_not_begun_for_ever(
    tab: Skybasket, breaking: Breaking
) -> None:
    breaking.faults = {"check_all": BROKEN}
    started(tab)
    seen = opened(tab)
    tab.box("Select all shown files").click()
    is_told(tab, "check_all")
    tab.is_engine("ready")
    tab.box("Select all shown files").click()
    tab.is_engine("failed")
    alert = tab.files.get_by_role("alert")
    expect(alert).to_contain_text("Skybasket has stopped")
    expect(tab.tree).to_be_hidden()
    expect(tab.files).to_be_focused()
    assert breaking.started == 3
    breaking.faults = {}
    button(tab, "Retry").click()
    tab.is_engine("ready")
    assert look(tab) == seen


def test_what_breaks_down_by_itself_is_not_begun_for_ever(
    tab: Skybasket, breaking: Breaking
) -> None:
    breaking.faults = {"prepare": BROKEN}
    tab.visit()
    tab.is_engine("failed")


def test_a_basket_at_which_python_breaks_down_does_not_lock_anybody_out(
    tab: Skybasket, breaking: Breaking
) -> None:
    started(tab)
    opened(tab)
    kept = tab.page.evaluate("({ ...localStorage })")
    breaking.faults = {"read_on": BROKEN}
    tab.page.reload()
    tab.is_engine("failed")
    expect(tab.files.get_by_role("alert")).to_contain_text("is safe")
    button(tab, "New basket").click()
    tab.is_engine("ready")
    expect(tab.files).to_contain_text("Your basket is empty")
    assert kept.items() <= tab.page.evaluate("({ ...localStorage })").items()
    tab.page.get_by_role("button", name="Baskets: ").click()
    expect(button(tab, "Open: mixed")).to_be_visible()


def test_a_basket_that_was_not_kept_is_said_to_be_lost(
    tab: Skybasket, breaking: Breaking
) -> None:
    tab.page.add_init_script(FORBIDDEN)
    breaking.faults = {"check_all": BROKEN}
    started(tab)
    tab.choose(answer(MIXED), "mixed.json")
    expect(tab.page.get_by_text("Not kept in this browser", exact=True)).to_be_visible()
    tab.box("Select all shown files").click()
    expect(tab.dialog).to_contain_text("had not kept of the basket is lost")
    expect(tab.files).to_contain_text("Your basket is empty")


def test_an_empty_basket_does_not_become_another_one(
    tab: Skybasket, breaking: Breaking
) -> None:
    breaking.faults = {"search_begin": BROKEN}
    started(tab)
    opened(tab)
    tab.page.get_by_role("button", name="Baskets: ").click()
    button(tab, "New basket").click()
    expect(tab.files).to_contain_text("Your basket is empty")
    search(tab)
    is_told(tab, "search_begin")
    tab.is_engine("ready")
    tab.page.get_by_role("tab", name="Basket").click()
    expect(tab.files).to_contain_text("Your basket is empty")


def search(skybasket: Skybasket) -> None:
    skybasket.page.get_by_role("tab", name="Add products").click()
    skybasket.page.get_by_role("textbox", name="Missions", exact=True).fill("HST, JWST")
    button(skybasket, "Search").click()


def test_a_search_can_be_begun_anew_after_a_breakdown(
    tab: Skybasket, breaking: Breaking, archive: StandInArchive
) -> None:
    archive.observations, archive.products = observed(MIXED)
    breaking.faults = {"search_answer": BROKEN}
    started(tab)
    breaking.faults = {}
    search(tab)
    is_told(tab, "search_answer")
    tab.is_engine("ready")
    search(tab)
    expect(tab.page.locator("#search-status")).to_contain_text("observations found.")


def test_the_history_is_known_after_a_breakdown(
    tab: Skybasket, breaking: Breaking
) -> None:
    breaking.faults = {"check_all": BROKEN}
    started(tab)
    breaking.faults = {}
    history = History(tab)
    tab.open(answer(MIXED), "deep field.json")
    tab.tick("HST")
    history.download()
    history.show()
    history.is_listed("deep field")
    tab.page.get_by_role("tab", name="Basket").click()
    tab.box("Select all shown files").click()
    is_told(tab, "check_all")
    tab.is_engine("ready")
    history.show()
    history.is_listed("deep field")


# Out of memory


def test_a_list_for_which_there_is_no_memory_is_one_error(
    tab: Skybasket, breaking: Breaking
) -> None:
    breaking.faults = {"expand_all": FULL}
    started(tab)
    opened(tab)
    button(tab, "Expand all folders").click()
    expect(tab.box("jw01410_guider1.fits")).to_be_visible()
    seen = look(tab)
    tab.choose(many(2000, 100), "many.csv")
    expect(tab.dialog).to_be_visible()
    expect(tab.dialog).to_contain_text("memory")
    tab.page.keyboard.press("Escape")
    tab.is_engine("ready")
    assert look(tab) == seen


# Hung


def test_what_does_not_end_can_be_stopped(tab: Skybasket, breaking: Breaking) -> None:
    breaking.faults = {"check_all": HUNG}
    started(tab)
    breaking.faults = {}
    seen = opened(tab)
    tab.box("Select all shown files").click()
    expect(tab.page.locator("#status")).to_contain_text("at work for a while")
    button(tab, "Stop").click()
    toasts = tab.page.locator("#toasts")
    expect(toasts).to_contain_text("The basket is as this browser has kept it")
    tab.is_engine("ready")
    assert look(tab) == seen
    tab.box("Select all shown files").click()
    expect(tab.box("Select all shown files")).to_be_checked()


def test_what_does_not_end_can_be_stopped_while_a_dialog_is_open(
    tab: Skybasket, breaking: Breaking
) -> None:
    breaking.faults = {"check_all": HUNG}
    started(tab)
    breaking.faults = {}
    seen = opened(tab)
    tab.box("Select all shown files").click()
    button(tab, "Settings").click()
    stop = tab.dialog.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    tab.says("at work for a while")
    tab.dialog.get_by_role("button", name="Close", exact=True).focus()
    tab.page.keyboard.press("Tab")
    expect(stop).to_be_focused()
    tab.page.keyboard.press("Enter")
    expect(tab.dialog).to_contain_text("The basket is as this browser has kept it")
    expect(stop).to_have_count(0)
    tab.page.keyboard.press("Escape")
    tab.is_engine("ready")
    assert look(tab) == seen


def test_stopping_says_when_it_costs_the_basket(
    tab: Skybasket, breaking: Breaking
) -> None:
    tab.page.add_init_script(FORBIDDEN)
    breaking.faults = {"check_all": HUNG}
    started(tab)
    tab.choose(answer(MIXED), "mixed.json")
    tab.box("Select all shown files").click()
    button(tab, "Stop, and lose this basket").click()
    expect(tab.page.locator("#toasts")).to_contain_text("is lost")
    expect(tab.files).to_contain_text("Your basket is empty")


def test_a_list_that_is_being_added_can_be_cancelled(
    tab: Skybasket, breaking: Breaking
) -> None:
    started(tab)
    seen = opened(tab)
    breaking.faults = {"open": HUNG}
    tab.page.reload()
    tab.is_engine("ready")
    breaking.faults = {}
    tab.choose_all({"more.csv": many(2, 3), "next.csv": many(1, 1)})
    expect(tab.page.get_by_text("Adding the products of more.csv…")).to_be_visible()
    button(tab, "Cancel").click()
    toasts = tab.page.locator("#toasts")
    expect(toasts).to_contain_text("The basket is as this browser has kept it")
    tab.is_engine("ready")
    expect(button(tab, "Cancel")).not_to_be_attached()
    assert look(tab) == seen
    tab.open(many(2, 3), "more.csv")


def test_opening_a_basket_that_hangs_can_be_cancelled(
    tab: Skybasket, breaking: Breaking
) -> None:
    started(tab)
    opened(tab)
    breaking.faults = {"read_on": HUNG}
    tab.page.reload()
    cancel = button(tab, "Cancel")
    cancel.click()
    # Nothing comes of asking Python: it is ended when it has not answered for long.
    tab.is_engine("ready")
    expect(tab.files).to_contain_text("Your basket is empty")
    tab.page.get_by_role("button", name="Baskets: ").click()
    expect(button(tab, "Open: mixed")).to_be_visible()
