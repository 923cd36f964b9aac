"""Writes a plan as a table of its files: nothing is fetched, so nothing is left out.

The columns have the names of `skybasket.product.Product`. In CSV no cell is a formula
(`skybasket.spreadsheets`). ECSV is described at
https://github.com/astropy/astropy-APEs/blob/main/APE6.rst. Checksums are written as
``cksum --tag`` of GNU coreutils 9 does it, which the older programs for one kind of
checksum (``md5sum -c``, ``sha1sum -c``, ``shasum -c``) read as well. VOTable is
described at https://www.ivoa.net/documents/VOTable/.
"""

from __future__ import annotations

import csv
import io
import json
import re
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Final

from skybasket.retrieval.listing import one_line
from skybasket.retrieval.methods import Form, Method
from skybasket.spreadsheets import defused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from skybasket.retrieval.plan import Entry, Plan

    Value = str | int | bool | None | Collection[str]

__all__ = ["METHOD"]

#: The columns and their types in ECSV.
_COLUMNS: Final[Mapping[str, str]] = {
    "uri": "string",
    "address": "string",
    "path": "string",
    "size": "int64",
    "size_exact": "bool",
    "checksum": "string",
    "access": "string",
    "foreign": "bool",
    "mission": "string",
    "observation_id": "string",
    "filename": "string",
    "category": "string",
    "group": "string",
    "kind": "string",
    "level": "int64",
    "recommended": "string",
    "proposal": "string",
    "target": "string",
    "instrument": "string",
    "bandpass": "string",
    "data_type": "string",
    "description": "string",
    "pipeline_version": "string",
    "project": "string",
    "documentation_url": "string",
    "observation_type": "string",
    "observation_number": "string",
    "parent_number": "string",
    "parents": "string",
    "inferred": "string",
    "extra": "string",
}
#: The same types in VOTable.
_VOTABLE_TYPES: Final[Mapping[str, str]] = {
    "string": 'datatype="unicodeChar" arraysize="*"',
    "int64": 'datatype="long"',
    "bool": 'datatype="boolean"',
}
#: What no XML can hold, not even spelled as a number.
_NO_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNITS: Final[Mapping[str, str]] = {"size": "byte"}
_TOGETHER: Final = 500


def _record(plan: Plan, entry: Entry) -> dict[str, Value]:
    """Return what is known of a file, by column."""
    product = plan.catalog.product(entry.row)
    planned: dict[str, Value] = {
        "address": entry.address,
        "path": entry.path,
        "foreign": entry.foreign,
    }
    return {
        name: planned[name] if name in planned else getattr(product, name)
        for name in _COLUMNS
    }


def _json(value: object) -> str:
    # Sets are the only values that JSON does not know.
    return json.dumps(value, ensure_ascii=False, default=sorted)


def _table(plan: Plan, shown: Callable[[Value], str]) -> Iterator[str]:
    """Yield a header line and a line a file."""
    yield ",".join(_COLUMNS) + "\n"
    entries = iter(plan)
    while batch := list(islice(entries, _TOGETHER)):
        lines = io.StringIO(newline="")
        csv.writer(lines, lineterminator="\n").writerows(
            map(shown, _record(plan, entry).values()) for entry in batch
        )
        yield lines.getvalue()


def _plain(value: Value) -> str:
    """Return a cell; several values together are JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int):
        return str(value)
    return _json(value) if value else ""


def _defused(value: Value) -> str:
    # A number below zero is no formula.
    return _plain(value) if isinstance(value, int) else defused(_plain(value))


def _csv(plan: Plan) -> Iterator[str]:
    return _table(plan, _defused)


def _ecsv(plan: Plan) -> Iterator[str]:
    columns = [
        f"# - {{name: {name}"
        + (f", unit: {_UNITS[name]}" if name in _UNITS else "")
        + f", datatype: {kind}}}"
        for name, kind in _COLUMNS.items()
    ]
    meta = [f"# - {{{name}: {_json(text)}}}" for name, text in _about(plan).items()]
    lines = [
        "# %ECSV 1.0",
        "# ---",
        "# delimiter: ','",
        "# datatype:",
        *columns,
        "# meta: !!omap",
        *meta,
        "# schema: astropy-2.0",
    ]
    yield "".join(line + "\n" for line in lines)
    yield from _table(plan, _plain)


def _about(plan: Plan) -> dict[str, str]:
    return {
        "title": one_line(plan.title),
        "date": plan.date,
        "archive": plan.archive.address,
        "folder": plan.folder,
    }


def _object(plan: Plan) -> Iterator[str]:
    """Yield one JSON object, each file in a line of its own."""
    yield _json({"skybasket_manifest": 1, **_about(plan)})[:-1] + ', "files": ['
    separator = "\n"
    for entry in plan:
        yield separator + _json(_record(plan, entry))
        separator = ",\n"
    yield "\n]}\n"


def _votable(plan: Plan) -> Iterator[str]:
    """Yield a document of one table, each file in a line of its own."""
    infos = [
        f'<INFO name="{name}" value="{_xml(text)}"/>'
        for name, text in _about(plan).items()
    ]
    fields = [
        f'<FIELD name="{name}" {_VOTABLE_TYPES[kind]}'
        + (f' unit="{_UNITS[name]}"' if name in _UNITS else "")
        + "/>"
        for name, kind in _COLUMNS.items()
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">',
        "<RESOURCE>",
        *infos,
        "<TABLE>",
        *fields,
        "<DATA><TABLEDATA>",
    ]
    yield "".join(line + "\n" for line in lines)
    rows = (
        "".join(
            f"<TD>{_xml(_plain(cell))}</TD>" for cell in _record(plan, entry).values()
        )
        for entry in plan
    )
    while batch := list(islice(rows, _TOGETHER)):
        yield "".join(f"<TR>{row}</TR>\n" for row in batch)
    yield "</TABLEDATA></DATA>\n</TABLE>\n</RESOURCE>\n</VOTABLE>\n"


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _checksums(plan: Plan) -> Iterator[str]:
    """Yield the known checksums, with paths as seen from the plan's folder."""
    for entry in plan:
        kind, _, digits = entry.checksum.partition(":")
        if digits:
            yield f"{kind.upper()} ({entry.path}) = {digits}\n"


METHOD: Final = Method(
    name="manifest",
    forms={
        "csv": Form(_csv, ".csv", "text/csv"),
        "json": Form(_object, ".json", "application/json"),
        "ecsv": Form(_ecsv, ".ecsv", "text/plain"),
        "votable": Form(_votable, ".vot", "application/x-votable+xml"),
        "checksums": Form(
            _checksums,
            ".checksums",
            check="cd ./{folder} && cksum --check ../{file}",
        ),
    },
    fetches=False,
)
