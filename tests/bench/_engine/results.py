"""What was measured, what went wrong, and what follows from both."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from math import exp, log
from statistics import median
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = [
    "BARE",
    "COMMAND",
    "ENTERING",
    "ENTERING_PAGE",
    "NATIVE",
    "PIXELS",
    "ROWS",
    "SKYBASKET",
    "Key",
    "Result",
    "differences",
    "geometric_mean",
    "ratio",
]

SKYBASKET: Final = "Skybasket"
#: How far a click goes: the library alone; the page's command with its answer, over the
#: worker's border; until the frame that shows it.
BARE: Final = "query"
COMMAND: Final = "command"
#: Of a command only the rows, which come before the filters where these take time.
ROWS: Final = "rows of it"
PIXELS: Final = "pixels"
#: A list that comes in: until the library has its view, until the page shows it.
ENTERING: Final = "coming in"
ENTERING_PAGE: Final = "coming in, page"
#: The library alone, outside the browser.
NATIVE: Final = "query in CPython"


@dataclass(frozen=True)
class Key:
    """What a time is of."""

    products: int
    engine: str
    level: str
    what: str


@dataclass
class Result:
    """Everything that came of a run."""

    #: Milliseconds of every round.
    times: dict[Key, list[float]] = field(default_factory=dict)
    #: Other figures, with their unit in the name.
    figures: dict[Key, float] = field(default_factory=dict)
    #: What differs, or was not shown.
    faults: list[str] = field(default_factory=list)
    #: Which engine is missing, and why.
    absent: list[str] = field(default_factory=list)
    #: At how many products the page refuses, and what its user sees then.
    stops: list[str] = field(default_factory=list)

    def add(self, key: Key, milliseconds: float) -> None:
        """Note one round."""
        self.times.setdefault(key, []).append(milliseconds)

    def median(self, key: Key) -> float | None:
        """Return the median of a key's rounds, None if there are none."""
        found = self.times.get(key)
        return median(found) if found else None

    def to_json(self) -> dict[str, Any]:
        """Return everything, ready for JSON."""
        return {
            "times": [
                asdict(key) | {"median": median(times), "milliseconds": times}
                for key, times in self.times.items()
            ],
            "figures": [
                asdict(key) | {"value": value} for key, value in self.figures.items()
            ],
            "faults": self.faults,
            "absent": self.absent,
            "stops": self.stops,
        }


def geometric_mean(values: Iterable[float]) -> float:
    """Return the geometric mean of some positive numbers.

    :raises ValueError: if there are none.
    """
    logarithms = [log(value) for value in values]
    if not logarithms:
        message = "nothing has no mean"
        raise ValueError(message)
    return exp(sum(logarithms) / len(logarithms))


def ratio(
    result: Result, at: tuple[int, str], engines: Sequence[str], names: Sequence[str]
) -> float | None:
    """Return how many times faster Skybasket answers some queries than others do.

    The geometric mean over the queries; with several engines, the fastest of them in
    each query. None where any of the times is missing.

    :param at: how many products, and the level.
    :param names: of the queries.
    """
    products, level = at
    ratios = []
    for name in names:
        own = result.median(Key(products, SKYBASKET, level, name))
        others = [
            found
            for engine in engines
            if (found := result.median(Key(products, engine, level, name)))
        ]
        if not own or not others:
            return None
        ratios.append(min(others) / own)
    return geometric_mean(ratios) if ratios else None


def differences(answer: Sequence[Any], reference: Sequence[Any]) -> list[str]:
    """Return in words where an answer is another than the reference.

    What an engine cannot tell is None, and no difference; neither is a value that is
    counted as 0 by one and not mentioned by the other.
    """
    titles = ("files", "bytes", "selected files")
    found = [
        f"{title} {given}, not {expected}"
        for title, given, expected in zip(titles, answer, reference, strict=False)
        if given is not None and given != expected
    ]
    if answer[-1] is not None and _known(answer[-1]) != _known(reference[-1]):
        wrong = [
            facet
            for facet in reference[-1]
            if _known(answer[-1]).get(facet) != _known(reference[-1])[facet]
        ]
        found.append(f"counts of {', '.join(wrong)}")
    return found


def _known(
    counts: Mapping[str, Mapping[str, int]],
) -> dict[str, dict[str, int]]:
    return {
        facet: {value: count for value, count in found.items() if count}
        for facet, found in counts.items()
    }
