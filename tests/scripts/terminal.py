"""Runs what the library writes as a person would, in a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket import Basket, retrieval
from skybasket.archives.mast import Mast

from tests.archive.catalogue import answer, sizes
from tests.scripts.programs import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.scripts.programs import Program

__all__ = ["DAY", "Outcome", "Terminal", "expected", "make_plan", "write"]

DAY: Final = "2026-11-22"
#: Seconds after which a program has no end, however much else the machine has to do.
_PATIENCE: Final = 300
#: Starts a program that can be interrupted, even where the tests themselves cannot.
INTERRUPTIBLE: Final = """
import os, signal, sys
for name in ("SIGINT", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_DFL)
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
        self.folder, home, self.temporary = folders = [
            root / name for name in ("work", "home", "temporary")
        ]
        for folder in folders:
            folder.mkdir(parents=True)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(self.temporary),
            "LC_ALL": "C.UTF-8",
            # Scripts try again at once.
            "SKYBASKET_PAUSE": "0",
        }

    def start(
        self, script: str, *options: str, program: Program | None = None
    ) -> subprocess.Popen[str]:
        """Start a script; it can be interrupted together with its children.

        :param options: come after the script, ``--dest`` spelled as the program's
            language does.
        :param program: what runs it, bash if none is given.
        """
        program = program or BY_NAME["curl"]
        place = self._root / f"script{program.suffix}"
        place.write_text(script, "utf-8", newline="")
        command = [*program.interpreter, str(place), *program.options(options)]
        return subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, *command],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(
        self, script: str, *options: str, program: Program | None = None
    ) -> Outcome:
        """Run a script to its end; see `start`."""
        with self.start(script, *options, program=program) as process:
            return finish(process)

    def files(self) -> dict[str, bytes]:
        """Return all files that there are now, wherever they were written."""
        return {
            path.relative_to(self._root).as_posix(): path.read_bytes()
            for path in self._root.rglob("*")
            if path.is_file() and path.parent != self._root
        }


def finish(process: subprocess.Popen[str]) -> Outcome:
    """Wait for a program's end; one that does not come to it is killed."""
    try:
        output, errors = process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return Outcome(process.returncode, output, errors)


def make_plan(
    archive: StandInArchive,
    rows: Sequence[Row],
    title: str = "Deep field",
    **options: Any,  # noqa: ANN401
) -> retrieval.Plan:
    """Plan to fetch all products of a list that the archive holds.

    :param options: those of `retrieval.Options`.
    """
    archive.hold(sizes(rows))
    basket = Basket(title, Mast(archive.address))
    basket.add(answer(rows))
    basket.select_all()
    return basket.plan(retrieval.Options(**options), date=DAY)


def write(plan: retrieval.Plan, method: str = "curl", form: str = "") -> str:
    """Return the plan as a script or list."""
    return "".join(retrieval.form(retrieval.method(method), form).pieces(plan))


def expected(archive: StandInArchive, plan: retrieval.Plan) -> dict[str, bytes]:
    """Return the files of the plan as `Terminal.files` finds them when all are there.

    What scripts write beside them, the receipt, is not among them.
    """
    return {
        f"work/{plan.folder}/{entry.path}": archive.content(entry.uri) for entry in plan
    }
