"""The commands and views of a search, from the form to the products in the basket."""

from __future__ import annotations

from typing import Final

import pytest

from tests.archive.catalogue import observation, product
from tests.unit.asking import FIELDS, Asking
from tests.unit.page import row

NAMES: Final = ["jw01039-o001_t001", "jw01039-o002_t001", "ib6v02d9q"]
OBSERVATIONS: Final = [
    observation(11, NAMES[0], t_min=60000.5, proposal_id="1039"),
    observation(12, NAMES[1], t_min=None, t_exptime=20.5, proposal_id="999"),
    observation(
        13,
        NAMES[2],
        "HST",
        t_min=59000.0,
        proposal_id="A1",
        target_name=None,
        dataRights="EXCLUSIVE_ACCESS",
    ),
]
PRODUCTS: Final = [
    product(
        f"{name}_{suffix}.fits",
        name,
        "HST" if name == NAMES[2] else "JWST",
        obsID=number,
        parent_obsid=number,
        size=1000,
        recommended=suffix == "i2d",
    )
    for number, name in zip((11, 12, 13), NAMES, strict=True)
    for suffix in ("cal", "i2d")
]


@pytest.fixture
def asking() -> Asking:
    return Asking("search", OBSERVATIONS, PRODUCTS)


# The form


def test_a_search_is_counted_first_and_then_listed(asking: Asking) -> None:
    asking.archive.polls = 1
    view = asking.begin("begin", query=FIELDS | {"missions": "JWST, HST"})
    assert view["request"]["address"].startswith("https://mast.stsci.edu/")
    assert (view["request"]["wait"], view["count"]) == (0, "")
    assert view["status"] == "Asking the archive how many there are …"
    view = asking.step(view)
    assert view["request"]["wait"] > 0
    view = asking.step(view)
    assert view["request"] is None
    assert view["count"] == "3 observations found."
    assert (view["can_list"], view["found"], view["problem"]) == (True, 0, None)
    view = asking.run("list")
    assert (view["can_list"], view["found"], view["status"]) == (False, 3, "")
    assert view["chosen"] == "0 of 3 observations chosen"
    assert (view["choose_all"], view["can_fetch"]) == (False, False)


def test_a_target_is_told_with_its_place(asking: Asking) -> None:
    asking.archive.targets["m 101"] = (210.802, -4.349)
    view = asking.run("begin", query=FIELDS | {"target": "M 101"})
    assert view["count"].endswith("M 101 is at 210.80200 -4.34900.")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ""),
        ({"position": "over there"}, "position"),
        ({"target": "M 101", "position": "1 2"}, "position"),
        ({"target": "M 101", "radius": "wide"}, "radius"),
        ({"target": "M 101", "radius": "-1"}, "radius"),
        ({"target": "M 101", "unit": "miles"}, "radius"),
        ({"first_day": "yesterday"}, "first_day"),
        ({"first_day": "2024-02-02", "last_day": "2024-02-01"}, "last_day"),
        ({"levels": ["9"]}, "levels"),
        ({"access": ["MINE"]}, "access"),
    ],
)
def test_a_field_that_is_wrong_is_named(
    asking: Asking, fields: dict[str, object], wrong: str
) -> None:
    view = asking.begin("begin", query=FIELDS | fields)
    assert view["wrong"]["field"] == wrong
    assert view["wrong"]["message"]
    assert view["request"] is None
    assert view["status"] == ""


def test_an_unknown_target_is_a_field_that_is_wrong(asking: Asking) -> None:
    view = asking.run("begin", query=FIELDS | {"target": "M 10l"})
    assert (view["wrong"]["field"], view["wrong"]["where"]) == ("target", "M 10l")
    assert view["request"] is None


def test_all_fields_reach_the_archive(asking: Asking) -> None:
    view = asking.run(
        "begin",
        query=FIELDS
        | {
            "position": "210.8 54.35",
            "radius": "",
            "proposals": "1039; 999",
            "instruments": "NIRCAM",
            "observation_ids": "\n".join(NAMES),
            "missions": "JWST",
            "levels": ["3"],
            "access": ["PUBLIC"],
            "first_day": "2023-02-25",
            "last_day": "2023-02-25",
        },
    )
    assert view["count"] == "1 observation found."


def test_names_that_were_not_found_are_told(asking: Asking) -> None:
    view = asking.find(observation_ids=f"{NAMES[0]}, nothing1 nothing2")
    assert view["status"] == "2 names were not found, such as nothing1, nothing2"


# The table


def test_rows_are_ready_to_be_shown(asking: Asking) -> None:
    view = asking.find(missions="JWST HST")
    assert [column["label"] for column in view["columns"]] == [
        "Mission",
        "Observation",
        "Target",
        "Instrument",
        "Filters",
        "Date (UTC)",
        "Exposure",
        "Proposal",
        "Access",
    ]
    first, second, third = asking.rows()
    assert first == {
        "id": "11",
        "checked": False,
        "cells": [
            "JWST",
            NAMES[0],
            "M-101",
            "NIRCAM/IMAGE",
            "F200W",
            "2023-02-25",
            "1,500 s",
            "1039",
            "Public",
        ],
    }
    assert second["cells"][5:7] == ["", "20.5 s"]
    assert (third["cells"][2], third["cells"][8]) == ("", "Exclusive access")
    page = asking.page.view("found_rows", start=1, stop=2)
    assert (page["generation"], page["start"]) == (view["generation"], 1)
    assert [found["id"] for found in page["rows"]] == ["12"]


@pytest.mark.parametrize(
    ("column", "ascending", "descending"),
    [
        # What has no value stays at the end.
        ("start", ["13", "11", "12"], ["11", "13", "12"]),
        ("target", ["11", "12", "13"], ["11", "12", "13"]),
        ("exposure", ["12", "11", "13"], ["11", "13", "12"]),
        # As numbers, where they are some.
        ("proposal", ["12", "11", "13"], ["13", "11", "12"]),
        ("observation_id", ["13", "11", "12"], ["12", "11", "13"]),
    ],
)
def test_the_table_is_sorted(
    asking: Asking, column: str, ascending: list[str], descending: list[str]
) -> None:
    before = asking.find(missions="JWST HST")["generation"]
    view = asking.page.view("found_sort", column=column, descending=False)
    [told] = [one for one in view["columns"] if one["name"] == column]
    assert told["sorted"] == "ascending"
    assert view["generation"] > before
    assert [found["id"] for found in asking.rows()] == ascending
    view = asking.page.view("found_sort", column=column, descending=True)
    assert [found["id"] for found in asking.rows()] == descending
    assert {one["sorted"] for one in view["columns"]} == {"none", "descending"}
    # What is listed again comes sorted, too.
    asking.find(missions="JWST HST")
    assert [found["id"] for found in asking.rows()] == descending


def test_a_column_or_an_observation_that_is_not_there_is_an_error(
    asking: Asking,
) -> None:
    asking.find(missions="JWST")
    told = asking.page.ask("found_sort", column="colour", descending=False)
    assert told["error"]["kind"] == "command"
    told = asking.page.ask("found_choose", id="99", on=True)
    assert told["error"]["kind"] == "command"


def test_observations_are_chosen(asking: Asking) -> None:
    asking.find(missions="JWST HST")
    view = asking.page.view("found_choose", id="12", on=True)
    assert (view["choose_all"], view["can_fetch"]) == ("mixed", True)
    assert view["chosen"] == "1 of 3 observations chosen"
    assert [found["checked"] for found in asking.rows()] == [False, True, False]
    assert asking.page.view("found_choose_all", on=True)["choose_all"] is True
    view = asking.page.view("found_choose", id="12", on=False)
    assert view["chosen"] == "2 of 3 observations chosen"
    # Another search keeps those of them that it finds again.
    assert asking.find(missions="JWST")["chosen"] == "0 of 2 observations chosen"
    assert asking.page.view("found_choose_all", on=False)["choose_all"] is False


# Products


def chosen(asking: Asking, *numbers: str) -> None:
    """Find all observations, and choose some."""
    asking.find(missions="JWST HST")
    for number in numbers:
        asking.page.view("found_choose", id=number, on=True)


def test_products_are_fetched_and_taken(asking: Asking) -> None:
    chosen(asking, "11", "13")
    view = asking.begin("products")
    assert view["status"].startswith("Fetching products: 0 of 2 observations, 0 files")
    assert not view["can_fetch"]
    view = asking.step(view)
    assert view["request"] is None
    assert view["status"] == "Products of 2 of 2 observations: 4 files, 4.0 kB."
    assert (view["can_take"], view["problem"]) == (True, None)
    basket = asking.page.view("take_products")
    assert basket["message"] == "Added 4 files in 2 observations from Search."
    assert basket["title"] == "Search"
    assert basket["report"]["lines"] == ["4 files added"]
    assert (basket["report"]["undo"], basket["report"]["observations"]) == (True, 0)
    assert basket["filters"]["recommended"]["on"]
    view = asking.begin("stop")
    assert (view["can_take"], view["can_fetch"]) == (False, True)
    assert asking.page.view("undo")["files"] == 0


def test_products_learn_of_their_observations(asking: Asking) -> None:
    chosen(asking, "11")
    asking.run("products")
    view = asking.page.view("take_products")
    found = asking.page.view("details", id=row(view, NAMES[0] + "_i2d.fits")["id"])
    told = {field["label"]: field["values"] for field in found["fields"]}
    assert told["Target"] == ["M-101"]


def test_nothing_can_be_taken_before_it_was_found(asking: Asking) -> None:
    told = asking.page.ask("take_products")
    assert told["error"]["message"] == "No search has found products yet."
    chosen(asking, "11")
    asking.run("products")
    asking.page.view("take_products")
    assert asking.page.ask("take_products")["error"]["kind"] == "command"


def test_products_need_a_choice(asking: Asking) -> None:
    asking.find(missions="JWST HST")
    view = asking.begin("products")
    assert view["request"] is None
    assert view["wrong"]["field"] == "observations"


def test_what_has_arrived_before_a_stop_can_be_taken(asking: Asking) -> None:
    # JWST's are asked for five at a time.
    more = [observation(20 + n, f"jw01039-o1{n:02}_t001") for n in range(6)]
    asking.archive.observations = more
    asking.archive.products = [
        product(f"{seen['obs_id']}_i2d.fits", str(seen["obs_id"]), obsID=seen["obsid"])
        for seen in more
    ]
    asking.find(missions="JWST")
    asking.page.view("found_choose_all", on=True)
    view = asking.step(asking.begin("products"))
    assert view["request"]
    view = asking.begin("stop")
    assert (view["request"], view["can_take"]) == (None, True)
    assert view["status"].startswith("Products of 5 of 6 observations: 5 files")
    assert asking.page.view("take_products")["files"] == 5
    view = asking.begin("stop")
    assert (view["can_take"], view["can_fetch"]) == (False, True)
    # Fetching once more goes on where it was stopped.
    view = asking.step(asking.begin("products"))
    assert view["status"].startswith("Products of 6 of 6 observations: 6 files")
    view = asking.page.view("take_products")
    assert view["files"] == 6
    assert view["message"] == "Added 1 file in 1 observation from Search."
    assert asking.page.view("undo")["files"] == 5


def test_another_choice_is_fetched_anew(asking: Asking) -> None:
    chosen(asking, "11")
    asking.begin("products")
    asking.begin("stop")
    asking.page.view("found_choose", id="12", on=True)
    view = asking.run("products")
    assert view["status"].startswith("Products of 2 of 2 observations: 4 files")


def test_what_fails_is_told_and_tried_again(asking: Asking) -> None:
    chosen(asking, "11", "12")
    asking.archive.broken = {"12"}
    view = asking.run("products")
    problem = view["problem"]
    assert problem["again"] == "products"
    assert problem["missing"] == "The products of 2 observations are missing."
    assert any("12" in text for text in [problem["message"], *problem["where"]])
    # The next time they are asked for apart, so the other one arrives.
    view = asking.run("products")
    assert view["problem"]["missing"] == "The products of 1 observation are missing."
    assert view["can_take"]
    assert asking.page.view("take_products")["files"] == 2
    asking.archive.broken = set()
    view = asking.run("products")
    assert (view["problem"], view["can_take"]) == (None, True)
    assert asking.page.view("take_products")["files"] == 4


# What goes wrong


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        ("offline", "There is no network at the moment."),
        ("refused", "The archive could not be asked from this page"),
        ("timeout", "The archive did not answer in time."),
        ("anything", "The archive could not be reached."),
    ],
)
def test_why_nobody_answered_is_told_with_ways_round(
    asking: Asking, cause: str, message: str
) -> None:
    query = FIELDS | {"missions": "JWST"}
    asking.begin("begin", query=query)
    view = asking.fail(cause, "Failed to fetch")
    problem = view["problem"]
    assert view["request"] is None
    assert problem["message"].startswith(message)
    assert (problem["where"], problem["again"]) == (["Failed to fetch"], "list")
    assert problem["missing"] == ""
    [link] = problem["links"]
    assert link["address"].startswith("https://mast.stsci.edu/api/v0/invoke?request=")
    assert link["label"] == "The question as a link, part 1"
    curl, script = problem["texts"]
    assert curl["text"].startswith("curl ")
    assert "astroquery" in script["text"]
    # Trying again counts what was not counted, and lists it at once.
    view = asking.run("list")
    assert (view["problem"], view["found"]) == (None, 2)


def test_ways_round_are_told_for_products_too(asking: Asking) -> None:
    chosen(asking, "11")
    asking.begin("products")
    problem = asking.fail("refused")["problem"]
    assert (problem["again"], problem["where"]) == ("products", [])
    assert "Mast.Caom.Products" in problem["links"][0]["address"]
    assert '"11"' in problem["texts"][1]["text"].replace("'", '"')


def test_the_archives_own_words_are_told(asking: Asking) -> None:
    asking.archive.complaints["Mast.Caom.Filtered"] = "The database is closed."
    problem = asking.run("begin", query=FIELDS | {"missions": "JWST"})["problem"]
    told = [problem["message"], *problem["where"]]
    assert any("The database is closed." in text for text in told)


def test_an_answer_that_is_none_is_told(asking: Asking) -> None:
    asking.begin("begin", query=FIELDS | {"missions": "JWST"})
    assert asking.give(b"<html>Sorry")["problem"]["message"]


def test_too_many_observations_are_to_be_narrowed(asking: Asking) -> None:
    asking.begin("begin", query=FIELDS | {"missions": "JWST"})
    view = asking.give(b'{"status": "COMPLETE", "data": [{"Column1": 500001}]}')
    assert view["count"] == "500,001 observations found."
    view = asking.begin("list")
    assert "Narrow the search" in view["wrong"]["message"]
    assert (view["request"], view["wrong"]["field"]) == (None, "")


def test_an_answer_to_nothing_is_an_error(asking: Asking) -> None:
    assert asking.page.ask("search_answer")["error"]["kind"] == "command"
    told = asking.page.ask("search_fail", cause="offline", reason="")
    assert told["error"]["kind"] == "command"
    view = asking.begin("stop")
    assert (view["request"], view["found"], view["count"]) == (None, 0, "")


def test_a_new_search_takes_the_place_of_one_under_way(asking: Asking) -> None:
    asking.begin("begin", query=FIELDS | {"missions": "JWST"})
    view = asking.run("begin", query=FIELDS | {"missions": "HST"})
    assert view["count"] == "1 observation found."
    assert asking.services == ["Mast.Caom.Filtered"]


def test_a_list_that_was_stopped_goes_on(asking: Asking) -> None:
    asking.run("begin", query=FIELDS | {"missions": "JWST HST"})
    asking.begin("list")
    view = asking.begin("stop")
    assert (view["found"], view["can_list"]) == (0, True)
    view = asking.run("list")
    assert (view["found"], view["can_list"]) == (3, False)
