"""Runs what the library writes as a person would: in bash, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket import Basket, retrieval
from skybasket.archives.mast import Mast

from tests.archive.catalogue import answer, sizes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row

__all__ = ["DAY", "Outcome", "Terminal", "expected", "make_plan", "write"]

DAY: Final = "2026-11-22"
BASH: Final = shutil.which("bash") or "bash"
#: Starts a program that can be interrupted, even where the tests themselves cannot.
INTERRUPTIBLE: Final = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


class Outcome(NamedTuple):
    """What is left of a program when it has ended."""

    status: int
    output: str
    errors: str


class Terminal:
    """A folder to work in, with everything around it watched.

    :param root: an empty folder that holds the working folder, the home folder and
        the one for temporary files.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder, home, temporary = folders = [
            root / name for name in ("work", "home", "temporary")
        ]
        for folder in folders:
            folder.mkdir(parents=True)
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "LC_ALL": "C.UTF-8",
        }

    def start(self, script: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a script in bash; it can be interrupted together with its children."""
        place = self._root / "script.sh"
        place.write_text(script, "utf-8", newline="\n")
        return subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, BASH, *arguments, str(place)],
            cwd=self.folder,
            env=self._environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, script: str, *arguments: str) -> Outcome:
        """Run a script in bash to its end."""
        with self.start(script, *arguments) as process:
            return finish(process)

    def files(self) -> dict[str, bytes]:
        """Return all files that there are now, wherever they were written."""
        return {
            path.relative_to(self._root).as_posix(): path.read_bytes()
            for path in self._root.rglob("*")
            if path.is_file() and path.name != "script.sh"
        }


def finish(process: subprocess.Popen[str]) -> Outcome:
    """Wait for a program's end."""
    output, errors = process.communicate(timeout=60)
    return Outcome(process.returncode, output, errors)


def make_plan(
    archive: StandInArchive, rows: Sequence[Row], title: str = "Deep field"
) -> retrieval.Plan:
    """Plan to fetch all products of a list that the archive holds."""
    archive.hold(sizes(rows))
    basket = Basket(title, Mast(archive.address))
    basket.add(answer(rows))
    basket.select_all()
    return basket.plan(date=DAY)


def write(plan: retrieval.Plan, method: str = "curl") -> str:
    """Return the plan as a script or list."""
    return "".join(retrieval.method(method).pieces(plan))


def expected(archive: StandInArchive, plan: retrieval.Plan) -> dict[str, bytes]:
    """Return what `Terminal.files` finds when everything has arrived."""
    return {
        f"work/{plan.folder}/{entry.path}": archive.content(entry.uri) for entry in plan
    }
