"""Titles of baskets: one line that people read, and that a folder is named after."""

from __future__ import annotations

from typing import Final

from skybasket.printable import is_printable

__all__ = ["LONGEST_TITLE", "clean_title"]

#: Characters of a title.
LONGEST_TITLE: Final = 200


def clean_title(text: str) -> str:
    """Return a title as one line of characters that can be seen, cut to the longest."""
    shown = "".join(
        letter for letter in text if is_printable(letter) or letter.isspace()
    )
    return " ".join(shown.split())[:LONGEST_TITLE].strip()
