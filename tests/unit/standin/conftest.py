"""What the tests of the stand-in archive share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.standin.client import FILE, OTHER, SIZE, Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.archive import StandInArchive


@pytest.fixture
def client(archive: StandInArchive) -> Iterator[Client]:
    """Return somebody who asks an archive that has two files."""
    archive.hold({FILE: SIZE, OTHER: SIZE})
    client = Client(archive)
    yield client
    client.close()
