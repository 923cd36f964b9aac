"""Records that a browser stores as texts: how they are written, and read with distrust.

A record is a JSON object with a version. What is read may be anything, so every reader
raises one of `UNREADABLE` for a value that a record cannot have.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from skybasket.nesting import loads
from skybasket.titles import clean_title

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MOST_INLINE",
    "UNREADABLE",
    "flag",
    "moment",
    "now",
    "number",
    "opened",
    "packed",
    "text",
    "titles",
    "written",
]

#: Products whose basket file is longer, as base64 text, lie apart from the record.
MOST_INLINE: Final = 65_536
#: What the readers here raise, and what comes of values that are not there.
UNREADABLE: Final = (KeyError, RecursionError, TypeError, ValueError)
_LONGEST: Final = 10_000
_MOST_TITLES: Final = 50
#: More than the bytes of all products of a basket.
_LARGEST: Final = 10**24
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def now() -> str:
    """Return the moment, as in ``2026-11-22T14:03:09Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(version: int, told: Mapping[str, Any]) -> str:
    """Return a record as text, in ASCII, so that browsers count its characters alike.

    :param told: its values; bytes become base64.
    """
    spelled = {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in told.items()
    }
    return json.dumps({"version": version, **spelled}, separators=(",", ":"))


def opened(content: str, version: int) -> dict[str, Any]:
    """Return the values of a record.

    :raises ValueError: if it is none, or of another version.
    """
    found = loads(content)
    if not isinstance(found, dict) or found.get("version") != version:
        raise ValueError
    return found


def text(value: object) -> str:
    """Read a text of at most 10,000 characters."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise TypeError
    return value


def number(value: object) -> int:
    """Read a whole number that is not negative, and none that nothing can count."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    if not 0 <= value <= _LARGEST:
        raise ValueError
    return value


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def moment(value: object) -> str:
    """Read a moment as `now` gives it."""
    found = text(value)
    if not _MOMENT.fullmatch(found):
        raise ValueError
    datetime.fromisoformat(found)
    return found


def titles(value: object) -> tuple[str, ...]:
    """Read a list of short texts, such as missions; more than fifty are cut."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(clean_title(text(one)) for one in value[:_MOST_TITLES])


def packed(value: object) -> bytes:
    """Read base64."""
    if not isinstance(value, str):
        raise TypeError
    return base64.b64decode(value, validate=True)
