"""States of the tab that adds products, above all of its search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.archive.catalogue import observed
from tests.browser.lists import MIXED
from tests.browser.states.catalogue import state

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.states.catalogue import Scene


def panel(scene: Scene) -> Locator:
    """Start the page beside an archive that holds the mixed list; open the tab."""
    scene.start()
    scene.archive.observations, scene.archive.products = observed(MIXED)
    scene.page.get_by_role("tab", name="Add products").click()
    return scene.page.get_by_role("tabpanel", name="Add products")


def find(scene: Scene) -> Locator:
    """Search for what the archive has of four missions."""
    search = panel(scene)
    field = search.get_by_role("textbox", name="Missions", exact=True)
    field.fill("HST, JWST, TESS, GALEX")
    scene.press("Search")
    return search


@state(own=True)
def add_products(scene: Scene) -> None:
    expect(panel(scene)).to_be_visible()


@state(own=True)
def search_with_a_wrong_field(scene: Scene) -> None:
    search = panel(scene)
    search.get_by_role("textbox", name="Position", exact=True).fill("up there")
    scene.press("Search")
    expect(search.get_by_role("alert")).to_be_visible()


@state(own=True)
def search_under_way(scene: Scene) -> None:
    scene.hold("**/api/v0/invoke*")
    find(scene)
    expect(scene.page.get_by_role("button", name="Stop")).to_be_visible()


@state(own=True)
def search_counted(scene: Scene) -> None:
    expect(find(scene)).to_contain_text("5 observations found.")


@state(own=True)
def search_listed(scene: Scene) -> None:
    search = find(scene)
    scene.press("List them")
    search.get_by_role("checkbox", name="Choose U9OX0504M").click()
    expect(search).to_contain_text("1 of 5 observations chosen")
    scene.press("Fetch their products")
    add = search.get_by_role("button", name="Add these products to the basket")
    expect(add).to_be_visible()
    add.scroll_into_view_if_needed()


@state(own=True)
def search_failed(scene: Scene) -> None:
    scene.archive.cross_origin = False
    search = find(scene)
    way = search.get_by_text("as a Python script with astroquery")
    way.click()
    way.scroll_into_view_if_needed()
    expect(search).to_contain_text("from astroquery.mast import Observations")
