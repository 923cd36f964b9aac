"""JSON from outside, read only as deep as every Python can.

Python in a browser does not survive what is nested ten thousand times: there is no
`RecursionError`, the browser ends it. So the depth is bounded before anything is read.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from skybasket.errors import FormatError

__all__ = ["DEEPEST", "check", "loads", "unreadable"]

#: Honest JSON is nested some ten times.
DEEPEST: Final = 500
_OTHERS: Final = bytes(set(range(256)) - set(b"[]{}"))
_TEXT: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
#: So often what is nested nowhere is taken away, level by level.
_PASSES: Final = 50


def loads(content: str | bytes) -> Any:  # noqa: ANN401 - as `json.loads`
    """Read JSON as `json.loads` does.

    :raises RecursionError: if it is nested too deep.
    """
    check(content)
    return json.loads(content)


def check(content: str | bytes) -> None:
    """See to it that JSON is not nested too deep.

    :raises RecursionError: if it is.
    """
    code = (
        content.encode("utf-8", "surrogatepass")
        if isinstance(content, str)
        else content
    )
    # Brackets within texts seldom matter, and to leave texts out takes longer.
    if _is_flat(code) or _is_flat(_TEXT.sub(b"", code)):
        return
    message = "JSON is nested too deep"
    raise RecursionError(message)


def unreadable() -> FormatError:
    """Return what is told of JSON that no Python reads though it is some."""
    message = "The file is nested too deeply or has a number of too many digits."
    return FormatError(message)


def _is_flat(code: bytes) -> bool:
    brackets = code.translate(None, _OTHERS)
    for passes in range(_PASSES):
        # What is left can be nested by its opening brackets, and two for each pass.
        if brackets.count(b"[") + brackets.count(b"{") + 2 * passes <= DEEPEST:
            return True
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return False
