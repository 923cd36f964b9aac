"""Spells answers as JSON that people compare: what belongs together in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["spelled"]


def spelled(told: Mapping[str, Any]) -> str:
    """Return an object as text: each value in a line, each item of a list in its own.

    Sets come sorted.
    """
    return "{\n" + ",\n".join(f"{_line(k)}: {_value(told[k])}" for k in told) + "\n}\n"


def _value(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, (list, tuple)) and value:
        return "[\n " + ",\n ".join(map(_line, value)) + "\n]"
    return _line(value)


def _line(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, ensure_ascii=False, default=sorted)
