"""What can be asked of the archive, and what is refused before it is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives.mast_query import Position, Query, QueryError, parse_position


@pytest.mark.parametrize(
    ("text", "ra", "dec"),
    [
        ("10.684 41.269", 10.684, 41.269),
        (" 10.684, +41.269 ", 10.684, 41.269),
        ("10.684 -41.269", 10.684, -41.269),
        ("10.684-41.269", 10.684, -41.269),
        ("10.684° −41.269°", 10.684, -41.269),  # noqa: RUF001 - as pages print it
        ("10.684d +41.269d", 10.684, 41.269),
        ("10.684 deg, 41.269 deg", 10.684, 41.269),
        ("6h 0", 90, 0),
        ("10:11:12 +13:14:15", 152.8, 13.2375),
        ("10 11 12 13 14 15", 152.8, 13.2375),
        ("10h11m12s -13d14m15s", 152.8, -13.2375),
        ("10h 11m 12.0s, -13° 14' 15.0\"", 152.8, -13.2375),
        ("10h11m12s -13°14′15″", 152.8, -13.2375),  # noqa: RUF001 - the same
        ("10h11m12s -13d14'15''", 152.8, -13.2375),
        ("10:12 -00:30", 153, -0.5),
        ("10d30m +00d30m", 10.5, 0.5),
        ("00:00:00 -00:00:36", 0, -0.01),
        ("360 90", 360, 90),
    ],
)
def test_positions_are_read_as_people_write_them(
    text: str, ra: float, dec: float
) -> None:
    assert parse_position(text) == pytest.approx((ra, dec), abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "M 101",
        "10.684",
        "10.684 41.269 3",
        "-10.684 41.269",
        "10.684 41.269 1 1",
        "361 0",
        "0 90.01",
        "24:00:01 0:0:0",
        "10:60:00 +13:14:15",
        "10:11:12 +13:14:60",
        "10:11.5:12 +13:14:15",
        "10, 11:12 +13",
        "10 11 12, 13",
        "1e1 1",
        "nan 1",
        "+-10 4",
        "10.684 4\N{ARABIC-INDIC DIGIT ONE}",
        "10.684\x0041.269",
    ],
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_position(text)
    assert refused.value.field == "position"


@pytest.mark.property
@given(st.text(st.sampled_from("0123456789.:+-hdms'\" ,°"), max_size=30))
def test_any_text_is_a_position_on_the_sky_or_refused(text: str) -> None:
    try:
        ra, dec = parse_position(text)
    except QueryError:
        return
    assert 0 <= ra <= 360
    assert -90 <= dec <= 90


@pytest.mark.property
@given(st.integers(0, 86_399_999), st.integers(-323_999_999, 323_999_999))
def test_sexagesimal_positions_mean_the_same_as_decimal_ones(ra: int, dec: int) -> None:
    def spelled(thousandths: int) -> str:
        seconds, rest = divmod(abs(thousandths), 1000)
        minutes, second = divmod(seconds, 60)
        whole, minute = divmod(minutes, 60)
        return f"{whole:02}:{minute:02}:{second:02}.{rest:03}"

    sign = "-" if dec < 0 else "+"
    found = parse_position(f"{spelled(ra)} {sign}{spelled(dec)}")
    degrees = ra / 1000 / 240, dec / 1000 / 3600
    assert found == pytest.approx(degrees, abs=1e-9)
    assert parse_position(f"{degrees[0]:.12f} {degrees[1]:.12f}") == pytest.approx(
        degrees, abs=1e-9
    )


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("", {}),
        ("", {"radius": 3}),
        ("", {"missions": [" "]}),
        ("position", {"target": "M 101", "position": Position(1, 2)}),
        ("position", {"position": Position(-1, 2)}),
        ("position", {"position": Position(1, 91)}),
        ("position", {"position": Position(float("nan"), 0)}),
        ("radius", {"target": "M 101", "radius": 0}),
        ("radius", {"target": "M 101", "radius": -1}),
        ("radius", {"target": "M 101", "radius": 181}),
        ("radius", {"target": "M 101", "radius": float("nan")}),
        ("levels", {"levels": [5]}),
        ("levels", {"levels": ["3", "2b"]}),
        ("access", {"access": ["SECRET"]}),
        ("missions", {"missions": ["JW\nST"]}),
        ("observation_ids", {"observation_ids": ["x" * 256]}),
        ("proposals", {"proposals": 1039}),
        ("last_day", {"first_day": date(2024, 5, 2), "last_day": date(2024, 5, 1)}),
    ],
)
def test_what_cannot_be_asked_is_refused_by_the_name_of_its_field(
    field: str, asked: dict[str, Any]
) -> None:
    with pytest.raises(QueryError) as refused:
        Query(**asked)
    assert refused.value.field == field


def test_a_query_has_one_form() -> None:
    query = Query(
        target=" M 101 ",
        proposals=["01039", "1039", "GO-17301"],
        observation_ids="jw01039-o004_t001_miri_ch3-long",
        missions=["JWST", "jwst", " HST ", ""],
        levels=[3, 2],
        access=["public"],
    )
    assert query.target == "M 101"
    assert query.proposals == ("1039", "GO-17301")
    assert query.observation_ids == ("jw01039-o004_t001_miri_ch3-long",)
    assert query.missions == ("JWST", "HST")
    assert query.levels == ("3", "2")
    assert query.access == ("PUBLIC",)
    assert hash(query) == hash(Query(**{n: getattr(query, n) for n in FIELDS}))


FIELDS = (
    "target",
    "proposals",
    "observation_ids",
    "missions",
    "levels",
    "access",
)
