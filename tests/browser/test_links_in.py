"""Links into the page: other sites offer products, lists and observations."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, observed, product, uri
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

ROWS = [
    product("one_drz.fits", "one", "HST", recommended=True),
    product("one_raw.fits", "one", "HST"),
    product("two_i2d.fits", "two", recommended=True),
]
URIS = ",".join(map(uri, ROWS))
DRIZZLED = f"filters={quote('name=*_drz*', safe='')}"


def go(skybasket: Skybasket, link: str) -> None:
    """Change the end of the address in the open tab."""
    skybasket.page.evaluate("link => { location.hash = link; }", link)


def has_plain_address(skybasket: Skybasket) -> None:
    """Wait until nothing of the link is left in the address."""
    expect(skybasket.page).to_have_url(skybasket.address)


def test_a_page_that_is_opened_by_a_link_shows_its_files(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    link = f"#get={URIS}&{DRIZZLED}&title=Two%20fields"
    skybasket.page.goto(f"{skybasket.address}{link}")
    skybasket.is_engine("ready")
    skybasket.says("1 of 3 files shown.")
    expect(skybasket.box("one_drz.fits")).to_be_visible()
    expect(skybasket.box("two_i2d.fits")).to_have_count(0)
    expect(skybasket.page).to_have_title("Two fields · Skybasket")
    has_plain_address(skybasket)
    skybasket.page.go_back()
    expect(skybasket.page).to_have_url("about:blank")


def test_a_link_in_an_open_tab_adds_to_the_basket(skybasket: Skybasket) -> None:
    skybasket.open(answer(MIXED))
    go(skybasket, f"get={uri(ROWS[0])}")
    skybasket.says("Added 1 file in 1 observation from the link.")
    has_plain_address(skybasket)
    go(skybasket, f"get={uri(ROWS[2])}")
    expect(skybasket.files).to_contain_text("two_i2d.fits")
    skybasket.press("Undo")
    skybasket.says("Undone: Added 1 file")
    expect(skybasket.box("one_drz.fits")).to_be_visible()


def test_links_that_come_fast_are_all_followed(skybasket: Skybasket) -> None:
    for row in ROWS:
        go(skybasket, f"get={uri(row)}")
    for row in ROWS:
        expect(skybasket.box(str(row["productFilename"]))).to_be_visible()
    has_plain_address(skybasket)


def test_a_list_of_the_pages_own_host_is_opened(skybasket: Skybasket) -> None:
    go(skybasket, "src=sample.json&filters=mission%3DTESS")
    skybasket.says("files shown")
    expect(skybasket.value("Mission", "TESS")).to_be_checked()


def test_a_list_of_the_archive_is_opened(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    address = f"{archive.address}/lists/m51.json"

    def send(route: Route) -> None:
        origin = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=answer(ROWS), headers=origin)

    skybasket.page.route(address, send)
    go(skybasket, f"src={quote(address, safe='')}")
    skybasket.says("Added 3 files in 2 observations from m51.json.")
    skybasket.page.unroute(address)


def test_a_list_that_cannot_be_fetched_is_one_error(
    skybasket: Skybasket, archive: StandInArchive, watch: Watch
) -> None:
    watch.tolerate("404")
    watch.tolerate("CORS")
    watch.tolerate("net::ERR_FAILED")
    skybasket.open(answer(MIXED))
    go(skybasket, f"src={quote(f'{archive.address}/none.csv', safe='')}&{DRIZZLED}")
    expect(skybasket.dialog).to_contain_text("none.csv could not be loaded")
    skybasket.page.keyboard.press("Escape")
    expect(skybasket.name_box).to_have_value("")


def test_a_list_elsewhere_is_told_and_never_fetched(
    skybasket: Skybasket, watch: Watch
) -> None:
    address = "https://elsewhere.example/list.json?a=<b>"
    go(skybasket, f"src={quote(address, safe='')}")
    # That is no address as links have them.
    expect(skybasket.dialog).to_contain_text("has to begin with https")
    skybasket.page.keyboard.press("Escape")

    address = "https://elsewhere.example/list.json?a=%3Cb%3E"
    go(skybasket, f"src={quote(address, safe='')}")
    expect(skybasket.dialog).to_have_accessible_name("A list on another host")
    link = skybasket.dialog.get_by_role("link", name=address, exact=True)
    expect(link).to_have_attribute("href", address)
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    skybasket.dialog.get_by_role("button", name="Copy the address").click()
    skybasket.says("Copied.")
    copied = skybasket.page.evaluate("navigator.clipboard.readText()")
    assert copied == address
    skybasket.dialog.get_by_role("button", name="Close", exact=True).click()
    expect(skybasket.dialog).to_be_hidden()
    assert not [asked for asked in watch.requests if "elsewhere" in asked]


# Observations


def test_products_of_observations_are_fetched_and_shown(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    archive.observations, archive.products = observed(ROWS)
    archive.polls = 1
    go(skybasket, f"obsid=1,2&{DRIZZLED}&title=Both")
    skybasket.says("1 of 3 files shown.")
    expect(skybasket.page.get_by_role("tab", name="Basket")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(skybasket.row("one_drz.fits")).to_be_visible()
    expect(skybasket.page).to_have_title("Both · Skybasket")


def test_products_that_fail_can_be_asked_again_and_keep_the_filters(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    archive.observations, archive.products = observed(ROWS)
    archive.complaints["Mast.Caom.Products"] = "Out of order."
    go(skybasket, f"obsid=1,2&{DRIZZLED}")
    panel = skybasket.page.get_by_role("tabpanel", name="Add products")
    expect(panel.get_by_role("alert")).to_contain_text("Out of order.")
    archive.complaints.clear()
    panel.get_by_role("button", name="Try again").click()
    panel.get_by_role("button", name="Add these products to the basket").click()
    skybasket.says("1 of 3 files shown.")
    expect(skybasket.name_box).to_have_value("*_drz*")


# What is wrong


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("basket=xyz", "Copy the whole link"),
        (f"get={URIS}&filters=mision%3DHST", "There is no filter 'mision'"),
        ("get=%3Cimg%20src=x%20onerror=alert(1)%3E", "names no file"),
        ("obsid=one", "observation number"),
        ("src=javascript:alert(1)", "has to begin with https"),
        ("get=mast:%FF", "Copy the whole link again"),
    ],
    ids=["shared", "filter", "markup", "number", "script", "encoding"],
)
def test_a_wrong_link_is_one_error_and_leaves_the_basket(
    skybasket: Skybasket, link: str, message: str
) -> None:
    skybasket.open(answer(MIXED))
    go(skybasket, link)
    expect(skybasket.dialog).to_have_count(1)
    expect(skybasket.dialog).to_contain_text(message)
    has_plain_address(skybasket)
    skybasket.page.keyboard.press("Escape")
    expect(skybasket.page.get_by_text("0 of 16 files selected")).to_be_visible()
