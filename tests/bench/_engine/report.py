"""The tables of a run: Skybasket by itself, beside others, against its targets."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from tests.bench._engine.changing import CHANGES
from tests.bench._engine.entering import ENTERING_FIGURES
from tests.bench._engine.inside import ACTIONS
from tests.bench._engine.lists import FORMS
from tests.bench._engine.python_engines import PYTHON_PEERS
from tests.bench._engine.queries import FACET, QUERIES
from tests.bench._engine.results import (
    BARE,
    COMMAND,
    ENTERING,
    ENTERING_PAGE,
    NATIVE,
    PIXELS,
    ROWS,
    SKYBASKET,
    Key,
    geometric_mean,
    ratio,
)
from tests.bench._engine.workers import PEERS
from tests.bench.scripts import say, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench._engine.results import Result

__all__ = [
    "entering_table",
    "growth_table",
    "own_table",
    "peer_table",
    "say_all",
    "target_lines",
]

_QUERIES: Final = [query.name for query in QUERIES]
_FACETS: Final = [query.name for query in QUERIES if query.kind == FACET]
_NAMES: Final = [query.name for query in QUERIES if query.kind == "text"]
_SELECTS: Final = [name for name in ACTIONS if name.startswith("select")]
#: The plain JavaScript: the best of it counts.
_PLAIN: Final = (PEERS["typed"], PEERS["bitmaps"])
#: How many times faster than others the facet queries are to be, in their geometric
#: mean, at a million products.
_TARGETS: Final = {
    "DuckDB-Wasm": ((PEERS["duckdb"],), 15),
    "the best typed-array pass": (_PLAIN, 3),
}

#: Whole commands, and the milliseconds that they may take.
_COMMANDS: Final = (
    ("facet commands", COMMAND, _FACETS, "16 at 1,000,000, 3 at 100,000"),
    ("rows of a new name", ROWS, _NAMES, "16 at 1,000,000"),
    ("commands with a new name", COMMAND, _NAMES, "30 at 1,000,000"),
    ("commands that select a folder", COMMAND, _SELECTS, "5 at 1,000,000"),
)


def say_all(result: Result, products: Sequence[int]) -> None:
    """Print everything that came of a run."""
    say("\nSkybasket: the query in the library; the command with its view, to the page")
    say(
        "and back; pixels, from the click to the frame that shows the answer, which for"
    )
    say("names includes how long the page waits for more letters")
    say(own_table(result, products))
    for level, engines, place in (
        (BARE, PEERS.values(), "in the browser"),
        (NATIVE, PYTHON_PEERS, "in CPython"),
    ):
        for count in products:
            if lines := peer_table(result, (count, level), [SKYBASKET, *engines]):
                say(f"\n{count:,} products {place}: bare queries")
                say(lines)
    if lines := entering_table(result, products):
        say("\nLists that come in: read by a new worker; in the page, until shown")
        say(lines)
    say("\nTargets")
    for line in target_lines(result, products):
        say(f"  {line}")
    say("\nGrowth")
    say(growth_table(result, products))
    for line in result.stops:
        say(f"  stops at {line}")
    for line in result.absent:
        say(f"  not measured: {line}")
    for line in result.faults:
        say(f"  FAULT {line}")


def number(value: float | None) -> str:
    """Write a number with two or three digits that mean something."""
    if value is None:
        return "-"
    if value >= 10:
        return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
    return f"{value:.2f}"


def own_table(result: Result, products: Sequence[int]) -> str:
    """Lay out Skybasket's times: a line an operation, a column a size and level."""
    columns = [
        (count, level)
        for count in products
        for level in (BARE, ROWS, COMMAND, PIXELS)
        if any((key.products, key.level) == (count, level) for key in result.times)
    ]
    rows = [
        [name, *(number(result.median(Key(*_own(at), name))) for at in columns)]
        for name in (*_QUERIES, *ACTIONS, *_changes(result))
    ]
    heads = ["median ms", *(f"{short(count)} {level}" for count, level in columns)]
    return table(heads, [row for row in rows if set(row[1:]) - {"-"}])


def _changes(result: Result) -> list[str]:
    """Return the changes, each with its stages."""
    names = dict.fromkeys(key.what for key in result.times)
    return [
        name
        for change in CHANGES
        for name in (change, *(one for one in names if one.startswith(f"{change}: ")))
    ]


def _own(at: tuple[int, str]) -> tuple[int, str, str]:
    return at[0], SKYBASKET, at[1]


def peer_table(result: Result, at: tuple[int, str], engines: Sequence[str]) -> str:
    """Lay out bare queries: a line an engine, then how many times slower it is.

    :param at: how many products, and the level.
    :returns: nothing where nobody but Skybasket was asked.
    """
    count, level = at
    asked = {key.engine for key in result.times if (key.products, key.level) == at}
    present = [engine for engine in engines if engine in asked]
    if present == [SKYBASKET]:
        return ""
    rows = [
        [
            engine,
            *(number(result.median(Key(count, engine, level, n))) for n in _QUERIES),
            number(result.figures.get(Key(count, engine, level, "build ms"))),
        ]
        for engine in present
    ]
    for engine in present:
        if engine == SKYBASKET:
            continue
        ratios = [ratio(result, at, [engine], [name]) for name in _QUERIES]
        rows.append([f"{engine} / {SKYBASKET}", *map(number, ratios), ""])
    return table(["median ms", *_QUERIES, "build"], rows) if rows else ""


def entering_table(result: Result, products: Sequence[int]) -> str:
    """Lay out how long lists take, and what memory; nothing where none was opened."""
    rows = []
    for count in products:
        for form in FORMS:
            key = Key(count, SKYBASKET, ENTERING, form)
            if key not in result.times:
                continue
            page = Key(count, SKYBASKET, ENTERING_PAGE, form)
            figures = [
                result.figures.get(Key(count, SKYBASKET, ENTERING, f"{form} {what}"))
                for what in ENTERING_FIGURES
            ]
            medians = map(result.median, (key, page))
            rows.append([f"{short(count)} {form}", *map(number, (*medians, *figures))])
    heads = ["", "worker ms", "page ms", *ENTERING_FIGURES]
    return table(heads, rows) if rows else ""


def _change_lines(result: Result, count: int) -> list[str]:
    """Say how long changes take until they are seen, and should."""
    found = {
        name: value
        for name in CHANGES
        if (value := result.median(Key(count, SKYBASKET, PIXELS, name))) is not None
    }
    scattered = {name: v for name, v in found.items() if name.endswith("scattered")}
    others = {name: v for name, v in found.items() if name not in scattered}
    return [
        f"{title} at {count:,}: at most {number(max(times.values()))} ms "
        f"({max(times, key=times.__getitem__)}; target at 1,000,000: {bound})"
        for title, times, bound in (
            ("changes", others, 300),
            ("scattered changes", scattered, 1500),
        )
        if times
    ]


def target_lines(result: Result, products: Sequence[int]) -> list[str]:
    """Say how fast facet queries and commands are, and should be."""
    lines = []
    for count in products:
        for title, (engines, target) in _TARGETS.items():
            times = ratio(result, (count, BARE), engines, _FACETS)
            if times is not None:
                lines.append(
                    f"facet queries at {count:,}: {times:.1f} times as fast as {title}"
                    f" (geometric mean; target at 1,000,000: {target})"
                )
        for title, level, names, bound in _COMMANDS:
            medians = [
                result.median(Key(count, SKYBASKET, level, name)) for name in names
            ]
            known = [value for value in medians if value is not None]
            if known:
                lines.append(
                    f"{title} at {count:,}: {number(median(known))} ms, at most "
                    f"{number(max(known))} (target: {bound})"
                )
        lines += _change_lines(result, count)
    return lines


def growth_table(result: Result, products: Sequence[int]) -> str:
    """Lay out how other figures grow with the number of products."""
    kinds = dict.fromkeys(
        (key.level, key.what)
        for key in result.figures
        if key.engine == SKYBASKET and key.level in (BARE, PIXELS)
    )
    rows = []
    for level, what in kinds:
        found = [result.figures.get(Key(n, SKYBASKET, level, what)) for n in products]
        rows.append([f"{what}, page" if level == PIXELS else what, *map(number, found)])
    means = [number(_mean_of_facets(result, count)) for count in products]
    rows.append(["facet queries, geometric mean ms", *means])
    return table(["", *map(short, products)], rows)


def _mean_of_facets(result: Result, products: int) -> float | None:
    medians = [result.median(Key(products, SKYBASKET, BARE, name)) for name in _FACETS]
    known = [value for value in medians if value]
    return geometric_mean(known) if len(known) == len(_FACETS) else None


def short(count: int) -> str:
    """Write a round number as people say it: 10k, 1M."""
    for unit, letter in ((10**6, "M"), (10**3, "k")):
        if count >= unit and count % unit == 0:
            return f"{count // unit}{letter}"
    return str(count)
