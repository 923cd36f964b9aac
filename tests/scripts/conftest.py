"""What the tests of generated scripts share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.archive.staging import StagingArea
from tests.scripts.contract import Scripts
from tests.scripts.programs import PROGRAMS, Program
from tests.scripts.staged import CURL, LFTP, ROWS, Staged
from tests.scripts.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row


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


@pytest.fixture
def area() -> Iterator[StagingArea]:
    """Run a staging area."""
    with StagingArea() as area:
        yield area


@pytest.fixture(params=[CURL, LFTP], ids=["curl", "lftp"])
def staged_program(request: pytest.FixtureRequest) -> Program:
    """Return each program in turn."""
    found: Program = request.param
    if found is LFTP and not shutil.which("lftp"):
        pytest.skip("lftp is not installed")
    return found


@pytest.fixture
def staged(
    area: StagingArea, terminal: Terminal, staged_program: Program
) -> Callable[..., Staged]:
    """Return what stages products and writes the script for them."""

    def write(rows: Sequence[Row] = ROWS, **options: object) -> Staged:
        return Staged(area, terminal, staged_program, rows, **options)

    return write
