"""What fuzzing found once stays found, and no reader is left out of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

import pytest
import toolchain
from skybasket.errors import FormatError
from skybasket.formats.recognition import _READERS, NAMES

from tests.fuzz import __main__ as command
from tests.fuzz import attempts
from tests.fuzz.attempts import Keeper, attempt
from tests.fuzz.inputs import CORPUS
from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.vocabulary import modules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILES: Final = sorted(path for path in CORPUS.glob("*/*") if path.is_file())
#: What makes values of bytes or of text.
DECODING: Final = frozenset(
    {"ParserCreate", "b64decode", "decode", "decompress", "decompressobj"}
    | {"fromisoformat", "iter_unpack", "loads", "raw_decode", "unescape", "unpack"}
    | {"unpack_from", "unquote", "urlsafe_b64decode", "urlsplit"}
)
#: What decodes nothing from outside, and why.
OWN: Final = {
    "app.languages": "its own words",
    "app.words": "its own words",
    "archives.mast_ways": "its own questions",
    "letters": "letters of names that were read already",
    "retrieval": "addresses and names that were read already",
}


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_what_was_tried_once_does_no_harm(path: Path) -> None:
    defect = attempt(TARGETS[path.parent.name], path.read_bytes())
    assert not defect, defect.told


def test_every_target_has_a_corpus_and_every_corpus_a_target() -> None:
    assert {path.parent.name for path in FILES} == TARGETS.keys()


def test_the_corpus_stays_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < 300_000


def test_every_reader_of_the_registry_is_a_target() -> None:
    assert {*_READERS, NAMES, "packed", "basket"} <= TARGETS.keys()


def decodes(tree: ast.AST) -> bool:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = {
        call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")
        for call in calls
    }
    return not DECODING.isdisjoint(names)


def test_every_module_that_decodes_is_covered_by_a_target() -> None:
    covered = {name for target in TARGETS.values() for name in target.covers}
    assert covered <= modules().keys()
    decoding = {name for name, tree in modules().items() if decodes(tree)}
    own = {name for name in decoding if name.startswith(tuple(OWN))}
    assert decoding - own - covered == set()


def test_every_reader_of_a_format_is_covered_by_a_target() -> None:
    covered = {name for target in TARGETS.values() for name in target.covers}
    readers = {
        name
        for name, tree in modules().items()
        if name.startswith("formats.")
        and any(
            isinstance(node, ast.FunctionDef) and node.name == "read"
            for node in tree.body
        )
    }
    assert len(readers) > 15
    assert readers - covered == {"formats.reading"}


def fail(data: bytes) -> None:
    if b"bad" in data:
        raise ZeroDivisionError
    if b"odd" in data:
        raise FormatError("x" * 200_000)
    raise FormatError("It is refused.")


def test_an_input_that_fails_is_kept_once_and_shortened(tmp_path: Path) -> None:
    keeper = Keeper(Target("some", fail, (FormatError,), ()), tmp_path)
    for data in (b"good", b"a" * 100 + b"bad" + b"b" * 100, b"bad, too", b"odd"):
        keeper.try_out(data)
    kept = sorted(path.read_bytes() for path in tmp_path.glob("some/defect-*[!t]"))
    assert kept == [b"bad", b"odd"]
    [told] = [
        path.read_text()
        for path in tmp_path.glob("some/*.txt")
        if "ZeroDivisionError" in path.read_text()
    ]
    assert "in fail" in told


def test_an_input_that_never_ends_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_data: bytes) -> None:
        while True:
            pass

    monkeypatch.setattr(attempts, "_HANG", 0.1)
    defect = attempt(Target("some", run, (), ()), b"")
    assert defect
    assert "_HangError" in defect.fault


def test_the_command_prints_a_table_and_fails_where_a_target_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def drawn(seconds: float, names: Sequence[str]) -> dict[str, int]:
        assert seconds == 60
        (tmp_path / "results" / "layout").mkdir(parents=True)
        (tmp_path / "results" / "layout" / "defect-1.txt").write_text("what was wrong")
        return dict.fromkeys(names, 1234)

    monkeypatch.setattr(command, "install_atheris", lambda: False)
    monkeypatch.setattr(toolchain, "ROOT", tmp_path)
    monkeypatch.setattr(command, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(command, "try_by_hypothesis", drawn)
    assert command.main(["--minutes", "1", "filters"]) == 0
    assert command.main(["--minutes", "2", "filters", "layout"]) == 1
    said = capsys.readouterr().out
    assert "1,234" in said
    assert "results/layout/defect-1.txt" in said


def test_a_target_of_which_nothing_came_back_has_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "install_atheris", lambda: True)
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    monkeypatch.setattr(command, "try_by_hypothesis", lambda *_: {"filters": 1})
    monkeypatch.setattr(command, "try_by_atheris", lambda *_: {})
    assert command.main(["--minutes", "1", "filters"]) == 1
    assert "atheris did not end" in capsys.readouterr().out
