"""What all tests share: the stand-in archive, and how random input is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.archive import StandInArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same input on every machine, however slow: a failure can be looked into.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def archive_server() -> Iterator[StandInArchive]:
    """Run one archive for all tests; they take it as `archive`."""
    with StandInArchive() as server:
        yield server


@pytest.fixture
def archive(archive_server: StandInArchive) -> Iterator[StandInArchive]:
    """Return the archive without anything that an earlier test put there."""
    archive_server.reset()
    yield archive_server
    archive_server.reset()
