"""The history as a file: out, in, merged with what is there."""

from __future__ import annotations

import json
from typing import Final

from skybasket.history import LIMIT

from tests.unit.historybook import Browser, Tab, files
from tests.unit.test_history_app import LARGE, MANY, identity, stored
from tests.unit.test_history_room import MOST, PADDING, filled


def exported(tab: Tab) -> bytes:
    """Export as the page does: products that lie apart are lent before."""
    for name in tab.view("history_wanted")["ids"]:
        tab.give(tab.browser.bytes[name])
        tab.view("history_lend", id=name)
    return tab.pieces("history_export").encode()


def imported(tab: Tab, content: bytes) -> dict[str, object]:
    tab.give(content)
    return tab.do("history_import")


def two() -> Tab:
    tab = Tab()
    tab.fetch(files(3), "Carina.json")
    tab.fetch(LARGE, "large.json")
    return tab


def test_all_of_it_is_there_again_in_another_browser() -> None:
    tab = two()
    content = exported(Tab(tab.browser))
    other = Tab()
    imported(other, content)
    assert other.told == ["2 records imported."]
    assert other.browser.texts == tab.browser.texts
    assert other.browser.bytes == tab.browser.bytes
    again = Tab(other.browser)
    name = identity(again, "large")
    again.lend(name)
    assert again.view("history_open", id=name)["files"] == MANY
    assert exported(again) == content


def test_nothing_is_doubled() -> None:
    tab = two()
    content = exported(tab)
    imported(tab, content)
    assert tab.told[-1] == "0 records imported. 2 were here already."
    assert not tab.seen["actions"]["undo"]["enabled"]
    assert tab.titles == ["large", "Carina"]


def test_what_is_new_and_what_was_changed_later_is_taken() -> None:
    tab = two()
    content = json.loads(exported(tab))
    moment = "2099-01-01T00:00:00Z"
    content["records"][0]["record"] |= {"title": "renamed", "changed": moment}
    content["records"].append({"id": "new", "record": json.loads(stored(1))})
    imported(tab, json.dumps(content).encode())
    assert tab.told[-1] == (
        "1 record imported. 1 was here in an older form. 1 was here already."
    )
    assert tab.titles == ["renamed", "Carina", "Été 2026"]
    assert Tab(tab.browser).titles == tab.titles
    tab.do("history_undo")
    assert tab.titles == ["large", "Carina"]
    assert tab.told[-1] == "Undone: Imported 2 records."
    assert Tab(tab.browser).titles == tab.titles


def test_what_cannot_be_taken_is_reported_and_the_rest_is_there() -> None:
    tab = Tab()
    bad: Final = [{"id": f"b{number}", "record": {}} for number in range(60)]
    good = {"id": "good", "record": json.loads(stored(1))}
    told = {"skybasket-history": 1, "records": [7, *bad, good]}
    report = imported(tab, json.dumps(told).encode())["report"]
    assert isinstance(report, dict)
    assert report["lines"] == ["1 record imported.", "61 could not be taken."]
    assert report["refused"][0] == "Record 1: it is no record at all"
    assert len(report["refused"]) == 50
    assert report["cut"]
    assert tab.titles == ["Été 2026"]


def test_a_file_that_is_none_changes_nothing() -> None:
    tab = two()
    before = dict(tab.browser.texts)
    content = exported(tab)
    for wrong in (
        b"",
        b"{}",
        content[:-5],
        content.replace(b'history":1', b'history":2'),
    ):
        tab.give(wrong)
        assert tab.ask("history_import")["error"]["kind"] == "format"
    assert tab.browser.texts == before


def test_what_does_not_fit_stays_for_the_visit_the_newest_first() -> None:
    records = [
        {"id": f"i{n:02}", "record": json.loads(stored(n + 1, products=PADDING))}
        for n in range(10)
    ]
    tab = filled(MOST - 5)
    before = dict(tab.browser.texts)
    told = {"skybasket-history": 1, "records": records}
    imported(tab, json.dumps(told).encode())
    assert before.items() <= tab.browser.texts.items()
    assert tab.stored_size <= LIMIT
    assert len(tab.titles) == MOST + 5
    assert "5 records are here for this visit only" in tab.banners
    assert {"i09", "i08"} <= set(tab.browser.texts)
    assert "i00" not in tab.browser.texts


def test_a_lent_list_is_lent_for_one_file_only() -> None:
    tab = Tab(two().browser)
    assert exported(tab) == exported(tab)
    assert (
        b'"products":"' not in Tab(tab.browser).pieces("history_export").encode()[-300:]
    )
    assert tab.view("history_wanted")["ids"] == list(tab.browser.bytes)


def test_a_history_that_was_opened_as_a_list_is_imported() -> None:
    content = exported(two())
    tab = Tab(Browser())
    tab.app._session.journal.arrived = content
    tab.do("history_import")
    assert tab.titles == ["large", "Carina"]
    assert tab.ask("history_import")["error"]["kind"] == "format"
