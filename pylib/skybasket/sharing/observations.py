"""Names of observations in a link: by how they follow from the names of their files.

Mostly the observation is called like the stem of its files, or like the start of it:
``U9O40504M`` is the observation of ``u9o40504m_d0f.fits`` and ``u9o40504j_jif.fits``.
So a link says, for each file, how many characters of the stem are cut off, whether the
rest is in capitals, and what comes after it: ``0:``, ``0^`` and ``1^M``.
"""

from __future__ import annotations

import re
from operator import eq
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.archives.mast_values import LONGEST
from skybasket.sharing.limits import MOST_CHARACTERS, damaged
from skybasket.sharing.names import shared_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.sharing.names import Names

__all__ = ["derivations", "derived", "read_ways"]

_AS_IT_IS: Final = ":"
_CAPITALS: Final = "^"
_FORM: Final = re.compile(r"([0-9]{1,4})([:^])(.*)", re.DOTALL)


class Way(NamedTuple):
    """How a name follows from a stem."""

    #: How many characters are cut off its end.
    cut: int
    #: Whether what is left is in capitals.
    in_capitals: bool
    #: What comes after it.
    rest: str


def derivations(names: Names, observation_ids: Sequence[str]) -> list[str]:
    """Return how the observation of each file follows from its name."""
    known: dict[tuple[int, str], str] = {}
    found = []
    for stem, observation_id in zip(names.stem_of, observation_ids, strict=True):
        key = stem, observation_id
        if key not in known:
            known[key] = _derivation(names.stems[stem], observation_id)
        found.append(known[key])
    return found


def _derivation(stem: str, observation_id: str) -> str:
    plain = shared_length(stem, observation_id)
    capital = shared_length(_capitals(stem), observation_id)
    case, kept = (_CAPITALS, capital) if capital > plain else (_AS_IT_IS, plain)
    return f"{len(stem) - kept}{case}{observation_id[kept:]}"


def read_ways(texts: Sequence[str]) -> dict[str, Way]:
    """Read the ways in which names follow from stems.

    :raises LinkError: if one is no such thing.
    """
    ways = {}
    for text in texts:
        form = _FORM.fullmatch(text)
        if form is None:
            raise damaged("its observations")
        ways[text] = Way(int(form[1]), form[2] == _CAPITALS, form[3])
    return ways


def derived(names: Names, texts: Sequence[str]) -> list[str]:
    """Return the name of each file's observation.

    :param texts: the way in which it follows from the stem, for each file.
    :raises LinkError: if a way is no such thing, or names are too long.
    """
    ways = read_ways(list(dict.fromkeys(texts)))
    kept = sum(map(len, map(names.stems.__getitem__, names.stem_of)))
    added = sum(map(len, texts))
    if kept + added > MOST_CHARACTERS:
        raise damaged("its observations")
    ids = []
    before: tuple[int, str] = -1, ""
    observation_id = ""
    # Files of one stem come together, and mostly belong together.
    for key in zip(names.stem_of, texts, strict=True):
        if key != before:
            before = key
            cut, in_capitals, rest = ways[key[1]]
            stem = names.stems[key[0]]
            start = stem[:-cut] if cut else stem
            observation_id = (_capitals(start) if in_capitals else start) + rest
        ids.append(observation_id)
    if max(map(len, ids)) > LONGEST or not all(map(eq, ids, map(str.strip, ids))):
        raise damaged("its observations")
    return ids


def _capitals(text: str) -> str:
    """Return a text in capitals, those of ASCII only: its length must not change."""
    return text.upper() if text.isascii() else text
