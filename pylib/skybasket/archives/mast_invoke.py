"""How one question is put to MAST's query service, and how its answer is read.

The service (https://mast.stsci.edu/api/v0/) takes a request as one field of a form,
which a browser sends to another host without asking it first. While the archive works
it answers ``EXECUTING``, and wants to be asked the same again; long lists come in
pages. Nothing here sends anything: a question is a generator that yields what is to be
sent and is sent what came back, so that a page and a notebook put it alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias
from urllib.parse import quote
from uuid import uuid4

from skybasket.errors import FormatError, SkybasketError
from skybasket.formats.contents import Table
from skybasket.nesting import loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from skybasket.archives.mast import Mast
    from skybasket.archives.mast_criteria import Asked

__all__ = [
    "PAGE",
    "Answer",
    "Cause",
    "Clock",
    "Request",
    "SearchError",
    "Service",
    "Steps",
    "read_or_failed",
    "service_address",
    "spelled",
]

#: Rows that are asked for at a time: some 6 MB of products, which a page passes around
#: in one piece, and which take Python a fraction of a second.
PAGE: Final = 10_000

#: Why a question has no answer. The first four are the network's: there is no network,
#: the browser may not read the answer, nobody answers, nobody answers in time. Then
#: the archive said so itself, or said what cannot be read.
Cause: TypeAlias = Literal[
    "offline", "refused", "unreachable", "timeout", "archive", "answer"
]
#: Something that tells seconds, from whenever on.
Clock: TypeAlias = Callable[[], float]

#: Seconds between two questions of the same, the first, the most, and until it is
#: given up, as astroquery does.
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 10.0
_PATIENCE: Final = 600.0
_GROWTH: Final = 1.5


class SearchError(SkybasketError):
    """The archive did not answer, or answered with an error.

    :param cause: why; see `Cause`.
    """

    kind = "search"

    def __init__(
        self, message: str, where: Sequence[str] = (), *, cause: Cause
    ) -> None:
        super().__init__(message, where)
        self.cause: Cause = cause

    @property
    def is_network(self) -> bool:
        """Whether the archive was not even reached."""
        return self.cause in ("offline", "refused", "unreachable")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be sent.

    :param address: where to.
    :param body: a form to post, of the type ``application/x-www-form-urlencoded``;
        None to get the address.
    :param wait: seconds to wait before.
    """

    address: str
    body: str | None
    wait: float = 0


#: Yields what is to be sent, takes what came back. Throw a `SearchError` in where
#: nothing did; close it to cancel.
Steps: TypeAlias = Generator[Request, bytes, None]


class Answer(NamedTuple):
    """What came back, and how much of it there is in all."""

    content: Mapping[str, Any]
    rows: Sequence[Mapping[str, object]]
    pages: int
    total: int

    def table(self) -> Table:
        """Return the rows as columns."""
        titles = dict.fromkeys(title for row in self.rows for title in row)
        columns = {title: [row.get(title) for row in self.rows] for title in titles}
        return Table(columns)


class Service:
    """The archive's query service.

    :param archive: whose it is.
    :param clock: tells how long the archive has been working.
    """

    def __init__(self, archive: Mast, clock: Clock) -> None:
        self._address = service_address(archive)
        self._clock = clock
        # The archive remembers its answers, the wrong ones too: a search asks anew.
        self._mark = uuid4().hex

    def ask(self, asked: Asked, page: int = 1) -> Generator[Request, bytes, Answer]:
        """Ask until the archive has done its work.

        :param page: which part of the answer, counted from 1.
        :raises SearchError: if the archive says that it failed, answers what is no
            answer, or is still working after ten minutes.
        """
        text = spelled(asked, page=page, cacheBreaker=self._mark)
        body = f"request={quote(text, safe='')}"
        started, pause = self._clock(), 0.0
        while True:
            content = yield Request(self._address, body, pause)
            answer = _read(content)
            if answer.get("status") != "EXECUTING":
                return _completed(answer)
            pause = min(max(pause * _GROWTH, _FIRST_PAUSE), _LONGEST_PAUSE)
            if self._clock() - started + pause > _PATIENCE:
                message = (
                    "The archive was still working on this after ten minutes. "
                    "Ask for less at a time, or try again later."
                )
                raise SearchError(message, cause="timeout")


def service_address(archive: Mast) -> str:
    """Return where the archive takes questions."""
    return f"{archive.address}/api/v0/invoke"


def spelled(asked: Asked, page: int = 1, page_size: int = PAGE, **members: str) -> str:
    """Return a question as the archive takes it.

    :param members: further members of the archive's requests.
    """
    request = {
        "service": asked.service,
        "params": asked.params,
        "format": "json",
        "pagesize": page_size,
        "page": page,
        **members,
    }
    return json.dumps(request, separators=(",", ":"))


def _read(content: bytes) -> dict[str, Any]:
    try:
        answer = loads(content)
    except (RecursionError, ValueError) as error:
        message = "What came back is not an answer of the archive. Try again later."
        start = content[:60].decode(errors="replace")
        raise SearchError(message, [f"it begins: {start!r}"], cause="answer") from error
    if not isinstance(answer, dict):
        message = "What came back is not an answer of the archive. Try again later."
        raise SearchError(message, cause="answer")
    if answer.get("status") == "ERROR":
        message = "The archive answered with an error."
        said = str(answer.get("msg") or "It did not say why.")
        raise SearchError(message, [said], cause="archive")
    return answer


def _completed(answer: dict[str, Any]) -> Answer:
    rows = answer.get("data") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = "The archive's answer does not hold rows. Try again later."
        raise SearchError(message, cause="answer")
    paging = answer.get("paging")
    told = paging if isinstance(paging, dict) else {}
    pages, total = told.get("pagesFiltered"), told.get("rowsFiltered")
    return Answer(
        answer,
        rows,
        pages if isinstance(pages, int) else 1,
        total if isinstance(total, int) else len(rows),
    )


@contextmanager
def read_or_failed() -> Iterator[None]:
    """Say of an answer that no row of it could be taken."""
    try:
        yield
    except FormatError as error:
        raise SearchError(error.message, error.where, cause="answer") from error
