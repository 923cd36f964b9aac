"""What a build has made is used again, also by builds that run at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import interpreter
import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that something is made of, where nothing was made before."""
    monkeypatch.setattr(interpreter, "MADE", tmp_path / "made")
    source = tmp_path / "source"
    source.write_text("source")
    return source


def write(folder: Path) -> None:
    (folder / "part").write_text("made")


def never(folder: Path) -> None:
    pytest.fail(f"makes {folder} once more")


def test_what_was_made_is_not_made_again(source: Path) -> None:
    folder = interpreter.made(write, [source])
    assert (folder / "part").read_text() == "made"
    assert interpreter.made(never, [source]) == folder
    source.write_text("changed")
    assert interpreter.made(write, [source]) != folder


def test_of_two_builds_at_once_the_faster_one_is_used(source: Path) -> None:
    folders: list[Path] = []

    def slow(folder: Path) -> None:
        write(folder)
        folders.append(interpreter.made(write, [source]))

    assert [interpreter.made(slow, [source])] == folders
    assert (folders[0] / "part").read_text() == "made"
    assert list(interpreter.MADE.iterdir()) == folders


def test_what_another_build_has_forgotten_is_not_missed(source: Path) -> None:
    interpreter.MADE.mkdir()
    gone = interpreter.MADE / "gone"
    gone.symlink_to(interpreter.MADE / "nowhere")
    folder = interpreter.made(write, [source])
    assert (folder / "part").exists()


def test_only_what_was_used_last_is_kept(source: Path) -> None:
    folders = []
    for number in range(interpreter._KEPT + 1):
        source.write_text(str(number))
        folders.append(interpreter.made(write, [source]))
    assert sum(folder.exists() for folder in folders) == interpreter._KEPT
    assert folders[-1].exists()
