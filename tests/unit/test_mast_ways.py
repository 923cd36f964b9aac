"""The ways to ask the archive that are offered where the page cannot: they work."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives.mast import Mast
from skybasket.archives.mast_search import (
    ObservationSearch,
    Position,
    Query,
    QueryError,
    product_ways_round,
    ways_round,
)
from skybasket.observation import Observation

from tests.archive.catalogue import observation, product
from tests.unit.searching import Browser

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.archive import StandInArchive

BASH: Final = shutil.which("bash") or "bash"
HOSTILE: Final = "'; touch harm #\" $(touch harm) `touch harm` %41\\"
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")

ROWS: Final = [
    observation(77, HOSTILE, "HST", proposal_id=HOSTILE, s_dec=-54.0),
    *(
        observation(
            n, f"jw01039-o{n:03}", s_ra=210.8 + n / 100, proposal_id=str(1000 + n)
        )
        for n in range(1, 60)
    ),
]

QUERIES: Final = [
    {"position": Position(210.82, 54.35), "radius": 0.01},
    {
        "position": Position(210.82, 54.35),
        "instruments": ["NIRCAM", "ACS"],
        "first_day": date(2023, 1, 1),
    },
    {"proposals": ["1001", "1002", "103*"], "levels": [3], "access": ["PUBLIC"]},
    {"observation_ids": [f"jw01039-o{n:03}" for n in range(1, 50)]},
    {"observation_ids": [HOSTILE]},
    {"proposals": [HOSTILE], "missions": ["HST"]},
]


def numbers(answers: Iterable[bytes]) -> set[str]:
    rows = [row for answer in answers for row in json.loads(answer)["data"]]
    assert rows
    return {str(row["obsid"]) for row in rows}


def expected(archive: StandInArchive, query: Query) -> set[str]:
    search = ObservationSearch(Mast(archive.address), query)
    Browser().go(search.steps())
    return {seen.number for seen in search.observations}


def run(lines: str, folder: Path) -> dict[str, bytes]:
    """Run lines in a shell, and return the files that they made."""
    subprocess.run([BASH, "-ec", lines], cwd=folder, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def get(link: str) -> bytes:
    with urlopen(link) as answer:  # noqa: S310 - the stand-in's
        content: bytes = answer.read()
        return content


@pytest.mark.parametrize("asked", QUERIES)
def test_the_links_find_what_the_page_finds(
    archive: StandInArchive, asked: dict[str, Any]
) -> None:
    archive.observations = ROWS
    query = Query(**asked)
    ways = ways_round(Mast(archive.address), query)
    assert not ways.is_lookup
    assert max(map(len, ways.links)) < 8000
    assert numbers(map(get, ways.links)) == expected(archive, query)


#: A line for a shell, which every shell takes as it stands.
PLAIN_LINE: Final = re.compile(r"curl [A-Za-z0-9 %_.~=:/-]+")


@pytest.mark.parametrize("text", [HOSTILE, '1\\"&calc&\\"', "\u2019; harm #", "%PATH%"])
def test_no_shell_finds_anything_in_the_curl_lines(text: str) -> None:
    seen = Observation(mission="", observation_id="", number=text)
    told = [
        product_ways_round(Mast(), [seen]).curl,
        ways_round(Mast(), Query(proposals=[text])).curl,
        ways_round(Mast(), Query(target=text)).curl,
    ]
    lines = [line for lines in told for line in lines.splitlines()]
    assert len(lines) == 3
    assert all(PLAIN_LINE.fullmatch(line) for line in lines)


@needs_curl
@pytest.mark.parametrize("asked", QUERIES)
def test_the_curl_lines_find_what_the_page_finds(
    archive: StandInArchive, tmp_path: Path, asked: dict[str, Any]
) -> None:
    archive.observations = ROWS
    query = Query(**asked)
    files = run(ways_round(Mast(archive.address), query).curl, tmp_path)
    assert all(name.startswith("observations") for name in files)
    assert numbers(files.values()) == expected(archive, query)


def test_the_same_link_goes_on_with_an_unfinished_answer(
    archive: StandInArchive,
) -> None:
    archive.observations = ROWS
    archive.polls = 1
    [link] = ways_round(Mast(archive.address), Query(missions=["HST"])).links
    assert json.loads(get(link))["status"] == "EXECUTING"
    assert numbers([get(link)]) == {"77"}


@needs_curl
def test_a_target_is_looked_up_first(archive: StandInArchive, tmp_path: Path) -> None:
    archive.observations = ROWS
    archive.targets["m 101"] = (210.8, 54.35)
    mast, query = Mast(archive.address), Query(target="M 101", radius=0.015)
    ways = ways_round(mast, query)
    assert ways.is_lookup
    [link] = ways.links
    [content] = run(ways.curl, tmp_path).values()
    assert get(link) == content
    [place] = json.loads(content)["resolvedCoordinate"]
    position = Position(place["ra"], place["decl"])
    ways = ways_round(mast, query, position)
    assert not ways.is_lookup
    assert numbers(map(get, ways.links)) == {"1", "2"}


@needs_curl
def test_products_can_be_asked_for_as_well(
    archive: StandInArchive, tmp_path: Path
) -> None:
    archive.products = [
        product(f"{n}.fits", "o", obsID=n, parent_obsid=n) for n in range(12)
    ]
    seen = [
        Observation(mission="JWST", observation_id="o", number=str(n)) for n in range(7)
    ]
    ways = product_ways_round(Mast(archive.address), seen)
    assert not ways.is_lookup
    files = run(ways.curl, tmp_path)
    assert sorted(files) == ["products-1.json", "products-2.json"]
    for contents in (map(get, ways.links), files.values()):
        found = [row for content in contents for row in json.loads(content)["data"]]
        assert [row["obsID"] for row in found] == list(range(7))


NAMES: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)


@pytest.mark.property
@given(NAMES, NAMES)
def test_any_name_is_only_a_name_to_python(target: str, name: str) -> None:
    try:
        query = Query(target=target or "M 101", observation_ids=[name, "x"])
    except QueryError:
        return
    script = ways_round(Mast(), query).astroquery
    [searches] = [
        statement.value
        for statement in ast.parse(script).body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and statement.targets[0].id == "searches"
    ]
    for search in ast.literal_eval(searches):
        assert search["objectname"] == query.target
