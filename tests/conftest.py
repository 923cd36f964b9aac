"""What all tests share: the stand-in archive, and how random input is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from tests.archive import StandInArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

_BROWSER: Final = "tests/browser/"

# The same input on every machine, however slow: a failure can be looked into.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


class Sharing(LoadScopeScheduling):
    """Gives all tests of a file to one process, where several share the tests.

    Those of the page are for one process together: it builds the page once, and no two
    browsers slow each other down.
    """

    # The mark that xdist has for groups says nothing to it in pytest 9.2.

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        return _BROWSER if file.startswith(_BROWSER) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Sharing(config, log)


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
