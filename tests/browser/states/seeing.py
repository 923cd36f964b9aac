"""States in which the data is seen: what folders hold, charts, pictures, the sky."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.states.basket import CUBE, details_of, open_mixed, some_selected
from tests.browser.states.catalogue import WIDTHS, resize, state

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Route

    from tests.browser.states.catalogue import Scene

#: What stands for every preview: a picture that is wider than high.
PICTURE: Final = """<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200">
  <rect width="320" height="200" fill="#123"/>
  <circle cx="160" cy="100" r="60" fill="#9cf"/>
</svg>"""
#: An observation of each mission, and where it is.
PLACES: Final = (("JWST", "jw_north", 10.7, 41.3), ("HST", "u9o40504m", 180.5, -60.0))


def long_text(name: str) -> str:
    """Return one long word, as no browser may break it."""
    return f"{name}-{'as_long_as_nobody_would_write_it' * 3}"


def give_pictures(scene: Scene) -> None:
    """Answer every request for a picture but for that of one file."""

    def give(route: Route) -> None:
        if "p003" in route.request.url:
            route.fulfill(status=404)
        else:
            route.fulfill(body=PICTURE, content_type="image/svg+xml")

    scene.page.route(re.compile(r"/Download/file.*\.(jpg|png)$"), give)


def show_gallery(scene: Scene) -> Locator:
    """Look at the pictures of a basket."""
    rows = [
        product(f"p{n:03}_with_a_name_of_usual_length_i2d.jpg", f"o{n:03}", size=1000)
        for n in range(40)
    ]
    scene.skybasket.open(answer(rows), "pictures.json")
    scene.press("Gallery of the images shown")
    gallery = scene.page.get_by_role("dialog", name="40 images among the files shown")
    expect(gallery).to_be_visible()
    return gallery


@state
def one_file(scene: Scene) -> None:
    scene.skybasket.open(answer([product("a_drz.fits", "A", "HST", size=100)]))
    details_of(scene, "a_drz.fits")


@state
def long_values(scene: Scene) -> None:
    row = product(
        "a_drz.fits",
        "A",
        long_text("mission"),
        productSubGroupDescription=long_text("group"),
        instrument_name=long_text("instrument"),
        filters=long_text("filter"),
        proposal_id=long_text("proposal"),
        target_name=long_text("target"),
    )
    scene.skybasket.open(answer([row]), f"{long_text('title')}.json")
    expect(scene.skybasket.tree).to_contain_text("a_drz.fits")


@state
def details_of_a_folder(scene: Scene) -> None:
    some_selected(scene)
    name = "jw01039-o004"
    scene.skybasket.row(name).get_by_text(name, exact=True).click()
    table = scene.skybasket.details.get_by_role("table", name="Files by category")
    expect(table).to_be_visible()


@state
def filters_to_their_end(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    shares = scene.skybasket.filters.get_by_role("figure")
    shares.scroll_into_view_if_needed()
    expect(shares).to_be_visible()


@state(own=True)
def preview(scene: Scene) -> None:
    scene.start()
    give_pictures(scene)
    open_mixed(scene.skybasket)
    details_of(scene, CUBE)
    switch = scene.skybasket.details.get_by_role("switch", name="Show previews")
    switch.check()
    image = scene.skybasket.details.get_by_role("img")
    expect(image).to_have_js_property("naturalWidth", 320)


@state
def gallery_without_pictures(scene: Scene) -> None:
    show_gallery(scene)


@state(own=True)
def gallery(scene: Scene) -> None:
    scene.start()
    give_pictures(scene)
    shown = show_gallery(scene)
    shown.get_by_role("switch", name="Show previews").check()
    expect(shown.locator("img").first).to_have_js_property("naturalWidth", 320)
    expect(shown.get_by_text("The preview could not be loaded.")).to_be_visible()


@state
def gallery_of_nothing(scene: Scene) -> None:
    scene.skybasket.open(answer([product("a_drz.fits", "A", "HST")]))
    scene.press("Gallery of the images shown")
    expect(scene.dialog).to_contain_text("None of the files shown is an image.")


def show_sky(scene: Scene) -> None:
    """Look at where observations are, and choose one."""
    rows = [
        product(f"{name}_cal.fits", name, mission, s_ra=east, s_dec=north)
        for mission, name, east, north in PLACES
    ]
    scene.skybasket.open(answer(rows))
    if scene.page.get_by_role("button", name="Details", exact=True).is_visible():
        scene.press("Details")
    scene.press("Map of the sky")
    sky = scene.page.get_by_role("dialog", name="2 observations on the sky")
    sky.get_by_role("button", name="JWST, jw_north").click()
    expect(sky.get_by_role("checkbox")).to_be_visible()


@state(widths=WIDTHS[:1])
def sky_map(scene: Scene) -> None:
    show_sky(scene)


@state(widths=WIDTHS[-1:])
def sky_map_on_a_phone(scene: Scene) -> None:
    resize(scene.skybasket, WIDTHS[-1])
    show_sky(scene)


@state
def sky_without_positions(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.press("Map of the sky")
    expect(scene.dialog).to_contain_text("have no known position")


@state
def forced_colours(scene: Scene) -> None:
    scene.page.emulate_media(forced_colors="active")
    some_selected(scene)
    details_of(scene, CUBE)
