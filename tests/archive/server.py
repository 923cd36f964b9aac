"""The stand-in archive as a whole: servers on this machine, and what they saw."""

from __future__ import annotations

import socket
import ssl
import sys
from contextlib import contextmanager, suppress
from http.server import ThreadingHTTPServer
from itertools import count
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from tests.archive.attempts import Attempts
from tests.archive.bucket import BucketHandler
from tests.archive.certificate import Certificate
from tests.archive.content import File, usual_size
from tests.archive.crds import References
from tests.archive.faults import TRANSIENT
from tests.archive.handler import StrangerHandler
from tests.archive.invoke import Invoke
from tests.archive.log import Log
from tests.archive.service import ServiceHandler
from tests.archive.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.archive.faults import Fault
    from tests.archive.handler import Handler
    from tests.archive.log import Visit

__all__ = ["Server", "StandInArchive"]

#: How many times more the first answer of a connection is late, without TLS and with.
_ROUND_TRIPS: Final = (1, 2)

#: Seconds that a client has to take leave of a TLS connection.
_LEAVE: Final = 2


class Server(ThreadingHTTPServer):
    """One of the servers, answering in threads.

    :param name: what clients call this machine.
    :param port: 0 for one that is free.
    """

    # All threads have ended when it is closed.
    daemon_threads = False
    request_queue_size = 128

    def __init__(
        self,
        archive: StandInArchive,
        handler: type[Handler],
        name: str,
        port: int = 0,
    ) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.archive = archive
        self._name = name
        if archive.tls:
            # Shaking hands is up to each connection's own thread.
            self.socket = archive.tls.context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        self._open: set[socket.socket] = set()
        # The interval is how long a shutdown waits at most.
        self._thread = Thread(target=self.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def address(self) -> str:
        scheme = "https" if self.archive.tls else "http"
        return f"{scheme}://{self._name}:{self.server_port}"

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Remember the connection, which may stay open for long."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401
        """Take leave first: a body may be whole only if it ends in order."""
        if self.archive.tls:
            with suppress(OSError, ValueError):
                request.settimeout(_LEAVE)
                request.unwrap()
        super().shutdown_request(request)
        self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Say nothing of clients that hang up; anything else is worth knowing."""
        if not isinstance(sys.exception(), ConnectionError | ssl.SSLError):
            super().handle_error(request, client_address)

    def close(self) -> None:
        self.shutdown()
        self._thread.join()
        for connection in tuple(self._open):
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        self.server_close()


class _Version(NamedTuple):
    """Which version of a file there is, and its bytes if they are not the usual."""

    number: int = 0
    size: int | None = None


class StandInArchive(Switches):
    """An archive at one address, and its bucket on another host.

    `visits` lists all requests in the order of the answers.

    :param tls: whether all addresses are `https`; clients need the `certificate`.
    :param port: the archive's port, 0 for one that is free. It is an `OSError` if
        somebody has it.
    """

    def __init__(self, *, tls: bool = False, port: int = 0) -> None:
        super().__init__()
        self.tls = Certificate() if tls else None
        self.round_trips = _ROUND_TRIPS[tls]
        self.log = Log()
        self.attempts = Attempts(self)
        self.invoke = Invoke(self)
        self.references = References(self.file)
        self.released = Event()
        self._versions: dict[str, _Version] = {}
        self._connections = count(1)
        self._running = 0
        self._lock = Lock()
        self._service = Server(self, ServiceHandler, "127.0.0.1", port)
        self._bucket = Server(self, BucketHandler, "localhost")
        # The archive's own name and another port: the hardest to tell from it.
        self._stranger = Server(self, StrangerHandler, "127.0.0.1")

    @property
    def address(self) -> str:
        """Address of the archive, as `settings.json` names it."""
        return self._service.address

    @property
    def bucket(self) -> str:
        """Address of the bucket."""
        return self._bucket.address

    @property
    def stranger(self) -> str:
        """Address of a server that is neither the archive nor its bucket."""
        return self._stranger.address

    @property
    def certificate(self) -> Path:
        """The file of the authority that clients have to trust."""
        assert self.tls, "an archive without TLS has no certificate"
        return self.tls.path

    @property
    def visits(self) -> list[Visit]:
        """All requests, in the order of the answers."""
        return self.log.visits

    @property
    def delivered(self) -> list[str]:
        """The URIs of the files that were delivered, whole or in part, in order."""
        return self.log.delivered

    @property
    def injected(self) -> list[tuple[str, Fault]]:
        """The faults that files really met, in order."""
        return self.log.injected

    def wait_for(self, uri: str) -> None:
        """Wait until a file begins to be delivered."""
        self.log.wait_for(uri)

    def wait_for_path(self, path: str) -> Visit:
        """Wait until a path was asked for, and return that request."""
        return self.log.wait_for_path(path)

    def file(self, uri: str) -> File:
        """Return the newest version of a file."""
        version = self._versions.get(uri, _Version())
        sizes = (version.size, self.sizes.get(uri), usual_size(uri))
        return File(uri, version.number, next(n for n in sizes if n is not None))

    def content(self, uri: str) -> bytes:
        """Return the file as it ought to arrive."""
        return self.file(uri).read()

    def reprocess(self, uri: str, size: int | None = None) -> None:
        """Make a new version of a file: other bytes, ETag and date.

        :param size: its bytes, if it has not as many as the version before.
        """
        last = self._versions.get(uri, _Version())
        self._versions[uri] = _Version(
            last.number + 1, last.size if size is None else size
        )

    def fail(self, uri: str, fault: Fault, times: int = 1) -> None:
        """Let the first attempts at a file meet a fault.

        Called again for the same file, it says what the attempts after these meet.
        """
        self.attempts.fail(uri, fault, times)

    def mix(
        self,
        rate: float = 0.3,
        seed: int = 1,
        faults: Sequence[Fault] = TRANSIENT,
        attempts: int = 2,
    ) -> None:
        """Let attempts at any file meet random faults.

        :param rate: how probable a fault is at each attempt, from 0 to 1.
        :param attempts: how many attempts at each file may meet one.
        """
        self.attempts.mix(rate, seed, faults, attempts)

    def hold(self, sizes: Mapping[str, int]) -> None:
        """Take over the sizes that a catalogue names."""
        self.sizes.update(sizes)

    def count_connection(self) -> int:
        """Return the number of a new connection."""
        return next(self._connections)

    @contextmanager
    def counting(self) -> Iterator[int]:
        """Tell how many requests are being answered, together with this one."""
        with self._lock:
            self._running += 1
            running = self._running
        try:
            yield running
        finally:
            with self._lock:
                self._running -= 1

    def pause(self, *, is_new: bool) -> None:
        """Wait as long as the network would take."""
        if self.latency:
            trips = 1 + self.round_trips if is_new else 1
            self.released.wait(self.latency * trips)

    def reset(self) -> None:
        """Forget all switches and visits; let go whoever still waits for bytes."""
        self.released.set()
        self.released = Event()
        super().__init__()
        self.round_trips = _ROUND_TRIPS[self.tls is not None]
        self.attempts = Attempts(self)
        self.invoke = Invoke(self)
        self.references = References(self.file)
        self._versions.clear()
        self.log.visits.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        for server in (self._service, self._bucket, self._stranger):
            server.close()
        if self.tls:
            self.tls.close()
