"""Asks Skybasket what the golden vectors hold, and tells where it answers otherwise.

It needs the library and the standard library alone, so any Python from 3.11 on can run
it, the page's too. What the folders of vectors hold is told in `tests.golden`.
"""

from __future__ import annotations

from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Final

from . import (
    basketfile,
    clicks,
    counts,
    links,
    lists,
    plans,
    promises,
    records,
    scripts,
    trees,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["answers", "differences"]

#: Each yields names of files among the vectors, and what they should hold.
_KINDS: Final = (
    lists.answers,
    counts.answers,
    trees.answers,
    plans.answers,
    scripts.answers,
    links.answers,
    basketfile.answers,
    records.answers,
)
#: Each yields what is read otherwise than it once was.
_KEPT: Final = (clicks.differences, links.differences, promises.differences)
_ANSWERED: Final = ("answers", "naive")
#: Lines of one text that are told, and letters of each.
_FEW: Final = 3
_SHORT: Final = 300


def answers(vectors: Path) -> dict[str, str]:
    """Return what Skybasket answers now, by the place of each vector."""
    return dict(chain.from_iterable(kind(vectors) for kind in _KINDS))


def differences(vectors: Path) -> list[str]:
    """Return in words what is answered otherwise than the vectors say."""
    kept = chain.from_iterable(kind(vectors) for kind in _KEPT)
    return [*kept, *_texts(vectors, answers(vectors))]


def _texts(vectors: Path, answered: dict[str, str]) -> Iterator[str]:
    stored = {
        path.relative_to(vectors).as_posix(): path.read_bytes().decode()
        for folder in _ANSWERED
        for path in (vectors / folder).rglob("*")
        if path.is_file()
    }
    for name in sorted(stored.keys() - answered.keys() - {clicks.NAME}):
        yield f"{name}: nothing answers this any more"
    for name in sorted(answered):
        if name not in stored:
            yield f"{name}: there is no such vector"
        else:
            yield from _lines(name, answered[name], stored[name])


def _lines(name: str, answered: str, stored: str) -> Iterator[str]:
    pairs = enumerate(zip_longest(answered.split("\n"), stored.split("\n")), start=1)
    for number, (now, then) in islice(((n, p) for n, p in pairs if p[0] != p[1]), _FEW):
        told = f"{now!r:.{_SHORT}}, not {then!r:.{_SHORT}}"
        yield f"{name}, line {number} is {told}"
