"""The curl script against an archive that does, and does not, do as it should."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.archive import Fault
from tests.archive.catalogue import product, uri
from tests.scripts.terminal import expected, finish, make_plan, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Terminal

OBSERVATION = "jw01345-o001_t021_nircam_clear-f200w"
IMAGE = product(f"{OBSERVATION}_i2d.fits", OBSERVATION, size=3001)
SOURCES = product(f"{OBSERVATION}_cat.ecsv", OBSERVATION, size=70)
EXPOSURE = product("ib6v02d9q_flt.fits", "IB6V02D9Q", "HST", size=None)
ROWS = [IMAGE, SOURCES, EXPOSURE]


def place(row: dict[str, object], folder: str = "Deep-field-2026-11-22") -> str:
    """Return where a product's file belongs, below the terminal's folders."""
    names = (row[name] for name in ("obs_collection", "obs_id", "productFilename"))
    return f"work/{folder}/" + "/".join(map(str, names))


def test_every_file_arrives(archive: StandInArchive, terminal: Terminal) -> None:
    plan = make_plan(archive, ROWS)
    outcome = terminal.run(write(plan))
    assert outcome.status == 0, outcome.errors
    assert terminal.files() == expected(archive, plan)
    assert "3 fetched, 0 already there, 0 failed." in outcome.output
    assert outcome.errors == ""


def test_files_lie_in_folders_by_mission_and_observation(
    archive: StandInArchive, terminal: Terminal
) -> None:
    terminal.run(write(make_plan(archive, ROWS)))
    assert terminal.files().keys() == {place(dict(row)) for row in ROWS}


def test_a_wrong_size_in_the_list_does_no_harm(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.hold({uri(IMAGE): 12})
    assert terminal.run(write(plan)).status == 0
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize("fault", [Fault.CHUNKED, Fault.UNANNOUNCED])
def test_a_file_of_unannounced_length_arrives(
    archive: StandInArchive, terminal: Terminal, fault: Fault
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(IMAGE)] = fault
    assert terminal.run(write(plan)).status == 0
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize("fault", [None, Fault.CHUNKED, Fault.UNANNOUNCED])
def test_an_empty_file_arrives(
    archive: StandInArchive, terminal: Terminal, fault: Fault | None
) -> None:
    empty = product("jw01345001001_log.txt", OBSERVATION, size=0)
    plan = make_plan(archive, [empty, IMAGE])
    if fault:
        archive.faults[uri(empty)] = fault
    assert terminal.run(write(plan)).status == 0
    assert terminal.files() == expected(archive, plan)
    assert terminal.files()[place(dict(empty))] == b""


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.MISSING, "404"),
        (Fault.UNAUTHORIZED, "401"),
        (Fault.SHORT, ""),
    ],
)
def test_what_fails_is_listed_and_the_others_arrive(
    archive: StandInArchive, terminal: Terminal, fault: Fault, reason: str
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(IMAGE)] = fault
    outcome = terminal.run(write(plan))
    wanted = expected(archive, plan)
    failed = place(dict(IMAGE))
    finished = {name for name in terminal.files() if not name.endswith(".part")}
    assert outcome.status == 1
    assert finished == wanted.keys() - {failed}
    assert "2 fetched, 0 already there, 1 failed." in outcome.output
    listed = outcome.errors.partition("once more:")[2]
    assert f"{OBSERVATION}_i2d.fits: " in listed
    assert reason in listed


def test_a_second_run_skips_what_is_complete(
    archive: StandInArchive, terminal: Terminal
) -> None:
    script = write(make_plan(archive, ROWS))
    assert terminal.run(script).status == 0
    archive.visits.clear()
    outcome = terminal.run(script)
    assert outcome.status == 0
    assert archive.visits == []
    assert "0 fetched, 3 already there, 0 failed." in outcome.output


@pytest.mark.parametrize("fault", [Fault.MISSING, Fault.SHORT])
def test_a_second_run_fetches_what_failed(
    archive: StandInArchive, terminal: Terminal, fault: Fault
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(SOURCES)] = fault
    assert terminal.run(write(plan)).status == 1
    archive.visits.clear()
    archive.faults.clear()
    outcome = terminal.run(write(plan))
    assert outcome.status == 0
    assert archive.delivered == [uri(SOURCES)]
    assert "1 fetched, 2 already there, 0 failed." in outcome.output
    assert terminal.files() == expected(archive, plan)


def test_a_part_of_one_file_is_never_taken_for_another(
    archive: StandInArchive, terminal: Terminal
) -> None:
    part = product(f"{IMAGE['productFilename']}.part", OBSERVATION, size=55)
    plan = make_plan(archive, [IMAGE, part])
    archive.faults[uri(IMAGE)] = Fault.SHORT
    terminal.run(write(plan))
    assert terminal.files()[place(dict(part)) + "_"] == archive.content(uri(part))
    archive.faults.clear()
    terminal.run(write(plan))
    assert terminal.files() == expected(archive, plan)


def test_a_folder_that_cannot_be_made_is_told(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    (terminal.folder / plan.folder).mkdir()
    (terminal.folder / plan.folder / "HST").write_text("in the way")
    outcome = terminal.run(write(plan))
    assert outcome.status == 1
    assert "2 fetched, 0 already there, 1 failed." in outcome.output
    assert "ib6v02d9q_flt.fits: cannot write there" in outcome.errors


@pytest.mark.parametrize("interruption", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_file_does_not_look_finished(
    archive: StandInArchive, terminal: Terminal, interruption: signal.Signals
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(IMAGE)] = Fault.STALLED
    with terminal.start(write(plan)) as process:
        archive.wait_for(uri(IMAGE))
        os.killpg(process.pid, interruption)
        outcome = finish(process)
    assert outcome.status == 130
    assert "Run the script again to go on." in outcome.errors
    assert place(dict(IMAGE)) not in terminal.files()
    archive.faults.clear()
    assert terminal.run(write(plan)).status == 0
    assert terminal.files() == expected(archive, plan)


def test_without_curl_it_says_so(archive: StandInArchive, terminal: Terminal) -> None:
    script = write(make_plan(archive, ROWS))
    outcome = terminal.run(f"PATH=/nowhere\n{script}")
    assert outcome.status == 2
    assert "needs curl" in outcome.errors


def test_bash_accepts_it(archive: StandInArchive, terminal: Terminal) -> None:
    assert terminal.run(write(make_plan(archive, ROWS)), "-n") == (0, "", "")


def test_shellcheck_finds_nothing(archive: StandInArchive, tmp_path: Path) -> None:
    shellcheck = shutil.which("shellcheck")
    if not shellcheck:
        pytest.skip("shellcheck is not installed")
    script = tmp_path / "script.sh"
    script.write_text(write(make_plan(archive, ROWS)), "utf-8")
    command = [shellcheck, "--shell=bash", str(script)]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    assert found.stdout == ""


def test_the_list_of_links_leads_to_the_same_files(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    links = write(plan, "links").splitlines()
    fetch = "".join(f"curl -sfL -o {n} '{link}'\n" for n, link in enumerate(links))
    assert terminal.run(fetch).status == 0
    assert [terminal.files()[f"work/{n}"] for n in range(len(links))] == list(
        expected(archive, plan).values()
    )


def test_a_script_of_very_many_files_runs(
    archive: StandInArchive, terminal: Terminal
) -> None:
    # bash walks down the commands of a function until its stack is full: one function
    # for all files kills it at some 30,000.
    rows = [product(f"n{number}.fits", OBSERVATION) for number in range(50_000)]
    plan = make_plan(archive, rows)
    for entry in plan:
        path = terminal.folder / plan.folder / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    outcome = terminal.run(write(plan))
    assert outcome.status == 0
    assert "0 fetched, 50000 already there, 0 failed." in outcome.output
