"""Reopening a basket step by step: the same comes of it, and it can be left at any."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.unit.lists import answer, product
from tests.unit.page import Page, View
from tests.unit.test_app_baskets import (
    FIRST,
    SECOND,
    Browser,
    begun,
    rows,
    wasteful,
    without_kept,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: More than a list of five products can need.
MANY = 1000


def hand(page: Page, content: bytes, **arguments: object) -> None:
    page.ask("begin", **arguments)
    page.app.receive(content)


def steps(page: Page) -> Iterator[float]:
    """Do all steps; yield the share that is done after each."""
    for _ in range(MANY):
        step = page.view("read_on")
        yield step["share"]
        if not step["more"]:
            return
    pytest.fail("it never ends")


def same(view: View) -> View:
    """Return a view without what differs between two times of the same."""
    view = dict(view)
    for name in ("footer", "generation"):
        view.pop(name)
    return view


def saved() -> bytes:
    page = Page()
    page.open(rows(0, 5, proposal_id="7"), "m51.json")
    page.view("check_all", on=True)
    page.view("filter_name", text="*[0-3]*")
    return page.app.blob("file", "{}")


def contents() -> dict[str, bytes]:
    whole = saved()
    table = b"dataURI,size\nmast:HST/product/a_flc.fits,1000\n"
    return {
        "m51.skybasket": whole,
        "damaged.skybasket": whole[:-9],
        "newer.skybasket": whole.replace(b"\x1a\n\x01", b"\x1a\n\x02", 1),
        "list.json": rows(0, 5),
        "list.json.gz": gzip.compress(rows(0, 5)),
        "basket.gz": gzip.compress(whole),
        "torn.gz": gzip.compress(rows(0, 5))[:-20],
        "table.csv.gz": gzip.compress(table),
        "unknown.csv": b"colour,weight\nred,1\n",
        "nothing.csv": b"",
    }


@pytest.mark.parametrize("name", list(contents()))
def test_steps_change_nothing_of_what_comes_of_a_file(name: str) -> None:
    content = contents()[name]
    at_once, stepwise, half_way = Page(), Page(), Page()
    for page in (at_once, stepwise, half_way):
        hand(page, content, file=True)
    shares = list(steps(stepwise))
    half_way.view("read_on")
    answers = [
        page.ask("open", name=name, window=[0, 9])
        for page in (at_once, stepwise, half_way)
    ]
    if "view" in answers[0]:
        answers = [{"view": same(found["view"])} for found in answers]
    assert answers[0] == answers[1] == answers[2]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1


@pytest.mark.parametrize("name", ["m51.skybasket", "list.json", "list.json.gz"])
def test_it_can_be_left_at_every_step(name: str) -> None:
    content = contents()[name]
    page = Page()
    page.open(answer(product()), "before.json")
    before = page.view()
    hand(page, content, file=True)
    count = len(list(steps(page)))
    for done in range(count + 1):
        hand(page, content, file=True)
        for _ in range(done):
            page.view("read_on")
        # Others have their turn meanwhile.
        assert same(page.view()) == same(before)
        page.ask("begin")
    assert same(page.view()) == same(before)
    assert page.view("read_on") == {"more": False, "share": 1}


def test_a_first_list_is_no_part_of_the_basket_before_it_is_opened() -> None:
    page = Page()
    before = page.view()
    hand(page, rows(0, 5), file=True)
    assert len(list(steps(page))) > 40
    assert same(page.view()) == same(before)
    opened = page.view("open", name="list.json", window=[0, 9])
    assert opened["files"] == 5
    assert page.view("undo")["files"] == 0
    assert same(page.view("redo", window=[0, 9]))["rows"] == opened["rows"]


def test_what_is_done_while_a_first_list_comes_stays() -> None:
    page = Page()
    hand(page, rows(0, 5), file=True)
    for _ in range(9):
        page.view("read_on")
    page.view("filter_name", text="*1*")
    view = page.view("open", name="list.json", window=[0, 9])
    assert view["filters"]["name"] == "*1*"
    assert view["files"] == 5
    assert page.view("undo")["files"] == 0
    assert page.view("undo")["filters"]["name"] == ""


def test_a_first_list_that_came_in_steps_is_kept_as_ever() -> None:
    browser, page = begun()
    hand(page, rows(0, 5), file=True)
    list(steps(page))
    browser.keep(page, page.view("open", name="m51.json"))
    browser.keep(page, page.open(rows(3, 4, proposal_id="7"), "more.json"))
    assert browser.reopen(browser.visit())["files"] == 7


def test_a_saved_basket_takes_many_steps() -> None:
    page = Page()
    hand(page, saved(), file=True)
    assert len(list(steps(page))) > 40


def kept() -> Browser:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 5), "m51.json"))
    browser.keep(page, page.open(rows(3, 4, proposal_id="7"), "more.json"))
    browser.keep(page, page.view("check_all", on=True))
    return browser


def reopened_in_steps(browser: Browser) -> View:
    """The view of the kept basket, opened as the page does: by growing shares."""
    page = browser.visit()
    hand(page, b"".join(browser.parts[FIRST]))
    page.view("basket_read", record=browser.records[FIRST])
    shares = list(steps(page))
    assert shares == sorted(shares)
    arguments = {"id": FIRST, "spare": SECOND, "copy": False}
    return page.view("basket_open", record=browser.records[FIRST], **arguments)


def test_steps_change_nothing_of_a_kept_basket() -> None:
    browser = kept()
    expected = browser.reopen(browser.visit())
    view = reopened_in_steps(browser)
    assert same(view) == same(expected)


def test_what_was_removed_is_left_out_step_by_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser, _ = wasteful(monkeypatch)
    expected = browser.reopen(browser.visit())
    view = reopened_in_steps(browser)
    assert view["kept"]["replaces"] == FIRST
    assert without_kept(view) == without_kept(expected)


def test_a_kept_basket_can_be_left_at_every_step() -> None:
    browser = kept()
    page = browser.visit()
    page.view("basket_new", id=SECOND)
    before = page.view()
    content = b"".join(browser.parts[FIRST])
    for done in range(0, 90, 9):
        hand(page, content)
        page.view("basket_read", record=browser.records[FIRST])
        for _ in range(done):
            page.view("read_on")
        page.ask("begin")
        assert same(page.view()) == same(before)
    # It is still there.
    assert browser.reopen(page)["files"] == 7


def test_a_kept_basket_of_which_nothing_is_known_is_told() -> None:
    page = Page()
    hand(page, b"")
    assert page.ask("basket_read")["error"]["kind"] == "command"
