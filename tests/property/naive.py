"""The plainest basket there can be: lists, sets and loops; slow and easy to believe."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from skybasket.filters import CHOOSABLE_FACETS
from skybasket.product import file_extension, split_filename

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket import Filters

__all__ = ["File", "NaiveBasket"]


@dataclass(frozen=True, eq=False)
class File:
    """A product as a dictionary of facets; two are the same only if they are one."""

    uri: str
    filename: str
    observation_id: str
    size: int
    facets: dict[str, str]

    @property
    def order(self) -> tuple[str, str, tuple[str, str]]:
        return (
            self.facets["mission"],
            self.observation_id,
            split_filename(self.filename),
        )

    @property
    def folder(self) -> tuple[str, str]:
        return self.facets["mission"], self.observation_id


@dataclass(frozen=True)
class NaiveState:
    present: frozenset[File] = frozenset()
    selected: frozenset[File] = frozenset()


class NaiveBasket:
    """The semantics of a basket, one product at a time."""

    def __init__(self) -> None:
        #: All files that ever came, in the order they came.
        self.known: list[File] = []
        self.state = NaiveState()
        self.filters: Filters | None = None
        self.seen_missions: set[str] = set()
        self.open_missions: set[str] = set()
        self.open_observations: set[tuple[str, str]] = set()
        self.past: list[tuple[NaiveState, Filters | None]] = []
        self.future: list[tuple[NaiveState, Filters | None]] = []

    def files(self, files: Iterable[File] | None = None) -> list[File]:
        wanted = self.state.present if files is None else files
        arrival = {file: place for place, file in enumerate(self.known)}
        return sorted(wanted, key=lambda file: (file.order, arrival[file]))

    def passes(self, file: File, but: str = "") -> bool:
        filters = self.filters
        if filters is None:
            return True
        unrecommended = file.facets["recommended"] == "no"
        if filters.recommended and but != "recommended" and unrecommended:
            return False
        if filters.name and not _name_fits(filters.name, file.filename):
            return False
        if bounds := filters.size_bounds():
            first, last = bounds
            if not file.size or file.size < first:
                return False
            if last is not None and file.size > last:
                return False
        return all(
            _facet_fits(filters.chosen(facet), file.facets[facet])
            for facet in CHOOSABLE_FACETS
            if facet != but
        )

    def shown(self) -> list[File]:
        return [file for file in self.files() if self.passes(file)]

    def counts(self, facet: str) -> dict[str, int]:
        found = Counter(
            file.facets[facet] for file in self.files() if self.passes(file, facet)
        )
        return {
            value: found[value] for value in {f.facets[facet] for f in self.files()}
        }

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows to draw, each as its path."""
        rows: list[tuple[str, ...]] = []
        mission: str | None = None
        folder: tuple[str, str] | None = None
        for file in self.shown():
            if file.folder[0] != mission:
                mission, folder = file.folder[0], None
                rows.append((mission,))
            if mission not in self.open_missions:
                continue
            if file.folder != folder:
                folder = file.folder
                rows.append(folder)
            if folder in self.open_observations:
                rows.append((*folder, file.filename))
        return rows

    def between(self, first: int, last: int) -> list[File]:
        """Return the shown files behind some rows: those of closed folders too."""
        rows, found = self.rows(), []
        number = -1
        for file in self.shown():
            path = (*file.folder, file.filename)
            while number + 1 < len(rows) and rows[number + 1] == path[:1]:
                number += 1
            while number + 1 < len(rows) and rows[number + 1] == path[:2]:
                number += 1
            if number + 1 < len(rows) and rows[number + 1] == path:
                number += 1
            if first <= number <= last:
                found.append(file)
        return found

    def withdraw(self) -> None:
        """Forget the last step."""
        self.state, self.filters = self.past.pop()

    def go(self, state: NaiveState, filters: Filters | None) -> None:
        if (state, filters) != (self.state, self.filters):
            self.past.append((self.state, self.filters))
            self.future.clear()
            self.state, self.filters = state, filters

    def add(self, files: list[File], few: int) -> None:
        state = self.state
        here = {file.uri for file in state.present}
        fresh: dict[str, File] = {}
        for file in files:
            if file.uri not in here:
                fresh.setdefault(file.uri, file)
        if not fresh:
            return
        self.known.extend(fresh.values())
        present = state.present.union(fresh.values())
        folders = {file.folder for file in self.known}
        missions = {mission for mission, _ in folders}
        self.open_missions |= missions - self.seen_missions
        self.seen_missions = missions
        if not state.present:
            self.open_missions = set(missions)
            self.open_observations = set()
        if len(present) <= few:
            self.open_missions = set(missions)
            self.open_observations = folders
        self.go(replace(state, present=present), self.filters)

    def choose(self, files: Iterable[File], *, on: bool) -> None:
        chosen = frozenset(files) & self.state.present
        selected = self.state.selected
        changed = selected | chosen if on else selected - chosen
        self.go(replace(self.state, selected=changed), self.filters)

    def remove(self, files: frozenset[File]) -> None:
        self.go(
            NaiveState(self.state.present - files, self.state.selected - files),
            self.filters,
        )

    def forget_removed(self) -> None:
        """Know no longer what is not here."""
        self.known = self.files()
        folders = {file.folder for file in self.known}
        self.seen_missions = {mission for mission, _ in folders}
        self.open_missions &= self.seen_missions
        self.open_observations &= folders

    def undo(self) -> None:
        if self.past:
            self.future.append((self.state, self.filters))
            self.state, self.filters = self.past.pop()

    def redo(self) -> None:
        if self.future:
            self.past.append((self.state, self.filters))
            self.state, self.filters = self.future.pop()


def _name_fits(wanted: str, filename: str) -> bool:
    wanted, filename = wanted.casefold(), filename.casefold()
    if "*" not in wanted and "?" not in wanted:
        return wanted in filename
    expression = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, filename, re.DOTALL) is not None


def _facet_fits(wanted: frozenset[str], value: str) -> bool:
    plain = {item.casefold() for item in wanted if not item.startswith("!")}
    negated = {item[1:].casefold() for item in wanted if item.startswith("!")}
    value = value.casefold()
    return value not in negated and (not plain or value in plain)


def facets_of(filename: str, **given: str) -> dict[str, str]:
    """Return all facets of a file, empty where not given."""
    facets = dict.fromkeys((*CHOOSABLE_FACETS, "recommended"), "")
    return facets | {"extension": file_extension(filename)} | given
