"""Product lists as the archive gives them, made up in the terms of real ones."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "COLUMNS",
    "Row",
    "answer",
    "observation",
    "observed",
    "product",
    "sizes",
    "table",
    "uri",
]

#: One product by the archive's column names.
Row: TypeAlias = Mapping[str, object]

RECOMMENDED: Final = "Minimum Recommended Products"
COLUMNS: Final = (
    "obsID",
    "obs_collection",
    "dataproduct_type",
    "obs_id",
    "description",
    "type",
    "dataURI",
    "productType",
    "productGroupDescription",
    "productSubGroupDescription",
    "productDocumentationURL",
    "project",
    "prvversion",
    "proposal_id",
    "productFilename",
    "size",
    "parent_obsid",
    "dataRights",
    "calib_level",
    "filters",
)


def product(
    filename: str,
    observation: str,
    mission: str = "JWST",
    *,
    recommended: bool = False,
    size: int | None = 2000,
    **columns: object,
) -> Row:
    """Return a public science product; columns that are not given are empty.

    :param columns: values by the archive's column names, known ones or others.
    """
    unknown: dict[str, object] = dict.fromkeys(COLUMNS)
    return unknown | {
        "dataURI": f"mast:{mission}/product/{filename}",
        "productFilename": filename,
        "obs_id": observation,
        "obs_collection": mission,
        "productType": "SCIENCE",
        "productGroupDescription": RECOMMENDED if recommended else None,
        "dataRights": "PUBLIC",
        "size": size,
        **columns,
    }


def observation(
    obsid: int, name: str, mission: str = "JWST", **columns: object
) -> dict[str, object]:
    """Return a public science observation.

    :param name: its ID (obs_id).
    :param columns: values by the archive's column names, known ones or others.
    """
    return {
        "intentType": "science",
        "obs_collection": mission,
        "instrument_name": "NIRCAM/IMAGE",
        "filters": "F200W",
        "target_name": "M-101",
        "obs_id": name,
        "s_ra": 210.8,
        "s_dec": 54.35,
        "dataproduct_type": "image",
        "proposal_id": "1039",
        "calib_level": 3,
        "t_min": 60000.25,
        "t_max": 60000.5,
        "t_exptime": 1500.0,
        "dataRights": "PUBLIC",
        "s_region": "POLYGON 210.7 54.3 210.9 54.3 210.9 54.4 210.7 54.4",
        "obsid": obsid,
        **columns,
    }


def observed(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Return the observations that products belong to, and the products numbered.

    All observations are of M 101.
    """
    found: dict[object, Row] = {}
    products: list[Row] = []
    for row in rows:
        name = row["obs_id"]
        shared = ("obs_collection", "dataproduct_type", "proposal_id", "dataRights")
        told = {column: row[column] for column in (*shared, "filters", "calib_level")}
        seen = observation(len(found) + 1, str(name)) | {"instrument_name": None}
        number = found.setdefault(name, {**seen, **told})["obsid"]
        products.append({**row, "obsID": number, "parent_obsid": number})
    return list(found.values()), products


def uri(row: Row) -> str:
    """Return what the archive calls the file."""
    return str(row["dataURI"])


def sizes(rows: Iterable[Row]) -> dict[str, int]:
    """Return the sizes that the list names, by URI."""
    return {uri(row): size for row in rows if isinstance(size := row["size"], int)}


def columns(rows: Iterable[Row]) -> list[str]:
    """Return the names of all columns that any product has."""
    return list(dict.fromkeys(name for row in rows for name in row))


def answer(rows: Sequence[Row]) -> bytes:
    """Return the list as the archive's JSON answer."""
    fields = [{"name": name, "type": "string"} for name in columns(rows)]
    told = {"status": "COMPLETE", "msg": "", "fields": fields, "data": list(rows)}
    return json.dumps(told).encode()


def table(rows: Sequence[Row]) -> bytes:
    """Return the list as comma-separated values."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns(rows))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
