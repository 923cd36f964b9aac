"""States in which the page explains itself, or is set up as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.states.basket import CUBE, open_mixed
from tests.browser.states.catalogue import DRAWERS, WIDTHS, resize, state

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


def take_the_tour(scene: Scene, step: int) -> None:
    """Go to one of its steps."""
    open_mixed(scene.skybasket)
    scene.press("Help")
    scene.press("Take the tour")
    tour = scene.page.locator("dialog.tour")
    for _ in range(1, step):
        tour.get_by_role("button", name="Next").click()
    expect(tour).to_contain_text(f"{step} of 5")


@state
def tour(scene: Scene) -> None:
    take_the_tour(scene, 1)


@state
def tour_second_step(scene: Scene) -> None:
    take_the_tour(scene, 2)


@state
def tour_third_step(scene: Scene) -> None:
    take_the_tour(scene, 3)


@state
def tour_fourth_step(scene: Scene) -> None:
    take_the_tour(scene, 4)


@state
def tour_last_step(scene: Scene) -> None:
    take_the_tour(scene, 5)


@state(widths=DRAWERS)
def help_beside_in_a_drawer(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    resize(scene.skybasket, DRAWERS[-1])
    scene.press("Filters")
    scene.press("About Product group")
    popover = scene.page.get_by_role("dialog", name="Product group")
    expect(popover).to_be_visible()


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


@state(widths=WIDTHS[:1])
def row_menu(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.skybasket.row("HST").click(button="right")
    expect(scene.page.get_by_role("menu")).to_be_visible()


@state(widths=WIDTHS[-1:])
def row_menu_on_a_phone(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    resize(scene.skybasket, WIDTHS[-1])
    scene.skybasket.row(CUBE).get_by_text(CUBE[-8:]).click(button="right")
    expect(scene.page.get_by_role("menu")).to_be_visible()
