"""The queries of all engines in the browser, and Skybasket's whole commands."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error

from tests.bench._engine.inside import ACTIONS
from tests.bench._engine.installing import InstallError, bundle
from tests.bench._engine.queries import QUERIES, click, clicks_to
from tests.bench._engine.results import BARE, COMMAND, ROWS, SKYBASKET, Key
from tests.bench._engine.rounds import take_turns
from tests.bench.scripts import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.bench._engine.browser import BenchPage, Stage
    from tests.bench._engine.queries import Asked, Wanted
    from tests.bench._engine.results import Result
    from tests.bench._engine.rounds import Series

__all__ = [
    "PEERS",
    "BasketRefusedError",
    "command_steps",
    "measure_commands",
    "measure_queries",
    "open_basket",
    "shown_files",
]

#: What each peer in the browser is called, by the name of its script.
PEERS: Final = {
    "typed": "typed-array pass",
    "bitmaps": "bitmaps in JavaScript",
    "duckdb": "DuckDB-Wasm",
    "crossfilter": "crossfilter2",
    "itemsjs": "itemsjs",
    "arquero": "arquero",
}
#: The rows that come with a view.
_WINDOW: Final = [0, 60]


class BasketRefusedError(Exception):
    """The library does not take the basket; the text is what its user reads."""


def open_basket(page: BenchPage, products: int, result: Result) -> None:
    """Start Skybasket and have it open the basket of so many products.

    :raises BasketRefusedError: if it does not.
    """

    def figure(what: str, value: float) -> None:
        result.figures[Key(products, SKYBASKET, BARE, what)] = value

    try:
        started = page.start_skybasket()
        filled = page.ask("skybasket", {"fill": f"../data/{products}/basket.skybasket"})
    except Error as error:
        raise BasketRefusedError(error.message) from error
    if failed := json.loads(filled["answer"]).get("error"):
        raise BasketRefusedError(" ".join([failed["message"], *failed["where"]]))
    figure("start ms", started["milliseconds"])
    figure("open ms", filled["milliseconds"])
    figure("longest step of opening ms", filled["longest"])
    prepared = page.ask("skybasket", {"prepare": None})
    figure("prepare ms", prepared["milliseconds"])
    figure("MB of Python before", started["megabytes"])
    figure("MB of Python opened", filled["megabytes"])


def measure_queries(
    stage: Stage, page: BenchPage, names: Iterable[str], series: Series
) -> None:
    """Ask Skybasket and the peers the same, by turns.

    :param page: where Skybasket has opened the basket.
    :param names: of the peers.
    """
    products, result = series.products, series.result
    engines: dict[str, Callable[[Asked], Any]] = {
        SKYBASKET: lambda asked: page.ask("skybasket", {"ask": asked.to_json()})
    }
    for name in names:
        title = PEERS[name]
        note(f"{products:,}: {title} reads the products")
        try:
            bundle(name, stage.bundles)
            page.start(name)
            made = page.ask(name, {"make": f"../data/{products}/"})
        except (InstallError, Error) as error:
            page.stop(name)
            result.absent.append(f"{title} at {products:,}: {error}")
            continue
        result.figures[Key(products, title, BARE, "build ms")] = made["milliseconds"]
        engines[title] = lambda asked, name=name: page.ask(  # type: ignore[misc]
            name, {"ask": asked.to_json()}
        )
    take_turns(series, engines)
    for name in names:
        page.stop(name)
    for action in ACTIONS:
        for number in range(series.rounds):
            done = page.ask("skybasket", {"act": [action, number]})
            result.add(Key(products, SKYBASKET, BARE, action), done["milliseconds"])
    memory = page.ask("skybasket", {"memory": None})["megabytes"]
    result.figures[Key(products, SKYBASKET, BARE, "MB of Python used")] = memory


def measure_commands(page: BenchPage, series: Series) -> None:
    """Send the app what the page sends for the same clicks, and read its answers."""
    products, result = series.products, series.result
    for query in QUERIES:
        note(f"{products:,}: commands for “{query.name}”")
        for number in range(series.rounds):
            asked = query.asked(number)
            done = page.command(command_steps(asked))
            expected = page.ask("skybasket", {"ask": asked.to_json()})["answer"][0]
            key = Key(products, SKYBASKET, COMMAND, query.name)
            result.add(key, done["milliseconds"])
            result.add(Key(products, SKYBASKET, ROWS, query.name), done["first"])
            if done["error"] or shown_files(done["shown"]) != expected:
                told = done["error"] or done["shown"]
                result.faults.append(
                    f"{query.name}, {products:,}, command: “{told}”, not {expected:,}"
                )
    for action in ACTIONS:
        for number in range(series.rounds):
            done = page.command(_action_steps(page, action, number))
            result.add(Key(products, SKYBASKET, COMMAND, action), done["milliseconds"])
            if done["error"]:
                told = f"{action}, {products:,}, command: {done['error']}"
                result.faults.append(told)


def command_steps(asked: Asked) -> dict[str, Any]:
    """Return the commands that lead to a click, the click's, and those back."""
    timed = [_viewed(*click(asked.before, asked.after))]
    after: list[Any] = []
    if asked.removes:
        timed.insert(0, _viewed("remove_selected", {}))
        after = [["undo", {}], ["undo", {}]]
    return {"before": _from_nothing(asked.before), "timed": timed, "after": after}


def _from_nothing(wanted: Wanted) -> list[Any]:
    """Return the commands that show something, one after the other."""
    shown = clicks_to(wanted)
    return [["filter_reset", {}], *(list(click(*pair)) for pair in pairwise(shown))]


def _action_steps(page: BenchPage, action: str, number: int) -> dict[str, Any]:
    """Return the commands of an action with the tree, and those before and after it."""
    reset: list[Any] = ["filter_reset", {}]
    opened: list[Any] = ["expand_all", {"on": True}]
    closed = ["expand_all", {"on": False}]
    if action == "expand all":
        return {"before": [reset], "timed": [_viewed(*opened)], "after": [closed]}
    if action == "scroll":
        start = number * 1000 + 500
        rows = ["rows", {"start": start, "stop": start + _WINDOW[1]}]
        return {"before": [reset, opened], "timed": [rows], "after": [closed]}
    kind = action.rpartition(" ")[2]
    folder = page.ask("skybasket", {"folder": [kind, number]})["id"]
    return {
        "before": [reset, ["check_all", {"on": False}]],
        "timed": [_viewed("check", {"id": folder, "on": True})],
        "after": [["undo", {}], ["undo", {}]],
    }


def _viewed(command: str, arguments: dict[str, Any]) -> list[Any]:
    return [command, {**arguments, "window": _WINDOW}]


def shown_files(sentence: str) -> int | None:
    """Read how many files are shown: "All 10,000 shown", "425 of 10,000 shown"."""
    words = sentence.removeprefix("All ").split()
    digits = words[0].replace(",", "") if words else ""
    return int(digits) if digits.isdigit() else None
