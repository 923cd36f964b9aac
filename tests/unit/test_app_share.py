"""Sharing: links of the library, the dialog that makes them, what becomes of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from skybasket import Basket, Filters, LinkError
from skybasket.app import share_commands
from skybasket.sharing import SharedBasket, SharedSearch, decode

from tests.archive.catalogue import observed, product
from tests.browser.lists import many
from tests.golden.making import VECTORS
from tests.golden.replay import links
from tests.unit.asking import Asking
from tests.unit.lists import answer
from tests.unit.page import Page, View

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "https://example.org/skybasket/"
GOLDEN = VECTORS / links.NAME
ROWS = [
    product("one_drz.fits", "one", "HST", recommended=True, size=123_456_789),
    product("one_raw.fits", "one", "HST", size=1000),
    product("two_i2d.fits", "two", recommended=True, size=None),
    product("two_cal.fits", "two"),
]


def listed() -> bytes:
    return answer(*observed(ROWS)[1])


def filled() -> Page:
    page = Page()
    page.view("basket_new", id="a" * 28)
    page.open(listed(), "fields.json")
    page.view("filter_recommended", on=False)
    return page


def share(page: Page, kind: str = "details", *, everything: bool = False) -> View:
    return page.view("share", kind=kind, everything=everything, page=PAGE)


def arrive(page: Page, link: str) -> View:
    page.ask("begin")
    page.app.receive(link.partition("#")[2].encode())
    return page.ask("arrive", page=PAGE)


# The library


def test_a_link_makes_the_same_basket() -> None:
    basket = Basket("M 51")
    basket.add(listed())
    basket.filters = Filters(name="*_drz*")
    basket.select_all()
    basket.filters = Filters(mission={"HST"})
    link = basket.share_link(PAGE + "#old")
    assert link.startswith(PAGE + "#basket=")
    again = Basket.from_link(link)
    assert (again.title, again.filters) == ("M 51", basket.filters)
    [found], [meant] = again.selected, basket.selected
    assert (found.uri, found.category, found.recommended) == (
        meant.uri,
        meant.category,
        meant.recommended,
    )
    assert (found.size, found.size_exact) == (meant.size, True)
    assert again.undo_step is None
    everything = Basket.from_link(basket.share_link(PAGE, everything=True))
    assert (everything.files.count, everything.selected.count) == (4, 0)


def test_without_a_selection_all_files_are_shared() -> None:
    basket = Basket.open(listed())
    again = Basket.from_link(basket.share_link(PAGE))
    assert [p.uri for p in again.files] == [p.uri for p in basket.files]
    assert again.selected.count == 0


def test_a_link_with_names_only_tells_what_names_prove() -> None:
    basket = Basket.open(listed())
    short = basket.share_link(PAGE, details=False)
    assert len(short) < len(basket.share_link(PAGE))
    again = Basket.from_link(short)
    assert {p.recommended for p in again.files} == {"unknown"}
    assert {p.mission for p in again.files} == {"HST", "JWST"}


@pytest.mark.parametrize(
    "link", ["", PAGE, PAGE + "#get=mast:x", "basket=", "#basket=!!!", "xbasket=AAAA"]
)
def test_what_is_no_link_is_one_error(link: str) -> None:
    with pytest.raises(LinkError, match=r"[Cc]opy"):
        Basket.from_link(link)


def test_golden_links_are_read_by_the_basket_too() -> None:
    kinds = set()
    for golden in json.loads(GOLDEN.read_text("utf-8")):
        shared = decode(golden["text"])
        kinds.add(type(shared))
        if isinstance(shared, SharedBasket):
            basket = Basket.from_link(f"{PAGE}#basket={golden['text']}")
            assert basket.files.count == len(shared.products)
            assert basket.title == (shared.title or "basket")
    assert kinds == {SharedBasket, SharedSearch}


# The dialog


def test_the_dialog_tells_what_a_link_carries_and_where_it_fits() -> None:
    page = filled()
    page.view("filter_recommended", on=True)
    page.view("check_all", on=True)
    view = share(page)
    assert view["title"] == "Share “fields”"
    assert [(c["label"], c["chosen"]) for c in view["choices"]] == [
        ("The 2 selected files", True),
        ("All 4 files in the basket", False),
    ]
    assert view["carries"] == [
        "2 files",
        "123 MB",
        "the title “fields”",
        "the filters",
        "facets and sizes (sizes to three digits)",
    ]
    assert view["length"] == f"{len(view['link'])} characters"
    assert [fit["on"] for fit in view["fits"]] == [True, True, True]
    assert (view["reason"], view["code"]) == ("", {"reason": ""})
    names = share(page, "names")
    assert len(names["link"]) < len(view["link"])
    assert share(page, everything=True)["carries"][0] == "4 files"


def test_nothing_selected_means_everything() -> None:
    view = share(filled())
    assert [choice["enabled"] for choice in view["choices"]] == [False, True]
    assert view["carries"][0] == "4 files"


def test_an_empty_basket_cannot_be_shared() -> None:
    asked = {"kind": "details", "everything": False, "page": PAGE}
    assert "add products first" in Page().ask("share", **asked)["error"]["message"]


def test_an_unknown_kind_is_an_error() -> None:
    page = filled()
    assert "error" in page.ask("share", kind="all", everything=False, page=PAGE)


def test_a_link_that_is_too_long_names_the_ways_on() -> None:
    page = Page()
    lines = "".join(
        f"mast:HST/product/{number * 7919 % 10**9:09}{number * 104_729 % 10**9}.fits\n"
        for number in range(12_000)
    )
    page.open(lines.encode(), "scattered.txt")
    view = share(page, "names")
    assert view["link"] == ""
    assert "Share the observations instead, or save the basket" in view["reason"]
    assert view["fits"] == []
    assert view["code"]["reason"]


def test_far_too_many_files_are_not_even_tried() -> None:
    page = Page()
    page.open(many(1001, 100), "many.csv")
    view = share(page)
    assert view["reason"].startswith("More than 100,000 files")


@pytest.mark.parametrize("kind", ["details", "names", "search"])
def test_why_there_is_no_link_is_told_in_the_dialog(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skybasket.sharing.link.LONGEST_LINK", 9)
    view = share(filled(), kind)
    assert view["link"] == ""
    assert "Save the basket as a file instead." in view["reason"]


def test_a_search_with_too_many_exceptions_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = filled()
    page.view("filter_name", text="*_drz*")
    page.view("check_all", on=True)
    page.view("filter_name", text="")
    [*_, exceptions] = share(page, "search")["carries"]
    assert exceptions == "1 file that is an exception from the filters"
    monkeypatch.setattr(share_commands, "_MOST_FILES", 1)
    assert share(page, "search")["link"]
    monkeypatch.setattr(share_commands, "_MOST_FILES", 0)
    view = share(page, "search")
    assert (view["link"], view["reason"][:9]) == ("", "More than")


def test_a_longer_link_is_not_drawn() -> None:
    page = Page()
    page.open(many(30, 20), "some.csv")
    view = share(page)
    if len(view["link"]) > 1200:
        assert "1,200 characters" in view["code"]["reason"]
    page.app.set_drawing(lambda text: f"data:,{len(text)}")
    assert page.view("draw", link=PAGE) == {"picture": f"data:,{len(PAGE)}"}
    assert "error" in page.ask("draw", link="x" * 1201)


def test_without_a_drawing_function_nothing_is_drawn() -> None:
    assert "try again" in Page().ask("draw", link=PAGE)["error"]["message"]


# Observations and filters


def test_a_link_may_name_observations_filters_and_exceptions() -> None:
    page = filled()
    page.view("filter_name", text="*_drz*")
    page.view("check_all", on=True)
    page.view("filter_name", text="*_cal*")
    page.view("check_all", on=True)
    page.view("filter_recommended", on=True)
    page.view("filter_name", text="")
    view = share(page, "search")
    assert view["carries"][-2:] == [
        "2 observations",
        "2 files that are exceptions from the filters",
    ]
    shared = decode(view["link"].partition("#basket=")[2])
    assert isinstance(shared, SharedSearch)
    assert list(shared.numbers) == [1, 2]
    assert shared.filters == Filters(recommended=True)
    assert list(shared.excluded) == ["mast:JWST/product/two_i2d.fits"]
    assert list(shared.included) == ["mast:JWST/product/two_cal.fits"]


def test_a_removed_file_is_an_exception_and_one_that_came_back_is_none() -> None:
    page = filled()
    page.view("filter_name", text="*_drz*")
    page.view("check_all", on=True)
    page.view("remove_selected")
    page.view("filter_name", text="")
    shared = decode(share(page, "search")["link"].partition("#basket=")[2])
    assert isinstance(shared, SharedSearch)
    assert list(shared.excluded) == ["mast:HST/product/one_drz.fits"]
    page.open(listed(), "again.json")
    shared = decode(share(page, "search")["link"].partition("#basket=")[2])
    assert isinstance(shared, SharedSearch)
    assert (list(shared.excluded), list(shared.included)) == ([], [])


def test_observations_without_a_number_cannot_be_named() -> None:
    page = Page()
    page.open(b"mast:HST/product/u9o40504m_drz.fits\n", "one.txt")
    view = share(page, "search")
    assert (view["link"], view["reason"][:21]) == ("", "The archive's number ")


# Arrival


def test_a_shared_basket_is_offered_first() -> None:
    sender = filled()
    sender.view("filter_recommended", on=True)
    sender.view("check_all", on=True)
    link = share(sender)["link"]
    page = filled()
    before = page.view()
    arrival = arrive(page, link)["view"]
    assert arrival["offer"]["title"] == "fields"
    assert arrival["offer"]["name"] == "Shared by a link"
    assert "123 MB" in arrival["offer"]["lines"]
    assert not any(arrival[key] for key in ("open", "fetch", "save", "search"))
    assert page.view()["files"] == before["files"]
    view = page.view("offer_open", id="b" * 28)
    assert view["summary"]["selected"].startswith("2 of")
    assert view["filters"]["recommended"]["on"]


def test_a_shared_search_asks_the_archive_and_selects_what_was_meant() -> None:
    sender = filled()
    sender.view("filter_name", text="*_drz*")
    sender.view("check_all", on=True)
    sender.view("filter_name", text="*_cal*")
    sender.view("check_all", on=True)
    sender.view("filter_name", text="")
    sender.view("filter_recommended", on=True)
    link = share(sender, "search")["link"]

    observations, products = observed(ROWS)
    asking = Asking("search", observations, products)
    page = asking.page
    arrival = arrive(page, link)["view"]
    assert arrival["offer"]["lines"] == [
        "2 observations",
        "the filters",
        "2 files that are exceptions from the filters",
        "The archive is asked for their files when you open it.",
    ]
    assert (arrival["search"], arrival["settle"]) == (True, True)
    view = page.view("arrive_search")
    while view["request"]:
        view = asking.step(view)
    page.view("take_products")
    view = page.view("arrive_settle")
    assert (view["title"], view["files"]) == ("fields", 4)
    selected = [
        row["name"]
        for row in page.view(window=[0, 50])["rows"]["rows"]
        if row["kind"] == "file" and row["checked"]
    ]
    assert selected == ["one_drz.fits"]
    assert view["summary"]["selected"] == "2 of 4 files selected"
    assert page.view("undo")["files"] == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda link: link[:-4], "Copy the whole link"),
        (lambda link: link + "&title=x", "carries nothing else"),
        (lambda link: link + "AAAA", "Copy the whole link"),
        (lambda _: "basket=", "Copy the whole link"),
        (lambda _: "basket=%00", "Copy the whole link"),
        (lambda _: "title=x&basket=AAAA", "carries nothing else"),
    ],
)
def test_a_wrong_link_is_one_error_and_changes_nothing(
    change: Callable[[str], str], message: str
) -> None:
    page = filled()
    link = share(page)["link"].partition("#")[2]
    before = page.view()
    error = arrive(page, "#" + change(link))["error"]
    assert error["kind"] == "link"
    assert message in error["message"]
    after = page.view()
    assert after["files"] == before["files"]
    assert "error" in page.ask("offer_add")
