"""What the library itself says, in the language that the page speaks.

The library speaks English: its sentences are the keys of ``words/*.library.json``,
with ``{}`` where a value stands. Complaints may follow the value that they are about.
What is not in there, such as what an archive answers, stays as it is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from skybasket.app.words import library_messages, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["translated", "translated_all"]

#: Longer texts are somebody's own, and values in values in values are so too.
_LONGEST: Final = 2_000
_DEEPEST: Final = 4
_NUMBER: Final = re.compile(r"\d{1,3}(,\d{3})+")


def translated(text: str) -> str:
    """Return a text of the library in the language that is spoken."""
    return _translated(text, _DEEPEST)


def _translated(text: str, depth: int) -> str:
    """Return a text in which values may hold texts of the library, so many times."""
    language = spoken()
    if len(text) > _LONGEST or not depth:
        return text
    for pattern, template in _patterns(language.code):
        if found := pattern.fullmatch(text):
            values = [_translated(value or "", depth - 1) for value in found.groups()]
            return template.format(*values).lstrip()
    if _NUMBER.fullmatch(text):
        return language.number(int(text.replace(",", "")))
    return text


def translated_all(texts: Iterable[str]) -> list[str]:
    """Return some texts of the library in the language that is spoken."""
    return list(map(translated, texts))


@cache
def _patterns(code: str) -> list[tuple[re.Pattern[str], str]]:
    """Return what a text may look like, each with what stands for it."""
    found = []
    for kind, messages in library_messages(code).items():
        for english, own in messages.items():
            pattern = re.escape(english).replace(r"\{\}", "(.+?)")
            if kind == "complaints":
                pattern, own = f"(?:(.+) )?{pattern}", f"{{}} {own}"  # noqa: PLW2901
            found.append((re.compile(pattern, re.DOTALL), own))
    return found
