"""Mutation testing finds the changes that a test notices, and those that none does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

changes = pytest.importorskip(
    "tests.mutants.changes", reason="only build.py mutants installs mutmut"
)

ROOT: Final = Path(__file__).resolve().parents[2]
MODULE: Final = """
LIMIT = 3

def rest(number: int, most: int = LIMIT) -> int:
    if number > most:
        message = "Too large."
        raise ValueError(message, "a number")
    return most - number

def pairs(ones):
    return list(zip(ones, ones, strict=True))

class Counter:
    @property
    def next(self) -> int:
        return rest(1) + 1
"""
TESTS: Final = """
import module

def test_rest():
    assert module.rest(3) == 0

def test_next():
    assert module.Counter().next >= 3
"""
TRIAL: Final = """
import sys
from pathlib import Path
import pytest
from tests.mutants.changes import changes
from tests.mutants.trial import Trial

def tell(outcome):
    print(outcome.end, outcome.change.key)

folder = Path(sys.argv[1])
sys.path.append(str(folder))
found = list(changes(folder / "module.py", "module.py"))
options = ["-s", "-q", "--assert=plain", "--rootdir", str(folder)]
sys.exit(pytest.main([*options, str(folder)], [Trial(found, tell)]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "module.py").write_text(MODULE)
    (tmp_path / "test_module.py").write_text(TESTS)
    return tmp_path


def test_functions_are_changed_and_words_are_not(folder: Path) -> None:
    file = folder / "module.py"
    found = [change.key for change in changes.changes(file, "module.py")]
    assert "module.py rest: if number > most: -> if number >= most:" in found
    assert "module.py Counter.next: return rest(1) + 1 -> return rest(2) + 1" in found
    assert not any("message" in key or "strict=False" in key for key in found)
    assert not any("LIMIT" in key for key in found)


def test_what_no_test_notices_survives(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", TRIAL, str(folder)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    lines = run.stdout.splitlines()
    assert "killed module.py rest: if number > most: -> if number >= most:" in lines
    assert (
        "killed module.py rest: return most - number -> return most + number" in lines
    )
    assert (
        "killed module.py Counter.next: return rest(1) + 1 -> return rest(1) - 1"
        in lines
    )
    survived = [line for line in lines if line.startswith("survived")]
    same = "return rest(1) + 1 -> return rest(1) + 2"
    assert survived == [f"survived module.py Counter.next: {same}"]
    assert any(line.startswith("unreached module.py pairs: ") for line in lines)
    assert run.returncode == 0
