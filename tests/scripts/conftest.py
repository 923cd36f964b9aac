"""What the tests of generated scripts share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scripts.contract import Scripts
from tests.scripts.programs import PROGRAMS, Program
from tests.scripts.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive import StandInArchive


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Return a terminal in an empty folder."""
    return Terminal(tmp_path / "terminal")


@pytest.fixture(params=PROGRAMS, ids=[program.method for program in PROGRAMS])
def program(request: pytest.FixtureRequest) -> Program:
    """Return each program in turn that keeps the scripts' contract."""
    found: Program = request.param
    return found


@pytest.fixture
def scripts(archive: StandInArchive, terminal: Terminal, program: Program) -> Scripts:
    """Return what writes scripts in the program's language."""
    archive.retry_after = 0
    return Scripts(archive, terminal, program)
