"""What the unit tests of the application share."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Self

import pytest
from skybasket import stored_text

from tests.unit.page import SAMPLE, Page


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a whole test write one moment, so that its records can be compared."""
    began = datetime.now(UTC)

    class Still(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(began.timestamp(), tz)

    monkeypatch.setattr(stored_text, "datetime", Still)


@pytest.fixture
def page() -> Page:
    page = Page()
    page.open(SAMPLE.read_bytes(), "Sample basket")
    return page
