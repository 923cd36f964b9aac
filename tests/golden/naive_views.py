"""Counts, and trees in every order, as the naive basket and plain sorting say."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

from skybasket import Filters
from skybasket.gathering import FEW
from skybasket.product import FACETS, LISTED_FACETS

from tests.golden.replay import counts, trees
from tests.golden.replay.spelling import spelled
from tests.property.naive import File, NaiveBasket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from skybasket.arrangement import Order

    Folder = tuple[str, str]
    Observed = Mapping[Folder, Mapping[str, Any]]

__all__ = ["made"]

Item = TypeVar("Item")

_FACETS = (*FACETS, *LISTED_FACETS)
#: The archive's names of what rows are sorted by, of an observation.
_OBSERVED = {
    "name": "obs_id",
    "date": "t_min",
    "target": "target_name",
    "instrument": "instrument_name",
    "bandpass": "filters",
    "proposal": "proposal_id",
}


def made(vectors: Path) -> dict[str, str]:
    """Return the vectors by their places."""
    naive = NaiveBasket()
    naive.add(list(_files(vectors)), FEW)
    counted = {text: _counted(naive, text) for text in counts.FILTERS}
    naive.filters = trees.HIDING
    naive.open_observations -= {trees.CLOSED}
    observed = _observed(vectors)
    sorted_rows = {
        trees.named(order): list(_rows(naive, order, observed))
        for order in trees.ORDERS
    }
    return {counts.NAME: spelled(counted), trees.NAME: spelled(sorted_rows)}


def _files(vectors: Path) -> Iterator[File]:
    """Yield the products of the list, which is read as every list."""
    for product in counts.opened(vectors).files:
        told = asdict(product)
        level = "" if product.level is None else str(product.level)
        facets = {facet: told[facet] for facet in _FACETS} | {"level": level}
        yield File(
            product.uri,
            product.filename,
            product.observation_id,
            product.size or 0,
            facets,
        )


def _counted(naive: NaiveBasket, text: str) -> list[Any]:
    naive.filters = Filters.parse(text)
    shown = naive.shown()
    sizes = [file.size for file in shown]
    return [
        [file.filename for file in shown],
        [len(shown), sum(sizes), sizes.count(0)],
        *([facet, dict(sorted(naive.counts(facet).items()))] for facet in _FACETS),
    ]


def _observed(vectors: Path) -> Observed:
    """Return what the archive tells of each observation."""
    told = json.loads((vectors / "lists" / "observations.json").read_bytes())
    return {(row["obs_collection"], row["obs_id"]): row for row in told["data"]}


def _rows(naive: NaiveBasket, order: Order | None, observed: Observed) -> Iterator[str]:
    shown = naive.shown()
    for mission in dict.fromkeys(file.folder[0] for file in shown):
        yield mission
        inside = [file for file in shown if file.folder[0] == mission]
        folders = dict.fromkeys(file.folder for file in inside)
        key = _folder_key(order.by, inside, observed) if order else None
        for folder in _in_order(folders, key, order):
            yield f" {folder[1]}"
            if folder in naive.open_observations:
                files = [file for file in inside if file.folder == folder]
                by = _file_key(order.by) if order else None
                yield from (
                    f"  {file.filename}" for file in _in_order(files, by, order)
                )


def _folder_key(
    by: str, files: Iterable[File], observed: Observed
) -> Callable[[Folder], Any] | None:
    if by == "size":
        return lambda folder: sum(f.size for f in files if f.folder == folder) or None
    if by in _OBSERVED:
        return lambda folder: observed[folder][_OBSERVED[by]]
    return None


def _file_key(by: str) -> Callable[[File], Any] | None:
    if by == "date":
        return None
    if by == "size":
        return lambda file: file.size or None
    if by == "name":
        return lambda file: file.filename
    if by == "level":
        return lambda file: file.facets["level"] and int(file.facets["level"])
    return lambda file: file.facets[by]


def _in_order(
    items: Iterable[Item], key: Callable[[Item], Any] | None, order: Order | None
) -> list[Item]:
    """Return items sorted, those of which nothing is known last."""
    items = list(items)
    if key is None or order is None:
        return items
    known = [item for item in items if key(item) not in ("", None)]
    unknown = [item for item in items if item not in known]
    return sorted(known, key=key, reverse=order.descending) + unknown
