"""The wget script against an archive that does, and does not, do as it should."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING, Final

import pytest
from skybasket.retrieval.wget import METHOD

from tests.archive import Fault
from tests.archive.catalogue import product, uri
from tests.scripts.programs import Program
from tests.scripts.terminal import Terminal, expected, finish, make_plan

if TYPE_CHECKING:
    from pathlib import Path

    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Outcome

SH: Final = Program("wget", (shutil.which("sh") or "sh",), ".sh")
OBSERVATION: Final = "jw01345-o001_t021_nircam_clear-f200w"
IMAGE: Final = product(f"{OBSERVATION}_i2d.fits", OBSERVATION, size=3001)
SOURCES: Final = product(f"{OBSERVATION}_cat.ecsv", OBSERVATION, size=70)
EXPOSURE: Final = product("ib6v02d9q_flt.fits", "IB6V02D9Q", "HST", size=None)
ROWS: Final = [IMAGE, SOURCES, EXPOSURE]
PATH: Final = f"JWST/{OBSERVATION}/{OBSERVATION}_i2d.fits"

#: Faults that the script overcomes within one run.
OVERCOME: Final = (
    Fault.ERROR,
    Fault.BAD_GATEWAY,
    Fault.UNAVAILABLE,
    Fault.THROTTLED,
    Fault.HUNG_UP,
    Fault.CUT_HEADER,
    Fault.LOGIN_PAGE,
    Fault.SHORT,
    Fault.STALLED,
    Fault.CHUNKED,
    Fault.UNANNOUNCED,
    Fault.WRONG_TOTAL,
    Fault.REPROCESSED,
    Fault.REPROCESSED_ALIKE,
)
#: Faults that leave a file out, and what is said of it.
FATAL: Final = {
    Fault.MISSING: "the server answered 404",
    Fault.UNAUTHORIZED: "the server answered 401",
    Fault.FORBIDDEN: "the server answered 403",
    Fault.ERROR: "the server answered 500",
    Fault.HUNG_UP: "the connection failed",
    Fault.CUT_HEADER: "an empty answer came instead of the file",
    Fault.LOGIN_PAGE: "a web page came instead of the file",
    Fault.NOWHERE: "the server answered 302",
    Fault.LOOP: "the server answered 302",
    Fault.STRANGER: "the server answered 403",
    Fault.SHORT: "",
    Fault.WRONG_TOTAL: "were announced",
}


def script(plan: Plan) -> str:
    return "".join(METHOD.forms["script"].pieces(plan))


def run(terminal: Terminal, plan: Plan, *options: str) -> Outcome:
    terminal.environment["SKYBASKET_STALL"] = "1"
    return terminal.run(script(plan), *options, program=SH)


def test_every_file_arrives(archive: StandInArchive, terminal: Terminal) -> None:
    plan = make_plan(archive, ROWS)
    outcome = run(terminal, plan)
    assert outcome.errors == ""
    assert outcome.status == 0
    assert terminal.files() == expected(archive, plan)
    assert "3 of 3 files complete, 0 failed; this run: 3 files" in outcome.output


@pytest.mark.parametrize("fault", OVERCOME, ids=lambda fault: fault.name)
def test_a_fault_that_passes_is_overcome(
    archive: StandInArchive, terminal: Terminal, fault: Fault
) -> None:
    plan = make_plan(archive, ROWS)
    archive.fail(uri(IMAGE), fault)
    outcome = run(terminal, plan)
    assert (outcome.status, outcome.errors) == (0, "")
    assert (uri(IMAGE), fault) in archive.injected
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize("fault", FATAL, ids=lambda fault: fault.name)
def test_what_fails_is_named_and_the_others_arrive(
    archive: StandInArchive, terminal: Terminal, fault: Fault
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(IMAGE)] = fault
    outcome = run(terminal, plan)
    failed = f"work/{plan.folder}/{PATH}"
    unfinished = {f"{failed}.part", f"{failed}.part.about"}
    assert outcome.status == 1
    assert terminal.files().keys() - unfinished == expected(archive, plan).keys() - {
        failed
    }
    assert f"failed: {PATH}: " in outcome.errors
    assert FATAL[fault] in outcome.errors
    assert "2 of 3 files complete, 1 failed; this run: 2 files" in outcome.output


def test_a_server_that_ignores_ranges_does_no_harm(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.fail(uri(IMAGE), Fault.SHORT)
    archive.fail(uri(IMAGE), Fault.RANGE_IGNORED)
    assert run(terminal, plan).status == 0
    assert (uri(IMAGE), Fault.RANGE_IGNORED) in archive.injected
    assert terminal.files() == expected(archive, plan)


def test_a_second_run_skips_what_is_there(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    assert run(terminal, plan).status == 0
    archive.visits.clear()
    outcome = run(terminal, plan)
    assert outcome.status == 0
    assert archive.visits == []
    assert "3 of 3 files complete, 0 failed; this run: 0 files" in outcome.output


def test_a_second_run_goes_on_with_half_a_file(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(IMAGE)] = Fault.SHORT
    assert run(terminal, plan).status == 1
    archive.visits.clear()
    archive.faults.clear()
    assert run(terminal, plan).status == 0
    assert [visit.range for visit in archive.visits if visit.status == 206] != []
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize("size", [3001, 1200, 5000])
def test_half_a_file_that_has_changed_since_is_fetched_anew(
    archive: StandInArchive, terminal: Terminal, size: int
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(IMAGE)] = Fault.SHORT
    assert run(terminal, plan).status == 1
    archive.faults.clear()
    archive.reprocess(uri(IMAGE), size)
    assert run(terminal, plan).status == 0
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize("about", [None, '"an-etag"\n3001\n'])
def test_half_a_file_of_unknown_origin_is_fetched_anew(
    archive: StandInArchive, terminal: Terminal, about: str | None
) -> None:
    plan = make_plan(archive, ROWS)
    part = terminal.folder / plan.folder / f"{PATH}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"of another file")
    if about:
        part.with_name(f"{part.name}.about").write_text(about, "utf-8")
    assert run(terminal, plan).status == 0
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize(
    "interruption", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]
)
def test_an_interrupted_file_does_not_look_finished(
    archive: StandInArchive, terminal: Terminal, interruption: signal.Signals
) -> None:
    plan = make_plan(archive, ROWS)
    archive.fail(uri(IMAGE), Fault.STALLED)
    with terminal.start(script(plan), program=SH) as process:
        archive.wait_for(uri(IMAGE))
        os.killpg(process.pid, interruption)
        outcome = finish(process)
    if interruption is not signal.SIGKILL:
        assert outcome.status == 130
        assert "run the same command again to go on" in outcome.errors
    assert f"work/{plan.folder}/{PATH}" not in terminal.files()
    assert run(terminal, plan).status == 0
    assert terminal.files() == expected(archive, plan)


def test_a_second_run_in_the_same_folder_stops(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.fail(uri(IMAGE), Fault.STALLED)
    with terminal.start(script(plan), program=SH) as process:
        archive.wait_for(uri(IMAGE))
        visits = len(archive.visits)
        outcome = run(terminal, plan)
        assert len(archive.visits) == visits
        os.killpg(process.pid, signal.SIGTERM)
        finish(process)
    assert outcome.status == 2
    assert f"another run works in this folder (process {process.pid}" in outcome.errors


def test_another_size_than_the_basket_says_is_told(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.hold({uri(IMAGE): 12})
    changed = f"changed: {PATH}: 3001 bytes in the basket, 12 at the archive\n"
    fetched = run(terminal, plan)
    assert fetched.status == 0
    assert changed in fetched.output
    assert changed in run(terminal, plan, "--check").output


def test_the_check_names_what_is_not_there(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(IMAGE)] = Fault.SHORT
    archive.faults[uri(EXPOSURE)] = Fault.MISSING
    run(terminal, plan)
    archive.visits.clear()
    before = terminal.files()
    outcome = run(terminal, plan, "--check")
    assert outcome.status == 1
    assert outcome.output.splitlines() == [
        "missing: HST/IB6V02D9Q/ib6v02d9q_flt.fits",
        f"incomplete: {PATH}",
        "1 of 3 files complete, 2 not",
    ]
    assert (terminal.files(), archive.visits) == (before, [])


def test_the_check_of_a_complete_folder_is_content(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    run(terminal, plan)
    outcome = run(terminal, plan, "--check")
    assert outcome == (0, "3 of 3 files complete, 0 not\n", "")


def test_files_that_need_a_token_are_named_and_not_fetched(
    archive: StandInArchive, terminal: Terminal
) -> None:
    secret = product("jw09999_i2d.fits", "JW09999", dataRights="EXCLUSIVE_ACCESS")
    plan = make_plan(archive, [*ROWS, secret])
    text = script(plan)
    assert f"#   JWST/JW09999/jw09999_i2d.fits  {uri(secret)}\n" in text
    assert "# Deep field: 3 files, 3,071 bytes and 1 of unknown size" in text
    assert run(terminal, plan).status == 0
    assert set(archive.delivered) == {uri(row) for row in ROWS}


def test_a_folder_in_the_place_of_a_file_is_told(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    (terminal.folder / plan.folder / PATH).mkdir(parents=True)
    outcome = run(terminal, plan)
    assert outcome.status == 1
    assert f"failed: {PATH}: a folder is in its place" in outcome.errors


def test_a_file_in_the_place_of_a_folder_is_told(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    (terminal.folder / plan.folder).mkdir()
    (terminal.folder / plan.folder / "HST").write_text("in the way")
    outcome = run(terminal, plan)
    assert outcome.status == 1
    assert "ib6v02d9q_flt.fits: its folder cannot be made" in outcome.errors
    assert "2 of 3 files complete" in outcome.output


def test_a_full_disk_stops_everything(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, [IMAGE, EXPOSURE, product("zzz.fits", "zzz", "zzz")])
    (terminal.folder.parent / "wget.sh").write_text(script(plan), "utf-8")
    # No file may be longer than 2 kB; wget is told so instead of being killed.
    archive.hold({uri(EXPOSURE): 100})
    outcome = terminal.run("trap '' XFSZ; ulimit -f 2; exec sh ../wget.sh")
    assert outcome.status == 1
    assert outcome.errors == f"stopped: cannot write ./{plan.folder}/{PATH}.part\n"
    assert uri(EXPOSURE) in archive.delivered
    assert "mast:zzz/product/zzz.fits" not in archive.delivered
    assert f"work/{plan.folder}/{PATH}" not in terminal.files()


def test_a_script_that_was_cut_off_does_nothing(
    archive: StandInArchive, terminal: Terminal
) -> None:
    whole = script(make_plan(archive, ROWS))
    lines = whole.splitlines(keepends=True)
    for cut in (
        "".join(lines[:-1]),
        "".join(lines[:-4]),
        "".join([*lines[:-3], *lines[-2:]]),
    ):
        outcome = terminal.run(cut, program=SH)
        assert outcome == (2, "", "this script is cut off; save it again\n")
    assert archive.visits == []


def test_without_wget_it_says_so(archive: StandInArchive, terminal: Terminal) -> None:
    tools = terminal.folder.parent / "tools"
    tools.mkdir()
    for name in ("sed", "tail", "grep", "mkdir"):
        (tools / name).symlink_to(shutil.which(name) or name)
    terminal.environment["PATH"] = str(tools)
    outcome = run(terminal, make_plan(archive, ROWS))
    assert outcome == (2, "", "this script needs GNU wget\n")


def test_help_is_printed_and_other_options_are_refused(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    told = run(terminal, plan, "--help")
    refused = run(terminal, plan, "--verbose")
    assert told.status == 0
    assert told.output.startswith("usage: sh SCRIPT [--check]\n")
    assert refused == (2, "", "unknown option: --verbose (see --help)\n")
    assert terminal.files() == {}


def test_names_that_mean_something_to_a_shell_are_only_names(
    archive: StandInArchive, terminal: Terminal
) -> None:
    names = (
        "$(touch harm).fits",
        "`touch harm`",
        "'; touch harm; '",
        '"; touch harm; "',
        "-O harm",
        "%s%n \\n",
        "#__SKYBASKET_END__",
        "a  b ${IFS}é日🔭*?[a-z]{1,2}",
    )
    rows = [product(name, f"-{name}", size=99) for name in names]
    plan = make_plan(archive, rows, title="-rf $(touch harm)\\c")
    outcome = run(terminal, plan)
    assert (outcome.status, outcome.errors) == (0, "")
    assert terminal.files() == expected(archive, plan)


def test_shellcheck_finds_nothing(archive: StandInArchive, tmp_path: Path) -> None:
    shellcheck = shutil.which("shellcheck")
    if not shellcheck:
        pytest.skip("shellcheck is not installed")
    place = tmp_path / "script.sh"
    place.write_text(script(make_plan(archive, ROWS)), "utf-8")
    command = [shellcheck, "--shell=sh", str(place)]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    assert found.stdout == ""
