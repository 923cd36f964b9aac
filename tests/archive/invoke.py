"""The archive's query service, over the rows that a test gives it.

It speaks what astroquery 0.4.11 and https://mast.stsci.edu/api/v0/ tell of it: a
request as JSON in one field of a form, long polling, pages, errors with status 200.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tests.archive.catalogue import Row
    from tests.archive.switches import Switches

__all__ = ["CONFIGURATION", "INVOKE", "Invoke", "column_types"]

INVOKE: Final = "/api/v0/invoke"
#: Where astroquery asks what the columns are.
CONFIGURATION: Final = "/portal/Mashup/Mashup.asmx/columnsconfig"

_COUNT: Final = "COUNT_BIG(*)"
_ARC_SECONDS: Final = 3600
#: Columns that the archive calls text although it gives numbers.
_CALLED_TEXT: Final = frozenset({"obsid", "obsID", "parent_obsid"})
#: Columns whose cells hold several values.
_SEPARATED: Final = frozenset({"filters", "obs_collection", "project"})


class Invoke:
    """Answers questions, each after as many polls as the switches say."""

    def __init__(self, archive: Switches) -> None:
        self._archive = archive
        self._asked: Counter[str] = Counter()
        #: The questions in order, also the repeated ones.
        self.requests: list[dict[str, Any]] = []

    def answer(self, form: str) -> tuple[str, dict[str, Any]]:
        """Return which service a form asks, and its answer."""
        text = parse_qs(form).get("request", [""])[0]
        try:
            request = json.loads(text)
            service, params = request["service"], request["params"]
        except (KeyError, TypeError, ValueError):
            return "", _error("Invalid request: it is not a Mashup request.")
        self.requests.append(request)
        self._asked[text] += 1
        if self._asked[text] <= self._archive.polls:
            return service, {"status": "EXECUTING", "msg": "", "data": []}
        return service, self._answer(service, params, request)

    def _answer(
        self, service: str, params: Mapping[str, Any], request: Mapping[str, Any]
    ) -> dict[str, Any]:
        if complaint := self._archive.complaints.get(service):
            return _error(complaint)
        if service == "Mast.Name.Lookup":
            return self._place(params)
        try:
            rows = list(self._rows(service, params))
        except ValueError as error:
            return _error(str(error))
        if params.get("columns") == _COUNT:
            rows = [{"Column1": len(rows)}]
        return _page(rows, request.get("page", 1), request.get("pagesize", 1000))

    def _place(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Tell where a target is; the archive does it in a form of its own."""
        name = params["input"]
        found = self._archive.targets.get(name.lower())
        place = {
            "searchString": name.lower(),
            "resolver": "SIMBAD",
            "cached": True,
            "canonicalName": name.upper(),
        }
        places = [place | {"ra": found[0], "decl": found[1]}] if found else []
        return {"resolvedCoordinate": places, "status": ""}

    def _rows(self, service: str, params: Mapping[str, Any]) -> Iterator[Row]:
        if service == "Mast.Caom.Products":
            yield from self._products(params["obsid"])
            return
        cone: tuple[float, ...] | None = None
        if service == "Mast.Caom.Cone":
            cone = params["ra"], params["dec"], params["radius"]
        elif service == "Mast.Caom.Filtered.Position":
            cone = tuple(map(float, params["position"].split(",")))
        elif service != "Mast.Caom.Filtered":
            message = f"Service {service} is not known."
            raise ValueError(message)
        columns = params.get("columns", "*")
        wanted = params.get("filters", [])
        for row in self._archive.observations:
            distance = _separation(row, *cone[:2]) if cone else 0
            if cone and distance > cone[2]:
                continue
            if not all(_passes(row, one) for one in wanted):
                continue
            told = row if columns in ("*", _COUNT) else _chosen(row, columns)
            yield {**told, "distance": distance * _ARC_SECONDS} if cone else told

    def _products(self, obsids: str) -> Iterator[Row]:
        numbers = obsids.split(",")
        if not all(number.isdigit() for number in numbers):
            message = "Error converting data type varchar to bigint."
            raise ValueError(message)
        if broken := self._archive.broken.intersection(numbers):
            message = f"Products of {', '.join(sorted(broken))} cannot be listed."
            raise ValueError(message)
        for number in dict.fromkeys(numbers):
            for row in self._archive.products:
                parent = row["parent_obsid"]
                if str(row["obsID"] if parent is None else parent) == number:
                    yield row


def column_types(rows: Iterable[Row]) -> dict[str, str]:
    """Return the columns that rows have, and the types that the archive tells."""
    types: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            found = {int: "int", float: "float", str: "string"}.get(type(value))
            known = types.get(name)
            if found and known and found != known:
                found = "float" if "string" not in (found, known) else "string"
            types[name] = found or known or ""
    types |= dict.fromkeys(_CALLED_TEXT.intersection(types), "string")
    return {name: found or "string" for name, found in types.items()}


def _error(message: str) -> dict[str, Any]:
    return {"status": "ERROR", "msg": message, "data": [], "fields": []}


def _page(rows: Sequence[Row], page: int, size: int) -> dict[str, Any]:
    """Return a part of the rows, as the archive does."""
    part = rows[(page - 1) * size : page * size]
    types = column_types(rows)
    return {
        "status": "COMPLETE",
        "msg": "",
        "percent complete": 1,
        "paging": {
            "page": page,
            "pageSize": size,
            "pagesFiltered": max(math.ceil(len(rows) / size), 1),
            "rows": len(part),
            "rowsFiltered": len(rows),
            "rowsTotal": len(rows),
        },
        "fields": [{"name": name, "type": kind} for name, kind in types.items()],
        "data": list(part),
    }


def _chosen(row: Row, columns: str) -> Row:
    names = [name.strip() for name in columns.split(",")]
    if unknown := [name for name in names if name not in row]:
        message = f"Invalid column name '{unknown[0]}'."
        raise ValueError(message)
    return {name: row[name] for name in names}


def _passes(row: Row, wanted: Mapping[str, Any]) -> bool:
    """Whether a row passes a filter; its values and its pattern are alternatives."""
    name = wanted["paramName"]
    if name not in row:
        message = f"Invalid column name '{name}'."
        raise ValueError(message)
    cell = row[name]
    if cell is None:
        return False
    values = wanted.get("values", [])
    if values and isinstance(values[0], dict):
        return any(span["min"] <= cell <= span["max"] for span in values)
    cells = [str(cell).lower()]
    if name in _SEPARATED:
        cells += cells[0].split(";")
    pattern = wanted.get("freeText")
    return any(str(value).lower() in cells for value in values) or bool(
        pattern and re.fullmatch(_expression(pattern.lower()), cells[0], re.DOTALL)
    )


def _expression(pattern: str) -> str:
    """Return a pattern of SQL's LIKE as a regular expression."""
    signs = {"%": ".*", "_": "."}
    return "".join(signs.get(letter) or re.escape(letter) for letter in pattern)


def _separation(row: Row, ra: float, dec: float) -> float:
    """Return how far a row is from a place, in degrees along a great circle."""
    there = row["s_ra"], row["s_dec"]
    if not all(isinstance(angle, float) for angle in there):
        return math.inf
    a1, d1, a2, d2 = map(math.radians, (ra, dec, *map(float, map(str, there))))
    half = math.sin((d2 - d1) / 2) ** 2 + (
        math.cos(d1) * math.cos(d2) * math.sin((a2 - a1) / 2) ** 2
    )
    return math.degrees(2 * math.asin(min(math.sqrt(half), 1)))
