"""Which calibration references data sets need, asked step by step.

First for the default context, then for the references of the data sets, a few at a
time, then for what is known of the files. In a notebook::

    search = ReferenceSearch(ReferenceService(Mast(), "jwst"), ids)
    await run(search.steps(), fetch)
    search.best.found["JW80500017001_02101_00001.MIRIFUSHORT"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.archives import crds_answers
from skybasket.archives.crds import BATCH, is_context
from skybasket.archives.crds_answers import Best, FileInfo
from skybasket.archives.mast_invoke import SearchError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from skybasket.archives.crds import ReferenceService
    from skybasket.archives.mast_invoke import Request, Steps

__all__ = ["ReferenceProgress", "ReferenceSearch"]

#: A question that took too long is asked again for half as much, down to this.
_SMALLEST: Final = 10


class ReferenceProgress(NamedTuple):
    """How far a search is."""

    data_sets: int
    #: How many of them have an answer.
    answered: int
    #: Files that they need, and how many of these were asked about.
    files: int
    known: int


class ReferenceSearch:
    """Finds the references of data sets, and what is known of the files.

    What has arrived stays; going through the steps again asks for what is missing.

    :param ids: of data sets; see `crds_datasets`.
    :param wanted: a context, as in ``jwst_0123.pmap``; nothing for the default one.
    """

    def __init__(
        self, service: ReferenceService, ids: Iterable[str], wanted: str = ""
    ) -> None:
        self.service = service
        self.ids = list(dict.fromkeys(ids))
        self.wanted = wanted
        #: The context that answered, as far as that is known.
        self.context = wanted
        self.best = Best()
        self.files: dict[str, FileInfo] = {}
        self._silent: set[str] = set()
        self._unknown: set[str] = set()

    # What is there

    @property
    def names(self) -> list[str]:
        """The names of all files that are needed, each once."""
        return list(
            dict.fromkeys(name for names in self.best.found.values() for name in names)
        )

    @property
    def progress(self) -> ReferenceProgress:
        """How far it is."""
        names = self.names
        return ReferenceProgress(
            len(self.ids),
            len(self.ids) - len(self._missing()),
            len(names),
            len(names) - len(self._untold(names)),
        )

    @property
    def silent(self) -> list[str]:
        """The data sets that an answer should have told of, and did not."""
        return [identity for identity in self.ids if identity in self._silent]

    def _missing(self) -> list[str]:
        known = (self.best.found, self.best.refused, self._silent)
        return [one for one in self.ids if not any(one in told for told in known)]

    def _untold(self, names: Iterable[str]) -> list[str]:
        return [
            name
            for name in names
            if name not in self.files and name not in self._unknown
        ]

    # Asking

    def steps(self) -> Steps:
        """Ask for what is missing.

        :raises SearchError: if nobody answers, or with an error.
        """
        service = self.service
        if not self.context:
            content = yield service.default_context()
            self.take_context(crds_answers.result(content))
        yield from self._all(
            self._missing,
            lambda ids: service.best_references(self.context, ids),
            self._take_best,
        )
        yield from self._all(
            lambda: self._untold(self.names), service.file_information, self._take_infos
        )

    def _all(
        self,
        missing: Callable[[], list[str]],
        question: Callable[[Sequence[str]], Request],
        take: Callable[[Any, Sequence[str]], None],
    ) -> Generator[Request, bytes, None]:
        """Ask for all that is missing, some at a time, fewer where that is too slow."""
        most = BATCH
        while asked := missing()[:most]:
            try:
                content = yield question(asked)
            except SearchError as error:
                if error.cause != "timeout" or len(asked) <= _SMALLEST:
                    raise
                most = max(_SMALLEST, len(asked) // 2)
                continue
            take(crds_answers.result(content), asked)

    # Taking what came back

    def take_context(self, found: object) -> None:
        """Take which context is the default, unless another one is wanted.

        :raises SearchError: if it is none.
        """
        told = crds_answers.context(found, self.service.observatory)
        self.context = self.wanted or told

    def _take_best(self, found: object, asked: Sequence[str]) -> None:
        read = crds_answers.best(found, asked)
        self.best.found |= read.found
        self.best.refused |= read.refused
        self.best.odd += read.odd
        self._silent |= {*asked} - read.found.keys() - read.refused.keys()

    def _take_infos(self, found: object, asked: Sequence[str]) -> None:
        read = crds_answers.infos(found)
        self.files |= {name: read[name] for name in asked if name in read}
        self._unknown |= {*asked} - read.keys()

    def take_saved(self, found: Iterable[object]) -> int:
        """Take answers that somebody fetched in another way, in any order.

        :returns: how many of them are about these data sets or their files.
        :raises SearchError: if one is about something else entirely.
        """
        used = 0
        about_files: list[dict[str, FileInfo]] = []
        for one in found:
            if isinstance(one, str):
                if is_context(one, self.service.observatory):
                    self.take_context(one)
            elif _is_about_files(one):
                about_files.append(crds_answers.infos(one))
            else:
                told = crds_answers.best(one, self.ids)
                answered = [*told.found, *told.refused]
                used += bool(answered)
                self._take_best(one, answered)
                self._silent -= {*answered}
        for told_files in about_files:
            ours = told_files.keys() & {*self.names}
            self.files |= {name: told_files[name] for name in ours}
            used += bool(ours)
        if used and not self.context:
            self.context = self.service.latest
        return used

    def questions(self) -> Iterator[Request]:
        """Yield what is to be asked in another way, as far as it is known by now."""
        if missing := self._missing():
            if not self.context:
                yield self.service.default_context()
            context = self.context or self.service.latest
            for part in _parts(missing):
                yield self.service.best_references(context, part)
        for part in _parts(self._untold(self.names)):
            yield self.service.file_information(part)

    def info(self, name: str) -> FileInfo:
        """Return what is known of a file, at least what its name tells."""
        known = self.files.get(name)
        return known or FileInfo(name, kind=crds_answers.file_name_kind(name))


def _is_about_files(found: object) -> bool:
    if not isinstance(found, dict):
        return False
    return any(isinstance(told, dict) for told in found.values())


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), BATCH):
        yield names[start : start + BATCH]
