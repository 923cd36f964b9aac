"""Searching the archive, from a query to the products of what it found."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives.mast import Mast
from skybasket.archives.mast_search import (
    LIMIT,
    ObservationSearch,
    Position,
    ProductSearch,
    Progress,
    Query,
    QueryError,
    Request,
    SearchError,
    run,
)
from skybasket.observation import Observation

from tests.archive.catalogue import observation
from tests.unit.searching import DATA, Browser, feed, page, question

if TYPE_CHECKING:
    from tests.archive import StandInArchive

NEAR: Final = observation(1, "jw01039-o001", s_ra=210.80, s_dec=54.35)
FAR: Final = observation(2, "jw01039-o002", s_ra=210.80, s_dec=54.45)
HUBBLE: Final = observation(
    3,
    "IB6V02D9Q",
    "HST",
    instrument_name="WFC3/UVIS",
    proposal_id="11360",
    calib_level=2,
    t_min=55000.99999,
    dataRights="EXCLUSIVE_ACCESS",
    target_name="NGC-5457",
    s_ra=10.0,
    s_dec=89.99,
)
ROWS: Final = [NEAR, FAR, HUBBLE]


def found(archive: StandInArchive, query: Query) -> list[str]:
    """Return the numbers of the observations that a query finds."""
    search = ObservationSearch(Mast(archive.address), query)
    Browser().go(search.steps())
    assert search.count == len(search.observations)
    return [seen.number for seen in search.observations]


# Observations


def test_a_target_is_looked_up_and_its_surroundings_are_searched(
    archive: StandInArchive,
) -> None:
    archive.observations = ROWS
    archive.targets["m 101"] = (210.802, 54.349)
    query = Query(target="M 101", radius=0.05)
    search = ObservationSearch(Mast(archive.address), query)
    browser = Browser()
    browser.go(search.counting())
    assert search.place == (Position(210.802, 54.349), "M 101", "SIMBAD")
    assert search.position == (210.802, 54.349)
    assert search.count == 1
    assert search.observations == []
    browser.go(search.steps())
    assert [asked["service"] for asked in browser.questions] == [
        "Mast.Name.Lookup",
        "Mast.Caom.Filtered.Position",
        "Mast.Caom.Cone",
    ]
    [seen] = search.observations
    assert seen == Observation(
        mission="JWST",
        observation_id="jw01039-o001",
        number="1",
        proposal="1039",
        instrument="NIRCAM/IMAGE",
        bandpass="F200W",
        data_type="image",
        access="PUBLIC",
        target="M-101",
        start=60000.25,
        end=60000.5,
        exposure=1500,
        right_ascension=210.8,
        declination=54.35,
    )


def test_a_target_that_nobody_knows_can_be_mended(archive: StandInArchive) -> None:
    search = ObservationSearch(Mast(archive.address), Query(target="M 10l"))
    with pytest.raises(QueryError) as refused:
        Browser().go(search.counting())
    assert refused.value.field == "target"
    assert refused.value.where == ("M 10l",)


@pytest.mark.parametrize(
    "place",
    [
        None,
        3,
        {},
        {"ra": 1},
        {"ra": "far", "decl": 1},
        {"ra": None, "decl": 1},
        {"ra": 10**400, "decl": 1},
        {"ra": 500, "decl": 1},
    ],
)
def test_a_place_that_is_none_is_told(place: object) -> None:
    search = ObservationSearch(Mast(), Query(target="M 101"))
    with pytest.raises(SearchError) as raised:
        feed(search.steps(), json.dumps({"resolvedCoordinate": [place]}).encode())
    assert raised.value.cause == "answer"


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"position": Position(210.8, 54.4), "radius": 0.06}, ["1", "2"]),
        ({"position": Position(210.8, 54.4), "radius": 0.04}, []),
        # Around the pole right ascension means little, and 360 is 0.
        ({"position": Position(190, 89.995), "radius": 0.02}, ["3"]),
        ({"proposals": ["01039"]}, ["1", "2"]),
        ({"proposals": ["1039", "11360"]}, ["1", "2", "3"]),
        ({"proposals": ["113*"]}, ["3"]),
        ({"observation_ids": ["JW01039-O001", "ib6v02d9q"]}, ["1", "3"]),
        ({"observation_ids": ["*o002"]}, ["2"]),
        ({"missions": ["HST"]}, ["3"]),
        ({"instruments": ["WFC3", "WFC3/UVIS"]}, ["3"]),
        ({"instruments": ["NIRCAM", "WFC3*"]}, ["1", "2", "3"]),
        ({"levels": [2]}, ["3"]),
        ({"access": ["EXCLUSIVE_ACCESS"]}, ["3"]),
        ({"first_day": date(2023, 2, 25)}, ["1", "2"]),
        ({"first_day": date(2023, 2, 26)}, []),
        # One second before midnight.
        ({"last_day": date(2009, 6, 18)}, ["3"]),
        ({"last_day": date(2009, 6, 17)}, []),
        ({"missions": ["JWST"], "levels": [2]}, []),
        (
            {
                "position": Position(210.8, 54.35),
                "missions": ["JWST"],
                "proposals": ["1039"],
                "instruments": ["NIRCAM"],
                "levels": [3],
                "access": ["PUBLIC"],
                "first_day": date(2023, 2, 25),
                "last_day": date(2023, 2, 25),
            },
            ["1"],
        ),
    ],
)
def test_every_limit_finds_what_it_says(
    archive: StandInArchive, asked: dict[str, Any], numbers: list[str]
) -> None:
    archive.observations = ROWS
    assert found(archive, Query(**asked)) == numbers


def test_hundreds_of_names_can_be_asked_for(archive: StandInArchive) -> None:
    archive.observations = [
        observation(n, f"IB6V{n:05}" if n % 2 else f"ib6v{n:05}", "HST")
        for n in range(250)
    ]
    names = [f"Ib6v{n:05}" for n in range(300)]
    query = Query(observation_ids=names)
    search = ObservationSearch(Mast(archive.address), query)
    browser = Browser()
    browser.go(search.steps())
    assert {seen.number for seen in search.observations} == set(map(str, range(250)))
    assert search.missing == names[250:]
    # Three counts, and nothing more is asked where the count is none.
    assert len(browser.sent) == 6
    assert max(len(request.body or "") for request in browser.sent) < 16_000


def test_nothing_more_is_asked_where_there_is_nothing(archive: StandInArchive) -> None:
    search = ObservationSearch(Mast(archive.address), Query(missions=["HST"]))
    browser = Browser()
    browser.go(search.steps())
    assert (search.count, search.observations, len(browser.sent)) == (0, [], 1)


def test_the_row_limit_is_told_before_anything_is_listed() -> None:
    search = ObservationSearch(Mast(), Query(missions=["TESS"]))
    feed(search.counting(), page([{"Column1": LIMIT + 1}]))
    assert search.count == LIMIT + 1
    with pytest.raises(QueryError) as refused:
        next(search.steps())
    assert f"{LIMIT:,}" in refused.value.message
    assert f"{LIMIT + 1:,}" in refused.value.message


def test_observations_come_page_by_page_and_each_once() -> None:
    search = ObservationSearch(Mast(), Query(missions=["JWST"]))
    asked = feed(
        search.steps(),
        page([{"": 3}]),
        page([NEAR, FAR], 2),
        page([FAR, HUBBLE], 2),
    )
    assert [question(request)["page"] for request in asked] == [1, 1, 2]
    assert [seen.number for seen in search.observations] == ["1", "2", "3"]


def test_what_arrived_stays_and_the_rest_is_asked_for_again() -> None:
    search = ObservationSearch(Mast(), Query(missions=["JWST"]))
    reset = SearchError("Connection reset by peer", cause="unreachable")
    with pytest.raises(SearchError) as raised:
        feed(search.steps(), page([{"": 2}]), page([NEAR], 2), reset)
    assert raised.value is reset
    assert [seen.number for seen in search.observations] == ["1"]
    states = [search.is_complete]
    [request] = feed(search.steps(), page([FAR], 2))
    states.append(search.is_complete)
    assert states == [False, True]
    assert question(request)["page"] == 2
    assert [seen.number for seen in search.observations] == ["1", "2"]


# Asking


def test_requests_are_forms_that_a_browser_sends_without_asking(
    archive: StandInArchive,
) -> None:
    archive.observations = ROWS
    browser = Browser()
    search = ObservationSearch(Mast(archive.address), Query(missions=["JWST"]))
    browser.go(search.steps())
    for request in browser.sent:
        assert request.address == f"{archive.address}/api/v0/invoke"
        assert list(parse_qs(request.body or "", strict_parsing=True)) == ["request"]
        assert (request.body or "").isascii()
    assert {visit.method for visit in archive.visits} == {"POST"}


def test_while_the_archive_works_it_is_asked_the_same_at_growing_distances(
    archive: StandInArchive,
) -> None:
    archive.observations = ROWS
    archive.polls = 12
    browser = Browser()
    search = ObservationSearch(Mast(archive.address), Query(missions=["HST"]))
    browser.go(search.counting())
    assert search.count == 1
    assert len({request.body for request in browser.sent}) == 1
    waits = [request.wait for request in browser.sent]
    assert waits[0] == 0
    assert waits == sorted(waits)
    assert waits[1] < 1
    assert waits[-1] == 10


def test_two_searches_ask_with_marks_of_their_own() -> None:
    first, second = (
        question(next(ObservationSearch(Mast(), Query(missions=["HST"])).counting()))
        for _ in range(2)
    )
    assert first.pop("cacheBreaker") != second.pop("cacheBreaker")
    assert first == second


def test_an_archive_that_works_for_ten_minutes_is_given_up() -> None:
    now = 0.0
    search = ObservationSearch(Mast(), Query(missions=["HST"]), clock=lambda: now)
    steps = search.counting()
    request = next(steps)

    def wait_on() -> None:
        nonlocal now, request
        while True:
            now += request.wait + 20
            request = steps.send(b'{"status": "EXECUTING"}')

    with pytest.raises(SearchError) as raised:
        wait_on()
    assert raised.value.cause == "timeout"
    assert 570 < now <= 600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Log in</html>",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"status": "COMPLETE", "data": 3}',
        b'{"status": "COMPLETE", "data": [3]}',
        page([]),
        page([{"a": None}]),
        page([{"a": -1}]),
        page([{"a": 1, "b": 2}]),
        page([{"a": "1e5"}]),
        page([{"a": "9" * 5000}]),
    ],
)
def test_an_answer_that_is_none_is_told(content: bytes) -> None:
    search = ObservationSearch(Mast(), Query(missions=["HST"]))
    with pytest.raises(SearchError) as raised:
        feed(search.counting(), content)
    assert raised.value.cause == "answer"
    assert search.count is None


JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "status",
                        "data",
                        "msg",
                        "paging",
                        "pagesFiltered",
                        "rowsFiltered",
                    ),
                    *("resolvedCoordinate", "ra", "decl", "obsid", "dataURI", "t_min"),
                    "size",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.property
@given(st.lists(JSON.map(lambda told: json.dumps(told).encode()), max_size=6))
def test_whatever_comes_back_only_errors_of_ours_are_raised(
    answers: list[bytes],
) -> None:
    seen = Observation(mission="HST", observation_id="a", number="1")
    products = ProductSearch(Mast(), [seen])
    observations = ObservationSearch(Mast(), Query(target="M 101"))
    for steps in (products.steps(), observations.steps()):
        with suppress(SearchError, QueryError):
            feed(steps, *answers)


# Running


def test_a_notebook_runs_a_search(archive: StandInArchive) -> None:
    archive.observations = ROWS
    archive.polls = 1
    browser = Browser()

    async def fetch(request: Request) -> bytes:
        return await asyncio.to_thread(browser.send, request)

    search = ObservationSearch(Mast(archive.address), Query(missions=["HST"]))
    asyncio.run(run(search.steps(), fetch))
    assert [seen.number for seen in search.observations] == ["3"]


# Real answers


@pytest.mark.skipif(not DATA.is_dir(), reason="the real samples are not here")
def test_real_answers_are_read() -> None:
    observations = (DATA / "caom.json").read_bytes()
    rows = json.loads(observations)["data"]
    search = ObservationSearch(Mast(), Query(target="M103"))
    place = (DATA / "resolver.json").read_bytes()
    feed(search.steps(), place, page([{"Column1": len(rows)}]), observations)
    assert search.place
    assert search.place.resolver == "TIC"
    assert len(search.observations) == len({row["obsid"] for row in rows}) == 19
    assert search.observations[0].observation_id == "U27XCS01T"
    products = ProductSearch(Mast(), search.observations[:1])
    feed(products.steps(), (DATA / "products.json").read_bytes())
    assert products.progress == Progress(1, 1, 22, 79_997_760)
