"""Storage fails, or the tab dies, at any write: what was said to be kept is there."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED
from tests.browser.storing import DIES, FULL, LATE, Storing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket

#: Products of a list that is stored as bytes: more than go along as text.
LONG: Final = 3_100
NUMBERS: Final = itertools.count(1)


@pytest.fixture
def storing(new_tab: Callable[[], Skybasket]) -> Iterator[tuple[Skybasket, Storing]]:
    """Return a tab with a basket that is kept, and its storage."""
    skybasket = new_tab()
    storage = Storing(skybasket.page)
    skybasket.visit()
    skybasket.is_engine("ready")
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.recommended.uncheck()
    skybasket.says("16 of 16 files shown")
    expect(kept(skybasket)).to_have_text("Kept in this browser")
    return skybasket, storage


def kept(skybasket: Skybasket) -> Locator:
    """Return what the page says of its basket: it says nothing while it is not sure."""
    return skybasket.page.locator("#status").get_by_text("ept in this browser")


def look(skybasket: Skybasket) -> str:
    return skybasket.page.locator("#summary").inner_text()


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


@pytest.mark.parametrize("fault", [DIES, FULL, LATE])
@pytest.mark.parametrize("act", [tick, add_few, add_many])
def test_whichever_write_fails_the_basket_is_as_it_was_or_as_it_is(
    storing: tuple[Skybasket, Storing],
    act: Callable[[Skybasket], None],
    fault: str,
) -> None:
    skybasket, storage = storing
    for passed in itertools.count():
        before = look(skybasket)
        storage.fail(fault, passed)
        act(skybasket)
        expect(skybasket.page.locator("#summary")).not_to_have_text(before)
        after = look(skybasket)
        expect(kept(skybasket)).to_be_visible()
        said = kept(skybasket).inner_text()
        written = storage.count
        # The fault lasts until the page is left: it writes then, too.
        skybasket.page.reload()
        skybasket.is_engine("ready")
        expect(kept(skybasket)).to_have_text("Kept in this browser")
        found = look(skybasket)
        assert found in (before, after), f"after {passed} writes"
        if fault != DIES and said == "Kept in this browser":
            assert found == after, f"after {passed} writes"
        if written <= passed:
            assert found == after
            break
