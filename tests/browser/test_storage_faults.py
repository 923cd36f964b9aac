"""Storage fails, or the tab dies, at any write: what was said to be kept is there."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED
from tests.browser.storing import DIES, FULL, LATE, Storing

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket

#: Products of a list that is stored as bytes: more than go along as text.
LONG: Final = 3_100
NUMBERS: Final = itertools.count(1)


@pytest.fixture
def storing(faulty_tab: tuple[Skybasket, Storing]) -> tuple[Skybasket, Storing]:
    """Return a tab with a new basket that is kept, and its storage."""
    skybasket, _ = faulty_tab
    leave(skybasket)
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.recommended.uncheck()
    expect(skybasket.page.get_by_text("All 16 shown")).to_be_visible()
    is_kept(skybasket)
    return faulty_tab


def kept(skybasket: Skybasket) -> Locator:
    """Return what the page says of its basket: it says nothing while it is not sure."""
    return skybasket.page.locator("#status").get_by_text("ept in this browser")


def is_kept(skybasket: Skybasket) -> None:
    expect(kept(skybasket)).to_have_text("Kept in this browser")


def look(skybasket: Skybasket) -> str:
    return skybasket.page.locator("#summary").inner_text()


def leave(skybasket: Skybasket) -> None:
    """Begin a new basket; all that is known of the other one lies in the storage."""
    skybasket.page.get_by_role("button", name="Baskets: ").click()
    skybasket.dialog.get_by_role("button", name="New basket").click()
    expect(skybasket.files).to_contain_text("Your basket is empty")


def come_back(skybasket: Skybasket) -> None:
    """Open the basket that was left."""
    skybasket.page.locator("#toasts").get_by_role("button", name="Undo").click()
    is_kept(skybasket)


# What is done to the basket


def tick(skybasket: Skybasket) -> None:
    skybasket.box("HST").click()


def add_few(skybasket: Skybasket) -> None:
    add(skybasket, 1)


def add_many(skybasket: Skybasket) -> None:
    add(skybasket, LONG)


def add(skybasket: Skybasket, count: int) -> None:
    number = next(NUMBERS)
    uris = (f"mast:HST/product/f{number}_{n}.fits\n" for n in range(count))
    skybasket.choose(f"dataURI\n{''.join(uris)}".encode(), f"list{number}.csv")


@pytest.mark.parametrize(
    ("act", "fault"),
    [*itertools.product([tick, add_few, add_many], [DIES, FULL]), (add_many, LATE)],
)
def test_whichever_write_fails_the_basket_is_as_it_was_or_as_it_is(
    storing: tuple[Skybasket, Storing],
    act: Callable[[Skybasket], None],
    fault: str,
) -> None:
    skybasket, storage = storing
    is_broken = True
    passed = 0
    while is_broken:
        before = look(skybasket)
        storage.fail(fault, passed)
        act(skybasket)
        expect(skybasket.page.locator("#summary")).not_to_have_text(before)
        after = look(skybasket)
        expect(kept(skybasket)).to_be_visible()
        said = kept(skybasket).inner_text()
        is_broken = storage.is_broken
        # The fault lasts until the basket is left: it is written then, too.
        leave(skybasket)
        storage.heal()
        come_back(skybasket)
        found = look(skybasket)
        assert found in (before, after), f"after {passed} writes"
        if not is_broken or (fault != DIES and said == "Kept in this browser"):
            assert found == after, f"after {passed} writes"
        passed += 1


@pytest.mark.parametrize("passed", [1, 2])
def test_a_tab_that_died_between_products_and_record_starts_as_it_was(
    storing: tuple[Skybasket, Storing], passed: int
) -> None:
    skybasket, storage = storing
    before = look(skybasket)
    storage.fail(DIES, passed)
    add_many(skybasket)
    expect(skybasket.page.locator("#summary")).not_to_have_text(before)
    expect(kept(skybasket)).to_be_visible()
    skybasket.page.reload()
    skybasket.is_engine("ready")
    is_kept(skybasket)
    assert look(skybasket) == before


# What others do to the storage


def test_what_somebody_has_removed_is_stored_anew(
    storing: tuple[Skybasket, Storing],
) -> None:
    skybasket, _ = storing
    add_many(skybasket)
    expect(skybasket.page.locator("#summary")).to_contain_text("of 3,116 files")
    expect(kept(skybasket)).to_have_text("Kept in this browser")
    skybasket.page.evaluate(
        """() => {
          localStorage.clear();
          return new Promise((resolve) => {
            const name = `skybasket:${location.pathname}:`;
            const request = indexedDB.deleteDatabase(name);
            request.onsuccess = resolve;
          });
        }"""
    )
    before = look(skybasket)
    tick(skybasket)
    expect(skybasket.page.locator("#summary")).not_to_have_text(before)
    after = look(skybasket)
    expect(kept(skybasket)).to_have_text("Kept in this browser")
    skybasket.page.reload()
    skybasket.is_engine("ready")
    expect(skybasket.page.locator("#summary")).to_have_text(after, use_inner_text=True)


def test_what_a_later_version_has_stored_stays_as_it_is(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    page = skybasket.page
    page.goto(skybasket.address + "settings.json")
    later = {
        f"{kind}:{'z' * 28}": f'{{"version":99,"what":"{kind}"}}'
        for kind in ("basket", "history", "request", "place", "trail")
    }
    start = f"skybasket:/{skybasket.address.split('/', 3)[3]}:"
    page.evaluate(
        """async ([start, later]) => {
          for (const name in later) localStorage.setItem(start + name, later[name]);
          localStorage.setItem(`${start}preferences`, '{"theme":"dark","hue":7}');
          const request = indexedDB.open(start, 1);
          request.onupgradeneeded = () => request.result.createObjectStore("bytes");
          await new Promise((resolve) => { request.onsuccess = resolve; });
          const bytes = request.result.transaction("bytes", "readwrite")
            .objectStore("bytes");
          const put = ["history", "request", "products", "trail"].map((kind) =>
            bytes.put(new Uint8Array([9, 9]), `${kind}:${"z".repeat(28)}`));
          await Promise.all(put.map((one) => new Promise((resolve) => {
            one.onsuccess = resolve;
          })));
          request.result.close();
        }""",
        [start, later],
    )
    skybasket.visit()
    skybasket.is_engine("ready")
    skybasket.open(answer(MIXED), "mixed.json")
    tick(skybasket)
    page.get_by_role("button", name="Settings").click()
    skybasket.dialog.get_by_role("radio", name="Light").check()
    page.keyboard.press("Escape")
    expect(kept(skybasket)).to_have_text("Kept in this browser")
    page.reload()
    skybasket.is_engine("ready")
    found = page.evaluate("({ ...localStorage })")
    assert {name: found.get(start + name) for name in later} == later
    preferences = json.loads(found[f"{start}preferences"])
    assert preferences == {"theme": "light", "hue": 7}
    names = page.evaluate(
        """async (start) => {
          const request = indexedDB.open(start);
          await new Promise((resolve) => { request.onsuccess = resolve; });
          const keys = request.result.transaction("bytes").objectStore("bytes")
            .getAllKeys();
          await new Promise((resolve) => { keys.onsuccess = resolve; });
          request.result.close();
          return keys.result;
        }""",
        start,
    )
    kinds = ("history", "products", "request", "trail")
    assert {f"{kind}:{'z' * 28}" for kind in kinds} <= set(names)
    page.get_by_role("button", name="Baskets: ").click()
    expect(skybasket.dialog).to_contain_text("a later Skybasket wrote it")


def test_what_is_nested_too_deep_locks_nobody_out(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    skybasket.page.goto(skybasket.address + "settings.json")
    skybasket.page.evaluate(
        """start => {
          for (const kind of ["basket", "history", "request", "place"])
            localStorage.setItem(`${start}${kind}:${"z".repeat(28)}`, "[".repeat(1e5));
        }""",
        f"skybasket:/{skybasket.address.split('/', 3)[3]}:",
    )
    skybasket.visit()
    skybasket.is_engine("ready")
    for name in ("deep.json", "deep.csv.gz"):
        skybasket.choose(b'{"data":[' + b"[" * 100_000, name)
        expect(skybasket.dialog).to_contain_text("That did not work")
        expect(skybasket.dialog).not_to_contain_text("broke down")
        skybasket.page.keyboard.press("Escape")
    skybasket.open(answer(MIXED), "mixed.json")
    expect(kept(skybasket)).to_have_text("Kept in this browser")


def test_a_database_that_a_later_version_has_changed_is_left_alone(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.page.evaluate(
        """async () => {
          const name = `skybasket:${location.pathname}:`;
          const request = indexedDB.open(name, 2);
          await new Promise((resolve) => { request.onsuccess = resolve; });
          request.result.close();
        }"""
    )
    add_many(skybasket)
    expect(kept(skybasket)).to_have_text("Not kept in this browser")
    expect(skybasket.page.locator("#toasts")).to_contain_text("save it as a file")
    skybasket.page.reload()
    skybasket.is_engine("ready")
    expect(skybasket.page.get_by_text("of 16 files selected")).to_be_visible()
