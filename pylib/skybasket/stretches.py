"""Where the text of a column changes from row to row, and where it goes up.

Lists are mostly in order, and files of baskets always. Then a glance at the runs of a
column tells that its rows are sorted, and that no text comes twice.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import compress, count, islice
from operator import ge
from typing import TYPE_CHECKING, Any

from skybasket.codes import changes, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Stretches"]


class Stretches:
    """The runs of rows with one text each, and the stretches in which these go up.

    :param values: the texts.
    :param codes: the place of each row's text.
    :param climbs: what `codes.climbing` says of these.
    """

    def __init__(
        self, values: Sequence[Any], codes: Sequence[int], climbs: int | None
    ) -> None:
        #: Where a row has another code than the one before; see `codes.changes`.
        self.changes: int = changes(codes) if climbs is None else climbs
        runs: Sequence[int]
        if climbs is None:
            starts = marked(self.changes, len(codes))
            runs = list(map(codes.__getitem__, starts))
            texts = list(map(values.__getitem__, runs))
        else:
            # A run for each code, one after the other.
            starts = []
            runs = range(codes[0], codes[-1] + 1) if len(codes) else range(0)
            texts = list(values[runs.start : runs.stop])
        falls = compress(count(1), map(ge, texts, islice(texts, 1, None)))
        #: Whether no code has two runs.
        self.are_apart: bool = climbs is not None or len(set(runs)) == len(runs)
        #: The rows at which stretches begin, but the first.
        self.begins: list[int] = [
            starts[place] if starts else bisect_left(codes, runs[place])
            for place in falls
        ]
