"""What the page holds of others is listed, licensed, and what the lock files pin."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import assemble
import node
import pytest
import vendored
import wheels

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = re.compile(r"(?:^|/)node_modules/((?:@[^/]+/)?[^/]+)/")


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("vendored") / "dist"
    assemble.assemble(out)
    return out


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listed(dist: Path) -> dict[str, str]:
    """Return the checksum of each file, by its place."""
    lines = (dist / "checksums.txt").read_text("utf-8").splitlines()
    return {place: digits for digits, place in (line.split("  ", 1) for line in lines)}


def test_every_shipped_file_has_its_checksum(dist: Path) -> None:
    files = {
        path.relative_to(dist).as_posix(): digest(path)
        for path in dist.rglob("*")
        if path.is_file() and path.name != "checksums.txt"
    }
    assert listed(dist) == files
    assert len(files) > 20


def test_the_usual_program_checks_them(dist: Path, tmp_path: Path) -> None:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("sha256sum is not installed")
    copy = tmp_path / "dist"
    shutil.copytree(dist, copy)
    command = [program, "--check", "--strict", "--quiet", "checksums.txt"]
    assert subprocess.run(command, cwd=copy, check=False).returncode == 0
    (copy / "js" / "main.js").write_text("harm()")
    changed = subprocess.run(command, cwd=copy, check=False, capture_output=True)
    assert b"js/main.js: FAILED" in changed.stdout


def made_of(tmp_path: Path, sources: list[str]) -> set[str]:
    """Return the packages that are in what is made of some sources."""
    told = tmp_path / "told.json"
    options = ("--bundle", "--splitting", "--format=esm", f"--outdir={tmp_path}")
    apart = ("--external:node:*", "--external:ws", f"--metafile={told}")
    node.minify(sources, node.SUPPORTED, *options, *apart)
    outputs: dict[str, Any] = json.loads(told.read_text("utf-8"))["outputs"]
    places = {place for output in outputs.values() for place in output["inputs"]}
    return {found[1] for found in map(PACKAGE.search, places) if found}


def test_every_package_in_the_scripts_and_styles_is_listed(tmp_path: Path) -> None:
    scripts = made_of(tmp_path, ["js/main.js", "js/worker.js", "js/sw.js"])
    styles = made_of(tmp_path, ["css/page.css", "css/rooms.css"])
    assert "lit-html" in scripts
    assert "open-props" in styles
    # Icons and Python's own files are copied.
    assert scripts | styles | {"lucide-static", "pyodide"} == set(vendored.SHIPPED)


def test_every_part_is_of_the_version_and_the_hash_that_are_pinned(dist: Path) -> None:
    lock = assemble.read_json(node.SITE / "package-lock.json")["packages"]
    here = assemble.read_json(node.MODULES / ".package-lock.json")["packages"]
    wanted = assemble.read_json(node.SITE / "package.json")["dependencies"]
    parts = {part.package: part for part in vendored.parts()}
    assert parts.keys() == {*vendored.SHIPPED, *wheels.pins()}
    for package in vendored.SHIPPED:
        place = f"node_modules/{package}"
        assert parts[package].version == lock[place]["version"] == wanted[package]
        # npm compares it with what it fetches.
        assert parts[package].pinned == lock[place]["integrity"]
        assert here[place]["integrity"] == lock[place]["integrity"]
    for package in wheels.pins():
        assert parts[package].pinned == f"sha256:{digest(dist / parts[package].place)}"


def test_pyodides_own_files_are_shipped_as_they_came(dist: Path) -> None:
    for name in ("pyodide.asm.wasm", "python_stdlib.zip"):
        installed = node.MODULES / "pyodide" / name
        assert digest(dist / "python" / name) == digest(installed)


def test_the_licences_say_what_it_is_and_where(dist: Path) -> None:
    text = (dist / "licenses.txt").read_text("utf-8")
    for part in vendored.parts():
        assert (
            f"\n{part.package} {part.version}\n{'=' * 72}\n\nLicence: {part.license}\n"
            f"From: {part.pinned}\nIn: {part.place}\n"
        ) in text
        assert re.fullmatch(r"[A-Za-z0-9.-]+(?: AND [A-Za-z0-9.-]+)*", part.license)
        for place in part.place.split(" and "):
            assert (dist / place).exists()


def test_nothing_of_others_lies_anywhere_else(dist: Path) -> None:
    places = [p for part in vendored.parts() for p in part.place.split(" and ")]
    own = ("icons/", "index", "manifest", "wheels/index.json", "wheels/skybasket-")
    others = {"sample.json", "settings.json", "licenses.txt", ".nojekyll", "sw.js"}
    assert [
        place
        for place in listed(dist)
        if not place.startswith((*places, *own)) and place not in others
    ] == []
