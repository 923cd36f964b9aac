"""How a query is said in the terms of MAST's observation services.

A filter of theirs takes many exact values, but only one with ``%`` for any letters,
and a list of hundreds of names makes a request too long: so a query can take several
questions. No two of them find the same observation, but where names with ``*`` do.
"""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from datetime import date

    from skybasket.archives.mast_query import Position, Query
    from skybasket.observation import Observation

__all__ = [
    "Asked",
    "Filter",
    "Question",
    "asked_for_products",
    "batches",
    "lookup",
    "modified_julian_date",
    "questions",
]

_LOOKUP: Final = "Mast.Name.Lookup"
_CONE: Final = "Mast.Caom.Cone"
_FILTERED: Final = "Mast.Caom.Filtered"
_FILTERED_POSITION: Final = "Mast.Caom.Filtered.Position"
_PRODUCTS: Final = "Mast.Caom.Products"
_COUNT: Final = "COUNT_BIG(*)"
#: What is asked of each observation: outlines on the sky would be most of an answer.
_COLUMNS: Final = (
    "obsid",
    "obs_collection",
    "obs_id",
    "target_name",
    "instrument_name",
    "filters",
    "dataproduct_type",
    "t_min",
    "t_max",
    "t_exptime",
    "proposal_id",
    "dataRights",
    "s_ra",
    "s_dec",
)
#: Exact names in one filter.
_TOGETHER: Final = 100
#: Modified Julian dates: the ordinal of day 0, all that can be, and a millisecond.
_DAY_ZERO: Final = 678576
_EARLIEST, _LATEST = 0.0, 100_000.0
_MILLISECOND: Final = 1.2e-8

#: Observations in one question for products: 50, but 5 of JWST, as the archive's
#: documents advise, and one of TESS's full frames, each of which has thousands.
_WHOLE: Final = 50
_USUAL, _LARGE, _HUGE = 1, 10, 50
_FULL_FRAMES: Final = frozenset({"TESS FFI", "TICA FFI"})

#: One filter of the archive's.
Filter: TypeAlias = dict[str, Any]


class Asked(NamedTuple):
    """What is asked of one of the archive's services."""

    service: str
    params: Mapping[str, object]


class Question(NamedTuple):
    """One part of a query."""

    filters: Sequence[Filter]
    #: Where, and how far around, in degrees.
    place: tuple[Position, float] | None

    def counting(self) -> Asked:
        """Ask how many observations there are."""
        return self._filtered(_COUNT)

    def listing(self) -> Asked:
        """Ask for the observations."""
        if self.place and not self.filters:
            # The other services list nothing without a filter.
            (ra, dec), radius = self.place
            return Asked(_CONE, {"ra": ra, "dec": dec, "radius": radius})
        return self._filtered(",".join(_COLUMNS))

    def _filtered(self, columns: str) -> Asked:
        params: dict[str, object] = {"columns": columns, "filters": self.filters}
        if not self.place:
            return Asked(_FILTERED, params)
        (ra, dec), radius = self.place
        params["position"] = f"{ra}, {dec}, {radius}"
        return Asked(_FILTERED_POSITION, params)


def lookup(target: str) -> Asked:
    """Ask where a target is."""
    return Asked(_LOOKUP, {"input": target, "format": "json"})


def asked_for_products(observations: Iterable[Observation]) -> list[Asked]:
    """Ask for the products of observations, a few at a time."""
    return [
        Asked(_PRODUCTS, {"obsid": ",".join(seen.number for seen in batch)})
        for batch in batches(observations)
    ]


def batches(observations: Iterable[Observation]) -> list[list[Observation]]:
    """Return observations in the groups whose products are asked for together."""
    groups: list[list[Observation]] = []
    room = 0
    for seen in observations:
        weight = _weight(seen)
        if weight > room:
            groups.append([])
            room = _WHOLE
        groups[-1].append(seen)
        room -= weight
    return groups


def _weight(observation: Observation) -> int:
    if observation.target in _FULL_FRAMES:
        return _HUGE
    return _LARGE if observation.mission in ("JWST", "") else _USUAL


def questions(
    query: Query, position: Position | None, together: int = _TOGETHER
) -> list[Question]:
    """Return the questions that together ask a query.

    :param position: where the query's target is, or the query's own position.
    :param together: how many names one question may hold.
    """
    always = list(_limits(query))
    place = (position, query.radius) if position else None
    several = [
        _alternatives("obs_id", query.observation_ids, together, _spellings),
        _alternatives("proposal_id", query.proposals, together),
        _alternatives("instrument_name", _starts(query.instruments), together),
    ]
    choices = [[[one] for one in found] or [[]] for found in several]
    return [
        Question([*chain.from_iterable(chosen), *always], place)
        for chosen in product(*choices)
    ]


def modified_julian_date(day: date) -> float:
    """Return when a day begins (UTC)."""
    return float(day.toordinal() - _DAY_ZERO)


def _limits(query: Query) -> Iterator[Filter]:
    if query.missions:
        yield _exactly("obs_collection", query.missions)
    if query.levels:
        yield _exactly("calib_level", query.levels)
    if query.access:
        yield _exactly("dataRights", query.access)
    if query.first_day or query.last_day:
        first, last = query.first_day, query.last_day
        start = modified_julian_date(first) if first else _EARLIEST
        end = modified_julian_date(last) + 1 - _MILLISECOND if last else _LATEST
        yield {"paramName": "t_min", "values": [{"min": start, "max": end}]}


def _exactly(column: str, values: Iterable[object]) -> Filter:
    return {"paramName": column, "values": [str(value) for value in values]}


def _alternatives(
    column: str,
    names: Collection[str],
    together: int,
    spell: Callable[[str], Iterable[str]] = lambda name: [name],
) -> list[Filter]:
    """Return filters of one column, one of which an observation has to pass."""
    exact = [list(spell(name)) for name in names if "*" not in name]
    filters = [
        _exactly(column, chain.from_iterable(exact[start : start + together]))
        for start in range(0, len(exact), together)
    ]
    for name in names:
        if "*" in name:
            pattern = name.replace("*", "%")
            filters.append({"paramName": column, "values": [], "freeText": pattern})
    return filters


def _spellings(name: str) -> Iterable[str]:
    """Return a name as it stands, in small and in capital letters.

    The archive has written both: its documents do not say whether it tells them apart.
    """
    return dict.fromkeys((name, name.lower(), name.upper()))


def _starts(instruments: Iterable[str]) -> list[str]:
    """Return patterns; none finds what begins with another one."""
    starts = {name.rstrip("*").casefold(): name for name in instruments}
    return [
        name if "*" in name else f"{name}*"
        for start, name in starts.items()
        if not any(start.startswith(other) and start != other for other in starts)
    ]
