"""The files of a mission or an observation as tables: how many of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.filter_views import value_label
from skybasket.app.row_views import size_text
from skybasket.app.words import number, words
from skybasket.bitmaps import weighted_sum, without
from skybasket.filters import Filters
from skybasket.product import VOCABULARY
from skybasket.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.answer import Answer
    from skybasket.basket import Basket

__all__ = ["breakdowns"]

_FACETS: Final = ("category", "extension")
_COLUMNS: Final = ("value", "shown", "selected", "all")
#: Values that are listed; the rest is one line.
_LISTED: Final = 20


def breakdowns(basket: Basket, position: int) -> list[dict[str, Any]]:
    """Return the tables of a folder's files, by category and by extension.

    :param position: of the folder's header in the tree.
    """
    folder = _Folder(basket, position)
    return [_table(folder, facet) for facet in _FACETS]


class _Folder:
    """The files of one folder: those shown, those selected, and all.

    Bitmaps are cut to the folder's range, so that counting takes as long as it is.
    """

    def __init__(self, basket: Basket, position: int) -> None:
        tree = basket.tree
        folder = tree.folder_at(position)
        self._index = basket.index
        self._behind = tree.length - folder.stop
        self._range = (1 << (folder.stop - folder.first)) - 1
        present = basket.state.present
        self._parts: list[tuple[Answer | None, int]] = [
            (None, self._cut(files))
            for files in (basket.answer.shown, basket.state.selected, present)
        ]
        self._slices = list(map(self._cut, basket.index.size_slices))
        self._known = 0
        for part in self._slices:
            self._known |= part
        #: What a mission's files have in common: then answers may know their totals.
        self._here: dict[str, str] = {}
        if tree.is_mission(position):
            self._here["mission"] = tree.mission_names[tree.mission_at(position)]
            answers = basket.answer, None, basket.index.query(Filters(), present)
            bitmaps = [files for _, files in self._parts]
            self._parts = list(zip(answers, bitmaps, strict=True))

    def _cut(self, bitmap: int) -> int:
        return bitmap >> self._behind & self._range

    def values(self, facet: str) -> list[str]:
        """Return the values that any file has: known ones in their order."""
        index, files = self._index.facet(facet), self._parts[-1][1]
        counts = {
            value: (self._cut(index.bitmap(value)) & files).bit_count()
            for value in index.values
        }
        known: Sequence[str] = VOCABULARY.get(facet, ())
        place = {value: position for position, value in enumerate(known)}
        found = [value for value, count in counts.items() if count]
        found.sort(key=lambda one: (place.get(one, len(place)), -counts[one], one))
        return found

    def totals(self, facet: str = "", value: str = "") -> list[Totals]:
        """Return the totals of the files shown, selected, and all.

        :param facet: of those only that have a value of this facet.
        """
        having = self._range
        if facet:
            having = self._cut(self._index.facet(facet).bitmap(value))
        wanted = {**self._here, facet: value} if facet else self._here
        added: dict[int, Totals] = {}
        found = []
        for answer, part in self._parts:
            files = part & having
            if files not in added:
                known = answer and answer.totals_where(wanted)
                added[files] = known or self._added_up(files)
            found.append(added[files])
        return found

    def _added_up(self, files: int) -> Totals:
        unknown = without(files, self._known).bit_count()
        return Totals(files.bit_count(), weighted_sum(files, self._slices), unknown, 0)


def _table(folder: _Folder, facet: str) -> dict[str, Any]:
    values, together = folder.values(facet), folder.totals()
    listed = {value: folder.totals(facet, value) for value in values[:_LISTED]}
    rows = [_row(value_label(facet, one), totals) for one, totals in listed.items()]
    if more := len(values) - len(listed):
        parts = zip(together, *listed.values(), strict=True)
        rest = [_rest(whole, told) for whole, *told in parts]
        rows.append(_row(words("folder.rest", count=more), rest))
    return {
        "title": words(f"folder.{facet}"),
        "columns": [words(f"folder.{name}") for name in _COLUMNS],
        "rows": rows,
        "total": _row(words("folder.total"), together),
    }


def _rest(whole: Totals, parts: Sequence[Totals]) -> Totals:
    """Return the totals of what is left of some files without parts of them."""
    return Totals(
        whole.count - sum(part.count for part in parts),
        whole.bytes - sum(part.bytes for part in parts),
        whole.unknown - sum(part.unknown for part in parts),
        0,
    )


def _row(label: str, parts: Sequence[Totals]) -> dict[str, Any]:
    return {"label": label, "cells": list(map(_cell, parts))}


def _cell(totals: Totals) -> dict[str, str]:
    text, hint = size_text(totals) if totals.count else ("", "")
    return {"count": number(totals.count), "size": text, "hint": hint}
