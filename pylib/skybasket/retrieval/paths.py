"""File and folder names that stay inside their folder."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["safe_name"]

#: Separators of any system, what Windows refuses, and what cannot be printed.
_UNSAFE: Final = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_LONGEST: Final = 200
_EMPTY: Final = "unnamed"


def safe_name(text: str) -> str:
    """Return a name of one path part, close to the given one.

    It is never empty, never ``.`` or ``..``, never hidden, has no separator of any
    system and at most 200 bytes in UTF-8 (most file systems allow 255).
    """
    name = _UNSAFE.sub("_", text).strip(" .")
    encoded = name.encode()
    if len(encoded) > _LONGEST:
        half = _LONGEST // 2
        # The ending tells the kind of a file: keep both ends.
        head = encoded[:half].decode(errors="ignore")
        tail = encoded[-half:].decode(errors="ignore")
        name = head + tail
    return name or _EMPTY
