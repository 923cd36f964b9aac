"""The benchmark's machinery, with a handful of files and nothing to wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.archive import Fault
from tests.archive.catalogue import uri
from tests.bench import scripts
from tests.bench._contest import SERIAL, Trial, contest, products
from tests.bench._start import long_plan, starts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive import StandInArchive

FILES = 12


def part(*, tls: bool) -> scripts.Part:
    return scripts.Part("A few files", 3, 20, 200, tls=tls, target=0.5)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make everything small and quick."""
    monkeypatch.setattr(
        scripts, "PARTS", {"http": part(tls=False), "tls": part(tls=True)}
    )
    monkeypatch.setattr(scripts, "LATENCY", 0)
    monkeypatch.setattr(scripts, "MANY", 100)


@pytest.mark.usefixtures("small")
def test_every_way_gets_every_file_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert scripts.main(["--runs", "1"]) == 0
    told = capsys.readouterr().out
    lines = [line.split() for line in told.splitlines()]
    starts = [line[0] for line in lines if line]
    ratios = [line[4] for line in lines if line[:1] == [SERIAL]]
    assert ratios == ["1.000", "1.000"]
    assert starts.count("curl") == starts.count("python") == 4
    assert "WRONG" not in told


@pytest.mark.usefixtures("small")
def test_a_part_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--skip", "http", "--skip", "tls", "--skip", scripts.START]
    assert scripts.main(arguments) == 0
    assert SERIAL not in capsys.readouterr().out


@pytest.mark.usefixtures("small")
def test_a_wrong_tree_fails_the_benchmark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = Trial(SERIAL, 1.5, 0.5, 2, ["missing: a.fits"])
    monkeypatch.setattr(scripts, "run_contest", lambda *_: [trial])
    assert scripts.main(["--skip", scripts.START]) == 1
    assert f"WRONG {SERIAL}: missing: a.fits" in capsys.readouterr().out


def test_what_is_missing_or_wrong_is_named(
    archive: StandInArchive, tmp_path: Path
) -> None:
    rows = products(FILES, 200, 300)
    archive.faults[uri(rows[3])] = Fault.MISSING
    archive.faults[uri(rows[5])] = Fault.UNANNOUNCED_SHORT
    (trial,) = contest(archive, rows, [SERIAL], 1, tmp_path)
    names = [str(rows[number]["productFilename"]) for number in (3, 5)]
    told = [fault.rpartition("/")[0::2] for fault in trial.faults]
    assert [name for _, name in told] == names
    assert [fault.partition(":")[0] for fault in trial.faults] == ["missing", "wrong"]


def test_ways_take_turns(archive: StandInArchive, tmp_path: Path) -> None:
    trials = contest(archive, products(1, 20, 20), [SERIAL, "python"], 2, tmp_path)
    assert [trial.way for trial in trials] == [SERIAL, "python"] * 2


def test_the_files_are_the_same_every_time() -> None:
    rows = products(FILES, 20, 200)
    assert rows == products(FILES, 20, 200)
    assert len({uri(row) for row in rows}) == FILES


def test_a_start_is_judged_by_what_it_prints(tmp_path: Path) -> None:
    results = list(starts(long_plan(200), ["python"], 1, tmp_path))
    assert [start.what for start in results] == [
        "python --list | head",
        "python --check",
    ]
    assert not any(start.is_wrong for start in results)
    assert all(start.megabytes > 1 for start in results)
