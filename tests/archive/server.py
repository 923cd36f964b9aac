"""The stand-in archive as a whole: two servers on this machine, and what they saw."""

from __future__ import annotations

import sys
from http.server import ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tests.archive.content import content, usual_size
from tests.archive.handler import BucketHandler, ServiceHandler

if TYPE_CHECKING:
    from collections.abc import Mapping
    from socketserver import BaseRequestHandler

    from tests.archive.faults import Fault

__all__ = ["Server", "StandInArchive", "Visit"]


class Visit(NamedTuple):
    """One request: its path and query, the file that it was about, the answer."""

    path: str
    uri: str
    status: int


class Server(ThreadingHTTPServer):
    """One of the two servers, on a free port, answering in threads."""

    def __init__(
        self, archive: StandInArchive, handler: type[BaseRequestHandler]
    ) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.archive = archive
        # The interval is how long a shutdown waits at most.
        self._thread = Thread(target=self.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Say nothing of clients that hang up; anything else is worth knowing."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def close(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class StandInArchive:
    """An archive at one address, and its bucket at another.

    `sizes` holds the bytes of files as a catalogue names them, `faults` what is wrong
    with a file, both by URI; `visits` lists all requests in the order of the answers.
    """

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self.faults: dict[str, Fault] = {}
        self.visits: list[Visit] = []
        self.released = Event()
        self._changed = Condition()
        self._service = Server(self, ServiceHandler)
        self._bucket = Server(self, BucketHandler)

    @property
    def address(self) -> str:
        """Address of the archive, as `settings.json` names it."""
        return self._service.address

    @property
    def bucket(self) -> str:
        """Address of the bucket."""
        return self._bucket.address

    def content(self, uri: str) -> bytes:
        """Return the file as it ought to arrive."""
        size = self.sizes.get(uri)
        return content(uri, usual_size(uri) if size is None else size)

    def note(self, path: str, uri: str, status: int) -> None:
        """Put a request into the log."""
        with self._changed:
            self.visits.append(Visit(path, uri, status))
            self._changed.notify_all()

    @property
    def delivered(self) -> list[str]:
        """The URIs that the bucket has answered, in order."""
        return [visit.uri for visit in self.visits if visit.status == 200]

    def wait_for(self, uri: str) -> None:
        """Wait until the bucket begins to deliver a file."""
        with self._changed:
            assert self._changed.wait_for(lambda: uri in self.delivered, timeout=30)

    def hold(self, sizes: Mapping[str, int]) -> None:
        """Take over the sizes that a catalogue names."""
        self.sizes.update(sizes)

    def reset(self) -> None:
        """Forget sizes, faults and visits; let go whoever still waits for bytes."""
        self.released.set()
        self.released = Event()
        self.sizes.clear()
        self.faults.clear()
        self.visits.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._service.close()
        self._bucket.close()
