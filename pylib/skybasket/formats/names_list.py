"""Reads lists of names: of observations or data sets, to ask the archive for.

Names are what `jw01039-o004_t001_miri_ch3-long`, `U9O40504M` and
`tess2018292075959-s0004-0000000219345200-0124-s` have in common: a word with letters
and digits in it that is no file's name. They stand in lines, or with commas or blanks
between them. Which of them there are, only the archive knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.errors import FormatError, first_places
from skybasket.formats.rows import is_filename, numbered_lines, refusal, start_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Refused

__all__ = ["looks_like_names", "read_names"]

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{4,199}", re.ASCII)
_LETTER: Final = re.compile(r"[A-Za-z]")
_DIGIT: Final = re.compile(r"[0-9]")
_WORD: Final = re.compile(r"[^\s,;\"'\[\](){}]+")
#: More than the archive can be asked for.
_MOST: Final = 100_000
_LOOKED_AT: Final = 50


def looks_like_names(start: bytes) -> bool:
    """Tell whether the first words are names, all of them."""
    text = start_text(start)
    lines = text.split("\n")
    told = [word for line in lines[:_LOOKED_AT] for word in _words(line)]
    # The last one may be cut.
    found = told[:_LOOKED_AT]
    return bool(found) and all(map(_is_name, found))


def read_names(content: bytes, refused: list[Refused]) -> list[str]:
    """Read a list of names, each once.

    :param refused: words that are no names are added to it, with their lines.
    :raises FormatError: if there is no name, or more than anybody can ask for.
    """
    names: dict[str, None] = {}
    before = len(refused)
    for number, line in numbered_lines(content):
        for word in _words(line):
            if _is_name(word):
                names[word] = None
            else:
                refused.append(refusal(number, "is no name of an observation", word))
            if len(names) > _MOST or len(refused) - before > _MOST:
                message = f"There are more than {_MOST:,} names. Ask for fewer."
                raise FormatError(message)
    if not names:
        message = "The list holds no name of an observation or a data set."
        where = [f"{place}: {text!r}" for place, _, text in refused[before:]]
        raise FormatError(message, first_places(where))
    return list(names)


def _words(line: str) -> Iterator[str]:
    if not line.lstrip().startswith("#"):
        yield from (found[0] for found in _WORD.finditer(line))


def _is_name(word: str) -> bool:
    return (
        _NAME.fullmatch(word) is not None
        and _LETTER.search(word) is not None
        and _DIGIT.search(word) is not None
        and not is_filename(word)
    )
