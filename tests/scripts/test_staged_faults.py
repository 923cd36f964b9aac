"""The scripts for a staged request where files, connections or servers fail."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.archive.catalogue import product
from tests.archive.certificate import Certificate
from tests.archive.staging import StagingArea, Trouble
from tests.scripts.staged import (
    CURL,
    IMAGE,
    LARGE,
    NAME,
    PATH,
    ROWS,
    SOURCES,
    Staged,
    content_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.scripts.programs import Program
    from tests.scripts.terminal import Terminal


def test_a_missing_file_fails_and_the_others_arrive(
    staged: Callable[..., Staged],
) -> None:
    script = staged()
    (script.area.folder() / NAME).unlink()
    outcome = script.run()
    assert outcome.status == 1
    found = dict(script.found)
    listed = found.pop("failed.txt").decode()
    assert found == {path: text for path, text in script.wanted.items() if path != PATH}
    assert script.failed() == {PATH: "the staging area has no such file"}
    assert listed.startswith(f"30001\t-\t-\t{PATH}\t{script.entry(IMAGE).uri}\t")
    assert f"failed: {PATH}: the staging area has no such file\n" in outcome.errors
    assert "2 of 3 files complete, 1 failed; this run: 2 files" in outcome.output
    script.area.stage({NAME: content_of(IMAGE)})
    assert script.run().status == 0
    assert script.found == script.wanted


@pytest.mark.parametrize(
    "trouble",
    [Trouble.DROPPED, Trouble.SHORT, Trouble.WRONG_SIZE, Trouble.CHANGED],
    ids=lambda trouble: trouble.name,
)
def test_a_delivery_that_breaks_is_overcome(
    staged: Callable[..., Staged], trouble: Trouble
) -> None:
    script = staged([LARGE, SOURCES])
    script.area.fail(NAME, trouble)
    outcome = script.run()
    kept = script.area.folder() / NAME
    assert (NAME, trouble) in script.area.injected
    assert outcome.status == 0, outcome.errors
    assert script.place(LARGE).read_bytes() == kept.read_bytes()
    assert script.found.keys() == script.wanted.keys()


def test_a_server_that_cannot_go_on_sends_it_anew(
    staged: Callable[..., Staged],
) -> None:
    script = staged([LARGE])
    script.area.fail(NAME, Trouble.DROPPED, Trouble.NO_RESTART)
    outcome = script.run()
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted


def test_a_size_that_is_never_reached_fails(
    area: StagingArea, terminal: Terminal
) -> None:
    script = Staged(area, terminal, CURL, ROWS)
    area.fail(NAME, *[Trouble.WRONG_SIZE] * 20)
    outcome = script.run()
    assert outcome.status == 1
    assert script.failed() == {PATH: "30001 of 30101 bytes came"}
    assert PATH not in script.found


def test_a_file_whose_size_nobody_tells_is_unverified(
    area: StagingArea, terminal: Terminal
) -> None:
    script = Staged(area, terminal, CURL, ROWS)
    area.fail(NAME, Trouble.NO_SIZE)
    outcome = script.run()
    assert outcome.status == 0
    assert outcome.output.endswith("; 0 changed, 1 unverified\n")
    assert script.found == script.wanted


def test_a_size_that_differs_from_the_list_is_told(
    staged: Callable[..., Staged],
) -> None:
    script = staged()
    script.area.stage({NAME: b"another version"})
    outcome = script.run()
    told = f"changed: {PATH}: 30001 bytes in the basket, 15 at the archive"
    assert outcome.status == 0
    assert told in outcome.output.splitlines()


def test_a_checksum_of_the_list_holds(staged: Callable[..., Staged]) -> None:
    script = staged()
    wrong = f"sha1:{'0' * 40}"
    right = hashlib.sha1(content_of(SOURCES), usedforsecurity=False).hexdigest()
    text = script.text.replace("# 30001\t-", f"# 30001\t{wrong}")
    script.text = text.replace("# 70\t-", f"# 70\tsha1:{right}")
    assert script.run().status == 1
    assert script.failed() == {PATH: "wrong checksum"}
    assert PATH not in script.found
    assert script.run("--check").output.endswith("2 of 3 files complete, 1 not\n")


def test_a_busy_server_is_tried_again(staged: Callable[..., Staged]) -> None:
    script = staged()
    script.area.busy = 2
    outcome = script.run()
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted


def test_a_server_that_lets_few_in_at_a_time_is_obeyed(
    area: StagingArea, terminal: Terminal
) -> None:
    rows = [product(f"n{n:02}.fits", "A", size=3000 + n) for n in range(40)]
    script = Staged(area, terminal, CURL, rows)
    area.most = 2
    area.pause = 0.002
    outcome = script.run("--jobs", "8")
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted
    assert len(area.sent("RETR")) == 40
    assert area.turned_away


def test_small_files_share_a_login(staged: Callable[..., Staged]) -> None:
    rows = [product(f"n{n:02}.fits", "A", size=300 + n) for n in range(60)]
    script = staged(rows)
    (script.area.folder() / "n30.fits").unlink()
    outcome = script.run()
    assert outcome.status == 1
    assert script.failed() == {"JWST/A/n30.fits": "the staging area has no such file"}
    assert len(script.found) == 60  # one is failed.txt
    # One for a look at first, three for the missing file, the others for all files.
    assert len(script.area.sent("USER")) < 30


def test_a_folder_that_is_gone_ends_the_run(staged: Callable[..., Staged]) -> None:
    script = staged()
    shutil.rmtree(script.area.folder())
    outcome = script.run()
    assert outcome.status == 2
    assert "has no folder stage/anonymous/anonymous12345/" in outcome.errors
    assert "it may not be ready yet, or gone" in outcome.errors


def test_nothing_is_sent_without_tls(
    terminal: Terminal, staged_program: Program
) -> None:
    with StagingArea(tls=False) as area:
        outcome = Staged(area, terminal, staged_program, ROWS).run()
        assert outcome.status == 2
        assert "offers no TLS; nothing was sent to it" in outcome.errors
        assert area.sent("USER") == area.sent("PASS") == []


def test_a_server_that_nobody_vouches_for_is_left(
    staged: Callable[..., Staged], tmp_path: Path
) -> None:
    script = staged()
    stranger = Certificate()
    trusted = shutil.copy(stranger.path, tmp_path / "other.pem")
    stranger.close()
    script.terminal.environment |= dict.fromkeys(
        ("CURL_CA_BUNDLE", "SSL_CERT_FILE"), str(trusted)
    )
    outcome = script.run()
    assert outcome.status == 2
    assert "cannot prove who it is" in outcome.errors
    assert script.area.sent("USER") == []
