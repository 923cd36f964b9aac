"""The columns of the tree beside names, and what its rows are sorted by."""

from __future__ import annotations

import pytest
from skybasket.app.tree_columns import (
    COLUMNS,
    cells_of_file,
    cells_of_observation,
    following,
    known,
)
from skybasket.arrangement import SORTABLE, Order
from skybasket.catalog import Catalog, ProductRows
from skybasket.observation import Observation

from tests.unit.lists import answer, product
from tests.unit.page import Page


def test_columns_come_in_their_order() -> None:
    assert known(["size", "group", "size", "<b>"]) == ("group", "size")
    assert known(COLUMNS) == COLUMNS


@pytest.mark.parametrize("by", SORTABLE)
def test_three_presses_lead_back(by: str) -> None:
    first = following(None, by)
    assert first is not None
    second = following(first, by)
    assert second == Order(by, not first.descending)
    assert following(second, by) is None


def test_another_column_begins_anew() -> None:
    assert following(Order("name", descending=True), "size") == Order(
        "size", descending=True
    )


def test_rows_say_what_is_known_of_their_observation() -> None:
    catalog = Catalog()
    uris = ["mast:a_raw.fits"]
    text = {"mission": ["HST"], "observation_id": ["a"], "access": ["PUBLIC"]}
    catalog.append(
        ProductRows(uris=uris, filenames=["a_raw.fits"], text=text, sizes=[2000]),
        lambda _row: False,
    )
    names = ("target", "level", "date", "access", "size")
    asked = catalog, 0, names, "2.0 kB"
    assert cells_of_observation(*asked) == ["", "", "", "Public", "2.0 kB"]
    assert cells_of_file(catalog, 0, 0, names, "") == ["", "", "", "Public", ""]
    catalog.describe(
        [
            Observation(
                mission="HST",
                observation_id="a",
                target="M 51",
                access="PUBLIC",
                start=60000.5,
            )
        ]
    )
    day = "2023-02-25"
    assert cells_of_observation(*asked) == ["M 51", "", day, "Public", "2.0 kB"]
    assert cells_of_file(catalog, 0, 0, ("date",), "") == [day]
    assert cells_of_observation(catalog, 0, ("level", "size"), "2 kB") == ["", "2 kB"]


def test_rows_say_what_the_columns_ask() -> None:
    page = Page()
    view = page.open(
        answer(
            *(
                product(dataURI=f"mast:a/{name}", productFilename=name, size=size)
                for name, size in (("a_i2d.fits", 2000), ("a_cat.ecsv", 3000))
            )
        )
    )
    heads = [column["label"] for column in view["tree"]["columns"]]
    assert heads == ["Name", "Group", "Category", "Level", "Size"]
    view = page.view("columns", names=["size", "extension", "nonsense"])
    assert [column["name"] for column in view["tree"]["columns"]] == [
        "name",
        "size",
        "extension",
    ]
    files = [row for row in view["rows"]["rows"] if row["kind"] == "file"]
    assert [row["cells"] for row in files] == [["3.0 kB", ".ecsv"], ["2.0 kB", ".fits"]]
    view = page.view("sort", by="size")
    files = [row for row in view["rows"]["rows"] if row["kind"] == "file"]
    assert [row["cells"][0] for row in files] == ["3.0 kB", "2.0 kB"]
    assert [row["positionInSet"] for row in files] == [1, 2]
    view = page.view("sort", by="size")
    files = [row for row in view["rows"]["rows"] if row["kind"] == "file"]
    assert [row["cells"][0] for row in files] == ["2.0 kB", "3.0 kB"]
    assert page.ask("sort", by="<b>")["error"]["message"] == (
        "Rows cannot be sorted by <b>."
    )
