"""Draws steps in a basket, and lets the naive basket say what is seen after each."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any, Final

from skybasket import Filters
from skybasket.filters import CHOOSABLE_FACETS
from skybasket.gathering import FEW

from tests.property.naive import File, NaiveBasket, facets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["made"]

_SEED: Final = 20261167
#: How many products come first, and then at a time; the last batch has old ones too.
_BATCHES: Final = ((0, 60), (60, 150), (150, 170), (140, 180))
_STEPS: Final = 60
#: Before which of them all is prepared; nothing is before that.
_PREPARED: Final = 40
_WINDOW: Final = 12
_MISSIONS: Final = ("JWST", "HST", "TESS", "")
_HEADS: Final = (
    *("jw02731001001_02101_00001_nrca1", "jw02731001001_02101_00002_nrcalong"),
    *("jw01039_t001_nircam_f090w", "u9o40504m", "tess-s0017", "Größe-ω", "名前", "x"),
    "hlsp_" + "long-" * 30 + "name",
)
_TAILS: Final = (
    *("_cal.fits", "_i2d.fits", "_i2d.jpg", "_CAL.FITS.GZ", "_rate.fits", ".txt"),
    *("_é.csv", ""),
)
_SIZES: Final = (0, 1, 999, 1000, 1_000_000, 4_000_000_000, 2**41 + 1)
_VALUES: Final = {
    "category": ("SCIENCE", "PREVIEW", "AUXILIARY"),
    "kind": ("science", "reference"),
    "batch": ("available", "unavailable"),
    "group": ("I2D", "CAL", "RATE", ""),
    "instrument": ("NIRCAM", "WFPC2", ""),
    "bandpass": ("F090W", "CLEAR;F200W", ""),
    "level": ("2", "3", "-1", ""),
    "access": ("PUBLIC", "EXCLUSIVE_ACCESS"),
    "proposal": ("1039", "2731", ""),
    "recommended": ("yes", "no", "unknown"),
}
_NAMES: Final = (
    *("nrca", "NRCALONG", "_i2d", "1_ca", "größe", "名", "long-long-", "zzzz", "ω_é"),
    *("*_cal.fits", "jw0*", "jw0*nrc?1_*.fits", "*.f?ts*", "?", "*", "*long*name_i2d*"),
)
_RANGES: Final = ("999..1000", ">=1 kB", "<1 MB", "..1", ">5 GB")


def made() -> str:
    """Return the text of the vectors."""
    maker = _Maker(Random(_SEED))  # noqa: S311 - no secret
    steps = "".join(",\n" + _written(step) for step in maker.steps())
    products = _written(maker.products)
    return f'{{"products": {products},\n"steps": [\n{steps[2:]}\n]}}\n'


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Maker:
    """Draws products and steps, and takes these with the naive basket."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._files = [self._file(number) for number in range(_BATCHES[-1][1])]
        self._place = {file.uri: place for place, file in enumerate(self._files)}
        self._naive = NaiveBasket()
        self._naive.filters = Filters()
        self._batches = list(_BATCHES)

    def _file(self, number: int) -> File:
        draw = self._random.choice
        filename = draw(_HEADS) + draw(_TAILS)
        given = {facet: draw(values) for facet, values in _VALUES.items()}
        return File(
            uri=f"mast:X/product/{number}/{filename}",
            filename=filename,
            observation_id=draw(("o1", "o2", "o3/x", "")),
            size=draw(_SIZES),
            facets=facets_of(filename, mission=draw(_MISSIONS), **given),
        )

    @property
    def products(self) -> dict[str, Any]:
        """All products as columns."""
        files = self._files
        facets = [facet for facet in CHOOSABLE_FACETS if facet != "extension"]
        return {
            "uris": [file.uri for file in files],
            "filenames": [file.filename for file in files],
            "sizes": [file.size for file in files],
            "text": {
                "observation_id": [file.observation_id for file in files],
                **{
                    facet: [file.facets[facet] for file in files]
                    for facet in (*facets, "recommended")
                },
            },
        }

    def steps(self) -> Iterator[dict[str, Any]]:
        """Yield each step and what is seen then."""
        for number in range(_STEPS):
            if number % (_STEPS // len(_BATCHES)) == 0:
                step = self._add()
            elif number == _PREPARED:
                step = ["prepare"]
            else:
                step = self._draw()
            yield {"do": step, "see": self._seen()}

    def _draw(self) -> list[Any]:
        ways = [self._filter] * 6 + [self._choose_row, self._expand_row] * 3
        ways += [self._choose_shown, self._expand_all, self._remove, self._undo] * 2
        return self._random.choice([*ways, self._redo])()

    def _flag(self) -> bool:
        return self._random.random() < 2 / 3

    def _add(self) -> list[Any]:
        start, stop = self._batches.pop(0)
        self._naive.add(self._files[start:stop], FEW)
        return ["add", start, stop]

    def _filter(self) -> list[Any]:
        draw, filters = self._random.choice, Filters()
        if self._flag():
            filters = Filters(name=draw(_NAMES))
        elif self._flag():
            filters = Filters(size=draw(_RANGES), recommended=self._flag())
        for facet in self._random.sample(list(_VALUES), self._random.randrange(3)):
            if facet != "recommended":
                value = draw(("", "", "!")) + draw(_VALUES[facet])
                filters = filters.with_value(facet, value, on=True)
        self._naive.go(self._naive.state, filters)
        return ["filter", filters.to_json()]

    def _choose_shown(self) -> list[Any]:
        on = self._flag()
        self._naive.choose(self._naive.shown(), on=on)
        return ["choose_shown", on]

    def _row(self) -> tuple[int, tuple[str, ...]] | None:
        """Draw one of the rows of folders."""
        rows = [
            (place, path)
            for place, path in enumerate(self._naive.rows())
            if len(path) < len(("mission", "observation", "file"))
        ]
        return self._random.choice(rows) if rows else None

    def _choose_row(self) -> list[Any]:
        if not (drawn := self._row()):
            return self._undo()
        (place, path), on = drawn, self._flag()
        below = [f for f in self._naive.shown() if f.folder[: len(path)] == path]
        self._naive.choose(below, on=on)
        return ["choose_row", place, on]

    def _expand_row(self) -> list[Any]:
        if not (drawn := self._row()):
            return self._undo()
        (place, path), on = drawn, self._flag()
        naive = self._naive
        if len(path) == 1:
            turned = {path[0]}
            naive.open_missions = (
                naive.open_missions | turned if on else naive.open_missions - turned
            )
        else:
            folder = {(path[0], path[1])}
            naive.open_observations = (
                naive.open_observations | folder
                if on
                else naive.open_observations - folder
            )
        return ["expand_row", place, on]

    def _expand_all(self) -> list[Any]:
        on, naive = self._flag(), self._naive
        folders = {file.folder for file in naive.known}
        naive.open_missions = {mission for mission, _ in folders}
        naive.open_observations = folders if on else set()
        return ["expand_all", on]

    def _remove(self) -> list[Any]:
        self._naive.remove(self._naive.state.selected)
        return ["remove_selected"]

    def _undo(self) -> list[Any]:
        self._naive.undo()
        return ["undo"]

    def _redo(self) -> list[Any]:
        self._naive.redo()
        return ["redo"]

    def _seen(self) -> dict[str, Any]:
        naive = self._naive
        rows = naive.rows()
        start = self._random.randrange(max(len(rows) - _WINDOW, 0) + 1)
        paths = [list(path) for path in rows[start : start + _WINDOW]]
        return {
            "files": self._totals(naive.files()),
            "shown": self._totals(naive.shown()),
            "selected": self._totals(naive.files(naive.state.selected)),
            "facets": {
                facet: dict(sorted(naive.counts(facet).items()))
                for facet in self._random.sample(CHOOSABLE_FACETS, 3)
            },
            "rows": {
                "count": len(rows),
                "window": [start, start + _WINDOW],
                "paths": paths,
            },
        }

    def _totals(self, files: Iterable[File]) -> dict[str, Any]:
        files = list(files)
        sizes = [file.size for file in files]
        return {
            "places": [self._place[file.uri] for file in files],
            "totals": [len(files), sum(sizes), sizes.count(0)],
        }
