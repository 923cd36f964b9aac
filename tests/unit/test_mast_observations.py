"""Observations from tables of the query service and of the searches by mission."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import FormatError
from skybasket.archives.mast_observations import ObservationReader
from skybasket.errors import UnknownColumnsError
from skybasket.formats import mast_json
from skybasket.formats.contents import Refused, Table
from skybasket.observation import Observation

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


NO_TIME = (
    "column t_min: 'soon' is neither a modified Julian date nor like "
    "2023-04-09T20:36:40"
)


def read(*tables: Table) -> tuple[list[Observation], list[Refused]]:
    reader = ObservationReader()
    for table in tables:
        reader.take(table)
    return reader.finish()


def only(**row: object) -> Observation:
    [found], refused = read(Table({title: [value] for title, value in row.items()}))
    assert refused == []
    return found


def real(name: str) -> bytes:
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not here")
    return (DATA / name).read_bytes()


def test_a_row_of_the_query_service() -> None:
    found = only(
        obs_collection="HST",
        obs_id="U27XCS01T",
        obsid=2003585980,
        proposal_id="5371",
        instrument_name="WFPC2/WFC",
        filters="F814W",
        dataproduct_type="image",
        dataRights="PUBLIC",
        target_name="LO-LAT",
        t_min=49756.25506,
        t_max=49756.27242,
        t_exptime=1500,
        s_ra=23.11817129395,
        s_dec=60.64213575852,
        jpegURL="https://archive.stsci.edu/x.jpg",
        _selected_=None,
    )
    assert found == Observation(
        mission="HST",
        observation_id="U27XCS01T",
        number="2003585980",
        proposal="5371",
        instrument="WFPC2/WFC",
        bandpass="F814W",
        data_type="image",
        access="PUBLIC",
        target="LO-LAT",
        start=49756.25506,
        end=49756.27242,
        exposure=1500.0,
        right_ascension=23.11817129395,
        declination=60.64213575852,
    )


def test_labels_of_the_portal_mean_the_same_columns() -> None:
    found = only(
        **{
            "Mission": "JWST",
            "Observation ID": "o",
            "Product Group ID": "7",
            "Product Type": "cube",
            "Exposure Length": "2.5",
            "RA": "1.5",
            "Dec": "-2",
            "Start Time": "2023-04-09 20:36:40",
        }
    )
    assert (found.mission, found.number, found.data_type) == ("JWST", "7", "cube")
    assert (found.exposure, found.right_ascension, found.declination) == (2.5, 1.5, -2)
    assert found.start == pytest.approx(60043.858796, abs=1e-6)


@pytest.mark.parametrize(
    ("moment", "date"),
    [
        ("1858-11-17T00:00:00", 0),
        ("2000-01-01T12:00:00", 51544.5),
        ("2000-01-01T12:00:00.0000000Z", 51544.5),
        ("2000-01-01T13:00:00+01:00", 51544.5),
        ("51544.5", 51544.5),
        (51544, 51544),
        (None, None),
    ],
)
def test_times_are_days(moment: object, date: float | None) -> None:
    assert only(obs_id="a", t_min=moment).start == date


def test_optical_elements_are_joined_as_the_archive_joins_them() -> None:
    found = only(fileSetName="jw01", opticalElements="F150W2;CLEAR, F322W2;CLEAR")
    assert (found.mission, found.bandpass) == ("JWST", "F150W2;CLEAR;F322W2")


def test_the_name_of_its_data_sets_tells_which_search_it_was() -> None:
    assert only(sci_data_set_name="J8DM01ELQ").mission == "HST"
    assert only(iue_data_id="LWP01234").mission == "IUE"
    assert only(fileSetName="r0000101001").mission == ""


def test_a_wrong_value_costs_its_row_and_no_other() -> None:
    columns: dict[str, list[Any]] = {
        "obs_id": ["a", "b", "", "d", "a"],
        "s_ra": [1, "east", 2, float("inf"), 1],
        "t_min": ["soon", 1, 2, 3, 4],
    }
    found, refused = read(Table(columns))
    assert [observation.start for observation in found] == [4]
    assert [(row.place, row.reason) for row in refused] == [
        ("row 1", NO_TIME),
        ("row 2", "column s_ra: 'east' is not a number"),
        ("row 3", "column obs_id: is empty"),
        ("row 4", "column s_ra: inf is not a number"),
    ]


def test_an_observation_is_taken_once_and_may_have_only_a_number() -> None:
    table = Table({"obsid": [1, 1, 2], "obs_id": ["a", "a", None]}, left_out=3)
    reader = ObservationReader()
    reader.take(table)
    reader.take(table)
    found, _ = reader.finish()
    assert [(one.number, one.observation_id) for one in found] == [
        ("1", "a"),
        ("2", ""),
    ]
    assert reader.left_out == 6


@pytest.mark.parametrize(
    ("columns", "kind", "message"),
    [
        ({"ra": [1]}, UnknownColumnsError, "No column"),
        ({"obs_id": []}, FormatError, "no observations"),
        ({"obs_id": [None]}, FormatError, "1 value is wrong"),
    ],
)
def test_a_table_without_observations_is_an_error(
    columns: dict[str, list[Any]], kind: type[FormatError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        read(Table(columns))


@pytest.mark.parametrize(
    ("name", "count", "mission"),
    [("caom.json", 19, "HST"), ("mission_results.json", 3, "HST")],
)
def test_real_answers(name: str, count: int, mission: str) -> None:
    found, refused = read(*mast_json.read(real(name), []))
    assert (len(found), refused, found[0].mission) == (count, [], mission)
    assert all(one.start and one.right_ascension is not None for one in found)


def test_real_rows_of_the_search_of_webb() -> None:
    lines = real("mm_jwst_M4.ecsv").decode().splitlines()
    rows = list(
        csv.DictReader(
            (line for line in lines if not line.startswith("#")), delimiter=" "
        )
    )
    found, refused = read(
        Table({title: [row[title] for row in rows] for title in rows[0]})
    )
    assert refused == []
    assert {one.access for one in found} == {"EXCLUSIVE_ACCESS"}
    assert found[0] == Observation(
        mission="JWST",
        observation_id="jw01979002001_02101_00001",
        proposal="1979",
        instrument="NIRCAM",
        bandpass="F150W2;CLEAR;F322W2",
        access="EXCLUSIVE_ACCESS",
        target="M-4",
        start=found[0].start,
        exposure=515.365,
        right_ascension=245.9301782243485,
        declination=-26.45004099208315,
    )


@pytest.mark.property
@given(
    st.dictionaries(
        st.sampled_from(["obs_id", "obsid", "t_min", "s_ra", "filters", "mission"]),
        st.lists(
            st.none() | st.integers() | st.floats() | st.text() | st.just([1]),
            min_size=2,
            max_size=2,
        ),
    )
)
def test_every_row_of_any_table_is_taken_or_refused(
    columns: dict[str, list[Any]],
) -> None:
    try:
        found, refused = read(Table(columns))
    except FormatError as error:
        assert error.message  # noqa: PT017 - any of its kind will do
    else:
        assert 2 - len(refused) >= len(found) > 0
