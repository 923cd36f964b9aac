"""The words of a command as a POSIX shell reads them, in time that grows with it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["Word", "words"]

_PIECE: Final = r"""[^\s"'\\;|&<>]|\\.|'[^']*'|"(?:[^"\\]|\\.)*\""""
_WORD: Final = re.compile(rf"(?:{_PIECE})+")
_PIECES: Final = re.compile(_PIECE)
#: What a backslash escapes between double quotes.
_ESCAPED: Final = re.compile(r'\\([$`"\\])')


class Word(NamedTuple):
    """One word."""

    #: Without its quotes.
    text: str
    #: False where a variable or a command would be put into it.
    is_fixed: bool


def words(command: str) -> list[Word]:
    """Return the words of a command; what stands between them is dropped."""
    return [_word(found[0]) for found in _WORD.finditer(command)]


def _word(raw: str) -> Word:
    if not {"'", '"', "\\"}.intersection(raw):
        return Word(raw, is_fixed=_is_fixed(raw))
    text: list[str] = []
    is_fixed = True
    for piece in _PIECES.findall(raw):
        if piece[0] == "'" and len(piece) > 1:
            text.append(piece[1:-1])
        elif piece[0] == "\\" and len(piece) > 1:
            text.append(piece[1:])
        else:
            is_quoted = len(piece) > 1
            text.append(_ESCAPED.sub(r"\1", piece[1:-1]) if is_quoted else piece)
            is_fixed = is_fixed and _is_fixed(re.sub(r"\\.", "", piece))
    return Word("".join(text), is_fixed=is_fixed)


def _is_fixed(text: str) -> bool:
    return "$" not in text and "`" not in text
