"""The tree of files as rows that are ready to draw."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from skybasket.app.tree_columns import USUAL, cells_of_file, cells_of_observation
from skybasket.app.words import size, words
from skybasket.arrangement import Arranged
from skybasket.bitmaps import selectors
from skybasket.ranks import Ranks
from skybasket.totals import Totals
from skybasket.tree import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from skybasket.basket import Basket

#: So many rows stay at hand, more than the page ever asks for at once.
_KEPT: Final = 4096
#: Positions that are looked at together if folders end among them.
_NEAR: Final = 256
_STOP: Final = attrgetter("stop")

__all__ = ["TreeRows", "size_text"]


class _Drawn(NamedTuple):
    """A row, and what its checkbox depends on."""

    row: dict[str, Any]
    folder: Folder | None = None
    #: How many files the folder shows.
    files: int = 0


def size_text(totals: Totals) -> tuple[str, str]:
    """Return the size of some files in readable form, and exactly as a hint."""
    if not totals.bytes:
        return words("size.unknown"), words("size.none_known")
    exact = words("number.bytes", count=totals.bytes)
    if totals.unknown:
        hint = words("size.some_unknown", bytes=exact, count=totals.unknown)
        return f"{size(totals.bytes)} +", hint
    return size(totals.bytes), exact


class TreeRows:
    """The rows of a basket's tree as it is now, until others are shown or open.

    :param columns: what is told beside names; see `tree_columns`.
    """

    def __init__(self, basket: Basket, columns: Sequence[str] = USUAL) -> None:
        self._columns = columns
        self._tree = basket.tree
        self._catalog = basket.catalog
        self._visible = basket.visible
        self._answer = basket.answer
        self._shown = Ranks(basket.answer.shown, basket.tree.length)
        self._open_observations = Ranks(
            basket.state.open_observations, basket.tree.length
        )
        self._open_missions = Ranks(basket.state.open_missions, basket.tree.length)
        self._observations: dict[int, tuple[int, int]] = {}
        self._missions: dict[int, tuple[int | None, int, int]] = {}
        self._drawn: dict[int, _Drawn] = {}
        self.tick(basket.state.selected)

    def tick(self, selected: int) -> None:
        """Take note that other files are selected; the rows stay."""
        self._taken = Ranks(self._answer.shown & selected, self._tree.length)

    def __len__(self) -> int:
        """Return how many rows there are to draw."""
        return len(self._visible)

    def window(self, start: int, stop: int) -> list[dict[str, Any]]:
        """Return the rows ``start`` to ``stop - 1``; they hold until the next call."""
        positions = self._visible.window(start, stop)
        if len(self._drawn) + len(positions) > _KEPT:
            self._drawn.clear()
        self._draw_observations(positions)
        return [self._row(place, at) for at, place in enumerate(positions, start)]

    def _row(self, position: int, index: int) -> dict[str, Any]:
        """Return a row with its checkbox, which is all that a selection changes."""
        drawn = self._drawn.get(position)
        if drawn is None:
            self._drawn[position] = drawn = self._draw(position, index)
        row, folder, files = drawn
        if folder is None:
            row["checked"] = self._taken.has(position)
        else:
            taken = self._taken.part(folder.header + 1, folder.stop).bit_count()
            row["checked"] = _checked(taken, files)
        return row

    def index(self, position: int) -> int | None:
        """Return the number of a position's row, or None when it is not drawn."""
        return self._visible.index(position)

    @property
    def taken(self) -> int:
        """How many of the files shown are selected."""
        return len(self._taken)

    @property
    def checked(self) -> bool | Literal["mixed"]:
        """The state of the checkbox for everything that is shown."""
        return _checked(len(self._taken), len(self._shown))

    @property
    def observations(self) -> int:
        """How many observations show any file."""
        return len(self._holding[0])

    @cached_property
    def _holding(self) -> tuple[Ranks, Ranks]:
        observations, missions = self._tree.holding(self._answer.shown)
        length = self._tree.length
        return Ranks(observations, length), Ranks(missions, length)

    def _draw(self, position: int, index: int) -> _Drawn:
        """Draw a file or a mission."""
        tree = self._tree
        if tree.is_file(position):
            return _Drawn(self._file(position, index))
        return self._mission(position, tree.mission_at(position))

    def _file(self, position: int, index: int) -> dict[str, Any]:
        tree, catalog, columns = self._tree, self._catalog, self._columns
        row = tree.row_at[position]
        place = tree.observation_at(position)
        parent, siblings = self._around(place)
        number = tree.observation_numbers[place]
        known = catalog.size(row)
        inexact = row in catalog.inexact
        if known is None:
            text, hint = words("size.unknown"), words("size.unknown_hint")
        else:
            exact = words("number.bytes", count=known)
            text = size(known)
            hint = exact
            if inexact:
                text = words("size.approximate", size=text)
                hint = words("size.approximate_hint", bytes=exact)
        return {
            "id": f"f{row}",
            "parent": parent,
            "kind": "file",
            "level": 3,
            "name": catalog.filename(row),
            "note": "",
            "expanded": None,
            "cells": cells_of_file(catalog, row, number, columns, text),
            "sizeHint": hint,
            "setSize": siblings,
            "positionInSet": index - parent,
        }

    def _around(self, observation: int) -> tuple[int, int]:
        """Return of an observation that is drawn its row, and the files in it."""
        known = self._observations.get(observation)
        if known is None:
            folder = self._tree.observations[observation]
            row = self._visible.before(folder.header)
            known = row, _number(self._shown, folder)[1]
            self._observations[observation] = known
        return known

    def _above(self, mission: int) -> tuple[int | None, int, int]:
        """Return of a mission its row, the observations before it, those in it."""
        known = self._missions.get(mission)
        if known is None:
            folder = self._tree.missions[mission]
            known = self.index(folder.header), *_number(self._holding[0], folder)
            self._missions[mission] = known
        return known

    def _draw_observations(self, positions: Iterable[int]) -> None:
        """Draw those of some rows, one behind the other, that are observations.

        A click draws sixty of them, so this does what is alike for all of them once.
        """
        headers, drawn = self._tree.observations.headers, self._drawn
        places = [bisect_right(headers, position) - 1 for position in positions]
        here = [
            (at, position)
            for at, position in zip(places, positions, strict=True)
            if at >= 0 and headers[at] == position
        ]
        fresh = sorted(at for at, position in here if position not in drawn)
        if not fresh:
            return
        folders = map(self._tree.observations.__getitem__, fresh)
        shown = dict(zip(fresh, self._totals(list(folders)), strict=True))
        stands = self._standing(position for _, position in here)
        for (at, position), around in zip(here, stands, strict=True):
            if at in shown:
                folder, totals = shown[at]
                row = self._observation(at, folder, totals) | around
                drawn[position] = _Drawn(row, folder, totals.count)

    def _standing(self, positions: Iterable[int]) -> Iterator[dict[str, Any]]:
        """Yield where observations stand; none that is drawn is between them."""
        here, place = Folder(0, 0), -1
        for position in positions:
            if here.header < position < here.stop:
                place += 1
            else:
                mission = self._tree.mission_at(position)
                here = self._tree.missions[mission]
                parent, before, siblings = self._above(mission)
                place = self._holding[0].before(position) - before
            if isinstance(self._visible, Arranged):
                place = self._visible.place(position)
            yield {"parent": parent, "setSize": siblings, "positionInSet": place + 1}

    def _observation(self, at: int, folder: Folder, totals: Totals) -> dict[str, Any]:
        """Draw an observation without what stands around it."""
        catalog, openness = self._catalog, self._open_observations
        number = self._tree.observation_numbers[at]
        text, hint = size_text(totals)
        return {
            "id": f"o{number}",
            "kind": "observation",
            "level": 2,
            "name": catalog.observations[number][1] or words("tree.no_observation"),
            "note": words("tree.files", count=totals.count),
            "sizeHint": hint,
            "cells": cells_of_observation(catalog, number, self._columns, text),
            "expanded": len(openness) > 0 and openness.has(folder.header + 1),
        }

    def _mission(self, position: int, place: int) -> _Drawn:
        tree = self._tree
        folder = tree.missions[place]
        name = tree.mission_names[place]
        totals = self._answer.totals_with("mission", name)
        text, hint = size_text(totals)
        row = {
            "id": f"m{self._catalog.text['mission'].code(name)}",
            "parent": -1,
            "kind": "mission",
            "level": 1,
            "name": name or words("tree.no_mission"),
            "note": words("tree.files", count=totals.count),
            "sizeHint": hint,
            "cells": [text if one == "size" else "" for one in self._columns],
            "expanded": self._open_missions.has(folder.first),
            "setSize": len(self._holding[1]),
            "positionInSet": self._holding[1].before(position) + 1,
        }
        return _Drawn(row, folder, totals.count)

    def _totals(self, folders: Sequence[Folder]) -> Iterator[tuple[Folder, Totals]]:
        """Add up what each of some observations shows; they come in ascending order.

        So few files are in one that each is looked at, together with those nearby.
        """
        size_of, place = self._catalog.sizes.__getitem__, 0
        while place < len(folders):
            start = folders[place].header
            behind = bisect_right(folders, start + _NEAR, place + 1, key=_STOP)
            end = folders[behind - 1].stop
            shown = selectors(self._shown.part(start, end), end - start)
            # Where a header stands is a size that is in no folder.
            sizes = list(map(size_of, self._tree.row_at[start:end]))
            for folder in folders[place:behind]:
                header, stop = folder
                here = slice(header - start + 1, stop - start)
                found = list(compress(sizes[here], shown[here]))
                yield folder, Totals(len(found), sum(found), found.count(0), 0)
            place = behind


def _number(ranks: Ranks, folder: Folder) -> tuple[int, int]:
    """Return how many of some positions come before a folder's, and are in it."""
    before = ranks.before(folder.first)
    return before, ranks.before(folder.stop) - before


def _checked(taken: int, shown: int) -> bool | Literal["mixed"]:
    if taken == shown:
        return taken > 0
    return "mixed" if taken else False
