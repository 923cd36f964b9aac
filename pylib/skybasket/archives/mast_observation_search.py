"""Finds the observations of a query: where, how many, then page by page."""

from __future__ import annotations

import re
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.archives.mast_criteria import lookup, questions
from skybasket.archives.mast_invoke import SearchError, Service, read_or_failed
from skybasket.archives.mast_observations import ObservationReader
from skybasket.archives.mast_query import Position, Query, QueryError
from skybasket.limits import MOST_PRODUCTS

if TYPE_CHECKING:
    from collections.abc import Generator

    from skybasket.archives.mast import Mast
    from skybasket.archives.mast_criteria import Question
    from skybasket.archives.mast_invoke import Answer, Clock, Request, Steps
    from skybasket.formats.contents import Refused
    from skybasket.observation import Observation

__all__ = ["LIMIT", "ObservationSearch", "Place"]

#: Observations that the archive lists at most: queries for more are cut off.
LIMIT: Final = 500_000

_COUNT: Final = re.compile("[0-9]{1,18}")


class Place(NamedTuple):
    """What the archive's resolver knows of a target."""

    position: Position
    #: As in "M 101".
    name: str
    #: Who knows it, as in "SIMBAD".
    resolver: str


class ObservationSearch:
    """Finds the observations of a query.

    :param clock: tells how many seconds the archive has been working on a question.
    """

    def __init__(
        self, archive: Mast, query: Query, clock: Clock = time.monotonic
    ) -> None:
        self.query = query
        #: Where the query's target is, once the archive was asked.
        self.place: Place | None = None
        #: How many observations there are, once they were counted; a few more than
        #: will come where two names with ``*`` find the same.
        self.count: int | None = None
        #: Rows that could not be taken.
        self.refused: list[Refused] = []
        self._service = Service(archive, clock)
        self._found: dict[str, Observation] = {}
        #: Rows of all answers.
        self._rows = 0
        #: Questions and the page to ask for next.
        self._open: deque[tuple[Question, int]] = deque()

    @property
    def position(self) -> Position | None:
        """Where it looks, as far as that is known."""
        return self.place.position if self.place else self.query.position

    @property
    def is_complete(self) -> bool:
        """Whether all of them have arrived."""
        return self.count is not None and not self._open

    @property
    def observations(self) -> list[Observation]:
        """Those that have arrived, each once."""
        return list(self._found.values())

    @property
    def missing(self) -> list[str]:
        """The names that were asked for and have not been found."""
        found = {seen.observation_id.casefold() for seen in self._found.values()}
        return [
            name
            for name in self.query.observation_ids
            if "*" not in name and name.casefold() not in found
        ]

    def counting(self) -> Steps:
        """Look the target up and count the observations, unless that was done.

        :raises QueryError: if the archive does not know the target.
        :raises SearchError: if the archive fails, or what was thrown in.
        """
        if self.query.target and not self.place:
            self.place = yield from self._looked_up(self.query.target)
        if self.count is not None:
            return
        total = 0
        asked: deque[tuple[Question, int]] = deque()
        for question in questions(self.query, self.position):
            answer = yield from self._service.ask(question.counting())
            if count := _counted(answer):
                asked.append((question, 1))
            total += count
        self.count, self._open = total, asked

    def steps(self) -> Steps:
        """Fetch the observations, page by page; once more: those that are missing.

        :raises QueryError: if there are more than the archive lists, or it does not
            know the target.
        :raises SearchError: if the archive fails, or what was thrown in.
        """
        yield from self.counting()
        if self.count is not None and self.count > LIMIT:
            message = (
                f"The archive lists at most {LIMIT:,} observations at a time, and "
                f"there are {self.count:,}. Narrow the search by mission, instrument, "
                "date or level."
            )
            raise QueryError("", message)
        while self._open:
            question, page = self._open[0]
            answer = yield from self._service.ask(question.listing(), page)
            self._read(answer)
            if page < answer.pages and answer.rows:
                self._open[0] = question, page + 1
            else:
                self._open.popleft()

    def _read(self, answer: Answer) -> None:
        if not answer.rows:
            return
        self._rows += len(answer.rows)
        if self._rows > MOST_PRODUCTS:
            message = "The archive lists far more than it had counted. Try again later."
            raise SearchError(message, cause="answer")
        reader = ObservationReader()
        with read_or_failed():
            reader.take(answer.table())
            observations, refused = reader.finish()
        self.refused += refused
        for seen in observations:
            self._found.setdefault(seen.number or seen.observation_id, seen)

    def _looked_up(self, name: str) -> Generator[Request, bytes, Place]:
        answer = yield from self._service.ask(lookup(name))
        found = answer.content.get("resolvedCoordinate")
        if not isinstance(found, list) or not found:
            message = (
                "The archive's name resolver does not know this target. "
                "Try another name, or its position."
            )
            raise QueryError("target", message, [name])
        try:
            position = Position(float(found[0]["ra"]), float(found[0]["decl"]))
            Query(position=position)
        except (KeyError, TypeError, ValueError, OverflowError, QueryError) as error:
            message = "The archive's name resolver gave no position. Try again later."
            raise SearchError(message, [name], cause="answer") from error
        known = str(found[0].get("canonicalName") or name)
        resolver = str(found[0].get("resolver") or "")
        return Place(position, " ".join(known.split()), resolver)


def _counted(answer: Answer) -> int:
    """Return the number that is all of an answer, whatever its column is called."""
    values: list[Any] = [value for row in answer.rows for value in row.values()]
    if len(values) != 1 or not _COUNT.fullmatch(str(values[0])):
        message = "The archive's answer does not hold a count. Try again later."
        raise SearchError(message, cause="answer")
    return int(values[0])
