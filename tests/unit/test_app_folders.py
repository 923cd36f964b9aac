"""The details of missions and observations: facts, and tables of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from skybasket import Basket, Filters
from skybasket.app.detail_views import details_view
from skybasket.app.row_views import size_text
from skybasket.app.words import number
from skybasket.observation import Observation
from skybasket.totals import Totals

from tests.unit.lists import answer, product
from tests.unit.page import SAMPLE, Page, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket.product import Product


def cells(files: Iterable[Product]) -> tuple[str, str]:
    """Count some files one by one."""
    sizes = [file.size or 0 for file in files]
    totals = Totals(len(sizes), sum(sizes), sizes.count(0), 0)
    return number(len(sizes)), size_text(totals)[0] if sizes else ""


def told(view: dict[str, Any], title: str) -> dict[str, list[tuple[str, str]]]:
    [table] = [table for table in view["tables"] if table["title"] == title]
    return {
        line["label"]: [(cell["count"], cell["size"]) for cell in line["cells"]]
        for line in [*table["rows"], table["total"]]
    }


@pytest.mark.parametrize("mission", ["JWST", "HST", "TESS"])
def test_a_mission_is_counted_file_by_file(mission: str) -> None:
    basket = Basket.open(SAMPLE)
    basket.filters = Filters(extension=".fits")
    basket.select("TESS")
    basket.filters = Filters(recommended=True)
    basket.select("HST")
    code = basket.catalog.text["mission"].code(mission)
    view = details_view(basket, f"m{code}")
    assert (view["name"], view["kind"]) == (mission, "mission")
    shown, selected = (
        {file.uri for file in s} for s in (basket.shown, basket.selected)
    )
    files = [file for file in basket.files if file.mission == mission]
    groups = {
        "Files by extension": {file.extension: file.extension for file in files},
        "Files by category": {
            "SCIENCE": "Science",
            "INFO": "Info",
            "AUXILIARY": "Auxiliary",
            "PREVIEW": "Preview",
            "CATALOG": "Catalog",
        },
    }
    for title, labels in groups.items():
        table = told(view, title)
        for value, label in [*labels.items(), ("", "Together")]:
            these = [f for f in files if value in ("", f.extension, f.category)]
            expected = [
                cells(f for f in these if f.uri in shown),
                cells(f for f in these if f.uri in selected),
                cells(these),
            ]
            assert table.pop(label, [("0", "")] * 3) == expected, label
        assert table == {}


def test_many_extensions_end_in_one_line() -> None:
    page = Page()
    names = [f"a.e{n:02}" for n in range(25)]
    rows = [product(dataURI=f"mast:X/{n}", productFilename=n) for n in names]
    view = page.open(answer(*rows))
    details = page.view("details", id=row(view, "JWST")["id"])
    table = told(details, "Files by extension")
    assert len(table) == 22
    assert table["5 others"][2][0] == "5"
    assert table["Together"][2][0] == "25"


def test_a_folder_that_left_has_no_details() -> None:
    page = Page()
    view = page.open(answer(product()), "one.json")
    mission, observation, _file = (drawn["id"] for drawn in view["rows"]["rows"])
    for identity in (mission, observation):
        assert "error" not in page.ask("details", id=identity)
        page.view("remove_all")
        assert page.ask("details", id=identity)["error"]["kind"] == "selection"
        page.view("undo")
        assert "error" not in page.ask("details", id=identity)


def test_the_facts_of_an_observation_are_told() -> None:
    basket = Basket.open(answer(product()))
    seen = Observation(
        mission="JWST",
        observation_id="jw01039-o004_t001_miri_ch3-long",
        target="NGC 6552",
        bandpass="F560W;CLEAR",
        start=60000.25,
        end=60000.5,
        exposure=1500.0,
        right_ascension=270.0,
        declination=-66.61,
    )
    basket.catalog.describe([seen])
    view = details_view(basket, "o0")
    fields = {field["label"]: field["values"][0] for field in view["fields"]}
    assert fields == {
        "Mission": "JWST",
        "Target": "NGC 6552",
        "Optical filters": "F560W, CLEAR",
        "Time (UTC)": "2023-02-25 06:00 to 2023-02-25 12:00",
        "Exposure": "1,500 s",
        "Position (ICRS)": "270.00000° -66.61000°",
    }
