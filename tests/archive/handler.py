"""How the stand-in answers: what the archive and its bucket have in common."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, ClassVar, cast
from urllib.parse import parse_qs, quote, urlsplit

from tests.archive.attempts import Attempt
from tests.archive.delivery import Asked, prepare
from tests.archive.faults import (
    BEFORE_THE_FILE,
    HALVED,
    OF_RANGES,
    REFUSALS,
    REPROCESSING,
    UNSAID,
    Fault,
)
from tests.archive.log import Visit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.archive.content import File
    from tests.archive.delivery import Delivery
    from tests.archive.server import Server, StandInArchive

__all__ = ["LOOP", "Handler", "StrangerHandler"]

LOOP = "/loop/"

_PAGE = b"<html><body>Not here.</body></html>\n"
_LOGIN = b"<html><body><form>Please log in.</form></body></html>\n"


class Handler(BaseHTTPRequestHandler):
    """One connection: its requests one after the other, and a note of each."""

    protocol_version = "HTTP/1.1"
    # An answer's header and body leave together, and none waits for another.
    wbufsize = -1
    disable_nagle_algorithm = True
    #: Who answers, as the log says it.
    host: ClassVar[str]

    def setup(self) -> None:
        super().setup()
        self.number = self.archive.count_connection()
        self.is_new = True

    @property
    def archive(self) -> StandInArchive:
        return cast("Server", self.server).archive

    def said(self, name: str) -> str:
        """Return a field of the request's header, empty if there is none."""
        return self.headers.get(name, "")

    def uris(self, text: str) -> tuple[str, ...]:
        """Return all URIs that a query or a form names."""
        fields = parse_qs(text, keep_blank_values=True)
        return tuple(uri for uri in fields.get("uri", []) if uri)

    def serve(self) -> None:
        """Answer a request, late or not at all if that was asked for."""
        self.attempt = Attempt("")
        self.several: tuple[str, ...] = ()
        self.form = self.rfile.read(int(self.said("Content-Length") or 0)).decode()
        with self.archive.counting() as count:
            self.archive.pause(is_new=self.is_new)
            self.is_new = False
            if self.archive.throttle is not None and count > self.archive.throttle:
                self.refuse(429, self.in_seconds())
            else:
                self.route(urlsplit(self.path).path)

    def do_GET(self) -> None:
        self.serve()

    def do_HEAD(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        self.serve()

    def route(self, path: str) -> None:
        """Answer a request by its path."""
        raise NotImplementedError

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Note the request, then send the header of its answer."""
        self.note(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def note(self, status: int) -> None:
        """Put the request into the log."""
        visit = Visit(
            path=self.path,
            uri=self.attempt.uri,
            status=status,
            host=self.host,
            method=self.command,
            authorization=self.said("Authorization"),
            range=self.said("Range"),
            if_range=self.said("If-Range"),
            connection=self.number,
            fault=self.attempt.fault,
            attempt=self.attempt.number,
            uris=self.several,
        )
        self.archive.log.note(visit)

    def answer(
        self, status: int, body: bytes, headers: Mapping[str, str], kind: str
    ) -> None:
        """Answer with a body that is at hand.

        :param kind: its MIME type.
        """
        about = {"Content-Type": kind, "Content-Length": str(len(body))}
        self.begin(status, {**about, **headers})
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        """Answer with a page of words, as archives do; it must not become a file."""
        self.answer(status, _PAGE, headers or {}, "text/html")

    def in_seconds(self) -> Mapping[str, str]:
        """Ask to wait for a while."""
        return {"Retry-After": str(self.archive.retry_after)}

    def in_words(self) -> Mapping[str, str]:
        """Ask to wait until a date."""
        until = time.time() + self.archive.retry_after
        return {"Retry-After": formatdate(until, usegmt=True)}

    def cut(self) -> None:
        """End the connection with what has been sent, in whatever state that is."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.flush()
            # Not the TLS socket's own way, which would take leave of the client.
            socket.socket.shutdown(self.connection, socket.SHUT_RDWR)

    def give(self, attempt: Attempt, file: File, tag: str) -> None:
        """Deliver a file, or whatever its fault makes of it."""
        self.attempt = attempt
        if attempt.fault in OF_RANGES and not self.said("Range"):
            self.attempt = attempt._replace(fault=None)
        if attempt.fault in BEFORE_THE_FILE:
            self.fail(attempt.fault)
            return
        asked = Asked(self.said("Range"), self.said("If-Range"))
        delivery = prepare(file, tag, asked, self.attempt.fault)
        self.begin(delivery.status, delivery.headers)
        if self.command != "HEAD":
            self.send(file, delivery)

    def fail(self, fault: Fault) -> None:
        """Answer with a fault that leaves the file out of it."""
        moved = self.archive.redirect or 302
        nothing = {"Content-Length": "0"}
        loop = f"{self.archive.address}{LOOP}{quote(self.attempt.uri, safe='')}"
        if fault in (Fault.UNAVAILABLE, Fault.THROTTLED):
            self.refuse(REFUSALS[fault], self.in_seconds())
        elif fault is Fault.UNAVAILABLE_UNTIL:
            self.refuse(REFUSALS[fault], self.in_words())
        elif fault in REFUSALS:
            self.refuse(REFUSALS[fault])
        elif fault is Fault.LOGIN_PAGE:
            self.answer(200, _LOGIN, {}, "text/html")
        elif fault is Fault.NOWHERE:
            self.begin(moved, nothing)
        elif fault is Fault.LOOP:
            self.begin(moved, {"Location": loop, **nothing})
        elif fault is Fault.STRANGER:
            self.begin(moved, {"Location": f"{self.archive.stranger}/file", **nothing})
        else:
            self.note(0)
            if fault is Fault.CUT_HEADER:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
            self.cut()

    def send(self, file: File, delivery: Delivery) -> None:
        """Send bytes of a file, and end as the fault says."""
        fault = self.attempt.fault
        chunked = fault is Fault.CHUNKED
        for piece in file.pieces(delivery.start, delivery.stop):
            if chunked:
                self.wfile.write(b"%x\r\n" % len(piece))
            self.wfile.write(piece)
            if chunked:
                self.wfile.write(b"\r\n")
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
        if fault is Fault.STALLED:
            self.wfile.flush()
            self.archive.released.wait()
        if fault in REPROCESSING:
            more = 0 if fault is Fault.REPROCESSED_ALIKE else 1 + file.size // 8
            self.archive.reprocess(file.uri, file.size + more)
        if fault is Fault.WRONG_TOTAL or fault in HALVED - UNSAID:
            self.cut()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class StrangerHandler(Handler):
    """Somebody else's server, to which a redirect may lead."""

    host = "stranger"

    def route(self, _path: str) -> None:
        self.refuse(403)
