"""The clock jumps by years between what is kept: all of it is there, and listed."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Self

import pytest
from skybasket import stored_text
from skybasket.app import history_views, requests, shelf

from tests.unit.historybook import Browser as HistoryBrowser
from tests.unit.historybook import Tab, files
from tests.unit.test_app_baskets import FIRST, SECOND, Browser, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.page import Page, View

#: A clock that has lost its battery, one that is right, and one that somebody has set.
YEARS = (1970, 2026, 9999)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what sets the clock to a year."""

    def turn(year: int) -> None:
        class Turned(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return cls(year, 12, 31, 23, 59, 59, tzinfo=UTC).astimezone(tz)

        for module in (stored_text, history_views, requests, shelf):
            monkeypatch.setattr(module, "datetime", Turned)

    return turn


def listed(page: Page) -> list[View]:
    found: list[View] = page.view("shelf", elsewhere=[], zone=840)["baskets"]
    return found


@pytest.mark.parametrize("first", YEARS)
@pytest.mark.parametrize("then", YEARS)
def test_baskets_are_listed_whatever_the_clock_was(
    clock: Callable[[int], None], first: int, then: int
) -> None:
    browser = Browser()
    page = browser.visit()
    for identity, year in ((FIRST, first), (SECOND, then)):
        clock(year)
        page.view("basket_new", id=identity)
        browser.keep(page, page.open(rows(0, 3)))
    again = browser.visit()
    told = again.view("shelf_load", records=browser.records)
    assert sorted(told["latest"]) == [FIRST, SECOND]
    assert told["expired"] == []
    assert {row["id"] for row in listed(again)} == {FIRST, SECOND}
    assert browser.reopen(again)["files"] == 3


@pytest.mark.parametrize("then", YEARS)
def test_what_is_taken_back_is_there_whatever_the_clock_was(
    clock: Callable[[int], None], then: int
) -> None:
    browser = Browser()
    page = browser.visit()
    clock(2026)
    page.view("basket_new", id=FIRST)
    browser.keep(page, page.open(rows(0, 3)))
    page.view("shelf_load", records=browser.records)
    browser.records[FIRST] = page.view("shelf_delete", id=FIRST, on=True)["record"]
    clock(then)
    page.view("shelf_load", records=browser.records)
    browser.records[FIRST] = page.view("shelf_delete", id=FIRST, on=False)["record"]
    again = browser.visit()
    told = again.view("shelf_load", records=browser.records)
    assert told == {"latest": [FIRST], "expired": []}


@pytest.mark.parametrize("zone", [-720, 840])
def test_the_history_holds_all_whatever_the_clock_was(
    clock: Callable[[int], None], zone: int
) -> None:
    browser = HistoryBrowser()
    for number, year in enumerate((2026, 9999, 1970, 2026)):
        clock(year)
        tab = Tab(browser, zone=zone)
        tab.fetch(files(number + 1), f"List {number}.json")
    assert sorted(tab.titles) == ["List 0", "List 1", "List 2", "List 3"]
    # What is done last holds, also where the clock was ahead before.
    row = next(row for row in tab.records if row["title"] == "List 1")
    tab.do("history_rename", id=row["id"], title="renamed")
    assert "renamed" in Tab(browser, zone=zone).titles
