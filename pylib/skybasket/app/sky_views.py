"""The map of the sky: where the observations are whose files are shown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket import sky
from skybasket.app.observation_words import place
from skybasket.app.words import words
from skybasket.bitmaps import positions
from skybasket.errors import SelectionError
from skybasket.places import placed, position

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from skybasket.basket import Basket
    from skybasket.sky import Cluster, Spot

__all__ = ["SkyMap"]

#: Pixels of the picture for one unit of the map.
_SCALE: Final = 250
_MARGIN: Final = 12
_MOST: Final = 300
#: Marks closer than so many pixels on the screen become one.
_CLOSE: Final = 20
#: The missions with most observations have each a shape, all others the last one.
_SHAPES: Final = (
    "circle",
    "square",
    "diamond",
    "triangle",
    "cross",
    "hexagon",
    "down",
    "star",
)
_SMALL, _GROWTH, _LARGE = 5, 3, 14
#: Height of letters in the picture, and how much that grows at most.
_LETTERS: Final = 11
_MOST_GROWN: Final = 1.6
#: Observations of one mark that are listed, and targets that its label names.
_LISTED: Final = 50
_NAMED: Final = 3
_MERIDIANS: Final = (180, 120, 60, 0, -60, -120, -180)
_PARALLELS: Final = (-60, -30, 0, 30, 60)


class _Seen(NamedTuple):
    """An observation that has a mark: its number in the catalog, and its mission."""

    number: int
    mission: str


class SkyMap:
    """The marks of the map that was drawn last."""

    def __init__(self) -> None:
        self._marks: list[tuple[str, Cluster[_Seen]]] = []

    def view(self, basket: Basket, width: int) -> dict[str, Any]:
        """Draw the map of what is shown now.

        :param width: of the picture on the screen, in pixels.
        """
        spots, unknown = _placed(basket)
        missions = Counter(seen.mission for seen, _ in spots).most_common()
        order = {name: rank for rank, (name, _) in enumerate(missions)}
        last = len(_SHAPES) - 1
        grown = _grown(width)
        shape = {name: _SHAPES[min(rank, last)] for name, rank in order.items()}
        self._marks = sky.clusters(
            [(seen, seen.mission, spot) for seen, spot in spots],
            4 * _CLOSE / max(width, _CLOSE),
            _MOST,
        )
        return {
            "box": _box(),
            "lines": [_path(line) for line in _lines()],
            "degrees": list(_degrees()),
            "letters": round(_LETTERS * grown, 1),
            "marks": [
                {
                    **_point(mark.spot),
                    "size": round(_size(len(mark.things)) * grown, 1),
                    "shape": shape[mission],
                    "label": _label(basket, mission, mark),
                }
                for mission, mark in self._marks
            ],
            "legend": [
                {
                    "shape": shape[mission],
                    "label": mission or words("tree.no_mission"),
                    "count": words("summary.observations", count=count),
                }
                for mission, count in missions
            ],
            "text": _text(len(spots), unknown),
        }

    def mark(self, basket: Basket, number: int) -> dict[str, Any]:
        """Return which observations a mark stands for."""
        mission, mark = self._at(number)
        files = self.files(basket, number)
        taken = (files & basket.state.selected).bit_count()
        count = files.bit_count()
        more = len(mark.things) - _LISTED
        return {
            "label": _label(basket, mission, mark),
            "select": words("sky.select", count=count),
            "checked": taken == count if taken in (0, count) else "mixed",
            "observations": [_listed(basket, seen) for seen in mark.things[:_LISTED]],
            "more": words("sky.more", count=more) if more > 0 else "",
        }

    def files(self, basket: Basket, number: int) -> int:
        """Return the files shown of a mark's observations, as a bitmap."""
        tree = basket.tree
        places = sorted(
            tree.observation_place(seen.number) for seen in self._at(number)[1].things
        )
        below = tree.filled(tree.observations[one] for one in places)
        return below & basket.answer.shown

    def _at(self, number: int) -> tuple[str, Cluster[_Seen]]:
        if number >= len(self._marks):
            raise SelectionError(words("errors.mark", mark=number))
        return self._marks[number]


def _placed(basket: Basket) -> tuple[list[tuple[_Seen, Spot]], int]:
    """Return the observations shown on the map, and how many have no known position."""
    tree, catalog = basket.tree, basket.catalog
    headers, _ = tree.holding(basket.answer.shown)
    spots = []
    for header in positions(headers, tree.length):
        number = tree.number_at(header)
        found = position(catalog, number)
        if found and sky.is_position(*found):
            seen = _Seen(number, catalog.observations[number][0])
            spots.append((seen, sky.project(*found)))
    return spots, headers.bit_count() - len(spots)


def _lines() -> Iterable[list[Spot]]:
    yield from map(sky.meridian, _MERIDIANS)
    yield from map(sky.parallel, _PARALLELS)


def _degrees() -> Iterable[dict[str, Any]]:
    """Yield what is written at the lines."""
    for right_ascension in _MERIDIANS[1:-1]:
        at = sky.project(right_ascension, 0)
        yield {**_point(at), "text": f"{right_ascension % 360}°"}
    for declination in _PARALLELS:
        if declination:
            at = sky.parallel(declination)[0]
            yield {**_point(at), "text": f"{declination:+d}°"}


def _box() -> str:
    width, height = 2 * _SCALE + _MARGIN, _SCALE + _MARGIN
    return f"{-width} {-height} {2 * width} {2 * height}"


def _point(spot: Spot) -> dict[str, float]:
    return {"x": round(spot.x * _SCALE, 1), "y": round(-spot.y * _SCALE, 1)}


def _path(line: Sequence[Spot]) -> str:
    points = map(_point, line)
    return "M" + "L".join(f"{point['x']} {point['y']}" for point in points)


def _grown(width: int) -> float:
    """Return how much larger marks and letters are where the picture is small."""
    return min(max(4 * _SCALE / max(width, 1), 1), _MOST_GROWN)


def _size(count: int) -> int:
    """Return how large a mark is for so many observations: one step a doubling."""
    return min(_SMALL + _GROWTH * (count.bit_length() - 1), _LARGE)


def _label(basket: Basket, mission: str, mark: Cluster[_Seen]) -> str:
    """Return what a mark stands for, in words."""
    catalog = basket.catalog
    seen = placed(catalog, mark.things[0].number)
    targets = Counter(
        catalog.observation(one.number).target for one in mark.things[:_LISTED]
    )
    named = [target for target, _ in targets.most_common() if target]
    name = ", ".join(named[:_NAMED]) + ("…" if len(named) > _NAMED else "")
    if len(mark.things) == 1:
        what = seen.observation_id
    else:
        what = words("summary.observations", count=len(mark.things))
    where = place(seen.right_ascension or 0.0, seen.declination or 0.0)
    parts = [mission or words("tree.no_mission"), what, name, where]
    return ", ".join(filter(None, parts))


def _listed(basket: Basket, seen: _Seen) -> dict[str, str]:
    observation = basket.catalog.observation(seen.number)
    told = (observation.target, observation.instrument)
    return {
        "id": f"o{seen.number}",
        "name": observation.observation_id or words("tree.no_observation"),
        "text": " · ".join(filter(None, told)),
    }


def _text(count: int, unknown: int) -> dict[str, str]:
    """Return what the page says beside the map."""
    return {
        "title": words("sky.title", count=count),
        "map": words("sky.map", count=count),
        "help": words("sky.help"),
        "legend": words("sky.legend"),
        "choose": words("sky.choose"),
        "empty": "" if count else words("sky.empty"),
        "unknown": words("sky.unknown", count=unknown) if unknown else "",
        "close": words("sky.close"),
    }
