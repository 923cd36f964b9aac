"""The whole sky on a page: a projection of positions, and marks for what is close.

The projection is Hammer's (1892, Petermanns Mitteilungen 38, 85), which keeps areas:
Lambert's azimuthal one of half the longitudes, drawn twice as wide. As on maps of the
sky, right ascension grows to the left; 0 is in the middle.
"""

from __future__ import annotations

from collections import defaultdict
from math import cos, floor, isfinite, radians, sin, sqrt
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Cluster",
    "Spot",
    "clusters",
    "is_position",
    "meridian",
    "parallel",
    "project",
]

_FULL: Final = 360
_POLE: Final = 90
#: Degrees between the points that a line is drawn through.
_STEP: Final = 5
#: Of the map.
_WIDTH: Final = 4

Thing = TypeVar("Thing")


class Spot(NamedTuple):
    """A place on the map: ``-2 <= x <= 2`` to the right, ``-1 <= y <= 1`` upwards."""

    x: float
    y: float


class Cluster(NamedTuple, Generic[Thing]):
    """Things that are so close on the map that one mark stands for them.

    :param spot: the middle of them.
    """

    spot: Spot
    things: tuple[Thing, ...]


#: Things with their spots, by kind, column and row of cells.
_Groups = defaultdict[tuple[str, int, int], list[tuple[Thing, Spot]]]


def is_position(right_ascension: float, declination: float) -> bool:
    """Tell whether this is a position on the sky, in degrees."""
    return isfinite(right_ascension) and -_POLE <= declination <= _POLE


def project(right_ascension: float, declination: float) -> Spot:
    """Return where a position is on the map.

    :param right_ascension: in degrees (ICRS), of any turn.
    :param declination: in degrees, from -90 to 90.
    """
    turned = (right_ascension + _FULL / 2) % _FULL - _FULL / 2
    half, up = radians(turned) / 2, radians(declination)
    scale = sqrt(1 + cos(up) * cos(half))
    return Spot(-2 * cos(up) * sin(half) / scale, sin(up) / scale)


def meridian(right_ascension: float) -> list[Spot]:
    """Return the line of one right ascension, in degrees, from south to north.

    180 is the left edge of the map, and -180 its right one.
    """
    side = -1 if right_ascension > 0 else 1
    points = [
        project(right_ascension, declination)
        for declination in range(-_POLE, _POLE + 1, _STEP)
    ]
    if abs(right_ascension) == _FULL / 2:
        return [Spot(side * abs(point.x), point.y) for point in points]
    return points


def parallel(declination: float) -> list[Spot]:
    """Return the line of one declination, in degrees, from left to right."""
    inner = range(_FULL // 2 - _STEP, -_FULL // 2, -_STEP)
    edge = project(_FULL / 2, declination)
    left, right = Spot(-abs(edge.x), edge.y), Spot(abs(edge.x), edge.y)
    return [left, *(project(ascension, declination) for ascension in inner), right]


def clusters(
    placed: Sequence[tuple[Thing, str, Spot]], cell: float, most: int
) -> list[tuple[str, Cluster[Thing]]]:
    """Gather what is close on the map: one mark for each kind in each square cell.

    :param placed: things, with the name of the kind that each is, and their spots.
    :param cell: the side of a cell; it doubles until there are few enough marks, or
        the cells cannot grow.
    :param most: of marks.
    :returns: kinds and marks, from left to right.
    """
    groups: _Groups[Thing] = defaultdict(list)
    for thing, kind, spot in placed:
        groups[kind, floor(spot.x / cell), floor(spot.y / cell)].append((thing, spot))
    while len(groups) > most and cell < _WIDTH:
        cell *= 2
        larger: _Groups[Thing] = defaultdict(list)
        for (kind, column, row), group in groups.items():
            larger[kind, column // 2, row // 2] += group
        groups = larger
    found = [(key[0], _gathered(group)) for key, group in groups.items()]
    return sorted(found, key=lambda one: (one[1].spot, one[0]))


def _gathered(group: Sequence[tuple[Thing, Spot]]) -> Cluster[Thing]:
    count = len(group)
    middle = Spot(
        sum(spot.x for _, spot in group) / count,
        sum(spot.y for _, spot in group) / count,
    )
    return Cluster(middle, tuple(thing for thing, _ in group))
