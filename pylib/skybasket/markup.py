"""Text with the entities of HTML, which may be made to be hard."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

__all__ = ["unescaped"]

#: A character's number that no character has; Python refuses far longer ones.
_ENDLESS: Final = re.compile(r"&#[xX]?[0-9a-fA-F]{1000,};?")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def unescaped(text: str) -> str:
    """Return a text without its entities."""
    return unescape(_ENDLESS.sub(_REPLACEMENT, text))
