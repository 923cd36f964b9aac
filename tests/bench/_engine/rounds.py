"""Has engines answer the same clicks by turns, and compares what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from playwright.sync_api import Error

from tests.bench._engine.queries import QUERIES
from tests.bench._engine.results import SKYBASKET, Key, Result, differences
from tests.bench.scripts import note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.bench._engine.queries import Asked

__all__ = ["EngineError", "Series", "take_turns"]

#: An engine that took so long for one query has no more rounds of it, in milliseconds.
_ENOUGH: Final = 5_000


class EngineError(Exception):
    """An engine failed; the text says how."""


class Series(NamedTuple):
    """What all of a series has in common."""

    products: int
    level: str
    rounds: int
    result: Result


def take_turns(series: Series, engines: Mapping[str, Callable[[Asked], Any]]) -> None:
    """Ask every engine every click of every round, one engine after the other.

    An engine that fails is told of and not asked again. An answer of None is none.

    :param engines: how each is asked; Skybasket's answer is what the others' are
        compared with.
    """
    asking = dict(engines)
    for query in QUERIES:
        note(f"{series.products:,}: {query.name}")
        spent = dict.fromkeys(asking, 0.0)
        for number in range(series.rounds):
            asked = query.asked(number)
            answers: dict[str, Any] = {}
            for engine in [name for name in asking if spent[name] < _ENOUGH]:
                try:
                    told = asking[engine](asked)
                except (EngineError, Error) as error:
                    since = f"{series.products:,} from “{query.name}” on"
                    series.result.absent.append(f"{engine} at {since}: {error}")
                    del asking[engine]
                    continue
                spent[engine] += told["milliseconds"]
                if told["answer"] is not None:
                    key = Key(series.products, engine, series.level, query.name)
                    series.result.add(key, told["milliseconds"])
                    answers[engine] = told["answer"]
            _compare(series, f"{query.name}, round {number + 1}", answers)


def _compare(series: Series, what: str, answers: Mapping[str, Any]) -> None:
    reference = answers.get(SKYBASKET)
    if reference is None:
        return
    for engine, answer in answers.items():
        if found := differences(answer, reference):
            series.result.faults.append(
                f"{engine} differs from Skybasket, {what} at {series.products:,}: "
                + "; ".join(found)
            )
