"""Connections to the stand-in: many, late, safe, and none in the end."""

from __future__ import annotations

import socket
import ssl
import threading
from http.client import HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from tests.archive import Fault, StandInArchive
from tests.unit.standin.client import DOWNLOAD, FILE, OTHER, Client

if TYPE_CHECKING:
    from collections.abc import Iterator


# Load


def test_too_many_at_once_are_turned_away(
    archive: StandInArchive, client: Client
) -> None:
    archive.redirect = None
    archive.throttle = 1
    archive.retry_after = 3
    archive.faults[OTHER] = Fault.STALLED
    waiting = Client(archive)
    connection = waiting.connection(archive.address)
    connection.request("GET", f"{DOWNLOAD}?uri={quote(OTHER, safe='')}")
    archive.wait_for(OTHER)
    answer = client.fetch()
    assert (answer.status, answer.headers["Retry-After"]) == (429, "3")
    archive.throttle = 2
    assert client.fetch().status == 200
    waiting.close()


class Waits:
    """Stands where the archive waits, and notes how long it would have."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def wait(self, seconds: float) -> None:
        self.seconds.append(seconds)

    def set(self) -> None:
        """Let nobody go, since nobody waits."""


def test_every_answer_can_be_late(
    archive: StandInArchive, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.latency = 5
    archive.round_trips = 2
    waits = Waits()
    monkeypatch.setattr(archive, "released", waits)
    client.fetch()
    client.fetch()
    assert waits.seconds == [15, 15, 5, 5]


# The whole


def test_reset_forgets_everything(archive: StandInArchive, client: Client) -> None:
    archive.redirect = None
    archive.restricted.add(FILE)
    archive.latency = 9
    archive.reprocess(OTHER, 5)
    archive.fail(OTHER, Fault.ERROR)
    archive.mix(rate=1)
    archive.reset()
    assert len(archive.content(OTHER)) != 5
    assert [client.fetch(uri).status for uri in (FILE, OTHER)] == [200, 200]
    assert [visit.host for visit in archive.visits] == ["archive", "bucket"] * 2


def test_no_thread_outlives_the_archive() -> None:
    before = set(threading.enumerate())
    with StandInArchive() as archive:
        client = Client(archive)
        client.fetch()
        archive.faults[OTHER] = Fault.STALLED
        archive.redirect = None
        connection = client.connection(archive.address)
        connection.request("GET", f"{DOWNLOAD}?uri={quote(OTHER, safe='')}")
        archive.wait_for(OTHER)
        assert set(threading.enumerate()) - before
    assert not set(threading.enumerate()) - before
    client.close()


def test_a_port_can_be_asked_for() -> None:
    with StandInArchive() as archive:
        port = urlsplit(archive.address).port
        assert port
        with pytest.raises(OSError, match="in use"):
            StandInArchive(port=port)


# TLS


@pytest.fixture(scope="module")
def safe_archive() -> Iterator[StandInArchive]:
    with StandInArchive(tls=True) as archive:
        yield archive


def test_files_come_over_tls(safe_archive: StandInArchive) -> None:
    safe_archive.reset()
    client = Client(safe_archive)
    assert client.fetch().body == safe_archive.content(FILE)
    assert safe_archive.round_trips == 2
    assert safe_archive.address.startswith("https://127.0.0.1:")
    assert safe_archive.bucket.startswith("https://localhost:")
    client.close()


def test_who_does_not_know_the_authority_gets_nothing(
    safe_archive: StandInArchive,
) -> None:
    connection = HTTPSConnection(urlsplit(safe_archive.address).netloc)
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", DOWNLOAD)
    connection.close()


@pytest.mark.parametrize(
    ("fault", "in_order"),
    [
        (Fault.UNANNOUNCED, True),
        (Fault.UNANNOUNCED_SHORT, True),
        (Fault.SHORT, False),
        (Fault.HUNG_UP, False),
    ],
)
def test_only_cut_connections_end_without_leave(
    safe_archive: StandInArchive, fault: Fault, *, in_order: bool
) -> None:
    safe_archive.reset()
    safe_archive.redirect = None
    safe_archive.faults[FILE] = fault
    parts = urlsplit(safe_archive.address)
    context = ssl.create_default_context(cafile=safe_archive.certificate)
    with (
        socket.create_connection((parts.hostname, parts.port)) as plain,
        context.wrap_socket(
            plain, server_hostname=parts.hostname, suppress_ragged_eofs=False
        ) as connection,
    ):
        request = f"GET {DOWNLOAD}?uri={FILE} HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(request.encode())
        ended_in_order = True
        try:
            while connection.recv(10_000):
                pass
        except ssl.SSLEOFError:
            ended_in_order = False
    assert ended_in_order == in_order
    assert safe_archive.injected == [(FILE, fault)]


def test_the_certificate_goes_with_the_archive() -> None:
    with StandInArchive(tls=True) as archive:
        path = archive.certificate
        assert path.read_text().startswith("-----BEGIN CERTIFICATE-----")
    assert not path.exists()
