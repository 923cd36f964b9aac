"""The projection against a naive formula, and marks against what they stand for."""

from __future__ import annotations

from math import acos, atan2, cos, hypot, isclose, radians, sin, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from skybasket.sky import Spot, clusters, is_position, meridian, parallel, project

pytestmark = pytest.mark.property

ASCENSIONS = st.floats(-720, 720)
DECLINATIONS = st.floats(-90, 90)


def naive(right_ascension: float, declination: float) -> tuple[float, float]:
    """Lambert's projection by the distance and the direction from the middle."""
    turned = right_ascension
    while turned >= 180:
        turned -= 360
    while turned < -180:
        turned += 360
    longitude, latitude = radians(-turned / 2), radians(declination)
    east = cos(latitude) * sin(longitude)
    distance = acos(max(-1.0, min(1.0, cos(latitude) * cos(longitude))))
    away = 2 * sin(distance / 2)
    angle = atan2(sin(latitude), east)
    return 2 * away * cos(angle) / sqrt(2), away * sin(angle) / sqrt(2)


@given(ASCENSIONS, DECLINATIONS)
def test_positions_are_where_the_naive_formula_puts_them(
    right_ascension: float, declination: float
) -> None:
    spot = project(right_ascension, declination)
    x, y = naive(right_ascension, declination)
    assert hypot(spot.x - x, spot.y - y) < 1e-6 or isclose(abs(spot.x), 2, abs_tol=1e-6)
    assert (spot.x / 2) ** 2 + spot.y**2 <= 1 + 1e-12


@given(ASCENSIONS, DECLINATIONS)
def test_south_mirrors_north_and_turns_do_not_matter(
    right_ascension: float, declination: float
) -> None:
    spot = project(right_ascension, declination)
    mirrored = project(right_ascension, -declination)
    assert (mirrored.x, mirrored.y) == (spot.x, -spot.y)
    assume(abs(abs(right_ascension) % 360 - 180) > 1e-6)
    again = project(right_ascension + 360, declination)
    assert hypot(again.x - spot.x, again.y - spot.y) < 1e-9


@given(st.floats(-170, 170), st.floats(-80, 80))
def test_areas_are_kept(right_ascension: float, declination: float) -> None:
    step = 0.01
    here = project(right_ascension, declination)
    east = project(right_ascension + step, declination)
    north = project(right_ascension, declination + step)
    area = (east.x - here.x) * (north.y - here.y)
    area -= (north.x - here.x) * (east.y - here.y)
    # The whole sky, 4 pi, is on an ellipse of area 2 pi.
    expected = radians(step) ** 2 * cos(radians(declination)) / 2
    assert isclose(abs(area), expected, rel_tol=2e-2)


def test_the_map_has_its_edges_and_its_middle() -> None:
    assert project(0, 0) == Spot(0, 0)
    assert isclose(project(0, 90).y, 1)
    assert project(90, 0).x < 0 < project(270, 0).x
    assert all(isclose((x / 2) ** 2 + y**2, 1) for x, y in meridian(180))
    assert all(x >= 0 for x, _ in meridian(-180))
    assert all(x <= 1e-12 for x, _ in meridian(180))
    line = parallel(30)
    assert [x for x, _ in line] == sorted(x for x, _ in line)
    assert isclose(line[0].x, -line[-1].x)


@pytest.mark.parametrize(
    ("right_ascension", "declination", "is_one"),
    [
        (0, 90, True),
        (-10, -90, True),
        (0, 90.1, False),
        (float("nan"), 0, False),
        (0, float("nan"), False),
        (float("inf"), 0, False),
    ],
)
def test_what_is_a_position(
    right_ascension: float, declination: float, is_one: bool
) -> None:
    assert is_position(right_ascension, declination) is is_one


PLACED = st.lists(
    st.tuples(st.integers(), st.sampled_from("abc"), ASCENSIONS, st.floats(-90, 90)),
    max_size=60,
)


@given(PLACED, st.sampled_from((0.01, 0.1, 1.0)), st.integers(1, 40))
def test_every_thing_is_in_one_mark_of_its_kind(
    things: list[tuple[int, str, float, float]], cell: float, most: int
) -> None:
    placed = [
        ((place, number), kind, project(ascension, declination))
        for place, (number, kind, ascension, declination) in enumerate(things)
    ]
    marks = clusters(placed, cell, most)
    kinds = {thing: kind for thing, kind, _ in placed}
    spots = {thing: spot for thing, _, spot in placed}
    seen = [thing for _, mark in marks for thing in mark.things]
    assert sorted(seen) == sorted(kinds)
    # At the end there are four quarters for each kind.
    assert len(marks) <= max(most, 4 * len(set(kinds.values())))
    for kind, mark in marks:
        assert {kinds[thing] for thing in mark.things} == {kind}
        inside = [spots[thing] for thing in mark.things]
        for side in (0, 1):
            low, high = min(s[side] for s in inside), max(s[side] for s in inside)
            assert low - 1e-9 <= mark.spot[side] <= high + 1e-9
    assert [mark.spot for _, mark in marks] == sorted(mark.spot for _, mark in marks)


def test_what_is_far_apart_is_not_gathered() -> None:
    placed = [(n, "HST", project(n * 30, 0)) for n in range(12)]
    marks = clusters(placed, 0.01, 300)
    assert sorted(mark.things for _, mark in marks) == [(n,) for n in range(12)]
    [(kind, together)] = clusters([(n, "HST", Spot(0.5, 0.5)) for n in (1, 2)], 0.01, 9)
    assert (kind, together.things) == ("HST", (1, 2))
