"""Links in: what they may ask for, and what the application makes of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.app.arrivals import read_link
from skybasket.archives.mast import Mast
from skybasket.errors import FilterError, LinkError, SkybasketError
from skybasket.filters import Filters
from skybasket.printable import is_printable

from tests.archive.catalogue import observed, product
from tests.archive.invoke import Invoke
from tests.archive.switches import Switches
from tests.unit.page import Page, View, row

if TYPE_CHECKING:
    from collections.abc import Sequence

ADDRESS: Final = "https://example.org/some/where/"
ARCHIVE: Final = Mast()
FILES: Final = [
    "mast:HST/product/u9o40504m_drz.fits",
    "mast:HST/product/u9o40504m_c0f.fits",
    "mast:JWST/product/jw01039-o004_t001_miri_ch3-long_s3d.fits",
]


def arrive(page: Page, link: str) -> View:
    """Hand a link over as the page does; return the answer or the error."""
    page.ask("begin")
    page.app.receive(link.encode())
    return page.ask("arrive", page=ADDRESS)


def follow(page: Page, link: str) -> View:
    """Open the files of a link, and set what comes with them."""
    arrival = arrive(page, link)["view"]
    assert arrival["open"]
    view = page.view("arrive_open")
    return page.view("arrive_settle") if arrival["settle"] else view


def names(page: Page) -> list[str]:
    """Return the names of the files that are shown."""
    return [r["name"] for r in page.view()["rows"]["rows"] if r["kind"] == "file"]


def refused(link: str) -> SkybasketError:
    with pytest.raises(SkybasketError) as caught:
        read_link(link, ADDRESS, ARCHIVE)
    return caught.value


# Files


def test_files_come_from_a_link() -> None:
    page = Page()
    assert arrive(page, f"get={','.join(FILES)}")["view"] == {
        "offer": None,
        "open": True,
        "fetch": [],
        "save": [],
        "search": False,
        "settle": False,
    }
    view = page.view("arrive_open")
    assert view["message"] == "Added 3 files in 2 observations from the link."
    assert view["title"] == "Basket"
    assert view["report"]["title"] == "What came of the link"
    assert page.view("undo")["files"] == 0


def test_fields_repeat_and_values_are_encoded_once() -> None:
    odd = "https://example.org/a,b%2Cc&d=1.fits"
    link = f"get={FILES[0]}&get={quote(FILES[1])},,{quote(odd, safe='')}"
    assert read_link(link, ADDRESS, ARCHIVE).uris == [*FILES[:2], odd]


def test_addresses_of_the_archive_become_the_files_that_they_fetch() -> None:
    page = Page()
    view = follow(page, f"get={quote(ARCHIVE.service + FILES[0], safe='')}")
    assert view["files"] == 1
    assert follow(page, f"get={FILES[0]}")["files"] == 1


def test_what_is_no_uri_is_refused_with_its_place() -> None:
    page = Page()
    view = follow(page, f"get={FILES[0]},%7B%7D,two%0Alines,%23no")
    assert view["files"] == 1
    places = [row.partition(":")[0] for row in view["report"]["refused"]]
    assert sorted(places) == ["URI 2", "URI 3", "URI 4"]


def test_a_link_without_any_file_is_an_error_and_leaves_the_basket() -> None:
    page = Page()
    follow(page, f"get={FILES[0]}")
    arrive(page, "get=a%20b")
    assert page.ask("arrive_open")["error"]["kind"] == "format"
    assert page.view()["files"] == 1


def test_a_link_of_the_most_files_is_opened() -> None:
    link = "get=" + ",".join(f"mast:T/{number}.fits" for number in range(100_000))
    assert len(link) < 2_000_000
    assert follow(Page(), link)["files"] == 100_000


# Filters and titles


def filtered(link: str, filters: Filters) -> str:
    return f"{link}&filters={quote(filters.format(), safe='')}"


def test_filters_of_a_link_hold_once_its_files_are_there() -> None:
    page = Page()
    filters = Filters(mission={"HST"}, name="*_drz*", size="<5 GB", extension=".fits")
    arrival = read_link(filtered("get=mast:a/b.fits", filters), ADDRESS, ARCHIVE)
    assert arrival.filters == filters
    link = filtered(f"get={','.join(FILES)}", Filters(mission="HST", name="*_drz*"))
    view = follow(page, link)
    assert view["message"] == "1 of 3 files shown."
    assert names(page) == ["u9o40504m_drz.fits"]


def test_undo_takes_the_files_and_the_filters_of_a_link_back(page: Page) -> None:
    page.view("filter_name", text="drz")
    before, step = page.view(), page.view()["actions"]["undo"]["hint"]
    follow(page, filtered("get=mast:TESS/product/new.txt", Filters(mission="TESS")))
    assert page.view()["filters"]["name"] == ""
    after = page.view("undo")
    assert after["filters"]["name"] == "drz"
    assert after["files"] == before["files"]
    assert after["actions"]["undo"]["hint"] == step


def test_filters_alone_are_a_step_of_their_own(page: Page) -> None:
    assert not arrive(page, filtered("", Filters(mission="TESS")))["view"]["open"]
    page.view("arrive_settle")
    assert page.view("undo")["message"] == "Undone: Changed the filters."


def test_filters_of_a_link_hide_nothing_where_nothing_is_recommended() -> None:
    view = follow(Page(), filtered(f"get={FILES[0]}", Filters(recommended=True)))
    assert not view["filters"]["recommended"]["on"]
    assert view["tree"]["files"].startswith("1 file ")


@pytest.mark.parametrize("text", ["mision=HST", "size=large", "name", "a" * 10_001])
def test_a_wrong_filter_is_one_error_before_anything_is_done(text: str) -> None:
    page = Page()
    link = f"get={FILES[0]}&filters={quote(text, safe='')}"
    assert arrive(page, link)["error"]["kind"] in ("filter", "link")
    assert page.ask("arrive_open")["error"]["kind"] == "command"
    assert page.view()["files"] == 0


def test_a_value_in_the_wrong_facet_is_told_and_the_files_stay() -> None:
    page = Page()
    arrive(page, f"get={FILES[0]}&filters=category%3DHST&title=Kept")
    page.view("arrive_open")
    error = page.ask("arrive_settle")["error"]
    assert "filter by mission instead" in error["message"]
    view = page.view()
    assert (view["files"], view["title"]) == (1, "Kept")
    assert not view["filters"]["active"]


def test_a_title_is_plain_text_for_a_basket_that_was_empty() -> None:
    page = Page()
    title = "<b>M\u202e 51</b>\n{name}\0"
    follow(page, f"get={FILES[0]}&title={quote(title)}")
    assert page.view()["title"] == "<b>M 51</b> {name}"
    follow(page, f"get={FILES[1]}&title=Another")
    assert page.view()["title"] == "<b>M 51</b> {name}"


def test_a_title_has_at_most_200_characters() -> None:
    longest = "é" * 200
    assert read_link(f"title={quote(longest)}", ADDRESS, ARCHIVE).title == longest
    assert "200" in refused(f"title={quote(longest)}a").message


# Lists


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("lists/m51.json", "https://example.org/some/where/lists/m51.json"),
        ("/m51.csv", "https://example.org/m51.csv"),
        ("https://example.org/a?b=1&c", "https://example.org/a?b=1&c"),
        ("https://mast.stsci.edu/list.json", "https://mast.stsci.edu/list.json"),
        ("https://archive.stsci.edu/a", "https://archive.stsci.edu/a"),
    ],
)
def test_lists_of_the_own_host_and_the_archive_are_fetched(
    given: str, address: str
) -> None:
    view = arrive(Page(), f"src={quote(given, safe='')}")["view"]
    assert [found["address"] for found in view["fetch"]] == [address]
    assert view["save"] == []


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/list.json",
        "https://example.org.evil.example/list.json",
        "https://example.org:444/list.json",
        "https://mast.stsci.edu.evil.example/",
        "https://evil.example/https://mast.stsci.edu/",
    ],
)
def test_lists_of_other_hosts_are_only_told(address: str) -> None:
    view = arrive(Page(), f"src={quote(address, safe='')}")["view"]
    assert (view["fetch"], view["save"]) == ([], [address])


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/csv,uri",
        "file:///etc/passwd",
        "http://elsewhere.example/",
        "https://user@elsewhere.example/",
        "https://mast.stsci.edu@elsewhere.example/",
        "https://mast.stsci.edu\\@elsewhere.example/",
        "https://[",
        "https://elsewhere.example/a b",
        "https://elsewhere.example/\n",
        "https://elsewhere.example/\u202e",
        "mast:HST/product/a.fits",
        "https://elsewhere.example/" + "a" * 9000,
    ],
)
def test_addresses_that_nobody_should_open_are_refused(address: str) -> None:
    assert isinstance(refused(f"src={quote(address, safe='')}"), LinkError)


def test_a_list_goes_by_the_last_part_of_its_address() -> None:
    view = arrive(Page(), "src=a/M%2520101.json&src=https://mast.stsci.edu/")["view"]
    assert [found["name"] for found in view["fetch"]] == [
        "M 101.json",
        "mast.stsci.edu",
    ]


# Observations

ROWS: Final = [
    product("u9o40504m_drz.fits", "u9o40504m", "HST", recommended=True),
    product("u9o40504m_c0f.fits", "u9o40504m", "HST"),
    product("jw01039_s3d.fits", "jw01039-o004", recommended=True),
]


@pytest.fixture
def archive() -> Switches:
    archive = Switches()
    archive.observations, archive.products = observed(ROWS)
    return archive


def searched(page: Page, archive: Switches) -> View:
    """Fetch what a link asks for, with answers of the stand-in archive."""
    invoke = Invoke(archive)
    search = page.view("arrive_search")
    while search["request"]:
        page.ask("begin")
        page.app.receive(_answer(invoke, search["request"]))
        search = page.view("search_answer")
    return search


def _answer(invoke: Invoke, request: dict[str, Any]) -> bytes:
    _, told = invoke.answer(request["body"])
    return json.dumps(told).encode()


def test_products_of_observations_come_with_filters_and_title(
    archive: Switches,
) -> None:
    page = Page()
    link = filtered("obsid=1,%202,1&title=Both", Filters(recommended=True))
    assert arrive(page, link)["view"]["search"]
    search = searched(page, archive)
    assert search["problem"] is None
    assert search["status"].startswith("Products of 2 of 2 observations: 3 files")
    page.view("take_products")
    view = page.view("arrive_settle")
    assert (view["files"], view["title"]) == (3, "Both")
    assert names(page) == ["u9o40504m_drz.fits", "jw01039_s3d.fits"]


def test_nothing_is_said_of_files_that_are_of_no_observation(archive: Switches) -> None:
    page = Page()
    arrive(page, "obsid=1")
    searched(page, archive)
    page.view("take_products")
    page.open(b"dataURI,proposal_id\nhttps://example.org/stray.bin,1039\n", "stray.csv")
    folder = row(page.view(), "No observation")
    fields = page.view("details", id=folder["id"])["fields"]
    assert ["1039"] in [field["values"] for field in fields]


def test_observations_that_fail_are_told_and_can_be_asked_again(
    archive: Switches,
) -> None:
    page = Page()
    archive.complaints["Mast.Caom.Products"] = "Out of order."
    arrive(page, "obsid=1&filters=mission%3DHST")
    search = searched(page, archive)
    assert search["problem"]["where"] == ["Out of order."]
    archive.complaints.clear()
    search = page.view("search_products")
    page.ask("begin")
    page.app.receive(_answer(Invoke(archive), search["request"]))
    assert page.view("search_answer")["can_take"]
    page.view("take_products")
    assert page.view("arrive_settle")["files"] == 2


# What is refused as a whole


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("basket=abc", "Copy the whole link"),
        ("get=mast:a&basket=abc", "carries nothing else"),
        ("got=mast:a", "does not know"),
        ("get=mast:a&filters=extension=.fits&recommended", "percent-encoded"),
        ("get=", "names nothing in “get”"),
        ("get=,,&title=a", "names nothing in “get”"),
        ("src=", "names nothing in “src”"),
        ("obsid=,", "names nothing in “obsid”"),
        ("obsid=12a", "observation number"),
        ("obsid=-1", "observation number"),
        ("obsid=١٢", "observation number"),
        ("obsid=" + "1" * 19, "observation number"),
        ("get=mast:%FF", "Copy the whole link again"),
        ("title=%C3", "Copy the whole link again"),
        ("title=a&title=b", "twice"),
        ("filters=mission%3DHST&filters=", "twice"),
        ("get=" + "a," * 100_001, "100,001, where 100,000 is the most"),
        ("&".join(["src=a"] * 21), "21, where 20 is the most"),
        ("get=" + "a" * 1_999_997, "longer than 2,000,000 characters"),
    ],
)
def test_a_wrong_link_is_one_error(link: str, message: str) -> None:
    page = Page()
    error = arrive(page, link)["error"]
    assert error["kind"] == "link"
    assert message in error["message"]
    assert all(len(place) <= 100 for place in error["where"])
    assert page.view()["files"] == 0


def test_a_link_to_a_part_of_the_page_asks_for_nothing() -> None:
    assert not any(arrive(Page(), "tree-head")["view"].values())


def test_a_link_that_was_not_read_cannot_be_followed() -> None:
    page = Page()
    follow(page, f"get={FILES[0]}&title=a")
    for command in ("arrive_settle", "arrive_search", "arrive_open"):
        assert page.ask(command)["error"]["kind"] == "command"


def test_a_wrong_link_ends_the_one_before() -> None:
    page = Page()
    assert arrive(page, f"get={FILES[0]}&title=a")["view"]["open"]
    assert arrive(page, "get=")["error"]["kind"] == "link"
    assert page.ask("arrive_open")["error"]["kind"] == "command"


FIELDS: Final = st.sampled_from(
    ["get", "obsid", "src", "filters", "title", "basket", "", "a"]
)
PIECES: Final = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [*FILES, "//evil.example", "\\\\evil.example", "https:\\evil", "%"]
    ),
)


@pytest.mark.property
@given(st.lists(st.tuples(FIELDS, PIECES), max_size=5), st.booleans())
def test_no_link_breaks_the_reader_or_reaches_another_host(
    parts: Sequence[tuple[str, str]],
    is_encoded: bool,
) -> None:
    link = "&".join(
        f"{name}={quote(text, safe='') if is_encoded else text}" for name, text in parts
    )
    try:
        arrival = read_link(link, ADDRESS, ARCHIVE)
    except (LinkError, FilterError):
        return
    for wanted in arrival.lists:
        if wanted.fetched:
            hosts = ("https://example.org/", "https://mast.stsci.edu/")
            assert wanted.address.startswith(hosts)
        else:
            assert wanted.address.startswith("https://")
    assert is_printable(arrival.title)
