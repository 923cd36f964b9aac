"""Measure the library, its tests and the page, or ask what is known of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import toolchain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

#: What `build.py` can be told to measure.
COMMANDS: Final = ("bench", "coverage", "mutants", "audit", "fuzz")


def measure(options: argparse.Namespace) -> int:
    """Do what one of the commands asks; return its exit status."""
    groups = ["build", "dev"]
    if options.command == "mutants":
        groups.append("mutants")
    toolchain.set_up(groups)
    if options.command == "coverage":
        return _cover(options.rest)
    if options.command == "audit":
        return _run(toolchain.SITE / "auditing.py")
    if options.command == "mutants":
        return _run("-m", "tests.mutants", *([options.name] if options.name else []))
    if options.command == "fuzz":
        # What it needs beside, it installs itself.
        return _run("-m", "tests.fuzz", "--minutes", options.minutes, *options.rest)
    return _run("-m", f"tests.bench.{options.name}", *options.rest)


def benchmarks() -> list[str]:
    """Names of all benchmarks."""
    folder = toolchain.ROOT / "tests" / "bench"
    return sorted(path.stem for path in folder.glob("[!_]*.py"))


def _cover(arguments: Sequence[str]) -> int:
    """Run the tests of the library, and fail where they reach too little of it."""
    tests = ["tests/unit", "tests/property", *arguments]
    failed = _run("-m", "coverage", "run", "-m", "pytest", *tests)
    return failed or _run("-m", "coverage", "report")


def _run(*arguments: object) -> int:
    return toolchain.run(toolchain.python(*map(str, arguments)))
