"""The lists for s5cmd and rclone, run by these."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING

import pytest
from skybasket.archives.mast import Mast
from skybasket.archives.mast_cloud import lookup_requests, read_lookup
from skybasket.retrieval import cloud

from tests.archive import Fault
from tests.archive.catalogue import uri
from tests.scripts.copies import (
    COPIED,
    COPIES,
    EXPOSURE,
    MOSAIC,
    SPECTRUM,
    TOLD,
    UNCERTAIN,
    hostile,
    ready,
    run,
)
from tests.scripts.terminal import expected, make_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Terminal


def delivered(archive: StandInArchive) -> int:
    """Return how many files the bucket sent since the last call."""
    count = len(archive.delivered)
    archive.visits.clear()
    return count


def by_key(
    archive: StandInArchive, plan: Plan, copies: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files as `Terminal.files` finds them, in the bucket's folders."""
    return {
        f"work/{plan.folder}/{key}": archive.content(uri) for uri, key in copies.items()
    }


# s5cmd


def test_s5cmd_copies_every_file_to_its_place(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    outcome = run(terminal, plan, "s5cmd")
    assert outcome.status == 0, outcome.errors
    assert terminal.files() == expected(archive, plan)


def test_s5cmd_copies_what_is_there_not_again(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    assert run(terminal, plan, "s5cmd").status == 0
    assert delivered(archive) == 3
    assert run(terminal, plan, "s5cmd").status == 0
    assert delivered(archive) == 0


def test_s5cmd_survives_a_dropped_line(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    archive.fail(uri(EXPOSURE), Fault.SHORT)
    assert run(terminal, plan, "s5cmd").status == 0
    assert (uri(EXPOSURE), Fault.SHORT) in archive.injected
    assert terminal.files() == expected(archive, plan)


def test_s5cmd_goes_on_after_a_file_that_is_not_there(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    del archive.copies[uri(SPECTRUM)]
    outcome = run(terminal, plan, "s5cmd")
    assert outcome.status == 1
    assert "u9o40504m_c3m.fits" in outcome.errors
    there = expected(archive, make_plan(archive, [EXPOSURE, MOSAIC], keys=TOLD))
    assert terminal.files() == there


def test_s5cmd_names_what_is_missing(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    assert run(terminal, plan, "s5cmd").status == 0
    assert run(terminal, plan, "s5cmd", "check").output == ""
    (terminal.folder / plan.folder / "HST/U9O40504M/u9o40504m_c3m.fits").unlink()
    [missing] = run(terminal, plan, "s5cmd", "check").output.splitlines()
    assert missing.endswith("/HST/U9O40504M/u9o40504m_c3m.fits")
    assert len(terminal.files()) == 2


def test_what_the_archive_is_asked_about_can_be_copied_then(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    rows = [*COPIED, UNCERTAIN]
    asked = cloud.uncertain(make_plan(archive, rows))
    [request] = lookup_requests(Mast(archive.address), asked)
    answer = terminal.run(f"curl -sSf {shlex.quote(request)}").output
    keys = {uri: key or "" for uri, key in read_lookup(answer).items()}
    assert keys == {**TOLD, uri(UNCERTAIN): ""}
    plan = make_plan(archive, rows, keys=keys)
    assert run(terminal, plan, "s5cmd").status == 0
    assert terminal.files() == expected(archive, make_plan(archive, COPIED))


# rclone


needs_rclone = pytest.mark.skipif(
    not shutil.which("rclone"), reason="rclone is not installed"
)


@needs_rclone
def test_rclone_copies_every_file_into_the_buckets_folders(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    outcome = run(terminal, plan, "rclone")
    assert outcome.status == 0, outcome.errors
    assert terminal.files() == by_key(archive, plan, COPIES)


@needs_rclone
def test_rclone_copies_what_is_there_not_again(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    assert run(terminal, plan, "rclone").status == 0
    assert delivered(archive) == 3
    assert run(terminal, plan, "rclone").status == 0
    assert delivered(archive) == 0


@needs_rclone
def test_rclone_survives_a_dropped_line(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    archive.fail(uri(EXPOSURE), Fault.SHORT)
    assert run(terminal, plan, "rclone").status == 0
    assert (uri(EXPOSURE), Fault.SHORT) in archive.injected
    assert terminal.files() == by_key(archive, plan, COPIES)


@needs_rclone
def test_a_check_finds_what_rclone_does_not_tell(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, COPIED, keys=TOLD)
    del archive.copies[uri(SPECTRUM)]
    assert run(terminal, plan, "rclone").status == 0
    missing = f"missing: {COPIES[uri(SPECTRUM)]}\n"
    assert run(terminal, plan, "rclone", "check").output == missing
    archive.copies[uri(SPECTRUM)] = COPIES[uri(SPECTRUM)]
    assert run(terminal, plan, "rclone").status == 0
    assert run(terminal, plan, "rclone", "check") == (0, "", "")


@needs_rclone
def test_rclone_copies_nothing_where_the_list_has_nothing(
    archive: StandInArchive, terminal: Terminal
) -> None:
    ready(archive, terminal)
    plan = make_plan(archive, [UNCERTAIN])
    assert run(terminal, plan, "rclone").status == 0
    assert terminal.files() == {}


# Names that someone chose to do harm


def test_s5cmd_does_nothing_but_copy(archive: StandInArchive, tmp_path: Path) -> None:
    plan, terminal = hostile(tmp_path, archive)
    outcome = run(terminal, plan, "s5cmd")
    assert outcome.status == 0, outcome.errors
    assert terminal.files() == expected(archive, plan)


@needs_rclone
def test_rclone_does_nothing_but_copy(archive: StandInArchive, tmp_path: Path) -> None:
    plan, terminal = hostile(tmp_path, archive)
    outcome = run(terminal, plan, "rclone")
    assert outcome.status == 0, outcome.errors
    assert terminal.files() == by_key(archive, plan, archive.copies)
    assert run(terminal, plan, "rclone", "check") == (0, "", "")
