"""Completing from the archive what a list told by names only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from skybasket import Basket
from skybasket.formats import read

from tests.archive.catalogue import observation, product
from tests.unit.asking import Asking
from tests.unit.lists import answer
from tests.unit.page import View, row

if TYPE_CHECKING:
    from skybasket.catalog import ProductRows

NAMES: Final = [f"jw01039-o00{n}_t001_nircam_clear-f200w" for n in (1, 2)]
OBSERVATIONS: Final = [observation(n, name) for n, name in enumerate(NAMES, 1)]
FILES: Final = [f"{name}_i2d.fits" for name in NAMES]
PRODUCTS: Final = [
    product(
        f"{name}_{suffix}",
        name,
        obsID=number,
        parent_obsid=number,
        size=5000,
        recommended=suffix == "i2d.fits",
        productSubGroupDescription="I2D",
    )
    for number, name in enumerate(NAMES, 1)
    for suffix in ("i2d.fits", "i2d.jpg")
]


def uris(*files: str) -> bytes:
    return "\n".join(f"mast:JWST/product/{file}" for file in files).encode()


def told(*rows: object) -> list[ProductRows]:
    return list(read(answer(*rows)).products)


@pytest.fixture
def asking() -> Asking:
    """Return a page with two files whose names are known."""
    asking = Asking("complete", OBSERVATIONS, PRODUCTS)
    asking.page.open(uris(*FILES), "pasted list")
    return asking


def test_files_known_by_name_are_counted(asking: Asking) -> None:
    view = asking.page.view()
    incomplete = view["incomplete"]
    assert incomplete["count"] == 2
    assert incomplete["label"] == "2 files are known by little more than their names."
    assert incomplete["hint"]
    asking.page.open(answer(*map(dict, PRODUCTS)), "all.json")
    assert asking.page.view()["incomplete"]["count"] == 2
    asking.page.view("remove_all")
    assert asking.page.view()["incomplete"] is None


def test_files_that_the_archive_cannot_be_asked_for_are_not_counted() -> None:
    asking = Asking("complete")
    # One lies elsewhere, the other's name tells no observation.
    asking.page.open(b"https://example.org/jw01039-o001_t001_x_y_i2d.fits\n")
    asking.page.open(uris("readme.txt"))
    assert asking.page.view()["incomplete"] is None
    told = asking.page.ask("complete_begin")
    assert told["error"]["message"] == "No file is known by its name only."


def test_completing_is_one_step_that_keeps_what_was_chosen(asking: Asking) -> None:
    page = asking.page
    page.view("check", id=row(page.view(), FILES[1])["id"], on=True)
    before = page.view()
    view = asking.begin("begin")
    assert view["status"] == "Asking the archive about 2 observations …"
    while view["request"]:
        assert not view["can_take"]
        view = asking.step(view)
    assert (view["can_take"], view["problem"], view["status"]) == (True, None, "")
    view = page.view("take_completion")
    assert view["message"] == "Completed 2 files."
    assert view["actions"]["undo"]["hint"] == "Undo: Completed 2 files"
    assert (view["files"], view["incomplete"]) == (2, None)
    assert view["summary"]["size"] == "5.0 kB"
    # The rows stand where they stood.
    assert marks(view) == marks(before)
    assert row(view, FILES[0])["cells"][-1] == "5.0 kB"
    # The switch can be used now, but hides nothing by itself.
    assert view["filters"]["recommended"] == {
        "on": False,
        "enabled": True,
        "note": view["filters"]["recommended"]["note"],
    }
    assert view["summary"]["shown"].startswith("All 2 shown")
    view = page.view("undo")
    assert (view["incomplete"]["count"], marks(view)) == (2, marks(before))
    assert view["summary"]["size"] == ""
    assert page.view("redo")["incomplete"] is None


def marks(view: View) -> list[tuple[str, object, object]]:
    return [(r["name"], r["checked"], r["expanded"]) for r in view["rows"]["rows"]]


def test_details_tell_what_the_archive_told(asking: Asking) -> None:
    asking.run("begin")
    view = asking.page.view("take_completion")
    found = asking.page.view("details", id=row(view, FILES[0])["id"])
    fields = {field["label"]: field["values"] for field in found["fields"]}
    assert fields["Target"] == ["M-101"]


def test_files_that_the_archive_does_not_know_are_told(asking: Asking) -> None:
    asking.archive.products = PRODUCTS[:2]
    asking.run("begin")
    view = asking.page.view("take_completion")
    assert view["message"] == "Completed 1 file. 1 file is still incomplete."
    assert view["incomplete"]["count"] == 1
    asking.archive.observations = []
    view = asking.run("begin")
    assert view["status"].startswith("The archive tells nothing of these files")
    assert (view["can_take"], view["problem"]) == (False, None)
    assert asking.page.ask("take_completion")["error"]["kind"] == "command"


def test_what_did_not_concern_the_basket_changes_nothing(asking: Asking) -> None:
    asking.run("begin")
    asking.page.view("remove_all")
    view = asking.page.view("take_completion")
    assert view["message"].startswith("The archive tells nothing of these files")
    assert view["files"] == 0
    assert view["actions"]["undo"]["hint"] == "Undo: Removed 2 files"


def test_a_failure_is_told_and_what_arrived_is_taken() -> None:
    many = [observation(n, f"jw01039-o0{n}_t001_nircam_clear") for n in range(10, 16)]
    products = [
        product(f"{seen['obs_id']}_i2d.fits", str(seen["obs_id"]), obsID=seen["obsid"])
        for seen in many
    ]
    asking = Asking("complete", many, products)
    asking.page.open(uris(*(str(made["productFilename"]) for made in products)))
    view = asking.begin("begin")
    while "products" not in view["status"]:
        view = asking.step(view)
    assert view["status"].startswith("Fetching products: 0 of 6 observations")
    view = asking.step(view)
    assert view["request"]
    view = asking.fail("timeout", "late")
    assert view["problem"] == {
        "message": "The archive did not answer in time.",
        "where": ["late"],
    }
    assert view["can_take"]
    assert asking.page.view("take_completion")["incomplete"]["count"] == 1
    view = asking.run("begin")
    assert view["problem"] is None
    assert asking.page.view("take_completion")["incomplete"] is None


def test_it_can_be_stopped(asking: Asking) -> None:
    asking.begin("begin")
    view = asking.begin("stop")
    assert (view["request"], view["can_take"]) == (None, False)
    assert asking.page.ask("complete_answer")["error"]["kind"] == "command"
    asking.begin("begin")
    view = asking.fail("offline")
    assert view["problem"]["message"] == "There is no network at the moment."


def test_a_search_goes_on_beside_it(asking: Asking) -> None:
    view = asking.begin("begin")
    assert asking.page.view("search_stop")["request"] is None
    while view["request"]:
        view = asking.step(view)
    assert asking.page.view("take_completion")["incomplete"] is None


# The basket


def test_a_notebook_completes_a_basket() -> None:
    basket = Basket.open(uris(*FILES, "readme.txt"))
    assert [file.filename for file in basket.incomplete] == FILES
    basket.select_all()
    assert basket.complete(told(*PRODUCTS)) == 2
    assert basket.files.count == basket.selected.count == 3
    assert (basket.files.bytes, basket.incomplete.count) == (10000, 0)
    assert basket.complete(told(*PRODUCTS)) == 0
    basket.undo()
    assert (basket.selected.bytes, basket.incomplete.count) == (0, 2)
    assert basket.complete(told(*PRODUCTS)) == 2
    assert basket.selected.bytes == 10000


def test_a_file_listed_twice_is_completed_once() -> None:
    basket = Basket.open(uris(FILES[0]))
    again = {**PRODUCTS[0], "parent_obsid": 7}
    assert basket.complete([*told(PRODUCTS[0], again), *told(again)]) == 1
    assert basket.files.count == 1


def test_a_file_moves_to_the_observation_that_the_archive_names() -> None:
    files = [f"readme{n}.txt" for n in range(101)]
    basket = Basket.open(uris(FILES[0], *files))
    [place] = basket.tree.find(basket.catalog, f"JWST/{NAMES[0]}")
    basket.expand(place, on=True)
    basket.complete(told({**PRODUCTS[0], "obs_id": "elsewhere"}))
    [file] = basket.tree.find(basket.catalog, f"JWST/elsewhere/{FILES[0]}")
    assert basket.visible.index(file) is not None
    basket.select("JWST/elsewhere")
    assert basket.selected.bytes == 5000


def test_a_completed_file_is_known_when_it_is_listed_again() -> None:
    basket = Basket.open(uris(FILES[0]))
    basket.complete(told(PRODUCTS[0]))
    assert basket.add(uris(FILES[0])).known == 1
    assert basket.files.bytes == 5000
