"""The commands on whole baskets: kept by the browser, listed, offered, looked at."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from skybasket import Basket, Filters, compaction, foretelling, keeping
from skybasket.app.kept import FEW, Record
from skybasket.keeping import NOTHING

from tests.browser.lists import many
from tests.unit.lists import answer, product
from tests.unit.page import Page, View

FIRST, SECOND = "a" * 28, "b" * 28


class Browser:
    """Stores what the page's answers tell, as the page does."""

    def __init__(self) -> None:
        self.records: dict[str, str] = {}
        self.parts: dict[str, list[bytes]] = {}

    def keep(self, page: Page, view: View) -> View:
        kept = view["kept"]
        if kept["since"] != kept["mark"]:
            if kept["products"] is None:
                asked = {key: kept[key] for key in ("id", "since")}
                asked["until"] = kept["mark"]
                part = page.app.blob("products", json.dumps(asked))
            else:
                part = base64.b64decode(kept["products"])
            self.parts.setdefault(kept["id"], []).append(part)
        self.records[kept["id"]] = kept["record"]
        return view

    def visit(self) -> Page:
        """Open the page anew."""
        page = Page()
        page.view("shelf_load", records=self.records)
        return page

    def open(
        self, page: Page, identity: str, command: str = "basket_open", **args: object
    ) -> View:
        page.ask("begin")
        for part in self.parts.get(identity, []):
            page.app.receive(part)
        return page.view(command, record=self.records[identity], **args)

    def reopen(self, page: Page, identity: str = FIRST, *, copy: bool = False) -> View:
        return self.open(page, identity, id=identity, spare=SECOND, copy=copy)


def rows(first: int, count: int, **columns: object) -> bytes:
    return answer(
        *(
            product(
                dataURI=f"mast:JWST/product/f{n}_cal.fits",
                productFilename=f"f{n}_cal.fits",
                **columns,
            )
            for n in range(first, first + count)
        )
    )


def begun() -> tuple[Browser, Page]:
    browser, page = Browser(), Page()
    page.view("basket_new", id=FIRST)
    return browser, page


def without_kept(view: View) -> View:
    """Return what the page draws of a view."""
    view = dict(view)
    for name in (
        "kept",
        "pane",
        "generation",
        "message",
        "footer",
        "report",
        "actions",
    ):
        view.pop(name)
    return view


# Kept


def test_an_empty_basket_is_not_kept() -> None:
    assert Page().view()["kept"] is None
    _, page = begun()
    assert page.view()["kept"] is None


def test_a_basket_is_the_same_when_the_page_is_opened_anew() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 5), "m51.json"))
    browser.keep(page, page.view("filter_name", text="f*", typing=True))
    browser.keep(page, page.open(rows(3, 4, proposal_id="7"), "more.json"))
    page.view("check_all", on=True)
    page.view("filter_name", text="*[0-3]*")
    browser.keep(page, page.view("remove_all"))
    browser.keep(page, page.view("undo"))
    before = browser.keep(page, page.view("expand_all", on=False))
    again = browser.visit()
    assert again.view("shelf_load", records=browser.records)["latest"] == [FIRST]
    view = browser.reopen(again)
    assert view["message"] == "Opened “m51”."
    assert view["kept"]["id"] == FIRST
    assert view["kept"]["stored"] == view["kept"]["mark"] == before["kept"]["mark"]
    assert view["kept"]["products"] == ""
    assert without_kept(view) == without_kept(before)


def without_ids(view: View) -> View:
    """Return what the page draws of a view, whatever its rows are called."""
    view = without_kept(view)
    rows = view["rows"]["rows"]
    view["rows"] = [{**row, "id": row["id"][:1]} for row in rows]
    return view


def wasteful(monkeypatch: pytest.MonkeyPatch) -> tuple[Browser, Page]:
    """Keep a basket of five files of which three were removed."""
    monkeypatch.setattr(compaction, "LEAST", 3)
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 5), "m51.json"))
    for name in ("f0*", "f1*", "f2*"):
        page.view("filter_name", text=name)
        page.view("check_all", on=True)
    browser.keep(page, page.view("remove_selected"))
    page.view("filter_name", text="*4*")
    page.view("check_all", on=True)
    browser.keep(page, page.view("expand_all", on=True))
    return browser, page


def test_what_was_removed_is_forgotten_when_much_of_it_is_opened_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser, page = wasteful(monkeypatch)
    before = page.view()
    again = browser.visit()
    view = browser.reopen(again)
    assert without_ids(view) == without_ids(before)
    kept = view["kept"]
    assert (kept["id"], kept["replaces"]) == (SECOND, FIRST)
    assert (kept["since"], kept["stored"], kept["mark"][:2]) == (NOTHING, NOTHING, "2.")
    browser.keep(again, view)
    click = browser.keep(again, again.view("check_all", on=False))
    assert click["kept"]["replaces"] == FIRST
    third = browser.visit()
    told = third.view("shelf_load", records=browser.records)
    assert told == {"latest": [SECOND], "expired": [FIRST]}
    listed = third.view("shelf", elsewhere=[], zone=0)["baskets"]
    assert [basket["id"] for basket in listed] == [SECOND]
    view = browser.open(third, SECOND, id=SECOND, spare=FIRST, copy=False)
    assert (view["kept"]["id"], view["kept"]["replaces"]) == (SECOND, "")
    assert without_kept(view) == without_kept(click)


def test_until_the_new_basket_is_stored_the_old_one_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser, page = wasteful(monkeypatch)
    before = page.view()
    records = dict(browser.records)
    again = browser.visit()
    view = browser.reopen(again)
    browser.keep(again, view)
    # The products are stored, the record is not yet.
    browser.records = records
    third = browser.visit()
    told = third.view("shelf_load", records=records)
    assert told == {"latest": [FIRST], "expired": []}
    assert without_ids(browser.reopen(third)) == without_ids(before)


def test_a_copy_is_without_what_was_removed_and_replaces_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser, _ = wasteful(monkeypatch)
    page = browser.visit()
    kept = browser.reopen(page, copy=True)["kept"]
    assert (kept["id"], kept["replaces"], kept["mark"][:2]) == (SECOND, "", "2.")


def test_products_are_told_once_and_a_click_tells_the_record_only() -> None:
    _, page = begun()
    first = page.open(rows(0, 3))["kept"]
    assert (first["since"], first["mark"]) == (NOTHING, "3.0.0.0")
    click = page.view("check_all", on=True)["kept"]
    assert click["since"] == click["mark"] == first["mark"]
    assert click["products"] == ""
    assert click["record"] != first["record"]
    assert page.view()["kept"]["record"] == click["record"]


def test_many_products_are_asked_for_as_bytes() -> None:
    browser, page = begun()
    count = FEW // 100 + 1
    view = page.open(many(count, 100), "many.csv")
    assert view["kept"]["products"] is None
    browser.keep(page, view)
    assert browser.reopen(browser.visit())["files"] == 100 * count


def rested(page: Page) -> bool:
    """Do all that is done in idle time; tell whether it is to be kept."""
    while (answered := page.view("prepare"))["more"]:
        assert not answered["foretells"]
    return bool(answered["foretells"])


def test_what_was_found_out_is_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foretelling, "LONG", 200)
    browser, page = begun()
    # In no order, and in two parts.
    browser.keep(page, page.open(many(3, 30) + b"\n", "many.csv"))
    assert not rested(page)
    view = browser.keep(page, page.open(rows(0, 200), "rows.json"))
    assert rested(page)
    known = page.app.blob("foretold", json.dumps({"id": FIRST}))
    assert not rested(page)
    browser.parts[FIRST].append(known)
    again = browser.visit()
    found = browser.reopen(again)
    index = again.app._session.basket.index
    assert index.is_unchecked
    assert index.names.prepare()
    assert without_kept(found) == without_kept(view)
    # What is kept already is not told again, and all of it was so.
    assert not rested(again)
    assert index is again.app._session.basket.index


def test_what_was_found_out_before_more_files_came_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(foretelling, "LONG", 50)
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 100)))
    assert rested(page)
    known = page.app.blob("foretold", json.dumps({"id": FIRST}))
    browser.keep(page, page.open(rows(100, 50)))
    browser.parts[FIRST].append(known)
    again = browser.visit()
    assert browser.reopen(again)["files"] == 150
    assert not again.app._session.basket.index.is_unchecked
    assert rested(again)


def test_nothing_is_foretold_before_it_is_known_or_of_another_basket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(foretelling, "LONG", 50)
    _, page = begun()
    page.open(rows(0, 100))
    assert page.app.blob("foretold", json.dumps({"id": FIRST})) == b""
    with pytest.raises(Exception, match="meanwhile"):
        page.app.blob("foretold", json.dumps({"id": SECOND}))
    assert rested(page)
    page.app._session.look_at(Basket.open(rows(5, 90)), "Downloaded", "")
    assert not rested(page)


def test_bytes_of_another_basket_are_not_given() -> None:
    _, page = begun()
    page.open(rows(0, 3))
    asked = {"id": SECOND, "since": NOTHING, "until": "3.0.0.0"}
    with pytest.raises(Exception, match="meanwhile"):
        page.app.blob("products", json.dumps(asked))
    with pytest.raises(Exception, match="meanwhile"):
        page.app.blob("products", json.dumps(asked | {"id": FIRST, "until": "4.0.0.0"}))


def test_products_are_those_of_the_own_basket_while_another_is_looked_at() -> None:
    _, page = begun()
    page.open(rows(0, 3))
    asked = json.dumps({"id": FIRST, "since": NOTHING, "until": "3.0.0.0"})
    own = page.app.blob("products", asked)
    page.app._session.look_at(Basket.open(rows(5, 4)), "Downloaded", "")
    assert page.app.blob("products", asked) == own


def test_products_are_given_from_the_first_one_on_where_none_is_stored_any_more() -> (
    None
):
    _, page = begun()
    page.open(rows(0, 3))
    asked = {"id": FIRST, "since": NOTHING, "until": "3.0.0.0"}
    own = page.app.blob("products", json.dumps(asked))
    assert page.app.blob("products", json.dumps({**asked, "since": ""})) == own


def test_a_basket_that_is_open_elsewhere_is_opened_as_a_copy() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3), "m51.json"))
    again = browser.visit()
    view = browser.reopen(again, copy=True)
    assert view["title"] == "m51 (copy)"
    assert "open in another tab" in view["message"]
    kept = view["kept"]
    assert (kept["id"], kept["stored"], kept["since"]) == (SECOND, NOTHING, NOTHING)
    assert kept["products"]


def test_a_basket_that_was_written_elsewhere_goes_on_under_another_name() -> None:
    _, page = begun()
    page.open(rows(0, 3), "m51.json")
    view = page.view("basket_fork", id=SECOND)
    assert view["title"] == "m51 (copy)"
    assert (view["kept"]["id"], view["kept"]["since"]) == (SECOND, NOTHING)
    assert view["files"] == 3


@pytest.mark.parametrize("damage", ["record", "newer", "part", "gone"])
def test_what_is_left_of_a_damaged_basket_is_opened_as_a_copy(damage: str) -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3), "m51.json"))
    browser.keep(page, page.open(rows(3, 2), "more.json"))
    browser.keep(page, page.view("check_all", on=True))
    if damage == "record":
        browser.records[FIRST] = browser.records[FIRST][:-10]
    elif damage == "newer":
        newer = json.loads(browser.records[FIRST]) | {"version": 2}
        browser.records[FIRST] = json.dumps(newer)
    elif damage == "part":
        browser.parts[FIRST][0] = browser.parts[FIRST][0][:-1] + b"?"
    else:
        browser.parts[FIRST].pop(0)
    again = browser.visit()
    view = browser.reopen(again)
    assert view["files"] == (2 if damage in ("part", "gone") else 5)
    assert view["kept"]["id"] == SECOND
    assert view["summary"]["selected"].startswith("0 of")
    lost = "A part of what" if damage == "part" else "What was selected"
    assert view["message"].startswith(lost)
    assert FIRST in browser.records


def test_a_basket_of_which_nothing_is_left_is_one_error() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3)))
    browser.parts[FIRST] = [b"PRODgarbage" * 9]
    again = browser.visit()
    again.ask("begin")
    again.app.receive(browser.parts[FIRST][0])
    asked = {"id": FIRST, "spare": SECOND, "copy": False}
    record = browser.records[FIRST]
    error = again.ask("basket_open", record=record, **asked)["error"]
    assert error["kind"] == "format"
    error = again.ask("basket_open", record=None, **asked)["error"]
    assert "no longer kept" in error["message"]
    assert again.view()["files"] == 0


# Records


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2},
        {"title": 1},
        {"files": -1},
        {"files": "3"},
        {"size": 1.5},
        {"missions": [1]},
        {"missions": 3},
        {"state": "???"},
        {"state": 3},
        {"deleted": None},
    ],
    ids=str,
)
def test_a_record_that_is_none_is_told(changed: dict[str, Any]) -> None:
    basket = Basket.open(rows(0, 2))
    text = Record.of(basket, keeping.state(basket)).write()
    assert Record.read(text)
    assert Record.read(json.dumps(json.loads(text) | changed)) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", "[" * 100_000, '{"version": 1}']
)
def test_garbage_is_no_record(text: str) -> None:
    assert Record.read(text) is None


# The list


def shelf(page: Page, **args: object) -> list[dict[str, Any]]:
    asked: dict[str, object] = {"elsewhere": [], "zone": 60, **args}
    found: list[dict[str, Any]] = page.view("shelf", **asked)["baskets"]
    return found


def test_all_kept_baskets_are_listed() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3, size=0), "m51.json"))
    page.view("basket_new", id=SECOND)
    browser.keep(page, page.open(many(2, 1), "m101.csv"))
    page.view("shelf_load", records=browser.records | {"c" * 28: "garbage", "!": "x"})
    listed = shelf(page, elsewhere=[FIRST])
    by_id = {basket["id"]: basket for basket in listed}
    assert by_id.keys() == {FIRST, SECOND, "c" * 28}
    assert by_id[FIRST]["note"] == "3 files · 3 files of unknown size · JWST"
    assert by_id[SECOND]["note"] == "2 files · 2.0 kB · JWST"
    assert [by_id[FIRST][key] for key in ("current", "elsewhere")] == [False, True]
    assert [by_id[SECOND][key] for key in ("current", "elsewhere")] == [True, False]
    assert not by_id["c" * 28]["readable"]
    assert "damaged" in by_id["c" * 28]["note"]


def test_moments_are_told_in_the_users_time() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3)))
    told = json.loads(browser.records[FIRST]) | {"changed": "2026-01-01T23:30:00Z"}
    page.view("shelf_load", records={FIRST: json.dumps(told)})
    assert shelf(page, zone=60)[0]["when"] == "2 Jan 2026, 00:30"
    assert shelf(page, zone=-480)[0]["when"] == "1 Jan 2026, 15:30"
    told["changed"] = "yesterday"
    page.view("shelf_load", records={FIRST: json.dumps(told)})
    assert shelf(page)[0]["when"] == ""


def test_baskets_are_renamed() -> None:
    browser, page = begun()
    view = page.open(rows(0, 3), "m51.json")
    assert view["file"] == "m51.skybasket"
    view = browser.keep(page, page.view("basket_title", title="  Whirl\npool/2 "))
    assert (view["title"], view["file"]) == ("Whirl pool/2", "Whirl pool_2.skybasket")
    page.view("shelf_load", records=browser.records)
    text = page.view("shelf_rename", id=FIRST, title="M 51")["record"]
    assert json.loads(text)["title"] == "M 51"
    assert "error" in page.ask("basket_title", title=" \x00 ")
    assert "error" in page.ask("shelf_rename", id=SECOND, title="M 51")


def test_a_deleted_basket_is_not_listed_and_can_be_taken_back() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3), "m51.json"))
    page.view("shelf_load", records=browser.records)
    told = page.view("shelf_delete", id=FIRST, on=True)
    assert told["message"] == "Deleted “m51”."
    deleted = {FIRST: told["record"]}
    assert page.view("shelf_load", records=deleted) == {"latest": [], "expired": []}
    assert shelf(page) == []
    told = page.view("shelf_delete", id=FIRST, on=False)
    page.view("shelf_load", records={FIRST: told["record"]})
    assert len(shelf(page)) == 1


def test_a_basket_that_was_deleted_long_ago_may_be_forgotten() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3)))
    for days, expired in ((0.5, []), (2, [FIRST])):
        when = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        old = json.dumps(json.loads(browser.records[FIRST]) | {"deleted": when})
        assert page.view("shelf_load", records={FIRST: old})["expired"] == expired


def test_a_copy_has_a_title_of_its_own() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3), "m51.json"))
    page.view("shelf_load", records=browser.records)
    copy = page.view("shelf_duplicate", id=FIRST)["record"]
    assert json.loads(copy)["title"] == "m51 (copy)"


def test_another_basket_is_put_into_this_one_as_one_step() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3), "m51.json"))
    browser.keep(page, page.view("check_all", on=True))
    page.view("basket_new", id=SECOND)
    page.open(rows(2, 3), "other.json")
    page.view("shelf_load", records=browser.records)
    view = browser.open(page, FIRST, "basket_merge")
    assert view["message"].startswith("Added 2 files in 1 observation from m51")
    assert (view["files"], view["title"]) == (5, "other")
    assert view["summary"]["selected"] == "3 of 5 files selected"
    assert page.view("undo")["files"] == 3


def test_an_empty_basket_adds_nothing_to_another() -> None:
    browser, page = begun()
    browser.keep(page, page.open(rows(0, 3), "m51.json"))
    browser.keep(page, page.view("remove_all"))
    page.view("basket_new", id=SECOND)
    page.open(rows(2, 3), "other.json")
    page.ask("begin")
    error = page.ask("basket_merge", record=browser.records[FIRST])["error"]
    assert error["kind"] == "command"
    assert page.view()["files"] == 3


# Offered


def saved() -> bytes:
    basket = Basket("M 51")
    basket.add(rows(0, 4))
    basket.filters = Filters(name="f0*")
    basket.select_all()
    basket.filters = Filters(name="*_cal.fits")
    return basket.to_bytes()


def test_a_saved_basket_is_offered_and_nothing_changes() -> None:
    _, page = begun()
    page.open(rows(3, 3), "mine.json")
    view = page.open(saved(), "m51.skybasket")
    assert view["offer"] == {
        "title": "M 51",
        "name": "m51.skybasket",
        "lines": ["4 files", "1.5 GB", "Missions: JWST", "1 file selected"],
        "loss": "",
        "search": False,
    }
    assert (view["files"], view["report"]) == (3, None)
    assert page.view()["offer"] is None


def test_an_offered_basket_is_opened_as_one_of_its_own() -> None:
    _, page = begun()
    page.open(rows(3, 3), "mine.json")
    page.open(saved(), "m51.skybasket")
    view = page.view("offer_open", id=SECOND)
    assert (view["title"], view["files"], view["kept"]["id"]) == ("M 51", 4, SECOND)
    assert view["filters"]["name"] == "*_cal.fits"
    assert view["summary"]["selected"] == "1 of 4 files selected"
    assert not view["actions"]["undo"]["enabled"]
    assert "error" in page.ask("offer_open", id=FIRST)


def test_an_offered_basket_joins_the_open_one() -> None:
    _, page = begun()
    page.open(rows(3, 3), "mine.json")
    page.open(saved(), "m51.skybasket")
    view = page.view("offer_add")
    assert (view["title"], view["files"], view["kept"]["id"]) == ("mine", 6, FIRST)
    assert view["filters"]["name"] == ""
    assert view["summary"]["selected"] == "1 of 6 files selected"
    view = page.view("undo")
    assert (view["files"], view["summary"]["selected"][:1]) == (3, "0")


def test_a_file_that_is_damaged_in_part_says_so() -> None:
    page = Page()
    view = page.open(saved()[:-5], "m51.skybasket")
    assert "none is selected" in view["offer"]["loss"]
    error = page.ask("begin") and page.ask("offer_add")
    assert "error" not in error


# Looked at


def test_a_basket_can_be_looked_at_and_left_again() -> None:
    _, page = begun()
    before = page.open(rows(3, 3), "mine.json")
    session = page.app._session
    session.look_at(Basket.open(saved()), "Downloaded", "22 Nov 2026")
    view = page.view()
    assert view["looking"] == {"label": "Downloaded", "note": "22 Nov 2026"}
    assert (view["title"], view["files"], view["kept"]) == ("M 51", 4, None)
    page.view("check_all", on=True)
    view = page.view("look_back")
    assert view["looking"] is None
    assert without_kept(view) == without_kept(before | {"offer": None})
    assert view["kept"]["mark"] == view["kept"]["since"]
    assert "error" in page.ask("look_back")


def test_what_is_looked_at_can_be_added() -> None:
    _, page = begun()
    page.open(rows(3, 3), "mine.json")
    page.app._session.look_at(Basket.open(saved()), "Downloaded", "")
    view = page.view("look_add")
    assert (view["title"], view["files"]) == ("mine", 6)
    assert view["looking"] is None
    assert view["kept"]["mark"] != view["kept"]["since"]
