"""What the stand-in has seen."""

from __future__ import annotations

from threading import Condition
from typing import NamedTuple

from tests.archive.faults import Fault

__all__ = ["Log", "Visit"]


class Visit(NamedTuple):
    """One request: its path and query, the file that it was about, the answer."""

    path: str
    uri: str
    #: 0 where the connection ended without an answer.
    status: int
    #: Who answered: "archive", "bucket", or "stranger".
    host: str
    method: str
    #: What the request's header says; empty where it says nothing.
    authorization: str
    range: str
    if_range: str
    #: Number of the connection, counted over all hosts.
    connection: int
    #: What went wrong with this answer on purpose.
    fault: Fault | None
    #: Which attempt at the file it was by this method, counted from 1. A redirect and
    #: what it leads to are one attempt; 0 where the file was not come to.
    attempt: int
    #: The files of a request about several.
    uris: tuple[str, ...]

    @property
    def is_delivery(self) -> bool:
        """Whether bytes of the file were sent, or would have been if there were any."""
        sent = self.method == "GET" and self.status in (200, 206)
        return sent and bool(self.uri) and self.fault is not Fault.LOGIN_PAGE


class Log:
    """All requests in the order of the answers; somebody may wait for one."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self._changed = Condition()

    def note(self, visit: Visit) -> None:
        """Put a request into the log."""
        with self._changed:
            self.visits.append(visit)
            self._changed.notify_all()

    @property
    def delivered(self) -> list[str]:
        """The URIs of the files that were delivered, whole or in part, in order."""
        return [visit.uri for visit in self.visits if visit.is_delivery]

    @property
    def injected(self) -> list[tuple[str, Fault]]:
        """The faults that files really met, in order."""
        return [(visit.uri, visit.fault) for visit in self.visits if visit.fault]

    def wait_for(self, uri: str) -> None:
        """Wait until a file begins to be delivered."""
        with self._changed:
            assert self._changed.wait_for(lambda: uri in self.delivered, timeout=30)

    def wait_for_path(self, path: str) -> Visit:
        """Wait until a path was asked for, and return that request."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._at(path), timeout=30)
            return self._at(path)[0]

    def _at(self, path: str) -> list[Visit]:
        return [visit for visit in self.visits if visit.path == path]
