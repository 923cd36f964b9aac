"""States in which the page explains itself, or is set up as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.states.basket import open_mixed
from tests.browser.states.catalogue import WIDTHS, state

if TYPE_CHECKING:
    from tests.browser.states.catalogue import Scene


def opened(scene: Scene, button: str, title: str) -> None:
    """Open a dialog over a basket."""
    open_mixed(scene.skybasket)
    scene.press(button)
    expect(scene.page.get_by_role("dialog", name=title)).to_be_visible()


@state
def help_with_words(scene: Scene) -> None:
    opened(scene, "Help", "Help")


@state
def settings(scene: Scene) -> None:
    opened(scene, "Settings", "Settings")


@state(widths=WIDTHS[:2])
def shortcuts(scene: Scene) -> None:
    opened(scene, "Keyboard shortcuts", "Keyboard shortcuts")


@state(widths=WIDTHS[:1])
def help_beside(scene: Scene) -> None:
    opened(scene, "About Product group", "Product group")


@state
def tour(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.press("Help")
    scene.press("Take the tour")
    expect(scene.page.locator("dialog.tour")).to_contain_text("1 of 5")


@state(own=True)
def as_one_likes(scene: Scene) -> None:
    scene.start()
    opened(scene, "Settings", "Settings")
    scene.dialog.get_by_role("radio", name="Close together").check()
    scene.dialog.get_by_role("checkbox", name="Instrument").check()
    scene.dialog.get_by_role("button", name="Close", exact=True).click()
    scene.press("Sort by Size")
    head = scene.skybasket.tree.get_by_role("columnheader", name="Size", exact=True)
    expect(head).to_have_attribute("aria-sort", "descending")


@state
def row_menu(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.skybasket.row("HST").click(button="right")
    expect(scene.page.get_by_role("menu")).to_be_visible()


@state(widths=WIDTHS[:1])
def sky_map(scene: Scene) -> None:
    places = (("JWST", "jw_north", 10.7, 41.3), ("HST", "u9o40504m", 180.5, -60.0))
    rows = [
        product(f"{name}_cal.fits", name, mission, s_ra=east, s_dec=north)
        for mission, name, east, north in places
    ]
    scene.skybasket.open(answer(rows))
    scene.press("Map of the sky")
    title = "2 observations on the sky"
    expect(scene.page.get_by_role("dialog", name=title)).to_be_visible()
