"""Run the stand-in archive for people who develop offline."""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.archive.catalogue import observed, sizes
from tests.archive.server import StandInArchive

#: Ports to try, so that the address usually stays the same.
PORTS: Final = range(8701, 8800)
SAMPLE: Final = Path(__file__).parents[2] / "site" / "sample.json"
WORDS: Final = """\
A stand-in for the archive is at {address} (Ctrl+C stops it)
It holds the {count} files of the sample basket, all of M 101. To use it in the page:
  python3 build.py serve --archive {address} --references {address}"""


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="build.py archive --", description=__doc__)
    parser.add_argument(
        "--latency",
        type=float,
        default=0,
        metavar="SECONDS",
        help="how late each answer is, the first of a connection twice as much",
    )
    parser.add_argument(
        "--faults",
        type=float,
        default=0,
        metavar="RATE",
        help="how probable it is that an attempt at a file goes wrong, from 0 to 1",
    )
    return parser.parse_args()


def start() -> StandInArchive:
    """Start an archive at the first port that is free."""
    for port in PORTS:
        with suppress(OSError):
            return StandInArchive(port=port)
    sys.exit("found no free port for the archive: stop another server and try again")


def main() -> None:
    """Do what the command line asks, until Ctrl+C."""
    options = read_options()
    with start() as archive:
        rows = json.loads(SAMPLE.read_text("utf-8"))["data"]
        archive.hold(sizes(rows))
        archive.observations, archive.products = observed(rows)
        archive.references.makes_up = True
        archive.targets["m 101"] = (210.8, 54.35)
        archive.latency = options.latency
        archive.mix(options.faults)
        words = WORDS.format(address=archive.address, count=len(archive.sizes))
        print(words, flush=True)  # noqa: T201 - it talks to people
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(60)


if __name__ == "__main__":
    main()
