"""The words that people read: messages by name, with numbers and plurals put in.

All of them stand in ``words/en.json``. A message that depends on a number has the
forms ``one`` and ``other``, chosen by ``count``.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

__all__ = ["about", "duration", "number", "size", "words"]

_UNITS: Final = ("kB", "MB", "GB", "TB", "PB")
_STEP: Final = 1000
#: Messages with their values that are kept: a click shows some hundred, most of them
#: the same as the click before.
_KEPT: Final = 4096
_WHOLE_FROM: Final = 100
_LONGER: Final = {"day": 86_400, "hour": 3600, "minute": 60, "second": 1}
#: A unit is used from nearly two of it on: "90 min" tells more than "2 h".
_ROUNDED_FROM: Final = 1.95

_MESSAGES: Final[dict[str, Any]] = json.loads(
    files(__name__.rpartition(".")[0]).joinpath("words/en.json").read_text("utf-8")
)


@lru_cache(_KEPT)
def words(name: str, /, **values: str | int) -> str:
    """Return a message with its values put in.

    :param name: the way to it, as in ``summary.selected``.
    :param values: numbers are written with thousands separators; ``count`` also
        chooses between the forms for one and for others.
    """
    message = lookup(name)
    if isinstance(message, dict):
        message = message["one" if values.get("count") == 1 else "other"]
    written = {
        key: number(value) if isinstance(value, int) else value
        for key, value in values.items()
    }
    return str(message).format(**written)


@cache
def lookup(name: str) -> Any:  # noqa: ANN401
    """Return what stands under a name: a message, its forms, or a table of more.

    :raises KeyError: if nothing does.
    """
    found: Any = _MESSAGES
    for part in name.split("."):
        found = found[part]
    return found


def number(value: int) -> str:
    """Return a whole number with thousands separators: ``1,284``."""
    return f"{value:,}"


def duration(seconds: float) -> str:
    """Return a time in readable form: ``4.2 ms``, ``1.5 s``."""
    if seconds < 1:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds:.1f} s"


def about(seconds: float) -> str:
    """Return a longer time in readable form: ``5 min``, ``3 h``, ``2 days``."""
    for unit, length in _LONGER.items():
        if seconds >= length * _ROUNDED_FROM or unit == "second":
            return words(f"number.{unit}", count=max(1, round(seconds / length)))
    raise AssertionError


@lru_cache(_KEPT)
def size(count: int) -> str:
    """Return a number of bytes in readable form: ``3.4 GB``, decimal units.

    One decimal below 100 of a unit, none above.
    """
    if count < _STEP:
        return words("number.bytes", count=count)
    value = float(count)
    for unit in _UNITS:
        value /= _STEP
        written = f"{value:.0f}" if value >= _WHOLE_FROM - 0.05 else f"{value:.1f}"
        if float(written) < _STEP or unit == _UNITS[-1]:
            return f"{written} {unit}"
    raise AssertionError
