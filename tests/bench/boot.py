"""Measure how soon the page is painted and Python answers, beside other ways to start.

The naive page is the same one with a worker as Pyodide's documents have it: Pyodide as
it comes, micropip, the library's wheel. PyScript starts the same library in the page.
All lie on one host that compresses what hosts usually do; each visit starts the browser
anew. Every figure is a median; what counts is the ratio to the naive page in one run.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from tests.bench._boot.pages import NAIVE, OWN, PYSCRIPT, make_pages
from tests.bench._boot.visits import COLD, KEPT, KINDS, OFFLINE, WARM, Host, visits
from tests.bench.scripts import say, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tests.bench._boot.visits import Visit

#: What each page can be visited as: only Skybasket's can do without the host.
TRIED: Final = {OWN: KINDS, NAIVE: (COLD, WARM), PYSCRIPT: (COLD, WARM)}
#: A line of 20 Mbit/s on which every answer takes 40 ms.
SLOW: Final = {"rate": 20.0, "delay": 40.0}

#: The most of the naive page's time for the same, or for a later visit.
TARGETS: Final = {COLD: 0.30, WARM: 0.30, KEPT: 0.30, OFFLINE: 0.30}
SLOW_TARGET: Final = 0.45
#: Milliseconds until the page is painted.
PAINT_TARGET: Final = 300


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="build.py bench boot --",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=5,
        metavar="N",
        help="visits of each kind, by turns (default: 5)",
    )
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error("--rounds takes a number from 1 on")
    return options


def measure(
    root: Path,
    slow: Mapping[str, float],
    rounds: int,
    tried: Mapping[str, Sequence[str]],
) -> Iterator[Visit]:
    """Yield all visits as they end, the pages by turns."""
    host = Host(root, slow)
    with sync_playwright() as playwright, host.running():
        for _ in range(rounds):
            for page, kinds in tried.items():
                yield from visits(playwright, host, page, tuple(kinds))


def medians(found: Iterable[Visit]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the medians of painting and answering, by page and kind of visit.

    A visit without any paint counts as one that is painted when Python answers.
    """
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for page, kind, painted, answered in found:
        paint = answered if painted is None else painted
        times.setdefault((page, kind), []).append((paint, answered))
    return {
        which: (median(paint for paint, _ in all_), median(time for _, time in all_))
        for which, all_ in times.items()
    }


def rows(
    found: Mapping[tuple[str, str], tuple[float, float]], targets: Mapping[str, float]
) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a table: one for each page and kind of visit."""
    for (page, kind), (painted, answered) in found.items():
        # A visit that the naive page cannot have is compared with its later one.
        naive = found.get((NAIVE, kind)) or found.get((NAIVE, WARM))
        ratio = answered / naive[1] if naive else 0.0
        target = targets.get(kind) if page == OWN else None
        yield (
            page,
            kind,
            f"{painted:.0f}",
            f"{answered:.0f}",
            f"{ratio:.2f}",
            "" if target is None else f"{target:.2f}",
            "" if target is None else ("yes" if ratio <= target else "NO"),
        )


HEAD: Final = ("page", "visit", "paint ms", "answer ms", "of naive", "target", "met")


def show(title: str, found: Sequence[Visit], targets: Mapping[str, float]) -> None:
    """Print what came of the visits."""
    say(f"\n{title}")
    say(table(HEAD, rows(medians(found), targets)))


def main(arguments: Sequence[str]) -> int:
    """Measure everything."""
    options = read_options(arguments)
    say(
        f"{platform.machine()}, {os.cpu_count()} processors,"
        f" load {os.getloadavg()[0]:.1f} at the start, {options.rounds} rounds"
    )
    with TemporaryDirectory(prefix="skybasket-boot-") as folder:
        root = Path(folder)
        absent = make_pages(root)
        for page, reason in absent.items():
            say(f"{page} is left out: {reason}")
        tried = {page: kinds for page, kinds in TRIED.items() if page not in absent}
        fast = list(measure(root, {}, options.rounds, tried))
        show("Host on this machine", fast, TARGETS)
        worst = max(
            paint for paint, _ in medians(v for v in fast if v.page == OWN).values()
        )
        say(f"first paint at most {worst:.0f} ms (target: {PAINT_TARGET} ms)")
        cold = dict.fromkeys(tried, (COLD,))
        slow = list(measure(root, SLOW, options.rounds, cold))
        show("Line of 20 Mbit/s, 40 ms an answer", slow, {COLD: SLOW_TARGET})
    say(f"\nload {os.getloadavg()[0]:.1f} at the end")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
