"""tests/bench/boot.py: what its tables say, and the host that it measures with."""

from __future__ import annotations

import gzip
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from tests.bench import boot
from tests.bench._boot.pages import NAIVE, OWN
from tests.bench._boot.visits import COLD, KEPT, OFFLINE, WARM, Host, Visit

if TYPE_CHECKING:
    from pathlib import Path

FOUND = [
    Visit(OWN, COLD, 100, 2000),
    Visit(NAIVE, COLD, 90, 7000),
    Visit(OWN, COLD, None, 4000),
    Visit(NAIVE, COLD, 110, 9000),
    Visit(OWN, COLD, 120, 1800),
    Visit(NAIVE, COLD, 100, 8000),
    Visit(NAIVE, WARM, 100, 4000),
    Visit(OWN, KEPT, 80, 1000),
]


def test_medians_are_of_one_page_and_kind_of_visit() -> None:
    assert boot.medians(FOUND) == {
        (OWN, COLD): (120, 2000),
        (NAIVE, COLD): (100, 8000),
        (NAIVE, WARM): (100, 4000),
        (OWN, KEPT): (80, 1000),
    }


def test_ratios_are_to_the_naive_pages_same_visit_or_its_later_one() -> None:
    targets = {COLD: 0.2, KEPT: 0.3, OFFLINE: 0.3}
    lines = list(boot.rows(boot.medians(FOUND), targets))
    assert lines[0] == (OWN, COLD, "120", "2000", "0.25", "0.20", "NO")
    assert lines[1] == (NAIVE, COLD, "100", "8000", "1.00", "", "")
    assert lines[-1] == (OWN, KEPT, "80", "1000", "0.25", "0.30", "yes")


def asked(host: Host, path: str) -> tuple[bytes, str | None]:
    """Return what a host answers, and how it is packed."""
    connection = HTTPConnection("127.0.0.1", host.port)
    with closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.getheader("Cache-Control") == "max-age=600"
        return answer.read(), answer.getheader("Content-Encoding")


def test_the_host_serves_stops_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Here")
    (tmp_path / "part.bin").write_bytes(b"part")
    host = Host(tmp_path, {"rate": 50.0, "delay": 1.0})
    with host.running():
        for _ in range(2):
            page, packing = asked(host, "/")
            assert (gzip.decompress(page), packing) == (b"<p>Here", "gzip")
            assert asked(host, "/part.bin") == (b"part", None)
            host.stop()
            with pytest.raises(ConnectionRefusedError):
                asked(host, "/")
            host.start()
