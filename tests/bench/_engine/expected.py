"""What the page must say, worked out beside it by the library alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket.bitmaps import without

if TYPE_CHECKING:
    from skybasket import Basket

    from tests.bench._engine.queries import Wanted

__all__ = ["Expected"]


class Expected:
    """The sentences and numbers for one basket.

    :param basket: as it is opened in the page; it is only looked at.
    """

    def __init__(self, basket: Basket) -> None:
        self._basket = basket
        self.files = basket.files.count
        tree = basket.tree
        self.folder_rows = len(tree.missions) + len(tree.observations)
        self.all_rows = self.folder_rows + self.files

    def shown(self, wanted: Wanted, *, gone: bool = False) -> str:
        """Return how the sentence about what is shown begins.

        :param gone: after the selected files were removed.
        """
        state = self._basket.state
        present = without(state.present, state.selected) if gone else state.present
        count = self._basket.index.query(wanted.filters, present).shown.bit_count()
        total = present.bit_count()
        if count == total:
            return f"All {total:,} shown"
        return f"{count:,} of {total:,} shown"

    def folder(self, kind: str, number: int) -> tuple[str, int]:
        """Return the name and the files of a folder that is drawn at the tree's top."""
        tree = self._basket.tree
        if kind == "mission":
            folder, name = tree.missions[0], tree.mission_names[0]
        else:
            place = number % 8
            folder = tree.observations[place]
            number_here = tree.observation_numbers[place]
            name = self._basket.catalog.observations[number_here][1]
        return name, (tree.below(folder) & tree.files).bit_count()
