"""The keys of the tree grid, after the ARIA Authoring Practices, one row a test.

https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import TREE, many

if TYPE_CHECKING:
    from tests.browser.page import Skybasket

#: The rows of this basket, all folders open.
ROWS: Final = (
    *("HST", "A", "a_drz.fits", "a_flc.fits", "B", "b_drz.fits"),
    *("JWST", "C", "c_i2d.fits"),
)
LAST: Final = ROWS[-1]


@pytest.fixture
def opened(skybasket: Skybasket) -> Skybasket:
    """Open the small tree."""
    skybasket.open(answer(TREE), "tree.json")
    assert skybasket.names() == list(ROWS)
    return skybasket


def start_at(skybasket: Skybasket, name: str) -> None:
    """Give the focus to a row by the keyboard."""
    skybasket.tree.focus()
    skybasket.page.keyboard.press("Home")
    for _ in range(ROWS.index(name)):
        skybasket.page.keyboard.press("ArrowDown")
    expect(skybasket.row(name)).to_be_focused()


@pytest.mark.parametrize(
    ("start", "keys", "end"),
    [
        ("HST", "ArrowDown", "A"),
        ("HST", "ArrowDown ArrowDown ArrowDown", "a_flc.fits"),
        (LAST, "ArrowDown", LAST),
        ("B", "ArrowUp", "a_flc.fits"),
        ("HST", "ArrowUp", "HST"),
        ("B", "Home", "HST"),
        ("HST", "Home", "HST"),
        ("B", "End", LAST),
        (LAST, "End", LAST),
        ("HST", "PageDown", LAST),
        (LAST, "PageUp", "HST"),
        ("HST", "ArrowRight", "A"),
        ("HST", "ArrowRight ArrowRight", "a_drz.fits"),
        ("a_drz.fits", "ArrowRight", "a_drz.fits"),
        ("a_flc.fits", "ArrowLeft", "A"),
        ("B", "Control+Home", "HST"),
        ("B", "Control+End", LAST),
        ("B", "Control+ArrowDown", "B"),
        ("B", "Alt+ArrowDown", "B"),
        ("A", "Shift+ArrowRight", "A"),
        ("a_flc.fits", "Shift+ArrowLeft", "a_flc.fits"),
    ],
)
def test_a_key_moves_the_focus(
    opened: Skybasket, start: str, keys: str, end: str
) -> None:
    start_at(opened, start)
    for key in keys.split():
        opened.page.keyboard.press(key)
    expect(opened.row(end)).to_be_focused()
    expect(opened.tree.locator("[tabindex='0']")).to_have_count(1)


@pytest.mark.firefox
@pytest.mark.parametrize(
    ("start", "key", "rows"),
    [
        ("A", "ArrowLeft", 7),
        ("HST", "ArrowLeft", 4),
        ("JWST", "ArrowLeft", 7),
    ],
)
def test_a_key_closes_and_opens_a_folder(
    opened: Skybasket, start: str, key: str, rows: int
) -> None:
    row = opened.row(start)
    start_at(opened, start)
    opened.page.keyboard.press(key)
    expect(row).to_have_attribute("aria-expanded", "false")
    expect(opened.rows).to_have_count(rows)
    expect(row).to_be_focused()
    opened.page.keyboard.press("ArrowRight")
    expect(row).to_have_attribute("aria-expanded", "true")
    expect(opened.rows).to_have_count(len(ROWS))
    expect(row).to_be_focused()


@pytest.mark.firefox
def test_left_leads_up_to_the_root(opened: Skybasket) -> None:
    start_at(opened, "a_flc.fits")
    for name in ("A", "HST"):
        opened.page.keyboard.press("ArrowLeft")
        expect(opened.row(name)).to_be_focused()
        opened.page.keyboard.press("ArrowLeft")
        expect(opened.row(name)).to_have_attribute("aria-expanded", "false")
    opened.page.keyboard.press("ArrowLeft")
    expect(opened.row("HST")).to_be_focused()
    expect(opened.rows).to_have_count(4)


@pytest.mark.firefox
@pytest.mark.parametrize(("name", "count"), [("a_drz.fits", 1), ("A", 2), ("HST", 3)])
def test_space_ticks(opened: Skybasket, name: str, count: int) -> None:
    start_at(opened, name)
    opened.page.keyboard.press("Space")
    expect(opened.box(name)).to_be_checked()
    expect(opened.page.get_by_text(f"{count} of 4 files selected")).to_be_visible()
    expect(opened.row(name)).to_have_attribute("aria-selected", "true")
    opened.page.keyboard.press("Space")
    expect(opened.box(name)).not_to_be_checked()
    expect(opened.page.get_by_text("0 of 4 files selected")).to_be_visible()
    expect(opened.row(name)).to_be_focused()


def test_space_on_a_mixed_folder_ticks_all_of_it(opened: Skybasket) -> None:
    opened.tick("a_drz.fits")
    start_at(opened, "A")
    opened.page.keyboard.press("Space")
    expect(opened.page.get_by_text("2 of 4 files selected")).to_be_visible()


@pytest.mark.firefox
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("b_drz.fits", "mast:HST/product/b_drz.fits"),
        ("A", "Files by category"),
        ("HST", "Files by category"),
    ],
)
def test_enter_shows_details(opened: Skybasket, name: str, told: str) -> None:
    start_at(opened, name)
    opened.page.keyboard.press("Enter")
    heading = opened.details.get_by_role("heading", name=name, exact=True)
    expect(heading).to_be_visible()
    expect(opened.details).to_contain_text(told)
    expect(opened.row(name)).to_be_focused()
    expect(opened.rows).to_have_count(len(ROWS))


def selected(skybasket: Skybasket, *names: str) -> None:
    """Check which files are selected."""
    bar = skybasket.page.get_by_text(f"{len(names)} of 4 files selected")
    expect(bar).to_be_visible()
    for name in names:
        expect(skybasket.box(name)).to_be_checked()


@pytest.mark.parametrize(
    ("start", "keys", "names"),
    [
        ("a_drz.fits", "Shift+ArrowDown", "a_drz a_flc"),
        ("a_flc.fits", "Shift+ArrowUp", "a_drz a_flc"),
        ("a_flc.fits", "Shift+ArrowDown", "a_flc"),
        ("a_flc.fits", "Shift+ArrowDown Shift+ArrowDown", "a_flc b_drz"),
        ("a_drz.fits", "Shift+ArrowDown Shift+ArrowUp", "a_drz"),
        ("a_flc.fits", "Shift+PageUp", "a_drz a_flc"),
        ("b_drz.fits", "Shift+PageDown", "b_drz c_i2d"),
        ("b_drz.fits", "Control+Shift+Home", "a_drz a_flc b_drz"),
        ("b_drz.fits", "Control+Shift+End", "b_drz c_i2d"),
        ("a_drz.fits", "Space ArrowDown ArrowDown Shift+Space", "a_drz a_flc b_drz"),
        ("a_drz.fits", "Shift+Space", "a_drz"),
        ("HST", "Control+a", "a_drz a_flc b_drz c_i2d"),
    ],
)
def test_shift_selects_a_range_in_one_step(
    opened: Skybasket, start: str, keys: str, names: str
) -> None:
    start_at(opened, start)
    for key in keys.split():
        opened.page.keyboard.press(key)
    selected(opened, *(f"{name}.fits" for name in names.split()))
    expect(opened.tree.locator(":focus")).to_have_role("row")
    opened.press("Undo")
    selected(opened, *(["a_drz.fits"] if keys.startswith("Space") else []))


def test_an_open_folder_at_the_end_of_a_range_is_ticked_whole(
    opened: Skybasket,
) -> None:
    start_at(opened, "a_flc.fits")
    opened.page.keyboard.press("Space")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Shift+Space")
    selected(opened, "a_flc.fits", "b_drz.fits")


def test_a_star_opens_all_folders_beside_one(opened: Skybasket) -> None:
    opened.tree.get_by_role("button", name="Collapse all folders").click()
    expect(opened.rows).to_have_count(5)
    opened.row("B").focus()
    opened.page.keyboard.press("*")
    expect(opened.rows).to_have_count(8)
    expect(opened.row("B")).to_be_focused()
    for name, state in (("A", "true"), ("B", "true"), ("C", "false")):
        expect(opened.row(name)).to_have_attribute("aria-expanded", state)
    opened.page.keyboard.press("ArrowLeft")
    for key in ("ArrowLeft", "ArrowLeft", "*"):
        opened.page.keyboard.press(key)
    expect(opened.row("HST")).to_have_attribute("aria-expanded", "true")


def type_at_once(skybasket: Skybasket, text: str) -> None:
    """Type letters so fast that no machine makes a pause of it."""
    skybasket.page.evaluate(
        """(text) => {
          for (const key of text) {
            const like = { key, bubbles: true, cancelable: true };
            const event = new KeyboardEvent("keydown", like);
            document.activeElement.dispatchEvent(event);
          }
        }""",
        text,
    )


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        ("HST", "b", "B"),
        ("B", "b", "b_drz.fits"),
        ("HST", "a_f", "a_flc.fits"),
        ("c_i2d.fits", "h", "HST"),
        ("HST", "C_I", "c_i2d.fits"),
        ("HST", "bb", "b_drz.fits"),
    ],
)
def test_typing_leads_to_a_name(
    opened: Skybasket, start: str, text: str, end: str
) -> None:
    start_at(opened, start)
    type_at_once(opened, text)
    expect(opened.row(end)).to_be_focused()


def test_a_name_that_is_not_there_is_told(opened: Skybasket) -> None:
    start_at(opened, "A")
    type_at_once(opened, "zz")
    opened.says("No row begins with “zz”")
    expect(opened.row("A")).to_be_focused()
    opened.page.keyboard.press("ArrowDown")
    type_at_once(opened, "c")
    expect(opened.row("C")).to_be_focused()


def test_escape_leaves_the_rows(opened: Skybasket) -> None:
    start_at(opened, "a_flc.fits")
    opened.page.keyboard.press("Escape")
    expect(opened.files).to_be_focused()
    opened.page.keyboard.press("Tab")
    expect(opened.tree.locator(":focus")).to_be_visible()


def test_a_folder_that_is_partly_selected_says_so(opened: Skybasket) -> None:
    opened.tick("a_flc.fits")
    expect(opened.row("A")).to_have_accessible_description("partly selected")
    expect(opened.row("A")).to_have_attribute("aria-selected", "false")
    opened.tick("a_drz.fits")
    expect(opened.row("A")).to_have_accessible_description("")


def test_tab_enters_and_leaves_the_rows_as_one(opened: Skybasket) -> None:
    opened.tree.get_by_role("button", name="Sort by Size").focus()
    opened.page.keyboard.press("Tab")
    expect(opened.row("HST")).to_be_focused()
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Tab")
    assert opened.tree.evaluate("tree => !tree.contains(document.activeElement)")
    opened.page.keyboard.press("Shift+Tab")
    expect(opened.row("A")).to_be_focused()


def test_the_focus_survives_a_filter(opened: Skybasket) -> None:
    opened.type_name("drz")
    expect(opened.rows).to_have_count(5)
    opened.tree.focus()
    opened.page.keyboard.press("End")
    expect(opened.row("b_drz.fits")).to_be_focused()
    opened.page.keyboard.press("Control+z")
    expect(opened.rows).to_have_count(len(ROWS))
    expect(opened.row("b_drz.fits")).to_be_focused()
    opened.page.keyboard.press("ArrowDown")
    expect(opened.row("JWST")).to_be_focused()


def test_the_place_survives_a_filter_that_is_typed(opened: Skybasket) -> None:
    start_at(opened, "b_drz.fits")
    opened.type_name("drz")
    expect(opened.rows).to_have_count(5)
    expect(opened.name_box).to_be_focused()
    opened.tree.focus()
    expect(opened.row("b_drz.fits")).to_be_focused()


def test_the_focus_stays_in_the_tree_when_its_row_goes(opened: Skybasket) -> None:
    opened.type_name("drz")
    expect(opened.rows).to_have_count(5)
    opened.name_box.fill("")
    expect(opened.rows).to_have_count(len(ROWS))
    start_at(opened, "a_flc.fits")
    opened.page.keyboard.press("Control+z")
    opened.page.keyboard.press("Control+Shift+z")
    opened.tick("a_flc.fits")
    start_at(opened, "a_flc.fits")
    opened.press("Remove selected")
    expect(opened.rows).to_have_count(len(ROWS) - 1)
    opened.tree.focus()
    expect(opened.tree.locator(":focus")).to_have_role("row")


def test_pages_of_a_long_list(skybasket: Skybasket) -> None:
    skybasket.open(many(1, 500), "long.csv")
    skybasket.tree.get_by_role("button", name="Expand all folders").click()
    expect(skybasket.tree).to_have_attribute("aria-rowcount", "503")
    skybasket.tree.focus()
    focused = skybasket.tree.locator(":focus")

    def index() -> int:
        return int(focused.get_attribute("aria-rowindex") or 0)

    skybasket.page.keyboard.press("Home")
    expect(focused).to_have_attribute("aria-rowindex", "2")
    skybasket.page.keyboard.press("PageDown")
    page = index() - 2
    assert 10 < page < 40
    skybasket.page.keyboard.press("PageDown")
    assert index() == 2 + 2 * page
    expect(focused).to_be_in_viewport()
    skybasket.page.keyboard.press("PageUp")
    assert index() == 2 + page
    skybasket.page.keyboard.press("End")
    expect(focused).to_have_attribute("aria-rowindex", "503")
    expect(focused).to_be_in_viewport()


def test_rows_tell_where_they_stand(opened: Skybasket) -> None:
    expect(opened.tree).to_have_attribute("aria-rowcount", f"{len(ROWS) + 1}")
    for index, (name, level, position, size) in enumerate(
        [
            ("HST", 1, 1, 2),
            ("A", 2, 1, 2),
            ("a_drz.fits", 3, 1, 2),
            ("a_flc.fits", 3, 2, 2),
            ("B", 2, 2, 2),
        ]
    ):
        row = opened.row(name)
        expect(row).to_have_attribute("aria-rowindex", f"{index + 2}")
        expect(row).to_have_attribute("aria-level", f"{level}")
        expect(row).to_have_attribute("aria-posinset", f"{position}")
        expect(row).to_have_attribute("aria-setsize", f"{size}")
