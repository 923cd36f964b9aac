"""The stand-in's query service: what searches rely on, and every switch."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import pytest

from tests.archive import Fault
from tests.archive.catalogue import observation, product

if TYPE_CHECKING:
    from tests.archive import StandInArchive
    from tests.unit.standin.client import Client

FILTERED: Final = "Mast.Caom.Filtered"
ROWS: Final = [
    observation(n, f"o{n}", filters="F200W;CLEAR" if n % 2 else None, t_min=60000.0 + n)
    for n in range(7)
]


def ask(
    archive: StandInArchive, client: Client, service: str, **members: object
) -> dict[str, Any]:
    """Ask a service; members are those of the request, the others its parameters."""
    known = {"page", "pagesize", "cacheBreaker"}
    params = {name: value for name, value in members.items() if name not in known}
    others = {name: value for name, value in members.items() if name in known}
    request = {"service": service, "params": params, "format": "json", **others}
    form = urlencode({"request": json.dumps(request)})
    answer = client.ask(f"{archive.address}/api/v0/invoke", "POST", form)
    assert answer.status == 200
    told: dict[str, Any] = json.loads(answer.body)
    return told


def obsids(told: dict[str, Any]) -> list[int]:
    return [row["obsid"] for row in told["data"]]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"paramName": "obs_id", "values": ["o1", "O2", "o9"]}, [1, 2]),
        ({"paramName": "filters", "values": ["CLEAR"]}, [1, 3, 5]),
        ({"paramName": "calib_level", "values": ["3"]}, [0, 1, 2, 3, 4, 5, 6]),
        ({"paramName": "obs_id", "values": [], "freeText": "%5"}, [5]),
        ({"paramName": "obs_id", "values": ["o1"], "freeText": "_5"}, [1, 5]),
        ({"paramName": "t_min", "values": [{"min": 60002, "max": 60004}]}, [2, 3, 4]),
        ({"paramName": "obs_id", "values": []}, []),
    ],
)
def test_filters_find_rows(
    archive: StandInArchive, client: Client, wanted: object, expected: list[int]
) -> None:
    archive.observations = ROWS
    told = ask(archive, client, FILTERED, columns="*", filters=[wanted])
    assert obsids(told) == expected
    told = ask(archive, client, FILTERED, columns="COUNT_BIG(*)", filters=[wanted])
    assert told["data"] == [{"Column1": len(expected)}]
    told = ask(archive, client, FILTERED, columns="obsid,obs_id", filters=[wanted])
    assert all(list(row) == ["obsid", "obs_id"] for row in told["data"])


def test_answers_come_in_pages(archive: StandInArchive, client: Client) -> None:
    archive.observations = ROWS
    asked = {"columns": "*", "filters": [], "pagesize": 3}
    pages = [ask(archive, client, FILTERED, **asked, page=n) for n in (1, 2, 3)]
    assert [obsids(told) for told in pages] == [[0, 1, 2], [3, 4, 5], [6]]
    assert pages[2]["paging"] == {
        "page": 3,
        "pageSize": 3,
        "pagesFiltered": 3,
        "rows": 1,
        "rowsFiltered": 7,
        "rowsTotal": 7,
    }


def test_columns_have_types(archive: StandInArchive, client: Client) -> None:
    archive.observations = ROWS
    told = ask(archive, client, FILTERED, columns="*", filters=[])
    types = {field["name"]: field["type"] for field in told["fields"]}
    names = ("calib_level", "s_ra", "filters", "obsid")
    assert [types[name] for name in names] == ["int", "float", "string", "string"]
    assert isinstance(told["data"][0]["obsid"], int)


def test_a_question_is_worked_on_as_long_as_told(
    archive: StandInArchive, client: Client
) -> None:
    archive.observations = ROWS
    archive.polls = 2
    for mark in ("a", "b"):
        states = [
            ask(archive, client, FILTERED, filters=[], cacheBreaker=mark)["status"]
            for _ in range(4)
        ]
        assert states == ["EXECUTING", "EXECUTING", "COMPLETE", "COMPLETE"]


@pytest.mark.parametrize(
    ("service", "params", "words"),
    [
        ("Mast.Caom.Products", {"obsid": "jw01039-o001"}, "converting data type"),
        ("Mast.Caom.Products", {"obsid": "1,2"}, "Products of 2 cannot"),
        ("Mast.Caom.Nothing", {}, "not known"),
        (FILTERED, {"filters": [{"paramName": "colour"}]}, "column name 'colour'"),
        (FILTERED, {"columns": "obsid,colour"}, "column name 'colour'"),
        ("Mast.Caom.Cone", {}, "Too busy."),
    ],
)
def test_errors_come_with_words(
    archive: StandInArchive,
    client: Client,
    service: str,
    params: dict[str, object],
    words: str,
) -> None:
    archive.observations = ROWS
    archive.broken = {"2"}
    archive.complaints["Mast.Caom.Cone"] = "Too busy."
    told = ask(archive, client, service, **params)
    assert told["status"] == "ERROR"
    assert words in told["msg"]


def test_what_is_no_question_is_an_error(
    archive: StandInArchive, client: Client
) -> None:
    address = f"{archive.address}/api/v0/invoke"
    for form in ("", "request=", "request=3", "request={}", "other=1"):
        answer = client.ask(address, "POST", form)
        assert json.loads(answer.body)["status"] == "ERROR"
    request = urlencode({"request": json.dumps({"service": FILTERED, "params": {}})})
    answer = client.ask(f"{address}?{request}")
    assert json.loads(answer.body)["status"] == "COMPLETE"


def test_products_belong_to_whom_they_were_asked_for(
    archive: StandInArchive, client: Client
) -> None:
    archive.products = [
        product("a.fits", "o", obsID=1),
        product("b.fits", "o", obsID=5, parent_obsid=1),
        product("c.fits", "o", obsID=2),
    ]
    told = ask(archive, client, "Mast.Caom.Products", obsid="1,1")
    assert [row["productFilename"] for row in told["data"]] == ["a.fits", "b.fits"]


def test_other_hosts_may_read_answers_or_not(
    archive: StandInArchive, client: Client
) -> None:
    address = f"{archive.address}/api/v0/invoke?request=x"
    allowed = "Access-Control-Allow-Origin"
    assert client.ask(address).headers[allowed] == "*"
    archive.cross_origin = False
    assert client.ask(address).headers[allowed] is None
    # Whoever needs to ask first whether he may is not answered.
    assert client.ask(address, "OPTIONS").status == 501


def test_a_service_can_have_faults(archive: StandInArchive, client: Client) -> None:
    address = f"{archive.address}/api/v0/invoke"
    request = {"service": "Mast.Caom.Products", "params": {"obsid": "1"}}
    form = urlencode({"request": json.dumps(request)})
    archive.fail("Mast.Caom.Products", Fault.UNAVAILABLE)
    assert client.ask(address, "POST", form).status == 503
    assert client.ask(address, "POST", form).status == 200
    assert archive.injected == [("Mast.Caom.Products", Fault.UNAVAILABLE)]


def test_an_answer_can_stay_away(archive: StandInArchive, client: Client) -> None:
    address = f"{archive.address}/api/v0/invoke"
    request = {"service": "Mast.Caom.Products", "params": {"obsid": "1"}}
    archive.faults["Mast.Caom.Products"] = Fault.STALLED
    form = urlencode({"request": json.dumps(request)})
    with ThreadPoolExecutor(1) as others:
        asked = others.submit(client.ask, address, "POST", form)
        archive.wait_for_path("/api/v0/invoke")
        archive.reset()
        answer = asked.result()
    assert (answer.status, answer.body, answer.complete) == (200, b"", False)
