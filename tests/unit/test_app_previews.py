"""Previews and the gallery: which image, from where, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.unit.lists import answer, product
from tests.unit.page import Page, row

if TYPE_CHECKING:
    from tests.unit.page import View

HOST: Final = "https://mast.stsci.edu/api/v0.1/Download/file?uri="


def named(name: str, category: str = "SCIENCE", **changed: object) -> View:
    return product(
        dataURI=f"mast:JWST/product/{name}",
        productFilename=name,
        productType=category,
        productGroupDescription=None,
        obs_id=changed.pop("obs_id", "jw1"),
        **changed,
    )


LIST: Final = (
    named("jw1_i2d.fits"),
    named("jw1_i2d.jpg", "PREVIEW"),
    named("jw1_x1d.fits"),
    named("jw1_x1d.png", "PREVIEW"),
    named("jw1_x1d_more.png", "INFO"),
    named("jw1_cat.ecsv", "CATALOG"),
    named("jw2_cal.fits", obs_id="jw2"),
)


def preview(page: Page, name: str) -> View | None:
    view = page.view("details", id=row(page.view(), name)["id"])["preview"]
    return view and {key: view[key] for key in ("name", "address", "note")}


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("jw1_i2d.fits", "jw1_i2d.jpg"),
        ("jw1_i2d.jpg", "jw1_i2d.jpg"),
        ("jw1_x1d.fits", "jw1_x1d.png"),
        ("jw1_x1d_more.png", "jw1_x1d_more.png"),
    ],
)
def test_the_most_alike_image_of_an_observation_is_shown(name: str, image: str) -> None:
    page = Page()
    page.open(answer(*LIST))
    address = f"{HOST}mast:JWST/product/{image}"
    assert preview(page, name) == {"name": image, "address": address, "note": ""}


def test_without_an_image_there_is_no_preview() -> None:
    page = Page()
    page.open(answer(*LIST))
    assert preview(page, "jw2_cal.fits") is None
    page.view("check", id=row(page.view(), "jw1_i2d.jpg")["id"], on=True)
    page.view("remove_selected")
    left = preview(page, "jw1_i2d.fits")
    assert left
    assert left["name"] == "jw1_x1d.png"


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"dataURI": "https://data.example.org/a.jpg"}, "not on the archive's hosts"),
        ({"dataURI": "http://mast.stsci.edu/a.jpg"}, "not on the archive's hosts"),
        ({"dataRights": "EXCLUSIVE_ACCESS"}, "this file is not public"),
        ({"dataURI": "https://archive.stsci.edu/a.jpg"}, ""),
    ],
)
def test_what_is_not_fetched_says_why(changed: View, note: str) -> None:
    page = Page()
    page.open(answer(named("a.fits"), named("a.jpg", "PREVIEW") | changed))
    found = preview(page, "a.fits")
    assert found
    assert note in found["note"]
    assert bool(found["address"]) is not bool(note)
    [tile] = page.view("gallery", start=0, stop=9)["rows"]
    assert (tile["address"], tile["note"]) == (found["address"], found["note"])


def test_a_file_that_is_not_public_shows_no_public_picture_either() -> None:
    page = Page()
    page.open(answer(named("a.fits", dataRights="RESTRICTED"), named("a.jpg")))
    found = preview(page, "a.fits")
    assert found
    assert (found["address"], bool(found["note"])) == ("", True)


def test_the_gallery_has_the_images_among_the_files_shown() -> None:
    page = Page()
    page.open(answer(*LIST))
    view = page.view("gallery", start=0, stop=100)
    assert view["text"]["title"] == "3 images among the files shown"
    names = ["jw1_i2d.jpg", "jw1_x1d.png", "jw1_x1d_more.png"]
    assert [tile["name"] for tile in view["rows"]] == names
    part = page.view("gallery", start=1, stop=2)
    assert [tile["name"] for tile in part["rows"]] == names[1:2]
    page.view("filter_value", facet="category", value="CATALOG", on=True)
    nothing = page.view("gallery", start=0, stop=100)
    assert (nothing["count"], nothing["rows"]) == (0, [])
    assert "None of the files shown is an image" in nothing["text"]["empty"]
