"""Asking which calibration references the chosen files need, and choosing of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket import bitmaps, calibrated
from skybasket.app.stepping import Stepping
from skybasket.app.words import words
from skybasket.archives import crds_answers
from skybasket.archives.crds import ReferenceService, is_context, reference_uri
from skybasket.archives.crds_rows import reference_rows
from skybasket.archives.crds_search import ReferenceSearch
from skybasket.archives.mast_search import SearchError
from skybasket.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from skybasket.added import Added
    from skybasket.archives.crds_answers import FileInfo
    from skybasket.archives.mast import Mast
    from skybasket.archives.mast_search import Request, Steps
    from skybasket.basket import Basket
    from skybasket.catalog import Catalog

__all__ = ["Asked", "LeftOut", "Reference", "Retrieving"]

#: Data sets of one observatory that are asked about; the others come the next time.
_MOST: Final = 5000


class Asked(NamedTuple):
    """What one observatory is asked for."""

    search: ReferenceSearch
    #: The archive's name of its mission.
    mission: str
    #: The chosen files of each data set, by its ID.
    rows: dict[str, list[int]]


class Reference(NamedTuple):
    """A reference file, whatever number of files need it."""

    uri: str
    observatory: str
    info: FileInfo
    context: str
    #: The chosen files that need it.
    users: list[int]


class LeftOut(NamedTuple):
    """Chosen files that no references are found for."""

    #: As in ``combined``; see `Reason`. Empty where the service says why.
    reason: str
    #: What the service says.
    said: str
    #: How many there are, and names of some.
    files: int
    names: list[str]


class Retrieving(Stepping):
    """The references of some files: asked for, found, chosen, added."""

    def __init__(self, archive: Mast) -> None:
        super().__init__()
        self._archive = archive
        #: By the observatory's name.
        self.asked: dict[str, Asked] = {}
        #: Contexts that were typed and are none, by observatory.
        self.wrong: dict[str, str] = {}
        #: Why an observatory did not answer.
        self.failed: dict[str, SearchError] = {}
        #: URIs of the references that are to be added.
        self.chosen: set[str] = set()
        #: What names are searched for.
        self.text = ""
        self._catalog: Catalog | None = None
        self._unasked: list[LeftOut] = []
        self._found: list[Reference] | None = None

    # Asking

    def begin(self, basket: Basket) -> None:
        """Ask about the chosen files; what is known of the same ones is kept.

        :raises CommandError: if none of them can be asked about.
        """
        rows = self._gather(basket)
        if not rows:
            raise CommandError(words("references.none"))
        before, self.asked = self.asked, {}
        for observatory, (mission, sets) in rows.items():
            old = before.get(observatory)
            service = ReferenceService(self._archive, observatory)
            search = ReferenceSearch(service, sets)
            if old and old.search.ids == search.ids:
                search = old.search
            self.asked[observatory] = Asked(search, mission, sets)
        self.wrong.clear()
        self.chosen.clear()
        self.text = ""
        self.go_on()

    def go_on(self) -> None:
        """Ask for what is missing."""
        self._go(self._all_steps())

    def use_context(self, observatory: str, context: str) -> None:
        """Ask an observatory again, by other rules; nothing for its default ones.

        :raises CommandError: if the observatory was not asked.
        """
        asked = self.asked.get(observatory)
        if asked is None:
            raise CommandError(words("references.none"))
        context = context.strip()
        self.wrong.pop(observatory, None)
        if context and not is_context(context, observatory):
            self.wrong[observatory] = context
        else:
            search = ReferenceSearch(asked.search.service, asked.search.ids, context)
            self.asked[observatory] = asked._replace(search=search)
            self.go_on()

    def _all_steps(self) -> Steps:
        self.failed.clear()
        for observatory, asked in self.asked.items():
            try:
                yield from asked.search.steps()
            except SearchError as error:
                self.failed[observatory] = error

    def _advance(self, step: Callable[[], Request]) -> None:
        self._found = None
        super()._advance(step)

    def take_saved(self, content: bytes) -> None:
        """Take answers that were fetched in another way.

        :raises SearchError: if they are none, or not about these files.
        """
        self.stop()
        self._found = None
        answers = list(crds_answers.results(content))
        used = 0
        for observatory, asked in self.asked.items():
            ours = asked.search.take_saved(answers)
            used += ours
            if ours:
                self.failed.pop(observatory, None)
        if not used:
            raise SearchError(words("references.strange"), cause="answer")

    # What is asked about

    def _gather(self, basket: Basket) -> dict[str, tuple[str, dict[str, list[int]]]]:
        """Return the data sets of the chosen files, and note which have none."""
        index, catalog, chosen = basket.index, basket.catalog, basket.state.selected
        known = calibrated.of_observatories(index, chosen)
        references = calibrated.references(index, chosen)
        data = calibrated.calibrated(index, chosen)
        unasked: dict[str, list[int]] = {
            "mission": basket.files_of(
                bitmaps.without(chosen, known | references)
            ).rows,
            "reference": basket.files_of(references).rows,
            "data": basket.files_of(bitmaps.without(known, data | references)).rows,
        }
        rows: dict[str, tuple[str, dict[str, list[int]]]] = {}
        candidates = basket.files_of(data).rows
        for row, found in calibrated.data_sets(catalog, candidates):
            mission = catalog.text["mission"][row]
            sets = rows.setdefault(found.observatory, (mission, {}))[1]
            reason = found.reason
            if reason:
                unasked.setdefault(reason, []).append(row)
            elif found.identity in sets or len(sets) < _MOST:
                sets.setdefault(found.identity, []).append(row)
            else:
                unasked.setdefault("many", []).append(row)
        self._catalog = catalog
        self._unasked = [
            _left_out(catalog, reason, "", left) for reason, left in unasked.items()
        ]
        return {observatory: told for observatory, told in rows.items() if told[1]}

    @property
    def left_out(self) -> list[LeftOut]:
        """The chosen files that no references are found for, by reason."""
        catalog = self._catalog
        if catalog is None:
            return []
        said: dict[str, list[int]] = {}
        silent: list[int] = []
        for asked in self.asked.values():
            for identity, reason in asked.search.best.refused.items():
                said.setdefault(_reason(reason, identity), []).extend(
                    asked.rows.get(identity, [])
                )
            for identity in asked.search.silent:
                silent += asked.rows.get(identity, [])
        told = [_left_out(catalog, "", reason, rows) for reason, rows in said.items()]
        told.append(_left_out(catalog, "silent", "", silent))
        return [part for part in (*told, *self._unasked) if part.files]

    # What was found

    @property
    def found(self) -> list[Reference]:
        """All references that are needed, each once, by type and name."""
        if self._found is None:
            self._found = sorted(
                (one for asked in self.asked.values() for one in _references(asked)),
                key=lambda one: (not one.info.kind, one.info.kind, one.info.name),
            )
        return self._found

    @property
    def shown(self) -> list[Reference]:
        """The references that the search lets through."""
        text = self.text.casefold()
        if not text:
            return self.found
        return [
            one
            for one in self.found
            if text in one.info.name.casefold() or text in one.info.kind
        ]

    def choose(self, which: Callable[[Reference], bool], *, on: bool) -> None:
        """Choose shown references, or choose them no longer."""
        uris = {one.uri for one in self.shown if which(one)}
        self.chosen = self.chosen | uris if on else self.chosen - uris

    @property
    def selected(self) -> list[Reference]:
        """The chosen references."""
        return [one for one in self.found if one.uri in self.chosen]

    def add_to(self, basket: Basket) -> Added:
        """Put the chosen references into a basket, with what needs them.

        :raises CommandError: if none is chosen.
        """
        chosen = self.selected
        if not chosen or basket.catalog is not self._catalog:
            raise CommandError(words("references.choose"))
        batches = [
            reference_rows(asked.search, asked.mission, names)
            for observatory, asked in self.asked.items()
            if (names := [o.info.name for o in chosen if o.observatory == observatory])
        ]
        uri = cache(basket.catalog.uri)
        needs = (
            (uri(row), one.uri, one.context) for one in chosen for row in one.users
        )
        added = basket.add_references(batches, needs)
        self.chosen.clear()
        return added


def _references(asked: Asked) -> Iterable[Reference]:
    search = asked.search
    observatory = search.service.observatory
    users: dict[str, list[int]] = {}
    for identity, names in search.best.found.items():
        for name in names:
            users.setdefault(name, []).extend(asked.rows.get(identity, ()))
    for name, rows in users.items():
        uri = reference_uri(observatory, name)
        yield Reference(uri, observatory, search.info(name), search.context, rows)


def _left_out(
    catalog: Catalog, reason: str, said: str, rows: list[int], most: int = 20
) -> LeftOut:
    names = [catalog.filename(row) for row in rows[:most]]
    return LeftOut(reason, said, len(rows), names)


def _reason(said: str, identity: str) -> str:
    """Return what the service says of a data set, without its ID: many are alike."""
    return said.replace(repr(identity), "").replace(identity, "").strip()
