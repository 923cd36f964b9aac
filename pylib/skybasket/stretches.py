"""Where the text of a column changes from row to row, and where it goes up.

Lists are mostly in order, and files of baskets always. Then a glance at the runs of a
column tells that its rows are sorted, and that no text comes twice.
"""

from __future__ import annotations

from itertools import compress, islice
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
    """

    def __init__(self, values: Sequence[Any], codes: Sequence[int]) -> None:
        #: Where a row has another code than the one before; see `codes.changes`.
        self.changes: int = changes(codes) if len(codes) else 0
        #: The rows at which runs begin.
        self.starts: list[int] = marked(self.changes, len(codes))
        runs = list(map(codes.__getitem__, self.starts))
        #: Whether no code has two runs.
        self.are_apart: bool = len(set(runs)) == len(runs)
        texts = list(map(values.__getitem__, runs))
        falls = map(ge, texts, islice(texts, 1, None))
        #: The rows at which stretches begin, but the first.
        self.begins: list[int] = list(compress(islice(self.starts, 1, None), falls))
