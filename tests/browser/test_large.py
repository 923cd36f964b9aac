"""A hundred thousand products: few elements, no waiting while scrolling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.lists import many
from tests.browser.page import START

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

OBSERVATIONS: Final = 500
FILES: Final = 200
ROWS: Final = 1 + OBSERVATIONS + OBSERVATIONS * FILES
MOST_ELEMENTS: Final = 100
#: So long that the list crosses to Python in two parts, cut within a character.
DESCRIPTION: Final = "é" * 60


@pytest.fixture(scope="module")
def large(open_tab: Callable[[], Skybasket], watch: Watch) -> Iterator[Skybasket]:
    """Open the list in a tab of its own, since a catalog never forgets."""
    skybasket = open_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    content = many(OBSERVATIONS, FILES, DESCRIPTION)
    assert len(content) > 16_000_000
    skybasket.choose(content, "large.csv")
    added = skybasket.page.get_by_text("All 100,000 shown")
    expect(added).to_be_visible(timeout=START)
    skybasket.tree.get_by_role("button", name="Expand all folders").click()
    expect(skybasket.tree).to_have_attribute("aria-rowcount", f"{ROWS + 1}")
    yield skybasket
    # A second page in sight slows every later test down.
    watch.detach(skybasket.page.context)
    skybasket.page.context.close()


@pytest.fixture
def at_the_top(large: Skybasket) -> Skybasket:
    """Return the page with the focus on its first row."""
    large.tree.focus()
    large.page.keyboard.press("Home")
    expect(large.row("JWST")).to_be_focused()
    return large


def drawn(skybasket: Skybasket) -> int:
    """Count the row elements, the header included."""
    return skybasket.page.locator("[role=row]").count()


def settled(skybasket: Skybasket) -> None:
    """Wait until every row that is drawn has come."""
    expect(skybasket.tree.locator("[role=row][aria-busy]")).to_have_count(0)
    assert drawn(skybasket) <= MOST_ELEMENTS


def test_end_reaches_the_last_row(at_the_top: Skybasket) -> None:
    at_the_top.page.keyboard.press("End")
    last = at_the_top.row(f"jw{OBSERVATIONS - 1:05}001001_02101_00001_nrca1_0199.fits")
    expect(last).to_be_focused()
    expect(last).to_have_attribute("aria-rowindex", f"{ROWS + 1}")
    expect(last).to_be_in_viewport(ratio=1)
    settled(at_the_top)
    at_the_top.page.keyboard.press("Home")
    expect(at_the_top.row("JWST")).to_be_focused()
    expect(at_the_top.row("JWST")).to_be_in_viewport(ratio=1)
    settled(at_the_top)


def test_ranges_and_names_reach_rows_that_have_not_come(at_the_top: Skybasket) -> None:
    page, tree = at_the_top.page, at_the_top.tree
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Shift+End")
    expect(page.get_by_text("100,000 of 100,000 files selected")).to_be_visible()
    last = at_the_top.row(f"jw{OBSERVATIONS - 1:05}001001_02101_00001_nrca1_0199.fits")
    expect(last).to_be_focused()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.get_by_text("99,999 of 100,000 files selected")).to_be_visible()
    at_the_top.press("Undo")
    expect(page.get_by_text("0 of 100,000 files selected")).to_be_visible()
    tree.focus()
    page.evaluate(
        """() => {
          for (const key of "jw00250") {
            const like = { key, bubbles: true, cancelable: true };
            const event = new KeyboardEvent("keydown", like);
            document.activeElement.dispatchEvent(event);
          }
        }"""
    )
    expect(at_the_top.row("jw00250001001_02101_00001_nrca1")).to_be_focused()
    settled(at_the_top)


def test_scrolling_keeps_up(at_the_top: Skybasket) -> None:
    page = at_the_top.page
    at_the_top.tree.hover()
    for step in range(40):
        page.mouse.wheel(0, 3000 if step < 30 else -2000)
        assert drawn(at_the_top) <= MOST_ELEMENTS
    settled(at_the_top)
    offset = 30 * 3000 - 10 * 2000
    row_height = at_the_top.rows.first.bounding_box()
    assert row_height is not None
    indices = at_the_top.rows.evaluate_all(
        "rows => rows.map(row => Number(row.getAttribute('aria-rowindex')))"
    )
    middle = 2 + offset / row_height["height"]
    assert middle - 40 < sorted(indices)[len(indices) // 2] < middle + 60


@pytest.mark.parametrize("part", [0.25, 0.5, 1])
def test_the_scroll_bar_reaches_every_place(at_the_top: Skybasket, part: float) -> None:
    at_the_top.tree.evaluate(
        """(tree, part) => {
          tree.scrollTop = (tree.scrollHeight - tree.clientHeight) * part;
        }""",
        part,
    )
    seen = 20  # rows, about
    index = round((ROWS - seen) * part) + seen // 2
    row = at_the_top.tree.locator(f"[role=row][aria-rowindex='{index}']")
    expect(row).to_be_in_viewport()
    settled(at_the_top)


def test_filters_and_ticks_answer_at_once(at_the_top: Skybasket) -> None:
    at_the_top.type_name("*nrca1_0007.fits")
    expect(at_the_top.page.get_by_text("500 of 100,000 shown")).to_be_visible()
    # Among so many files the counts come after the rows.
    mission = at_the_top.value("Mission", "JWST")
    expect(mission).to_have_accessible_description("500")
    at_the_top.tick_all()
    expect(at_the_top.page.get_by_text("500 of 100,000 files selected")).to_be_visible()
    at_the_top.reset_filters.click()
    expect(at_the_top.page.get_by_text("All 100,000 shown")).to_be_visible()
    expect(at_the_top.box("JWST")).to_be_checked(indeterminate=True)
    expect(mission).to_have_accessible_description("100,000")
    settled(at_the_top)
    answered = at_the_top.page.get_by_text(re.compile(r"Answered in [\d.]+ ms"))
    milliseconds = float((answered.text_content() or "").split()[2])
    assert milliseconds < 1000


def test_the_whole_script_is_written(at_the_top: Skybasket) -> None:
    at_the_top.tick_all()
    at_the_top.press("Download")
    at_the_top.dialog.get_by_role("radio", name="curl script").check()
    expect(at_the_top.dialog).to_contain_text("the saved text has all 100,000 files")
    with at_the_top.page.expect_download() as saving:
        at_the_top.dialog.get_by_role("button", name="Save script").click()
    text = saving.value.path().read_text("utf-8")
    assert text.endswith(f"#! files\t{OBSERVATIONS * FILES}\n#__SKYBASKET_END__\n")
    assert text.count("\tmast:") == OBSERVATIONS * FILES
    at_the_top.page.keyboard.press("Escape")
