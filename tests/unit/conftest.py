"""What the unit tests of the application share."""

from __future__ import annotations

import pytest

from tests.unit.page import SAMPLE, Page


@pytest.fixture
def page() -> Page:
    page = Page()
    page.open(SAMPLE.read_bytes(), "Sample basket")
    return page
