"""The manifest as VOTable, read back by astropy and by the library."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skybasket.formats import votable
from skybasket.retrieval.manifest import METHOD

from tests.archive.catalogue import product
from tests.scripts.terminal import make_plan
from tests.unit.tables import outcome

if TYPE_CHECKING:
    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive

#: Prints what astropy reads of a table; what is masked, it prints as null.
READ: Final = """
import io, json, sys
from astropy.io.votable import parse
document = parse(io.BytesIO(sys.stdin.buffer.read()), verify="exception")
found = document.get_first_table()
table = found.to_table()
rows = [dict(zip(table.colnames, row)) for row in table.as_array().tolist()]
kinds = {field.name: field.datatype for field in found.fields}
infos = {info.name: info.value for info in document.resources[0].infos}
unit = str(table["size"].unit)
json.dump({"rows": rows, "kinds": kinds, "unit": unit, "infos": infos}, sys.stdout)
"""

#: What XML gives a meaning to, and what it cannot hold.
NAMES: Final = (
    "<TD>",
    "</TR>",
    "]]>",
    "<![CDATA[",
    "<!-- -->",
    "&amp;",
    "&#65;",
    "é日🔭",
    "two  words",
    "\"'",
    "?",
    "NaN",
)
PRINTABLE: Final = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
WORDS: Final = st.sampled_from(NAMES) | st.text(PRINTABLE, min_size=1, max_size=9)


def write(plan: Plan) -> str:
    return "".join(METHOD.forms["votable"].pieces(plan))


def rows(names: list[tuple[str, str]]) -> list[Any]:
    """Return products with such text wherever a list may have some."""
    return [
        product(
            f"{name}.fits",
            other,
            other,
            dataURI=f"mast:{number}/{name}",
            target_name=name,
            description=other,
            size=number or None,
            calib_level=number % 3 or None,
        )
        for number, (name, other) in enumerate(names)
    ]


def known(plan: Plan) -> list[dict[str, Any]]:
    """Return what a manifest has to tell; nothing is an empty text."""
    return [
        {
            "uri": entry.uri,
            "address": entry.address,
            "path": entry.path,
            "size": entry.size,
            "size_exact": entry.size_exact,
            "foreign": entry.foreign,
            "mission": product.mission,
            "observation_id": product.observation_id,
            "filename": product.filename,
            "level": product.level,
            "target": product.target,
            "description": product.description,
            "extra": "",
        }
        for entry in plan
        for product in [plan.catalog.product(entry.row)]
    ]


def parts(told: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> Any:  # noqa: ANN401
    """Return of each row what is wanted of it."""
    return [
        {name: row[name] for name in some}
        for row, some in zip(told, wanted, strict=True)
    ]


def test_astropy_reads_it_without_a_warning(archive: StandInArchive) -> None:
    names = [(name, other) for name in NAMES for other in ("a", name)]
    plan = make_plan(archive, rows(names), title='Deep: "field" <🔭>')
    command = [sys.executable, "-W", "error", "-c", READ]
    read = subprocess.run(
        command, check=False, capture_output=True, input=write(plan), encoding="utf-8"
    )
    assert read.stderr == ""
    told = json.loads(read.stdout)
    assert parts(told["rows"], known(plan)) == known(plan)
    assert told["infos"]["title"] == 'Deep: "field" <🔭>'
    assert told["infos"]["folder"] == plan.folder
    assert told["unit"] == "byte"
    kinds = told["kinds"]
    assert {kinds.pop("size"), kinds.pop("level")} == {"long"}
    assert {kinds.pop("size_exact"), kinds.pop("foreign")} == {"boolean"}
    assert set(kinds.values()) == {"unicodeChar"}


@pytest.mark.property
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), WORDS)
@settings(max_examples=100)
def test_the_library_reads_it_back(
    archive_server: StandInArchive, names: list[tuple[str, str]], title: str
) -> None:
    plan = make_plan(archive_server, rows(names), title)
    columns, _, refused = outcome(votable.read, write(plan).encode())
    told = [
        dict(zip(columns, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]
    text = json.dumps(known(plan), ensure_ascii=False)
    wanted = json.loads(text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"))
    assert parts(told, wanted) == wanted
    assert refused == []


def test_it_is_written_in_pieces(archive: StandInArchive) -> None:
    names = [(f"a{number}", "b") for number in range(1200)]
    plan = make_plan(archive, rows(names))
    pieces = list(METHOD.forms["votable"].pieces(plan))
    assert [piece.count("<TR>") for piece in pieces] == [0, 500, 500, 200, 0]
