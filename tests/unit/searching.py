"""Goes through the steps of a search as a page does, but without waiting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs
from urllib.request import Request as Post
from urllib.request import urlopen

from skybasket.archives.mast_search import SearchError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket.archives.mast_search import Request, Steps

__all__ = ["DATA", "Browser", "feed", "page", "question"]

#: Real answers, which are not part of the project.
DATA: Final = Path(__file__).parents[3] / "shared" / "data"


class Browser:
    """Sends what the steps ask for, and keeps it."""

    def __init__(self) -> None:
        self.sent: list[Request] = []

    def go(self, steps: Steps, stop_after: int | None = None) -> None:
        """Go through steps, to their end or until so many requests were answered."""
        try:
            request = next(steps)
            while True:
                if stop_after is not None and len(self.sent) >= stop_after:
                    steps.close()
                    return
                self.sent.append(request)
                try:
                    content = self.send(request)
                except SearchError as error:
                    request = steps.throw(error)
                else:
                    request = steps.send(content)
        except StopIteration:
            return

    def send(self, request: Request) -> bytes:
        """Send a request, as a browser sends a simple one."""
        body = None if request.body is None else request.body.encode()
        try:
            with urlopen(Post(request.address, body)) as answer:  # noqa: S310 - ours
                content: bytes = answer.read()
                return content
        except HTTPError as error:
            with error:
                message = f"The archive answered {error.status}."
                raise SearchError(message, cause="archive") from error
        except (URLError, ConnectionError) as error:
            raise SearchError(str(error), cause="unreachable") from error

    @property
    def questions(self) -> list[dict[str, Any]]:
        """What was asked."""
        return [question(request) for request in self.sent]


def question(request: Request) -> dict[str, Any]:
    """Return what a request asks the archive."""
    told: dict[str, Any] = json.loads(parse_qs(request.body or "")["request"][0])
    return told


def page(rows: Iterable[object], pages: int = 1, total: int | None = None) -> bytes:
    """Return one page of an answer.

    :param total: how many rows there are in all, those here if it is not given.
    """
    data = list(rows)
    paging = {
        "pagesFiltered": pages,
        "rowsFiltered": len(data) if total is None else total,
    }
    told = {"status": "COMPLETE", "msg": "", "fields": [], "data": data}
    return json.dumps(told | {"paging": paging}).encode()


def feed(steps: Steps, *answers: bytes | SearchError) -> list[Request]:
    """Go through steps with these answers; return what was asked."""
    asked = []
    try:
        asked.append(next(steps))
        for answer in answers:
            if isinstance(answer, SearchError):
                asked.append(steps.throw(answer))
            else:
                asked.append(steps.send(answer))
    except StopIteration:
        return asked
    return asked
