"""Golden vectors: this Python answers as they say, and so does every newer one."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from skybasket.formats.recognition import _READERS, NAMES

from tests.golden.interpreters import newer_pythons
from tests.golden.making import VECTORS, naive
from tests.golden.replay import differences

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[2]
PYTHONS: Final = newer_pythons()
#: Whatever a newer Python warns of will be an error in a later one.
ISOLATED: Final = ("-I", "-B", "-W", "error", "-c")
REPLAY: Final = """
import json, pathlib, sys
sys.path[:0] = sys.argv[1:3]
from replay import differences
print(json.dumps(differences(pathlib.Path(sys.argv[3]))))
"""


def test_skybasket_answers_as_the_vectors_say() -> None:
    assert differences(VECTORS) == []


def test_the_naive_basket_still_says_what_it_said() -> None:
    for place, text in naive().items():
        assert text == (VECTORS / place).read_text("utf-8"), place


@pytest.mark.parametrize(
    "python",
    PYTHONS or [pytest.param(None, marks=pytest.mark.skip("there is no newer Python"))],
    ids=lambda python: python and python.name,
)
def test_newer_pythons_answer_the_same_without_a_warning(python: Path) -> None:
    folders = (ROOT / "pylib", ROOT / "tests" / "golden", VECTORS)
    command = [str(python), *ISOLATED, REPLAY, *map(str, folders)]
    run = subprocess.run(
        command, env={}, check=False, capture_output=True, text=True, timeout=300
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout) == []


def _spoil_clicks(path: Path) -> None:
    clicks = json.loads(path.read_text("utf-8"))
    clicks["steps"][0]["see"]["shown"]["totals"][0] += 1
    path.write_text(json.dumps(clicks), "utf-8")


def _spoil_text(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"NGC 6552", b"NGC 6553"))


def _spoil_link(path: Path) -> None:
    links = json.loads(path.read_text("utf-8"))
    links[0]["holds"]["title"] += "!"
    path.write_text(json.dumps(links), "utf-8")


def _spoil_file(path: Path) -> None:
    file = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**file, "selected": ["mast:x"]}), "utf-8")


@pytest.mark.parametrize(
    ("place", "spoil", "told"),
    [
        ("naive/clicks.json", _spoil_clicks, "step 1, add [0, 60]: shown is"),
        ("answers/lists/products.fits.json", _spoil_text, "line 9 is"),
        ("answers/scripts/usual/curl-script.txt", Path.unlink, "no such vector"),
        ("answers/gone.json", Path.touch, "nothing answers this any more"),
        ("promises/links.json", _spoil_link, "version 1: files with details, holds"),
        ("promises/basket.json", _spoil_file, "is read as"),
    ],
)
def test_another_answer_is_told(
    tmp_path: Path, place: str, spoil: Callable[[Path], None], told: str
) -> None:
    vectors = tmp_path / "vectors"
    shutil.copytree(VECTORS, vectors)
    spoil(vectors / place)
    [difference] = differences(vectors)
    assert difference.startswith(place)
    assert told in difference


def test_every_kind_of_list_is_among_the_vectors() -> None:
    forms = set()
    for path in (VECTORS / "answers" / "lists").iterdir():
        read = json.loads(path.read_text("utf-8"))
        if path.name.startswith("written-"):
            forms |= {form for form, *_ in read.values()}
        else:
            forms.add(read.get("form"))
    assert forms >= {*_READERS, NAMES, "csv", "zip", "basket"}


def test_newer_pythons_are_found_by_their_names(tmp_path: Path) -> None:
    names = ("bin/python3.99", "bin/python3.98-config", "bin/python3.1", "bin/python3")
    pyenv = ("pyenv/shims/python3.97", "pyenv/versions/3.96.0/bin/python3.96")
    for name in (*names, *pyenv, "pyenv/versions/3.99.0/bin/python3.99"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    folders = f"{tmp_path / 'bin'}:{tmp_path / 'pyenv/shims'}"
    environment = {"PATH": folders, "PYENV_ROOT": str(tmp_path / "pyenv")}
    found = [path for path in newer_pythons(environment) if tmp_path in path.parents]
    assert found == [tmp_path / pyenv[1], tmp_path / names[0]]
