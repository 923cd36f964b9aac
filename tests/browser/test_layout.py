"""The parts of the page: tabs, drawers on a narrow one, and files dropped on it."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED, many
from tests.browser.states import STATES
from tests.browser.states.catalogue import WIDTHS, resize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket
    from tests.browser.states import Stage

#: Drops a file on the page, as the browser tells it.
DROP: Final = """([name, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  const told = { dataTransfer, bubbles: true, cancelable: true };
  for (const type of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, told));
}"""


@pytest.fixture
def narrow(opened: Skybasket) -> Iterator[Skybasket]:
    """Return the page with a basket in a narrow window."""
    opened.page.set_viewport_size({"width": 700, "height": 800})
    yield opened
    opened.page.set_viewport_size({"width": 1440, "height": 900})


def test_arrows_lead_from_tab_to_tab(skybasket: Skybasket) -> None:
    names = ("Basket", "Download history", "Add products")
    tabs = [skybasket.page.get_by_role("tab", name=name) for name in names]
    for place in (0, 1, 2):
        tabs[place].press("ArrowRight")
        after = (place + 1) % 3
        expect(tabs[after]).to_be_focused()
        expect(tabs[after]).to_have_attribute("aria-selected", "true")
        panel = skybasket.page.get_by_role("tabpanel", name=names[after])
        expect(panel).to_be_visible()


def test_filters_are_a_drawer_on_a_narrow_page(narrow: Skybasket) -> None:
    opener = narrow.page.get_by_role("button", name="Filters", exact=True)
    expect(narrow.filters).to_be_hidden()
    opener.click()
    expect(narrow.filters).to_be_visible()
    expect(narrow.filters.locator(":focus")).to_be_visible()
    narrow.value("Mission", "TESS").check()
    narrow.page.keyboard.press("Escape")
    expect(narrow.filters).to_be_hidden()
    expect(opener).to_be_focused()
    expect(narrow.page.get_by_text("2 of 16 shown")).to_be_visible()


def test_details_are_a_drawer_on_a_narrow_page(narrow: Skybasket) -> None:
    name = "u9ox0504m_c0f.fits"
    expect(narrow.details).to_be_hidden()
    narrow.row(name).get_by_text(name, exact=True).click()
    expect(narrow.details).to_contain_text(f"mast:HST/product/{name}")
    narrow.details.get_by_role("button", name="Close details").click()
    expect(narrow.details).to_be_hidden()


@pytest.mark.firefox
@pytest.mark.parametrize("width", [1440, 390])
def test_a_dialog_itself_never_scrolls(narrow: Skybasket, width: int) -> None:
    narrow.page.set_viewport_size({"width": width, "height": 844})
    narrow.tick_all()
    narrow.press("Download")
    expect(narrow.dialog.get_by_role("radio", name="curl script")).to_be_checked()
    beyond = """it => [
      it.scrollWidth - it.clientWidth,
      it.scrollHeight - it.clientHeight,
    ]"""
    assert narrow.dialog.evaluate(beyond) == [0, 0]
    narrow.page.keyboard.press("Escape")


@pytest.mark.firefox
def test_a_file_can_be_dropped_anywhere(skybasket: Skybasket) -> None:
    encoded = base64.b64encode(answer(MIXED)).decode()
    skybasket.page.evaluate(DROP, ["dropped.json", encoded])
    skybasket.says("from dropped.json")
    expect(skybasket.tree).to_be_visible()
    expect(skybasket.page.get_by_text("Drop the files to add")).to_be_hidden()


def line(skybasket: Skybasket, pane: str) -> Locator:
    return skybasket.page.get_by_role("separator", name=f"Width of the {pane}")


def width(pane: Locator) -> int:
    box = pane.bounding_box()
    assert box is not None
    return round(box["width"])


def test_panes_are_as_wide_as_one_likes(opened: Skybasket) -> None:
    filters, details = line(opened, "filters"), line(opened, "details")
    before = width(opened.filters), width(opened.details)
    filters.press("ArrowRight")
    details.press("ArrowRight")
    assert (width(opened.filters), width(opened.details)) == (
        before[0] + 16,
        before[1] - 16,
    )
    expect(filters).to_have_attribute("aria-valuenow", str(before[0] + 16))
    box = filters.bounding_box()
    assert box is not None
    mouse = opened.page.mouse
    mouse.move(box["x"], box["y"] + 200)
    mouse.down()
    mouse.move(box["x"] + 84, box["y"] + 200)
    mouse.up()
    assert width(opened.filters) == before[0] + 100
    opened.page.reload()
    opened.is_engine("ready")
    assert width(opened.filters) == before[0] + 100
    filters.press("End")
    assert width(opened.filters) == round(1440 * 0.4)
    filters.press("Home")
    assert width(opened.filters) == 200
    filters.press("Enter")
    details.dblclick()
    assert (width(opened.filters), width(opened.details)) == before


@pytest.mark.firefox
def test_colours_and_density_are_kept(opened: Skybasket) -> None:
    page = opened.page
    page.get_by_role("button", name="Settings").click()
    settings = page.get_by_role("dialog", name="Settings")
    colour = "getComputedStyle(document.body).backgroundColor"
    light, rows = page.evaluate(colour), opened.tree.get_by_role("row")
    settings.get_by_role("radio", name="Dark").check()
    assert page.evaluate(colour) != light
    settings.get_by_role("radio", name="Close together").check()
    expect(rows.nth(1)).to_have_css("height", "26px")
    settings.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("button", name="Settings")).to_be_focused()
    # Rows stand one behind the other, also after their height has changed.
    tops = [rows.nth(place).bounding_box() for place in (1, 2)]
    assert tops[0] is not None
    assert tops[1] is not None
    assert tops[1]["y"] - tops[0]["y"] == 26
    page.reload()
    opened.is_engine("ready")
    assert page.evaluate(colour) != light
    page.get_by_role("button", name="Settings").click()
    settings.get_by_role("radio", name="As on this machine").check()
    settings.get_by_role("radio", name="With room").check()
    assert page.evaluate(colour) == light
    page.keyboard.press("Escape")


def test_what_nobody_can_have_chosen_is_passed_over(opened: Skybasket) -> None:
    page = opened.page
    name = page.evaluate(
        "Object.keys(localStorage).find((name) => /:preferences$/.test(name))"
    )
    for stored in ("[", "7", "null", '{"theme":"<b>","density":9,"filters-width":"x"}'):
        page.evaluate(
            "([name, text]) => localStorage.setItem(name, text)", [name, stored]
        )
        page.reload()
        opened.is_engine("ready")
        expect(page.locator("html")).to_have_attribute("data-theme", "system")
        expect(page.locator("html")).to_have_attribute("data-density", "comfortable")
        assert width(opened.filters) == 272


@pytest.fixture(params=[1440, 1120, 900])
def resized(whole: Skybasket, request: pytest.FixtureRequest) -> Iterator[Skybasket]:
    """Return the page with a basket in windows of different widths."""
    resize(whole, request.param)
    yield whole
    resize(whole, WIDTHS[0])


def test_what_is_selected_moves_no_row(resized: Skybasket) -> None:
    before = resized.tree.bounding_box()
    resized.tick_all()
    summary = resized.page.locator("#summary")
    expect(summary).to_contain_text("and 2 files of unknown size")
    assert resized.tree.bounding_box() == before


def test_all_ways_to_download_are_in_sight(whole: Skybasket) -> None:
    whole.tick_all()
    whole.press("Download")
    ways = whole.dialog.get_by_role("radio")
    expect(ways).to_have_count(11)
    listed = whole.dialog.locator(".methods")
    assert listed.evaluate("it => it.scrollHeight - it.clientHeight") == 0
    note = whole.dialog.get_by_text("macOS, Linux, clusters")
    expect(note).to_have_css("height", "16px")
    whole.page.keyboard.press("Escape")


@pytest.mark.parametrize("name", ["ready-offline", "update-waiting"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_head_has_room_for_all_of_it(stage: Stage, name: str, width: int) -> None:
    [state] = [state for state in STATES if state.name == name]
    with stage.show(state) as skybasket:
        resize(skybasket, width)
        title = skybasket.page.locator("#title")
        assert title.evaluate("it => it.clientWidth") >= 40
        places = skybasket.page.locator("#head .button").evaluate_all(
            """buttons => buttons.filter((it) => it.checkVisibility())
              .map((it) => it.getBoundingClientRect())
              .map(({ top, bottom, width }) => [(top + bottom) / 2, width])"""
        )
        assert len({middle for middle, _ in places}) == 1
        assert min(width for _, width in places) >= 28


def test_paper_shows_the_files_and_what_is_selected(opened: Skybasket) -> None:
    opened.tick("U9OX0504M")
    opened.page.emulate_media(media="print")
    expect(opened.row("HST")).to_be_visible()
    expect(
        opened.page.get_by_text(re.compile(r"\d+ of 16 files selected"))
    ).to_be_visible()
    for hidden in (opened.filters, opened.details, opened.action("Download")):
        expect(hidden).to_be_hidden()
    expect(opened.page.locator("#head .button")).to_have_count(5)
    expect(opened.page.locator("#head .button:visible")).to_have_count(1)
    tops = [row.bounding_box() for row in opened.rows.all()]
    assert len(tops) == 12
    assert [round(top["y"]) for top in tops if top] == list(
        range(152, 152 + 12 * 32, 32)
    )
    opened.page.emulate_media(media="screen")
    expect(opened.filters).to_be_visible()


def test_after_printing_the_place_is_the_same(skybasket: Skybasket) -> None:
    skybasket.open(many(1, 300), "long.csv")
    skybasket.tree.get_by_role("button", name="Expand all folders").click()
    expect(skybasket.tree).to_have_attribute("aria-rowcount", "303")
    skybasket.tree.focus()
    skybasket.page.keyboard.press("End")
    last = skybasket.tree.locator(":focus")
    expect(last).to_have_attribute("aria-rowindex", "303")
    place = "tree => tree.scrollTop"
    before = skybasket.tree.evaluate(place)
    assert before > 0
    skybasket.page.pdf()
    for _ in range(2):
        skybasket.page.evaluate("new Promise(requestAnimationFrame)")
    assert skybasket.tree.evaluate(place) == before
    expect(last).to_be_in_viewport()
