"""Asks the stand-in archive, and looks closely at its answers."""

from __future__ import annotations

import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from email.message import Message

    from tests.archive import StandInArchive

__all__ = ["DOWNLOAD", "FILE", "OTHER", "SIZE", "Answer", "Client"]

DOWNLOAD: Final = "/api/v0.1/Download/file"

#: Two files and their size, in bytes.
FILE: Final = "mast:HST/product/ib6v02d9q_flt.fits"
OTHER: Final = "mast:JWST/product/jw01345-o001 & more_i2d.fits"
SIZE: Final = 1001


class Answer(NamedTuple):
    """An answer, with as much of its body as came."""

    status: int
    headers: Message
    body: bytes
    complete: bool


class Client:
    """Asks an archive over connections that stay open."""

    def __init__(self, archive: StandInArchive) -> None:
        self._archive = archive
        self._trust = (
            ssl.create_default_context(cafile=archive.certificate)
            if archive.tls
            else None
        )
        self._connections: dict[str, HTTPConnection] = {}

    def connection(self, address: str) -> HTTPConnection:
        """Return a connection to a host, the same each time."""
        if address not in self._connections:
            host = urlsplit(address).netloc
            self._connections[address] = (
                HTTPSConnection(host, context=self._trust)
                if self._trust
                else HTTPConnection(host)
            )
        return self._connections[address]

    def ask(
        self, address: str, method: str = "GET", form: str | None = None, **said: str
    ) -> Answer:
        """Ask for one address; underscores in names of fields stand for hyphens."""
        parts = urlsplit(address)
        connection = self.connection(f"{parts.scheme}://{parts.netloc}")
        headers = {name.replace("_", "-"): value for name, value in said.items()}
        place = address.removeprefix(f"{parts.scheme}://{parts.netloc}")
        try:
            connection.request(method, place, form, headers)
            response = connection.getresponse()
        except HTTPException:
            connection.close()
            raise
        try:
            body, complete = response.read(), True
        except IncompleteRead as error:
            connection.close()
            body, complete = error.partial, False
        return Answer(response.status, response.headers, body, complete)

    def service(self, uri: str, method: str = "GET", **said: str) -> Answer:
        """Ask the archive for a file, without going where it sends one."""
        query = f"{DOWNLOAD}?uri={quote(uri, safe='')}"
        return self.ask(self._archive.address + query, method, **said)

    def fetch(self, uri: str = FILE, method: str = "GET", **said: str) -> Answer:
        """Ask for a file, and go where the archive sends one."""
        answer = self.service(uri, method, **said)
        place = answer.headers["Location"]
        return self.ask(place, method, **said) if place else answer

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()
