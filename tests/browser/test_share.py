"""Sharing: links that carry a basket, from one person's page to another's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from skybasket import Basket
from skybasket.sharing import SharedBasket, decode

from tests.archive.catalogue import answer, observed, product
from tests.browser.lists import MIXED, many
from tests.browser.qr import read_qr
from tests.golden.making import VECTORS
from tests.golden.replay import links
from tests.unit.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

GOLDEN = VECTORS / links.NAME
ROWS = [
    product("one_drz.fits", "one", "HST", recommended=True),
    product("one_raw.fits", "one", "HST"),
    product("two_i2d.fits", "two", recommended=True),
]


@pytest.fixture(autouse=True)
def _closed(skybasket: Skybasket) -> None:
    """Begin without what an earlier test may have left in a dialog."""
    skybasket.page.keyboard.press("Escape")


def share(skybasket: Skybasket) -> Locator:
    skybasket.page.get_by_role("button", name="Share", exact=True).click()
    expect(skybasket.dialog).to_be_visible()
    return skybasket.dialog


def link(dialog: Locator) -> str:
    return dialog.get_by_role("textbox").input_value()


def go(skybasket: Skybasket, address: str) -> None:
    """Follow a link in the open tab."""
    fragment = urlsplit(address).fragment
    skybasket.page.evaluate("link => { location.hash = link; }", fragment)


def facts(skybasket: Skybasket) -> list[str]:
    """Return what the page says that a link holds, its title first."""
    expect(skybasket.dialog).to_contain_text("Nothing has changed yet.")
    title = skybasket.dialog.get_by_role("heading").inner_text()
    return [title, *skybasket.dialog.get_by_role("listitem").all_inner_texts()]


# Making a link


def test_a_link_brings_the_selection_to_somebody_else(
    skybasket: Skybasket, new_tab: Callable[[], Skybasket], watch: Watch
) -> None:
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.tick("HST")
    count = skybasket.page.locator("#summary strong").inner_text().split(" of ")[0]
    dialog = share(skybasket)
    expect(dialog).to_have_accessible_name("Share “mixed”")
    expect(dialog.get_by_role("radio", name="selected files")).to_be_checked()
    expect(dialog).to_contain_text(f"It carries: {count} files")
    for place in ("Anywhere", "Chat and mail", "Browsers"):
        expect(dialog.get_by_role("listitem").filter(has_text=place)).to_contain_text(
            "fits"
        )
    dialog.get_by_role("button", name="Copy link").click()
    skybasket.says("Copied.")
    copied = skybasket.page.evaluate("navigator.clipboard.readText()")
    assert copied == link(dialog)
    assert copied.startswith(skybasket.address + "#basket=")

    other = new_tab()
    other.page.goto(copied)
    other.is_engine("ready")
    assert facts(other)[:2] == ["mixed", f"{count} files"]
    expect(other.page).to_have_url(other.address)
    expect(other.files).to_contain_text("Your basket is empty")
    other.dialog.get_by_role("button", name="Open this basket").click()
    expect(other.page).to_have_title("mixed · Skybasket")
    expect(other.page.locator("#summary")).to_contain_text(
        f"{count} of {count} files selected"
    )
    assert not [asked for asked in watch.requests if "basket=" in asked]


def test_all_files_names_only_and_the_file_are_other_ways(skybasket: Skybasket) -> None:
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.tick("HST")
    dialog = share(skybasket)
    short = link(dialog)
    dialog.get_by_role("radio", name="All 16 files").check()
    expect(dialog).to_contain_text("It carries: 16 files")
    assert len(link(dialog)) > len(short)
    dialog.get_by_role("radio", name="Files by name only").check()
    expect(dialog).to_contain_text("addresses and names, nothing else")
    text = link(dialog).partition("#basket=")[2]
    shared = decode(text)
    assert isinstance(shared, SharedBasket)
    assert sorted(shared.products.uris) == sorted(str(row["dataURI"]) for row in MIXED)
    with skybasket.page.expect_download() as saving:
        dialog.get_by_role("button", name="Save the basket as a file").click()
    assert saving.value.suggested_filename == "mixed.skybasket"
    saved = Basket.open(saving.value.path())
    assert (saved.title, saved.files.count) == ("mixed", 16)
    assert saved.selected.count > 0


def test_what_is_chosen_last_is_copied_before_it_is_drawn(skybasket: Skybasket) -> None:
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.tick("HST")
    dialog = share(skybasket)
    everything = dialog.get_by_role("radio", name="All 16 files")
    copy = dialog.get_by_role("button", name="Copy link")
    # Both in one go: no answer comes between.
    everything.evaluate(
        "(radio, copy) => { radio.click(); copy.click(); }", copy.element_handle()
    )
    skybasket.says("Copied")
    copied = skybasket.page.evaluate("navigator.clipboard.readText()")
    shared = decode(copied.partition("#basket=")[2])
    assert isinstance(shared, SharedBasket)
    assert len(shared.products.uris) == len(MIXED)


def test_a_short_link_is_drawn_as_a_code_that_cameras_read(
    skybasket: Skybasket, watch: Watch
) -> None:
    skybasket.open(answer(ROWS), "three.json")
    skybasket.tick_all()
    dialog = share(skybasket)
    text = link(dialog)
    for theme in ("light", "dark"):
        skybasket.page.emulate_media(color_scheme=theme)
        if dialog.get_by_role("button", name="Show QR code").count():
            dialog.get_by_role("button", name="Show QR code").click()
        picture = dialog.get_by_role("img", name="QR code of the link")
        expect(picture).to_be_visible(timeout=60_000)
        assert read_qr(picture.screenshot()) == text
    skybasket.page.emulate_media(color_scheme="light")
    own = (skybasket.address, "data:", "blob:")
    assert [place for place in watch.requests if not place.startswith(own)] == []
    dialog.get_by_role("radio", name="Files by name only").check()
    expect(dialog.get_by_role("img")).to_have_count(0)


def test_what_is_too_long_names_the_ways_on(skybasket: Skybasket) -> None:
    lines = "".join(
        f"mast:HST/product/{n * 7919 % 10**9:09}{n * 104_729 % 10**9}.fits\n"
        for n in range(12_000)
    )
    skybasket.open(lines.encode(), "scattered.txt")
    dialog = share(skybasket)
    dialog.get_by_role("radio", name="Files by name only").check()
    expect(dialog).to_contain_text("Share the observations instead, or save the basket")
    expect(dialog.get_by_role("textbox")).to_have_count(0)
    expect(dialog.get_by_role("button", name="Copy link")).to_be_disabled()
    expect(
        dialog.get_by_role("button", name="Save the basket as a file")
    ).to_be_enabled()

    # What is answered after it was closed does not open it again.
    dialog.get_by_role("radio", name="Files with their details").click()
    skybasket.page.keyboard.press("Escape")
    skybasket.press("Remove all")
    expect(skybasket.files).to_contain_text("Your basket is empty")
    expect(skybasket.dialog).to_be_hidden()


def test_an_empty_basket_has_nothing_to_share(skybasket: Skybasket) -> None:
    skybasket.page.get_by_role("button", name="Share", exact=True).click()
    expect(skybasket.dialog).to_contain_text("add products first")


# Observations and filters


def test_observations_are_shared_and_asked_for_again(
    archive: StandInArchive, new_tab: Callable[[], Skybasket]
) -> None:
    # Files of the same observations that were removed before would be exceptions too.
    skybasket = new_tab()
    skybasket.page.goto(skybasket.address)
    skybasket.is_engine("ready")
    archive.observations, products = observed(ROWS)
    archive.products = products
    skybasket.open(answer(products), "three.json")
    skybasket.tick("one_drz.fits")
    skybasket.recommended.uncheck()
    skybasket.tick("one_raw.fits")
    skybasket.recommended.check()
    dialog = share(skybasket)
    dialog.get_by_role("radio", name="Observations and filters").check()
    expect(dialog).to_contain_text("1 observation · 1 file that is an exception")

    other = new_tab()
    other.page.goto(link(dialog))
    other.is_engine("ready")
    assert facts(other)[:2] == ["three", "1 observation"]
    other.dialog.get_by_role("button", name="Ask the archive and open").click()
    expect(other.page).to_have_title("three · Skybasket")
    expect(other.page.locator("#summary")).to_contain_text("2 of 2 files selected")
    expect(other.page.locator("#summary")).to_contain_text("1 selected")


# Opening a link


def test_a_basket_that_is_offered_joins_the_open_one_or_not(
    skybasket: Skybasket,
) -> None:
    basket = Basket("theirs")
    basket.add(answer(ROWS))
    basket.select_all()
    address = basket.share_link(skybasket.address)
    skybasket.open(answer(MIXED), "mine.json")
    go(skybasket, address)
    assert facts(skybasket)[0] == "theirs"
    skybasket.dialog.get_by_role("button", name="Cancel").click()
    expect(skybasket.page.get_by_text("0 of 16 files selected")).to_be_visible()

    go(skybasket, address)
    facts(skybasket)
    skybasket.dialog.get_by_role("button", name="Add to my basket").click()
    skybasket.says("Added 3 files in 2 observations from Shared by a link")
    expect(skybasket.page.get_by_text("3 of 19 files selected")).to_be_visible()
    skybasket.press("Undo")
    expect(skybasket.page.get_by_text("0 of 16 files selected")).to_be_visible()

    go(skybasket, address)
    facts(skybasket)
    skybasket.dialog.get_by_role("button", name="Open this basket").click()
    expect(skybasket.page).to_have_title("theirs · Skybasket")
    skybasket.page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(skybasket.page).to_have_title("mine · Skybasket")


def test_a_saved_basket_is_opened_like_any_list(skybasket: Skybasket) -> None:
    basket = Basket("theirs")
    basket.add(many(3, 2))
    basket.select("JWST/jw00001001001_02101_00001_nrca1")
    skybasket.choose(basket.to_bytes(), "theirs.skybasket")
    assert facts(skybasket)[:2] == ["theirs", "6 files"]
    skybasket.dialog.get_by_role("button", name="Open this basket").click()
    expect(skybasket.page.get_by_text("2 of 6 files selected")).to_be_visible()


@pytest.mark.parametrize(
    "golden", json.loads(GOLDEN.read_text("utf-8")), ids=lambda golden: golden["name"]
)
def test_links_of_every_version_say_the_same_here(
    skybasket: Skybasket, golden: dict[str, Any]
) -> None:
    page = Page()
    page.ask("begin")
    page.app.receive(f"basket={golden['text']}".encode())
    offer = page.view("arrive", page=skybasket.address)["offer"]
    go(skybasket, f"#basket={golden['text']}")
    assert facts(skybasket) == [offer["title"], *offer["lines"]]
    skybasket.dialog.get_by_role("button", name="Cancel").click()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-3],
        lambda text: text[:20] + ("A" if text[20] != "A" else "B") + text[21:],
        lambda text: "_" + text[1:],
        lambda _: "<script>alert(1)</script>",
        lambda _: "A" * 100_000,
    ],
    ids=["cut", "changed", "newer", "markup", "long"],
)
def test_a_link_that_is_wrong_is_one_error_and_changes_nothing(
    skybasket: Skybasket, change: Callable[[str], str]
) -> None:
    skybasket.open(answer(MIXED), "mine.json")
    text = json.loads(GOLDEN.read_text("utf-8"))[0]["text"]
    go(skybasket, f"#basket={change(text)}")
    expect(skybasket.dialog).to_have_count(1)
    expect(skybasket.dialog).to_contain_text("Nothing in your basket has changed.")
    expect(skybasket.page).to_have_url(skybasket.address)
    skybasket.page.keyboard.press("Escape")
    expect(skybasket.page.get_by_text("0 of 16 files selected")).to_be_visible()
