"""build.py: what it skips, installs, finds, serves and says."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
import tomllib
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import browsers
import measuring
import pytest
import serving
import toolchain

import build

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Steps = list[Sequence[str]]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Commands that build.py would have run; all of them succeed."""
    commands: Steps = []

    def record(
        _title: str, command: Sequence[str], _cwd: Path = toolchain.ROOT
    ) -> None:
        commands.append(command)

    monkeypatch.setattr(toolchain, "step", record)
    return commands


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand-in for the project, with nothing installed."""
    for folder in (".venv", "site/node_modules"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (tmp_path / "site" / name).write_text("{}")
    (tmp_path / "site" / "wheels.txt").write_text("segno==1 --hash=sha256:0")
    (tmp_path / "pyproject.toml").write_text(
        '[dependency-groups]\nbuild = ["jinja2==1"]\ndev = ["pytest==2", "ruff==3"]\n'
        'mutants = ["mutmut==4"]\n'
    )
    monkeypatch.setattr(toolchain, "ROOT", tmp_path)
    monkeypatch.setattr(toolchain, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(toolchain, "SITE", tmp_path / "site")
    monkeypatch.setattr(toolchain, "MODULES", tmp_path / "site" / "node_modules")
    monkeypatch.setattr(toolchain, "PYTHON", Path(sys.executable))
    return tmp_path


def make_program(path: Path) -> str:
    """Put a program that does nothing where `shutil.which` finds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


# Steps


def test_a_good_step_prints_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert toolchain.attempt("Counting", [sys.executable, "-c", "print('quiet')"])
    out, err = capfd.readouterr()
    assert out.startswith("Counting ... done (")
    assert out.count("\n") == 1
    assert err == ""


def test_a_failing_step_prints_its_output_and_stops(
    capfd: pytest.CaptureFixture[str],
) -> None:
    command = [sys.executable, "-c", "import sys; print('why'); sys.exit('where')"]
    with pytest.raises(SystemExit, match="stopped: counting failed"):
        toolchain.step("Counting", command)
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("Counting ... failed (")
    assert sorted(lines[1:]) == ["where", "why"]


def test_a_fingerprint_tells_where_one_part_ends() -> None:
    assert toolchain.digest("ab", "c") != toolchain.digest("a", "bc")
    assert toolchain.digest("ab") == toolchain.digest(b"ab")


# Set-up


@pytest.mark.usefixtures("project")
def test_a_second_set_up_does_nothing(steps: Steps) -> None:
    toolchain.set_up(["build", "dev"])
    assert len(steps) == 4
    toolchain.set_up(["build", "dev"])
    toolchain.set_up(["build"])
    assert len(steps) == 4


@pytest.mark.usefixtures("project")
def test_building_installs_nothing_for_development(steps: Steps) -> None:
    toolchain.set_up(["build"])
    _, pip, _, npm = steps
    assert pip[-1] == "jinja2==1"
    assert npm[-1] == "--omit=dev"
    toolchain.set_up(["build", "dev"])
    assert steps[4][-3:] == ["jinja2==1", "pytest==2", "ruff==3"]
    assert "--omit=dev" not in steps[5]


def test_a_changed_requirement_is_installed(project: Path, steps: Steps) -> None:
    toolchain.set_up(["build"])
    pins = project / "pyproject.toml"
    pins.write_text(pins.read_text().replace("jinja2==1", "jinja2==9"))
    toolchain.set_up(["build"])
    assert steps[4][-1] == "jinja2==9"
    assert len(steps) == 5


def test_a_changed_lock_file_is_installed(project: Path, steps: Steps) -> None:
    toolchain.set_up(["build"])
    (project / "site" / "package-lock.json").write_text('{"name": "new"}')
    toolchain.set_up(["build"])
    assert "ci" in steps[4]
    assert len(steps) == 5


def test_changed_wheels_replace_the_fetched_ones(project: Path, steps: Steps) -> None:
    toolchain.set_up(["build"])
    fetching = steps[2]
    assert {"download", "--require-hashes", "--no-deps"} <= set(fetching)
    assert fetching[-1] == str(project / "site" / "wheels.txt")
    outdated = project / ".venv" / "wheels" / "segno-1-py3-none-any.whl"
    outdated.parent.mkdir()
    outdated.touch()
    (project / "site" / "wheels.txt").write_text("segno==2 --hash=sha256:1")
    toolchain.set_up(["build"])
    assert steps[4:] == [fetching]
    assert not outdated.exists()


@pytest.mark.usefixtures("project")
def test_another_python_makes_the_environment_again(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    toolchain.make_environment()
    monkeypatch.setattr(sys, "version", "3.99")
    toolchain.make_environment()
    assert [command[1:3] for command in steps] == [["-m", "venv"]] * 2


def test_a_failed_step_leaves_no_stamp(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolchain, "attempt", lambda *_: False)
    tries: list[Callable[[], None]] = [
        toolchain.make_environment,
        lambda: toolchain.install_python_packages(["build"]),
        toolchain.fetch_wheels,
        lambda: toolchain.install_node_packages(development=True),
    ]
    for install in tries:
        with pytest.raises(SystemExit):
            install()
    assert not list(project.rglob(".stamp*"))


@pytest.mark.usefixtures("project", "steps")
def test_a_missing_venv_module_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        toolchain.make_environment()


# Browser


def test_browsers_are_taken_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = make_program(tmp_path / "own" / "chromium-1234")
    monkeypatch.setattr(browsers, "playwright_browser", lambda: own)
    monkeypatch.setattr(browsers, "BROWSERS", ("chromium", "google-chrome"))
    environment = {"PATH": str(tmp_path / "bin")}
    assert browsers.find_browser(environment) == own
    chrome = make_program(tmp_path / "bin" / "google-chrome")
    assert browsers.find_browser(environment) == chrome
    chromium = make_program(tmp_path / "bin" / "chromium")
    assert browsers.find_browser(environment) == chromium
    named = make_program(tmp_path / "mine")
    assert browsers.find_browser({**environment, "SKYBASKET_BROWSER": named}) == named


def test_a_named_browser_that_is_missing_is_an_error() -> None:
    with pytest.raises(SystemExit, match="SKYBASKET_BROWSER=/no/such is no program"):
        browsers.find_browser({"SKYBASKET_BROWSER": "/no/such"})


def test_without_a_browser_three_ways_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(browsers, "find_browser", lambda _environment: None)
    monkeypatch.setattr(toolchain, "attempt", lambda *_: False)
    with pytest.raises(SystemExit, match=r"(?s)1\. .*2\. .*3\. "):
        browsers.get_browser()


# Server


def test_the_last_page_that_was_built_is_served_while_sources_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    page, source = tmp_path / "index.html", tmp_path / "source.py"
    page.write_text("first")
    source.write_text("import sys; sys.exit('a mistake')")
    command = [sys.executable, str(source)]

    def use(server: serving.PageServer) -> None:
        """Look at the page after a build that fails, and after one that does not."""
        address = f"http://127.0.0.1:{server.server_port}/"
        for change, expected in (
            (None, b"first"),
            (f"open({str(page)!r}, 'w').write('second')", b"second"),
        ):
            if change:
                source.write_text(change)
            assert rebuilt() is bool(change)
            threading.Thread(target=server.handle_request).start()
            with urllib.request.urlopen(address) as response:
                assert response.read() == expected

    def rebuilt() -> bool:
        return toolchain.attempt("Building", command)

    monkeypatch.setattr(serving.PageServer, "serve_forever", use)
    serving.serve(tmp_path, rebuilt, browse=False)
    out = capfd.readouterr().out
    assert "Building ... failed" in out
    assert "a mistake" in out


def test_a_taken_port_is_passed_over(tmp_path: Path) -> None:
    with serving.open_server(tmp_path, [0]) as first:
        taken = first.server_port
        with serving.open_server(tmp_path, [taken, 0]) as second:
            assert second.server_port != taken
        with pytest.raises(SystemExit, match="no free port"):
            serving.open_server(tmp_path, [taken])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.js", "text/javascript"),
        ("a.css", "text/css"),
        ("a.wasm", "application/wasm"),
        ("a.html", "text/html"),
    ],
)
def test_files_are_served_with_the_right_type(
    tmp_path: Path, name: str, kind: str
) -> None:
    (tmp_path / name).write_bytes(b"content")
    with serving.open_server(tmp_path, [0]) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/{name}"
        with urllib.request.urlopen(address) as response:
            assert response.headers["Content-Type"] == kind
            assert response.headers["Cache-Control"] == "no-cache"
            assert response.read() == b"content"
        server.shutdown()


# Command line


def test_building_is_the_default() -> None:
    options = build.read_command_line(["--archive", "https://mirror.example"])
    assert (options.command, options.archive) == ("build", "https://mirror.example")
    options = build.read_command_line(["--references", "https://mirror.example"])
    assert (options.archive, options.references) == (None, "https://mirror.example")


@pytest.mark.parametrize("command", ["test", "archive"])
def test_what_follows_two_dashes_is_handed_on(command: str) -> None:
    options = build.read_command_line([command, "--", "tests/unit", "--", "-x"])
    assert (options.command, options.rest) == (command, ["tests/unit", "--", "-x"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--", "-x"],
        ["test", "--out", "here"],
        ["test", "--archive", "x"],
        ["archive", "--archive", "x"],
        ["test", "--references", "x"],
        ["serve", "speed"],
        ["screenshots", "here", "--out", "there"],
        ["archive", "speed"],
        ["coverage", "speed"],
    ],
)
def test_options_without_effect_are_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        build.read_command_line(arguments)


def test_benchmarks_are_known_by_name(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project / "tests" / "bench"
    folder.mkdir(parents=True)
    for name in ("speed.py", "memory.py", "_shared.py", "notes.txt"):
        (folder / name).write_text("")
    options = build.read_command_line(["bench", "speed", "--", "--jobs", "8"])
    assert (options.name, options.rest) == ("speed", ["--jobs", "8"])
    for arguments in (["bench"], ["bench", "_shared"]):
        with pytest.raises(SystemExit, match="2"):
            build.read_command_line(arguments)
        assert "these names: memory, speed\n" in capsys.readouterr().err


def test_screenshots_go_where_one_says() -> None:
    assert build.read_command_line(["screenshots", "here"]).name == "here"
    assert build.read_command_line(["screenshots"]).name is None


# Programs that talk to people themselves


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Programs that build.py would have started; all of them end with status 7."""
    commands: Steps = []

    def start(command: Sequence[str]) -> int:
        commands.append(command)
        return 7

    monkeypatch.setattr(toolchain, "run", start)
    return commands


@pytest.mark.usefixtures("project")
def test_the_archive_needs_python_packages_only(steps: Steps, started: Steps) -> None:
    assert build.main(["archive", "--", "--faults", "1"]) == 7
    assert started == [toolchain.python("-m", "tests.archive", "--faults", "1")]
    assert [command[-2:] for command in steps[1:]] == [["pytest==2", "ruff==3"]]


@pytest.mark.parametrize("name", measuring.benchmarks())
def test_every_benchmark_finds_what_it_is_made_of(name: str) -> None:
    command = [sys.executable, "-m", f"tests.bench.{name}", "--help"]
    assert toolchain.run(command) == 0


@pytest.mark.usefixtures("project", "steps")
def test_fuzzing_gets_its_minutes_and_what_follows(started: Steps) -> None:
    assert build.main(["fuzz", "--minutes", "0.5", "--", "filters"]) == 7
    fuzz = toolchain.python("-m", "tests.fuzz", "--minutes", "0.5", "filters")
    assert started == [fuzz]


def test_a_benchmark_gets_what_follows(
    project: Path, steps: Steps, started: Steps
) -> None:
    (project / "tests" / "bench").mkdir(parents=True)
    (project / "tests" / "bench" / "speed.py").write_text("")
    assert build.main(["bench", "speed", "--", "--jobs", "8"]) == 7
    assert started == [toolchain.python("-m", "tests.bench.speed", "--jobs", "8")]
    assert "--ignore-scripts" in steps[-1]


@pytest.mark.usefixtures("project", "steps")
def test_coverage_measures_the_tests_of_the_library(started: Steps) -> None:
    assert build.main(["coverage"]) == 7
    tests = ["tests/unit", "tests/property"]
    assert started == [
        toolchain.python("-m", "coverage", "run", "-m", "pytest", *tests)
    ]


@pytest.mark.usefixtures("project")
def test_mutants_install_their_tool_themselves(steps: Steps, started: Steps) -> None:
    assert build.main(["mutants"]) == build.main(["mutants", "sharing"]) == 7
    alone = toolchain.python("-m", "tests.mutants")
    assert started == [alone, [*alone, "sharing"]]
    assert any("mutmut==4" in command for command in steps)


@pytest.mark.usefixtures("steps")
def test_all_tests_are_shared_and_those_that_are_named_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Sequence[str]] = []

    def start(command: Sequence[str], **_: object) -> SimpleNamespace:
        started.append(command[3:])
        return SimpleNamespace(returncode=7)

    monkeypatch.setattr(browsers, "get_browser", lambda: "/a/browser")
    monkeypatch.setattr(subprocess, "run", start)
    assert build.run_tests([]) == build.run_tests(["tests/unit", "-x"]) == 7
    assert started == [list(build.SHARED), ["tests/unit", "-x"]]


def test_a_program_runs_in_the_project_with_its_library(project: Path) -> None:
    (project / "pylib").mkdir()
    (project / "pylib" / "skybasket.py").write_text("status = 5")
    question = "import os, sys, skybasket; sys.exit(skybasket.status)"
    assert toolchain.run(toolchain.python("-c", question)) == 5


# Pins


def test_python_packages_are_pinned() -> None:
    project = tomllib.loads((toolchain.ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    assert all("==" in line for lines in groups.values() for line in lines)
    assert project["project"]["dependencies"] == []


def test_npm_packages_are_pinned() -> None:
    package = json.loads((toolchain.SITE / "package.json").read_text("utf-8"))
    versions = package["dependencies"] | package["devDependencies"]
    assert all(version[0].isdigit() for version in versions.values())


def test_the_lock_file_records_no_addresses() -> None:
    lock = json.loads((toolchain.SITE / "package-lock.json").read_text("utf-8"))
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]


def test_the_lock_file_pins_what_is_shipped_by_hash() -> None:
    lock = json.loads((toolchain.SITE / "package-lock.json").read_text("utf-8"))
    shipped = {
        name: entry
        for name, entry in lock["packages"].items()
        if name and not entry.get("dev")
    }
    assert "node_modules/pyodide" in shipped
    assert all(entry["integrity"].startswith("sha512-") for entry in shipped.values())


def test_wheels_are_pinned_by_hash_alone() -> None:
    text = (toolchain.SITE / "wheels.txt").read_text("utf-8")
    lines = re.sub(r"#.*|\\\n", "", text).split("\n")
    pinned = re.compile(r"[a-z0-9_]+==\S+ +--hash=sha256:[0-9a-f]{64}")
    assert all(pinned.fullmatch(line) for line in lines if line.strip())
    assert sum(map(bool, lines)) >= 2


def test_wheels_fit_the_python_in_the_page() -> None:
    lock = json.loads(
        (toolchain.MODULES / "pyodide/pyodide-lock.json").read_text("utf-8")
    )
    assert lock["info"]["python"].startswith(f"{toolchain.PAGE_PYTHON}.")
    version = lock["packages"]["micropip"]["version"]
    assert f"micropip=={version} " in (toolchain.SITE / "wheels.txt").read_text("utf-8")


def test_the_project_is_where_the_tests_are() -> None:
    assert Path(__file__).is_relative_to(toolchain.ROOT)
    for name in ("run", "newest-python"):
        assert os.access(toolchain.ROOT / ".ci" / name, os.X_OK)


@pytest.mark.usefixtures("project")
def test_screenshots_are_taken_by_the_browser_that_was_found(
    steps: Steps, started: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKYBASKET_BROWSER", "")
    monkeypatch.setattr(browsers, "get_browser", lambda: "/a/browser")
    assert build.main(["screenshots", "/pictures"]) == 7
    module = "tests.browser.screenshots"
    assert started == [toolchain.python("-m", module, Path("/pictures").resolve())]
    assert os.environ["SKYBASKET_BROWSER"] == "/a/browser"
    assert steps
