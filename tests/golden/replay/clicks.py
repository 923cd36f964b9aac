"""Does the steps of ``clicks.json`` to a basket; tells where it answers otherwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from skybasket import Basket, Filters
from skybasket.catalog import ProductRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from skybasket.fileset import FileSet

__all__ = ["NAME", "differences", "rows_of"]

NAME: Final = "naive/clicks.json"


def differences(vectors: Path) -> Iterator[str]:
    """Yield in words what a basket answers otherwise than the vectors say."""
    told = json.loads((vectors / NAME).read_text("utf-8"))
    replay = _Replay(told["products"])
    for number, step in enumerate(told["steps"], start=1):
        name, *arguments = step["do"]
        replay.do(name, arguments)
        for what, expected in step["see"].items():
            answered = replay.see(what, expected)
            if answered != expected:
                told_by = f"{NAME}, step {number}, {name} {arguments}: {what}"
                yield f"{told_by} is {answered}, not {expected}"


def rows_of(products: dict[str, Any], start: int, stop: int) -> ProductRows:
    """Return some of the products as they come from a list."""
    return ProductRows(
        uris=products["uris"][start:stop],
        filenames=products["filenames"][start:stop],
        text={name: texts[start:stop] for name, texts in products["text"].items()},
        sizes=products["sizes"][start:stop],
    )


class _Replay:
    """A basket, and its files by their place among all products."""

    def __init__(self, products: dict[str, Any]) -> None:
        self._products = products
        self._place = {uri: place for place, uri in enumerate(products["uris"])}
        self._basket = Basket()

    def do(self, name: str, arguments: list[Any]) -> None:
        """Take one step."""
        basket = self._basket
        acts: dict[str, Callable[..., None]] = {
            "filter": lambda given: basket.filter(Filters.from_json(given)),
            "choose_shown": lambda on: basket.choose(basket.answer.shown, on=on),
            "expand_all": lambda on: basket.expand_all(on=on),
            "remove_selected": basket.remove_selected,
            "undo": basket.undo,
            "redo": basket.redo,
            "add": self._add,
            "choose_row": self._choose_row,
            "expand_row": self._expand_row,
            "prepare": self._prepare,
        }
        acts[name](*arguments)

    def _add(self, start: int, stop: int) -> None:
        self._basket.add_rows([rows_of(self._products, start, stop)])

    def _at(self, place: int) -> int:
        return self._basket.visible.window(place, place + 1)[0]

    def _choose_row(self, place: int, on: bool) -> None:
        self._basket.choose(self._basket.below(self._at(place)), on=on)

    def _expand_row(self, place: int, on: bool) -> None:
        self._basket.expand(self._at(place), on=on)

    def _prepare(self) -> None:
        while self._basket.index.prepare():
            pass

    def see(self, what: str, expected: Any) -> Any:  # noqa: ANN401
        """Return what the basket answers, in the form of what is expected."""
        if what == "facets":
            facets = self._basket.facets()
            return {facet: facets[facet] for facet in expected}
        if what == "rows":
            start, stop = expected["window"]
            rows = self._basket.visible
            paths = list(map(self._path, rows.window(start, stop)))
            return {"count": len(rows), "window": [start, stop], "paths": paths}
        return self._totals(getattr(self._basket, what))

    def _totals(self, files: FileSet) -> dict[str, Any]:
        return {
            "places": [self._place[product.uri] for product in files],
            "totals": [files.count, files.bytes, files.unknown],
        }

    def _path(self, position: int) -> list[str]:
        tree, catalog = self._basket.tree, self._basket.catalog
        mission = tree.mission_names[tree.mission_at(position)]
        if tree.is_file(position):
            row = tree.row_at[position]
            folder = catalog.observations[catalog.observation_of[row]]
            return [*folder, catalog.filename(row)]
        if tree.is_mission(position):
            return [mission]
        number = tree.observation_numbers[tree.observation_at(position)]
        return [*catalog.observations[number]]
