"""The page is built again when its sources change, whatever comes of it."""

from __future__ import annotations

import os
from threading import Event
from typing import TYPE_CHECKING

import pytest
import rebuilding
from rebuilding import Rebuilding, files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder of sources, with some that nobody has written."""
    folder = tmp_path / "site"
    for place in ("css/page.css", "js/main.js", "node_modules/x.js", ".made/x.css"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text("")
    return folder


def change(path: Path) -> None:
    """Write a file a second later than it was, however fast the test is."""
    path.write_text("changed")
    time = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(time, time))


def test_what_is_installed_or_hidden_is_no_source(site: Path) -> None:
    names = sorted(path.name for path in files(site))
    assert names == ["main.js", "page.css"]


def test_every_change_is_one_build(site: Path) -> None:
    builds: list[None] = []
    watcher = Rebuilding(lambda: builds.append(None), (site, site / "none.toml"))
    assert not watcher.look()
    change(site / "css" / "page.css")
    assert watcher.look()
    assert not watcher.look()
    (site / "js" / "new.js").write_text("")
    assert watcher.look()
    (site / "js" / "new.js").unlink()
    assert watcher.look()
    change(site / "node_modules" / "x.js")
    assert not watcher.look()
    assert len(builds) == 3


def test_what_changes_during_a_build_is_built_next(site: Path) -> None:
    style = site / "css" / "page.css"
    watcher = Rebuilding(lambda: change(style), (site,))
    change(site / "js" / "main.js")
    assert watcher.look()
    assert watcher.look()


def test_it_looks_by_itself(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "_PAUSE", 0.001)
    built = Event()
    with Rebuilding(built.set, (site,)):
        change(site / "js" / "main.js")
        assert built.wait(timeout=30)
