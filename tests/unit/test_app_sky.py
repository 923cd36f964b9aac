"""The map of the sky: marks of what is shown, what they say, and selecting by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket import Basket
from skybasket.app.languages import LANGUAGES
from skybasket.app.sky_views import SkyMap
from skybasket.app.words import speaking
from skybasket.observation import Observation

from tests.unit.lists import answer, product
from tests.unit.page import Page

if TYPE_CHECKING:
    from tests.unit.page import View

WIDTH = 1000


def seen(number: int, mission: str, place: tuple[float, float] | None) -> Observation:
    ascension, declination = place or (None, None)
    return Observation(
        mission=mission,
        observation_id=f"o{number}",
        target=f"T {number}",
        right_ascension=ascension,
        declination=declination,
    )


def basket_of(*observations: Observation) -> Basket:
    """Return a basket with two files of each observation."""
    basket = Basket()
    basket.catalog.describe(observations)
    rows = [
        product(
            obs_collection=one.mission,
            obs_id=one.observation_id,
            dataURI=f"mast:{one.observation_id}{suffix}",
            productFilename=f"{one.observation_id}{suffix}",
            productType="SCIENCE" if suffix == "_cal.fits" else "PREVIEW",
        )
        for one in observations
        for suffix in ("_cal.fits", "_cal.jpg")
    ]
    basket.add(answer(*rows))
    return basket


M31, M33, SOUTH = (10.7, 41.3), (10.8, 41.2), (180.0, -60.0)


def test_a_mark_names_its_first_targets_and_a_point_is_a_point_everywhere() -> None:
    basket = basket_of(*(seen(number, "HST", M31) for number in range(1, 6)))
    with speaking(LANGUAGES["es"]):
        view = SkyMap().view(basket, WIDTH)
    where = "10.70000° +41.30000°"
    assert [mark["label"] for mark in view["marks"]] == [
        f"HST, 5 observaciones, T 1, T 2, T 3…, {where}"
    ]
    assert view["text"]["map"] == "Mapa de todo el cielo con 5 observaciones"


def test_what_is_close_and_of_one_mission_is_one_mark() -> None:
    basket = basket_of(
        seen(1, "JWST", M31),
        seen(2, "JWST", M33),
        seen(3, "HST", M31),
        seen(4, "JWST", SOUTH),
        seen(5, "TESS", None),
        seen(6, "JWST", (float("nan"), 0.0)),
    )
    view = SkyMap().view(basket, WIDTH)
    assert view["text"]["title"] == "4 observations on the sky"
    assert view["text"]["unknown"] == "2 observations have no known position."
    assert [entry["label"] for entry in view["legend"]] == ["JWST", "HST"]
    assert len({entry["shape"] for entry in view["legend"]}) == 2
    labels = sorted(mark["label"] for mark in view["marks"])
    assert labels == [
        "HST, o3, T 3, 10.70000° +41.30000°",
        "JWST, 2 observations, T 1, T 2, 10.70000° +41.30000°",
        "JWST, o4, T 4, 180.00000° -60.00000°",
    ]
    together = next(mark for mark in view["marks"] if "2 obs" in mark["label"])
    assert together["size"] > min(mark["size"] for mark in view["marks"])
    # North is up, and the middle of the right ascensions too.
    assert (
        together["y"]
        < 0
        < next(mark["y"] for mark in view["marks"] if "-60" in mark["label"])
    )


def test_a_mark_lists_its_observations_and_selects_what_is_shown() -> None:
    page = Page()
    basket = basket_of(
        seen(1, "JWST", M31), seen(2, "JWST", M33), seen(3, "HST", SOUTH)
    )
    page.app._session.take(basket, "mine")
    page.view("filter_value", facet="category", value="SCIENCE", on=True)
    marks = page.view("sky", width=WIDTH)["marks"]
    place = next(n for n, mark in enumerate(marks) if "2 observations" in mark["label"])

    def mark() -> View:
        return page.view("sky_mark", mark=place)

    assert mark()["select"] == "Select the 2 files shown of them"
    assert mark()["checked"] is False
    assert [(one["name"], one["text"]) for one in mark()["observations"]] == [
        ("o1", "T 1"),
        ("o2", "T 2"),
    ]
    view = page.view("check_mark", mark=place, on=True)
    assert view["message"].startswith("2 files selected")
    assert [file.uri for file in basket.selected] == [
        "mast:o1_cal.fits",
        "mast:o2_cal.fits",
    ]
    assert mark()["checked"] is True
    page.view("check", id=mark()["observations"][0]["id"], on=False)
    assert mark()["checked"] == "mixed"
    page.view("undo")
    assert (
        page.view("check_mark", mark=place, on=False)["message"] == "No file selected."
    )


def test_positions_come_with_joined_lists_too() -> None:
    page = Page()
    rows = [product(s_ra=10.7, s_dec=41.3), product(dataURI="mast:b", obs_id="b")]
    rows += [product(dataURI="mast:c", obs_id="c", s_ra="east", s_dec="-1")]
    page.open(answer(*rows))
    view = page.view("sky", width=WIDTH)
    assert len(view["marks"]) == 1
    fields = page.view("details", id="o0")["fields"]
    assert {"label": "Position (ICRS)", "values": ["10.70000° +41.30000°"]}.items() <= (
        next(field for field in fields if field["label"].startswith("Position")).items()
    )


def test_thousands_of_observations_are_few_marks() -> None:
    basket = basket_of(
        *(
            seen(n, f"M{n % 12}", (n * 37.3 % 360, n * 7.7 % 180 - 90))
            for n in range(3000)
        )
    )
    view = SkyMap().view(basket, WIDTH)
    assert 20 < len(view["marks"]) <= 300
    assert len(view["legend"]) == 12
    assert len({entry["shape"] for entry in view["legend"]}) == 8


def test_an_unknown_sky_says_where_to_ask() -> None:
    page = Page()
    assert "search the archive" in page.view("sky", width=WIDTH)["text"]["empty"]
    page.open(answer(product()))
    view = page.view("sky", width=0)
    assert (view["marks"], bool(view["text"]["empty"])) == ([], True)
    assert view["text"]["unknown"] == "1 observation has no known position."
    assert page.ask("sky_mark", mark=0)["error"]["kind"] == "selection"
