"""What it takes to start a script with a very long list."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket import Basket, retrieval

from tests.browser.lists import many
from tests.scripts.terminal import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Start", "least_memory", "long_plan", "starts"]

_LAUNCHER: Final = Path(__file__).with_name("_launcher.py")
_HEAD: Final = 10
#: Files of one observation.
_TOGETHER: Final = 100


class Start(NamedTuple):
    """One start of one script."""

    #: The method that wrote the script, and what was asked of it.
    what: str
    seconds: float
    #: Of the largest of its processes.
    megabytes: float
    #: Whether it printed something else than it should.
    is_wrong: bool


def long_plan(count: int) -> retrieval.Plan:
    """Plan to fetch so many files, a multiple of 100, from the archive's address."""
    basket = Basket("Benchmark")
    basket.add(many(count // _TOGETHER, _TOGETHER))
    basket.select_all()
    return basket.plan(retrieval.Options(), date=DAY)


def starts(
    plan: retrieval.Plan, methods: Sequence[str], runs: int, root: Path
) -> Iterator[Start]:
    """Yield each start as it ends, by turns.

    :param root: an empty folder for everything.
    """
    (root / plan.folder).mkdir()
    listed = [f"{entry.size}\t{entry.path}" for entry in islice(plan, _HEAD)]
    missing = f"0 of {plan.count} files complete, {plan.count} not"
    commands: list[tuple[str, str, list[str]]] = []
    for name in methods:
        form = retrieval.form(retrieval.method(name))
        place = root / f"{name}{form.suffix}"
        with place.open("w", encoding="utf-8", newline="") as script:
            script.writelines(form.pieces(plan))
        run = form.run.format(file=place.name, folder=plan.folder)
        told = f"{name} --list | head"
        commands += [
            (told, f"{run} --list | head -n {_HEAD} | cut -f 1,2", listed),
            (f"{name} --check", f"{run} --check | tail -n 1", [missing]),
        ]
    for _ in range(runs):
        for what, command, expected in commands:
            yield _start(what, command, expected, root)


def least_memory(folder: Path) -> float:
    """Return how many megabytes a command seems to take that does nothing."""
    return _start("", "true", [], folder).megabytes


def _start(what: str, command: str, expected: list[str], folder: Path) -> Start:
    # Neither does it load what it is not going to use.
    launcher = [sys.executable, "-I", "-S", str(_LAUNCHER), command]
    result = subprocess.run(
        launcher, cwd=folder, check=True, capture_output=True, text=True
    )
    *printed, measured = result.stdout.splitlines()
    seconds, kilobytes, _ = map(float, measured.split())
    wrong = printed != expected or bool(result.stderr)
    return Start(what, seconds, kilobytes * 1024 / 1e6, wrong)
