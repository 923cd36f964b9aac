"""Columns of text in a link: a value for each group of files, and exceptions.

What a column goes by is found out by trying: the category of files mostly follows from
their endings, the proposal from their observation. The reader is told which rule the
writer found cheapest; see `groups.RULES`.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.sharing.groups import RULES
from skybasket.sharing.limits import damaged
from skybasket.sharing.names import numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from skybasket.sharing.groups import Groups
    from skybasket.sharing.streams import Reader, Writer

__all__ = ["read_column", "write_column"]

#: Bytes that a change of the value and an exception take, roughly.
_CHANGE: Final = 1
_EXCEPTION: Final = 3


class _Fit(NamedTuple):
    """How well a column goes by a rule."""

    cost: int
    #: The rule's number.
    rule: int
    #: The value of each group, as a code.
    codes: list[int]


def write_column(
    writer: Writer, values: Sequence[str], groups: Groups, rules: Sequence[str]
) -> None:
    """Write a value for each file of the link.

    :param rules: those that a reader can follow at this point.
    """
    distinct = list(dict.fromkeys(values))
    writer.number(len(distinct))
    writer.lines(distinct)
    if len(distinct) == 1:
        return
    codes = numbered(values)
    best = min(_fit(RULES.index(rule), groups.by(rule), codes) for rule in rules)
    writer.number(best.rule)
    writer.numbers(_steps(best.codes, len(distinct)))
    group_of = groups.by(RULES[best.rule])
    rows = [
        row
        for row, (group, code) in enumerate(zip(group_of, codes, strict=True))
        if best.codes[group] != code
    ]
    writer.rising(rows)
    writer.numbers([codes[row] for row in rows])


def _fit(rule: int, group_of: Sequence[int], codes: Sequence[int]) -> _Fit:
    """Give each group the value that most of its files have."""
    found = Counter(zip(group_of, codes, strict=True))
    chosen: dict[int, tuple[int, int]] = {}
    # What comes first wins where values are equally frequent.
    for (group, code), times in found.items():
        if group not in chosen or times > chosen[group][1]:
            chosen[group] = code, times
    exceptions = len(codes) - sum(times for _, times in chosen.values())
    of_group = [chosen[group][0] for group in range(len(chosen))]
    changes = sum(before != after for before, after in pairwise(of_group))
    cost = changes * _CHANGE + exceptions * _EXCEPTION
    return _Fit(cost, rule, of_group)


def _steps(codes: Sequence[int], count: int) -> list[int]:
    """Return how far each code is from the one before it, round the circle of codes.

    Codes are counted as their values come, so most steps are 0 or 1.
    """
    return [
        (code - before) % count
        for before, code in zip((0, *codes), codes, strict=False)
    ]


def read_column(
    reader: Reader,
    groups: Groups,
    rules: Sequence[str],
    check: Callable[[Sequence[str]], object],
) -> list[str]:
    """Read what `write_column` wrote.

    :param check: is given all different values before anything is made of them.
    :returns: the value of each file.
    :raises LinkError: if it is anything else.
    """
    distinct = reader.lines(reader.number(len(groups)))
    if not distinct or len(set(distinct)) < len(distinct):
        raise damaged("its columns")
    check(distinct)
    count = len(distinct)
    if count == 1:
        return distinct * len(groups)
    rule = reader.number(len(RULES) - 1)
    if RULES[rule] not in rules:
        raise damaged("its columns")
    group_of = groups.by(RULES[rule])
    steps = reader.numbers(max(group_of) + 1, count - 1)
    rows = reader.rising(len(groups), len(groups) - 1)
    exceptions = reader.numbers(len(rows), count - 1)
    of_group = [distinct[code % count] for code in accumulate(steps)]
    values = list(map(of_group.__getitem__, group_of))
    for row, code in zip(rows, exceptions, strict=True):
        values[row] = distinct[code]
    return values
