"""Measure a click: the library, the command and the page, beside other engines.

In a real browser and at several sizes, on made-up products: what the library needs for
a query, what the page's whole command needs, how long it takes until the answer is on
the screen, and until a list of the products is. DuckDB-Wasm, crossfilter2, itemsjs,
arquero and plain typed arrays answer the same queries in the same browser; pandas,
polars, numpy and astroquery do so in CPython, beside the library there. All answers are
compared: one that differs is a fault and makes the exit status 1. The peers are
installed for the benchmark alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Error
from skybasket.limits import MOST_PRODUCTS

from tests.bench._engine import report
from tests.bench._engine.browser import opened_stage
from tests.bench._engine.changing import NEW, ChangedPage, measure_stages
from tests.bench._engine.columns import columns_of, made_up_basket, write
from tests.bench._engine.entering import measure_entering
from tests.bench._engine.expected import Expected
from tests.bench._engine.page import MeasuredPage, what_is_seen
from tests.bench._engine.python_engines import PYTHON_PEERS, measure_python
from tests.bench._engine.results import (
    BARE,
    COMMAND,
    ENTERING,
    NATIVE,
    PIXELS,
    Result,
)
from tests.bench._engine.rounds import Series
from tests.bench._engine.workers import (
    PEERS,
    BasketRefusedError,
    measure_commands,
    measure_queries,
    open_basket,
)
from tests.bench.scripts import load, note, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket import Basket

    from tests.bench._engine.browser import Stage

PRODUCTS: Final = (10_000, 100_000, 1_000_000)
ROUNDS: Final = 7
CHANGING: Final = "changing"
#: The parts of a run; Skybasket's own bare queries belong to every one.
PARTS: Final = (
    ENTERING,
    COMMAND,
    PIXELS,
    CHANGING,
    *PEERS,
    *PYTHON_PEERS,
)


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="build.py bench engine --", description=__doc__
    )
    parser.add_argument(
        "--products",
        type=int,
        nargs="+",
        default=list(PRODUCTS),
        metavar="N",
        help="how many products there are (default: 10000 100000 1000000)",
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=ROUNDS,
        metavar="N",
        help=f"how often everything is asked (default: {ROUNDS})",
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=PARTS,
        default=list(PARTS),
        metavar="NAME",
        help=f"which parts are run, beside the library's queries: {', '.join(PARTS)}",
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write all that was measured"
    )
    options = parser.parse_args(arguments)
    if min(options.products) < 1 or options.rounds < 1:
        parser.error("--products and --rounds take numbers from 1 on")
    return options


def describe(browser: str, rounds: int) -> dict[str, str]:
    """Return what the figures depend on."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} processors, {platform.platform()}",
        "load": f"load {load()} before",
        "python": f"Python {platform.python_version()}",
        "browser": f"Chromium {browser}",
        "rounds": f"medians of {rounds} rounds by turns",
    }


def made_up(stage: Stage, products: int) -> tuple[Basket, Path]:
    """Make products, and a folder with them that is served.

    A basket of as many as there can be is a little smaller: others are to come to it.
    """
    note(f"{products:,}: making products")
    folder = stage.root / "data" / str(products)
    folder.mkdir(parents=True)
    is_full = products == MOST_PRODUCTS
    basket = made_up_basket(products - NEW if is_full else products)
    write(columns_of(basket), folder)
    folder.joinpath("basket.skybasket").write_bytes(basket.to_bytes())
    return basket, folder


def measure(
    stage: Stage, products: int, rounds: int, parts: Sequence[str], result: Result
) -> None:
    """Measure everything at one size."""

    def series(level: str) -> Series:
        return Series(products, level, rounds, result)

    basket, folder = made_up(stage, products)
    file = folder / "basket.skybasket"
    try:
        with stage.bench_page() as bench:
            open_basket(bench, products, result)
            peers = [name for name in PEERS if name in parts]
            measure_queries(stage, bench, peers, series(BARE))
    except BasketRefusedError as error:
        with stage.page() as page:
            seen = what_is_seen(page, stage.dist, file)
        result.stops.append(f"{products:,}: {error}; the page says: {seen}")
        return
    if ENTERING in parts:
        measure_entering(stage, folder, series(ENTERING))
    if COMMAND in parts:
        # Another worker: this one remembers what was searched for.
        with stage.bench_page() as bench:
            open_basket(bench, products, result)
            measure_commands(bench, series(COMMAND))
    if PIXELS in parts:
        with stage.page() as page:
            measured = MeasuredPage(page, stage.dist, Expected(basket), series(PIXELS))
            measured.open(file)
            measured.measure()
    if CHANGING in parts:
        with stage.bench_page() as bench:
            open_basket(bench, products, result)
            measure_stages(bench, basket, series(BARE))
        with stage.page() as page:
            changed = ChangedPage(page, stage.dist, Expected(basket), series(PIXELS))
            changed.open(file)
            changed.measure_changes(basket)
    if peers := [name for name in PYTHON_PEERS if name in parts]:
        measure_python(folder, peers, series(NATIVE))


def main(arguments: Sequence[str]) -> int:
    """Measure; 1 if any answer differs or was not shown."""
    options = read_options(arguments)
    result = Result()
    with opened_stage() as stage:
        conditions = describe(stage.browser.version, options.rounds)
        say("; ".join(conditions.values()))
        for products in options.products:
            try:
                measure(stage, products, options.rounds, options.only, result)
            except Error as error:
                result.faults.append(f"the browser at {products:,}: {error.message}")
            shutil.rmtree(stage.root / "data", ignore_errors=True)
    report.say_all(result, options.products)
    say(f"\nload {load()} after")
    if options.json:
        found = {"conditions": conditions} | result.to_json()
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 1 if result.faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
