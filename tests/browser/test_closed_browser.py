"""A browser that was closed and starts anew has everything again, without a network."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.historypage import History
from tests.browser.hosting import Host
from tests.browser.page import START, Skybasket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.archive import StandInArchive
    from tests.browser.installed import Installed


@contextmanager
def visit(installed: Installed, profile: Path, address: str) -> Iterator[Skybasket]:
    """Start the browser of one user, visit the page, and close the browser."""
    context = installed.type.launch_persistent_context(profile, **installed.options)
    context.set_default_timeout(START)
    skybasket = Skybasket(context.pages[0], address)
    skybasket.visit()
    skybasket.is_engine("ready")
    yield skybasket
    context.close()


@pytest.mark.firefox
def test_the_basket_and_the_history_outlive_the_browser(
    installed: Installed, tmp_path: Path, archive_server: StandInArchive
) -> None:
    profile = tmp_path / "profile"
    with Host(tmp_path / "site", archive_server.address) as host:
        with visit(installed, profile, host.address) as skybasket:
            History(skybasket).fetch("deep field")
            skybasket.value("Mission", "JWST").check()
            skybasket.type_name("*_s3d.fits")
            skybasket.says("1 of 16 files shown")
            names = skybasket.names()
            for text in ("Kept in this browser", "Ready offline"):
                expect(skybasket.page.get_by_text(text, exact=True)).to_be_visible(
                    timeout=START
                )
        host.stop()
        with visit(installed, profile, host.address) as skybasket:
            expect(skybasket.page).to_have_title("deep field · Skybasket")
            expect(skybasket.value("Mission", "JWST")).to_be_checked()
            expect(skybasket.name_box).to_have_value("*_s3d.fits")
            assert skybasket.names() == names
            history = History(skybasket)
            history.show()
            history.is_listed("deep field")
            expect(history.record("deep field")).to_contain_text("6 files")
