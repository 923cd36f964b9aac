"""The download history: what left the page is there again, and can leave again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.historypage import History, many, record
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FilePayload

    from tests.browser.page import Skybasket


def started(skybasket: Skybasket) -> History:
    skybasket.visit()
    skybasket.is_engine("ready")
    return History(skybasket)


@pytest.fixture
def history(new_tab: Callable[[], Skybasket]) -> History:
    """Return the history of a page with storages of its own."""
    return started(new_tab())


@pytest.fixture
def filled(new_tab: Callable[[], Skybasket]) -> History:
    """Return the tab of a history with three records: two of one day, one of today."""
    history = History(new_tab())
    history.page.goto(history.skybasket.address + "settings.json")
    old = {"when": "2026-01-02T12:00:00Z", "changed": "2026-01-02T12:00:00Z"}
    history.store(
        {
            "made00001": record("Carina", "wget", digest="long" * 100, **old),
            "made00002": record("Vega", "bundle", missions=["TESS"], **old),
            "made00003": record("deep field", "curl"),
        }
    )
    started(history.skybasket)
    history.show()
    history.is_listed("deep field", "Vega", "Carina")
    return history


def test_there_is_nothing_before_the_first_download(history: History) -> None:
    history.show()
    expect(history.panel).to_contain_text("No downloads yet")
    for name in ("Undo", "Export", "Clear"):
        button = history.panel.get_by_role("button", name=name, exact=True)
        expect(button).to_be_disabled()


@pytest.mark.firefox
def test_a_download_is_there_after_a_reload_and_leaves_again_in_another_way(
    history: History,
) -> None:
    skybasket = history.skybasket
    history.fetch()
    history.show()
    history.is_listed("deep field")
    history.reload()
    record = history.record("deep field")
    expect(record).to_contain_text("curl script")
    expect(record).to_contain_text("6 files")
    expect(record).to_contain_text("Minimum recommended products")
    history.press("Open deep field")
    bar = history.page.get_by_text("From the history: deep field")
    expect(bar).to_be_visible()
    expect(skybasket.page.get_by_text("6 of 6 files selected")).to_be_visible()
    skybasket.box("HST").click()
    expect(skybasket.box("HST")).not_to_be_checked()
    text = history.download("wget script")
    assert "u9ox0504m" not in text
    assert "tess-s0004_lc.fits" in text
    history.show()
    history.is_listed("deep field", "deep field")
    expect(history.panel.get_by_role("listitem").first).to_contain_text("wget script")


def test_the_same_text_once_more(history: History) -> None:
    text = history.fetch()
    history.skybasket.press("Remove all")
    history.reload()
    with history.page.expect_download() as saving:
        history.press("Same again: deep field")
    name = saving.value.suggested_filename
    assert re.fullmatch(r"skybasket-deep-field-\d{4}-\d\d-\d\d\.sh", name)
    assert Path(saving.value.path()).read_text("utf-8") == text
    expect(history.record("deep field")).to_contain_text("again")


def test_what_is_copied_is_kept_too(history: History) -> None:
    skybasket = history.skybasket
    skybasket.open(answer(MIXED), "copied.json")
    skybasket.tick_all()
    skybasket.press("Download")
    skybasket.dialog.get_by_role("radio", name="Direct links").check()
    skybasket.dialog.get_by_role("button", name="Copy", exact=True).click()
    expect(history.toasts).to_contain_text("Copied")
    history.page.keyboard.press("Escape")
    history.show()
    expect(history.record("copied")).to_contain_text("Direct links")


def test_what_came_without_a_text_is_asked_for_in_the_dialog(filled: History) -> None:
    filled.press("Same again: Vega")
    dialog = filled.skybasket.dialog
    expect(dialog.get_by_role("radio", name="Bundle")).to_be_checked()
    expect(dialog).to_contain_text("Download 6 files")
    expect(dialog.get_by_role("button", name="Get the bundle")).to_be_visible()


def test_many_files_lie_apart_and_are_there_again(history: History) -> None:
    names = [f"{number * 7919 % 100_003:06}" for number in range(9000)]
    rows = [product(f"{name}-{name[::-1]}.fits", name) for name in names]
    history.skybasket.open(answer(rows), "large.json")
    history.skybasket.tick_all()
    text = history.download()
    history.is_kept(1)
    [stored] = history.stored().values()
    assert json.loads(stored)["products"] is None
    history.show()
    expect(history.record("large")).to_contain_text("9,000 files")
    history.reload()
    with history.page.expect_download() as saving:
        history.press("Same again: large")
    assert Path(saving.value.path()).read_text("utf-8") == text
    history.press("Delete large")
    history.undo_by_message()
    history.press("Add to current basket: large")
    history.page.get_by_role("tab", name="Basket").click()
    expect(history.page.get_by_text("of 9,000 files selected")).to_be_visible()


# One record


def test_a_title_is_changed_by_keyboard(filled: History) -> None:
    rename = filled.panel.get_by_role("button", name="Rename Carina")
    rename.press("Enter")
    field = filled.panel.get_by_role("textbox", name="Title of Carina")
    expect(field).to_be_focused()
    field.fill("Eta Carinae")
    field.press("Escape")
    filled.is_listed("deep field", "Vega", "Carina")
    expect(rename).to_be_focused()
    rename.press("Enter")
    field.fill("Eta Carinae")
    field.press("Enter")
    filled.is_listed("deep field", "Vega", "Eta Carinae")
    expect(
        filled.panel.get_by_role("button", name="Rename Eta Carinae")
    ).to_be_focused()
    filled.undo_by_message()
    filled.is_listed("deep field", "Vega", "Carina")
    filled.reload()
    filled.is_listed("deep field", "Vega", "Carina")


def test_a_record_is_pinned(filled: History) -> None:
    filled.press("Pin Vega")
    expect(filled.record("Vega").get_by_text("Pinned", exact=True)).to_be_attached()
    expect(filled.panel.get_by_role("button", name="Unpin Vega")).to_be_focused()
    filled.reload()
    filled.press("Unpin Vega")
    expect(filled.panel.get_by_role("button", name="Pin Vega")).to_be_visible()


def test_a_record_is_deleted_and_the_focus_goes_to_the_next(filled: History) -> None:
    filled.panel.get_by_role("button", name="Delete Vega").press("Enter")
    filled.is_listed("deep field", "Carina")
    expect(filled.panel.get_by_role("button", name="Delete Carina")).to_be_focused()
    filled.page.keyboard.press("Enter")
    filled.is_listed("deep field")
    expect(filled.panel.get_by_role("button", name="Delete deep field")).to_be_focused()
    filled.page.keyboard.press("Enter")
    expect(filled.panel).to_contain_text("No downloads yet")
    expect(filled.search).to_be_focused()
    undo = filled.panel.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_have_attribute("aria-description", "Undo: Deleted “deep field”")
    filled.page.keyboard.press("Escape")
    undo.press("Enter")
    undo.press("Enter")
    filled.is_listed("deep field", "Carina")
    filled.reload()
    filled.is_listed("deep field", "Carina")


def test_all_records_are_cleared_and_there_again(filled: History) -> None:
    filled.press("Clear")
    expect(filled.panel).to_contain_text("No downloads yet")
    assert filled.stored() == {}
    filled.panel.press("Control+z")
    filled.is_listed("deep field", "Vega", "Carina")
    assert len(filled.stored()) == 3


def test_files_join_the_basket(filled: History) -> None:
    filled.press("Add to current basket: Carina")
    expect(filled.toasts).to_contain_text("Added 6 files")
    filled.undo_by_message()
    expect(filled.skybasket.page.locator("#summary")).to_contain_text("No files yet")


# Finding


def test_records_are_searched_and_sorted(filled: History) -> None:
    filled.search.fill("tess vega")
    filled.is_listed("Vega")
    expect(filled.panel).to_contain_text("1 of 3 records")
    filled.search.fill("no such thing")
    expect(filled.panel).to_contain_text("No record matches")
    filled.press("Show all records")
    expect(filled.search).to_have_value("")
    filled.order.select_option(label="By title")
    filled.is_listed("Carina", "deep field", "Vega")
    filled.order.select_option(label="Oldest first")
    filled.is_listed("Carina", "Vega", "deep field")
    headings = filled.panel.get_by_role("heading", level=2)
    days = [re.compile("2 Jan 2026"), re.compile("Today, ")]
    expect(headings).to_have_text(["Download history", *days])


def test_five_hundred_records_stay_quick(new_tab: Callable[[], Skybasket]) -> None:
    history = History(new_tab())
    history.page.goto(history.skybasket.address + "settings.json")
    history.store(many(500))
    started(history.skybasket)
    history.show()
    expect(history.panel).to_contain_text("500 records")
    expect(history.titles).to_have_count(500)
    history.search.fill("Record 498")
    history.is_listed("Record 498")
    drawn = history.page.evaluate(
        """async () => {
          const panel = document.getElementById("history");
          const field = panel.querySelector("[type=search]");
          field.value = "";
          const start = performance.now();
          field.dispatchEvent(new Event("input", { bubbles: true }));
          while (panel.querySelectorAll("h3").length < 500)
            await new Promise(requestAnimationFrame);
          return performance.now() - start;
        }"""
    )
    print(f"500 records are listed again in {drawn:.0f} ms")  # noqa: T201
    assert drawn < 5000


# In and out


def test_a_history_is_exported_and_imported(
    filled: History, new_tab: Callable[[], Skybasket]
) -> None:
    with filled.page.expect_download() as saving:
        filled.press("Export")
    assert saving.value.suggested_filename == "skybasket-history.json"
    content = Path(saving.value.path()).read_bytes()

    other = started(new_tab())
    other.show()
    with other.page.expect_file_chooser() as chooser:
        other.press("Import")
    file: FilePayload = {
        "name": "h.json",
        "mimeType": "application/json",
        "buffer": content,
    }
    chooser.value.set_files([file])
    expect(other.toasts).to_contain_text("3 records imported.")
    other.is_listed("deep field", "Vega", "Carina")
    assert other.stored() == filled.stored()
    other.undo_by_message()
    expect(other.panel).to_contain_text("No downloads yet")
    # It is also known where lists of products are opened.
    other.skybasket.choose(content, "history.json")
    other.is_listed("deep field", "Vega", "Carina")
    other.skybasket.choose(content, "history.json")
    expect(other.toasts).to_contain_text("3 were here already")
    other.is_listed("deep field", "Vega", "Carina")


def test_what_cannot_be_imported_is_reported(history: History) -> None:
    content = b'{"skybasket-history": 1, "records": [7]}'
    history.skybasket.choose(content, "history.json")
    dialog = history.skybasket.dialog
    expect(dialog).to_contain_text("Record 1: it is no record at all")
    with history.page.expect_download() as saving:
        dialog.get_by_role("button", name="Save these rows").click()
    assert "no record at all" in Path(saving.value.path()).read_text("utf-8")


# Where things go wrong


def test_without_room_nothing_is_dropped(filled: History) -> None:
    filled.fill_storage()
    before = filled.stored()
    filled.fetch("one more")
    expect(filled.toasts).to_contain_text("this visit only")
    assert filled.stored() == before
    filled.show()
    filled.is_listed("one more", "deep field", "Vega", "Carina")
    banner = filled.panel.get_by_text("1 record is here for this visit only")
    expect(banner).to_be_visible()
    filled.press("Make room")
    expect(banner).to_be_hidden()
    expect(filled.toasts).to_contain_text("1 record made room, “Carina”")
    filled.is_listed("one more", "deep field", "Vega")
    filled.reload()
    filled.is_listed("one more", "deep field", "Vega")


def test_where_nothing_is_stored_it_lasts_for_the_visit(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    skybasket.page.context.add_init_script("""
      for (const name of ["localStorage", "sessionStorage", "indexedDB"])
        Object.defineProperty(window, name, {
          get() { throw new DOMException("denied", "SecurityError"); },
        });
    """)
    history = started(skybasket)
    history.fetch()
    history.show()
    history.is_listed("deep field")
    expect(history.panel).to_contain_text("The browser stores nothing for this page")
    history.press("Open deep field")
    expect(skybasket.page.get_by_text("6 of 6 files selected")).to_be_visible()


def test_what_cannot_be_read_is_listed_and_can_be_saved(filled: History) -> None:
    filled.store({"damaged001": "<b>what", "newer00001": '{"version": 99}'})
    filled.reload()
    lost = filled.record("A record that cannot be read")
    expect(lost).to_have_count(2)
    expect(filled.titles).to_have_count(5)
    with filled.page.expect_download() as saving:
        lost.first.get_by_role("button", name="Save as it is").click()
    assert Path(saving.value.path()).read_text("utf-8") == "<b>what"
    lost.first.get_by_role("button", name="Delete").click()
    expect(lost).to_have_count(1)
    filled.undo_by_message()
    expect(lost).to_have_count(2)


@pytest.mark.firefox
def test_a_download_in_one_tab_appears_in_the_other(filled: History) -> None:
    skybasket = filled.skybasket
    page = skybasket.page.context.new_page()
    other = started(type(skybasket)(page, skybasket.address))
    other.show()
    other.is_listed("deep field", "Vega", "Carina")
    filled.press("Delete Carina")
    other.is_listed("deep field", "Vega")
    filled.press("Pin Vega")
    expect(other.panel.get_by_role("button", name="Unpin Vega")).to_be_visible()
    other.press("Rename Vega")
    other.panel.get_by_role("textbox", name="Title of Vega").fill("mine")
    other.page.keyboard.press("Enter")
    filled.is_listed("deep field", "mine")
    filled.press("Undo")
    expect(other.panel.get_by_role("button", name="Pin mine")).to_be_visible()
    other.fetch("from the other")
    filled.is_listed("from the other", "deep field", "mine")
