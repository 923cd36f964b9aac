"""Manifests, read back by the programs that they are for."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skybasket.retrieval.manifest import METHOD
from skybasket.spreadsheets import restored

from tests.archive.catalogue import product
from tests.scripts.terminal import expected, make_plan

if TYPE_CHECKING:
    from pathlib import Path

    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Terminal

OBSERVATION: Final = "jw01345-o001_t021_nircam_clear-f200w"
IMAGE: Final = product(
    f"{OBSERVATION}_i2d.fits",
    OBSERVATION,
    recommended=True,
    size=3001,
    calib_level=3,
    target_name="M 31, centre",
    description='rectified "2D" image',
    obsID="1234",
    parent_obsid="1234",
    checksum="sha1:" + "0a" * 20,
    fieldname="extra, too",
)
RAW: Final = product(
    "raw.fits",
    "@SUM(A1)",
    "HST",
    size=None,
    calib_level=-1,
    dataRights="EXCLUSIVE_ACCESS",
    description="=HYPERLINK(1)",
    target_name="'quoted",
)
ROWS: Final = [IMAGE, RAW]

#: Prints what astropy reads of a table; what is masked, it prints as null.
READ_ECSV: Final = """
import json, sys
from astropy.table import Table
table = Table.read(sys.stdin.read(), format="ascii.ecsv")
rows = [dict(zip(table.colnames, row)) for row in table.as_array().tolist()]
kinds = {name: table[name].dtype.kind for name in table.colnames}
unit = str(table["size"].unit)
json.dump({"rows": rows, "kinds": kinds, "unit": unit, "meta": table.meta}, sys.stdout)
"""

#: What spreadsheets, YAML, CSV and JSON give a meaning to.
NAMES: Final = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",  # noqa: RUF001
    "'",
    "''=1",
    '"',
    'a","b',
    "a;=1",
    "# comment",
    "true",
    "--",
    "nan",
    "{}",
    "a\\nb",
    "é日🔭",
    "two  words",
    "</script>",
)


def write(plan: Plan, form: str) -> str:
    return "".join(METHOD.forms[form].pieces(plan))


def read_csv(text: str) -> list[dict[str, str]]:
    """Return the rows, with the apostrophes taken away that spreadsheets need."""
    return [
        {name: restored(value) for name, value in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""), strict=True)
    ]


def known(plan: Plan) -> list[dict[str, Any]]:
    """Return what a manifest has to tell."""
    return [
        {
            "uri": entry.uri,
            "address": entry.address,
            "path": entry.path,
            "size": entry.size,
            "checksum": entry.checksum,
            "access": product.access,
            "foreign": entry.foreign,
            "mission": product.mission,
            "observation_id": product.observation_id,
            "filename": product.filename,
            "level": product.level,
            "recommended": product.recommended,
            "target": product.target,
            "instrument": product.instrument,
            "description": product.description,
        }
        for entry in plan
        for product in [plan.catalog.product(entry.row)]
    ]


def parts(rows: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> Any:  # noqa: ANN401
    """Return of each row what is wanted of it."""
    return [
        {name: row[name] for name in told}
        for row, told in zip(rows, wanted, strict=True)
    ]


def as_text(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in rows
    ]


def hostile(names: list[tuple[str, str]]) -> list[Any]:
    """Return products with hostile text wherever a list may have some."""
    return [
        product(
            f"{name}.fits",
            other,
            other,
            dataURI=f"mast:{number}/{name}",
            target_name=name,
            description=other,
            note=name,
        )
        for number, (name, other) in enumerate(names)
    ]


PRINTABLE: Final = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
WORDS: Final = st.sampled_from(NAMES) | st.text(PRINTABLE, min_size=1, max_size=9)
LISTS: Final = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4)


@pytest.mark.property
@given(LISTS)
@settings(max_examples=100)
def test_csv_reads_back_and_no_cell_is_a_formula(
    archive_server: StandInArchive, names: list[tuple[str, str]]
) -> None:
    plan = make_plan(archive_server, hostile(names))
    text = write(plan, "csv")
    rows = read_csv(text)
    assert parts(rows, known(plan)) == as_text(known(plan))
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠"))]  # noqa: RUF001


@pytest.mark.property
@given(LISTS, WORDS)
@settings(max_examples=100)
def test_json_reads_back(
    archive_server: StandInArchive, names: list[tuple[str, str]], title: str
) -> None:
    plan = make_plan(archive_server, hostile(names), title)
    told = json.loads(write(plan, "json"))
    assert parts(told["files"], known(plan)) == known(plan)
    assert told["folder"] == plan.folder


def read_ecsv(text: str) -> Any:  # noqa: ANN401
    """Return what astropy makes of it, without a warning."""
    command = [sys.executable, "-W", "error", "-c", READ_ECSV]
    read = subprocess.run(
        command, check=False, capture_output=True, input=text, encoding="utf-8"
    )
    assert read.stderr == ""
    return json.loads(read.stdout)


def test_astropy_reads_the_ecsv_back(archive: StandInArchive) -> None:
    names = [(name, other) for name in NAMES for other in ("a", name)]
    plan = make_plan(archive, [*ROWS, *hostile(names)], title='Deep: "field" 🔭')
    told = read_ecsv(write(plan, "ecsv"))
    assert as_text(parts(told["rows"], known(plan))) == as_text(known(plan))
    assert told["meta"]["title"] == 'Deep: "field" 🔭'
    assert told["meta"]["folder"] == plan.folder
    assert told["unit"] == "byte"
    kinds = told["kinds"]
    assert {kinds.pop("size"), kinds.pop("level")} == {"i"}
    assert {kinds.pop("size_exact"), kinds.pop("foreign")} == {"b"}
    assert set(kinds.values()) == {"U"}


def test_what_was_not_asked_for_is_kept_too(archive: StandInArchive) -> None:
    plan = make_plan(archive, ROWS)
    _, image = json.loads(write(plan, "json"))["files"]
    assert image["parents"] == [OBSERVATION]
    assert image["inferred"] == ["bandpass", "instrument"]
    assert image["extra"] == {"fieldname": "extra, too"}
    raw, image = read_csv(write(plan, "csv"))
    assert json.loads(image["extra"]) == {"fieldname": "extra, too"}
    assert raw["inferred"] == raw["extra"] == ""
    assert raw["level"] == "-1"


def test_a_size_that_is_not_exact_is_marked(archive: StandInArchive) -> None:
    plan = make_plan(archive, ROWS)
    plan.catalog.inexact.add(plan.rows[1])
    assert [row["size_exact"] for row in read_csv(write(plan, "csv"))] == [
        "True",
        "False",
    ]


def test_files_that_need_a_token_are_in_it(archive: StandInArchive) -> None:
    plan = make_plan(archive, ROWS)
    assert plan.count == 2
    assert len(plan.restricted) == 1
    assert METHOD.complete
    for form in ("csv", "json", "ecsv"):
        assert str(RAW["dataURI"]) in write(plan, form)


CHECKERS: Final = {
    "md5": ("md5sum", "cksum"),
    "sha1": ("sha1sum", "cksum"),
    "sha256": ("sha256sum", "cksum"),
}


@pytest.mark.parametrize(
    ("kind", "checker"),
    [(kind, checker) for kind, both in CHECKERS.items() for checker in both],
)
def test_the_usual_programs_take_the_checksums(
    archive: StandInArchive, terminal: Terminal, kind: str, checker: str
) -> None:
    if not shutil.which(checker):
        pytest.skip(f"{checker} is not installed")
    rows = [
        {**row, "checksum": hashlib.new(kind, content).hexdigest()}
        for row in hostile([(name, name) for name in NAMES])
        for content in [archive.content(str(row["dataURI"]))]
    ]
    for row in rows:
        row["size"] = None
    plan = make_plan(archive, rows)
    folder = terminal.folder / plan.folder
    fill(terminal.folder.parent, expected(archive, plan))
    (terminal.folder / "sums").write_text(write(plan, "checksums"), "utf-8")
    command = METHOD.forms["checksums"].check.format(folder=plan.folder, file="sums")
    command = command.replace("cksum", checker) + " --strict --quiet"
    assert terminal.run(command) == (0, "", "")
    (folder / next(iter(plan)).path).write_text("another file", "utf-8")
    outcome = terminal.run(command)
    assert outcome.status == 1
    assert outcome.output == f"{next(iter(plan)).path}: FAILED\n"


def fill(root: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def test_one_list_can_have_checksums_of_all_kinds(
    archive: StandInArchive, terminal: Terminal
) -> None:
    if not shutil.which("cksum"):
        pytest.skip("cksum is not installed")
    rows = [
        product(f"{kind}.fits", kind, size=None, checksum=digest)
        for kind in CHECKERS
        for content in [archive.content(f"mast:JWST/product/{kind}.fits")]
        for digest in [hashlib.new(kind, content).hexdigest()]
    ]
    plan = make_plan(archive, [*rows, product("none.fits", "none", size=None)])
    fill(terminal.folder.parent, expected(archive, plan))
    text = write(plan, "checksums")
    assert len(text.splitlines()) == 3
    (terminal.folder / "sums").write_text(text, "utf-8")
    command = METHOD.forms["checksums"].check.format(folder=plan.folder, file="sums")
    outcome = terminal.run(command)
    assert (outcome.status, outcome.errors) == (0, "")
    assert outcome.output.count(": OK\n") == 3


def test_without_checksums_the_list_is_empty(archive: StandInArchive) -> None:
    assert write(make_plan(archive, [RAW]), "checksums") == ""
