"""What the history does where room is short: it says so, and drops nothing silently."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from skybasket.formats.sections import MARK
from skybasket.history import LIMIT

from tests.unit.historybook import Browser, Tab, files
from tests.unit.test_history_app import LARGE, MANY, identity, stored
from tests.unit.test_history_record import changed

START: Final = datetime(2026, 10, 1, tzinfo=UTC)
#: A record of some 60,000 characters.
PADDING: Final = base64.b64encode(MARK + bytes(45_099)).decode()
COST: Final = len(stored(1, products=PADDING, title="old 01")) + len("r00")


def filled(count: int, room: int = 10**9, **values: object) -> Tab:
    """Return a tab whose history has so many long records, a day each."""
    browser = Browser(room)
    for number in range(count):
        moment = f"{START + timedelta(number):%Y-%m-%dT%H:%M:%SZ}"
        told = {"title": f"old {number:02}", "products": PADDING, "when": moment}
        browser.texts[f"r{number:02}"] = changed(**told | values)
    return Tab(browser)


#: So many fit, and then hardly anything more.
MOST: Final = LIMIT // COST


def test_there_is_nothing_to_say_while_there_is_room() -> None:
    tab = filled(MOST * 8 // 10 - 1)
    assert tab.banners == ""
    tab = filled(MOST * 8 // 10 + 1)
    assert "The history fills 8" in tab.banners
    assert "next are 2 from 1 Oct 2026 to 2 Oct 2026" in tab.banners
    assert "Export the history" in tab.banners


def test_of_one_day_it_says_so() -> None:
    tab = filled(MOST * 8 // 10 + 1, when="2026-10-03T00:00:00Z")
    assert "next are 2 of 3 Oct 2026" in tab.banners


def test_the_oldest_make_room_and_can_be_taken_back() -> None:
    tab = filled(MOST)
    before = dict(tab.browser.texts)
    assert tab.stored_size < LIMIT
    tab.fetch(files(3))
    assert tab.told == [
        "The history was full: 1 record made room, “old 00” of 1 Oct 2026."
    ]
    assert "old 00" not in tab.titles
    assert Tab(tab.browser).titles == tab.titles
    assert tab.stored_size <= LIMIT
    assert tab.seen["actions"]["undo"]["hint"] == "Undo: 1 record made room"
    tab.do("history_undo")
    assert "takes more room than it may" in tab.told[-1]
    assert before.items() <= tab.browser.texts.items()
    assert tab.stored_size > LIMIT
    assert "old 00" in tab.titles
    assert len(Tab(tab.browser).titles) == MOST + 1
    tab.do("history")
    assert "old 00" in tab.titles
    tab.fetch(files(4))
    assert "2 records made room" in tab.told[-1] or "1 record made room" in tab.told[-1]
    assert tab.stored_size <= LIMIT


def test_pinned_records_and_those_nobody_can_read_stay() -> None:
    browser = filled(MOST).browser
    texts = browser.texts
    texts["r00"] = stored(1, products=PADDING, title="old 00", pinned=True)
    texts["r01"] = "x" * COST
    tab = Tab(browser)
    tab.fetch(files(3))
    assert "“old 02”" in tab.told[-1]
    assert "r00" in tab.browser.texts
    assert "r01" in tab.browser.texts


def test_a_record_that_was_used_again_is_not_old() -> None:
    browser = filled(MOST).browser
    browser.texts["r00"] = stored(
        1, products=PADDING, title="old 00", again="2026-11-20T00:00:00Z"
    )
    tab = Tab(browser)
    tab.fetch(files(3))
    assert "“old 01”" in tab.told[-1]


def test_if_all_are_pinned_the_new_one_stays_for_the_visit() -> None:
    tab = filled(MOST, pinned=True)
    assert "All records are pinned" in tab.banners
    before = dict(tab.browser.texts)
    tab.fetch(files(3))
    assert tab.browser.texts == before
    assert tab.titles[0] == "Carina"
    assert "this visit only" in tab.records[0]["hint"]
    assert "1 record is here for this visit only" in tab.banners
    assert "1 record is here for this visit only" in tab.told[-1]
    [room] = [b["make_room"] for b in tab.seen["banners"] if b["make_room"]]
    assert not room["enabled"]
    tab.do("history_make_room")
    assert "all are pinned" in tab.told[-1]
    assert "Carina" in tab.pieces("history_export")
    tab.do("history_pin", id=tab.records[-1]["id"], on=False)
    [room] = [b["make_room"] for b in tab.seen["banners"] if b["make_room"]]
    assert room["enabled"]
    tab.do("history_make_room")
    assert "1 record made room, “old 00”" in tab.told[-1]
    assert Tab(tab.browser).titles == tab.titles
    assert "this visit" not in tab.banners


def test_what_waits_is_stored_as_soon_as_there_is_room() -> None:
    tab = filled(MOST, pinned=True)
    tab.fetch(files(3))
    tab.do("history_delete", id="r00")
    assert Tab(tab.browser).titles == tab.titles
    assert tab.titles[0] == "Carina"


def test_where_the_browser_has_no_room_nothing_is_dropped() -> None:
    tab = filled(5, room=COST * 5)
    before = dict(tab.browser.texts)
    tab.fetch(files(3))
    assert tab.browser.texts == before
    assert "1 record is here for this visit only" in tab.banners
    tab.do("history")
    assert tab.titles[0] == "Carina"
    tab.do("history_make_room")
    assert "“old 00”" in tab.told[-1]
    assert Tab(tab.browser).titles == tab.titles
    assert tab.titles[0] == "Carina"
    tab.do("history_undo")
    assert "old 00" in tab.titles
    assert "1 record is here for this visit only" in tab.banners
    assert len(Tab(tab.browser).titles) == 5


def test_a_change_that_does_not_fit_is_told() -> None:
    tab = filled(1, room=COST + 10)
    tab.do("history_rename", id="r00", title="a much, much longer title than before")
    assert "this visit only" in tab.records[0]["hint"]
    assert Tab(tab.browser).titles == ["old 00"]
    tab.do("history_undo")
    assert tab.records[0]["hint"] == ""
    assert tab.banners == ""


def test_where_nothing_is_stored_the_history_lasts_for_the_visit() -> None:
    tab = Tab(Browser(forbidden=True))
    tab.fetch(files(3))
    assert "stores nothing" in tab.banners
    assert tab.told == [tab.banners]
    tab.fetch(LARGE, "large.json")
    assert tab.told == [tab.banners.splitlines()[0]]
    assert tab.titles == ["large", "Carina"]
    large, carina = (record["id"] for record in tab.records)
    assert tab.view("history_open", id=carina)["files"] == 3
    assert tab.view("history_open", id=large)["files"] == MANY
    tab.do("history_delete", id=carina)
    tab.do("history_undo")
    assert tab.titles == ["large", "Carina"]


def test_products_that_are_not_stored_can_be_opened_for_the_visit() -> None:
    tab = Tab()
    tab.fetch(LARGE)
    [name] = tab.browser.bytes
    tab.do("history_kept", ids=[name], on=False)
    assert "1 record" in tab.banners
    assert "this visit only" in tab.records[0]["hint"]


def test_a_record_is_stored_after_its_products_whatever_comes_between() -> None:
    tab = Tab()
    tab.open(LARGE, "large.json")
    tab.view("check_all", on=True)
    noted = tab.view("history_note", method="curl", id="large0001")
    assert (noted["keep"], noted["writes"]) == (["large0001"], {})
    assert noted["view"]["banners"] == []
    renamed = tab.do("history_rename", id="large0001", title="mine")
    assert renamed["writes"] == {}
    assert Tab(tab.browser).titles == []  # as after a tab that was killed
    tab.keep("large0001")
    assert Tab(tab.browser).titles == ["mine"]
    assert Tab(tab.browser).records[0]["usable"]["enabled"]


def test_a_record_whose_products_are_refused_is_stored_all_the_same() -> None:
    tab = Tab()
    tab.open(LARGE, "large.json")
    tab.view("check_all", on=True)
    tab.view("history_note", method="curl", id="large0001")
    tab.do("history_kept", ids=["large0001"], on=False)
    assert Tab(tab.browser).titles == ["large"]


def test_a_record_that_finds_no_room_after_its_products_is_told() -> None:
    tab = filled(2, room=2 * COST)
    tab.fetch(LARGE)
    [told] = tab.told
    assert "1 record is here for this visit only" in told
    assert "Here for this visit only" in tab.records[0]["hint"]


def test_nothing_is_said_of_the_products_of_records_that_are_gone() -> None:
    tab = Tab()
    tab.do("history_kept", ids=["unknown"], on=False)
    assert tab.banners == ""


def test_products_of_deleted_records_go_with_the_next_start() -> None:
    tab = Tab()
    tab.fetch(LARGE)
    [name] = tab.browser.bytes
    tab.do("history_delete", id=name)
    tab.do("history_undo")
    assert tab.records[0]["usable"]["enabled"]
    tab.do("history_delete", id=name)
    assert Tab(tab.browser).purged == [name]


def test_products_that_are_gone_are_told() -> None:
    tab = Tab()
    tab.fetch(LARGE)
    tab.browser.bytes.clear()
    again = Tab(tab.browser)
    record = again.records[0]
    assert not record["usable"]["enabled"]
    assert not record["again"]["enabled"]
    assert "no longer has the files" in record["hint"]
    assert (
        "no longer has"
        in again.ask("history_open", id=record["id"])["error"]["message"]
    )
    assert (
        "no longer has"
        in again.ask("history_again", id=record["id"])["error"]["message"]
    )


@pytest.mark.parametrize("unknown", [True, False])
def test_where_nobody_knows_what_bytes_there_are_they_are_asked_for(
    *, unknown: bool
) -> None:
    tab = Tab()
    tab.fetch(LARGE)
    again = Tab(tab.browser)
    again.do("history_load", records=tab.browser.texts, apart=None if unknown else [])
    assert again.records[0]["usable"]["enabled"] is unknown
    name = identity(again, "Carina")
    again.lend(name)
    assert again.view("history_open", id=name)["files"] == MANY
