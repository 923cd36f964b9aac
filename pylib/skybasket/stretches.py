"""Where the text of a column changes from row to row, and where it goes up.

Lists are mostly in order, and files of baskets always. Then a glance at the runs of a
column tells that its rows are sorted, and that no text comes twice.
"""

from __future__ import annotations

from itertools import compress, count, islice, pairwise
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
        self._texts = list(map(values.__getitem__, map(codes.__getitem__, self.starts)))
        following = islice(self._texts, 1, None)
        falls = compress(count(1), map(ge, self._texts, following))
        self._bounds = [0, *falls, len(self._texts)]

    @property
    def begins(self) -> Sequence[int]:
        """The rows at which stretches begin, but the first."""
        return [self.starts[place] for place in self._bounds[1:-1]]

    @property
    def are_apart(self) -> bool:
        """Whether no text has two runs."""
        texts = self._texts
        ends = sorted(
            (texts[first], texts[stop - 1])
            for first, stop in pairwise(self._bounds)
            if stop > first
        )
        if all(last < first for (_, last), (first, _) in pairwise(ends)):
            return True
        return len(set(texts)) == len(texts)
