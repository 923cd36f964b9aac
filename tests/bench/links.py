"""Measure how long share links are, beside other ways to write the same.

The products are made up, by naming rules of the missions, and are not those the codec's
dictionary was written with; real lists are measured too where there are any. Every
figure is a mean of several baskets.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket import formats
from skybasket.catalog import Catalog
from skybasket.errors import SkybasketError
from skybasket.filters import Filters
from skybasket.sharing import SharedBasket, decode, encode_basket
from skybasket.sharing.facets import FIELDS

from tests.bench._peers import (
    LZ_STRING,
    deflated_length,
    install_lz_string,
    lz_string_lengths,
)
from tests.bench._products import generate
from tests.bench.scripts import say, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from skybasket.catalog import ProductRows

COUNTS: Final = (10, 100, 1000, 10_000)
#: Products that baskets are taken from.
ALL: Final = 100_000
#: Lower ones were looked at while the codec was made.
SEED: Final = 101
SAMPLES: Final = Path(__file__).resolve().parents[3] / "shared" / "data"

RECOMMENDED: Final = "recommended products of whole observations"
WHOLE: Final = "whole observations"
SCATTERED: Final = "scattered products"
WAYS: Final = (RECOMMENDED, WHOLE, SCATTERED)
#: The most characters a product, at 1,000 products: URIs alone, and with details.
TARGETS: Final = {RECOMMENDED: (3.5, 8.0), WHOLE: (1.5, 4.0)}
TARGETED: Final = 1000


class Measured(NamedTuple):
    """What came of one basket, with or without details."""

    #: Characters a product.
    link: float
    deflated: float
    plain: float
    #: What lz-string gets to compress.
    text: str
    files: int
    encode_milliseconds: float
    decode_milliseconds: float
    #: The share of sizes that stay exact.
    exact: float


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="build.py bench links --", description=__doc__
    )
    parser.add_argument(
        "--baskets",
        type=int,
        default=8,
        metavar="N",
        help="how many baskets of each kind are measured (default: 8)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=SEED,
        metavar="N",
        help=f"of the first basket (default: {SEED})",
    )
    parser.add_argument(
        "--samples",
        type=Path,
        default=SAMPLES,
        metavar="DIR",
        help=f"real lists to measure too (default: {SAMPLES})",
    )
    options = parser.parse_args(arguments)
    if options.baskets < 1:
        parser.error("--baskets takes a number from 1 on")
    return options


def chosen(products: ProductRows, count: int, way: str, random: Random) -> list[int]:
    """Return the rows of a basket."""
    if way == SCATTERED:
        return random.sample(range(len(products)), count)
    observations: dict[str, list[int]] = {}
    for row, number in enumerate(products.text["parent_number"]):
        if way == WHOLE or products.text["recommended"][row] == "yes":
            observations.setdefault(number, []).append(row)
    order = list(observations)
    random.shuffle(order)
    rows: list[int] = []
    for number in order:
        if len(rows) >= count:
            break
        rows += observations[number]
    return rows[:count]


def measure(catalog: Catalog, rows: Sequence[int], *, details: bool) -> Measured:
    """Write and read one basket."""
    start = time.perf_counter()
    link = encode_basket(
        catalog,
        rows,
        title="M 51",
        filters=Filters(recommended=True),
        selected=True,
        details=details,
    )
    middle = time.perf_counter()
    shared = decode(link)
    end = time.perf_counter()
    assert isinstance(shared, SharedBasket)
    uris = [catalog.uri(row) for row in rows]
    text = json.dumps(_columns(catalog, rows) if details else uris)
    plain = len(text if details else ",".join(uris))
    inexact = len(shared.products.inexact)
    return Measured(
        len(link) / len(rows),
        deflated_length(text) / len(rows),
        plain / len(rows),
        text if details else "\n".join(uris),
        len(rows),
        (middle - start) * 1000,
        (end - middle) * 1000,
        1 - inexact / len(rows),
    )


def _columns(catalog: Catalog, rows: Sequence[int]) -> dict[str, list[str | int]]:
    """Return what a link carries, as columns: they deflate better than rows."""
    return {
        "uri": [catalog.uri(row) for row in rows],
        **{name: [catalog.text[name][row] for row in rows] for name in FIELDS},
        "size": [catalog.sizes[row] for row in rows],
    }


def made_up(baskets: int, seed: int, *, details: bool) -> Iterator[list[Measured]]:
    """Measure made-up baskets: all of one kind and length together."""
    catalogs = []
    for number in range(seed, seed + baskets):
        products = generate(ALL, number)
        catalog = Catalog()
        catalog.append(products, lambda _row: False)
        catalogs.append((number, products, catalog))
    for way in WAYS:
        for count in COUNTS:
            yield [
                measure(
                    catalog,
                    chosen(products, count, way, Random(number)),  # noqa: S311
                    details=details,
                )
                for number, products, catalog in catalogs
            ]


def samples(folder: Path) -> Iterator[tuple[str, Catalog]]:
    """Yield the real lists of products in a folder."""
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        try:
            contents = formats.read(path.read_bytes())
        except SkybasketError:
            continue
        catalog = Catalog()
        for batch in contents.products:
            catalog.append(batch, lambda _row: False)
        if len(catalog):
            yield path.name, catalog


def say_table(heading: str, groups: Sequence[tuple[str, str, list[Measured]]]) -> None:
    """Print one table.

    :param groups: what was measured, the target if there is one, and the results.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        texts = [one.text for _, _, results in groups for one in results]
        lengths = (
            iter(lz_string_lengths(folder, texts))
            if install_lz_string(folder)
            else None
        )
    say(f"\n{heading}, characters a product")
    heads = [
        *("", "link", "worst", "target", "lz-string", "deflated JSON", "plain"),
        *("encode ms", "decode ms", "exact sizes"),
    ]
    rows = []
    for title, target, results in groups:
        peers = [next(lengths) / one.files for one in results] if lengths else []
        rows.append(
            [
                title,
                f"{mean(one.link for one in results):.2f}",
                f"{max(one.link for one in results):.2f}",
                target,
                f"{mean(peers):.2f}" if peers else "?",
                f"{mean(one.deflated for one in results):.2f}",
                f"{mean(one.plain for one in results):.1f}",
                f"{mean(one.encode_milliseconds for one in results):.1f}",
                f"{mean(one.decode_milliseconds for one in results):.1f}",
                f"{mean(one.exact for one in results):.0%}",
            ]
        )
    say(table(heads, rows))


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks."""
    options = read_options(arguments)
    say(f"Python {platform.python_version()}; lz-string {LZ_STRING}")
    say(f"means of {options.baskets} baskets, seeds from {options.seed} on")
    cases = [(way, count) for way in WAYS for count in COUNTS]
    for details in (False, True):
        groups = []
        measured = made_up(options.baskets, options.seed, details=details)
        for (way, count), results in zip(cases, measured, strict=True):
            bound = TARGETS.get(way) if count == TARGETED else None
            target = f"{bound[details]:.1f}" if bound else ""
            groups.append((f"{count:,} {way}", target, results))
        for name, catalog in samples(options.samples):
            result = measure(catalog, range(len(catalog)), details=details)
            groups.append((f"{len(catalog):,} of {name}", "", [result]))
        heading = "With facets and sizes" if details else "URIs alone"
        say_table(heading, groups)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
