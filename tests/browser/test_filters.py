"""The filters: what they offer, count and show, against the library in CPython."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from skybasket import Basket, Filters
from skybasket.app.filter_views import value_label

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED, UNMARKED

if TYPE_CHECKING:
    from tests.browser.page import Skybasket

#: The groups by the names that the house gives them.
GROUPS: Final = {
    "Product category": "category",
    "Data product type": "kind",
    "File extension": "extension",
    "Batch download": "batch",
    "Product group": "group",
    "Mission": "mission",
    "Instrument": "instrument",
    "Optical filter": "bandpass",
    "Data type": "data_type",
    "Proposal": "proposal",
    "Level": "level",
    "Access": "access",
}


@pytest.fixture
def basket() -> Basket:
    """Open the same list in CPython."""
    basket = Basket.open(answer(MIXED))
    basket.filters = Filters(recommended=True)
    return basket


def shows(skybasket: Skybasket, basket: Basket) -> None:
    """Check that the page shows and counts the same as the library."""
    total, shown = basket.files.count, basket.shown.count
    line = f"All {total} shown" if shown == total else f"{shown} of {total} shown"
    expect(skybasket.page.get_by_text(line)).to_be_visible()
    facets = basket.facets()
    for label, facet in GROUPS.items():
        more = skybasket.facet(label).get_by_role("button", name="Show all")
        if more.count():
            more.click()
        for value, count in facets[facet].items():
            box = skybasket.value(label, value_label(facet, value))
            expect(box).to_have_accessible_description(f"{count}")
        boxes = skybasket.facet(label).get_by_role("checkbox")
        expect(boxes).to_have_count(listed(facet, facets[facet]))


def listed(facet: str, counts: dict[str, int]) -> int:
    """Return how many values a group lists: some groups all that there can be."""
    return {"category": 6, "kind": 2, "batch": 2}.get(facet, len(counts))


def test_every_group_counts_as_the_library_does(
    opened: Skybasket, basket: Basket
) -> None:
    shows(opened, basket)
    groups = opened.filters.get_by_role("group")
    expect(groups).to_have_count(len(GROUPS) + 1)


def test_one_value_after_another(opened: Skybasket, basket: Basket) -> None:
    for filters in (
        replace(basket.filters, category={"SCIENCE"}),
        replace(basket.filters, category={"SCIENCE"}, mission={"HST"}),
        replace(basket.filters, category={"SCIENCE"}, mission={"HST", "JWST"}),
        replace(basket.filters, mission={"HST", "JWST"}),
    ):
        for label, facet in (("Product category", "category"), ("Mission", "mission")):
            for value in ("SCIENCE", "HST", "JWST"):
                box = opened.value(label, value_label(facet, value))
                if box.count():
                    box.set_checked(value in filters.chosen(facet))
        basket.filters = filters
        shows(opened, basket)


def test_only_this(opened: Skybasket, basket: Basket) -> None:
    opened.value("Mission", "HST").check()
    opened.facet("Mission").get_by_role("button", name="Only TESS").click()
    basket.filters = replace(basket.filters, mission={"TESS"})
    shows(opened, basket)
    expect(opened.value("Mission", "TESS")).to_be_checked()
    expect(opened.value("Mission", "HST")).not_to_be_checked()


def test_clear(opened: Skybasket, basket: Basket) -> None:
    clear = opened.filters.get_by_role("button", name="Clear Mission")
    expect(clear).to_be_hidden()
    opened.value("Mission", "HST").check()
    opened.value("Level", "3 combined").check()
    clear.click()
    basket.filters = replace(basket.filters, level={"3"})
    shows(opened, basket)
    expect(clear).to_be_hidden()


def test_a_click_is_not_taken_back_by_the_answer_to_the_one_before(
    opened: Skybasket, basket: Basket
) -> None:
    opened.value("Mission", "HST").evaluate(
        """(first, second) => {
          window.seen = [];
          new MutationObserver(() => window.seen.push(second.checked)).observe(
            document.querySelector("#summary"),
            { subtree: true, childList: true, characterData: true });
          first.click();
          second.click();
        }""",
        opened.value("Level", "3 combined").element_handle(),
    )
    basket.filters = replace(
        basket.filters, mission=frozenset({"HST"}), level=frozenset({"3"})
    )
    shows(opened, basket)
    seen = opened.page.evaluate("seen")
    assert len(seen) > 1
    assert all(seen)


def test_reset(opened: Skybasket, basket: Basket) -> None:
    opened.value("Mission", "HST").check()
    opened.type_name("drz")
    expect(opened.page.get_by_text("1 of 16 shown")).to_be_visible()
    opened.reset_filters.click()
    basket.filters = Filters()
    shows(opened, basket)
    expect(opened.name_box).to_have_value("")
    expect(opened.recommended).not_to_be_checked()
    expect(opened.reset_filters).to_be_disabled()


def test_values_without_files_stay_in_sight(opened: Skybasket) -> None:
    opened.facet("Mission").get_by_role("button", name="Only GALEX").click()
    expect(opened.files).to_contain_text("No file is shown")
    expect(opened.value("Mission", "HST")).to_have_accessible_description("2")
    expect(opened.value("Product category", "Science")).to_be_visible()
    expect(opened.value("Product category", "Science")).to_have_accessible_description(
        "0"
    )
    opened.files.get_by_role("button", name="Reset filters").click()
    expect(opened.page.get_by_text("All 16 shown")).to_be_visible()


# The switch


def test_the_switch_hides_what_is_not_recommended(opened: Skybasket) -> None:
    expect(opened.recommended).to_be_checked()
    expect(opened.filters).to_contain_text("Hides 10 files")
    opened.recommended.uncheck()
    expect(opened.page.get_by_text("All 16 shown")).to_be_visible()
    opened.recommended.check()
    expect(opened.page.get_by_text("6 of 16 shown")).to_be_visible()


def test_the_next_basket_starts_with_the_last_choice(opened: Skybasket) -> None:
    opened.recommended.uncheck()
    opened.press("Remove all")
    opened.open(answer(MIXED), "again.json")
    expect(opened.recommended).not_to_be_checked()
    opened.recommended.check()
    opened.press("Remove all")
    opened.open(answer(MIXED), "once more.json")
    expect(opened.recommended).to_be_checked()


def test_a_list_without_marks_shows_all_and_says_why(skybasket: Skybasket) -> None:
    skybasket.open(answer(UNMARKED), "unmarked.json")
    expect(skybasket.recommended).to_be_disabled()
    expect(skybasket.recommended).not_to_be_checked()
    expect(skybasket.recommended).to_have_accessible_description(
        "Off: no file in this basket is marked as recommended"
    )
    expect(skybasket.page.get_by_text("All 16 shown")).to_be_visible()


def test_unknown_is_not_hidden(opened: Skybasket) -> None:
    opened.open(answer(UNMARKED), "unmarked.json")
    expect(opened.recommended).to_be_checked()
    expect(opened.page.get_by_text("22 of 32 shown")).to_be_visible()


# Long groups


def test_a_long_group_folds_and_can_be_searched(skybasket: Skybasket) -> None:
    lines = ["dataURI,proposal_id,obs_collection"]
    lines += [f"mast:HST/product/p{n}_drz.fits,{1000 + n},HST" for n in range(30)]
    skybasket.open("\n".join(lines).encode(), "proposals.csv")
    proposals = skybasket.facet("Proposal")
    boxes = proposals.get_by_role("checkbox")
    expect(boxes).to_have_count(8)
    proposals.get_by_role("button", name="Show all 30").click()
    expect(boxes).to_have_count(30)
    proposals.get_by_role("button", name="Show fewer").click()
    expect(boxes).to_have_count(8)
    proposals.get_by_role("searchbox", name="Find in Proposal").fill("102")
    expect(boxes).to_have_count(10)
    skybasket.says("Proposal: 10 of 30 values match.")
    skybasket.value("Proposal", "1025").check()
    expect(skybasket.page.get_by_text("1 of 30 shown")).to_be_visible()
    proposals.get_by_role("searchbox", name="Find in Proposal").fill("")
    expect(boxes).to_have_count(9)
    expect(skybasket.value("Proposal", "1025")).to_be_checked()


def test_values_say_what_they_mean(opened: Skybasket) -> None:
    meaning = "Thumbnails for quick looks"
    opened.facet("Product category").get_by_text("Preview", exact=True).hover()
    expect(opened.page.get_by_text(meaning)).to_be_visible()
    opened.name_box.hover()
    expect(opened.page.get_by_text(meaning)).to_be_hidden()
    opened.value("Product category", "Preview").focus()
    opened.page.keyboard.press("Shift+Tab")
    opened.page.keyboard.press("Tab")
    expect(opened.value("Product category", "Preview")).to_be_focused()
    expect(opened.page.get_by_text(meaning)).to_be_visible()
