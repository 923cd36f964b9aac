"""The basket is there again: after a reload, a crash, in two tabs, without room."""

from __future__ import annotations

import gzip
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error as PageCrashed
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED, many

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

#: More products than are stored as text.
COUNT = 4_000
SOME_SELECTED = re.compile(r"[1-9]\d* of 16 files selected")
STORED = """async () => {
  const name = `skybasket:${location.pathname}:`;
  const request = indexedDB.open(name);
  const database = await new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const keys = database.objectStoreNames.length
    ? await new Promise((resolve) => {
        const found = database.transaction("bytes").objectStore("bytes").getAllKeys();
        found.onsuccess = () => resolve(found.result);
      })
    : [];
  database.close();
  return keys;
}"""


def started(skybasket: Skybasket) -> Skybasket:
    skybasket.visit()
    skybasket.is_engine("ready")
    return skybasket


def again(skybasket: Skybasket) -> Skybasket:
    """Load the page anew, as soon as the basket is said to be safe."""
    is_kept(skybasket)
    skybasket.page.reload()
    skybasket.is_engine("ready")
    return skybasket


def is_kept(skybasket: Skybasket) -> None:
    expect(
        skybasket.page.get_by_text("Kept in this browser", exact=True)
    ).to_be_visible()


def is_written(skybasket: Skybasket, before: str) -> None:
    """Wait until the record is another one than before."""
    skybasket.page.evaluate(
        """async (before) => {
          const isRecord = (name) => name.includes(":basket:");
          const record = () => localStorage[Object.keys(localStorage).find(isRecord)];
          while (record() === before) await new Promise(requestAnimationFrame);
        }""",
        before,
    )


def tab_beside(skybasket: Skybasket) -> Skybasket:
    """Open another tab of the same browser."""
    other = type(skybasket)(skybasket.page.context.new_page(), skybasket.address)
    return started(other)


def texts(skybasket: Skybasket) -> dict[str, str]:
    """Return all that is stored as text, by the ends of the names."""
    found: dict[str, str] = skybasket.page.evaluate("({ ...localStorage })")
    start = f"skybasket:{skybasket.page.evaluate('location.pathname')}:"
    assert all(name.startswith(start) for name in found)
    return {name.removeprefix(start): text for name, text in found.items()}


def record(skybasket: Skybasket) -> tuple[str, dict[str, Any]]:
    [(name, text)] = [
        (name, text)
        for name, text in texts(skybasket).items()
        if name.startswith("basket:")
    ]
    return name, json.loads(text)


def write(skybasket: Skybasket, name: str, text: str) -> None:
    skybasket.page.evaluate(
        "([name, text]) => localStorage.setItem("
        "`skybasket:${location.pathname}:${name}`, text)",
        [name, text],
    )


# Reload


@pytest.mark.firefox
def test_a_reload_changes_nothing(new_tab: Callable[[], Skybasket]) -> None:
    skybasket = started(new_tab())
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.recommended.uncheck()
    skybasket.value("Mission", "JWST").check()
    skybasket.tick_all()
    skybasket.value("Mission", "JWST").uncheck()
    skybasket.press("Remove selected")
    skybasket.says("Removed")
    skybasket.press("Undo")
    skybasket.type_name("*.fits")
    skybasket.says("9 of 16 files shown")
    name = skybasket.names()[2]
    skybasket.row(name).get_by_text(name).click()
    expect(skybasket.details).to_contain_text("URI")
    seen = skybasket.names(), skybasket.page.locator("#summary").inner_text()
    details = skybasket.details.inner_text()

    again(skybasket)
    expect(skybasket.page).to_have_title("mixed · Skybasket")
    expect(skybasket.name_box).to_have_value("*.fits")
    expect(skybasket.recommended).not_to_be_checked()
    assert (skybasket.names(), skybasket.page.locator("#summary").inner_text()) == seen
    expect(skybasket.details).to_contain_text("URI")
    assert skybasket.details.inner_text() == details
    expect(skybasket.action("Undo")).to_be_disabled()


def test_the_tab_and_the_place_are_the_same(new_tab: Callable[[], Skybasket]) -> None:
    skybasket = started(new_tab())
    skybasket.open(many(40, 100), "many.csv")
    skybasket.page.get_by_role("button", name="Expand all folders").click()
    tree = skybasket.page.locator("#tree")
    expect(tree).to_have_attribute("aria-rowcount", "4042")
    tree.evaluate("tree => { tree.scrollTop = 40000; }")
    expect(skybasket.rows.first).to_be_visible()
    again(skybasket)
    expect(tree).to_have_js_property("scrollTop", 40000)
    assert skybasket.page.evaluate(STORED) == [
        f"products:{record(skybasket)[0].partition(':')[2]}:0"
    ]
    skybasket.page.get_by_role("tab", name="Add products").click()
    again(skybasket)
    tab = skybasket.page.get_by_role("tab", name="Add products")
    expect(tab).to_have_attribute("aria-selected", "true")


def test_products_are_written_once_and_a_click_writes_little(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = started(new_tab())
    skybasket.open(many(COUNT // 100, 100), "many.csv")
    is_kept(skybasket)
    before = texts(skybasket)
    skybasket.tick("JWST")
    expect(skybasket.page.get_by_text("4,000 of 4,000 files selected")).to_be_visible()
    skybasket.page.evaluate("dispatchEvent(new Event('pagehide'))")
    after = texts(skybasket)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name.partition(":")[0] for name in changed} == {"basket"}
    assert all(len(after[name]) < 2000 for name in changed)


def test_what_was_found_out_of_many_files_is_kept_with_them(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = started(new_tab())
    skybasket.choose(many(210, 100), "many.csv")
    expect(skybasket.page.get_by_text("All 21,000 shown")).to_be_visible()
    is_kept(skybasket)
    name = record(skybasket)[0].replace("basket:", ":foretold:")
    skybasket.page.wait_for_function(
        f"async (name) => (await ({STORED})()).some((key) => key.endsWith(name))",
        arg=name,
    )
    again(skybasket)
    expect(skybasket.page.get_by_text("All 21,000 shown")).to_be_visible()
    skybasket.type_name("*_0007.fits")
    expect(skybasket.page.get_by_text("210 of 21,000 shown")).to_be_visible()


def test_what_was_removed_leaves_the_storage_with_the_next_visit(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = started(new_tab())
    skybasket.choose(many(210, 100), "many.csv")
    expect(skybasket.page.get_by_text("All 21,000 shown")).to_be_visible()
    skybasket.tick_all()
    skybasket.type_name("*5.fits")
    expect(skybasket.page.get_by_text("2,100 of 21,000 shown")).to_be_visible()
    skybasket.box("Select all shown files").click()
    selected = skybasket.page.get_by_text("18,900 of 21,000 files selected")
    expect(selected).to_be_visible()
    skybasket.press("Remove selected")
    expect(skybasket.page.get_by_text("All 2,100 shown")).to_be_visible()
    is_kept(skybasket)
    before, _ = record(skybasket)
    again(skybasket)
    expect(skybasket.page.get_by_text("All 2,100 shown")).to_be_visible()
    is_kept(skybasket)
    gone = before.removeprefix("basket:")
    while gone in "".join((*texts(skybasket), *skybasket.page.evaluate(STORED))):
        is_kept(skybasket)
    again(skybasket)
    expect(skybasket.page.get_by_text("All 2,100 shown")).to_be_visible()


def test_a_tab_that_is_killed_loses_nothing(new_tab: Callable[[], Skybasket]) -> None:
    skybasket = started(new_tab())
    skybasket.open(answer(MIXED), "mixed.json")
    is_kept(skybasket)
    name, _ = record(skybasket)
    before = texts(skybasket)[name]
    skybasket.tick_all()
    is_written(skybasket, before)
    context = skybasket.page.context
    # Nothing of the page runs any more: neither a timer nor what is done at its end.
    with skybasket.page.expect_event("crash"), suppress(PageCrashed):
        skybasket.page.goto("chrome://crash")
    skybasket.page.close()
    other = type(skybasket)(context.new_page(), skybasket.address)
    started(other)
    expect(other.page).to_have_title("mixed · Skybasket")
    expect(other.page.locator("#summary")).to_contain_text(SOME_SELECTED)


def test_what_was_clicked_last_is_written_when_the_page_is_left(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = started(new_tab())
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.tick_all()
    expect(skybasket.page.locator("#summary")).to_contain_text(SOME_SELECTED)
    skybasket.page.reload()
    skybasket.is_engine("ready")
    expect(skybasket.page.locator("#summary")).to_contain_text(SOME_SELECTED)


def test_a_problem_leaves_what_is_kept_as_it_is(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = started(new_tab())
    skybasket.open(answer(MIXED), "mixed.json")
    is_kept(skybasket)
    skybasket.page.evaluate("location.hash = 'get=%3Cimg%3E'")
    expect(skybasket.dialog).to_contain_text("That did not work")
    skybasket.page.keyboard.press("Escape")
    skybasket.tick_all()
    expect(skybasket.page.locator("#summary")).to_contain_text(SOME_SELECTED)
    again(skybasket)
    expect(skybasket.page).to_have_title("mixed · Skybasket")
    expect(skybasket.page.locator("#summary")).to_contain_text(SOME_SELECTED)


# Reopening, step by step


def held_back(skybasket: Skybasket, command: str) -> None:
    """Have the page wait before it hears how far Python is, until `let_go`."""
    skybasket.page.add_init_script(
        """{
          const Plain = Worker;
          const released = new Promise((resolve) => { window.letGo = resolve; });
          window.Worker = class extends Plain {
            postMessage(message, transfer) {
              const asked = message?.argumentList?.[0]?.value === COMMAND;
              if (!asked) return super.postMessage(message, transfer);
              released.then(() => super.postMessage(message, transfer));
            }
          };
        }""".replace("COMMAND", json.dumps(command))
    )


def test_reopening_tells_how_far_it_is_and_can_be_cancelled(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = started(new_tab())
    skybasket.open(many(COUNT // 100, 100), "many.csv")
    is_kept(skybasket)
    kept = record(skybasket)
    held_back(skybasket, "read_on")
    skybasket.page.reload()
    progress = skybasket.page.get_by_role("progressbar", name="Opening your basket…")
    cancel = skybasket.page.get_by_role("button", name="Cancel", exact=True)
    expect(progress).to_be_visible()
    cancel.click()
    skybasket.page.evaluate("letGo()")
    skybasket.is_engine("ready")
    expect(cancel).not_to_be_attached()
    expect(skybasket.files).to_contain_text("Your basket is empty")
    # It is still there, as it was.
    assert record(skybasket) == kept
    skybasket.page.get_by_role("button", name="Baskets: ").click()
    skybasket.dialog.get_by_role("button", name="Open: many").click()
    expect(skybasket.page).to_have_title("many · Skybasket")
    skybasket.says("Opened “many”.")


@pytest.mark.parametrize("name", ["many.csv", "many.csv.gz"])
def test_a_file_can_be_cancelled_when_all_of_it_is_here(
    new_tab: Callable[[], Skybasket], name: str
) -> None:
    skybasket = new_tab()
    held_back(skybasket, "read_on")
    started(skybasket)
    content = many(40, 100)
    skybasket.choose(gzip.compress(content) if name.endswith("gz") else content, name)
    text = f"Reading {name}…"
    expect(skybasket.page.get_by_role("progressbar", name=text)).to_be_visible()
    cancel = skybasket.page.get_by_role("button", name="Cancel", exact=True)
    cancel.click()
    skybasket.page.evaluate("letGo()")
    expect(cancel).not_to_be_attached()
    expect(skybasket.files).to_contain_text("Your basket is empty")
    skybasket.open(answer(MIXED), "mixed.json")
    expect(skybasket.tree).to_be_visible()


# Two tabs


@pytest.mark.firefox
def test_each_tab_has_its_basket(new_tab: Callable[[], Skybasket]) -> None:
    one = started(new_tab())
    one.open(answer(MIXED), "mixed.json")
    is_kept(one)
    two = tab_beside(one)
    expect(two.files).to_contain_text("Your basket is empty")
    two.open(many(2, 3), "other.csv")
    two.tick_all()
    one.recommended.uncheck()
    one.says("16 of 16 files shown")
    again(two)
    expect(two.page.get_by_text("6 of 6 files selected")).to_be_visible()
    again(one)
    expect(one.page.get_by_text("0 of 16 files selected")).to_be_visible()
    expect(one.recommended).not_to_be_checked()


@pytest.mark.firefox
def test_a_tab_that_was_duplicated_goes_on_with_a_copy(
    new_tab: Callable[[], Skybasket],
) -> None:
    one = started(new_tab())
    one.open(answer(MIXED), "mixed.json")
    is_kept(one)
    # What a browser does for "Duplicate": the new tab remembers what the old one does.
    with one.page.context.expect_page() as opened:
        one.page.evaluate("window.open(location.href)")
    two = type(one)(opened.value, one.address)
    two.is_engine("ready")
    expect(two.page).to_have_title("mixed (copy) · Skybasket")
    expect(two.page.locator("#toasts")).to_contain_text("open in another tab")
    two.press("Remove all")
    again(one)
    expect(one.page.get_by_text("0 of 16 files selected")).to_be_visible()


def test_where_tabs_cannot_agree_none_overwrites_the_other(
    new_tab: Callable[[], Skybasket],
) -> None:
    one = new_tab()
    one.page.context.add_init_script(
        "Object.defineProperty(navigator, 'locks', { value: undefined })"
    )
    started(one)
    one.open(answer(MIXED), "mixed.json")
    is_kept(one)
    two = tab_beside(one)
    expect(two.page).to_have_title("mixed · Skybasket")
    two.recommended.uncheck()
    two.says("16 of 16 files shown")
    is_kept(two)
    one.tick_all()
    expect(one.page.locator("#toasts")).to_contain_text("changed in another tab")
    expect(one.page).to_have_title("mixed (copy) · Skybasket")
    is_kept(one)
    stored = texts(one)
    titles = [
        json.loads(text)["title"]
        for name, text in stored.items()
        if name.startswith("basket:")
    ]
    assert sorted(titles) == ["mixed", "mixed (copy)"]


# Without room, or anything else


@pytest.mark.firefox
def test_where_there_is_no_room_the_basket_stays_usable(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    skybasket.page.context.add_init_script("""
      const full = () => { throw new DOMException("full", "QuotaExceededError"); };
      Storage.prototype.setItem = full;
      IDBObjectStore.prototype.put = full;
    """)
    started(skybasket)
    # What was opened may be said too soon: that nothing is kept comes after it.
    skybasket.choose(answer(MIXED), "mixed.json")
    toasts = skybasket.page.locator("#toasts")
    expect(toasts).to_contain_text("The browser has no room left for this page.")
    expect(toasts).to_contain_text("save it as a file before you close it")
    expect(
        skybasket.page.get_by_text("Not kept in this browser", exact=True)
    ).to_be_visible()
    skybasket.tick_all()
    expect(skybasket.page.locator("#summary")).to_contain_text("of 16 files selected")


def test_what_finds_no_room_among_texts_finds_it_elsewhere(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    skybasket.page.context.add_init_script("""
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (name, text) {
        if (name.includes(":products:"))
          throw new DOMException("full", "QuotaExceededError");
        setItem.call(this, name, text);
      };
    """)
    started(skybasket)
    skybasket.open(answer(MIXED), "mixed.json")
    again(skybasket)
    expect(skybasket.page.get_by_text("0 of 16 files selected")).to_be_visible()


def test_without_any_storage_the_page_works(new_tab: Callable[[], Skybasket]) -> None:
    skybasket = new_tab()
    skybasket.page.context.add_init_script("""
      for (const name of ["localStorage", "sessionStorage", "indexedDB"])
        Object.defineProperty(window, name, {
          get() { throw new DOMException("denied", "SecurityError"); },
        });
    """)
    started(skybasket)
    # What is announced of the list may be overtaken by this.
    skybasket.choose(answer(MIXED), "mixed.json")
    expect(skybasket.page.locator("#toasts")).to_contain_text("did not keep it")
    expect(skybasket.tree).to_be_visible()
    skybasket.tick_all()
    expect(skybasket.page.locator("#summary")).to_contain_text("of 16 files selected")


# Damaged


@pytest.mark.parametrize("damage", ["record", "newer", "products"])
def test_what_is_left_of_a_damaged_basket_is_there(
    new_tab: Callable[[], Skybasket], damage: str
) -> None:
    skybasket = started(new_tab())
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.open(many(2, 3), "other.csv")
    is_kept(skybasket)
    name, told = record(skybasket)
    identity = name.partition(":")[2]
    skybasket.page.goto(skybasket.address + "settings.json")
    if damage == "record":
        told["state"] = told["state"][:-20]
    elif damage == "newer":
        told["version"] = 99
    prefix = "/" + skybasket.address.split("/", 3)[3]
    if damage == "products":
        key = f"skybasket:{prefix}:products:{identity}:0"
        skybasket.page.evaluate(
            "key => localStorage.setItem(key, localStorage.getItem(key).slice(0, -8))",
            key,
        )
    else:
        skybasket.page.evaluate(
            "([key, text]) => localStorage.setItem(key, text)",
            [f"skybasket:{prefix}:{name}", json.dumps(told)],
        )
    started(skybasket)
    left = 6 if damage == "products" else 22
    expect(skybasket.page.get_by_text(f"0 of {left} files selected")).to_be_visible()
    lost = "is damaged" if damage == "products" else "none is selected"
    expect(skybasket.page.locator("#toasts")).to_contain_text(lost)
    # What is stored of the old one is left as it is.
    assert f"products:{identity}:0" in texts(skybasket)


def test_garbage_in_the_storage_is_passed_over(
    new_tab: Callable[[], Skybasket], watch: Watch
) -> None:
    skybasket = new_tab()
    skybasket.visit()
    for name in (
        "basket:x",
        "basket:" + "y" * 28,
        "history:z",
        "place:q",
        "products::1",
    ):
        write(skybasket, name, "<img src=x onerror=alert(1)>")
    started(skybasket)
    skybasket.open(answer(MIXED), "mixed.json")
    again(skybasket)
    expect(skybasket.page.get_by_text("0 of 16 files selected")).to_be_visible()
    assert not watch.stopped
