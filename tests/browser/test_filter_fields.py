"""The filters that are typed: by file name and by size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from skybasket import Basket, Filters

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED, many

if TYPE_CHECKING:
    from tests.browser.page import Skybasket


# Names


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("X1D", 2),
        ("jw01039", 5),
        ("*.fits", 9),
        ("*_?r?.fits", 1),
        ("o004_*d.fits", 0),
        ("*o004_*d.fits", 2),
        ("no such name", 0),
        ("$(reboot)<b>", 0),
    ],
)
def test_names_by_part_or_pattern(opened: Skybasket, text: str, count: int) -> None:
    opened.recommended.uncheck()
    opened.type_name(text)
    expect(opened.page.get_by_text(f"{count} of 16 shown")).to_be_visible()
    basket = Basket.open(answer(MIXED))
    basket.filters = Filters(name=text)
    assert basket.shown.count == count
    opened.filters.get_by_role("button", name="Clear the file name filter").click()
    expect(opened.name_box).to_have_value("")
    expect(opened.page.get_by_text("All 16 shown")).to_be_visible()


def test_typing_is_one_step_to_undo(opened: Skybasket) -> None:
    opened.name_box.press_sequentially("d")
    expect(opened.page.get_by_text("3 of 16 shown")).to_be_visible()
    opened.name_box.press_sequentially("rz")
    expect(opened.page.get_by_text("1 of 16 shown")).to_be_visible()
    opened.press("Undo")
    expect(opened.page.get_by_text("6 of 16 shown")).to_be_visible()
    expect(opened.name_box).to_have_value("")


def test_a_reset_right_after_typing_holds(opened: Skybasket) -> None:
    opened.reset_filters.scroll_into_view_if_needed()
    opened.type_name("drz")
    opened.reset_filters.click()
    expect(opened.page.get_by_text("All 16 shown")).to_be_visible()
    # What is sent after the reset would be answered before this.
    opened.recommended.check()
    expect(opened.page.get_by_text("6 of 16 shown")).to_be_visible()
    expect(opened.name_box).to_have_value("")


def test_ten_thousand_files_are_filtered_alike(skybasket: Skybasket) -> None:
    content = many(100, 100)
    basket = Basket.open(content)
    basket.filters = Filters(name="*00017*_00?7.fits")
    skybasket.open(content, "ten thousand.csv")
    skybasket.type_name("*00017*_00?7.fits")
    shown = f"{basket.shown.count} of 10,000 shown"
    expect(skybasket.page.get_by_text(shown)).to_be_visible()


# Sizes


@pytest.mark.parametrize(
    ("smallest", "largest", "count"),
    [
        (("2", "kB"), ("", "MB"), 9),
        (("", "B"), ("1152", "B"), 4),
        (("2.039", "kB"), ("9", "kB"), 5),
        (("1", "GB"), ("", "GB"), 0),
    ],
)
def test_sizes(
    opened: Skybasket,
    smallest: tuple[str, str],
    largest: tuple[str, str],
    count: int,
) -> None:
    opened.recommended.uncheck()
    set_sizes(opened, smallest, largest)
    expect(opened.page.get_by_text(f"{count} of 16 shown")).to_be_visible()
    basket = Basket.open(answer(MIXED))
    basket.filters = Filters(
        size="..".join("".join(end) if end[0] else "" for end in (smallest, largest))
    )
    assert basket.shown.count == count
    expect(opened.filters).to_contain_text("Files of unknown size are hidden")


@pytest.mark.parametrize(
    ("smallest", "largest", "problem", "shown"),
    [
        (("a lot", "MB"), ("", "MB"), "Write the size as a number", "All 16"),
        (("-1", "MB"), ("", "MB"), "Write the size as a number", "All 16"),
        (("1", "kB"), ("1", "B"), "The smallest size is above", "11 of 16"),
    ],
)
def test_sizes_that_cannot_be(
    opened: Skybasket,
    smallest: tuple[str, str],
    largest: tuple[str, str],
    problem: str,
    shown: str,
) -> None:
    opened.recommended.uncheck()
    set_sizes(opened, smallest, largest)
    expect(opened.filters.get_by_role("alert")).to_contain_text(problem)
    expect(opened.page.get_by_text(f"{shown} shown")).to_be_visible()
    set_sizes(opened, ("", "MB"), ("", "MB"))
    expect(opened.filters.get_by_role("alert")).to_be_hidden()


def test_a_wrong_size_is_forgotten_with_the_basket(opened: Skybasket) -> None:
    set_sizes(opened, ("a lot", "MB"), ("", "MB"))
    expect(opened.filters.get_by_role("alert")).to_be_visible()
    opened.press("Remove all")
    opened.open(answer(MIXED), "again.json")
    expect(opened.page.get_by_text("6 of 16 shown")).to_be_visible()
    expect(opened.filters.get_by_role("alert")).to_be_hidden()


def set_sizes(
    skybasket: Skybasket, smallest: tuple[str, str], largest: tuple[str, str]
) -> None:
    """Fill in both ends of the range, as someone does who then goes on."""
    for end, (number, unit) in (("smallest", smallest), ("largest", largest)):
        field = skybasket.filters.get_by_role(
            "textbox", name=f"{end.capitalize()} size", exact=True
        )
        units = skybasket.filters.get_by_role(
            "combobox", name=f"Unit of the {end} size"
        )
        units.select_option(unit)
        field.fill(number)
        field.press("Tab")
