"""What is heard, felt and seen otherwise: announcements, focus, forced colours."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, observed
from tests.browser.lists import MIXED
from tests.browser.states import STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket
    from tests.browser.states import Stage

#: Writes down all that screen readers are told.
LISTEN: Final = """() => {
  const announcer = document.getElementById("announcer");
  window.told = [];
  window.listener?.disconnect();
  window.listener = new MutationObserver(() => {
    if (announcer.textContent) window.told.push(announcer.textContent);
  });
  window.listener.observe(announcer, { childList: true });
}"""

#: What is wrong with the element that has the focus: it is not marked, or something
#: lies above its middle.
FOCUSED: Final = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "";
  const marked = [focused, focused.closest("label")].filter(Boolean).some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const { left, right, top, bottom } = focused.getBoundingClientRect();
  const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const hit = document.elementFromPoint(x, y);
  const seen = focused.contains(hit) || focused.closest("label")?.contains(hit);
  const problems = [marked ? "" : "not marked", seen ? "" : "covered"];
  const wrong = problems.filter(Boolean).join(", ");
  return wrong && `${wrong}: ${focused.outerHTML.slice(0, 160)}`;
}"""

#: States in which much can be reached by keyboard, one for each part of the page.
WALKED: Final = (
    "nothing-selected",
    "details-of-a-file",
    "details-of-a-folder",
    "gallery-without-pictures",
    "filters-drawer",
    "message-with-undo",
    "download-by-curl",
    "batch-request-staged",
    "references",
    "share-a-link",
    "baskets",
    "search-listed",
    "history-filled",
)


FACETS: Final = (
    "Product category",
    "Data product type",
    "File extension",
    "Batch download",
    "Product group",
    "Mission",
    "Instrument",
    "Optical filter",
    "Data type",
    "Proposal",
    "Level",
    "Access",
)


def told(skybasket: Skybasket) -> list[str]:
    """Return all that screen readers were told since the page listens."""
    texts: list[str] = skybasket.page.evaluate("window.told")
    return texts


@pytest.fixture
def forced(skybasket: Skybasket) -> Iterator[Skybasket]:
    """Return the page as it is where the system says which colours there are."""
    skybasket.page.emulate_media(forced_colors="active")
    yield skybasket
    skybasket.page.emulate_media(forced_colors="none")


# What is told


def test_totals_are_told_after_each_step(skybasket: Skybasket) -> None:
    skybasket.page.evaluate(LISTEN)
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.recommended.uncheck()
    skybasket.says("16 of 16 files shown")
    skybasket.value("Mission", "HST").check()
    skybasket.says("5 of 16 files shown")
    skybasket.tick("HST")
    skybasket.says(re.compile(r"5 files selected"))
    skybasket.press("Remove selected")
    skybasket.says("Removed 5 files")
    skybasket.press("Undo")
    skybasket.says("Undone: Removed 5 files")
    assert len(told(skybasket)) == 6


def test_fast_changes_are_told_once_they_rest(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    clock = skybasket.page.clock
    clock.install()
    skybasket.visit()
    skybasket.is_engine("ready")
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.recommended.uncheck()
    skybasket.says("16 of 16 files shown")
    skybasket.page.evaluate(LISTEN)
    clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    for mission, shown in (("HST", 5), ("TESS", 8), ("GALEX", 9)):
        skybasket.value("Mission", mission).check()
        expect(skybasket.page.get_by_text(f"{shown} of 16 shown")).to_be_visible()
    assert told(skybasket) == []
    clock.run_for(1000)
    assert told(skybasket) == ["9 of 16 files shown."]


def test_what_a_search_finds_is_told(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    archive.observations, archive.products = observed(MIXED)
    skybasket.page.get_by_role("tab", name="Add products").click()
    skybasket.page.get_by_role("textbox", name="Missions", exact=True).fill("HST")
    skybasket.page.get_by_role("button", name="Search", exact=True).click()
    skybasket.says("1 observation found.")


def test_there_is_one_place_that_tells(new_tab: Callable[[], Skybasket]) -> None:
    skybasket = new_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    live = skybasket.page.locator("[aria-live], [role=status], [role=log], output")
    expect(live).to_have_count(1)
    expect(live).to_have_id("announcer")


# Structure


def test_the_page_has_a_language_and_landmarks(skybasket: Skybasket) -> None:
    page = skybasket.page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Skybasket")
    for region in (skybasket.filters, skybasket.files, skybasket.details):
        expect(region).to_be_visible()


def test_every_control_has_its_name_role_and_state(opened: Skybasket) -> None:
    page = opened.page
    for name in ("Basket", "Download history", "Add products"):
        tab = page.get_by_role("tab", name=name, exact=True)
        expect(tab).to_have_attribute("aria-selected", re.compile("true|false"))
    for name in FACETS:
        expect(opened.facet(name)).to_be_visible()
        for box in opened.facet(name).get_by_role("checkbox").all():
            expect(box).to_have_accessible_description(re.compile(r"\d"))
    for name in ("Download", "Batch request", "Retrieve references", "Remove selected"):
        expect(opened.action(name)).to_be_disabled()
        expect(opened.action(name)).to_have_accessible_description(re.compile(r"\w"))
    for name in ("Remove all", "Undo"):
        expect(opened.action(name)).to_be_enabled()
    expect(opened.recommended).to_be_checked()
    expect(opened.recommended).to_have_accessible_description(re.compile("Hides 10"))
    opened.tick("u9ox0504m_c0f.fits")
    row = opened.row("HST")
    expect(row).to_have_attribute("aria-expanded", "true")
    expect(row).to_have_attribute("aria-level", "1")
    expect(row).to_have_attribute("aria-selected", "false")
    expect(opened.box("HST")).to_be_checked(indeterminate=True)


# The focus


@pytest.mark.parametrize("name", WALKED)
def test_the_focus_is_seen_wherever_it_goes(stage: Stage, name: str) -> None:
    [state] = [state for state in STATES if state.name == name]
    with stage.show(state) as skybasket:
        for key in ("Tab", "Shift+Tab"):
            for _ in range(30):
                skybasket.page.keyboard.press(key)
                assert skybasket.page.evaluate(FOCUSED) == ""


# Forced colours


def test_what_is_chosen_is_seen_in_forced_colours(forced: Skybasket) -> None:
    page = forced.page
    expect(page.get_by_role("tab", name="Basket")).to_have_css(
        "border-top-style", "solid"
    )
    forced.open(answer(MIXED), "mixed.json")
    forced.tick("HST")
    fill = page.locator(".meter .track span")
    expect(fill).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    forced.press("Download")
    way = forced.dialog.locator(".method:has(:checked)")
    expect(way).to_have_css("outline-style", "solid")
    page.keyboard.press("Escape")
    name = "u9ox0504m_c0f.fits"
    forced.row(name).get_by_text(name, exact=True).click()
    expect(forced.details).to_contain_text(name)
    expect(forced.row(name)).to_have_css("border-left-style", "solid")
