"""The scripts for a staged request: what arrives and where, and how they go on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from skybasket import Basket, retrieval
from skybasket.errors import RetrievalError
from skybasket.retrieval.staged import STAGED

from tests.archive.catalogue import product
from tests.scripts.copies import TRICKS
from tests.scripts.staged import (
    CURL,
    IMAGE,
    LARGE,
    NAME,
    PATH,
    ROWS,
    Staged,
    content_of,
    wait_until,
)
from tests.scripts.terminal import Terminal, finish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.archive.staging import StagingArea


# What arrives, and where


def test_every_file_arrives_byte_for_byte(staged: Callable[..., Staged]) -> None:
    script = staged()
    outcome = script.run()
    assert (outcome.errors, outcome.status) == ("", 0), outcome.output
    assert script.found == script.wanted
    assert "3 of 3 files complete, 0 failed; this run: 3 files" in outcome.output


@pytest.mark.parametrize("layout", ["flat", "{proposal}/{observation}/{filename}"])
def test_the_plan_decides_the_folders(
    staged: Callable[..., Staged], layout: str
) -> None:
    rows = [{**row, "proposal_id": "1345"} for row in ROWS]
    script = staged(rows, layout=layout)
    assert script.run().status == 0
    assert script.found == script.wanted


def test_a_second_run_skips_what_is_there(staged: Callable[..., Staged]) -> None:
    script = staged()
    script.run()
    script.area.commands.clear()
    outcome = script.run()
    assert outcome.status == 0
    assert "this run: 0 files" in outcome.output
    assert script.area.commands == []


def test_hostile_names_are_names(staged: Callable[..., Staged]) -> None:
    legal = [trick for trick in TRICKS if "/" not in trick]
    rows = [product(trick, trick, "HST", size=90 + n) for n, trick in enumerate(legal)]
    script = staged(rows)
    outcome = script.run()
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted


def test_a_folder_that_another_script_began_is_gone_on_with(
    area: StagingArea, terminal: Terminal
) -> None:
    script = Staged(area, terminal, CURL, ROWS)
    script.folder.mkdir()
    place = script.place(IMAGE)
    place.parent.mkdir(parents=True)
    place.write_bytes(content_of(IMAGE))
    uri = script.entry(IMAGE).uri
    (script.folder / "skybasket-receipt.tsv").write_text(
        "time\tstatus\tbytes\tpath\turi\n"
        f"2026-11-22T10:00:00Z\tcomplete\t30001\t{PATH}\t{uri}\n"
    )
    assert script.run().status == 0
    assert NAME not in " ".join(area.sent("RETR"))
    assert script.found == script.wanted


# Stopping and going on


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_was_stopped_is_gone_on_with(
    staged: Callable[..., Staged], kill: signal.Signals
) -> None:
    # Of a file that may be large, the version is noted while it comes.
    script = staged([{**LARGE, "size": None}])
    script.area.stage({NAME: content_of(LARGE)})
    script.area.pause = 0.05
    with script.start() as process:
        part, about = (script.place(LARGE, end) for end in (".part", ".part.about"))
        wait_until(lambda: about.exists() and part.exists())
        wait_until(lambda: part.stat().st_size > 20_000)
        os.killpg(process.pid, kill)
        outcome = finish(process)
    script.area.pause = 0
    if kill != signal.SIGKILL:
        assert outcome.status == 130
        assert "interrupted; run the same command again to go on" in outcome.errors
    size = part.stat().st_size
    assert script.run().status == 0
    assert script.found == {PATH: content_of(LARGE)}
    assert str(size) in script.area.sent("REST")


def test_what_a_killed_run_leaves_running_is_ended(
    staged: Callable[..., Staged],
) -> None:
    script = staged([{**LARGE, "size": None}])
    script.area.stage({NAME: content_of(LARGE)})
    script.area.pause = 0.05
    with script.start() as process:
        part, about = (script.place(LARGE, end) for end in (".part", ".part.about"))
        wait_until(lambda: about.exists() and part.exists())
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
        script.area.pause = 0.001
        again = script.run()
        assert again.status == 0, again.errors
        assert script.found == {PATH: content_of(LARGE)}
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def test_a_part_of_an_older_version_is_never_gone_on_with(
    staged: Callable[..., Staged],
) -> None:
    script = staged([LARGE])
    script.area.pause = 0.05
    with script.start() as process:
        part = script.place(LARGE, ".part")
        wait_until(lambda: part.exists() and part.stat().st_size > 20_000)
        os.killpg(process.pid, signal.SIGTERM)
        finish(process)
    script.area.pause = 0
    newer = bytes(byte ^ 255 for byte in content_of(LARGE))
    place = script.area.folder() / NAME
    place.write_bytes(newer)
    assert script.run().status == 0
    assert script.place(LARGE).read_bytes() == newer


def test_check_tells_what_is_there(staged: Callable[..., Staged]) -> None:
    script = staged()
    assert script.run("--check").status == 1
    script.run()
    script.area.commands.clear()
    outcome = script.run("--check")
    assert (outcome.status, outcome.output) == (0, "3 of 3 files complete, 0 not\n")
    assert script.area.commands == []


def test_a_cut_script_does_nothing(staged: Callable[..., Staged]) -> None:
    script = staged()
    script.text = script.text[:-30]
    outcome = script.run()
    assert outcome.status == 2
    assert "this script is cut off" in outcome.errors
    assert script.found == {}


# The texts


def test_shellcheck_finds_nothing(
    staged: Callable[..., Staged], tmp_path: Path
) -> None:
    shellcheck = shutil.which("shellcheck")
    if not shellcheck:
        pytest.skip("shellcheck is not installed")
    place = tmp_path / "script.sh"
    place.write_text(staged().text, "utf-8")
    found = subprocess.run(
        [shellcheck, str(place)], check=False, capture_output=True, text=True
    )
    assert found.stdout == ""


def test_help_tells_of_the_login(staged: Callable[..., Staged]) -> None:
    outcome = staged().run("--help")
    assert outcome.status == 0
    assert "MAST_FTP_PASSWORD" in outcome.output


@pytest.mark.parametrize("method", STAGED)
def test_only_a_staged_plan_is_written_down(method: str) -> None:
    form = retrieval.form(STAGED[method])
    with pytest.raises(RetrievalError, match="where these files are staged"):
        next(form.pieces(Basket().plan()))
