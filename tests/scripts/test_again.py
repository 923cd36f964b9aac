"""What generated scripts do when files do not come, disks are full, or runs end."""

from __future__ import annotations

import os
import re
import shlex
import signal
from typing import TYPE_CHECKING, Final

import pytest

from tests.archive import Fault
from tests.archive.catalogue import product, uri
from tests.scripts.contract import EXPOSURE, IMAGE, MANY, OBSERVATION, ROWS, line
from tests.scripts.programs import BASH
from tests.scripts.terminal import finish

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scripts.contract import Scripts

LOCK: Final = ".skybasket.lock"


# Trying again


@pytest.mark.parametrize(
    ("fault", "times"),
    [(Fault.ERROR, 5), (Fault.MISSING, 3), (Fault.FORBIDDEN, 1), (Fault.HUNG_UP, 5)],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_file_that_does_not_come_is_given_up(
    scripts: Scripts, fault: Fault, times: int
) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = fault
    outcome = script.run()
    image = script.entry(IMAGE).path
    wanted = {path: text for path, text in script.wanted.items() if path != image}
    found = dict(script.found)
    listed = found.pop("failed.txt").decode()
    assert outcome.status == 1
    assert found == wanted
    # A connection that is closed may have grown old: that is no attempt yet.
    assert times <= script.asked(IMAGE) <= times * (1 + (fault is Fault.HUNG_UP))
    assert script.failed().keys() == {image}
    assert listed.startswith(line(image, uri(IMAGE), size="3001") + "\t")
    assert f"failed: {image}: {script.failed()[image]}\n" in outcome.errors
    assert "2 of 3 files complete, 1 failed; this run: 2 files" in outcome.output


@pytest.mark.parametrize(("fault", "times"), [(Fault.ERROR, 4), (Fault.MISSING, 2)])
def test_a_file_that_comes_late_comes(
    scripts: Scripts, fault: Fault, times: int
) -> None:
    script = scripts(ROWS)
    script.archive.fail(uri(IMAGE), fault, times)
    outcome = script.run()
    assert outcome.status == 0
    assert script.found == script.wanted
    for number in range(2, times + 2):
        told = f"1 files again in 0 s (round {number} of 5)"
        assert told in outcome.output.splitlines()


def test_a_file_that_comes_in_small_pieces_is_not_given_up(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.fail(uri(IMAGE), Fault.SHORT, 8)
    assert script.run().status == 0
    assert script.found == script.wanted
    assert script.archive.injected == [(uri(IMAGE), Fault.SHORT)] * 8


def test_a_server_that_allows_few_requests_at_a_time_is_obeyed(
    scripts: Scripts,
) -> None:
    script = scripts(MANY)
    script.archive.retry_after = 1
    script.archive.latency = 0.01
    script.archive.throttle = 2
    assert script.run().status == 0
    assert 429 in {visit.status for visit in script.archive.visits}
    assert script.found == script.wanted


def test_a_connection_that_falls_silent_is_given_up(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.terminal.environment["SKYBASKET_STALL"] = "1"
    script.archive.fail(uri(IMAGE), Fault.STALLED)
    assert script.run().status == 0
    assert script.found == script.wanted
    assert (uri(IMAGE), Fault.STALLED) in script.archive.injected


def test_failed_files_are_named_up_to_twenty(scripts: Scripts) -> None:
    script = scripts(MANY)
    for row in MANY:
        script.archive.faults[uri(row)] = Fault.FORBIDDEN
    outcome = script.run()
    lines = outcome.errors.splitlines()
    assert outcome.status == 1
    assert len(lines) == 21
    assert all(line.startswith("failed: ") for line in lines[:20])
    assert lines[20] == "... and 5 more in failed.txt"
    assert len(script.failed()) == 25


def test_failed_txt_leads_to_what_failed(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = Fault.FORBIDDEN
    outcome = script.run()
    last = outcome.output.splitlines()[-1]
    said, _, command = last.partition(": ")
    assert said == "the failed ones again"
    script.archive.faults.clear()
    script.archive.visits.clear()
    *_, start, failed, dest, folder = shlex.split(command)
    assert [start, dest] == script.program.options(["--from", "--dest"])
    again = script.run("--from", failed, "--dest", folder)
    assert again.status == 0
    assert "1 of 1 files complete, 0 failed" in again.output
    assert script.archive.delivered == [uri(IMAGE)]
    # All that was listed is complete now.
    assert script.found == script.wanted


def test_failed_txt_goes_when_all_is_complete(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = Fault.FORBIDDEN
    script.run()
    script.archive.faults.clear()
    assert script.run().status == 0
    assert script.found == script.wanted


# The disk


def test_a_folder_in_the_place_of_a_file_is_named(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.place(IMAGE).mkdir(parents=True)
    assert script.run().status == 1
    image = script.entry(IMAGE).path
    assert script.failed().keys() == {image}
    assert "folder" in script.failed()[image]
    others = {path: text for path, text in script.wanted.items() if path != image}
    assert others.items() <= script.found.items()


def test_a_file_in_the_place_of_a_folder_is_left_alone(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.folder.mkdir()
    (script.folder / "HST").write_text("in the way")
    assert script.run().status == 1
    assert script.entry(EXPOSURE).path in script.failed()
    assert (script.folder / "HST").read_text() == "in the way"


def test_links_that_lead_out_of_the_folder_are_not_followed(
    scripts: Scripts, tmp_path: Path
) -> None:
    script = scripts(ROWS)
    outside = tmp_path / "outside"
    outside.mkdir()
    script.folder.mkdir()
    (script.folder / "HST").symlink_to(outside)
    assert script.run().status == 1
    assert script.failed().keys() == {script.entry(EXPOSURE).path}
    assert list(outside.iterdir()) == []


def test_a_full_disk_stops_everything(scripts: Scripts) -> None:
    large = product("large.fits", OBSERVATION, size=300_000)
    script = scripts([large, IMAGE])
    # No file may be larger than 100 blocks of 1024 bytes.
    limit = (BASH, "-c", 'ulimit -c 0; ulimit -f 100; exec "$@"', "limited")
    interpreter = (*limit, *script.program.interpreter)
    script.program = script.program._replace(interpreter=interpreter)
    outcome = script.run("--jobs", "1")
    assert outcome.status == 1
    assert "stopped: cannot write" in outcome.errors
    assert script.asked(large) == 1
    assert script.entry(large).path in script.failed()
    assert script.entry(large).path not in script.found


# Runs that are stopped


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupted_run_can_be_gone_on_with(scripts: Scripts, name: str) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = Fault.STALLED
    with script.running() as process:
        script.archive.wait_for(uri(IMAGE))
        number = signal.Signals[name]
        # Ctrl+C reaches all processes, the others the first one only.
        send = os.killpg if number == signal.SIGINT else os.kill
        send(process.pid, number)
        outcome = finish(process)
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    assert outcome.status == 130
    assert "interrupted; run the same command again to go on" in outcome.errors
    image = script.entry(IMAGE).path
    beside = {f"{image}.part", f"{image}.part.about", "failed.txt"}
    assert script.found.keys() <= beside | (script.wanted.keys() - {image})
    assert not list(script.folder.glob(f"{LOCK}*"))
    script.archive.faults.clear()
    assert script.run().status == 0
    assert script.found == script.wanted


def test_two_runs_never_share_a_folder(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = Fault.STALLED
    with script.running() as process:
        script.archive.wait_for(uri(IMAGE))
        outcome = script.run()
        os.killpg(process.pid, signal.SIGTERM)
        finish(process)
    said = rf"another run works in this folder \(process {process.pid} on [^)]+\)"
    assert outcome.status == 2
    assert re.search(said, outcome.errors)
    script.archive.faults.clear()
    assert script.run().status == 0
    assert script.found == script.wanted


def test_the_lock_of_a_dead_run_is_taken_over(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = Fault.STALLED
    with script.running() as process:
        script.archive.wait_for(uri(IMAGE))
        os.killpg(process.pid, signal.SIGKILL)
        finish(process)
    assert (script.folder / LOCK).exists()
    script.archive.faults.clear()
    assert script.run().status == 0
    assert script.found == script.wanted


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_script_that_is_cut_off_does_nothing(scripts: Scripts, kept: float) -> None:
    script = scripts(MANY)
    start = script.text.index("\n#__SKYBASKET_LIST__") + 1
    script.text = script.text[: start + int(kept * (len(script.text) - start))]
    outcome = script.run()
    assert outcome.status == 2
    assert "this script is cut off; save it again" in outcome.errors
    assert script.archive.visits == []
    assert script.found == {}


def test_a_script_that_lost_a_line_does_nothing(scripts: Scripts) -> None:
    script = scripts(MANY)
    lines = script.text.splitlines(keepends=True)
    script.text = "".join(line for line in lines if "n07.fits" not in line)
    outcome = script.run()
    assert outcome.status == 2
    assert "this script is cut off; save it again" in outcome.errors
    assert script.found == {}
