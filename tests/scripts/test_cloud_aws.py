"""The script for the AWS CLI, with a shell function in the place of that."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from tests.scripts.copies import COPIED, COPIES, FORMS, TOLD, TRICKS, UNCERTAIN, hostile
from tests.scripts.terminal import expected, make_plan, write

if TYPE_CHECKING:
    from pathlib import Path

    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.scripts.terminal import Outcome, Terminal

#: Writes down how it was called, and copies the key into the file.
FAKE_AWS: Final = r"""
aws() {
    printf '%s\0' "$@" >>../arguments
    while [ "$#" -gt 2 ]; do shift; done
    case $1 in *u9o40504m*) [ "${refused:-0}" = 0 ] || return 1;; esac
    mkdir -p "${2%/*}" && printf '%s' "$1" >"$2"
}
"""
OPTIONS: Final = (
    "s3",
    "cp",
    "--no-sign-request",
    "--region",
    "us-east-1",
    "--only-show-errors",
)


def run_aws(
    terminal: Terminal, plan: Plan, before: str = "", cut: int | None = None
) -> Outcome:
    """Run the script, or its first lines, with a function in place of the AWS CLI."""
    script = "".join(write(plan, "cloud", "aws").splitlines(keepends=True)[:cut])
    place = terminal.folder.parent / "saved.sh"
    place.write_text(FAKE_AWS + before + script, "utf-8")
    return terminal.run(FORMS["aws"].run.format(file="../saved.sh"))


def calls(terminal: Terminal) -> list[tuple[str, ...]]:
    """Return the arguments of each call of the AWS CLI so far."""
    record = terminal.folder.parent / "arguments"
    arguments = record.read_text("utf-8").split("\0")[:-1] if record.exists() else []
    length = len(OPTIONS) + 2
    assert len(arguments) % length == 0
    return [
        tuple(arguments[start : start + length])
        for start in range(0, len(arguments), length)
    ]


def test_the_aws_cli_is_told_to_copy_every_file(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, COPIED, keys=TOLD)
    assert run_aws(terminal, plan) == (0, "3 files are there, 0 failed.\n", "")
    assert calls(terminal) == [
        (
            *OPTIONS,
            f"s3://stpubdata/{COPIES[entry.uri]}",
            f"./{plan.folder}/{entry.path}",
        )
        for entry in plan
    ]
    assert terminal.files().keys() == expected(archive, plan).keys()


def test_the_aws_cli_is_not_told_again_of_what_is_there(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, COPIED, keys=TOLD)
    assert run_aws(terminal, plan, "refused=1\n").status == 1
    assert len(calls(terminal)) == 3
    assert run_aws(terminal, plan) == (0, "3 files are there, 0 failed.\n", "")
    assert [call[-1].rpartition("/")[2] for call in calls(terminal)[3:]] == [
        "u9o40504m_c3m.fits"
    ]


def test_the_script_for_the_aws_cli_names_what_failed_and_goes_on(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, COPIED, keys=TOLD)
    outcome = run_aws(terminal, plan, "refused=1\n")
    failed = "failed: HST/U9O40504M/u9o40504m_c3m.fits\n"
    assert outcome == (1, "2 files are there, 1 failed.\n", failed)


def test_an_interrupted_script_for_the_aws_cli_ends_with_130(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, COPIED, keys=TOLD)
    outcome = run_aws(terminal, plan, "aws() { kill -s INT $$; }\n")
    assert outcome.status == 130
    assert calls(terminal) == []
    assert "cut off" not in outcome.errors


def test_a_script_for_the_aws_cli_that_was_cut_off_says_so(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, COPIED, keys=TOLD)
    outcome = run_aws(terminal, plan, cut=-2)
    assert outcome.status == 2
    assert "cut off" in outcome.errors


def test_without_the_aws_cli_its_script_says_so(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, COPIED, keys=TOLD)
    outcome = run_aws(terminal, plan, "unset -f aws\nPATH=/nowhere\n")
    assert outcome.status == 2
    assert "needs the AWS CLI" in outcome.errors
    assert terminal.files() == {}


@pytest.mark.parametrize("rows", [COPIED, [UNCERTAIN]], ids=["copies", "none"])
def test_shellcheck_finds_nothing(
    archive: StandInArchive, tmp_path: Path, rows: list[Row]
) -> None:
    shellcheck = shutil.which("shellcheck")
    if not shellcheck:
        pytest.skip("shellcheck is not installed")
    script = tmp_path / "script.sh"
    script.write_text(write(make_plan(archive, rows), "cloud", "aws"), "utf-8")
    command = [shellcheck, str(script)]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    assert found.stdout == ""


def test_the_script_for_the_aws_cli_does_nothing_but_copy(
    archive: StandInArchive, tmp_path: Path
) -> None:
    plan, terminal = hostile(tmp_path, archive)
    outcome = run_aws(terminal, plan)
    assert outcome.status == 0, outcome.errors
    assert terminal.files() == {
        f"work/{plan.folder}/{entry.path}": (
            f"s3://stpubdata/{archive.copies[entry.uri]}".encode()
        )
        for entry in plan
    }
    assert [call[:-2] for call in calls(terminal)] == [OPTIONS] * len(TRICKS)
