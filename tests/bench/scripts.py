"""Measure the generated scripts against a serial script of one curl a file.

All fetch the same files from the stand-in archive, whose answers are late and lead to
a bucket on another host. Every run takes about a quarter of an hour.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket import retrieval

from tests.archive import StandInArchive
from tests.bench._contest import SERIAL, contest, products
from tests.bench._start import least_memory, long_plan, starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.bench._contest import Trial
    from tests.bench._start import Start

METHODS: Final = ("curl", "python", "wget", "aria2")
#: Those of them that start with their own list.
SELF_CONTAINED: Final = ("curl", "python")
#: Programs whose versions matter.
PROGRAMS: Final = ("bash", "curl", "python3", "wget", "aria2c")

#: Seconds by which each answer is late; the first of a connection more so.
LATENCY: Final = 0.05
#: Files of the longest list.
MANY: Final = 1_000_000
#: How many faults of a run are shown.
SHOWN: Final = 3
#: Bytes that have to be free in a folder in memory; otherwise one on the disk is used.
ROOM: Final = 4e9
IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - only folders of its own are made


class Part(NamedTuple):
    """Some files, and the way to them."""

    title: str
    files: int
    #: Bytes, as `largest`.
    smallest: int
    largest: int
    tls: bool = False
    #: The most that scripts which keep the contract take of the serial script's time.
    target: float | None = None


PARTS: Final[Mapping[str, Part]] = {
    "http": Part(
        "589 files of 20 to 200 KB over http", 589, 20_000, 200_000, target=0.20
    ),
    "tls": Part(
        "589 files of 20 to 200 KB with TLS",
        589,
        20_000,
        200_000,
        tls=True,
        target=0.13,
    ),
    "large": Part("40 files of 20 to 50 MB over http", 40, 20_000_000, 50_000_000),
}
START: Final = "start"


def say(text: str = "") -> None:
    """Print a line of the result."""
    print(text, flush=True)  # noqa: T201


def note(text: str) -> None:
    """Tell whoever waits how far it is."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="build.py bench scripts --", description=__doc__
    )
    parser.add_argument(
        "--runs",
        type=int,
        default=3,
        metavar="N",
        help="how often everything is measured (default: 3)",
    )
    parser.add_argument(
        "--skip",
        action="append",
        default=[],
        choices=[*PARTS, START],
        help="leave a part out; may be given several times",
    )
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error("--runs takes a number from 1 on")
    return options


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out rows, the first column to the left, all others to the right."""
    lines = [heads, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  "
        + line[0].ljust(widths[0])
        + "".join(
            "  " + cell.rjust(width)
            for cell, width in zip(line[1:], widths[1:], strict=True)
        )
        for line in lines
    )


def version(program: str) -> str:
    """Return what a program calls its version."""
    told = subprocess.run(
        [program, "--version"], check=True, capture_output=True, text=True
    )
    found = re.search(r"\d+(\.\d+)+", told.stdout)
    return f"{program} {found[0] if found else 'of unknown version'}"


def load() -> str:
    """Return how many processes want a processor."""
    return f"{os.getloadavg()[0]:.1f}"


def say_conditions(runs: int, folder: Path) -> None:
    """Tell what the numbers depend on."""
    there = [version(name) for name in PROGRAMS if shutil.which(name)]
    say(f"{os.cpu_count()} processors, load {load()} before; {platform.platform()}")
    say(", ".join(there))
    say(
        f"each answer {LATENCY * 1000:.0f} ms late, the first of a connection twice"
        " as late, with TLS three times;"
    )
    say("each file by a redirect to a bucket on another host, from this machine itself")
    say(f"medians of runs by turns: {runs}; files go to {folder.parent}")


def can_run(name: str) -> bool:
    """Tell whether a method's script can be run here, and say so if not."""
    program = retrieval.form(retrieval.method(name)).run.partition(" ")[0]
    needed = {program, "wget"} if name == "wget" else {program}
    missing = sorted(name for name in needed if not shutil.which(name))
    if missing:
        say(f"not measured: {name}, because there is no {' and no '.join(missing)}")
    return not missing


def run_contest(part: Part, names: Sequence[str], runs: int, root: Path) -> list[Trial]:
    """Have all ways fetch the files of a part."""
    trials: list[Trial] = []
    rows = products(part.files, part.smallest, part.largest)
    with StandInArchive(tls=part.tls) as archive:
        archive.latency = LATENCY
        for trial in contest(archive, rows, names, runs, root):
            note(f"{part.title}: {trial.way} {trial.seconds:.1f} s")
            trials.append(trial)
    return trials


def say_contest(part: Part, trials: Sequence[Trial]) -> bool:
    """Print what came of a contest; whether all files were right."""
    ways = list(dict.fromkeys(trial.way for trial in trials))
    by_way = {way: [trial for trial in trials if trial.way == way] for way in ways}
    serial = median(trial.seconds for trial in by_way[SERIAL])
    say(f"\n{part.title}")
    heads = ("", "seconds", "from", "to", "of serial", "target", "CPU s", "connections")
    say(table(heads, [_row(part, by_way[way], serial) for way in ways]))
    wrong = [trial for trial in trials if trial.faults]
    for trial in wrong:
        say(f"  WRONG {trial.way}: {'; '.join(trial.faults[:SHOWN])}")
        say(f"    {len(trial.faults)} faults in all")
    return not wrong


def _row(part: Part, trials: Sequence[Trial], serial: float) -> list[str]:
    """Return one way's line of the table."""
    way = trials[0].way
    seconds = [trial.seconds for trial in trials]
    bound = way != SERIAL and retrieval.method(way).verification == "contract"
    return [
        way,
        f"{median(seconds):.1f}",
        f"{min(seconds):.1f}",
        f"{max(seconds):.1f}",
        f"{median(seconds) / serial:.3f}",
        f"{part.target:.2f}" if part.target and bound else "",
        f"{median(trial.cpu_seconds for trial in trials):.1f}",
        f"{median(trial.connections for trial in trials):.0f}",
    ]


def run_starts(
    count: int, methods: Sequence[str], runs: int, root: Path
) -> list[Start]:
    """Start scripts of so many files, a multiple of 100."""
    note(f"writing scripts of {count:,} files")
    results: list[Start] = []
    for start in starts(long_plan(count), methods, runs, root):
        note(f"{start.what} {start.seconds:.1f} s")
        results.append(start)
    return results


def say_starts(count: int, results: Sequence[Start], least: float) -> bool:
    """Print what it takes to start; whether the scripts printed what they should.

    :param least: the megabytes that cannot be told from none.
    """
    say(f"\nA script of {count:,} files (target: starts within 2 s and 20 MB)")
    rows = []
    for what in dict.fromkeys(start.what for start in results):
        own = [start for start in results if start.what == what]
        seconds = median(start.seconds for start in own)
        megabytes = median(start.megabytes for start in own)
        rows.append([what, f"{seconds:.2f}", f"{megabytes:.1f}"])
    say(table(("", "seconds", "MB"), rows))
    say(f"  MB of the largest process; less than {least:.1f} cannot be told")
    wrong = {start.what for start in results if start.is_wrong}
    for what in sorted(wrong):
        say(f"  WRONG {what}: printed something else than expected")
    return not wrong


def main(arguments: Sequence[str]) -> int:
    """Measure; 1 if any file or any output was wrong."""
    options = read_options(arguments)
    roomy = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM
    place = str(IN_MEMORY) if roomy else gettempdir()
    right = []
    with TemporaryDirectory(prefix="skybasket-", dir=place) as folder:
        root = Path(folder)
        say_conditions(options.runs, root)
        names = [SERIAL, *filter(can_run, METHODS)]
        for key, part in PARTS.items():
            if key not in options.skip:
                (root / key).mkdir()
                trials = run_contest(part, names, options.runs, root / key)
                right.append(say_contest(part, trials))
        if START not in options.skip:
            (root / START).mkdir()
            results = run_starts(MANY, SELF_CONTAINED, options.runs, root / START)
            right.append(say_starts(MANY, results, least_memory(root)))
    say(f"\nload {load()} after")
    return 0 if all(right) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
