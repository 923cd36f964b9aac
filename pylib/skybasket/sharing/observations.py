"""Names of observations in a link: by how they follow from the names of their files.

Mostly the observation is called like the stem of its files, or like the start of it:
``U9O40504M`` is the observation of ``u9o40504m_d0f.fits`` and ``u9o40504j_jif.fits``.
So a link says, for each file, how many characters of the stem are cut off, whether the
rest is in capitals, and what comes after it: ``0:``, ``0^`` and ``1^M``.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from skybasket.sharing.limits import MOST_CHARACTERS, damaged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.sharing.names import Names

__all__ = ["derivations", "derived"]

_AS_IT_IS: Final = ":"
_CAPITALS: Final = "^"
_FORM: Final = re.compile(r"([0-9]{1,4})([:^])(.*)", re.DOTALL)


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
    plain = _alike(stem, observation_id)
    capital = _alike(_capitals(stem), observation_id)
    case, kept = (_CAPITALS, capital) if capital > plain else (_AS_IT_IS, plain)
    return f"{len(stem) - kept}{case}{observation_id[kept:]}"


def _alike(first: str, second: str) -> int:
    """Return how many characters two texts begin with together."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def derived(names: Names, distinct: Sequence[str], codes: Sequence[int]) -> list[str]:
    """Return the name of each file's observation.

    :param distinct: ways in which a name follows from a stem.
    :param codes: which of them each file goes by.
    :raises LinkError: if a way is no such thing, or the names would be too long.
    """
    ways = []
    for text in distinct:
        form = _FORM.fullmatch(text)
        if form is None:
            raise damaged("its observations")
        ways.append((int(form[1]), form[2] == _CAPITALS, form[3]))
    kept = sum(map(len, map(names.stems.__getitem__, names.stem_of)))
    added = sum(map([len(rest) for _, _, rest in ways].__getitem__, codes))
    if kept + added > MOST_CHARACTERS:
        raise damaged("its observations")
    known: dict[tuple[int, int], str] = {}
    for stem_number, code in zip(names.stem_of, codes, strict=True):
        if (stem_number, code) not in known:
            cut, is_capital, rest = ways[code]
            stem = names.stems[stem_number]
            start = stem[: max(len(stem) - cut, 0)]
            start = _capitals(start) if is_capital else start
            known[stem_number, code] = start + rest
    return list(map(known.__getitem__, zip(names.stem_of, codes, strict=True)))


def _capitals(text: str) -> str:
    """Return a text in capitals, those of ASCII only: its length must not change."""
    return text.upper() if text.isascii() else text
