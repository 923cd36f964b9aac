"""What the tests of generated scripts share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scripts.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Return a terminal in an empty folder."""
    return Terminal(tmp_path / "terminal")
