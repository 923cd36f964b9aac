"""Try to break every reader with inputs that Hypothesis and atheris make up.

Each target gets an equal share of the time, half of it with either. What fails is
written down, and so are inputs that reached something new; the exit status is 1 then
if anything failed. Where atheris cannot be installed, Hypothesis has all the time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import toolchain

from tests.bench.scripts import say, table
from tests.fuzz.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence

#: It needs no other package, and has wheels for Linux only.
ATHERIS: Final = "3.0.0"
RESULTS: Final = toolchain.ROOT / "test-results" / "fuzz"
_ATHERIS_FOLDER: Final = toolchain.VENV / f"atheris-{ATHERIS}"
#: Seconds beyond its time after which a process is given up, however busy the machine.
_GRACE: Final = 3600
_NOW: Final = re.compile(r"#\d+\s+(INITED|\S+)\s+cov: \d+ ft: (\d+)")
_DONE: Final = re.compile(r"#(\d+)\s+DONE\b")


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="build.py fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="in all; 10")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), help="these only")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.targets if name not in TARGETS]:
        parser.error(f"no target {unknown[0]!r}; there are {', '.join(TARGETS)}")
    return options


def install_atheris() -> bool:
    """Install atheris beside the other packages; tell whether it is there."""
    if not (_ATHERIS_FOLDER / "atheris").is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        pip += ["--only-binary=:all:", "--target", str(_ATHERIS_FOLDER)]
        subprocess.run([*pip, f"atheris=={ATHERIS}"], check=False, capture_output=True)
    is_there = (_ATHERIS_FOLDER / "atheris").is_dir()
    if not is_there:
        say(f"atheris {ATHERIS} cannot be installed here: Hypothesis tries alone.")
    return is_there


def _run(module: str, seconds: float, names: Sequence[str]) -> str:
    """Have targets tried, each for so many seconds; return what was printed."""
    path = os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(_ATHERIS_FOLDER)])
    command = [sys.executable, "-m", f"tests.fuzz.{module}", str(RESULTS)]
    RESULTS.mkdir(parents=True, exist_ok=True)
    with (RESULTS / f"{module}.txt").open("wb") as said:
        ended = subprocess.run(
            [*command, str(seconds), *names],
            cwd=toolchain.ROOT,
            check=False,
            stdout=subprocess.PIPE,
            stderr=said,
            env={**os.environ, "PYTHONPATH": path},
            timeout=seconds * len(names) + _GRACE,
        )
    return ended.stdout.decode()


def try_by_hypothesis(seconds: float, names: Sequence[str]) -> dict[str, int]:
    """Try targets with what Hypothesis draws; return how many inputs each got."""
    lines = _run("by_hypothesis", seconds, names).splitlines()
    return dict(map(json.loads, lines))


def try_by_atheris(seconds: float, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Try targets with what atheris makes of the corpus.

    :returns: how many inputs each got, and how many combinations of the library's
        branches these reached that the corpus does not.
    """
    _run("by_atheris", seconds, names)
    found = {}
    for name in names:
        said = (RESULTS / name / "said.txt").read_text("utf-8", "replace")
        told, done = _NOW.findall(said), _DONE.search(said)
        if told and done:
            begun = next((int(ft) for event, ft in told if event == "INITED"), 0)
            found[name] = int(done[1]), int(told[-1][1]) - begun
    return found


def main(arguments: Sequence[str]) -> int:
    """Try all targets, and print what came of it."""
    options = read_options(arguments)
    names = options.targets
    shutil.rmtree(RESULTS, ignore_errors=True)
    has_atheris = install_atheris()
    share = options.minutes * 60 / len(names) / (1 + has_atheris)
    drawn = try_by_hypothesis(share, names)
    guided = try_by_atheris(share, names) if has_atheris else {}
    failures = [
        f"{name}: Hypothesis did not end, see {RESULTS / 'by_hypothesis.txt'}"
        for name in names
        if name not in drawn
    ]
    failures += [
        f"{name}: atheris did not end, see {RESULTS / name / 'said.txt'}"
        for name in names
        if has_atheris and name not in guided
    ]
    rows = []
    for name in names:
        defects = sorted((RESULTS / name).glob("defect-*.txt"))
        failures += [str(path.relative_to(toolchain.ROOT)) for path in defects]
        tried, paths = guided.get(name, (0, 0))
        counts = (drawn.get(name, 0), tried, paths, len(defects))
        rows.append([name, *(f"{count:,}" for count in counts)])
    say(table(["target", "by Hypothesis", "by atheris", "new paths", "defects"], rows))
    for failure in failures:
        say(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
