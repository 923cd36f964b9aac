"""What the advisories say is told; what they do not say is not taken for good news."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Final

import auditing
import pytest
import toolchain
from auditing import Finding

import build
from tests.loopback import Loopback, Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What npm's registry says of a package in the lock file, in the form of its answers.
ADVISORY: Final = {
    "id": 1,
    "url": "https://github.com/advisories/GHSA-0000",
    "title": "Made up for this test",
    "severity": "high",
    "vulnerable_versions": "<99.0.0",
    "cwe": [],
    "cvss": {"score": 0, "vectorString": None},
}
MICROPIP: Final = {
    "name": "micropip",
    "version": "0.11.1",
    "vulns": [
        {"id": "PYSEC-1", "fix_versions": ["0.11.2"], "aliases": [], "description": ""},
        {"id": "PYSEC-2", "fix_versions": [], "aliases": [], "description": ""},
    ],
}
SEGNO: Final = {"name": "segno", "version": "1.6.6", "vulns": []}
SKIPPED: Final = {"name": "odd", "skip_reason": "Dependency not found on PyPI"}


class Registry(Loopback):
    """A stand-in for npm's registry: it has advisories, or refuses to tell any."""

    def __init__(self) -> None:
        self.advisories: dict[str, Any] = {}
        self.status = 200
        registry = self

        class Handler(Quiet):
            def do_GET(self) -> None:  # noqa: N802
                self.answer(404, {})

            def do_POST(self) -> None:  # noqa: N802
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(registry.status, registry.advisories)

            def answer(self, status: int, told: object) -> None:
                body = json.dumps(told).encode()
                self.send(status, body, **{"Content-Type": "application/json"})

        super().__init__(Handler)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """Let npm itself ask a registry on this machine."""
    registry = Registry()
    monkeypatch.setenv("npm_config_registry", registry.address + "/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    yield registry
    registry.close()


@pytest.mark.usefixtures("registry")
def test_npm_is_asked_about_the_lock_file() -> None:
    found = auditing.ask_npm()
    assert (found.faults, found.obstacle) == ([], "")
    assert found.checked >= 11


def test_npm_names_what_has_a_fault(registry: Registry) -> None:
    registry.advisories["lit-html"] = [ADVISORY]
    [fault] = auditing.ask_npm().faults
    assert fault == (
        "lit-html: Made up for this test (high, https://github.com/advisories/GHSA-0000)"
    )


def test_a_registry_that_tells_nothing_is_no_good_news(registry: Registry) -> None:
    registry.status = 405
    found = auditing.ask_npm()
    assert (found.checked, found.faults) == (0, ())
    assert found.obstacle.startswith("npm's advisories did not answer (405")


@pytest.mark.parametrize("report", ["", "nothing", "[]", "{}", '{"error": null}'])
def test_a_report_of_npm_that_is_none(report: str) -> None:
    assert auditing.read_npm(report) == Finding(
        0, (), "npm's advisories did not answer (no answer)"
    )


def test_faults_in_python_packages_are_named() -> None:
    report = json.dumps({"dependencies": [MICROPIP, SEGNO], "fixes": []})
    assert auditing.read_pypi(report) == Finding(
        2,
        [
            "micropip 0.11.1: PYSEC-1 (mended in 0.11.2)",
            "micropip 0.11.1: PYSEC-2 (mended in no version yet)",
        ],
    )


def test_what_pypi_does_not_know_is_not_checked() -> None:
    report = json.dumps({"dependencies": [SEGNO, SKIPPED], "fixes": []})
    assert auditing.read_pypi(report) == Finding(1, [], "PyPI tells nothing of 1 (odd)")


@pytest.mark.parametrize("report", ["", "[]", "{}"])
def test_a_report_of_nothing_is_not_checked(report: str) -> None:
    assert auditing.read_pypi(report) == Finding(
        0, [], "PyPI's advisories did not answer (an empty report)"
    )


def fake_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, installs: bool, errors: str
) -> None:
    def run(
        command: list[str], _folder: Path, **_more: str
    ) -> subprocess.CompletedProcess[str]:
        status = 0 if "install" in command and installs else 1
        return subprocess.CompletedProcess(command, status, "", errors)

    monkeypatch.setattr(auditing, "run", run)
    monkeypatch.setattr(auditing, "TOOLS", tmp_path)


@pytest.mark.parametrize(
    ("installs", "obstacle"),
    [
        (False, f"{auditing.TOOL} could not be installed"),
        (True, "PyPI's advisories did not answer (ConnectionError: no route)"),
    ],
)
def test_without_a_network_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, installs: bool, obstacle: str
) -> None:
    errors = "Traceback\nConnectionError: no route\n"
    fake_run(monkeypatch, tmp_path, installs=installs, errors=errors)
    assert auditing.ask_pypi(["--path", "x"]) == Finding(0, (), obstacle)


UNCHECKED: Final = Finding(0, (), "why")
FAULTY: Final = Finding(9, ["a: b"])


@pytest.mark.parametrize(
    ("npm", "pypi", "told"),
    [
        (Finding(9), Finding(2), {0: "9 checked, faults: none known\n"}),
        (FAULTY, Finding(2), {1: "9 checked, faults: 1 known\n  a: b\n"}),
        (Finding(9), UNCHECKED, {3: "as installed): NOT CHECKED: why\n"}),
        (FAULTY, UNCHECKED, {1: "NOT CHECKED: why\n"}),
    ],
)
def test_the_exit_status_tells_faults_from_what_was_not_checked(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    npm: Finding,
    pypi: Finding,
    told: dict[int, str],
) -> None:
    monkeypatch.setattr(auditing, "ask_npm", lambda: npm)
    monkeypatch.setattr(auditing, "ask_pypi", lambda _what: pypi)
    [(status, words)] = told.items()
    assert auditing.main() == status
    assert words in capsys.readouterr().out


def test_the_command_sets_up_and_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    def run(command: list[str]) -> int:
        done.append(command)
        return 3

    monkeypatch.setattr(toolchain, "set_up", done.append)
    monkeypatch.setattr(toolchain, "run", run)
    assert build.main(["audit"]) == 3
    assert done == [["build", "dev"], toolchain.python(toolchain.SITE / "auditing.py")]
