"""How the stand-in answers: the archive's service by redirects, its bucket by files."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qs, quote, unquote, urlsplit

from tests.archive.faults import BODIES, REFUSALS, WHOLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.archive.faults import Fault
    from tests.archive.server import Server, StandInArchive

__all__ = ["BucketHandler", "ServiceHandler"]

DOWNLOAD = "/api/v0.1/Download/file"
PUBLIC = "/public/"


class Handler(BaseHTTPRequestHandler):
    """What both have in common: one answer a connection, and a note of each."""

    protocol_version = "HTTP/1.1"

    @property
    def archive(self) -> StandInArchive:
        return cast("Server", self.server).archive

    def fault(self, uri: str) -> Fault | None:
        return self.archive.faults.get(uri)

    def answer(self, uri: str, status: int, headers: Mapping[str, str]) -> None:
        self.archive.note(self.path, uri, status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def refuse(self, uri: str, status: int) -> None:
        """Answer with a page of words, as archives do; it must not become a file."""
        page = b"<html><body>Not here.</body></html>\n"
        self.answer(uri, status, {"Content-Length": str(len(page))})
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class ServiceHandler(Handler):
    """The archive's download service: it sends everyone on to the bucket."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        uri = parse_qs(parts.query).get("uri", [""])[0]
        refusal = REFUSALS.get(fault) if (fault := self.fault(uri)) else None
        if parts.path != DOWNLOAD or not uri:
            self.refuse(uri, 404)
        elif refusal:
            self.refuse(uri, refusal)
        else:
            place = f"{self.archive.bucket}{PUBLIC}{quote(uri, safe='')}"
            self.answer(uri, 302, {"Location": place, "Content-Length": "0"})


class BucketHandler(Handler):
    """The public bucket: plain files."""

    def do_GET(self) -> None:
        if not self.path.startswith(PUBLIC):
            self.refuse("", 404)
            return
        uri = unquote(self.path.removeprefix(PUBLIC))
        fault = self.fault(uri)
        body = BODIES.get(fault, WHOLE) if fault else WHOLE
        content = self.archive.content(uri)
        headers = {"Content-Type": "application/octet-stream", **body.headers(content)}
        self.answer(uri, 200, headers)
        body.write(self.wfile, content, self.archive.released)
