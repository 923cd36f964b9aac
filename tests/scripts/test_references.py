"""References in generated scripts, and the ways to ask for them, run for real."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from skybasket import Basket, retrieval
from skybasket.archives.crds import ReferenceService, reference_uri
from skybasket.archives.crds_answers import results
from skybasket.archives.crds_rows import reference_rows
from skybasket.archives.crds_search import ReferenceSearch
from skybasket.archives.mast import Mast
from skybasket.retrieval.reference_ways import curl_lines, python_snippet, saved_name

from tests.archive.catalogue import answer, product, sizes
from tests.scripts.programs import BASH
from tests.scripts.terminal import DAY, Terminal, expected, write
from tests.unit.crds import go

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive import StandInArchive
    from tests.scripts.programs import Program

FILE: Final = "jw80500017001_02101_00001_mirifushort_cal.fits"
ID: Final = "JW80500017001_02101_00001.MIRIFUSHORT"
DARK, FLAT = "jwst_miri_dark_0031.fits", "jwst_miri_flat_0036.fits"
ROW: Final = product(FILE, FILE[:-9], size=5000)


def make_search(
    archive: StandInArchive, ids: tuple[str, ...] = (ID,)
) -> ReferenceSearch:
    archive.references.best[ID] = [DARK, FLAT]
    mast = Mast(archive.address, archive.address)
    return ReferenceSearch(ReferenceService(mast, "jwst"), ids)


def run_ways(search: ReferenceSearch, folder: Path, *, python: bool) -> None:
    """Run the texts as a person would, until nothing is left to ask."""
    while text := curl_lines(search):
        command = [sys.executable, "-c", python_snippet(search)]
        command = command if python else [BASH, "-c", f"set -e\n{text}"]
        subprocess.run(command, cwd=folder, check=True, timeout=60)
        content = (folder / saved_name(search)).read_bytes()
        assert search.take_saved(results(content))


@pytest.mark.parametrize("python", [True, False], ids=["python", "curl"])
@pytest.mark.parametrize("packed", [True, False])
def test_the_ways_round_fetch_the_answer(
    archive: StandInArchive, tmp_path: Path, python: bool, packed: bool
) -> None:
    archive.references.packed = packed
    search = make_search(archive, (ID, "JW1_1_1.NRS1"))
    run_ways(search, tmp_path, python=python)
    assert (search.context, search.names) == ("jwst_1293.pmap", [DARK, FLAT])
    assert "NOT FOUND" in search.best.refused["JW1_1_1.NRS1"]
    content = archive.content(reference_uri("jwst", DARK))
    assert search.info(DARK).size == len(content)
    assert [path.name for path in tmp_path.iterdir()] == ["references-jwst.json"]


def test_hostile_ids_do_nothing_in_a_shell_or_in_python(
    archive: StandInArchive, tmp_path: Path
) -> None:
    # No name of a product leads to such an ID; the texts hold nevertheless.
    hostile = 'X\'; touch shell; "$(touch shell)" `touch shell` \\\n{0} """\'\'\''
    search = make_search(archive, (hostile,))
    for python in (False, True):
        run_ways(make_search(archive, (hostile,)), tmp_path, python=python)
    assert [path.name for path in tmp_path.iterdir()] == [saved_name(search)]
    asked = [p[1] for method, p in archive.references.asked if "best" in method]
    assert asked == [[hostile], [hostile]]


def make_plan(archive: StandInArchive, search: ReferenceSearch) -> retrieval.Plan:
    """Plan to fetch a product and its references."""
    go(search.steps(), archive.references)
    archive.hold(sizes([ROW]))
    basket = Basket("With references", Mast(archive.address, archive.address))
    basket.add(answer([ROW]))
    basket.add_references([reference_rows(search, "JWST", search.names)], [])
    basket.select_all()
    return basket.plan(date=DAY)


def test_scripts_fetch_references_and_verify_them(
    archive: StandInArchive, terminal: Terminal, program: Program
) -> None:
    plan = make_plan(archive, make_search(archive))
    assert {entry.checksum[:5] for entry in plan if "crds" in entry.uri} == {"sha1:"}
    outcome = terminal.run(write(plan, program.method), program=program)
    assert outcome.status == 0, outcome
    found = terminal.files()
    assert {path: found[path] for path in expected(archive, plan)} == expected(
        archive, plan
    )
    assert any(f"JWST/references/{DARK}" in path for path in found)
    assert not any(visit.authorization for visit in archive.visits)


def test_a_reference_with_another_checksum_fails(
    archive: StandInArchive, terminal: Terminal, program: Program
) -> None:
    archive.references.told[DARK] = {"sha1sum": "0" * 40}
    plan = make_plan(archive, make_search(archive))
    outcome = terminal.run(write(plan, program.method), program=program)
    assert outcome.status == 1, outcome
    names = [path.rpartition("/")[2] for path in terminal.files()]
    assert FLAT in names
    assert DARK not in names


def test_a_wrong_size_is_told_and_is_no_failure(
    archive: StandInArchive, terminal: Terminal, program: Program
) -> None:
    archive.references.told[DARK] = {"size": "77"}
    plan = make_plan(archive, make_search(archive))
    outcome = terminal.run(write(plan, program.method), program=program)
    assert outcome.status == 0, outcome
    assert "changed" in outcome.output + outcome.errors
