"""Runs the tests against each change, as a plugin of pytest.

All tests are collected and run once, without any change, to see how long each takes and
which lines it reaches. Then, for each change, a copy of the process (a fork) puts the
changed function in place and runs the tests that reach the changed statement, the
quickest first, until one fails.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from collections import defaultdict
from contextlib import suppress
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Final, NamedTuple

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.mutants.changes import Change

#: Seconds of processor time that the tests of a change are given at most; those that it
#: survives take longer than all others together.
PATIENCE: Final = 8
#: Seconds of processor time that a test gets before it counts as hanging, at least.
LEAST: Final = 5
#: How many times as long as it took without any change.
SLOWER: Final = 20


class Outcome(NamedTuple):
    """What became of a change."""

    change: Change
    #: "killed", "survived", or "unreached" by any test.
    end: str


class Trial:
    """The plugin.

    :param tell: is told each outcome.
    """

    def __init__(
        self, changes: Sequence[Change], tell: Callable[[Outcome], object]
    ) -> None:
        self._changes = changes
        self._tell = tell
        self._items: list[pytest.Item] = []
        self._seconds: dict[int, float] = {}
        self._sources: dict[str, str] = {}
        self._reached: dict[str, dict[int, set[int]]] = {}
        self._killers: defaultdict[str, list[int]] = defaultdict(list)
        self._functions: defaultdict[tuple[str, str], list[FunctionType]]
        self._caches: list[_lru_cache_wrapper[object]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let Hypothesis look for a failure, and not for its simplest form."""
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("trial", settings.default, phases=phases)
        settings.load_profile("trial")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests without any change, then with each."""
        self._items = session.items
        self._measure()
        self._look_around()
        for change in self._changes:
            tests = self._tests(change)
            self._tell(Outcome(change, self._try(change, tests)))
        return True

    def _measure(self) -> None:
        """See how long each test takes and what it reaches."""
        self._sources = {
            str(change.file): change.file.read_text("utf-8") for change in self._changes
        }
        files = sorted(self._sources)
        measured = coverage.Coverage(
            data_file=None, include=files, config_file=False, messages=False
        )
        measured.set_option("run:core", "ctrace")
        measured.start()
        for number, (item, following) in enumerate(_followed(self._items)):
            measured.switch_context(str(number))
            start = time.process_time()
            reports = runtestprotocol(item, log=False, nextitem=following)
            if any(report.failed for report in reports):
                pytest.exit(f"{item.nodeid} fails without any change", 2)
            if all(report.passed for report in reports):
                self._seconds[number] = time.process_time() - start
        measured.stop()
        for file in files:
            contexts = measured.get_data().contexts_by_lineno(file)
            self._reached[file] = {
                line: {int(name) for name in names if name} & self._seconds.keys()
                for line, names in contexts.items()
            }

    def _look_around(self) -> None:
        """Find the functions that can be changed, and the caches of results."""
        self._functions = defaultdict(list)
        for found in gc.get_objects():
            if isinstance(found, FunctionType):
                code = found.__code__
                self._functions[code.co_filename, code.co_qualname].append(found)
            elif isinstance(found, _lru_cache_wrapper):
                self._caches.append(found)
        gc.freeze()

    def _tests(self, change: Change) -> list[int]:
        """Return the tests that may notice a change, the best first."""
        reached = self._reached[str(change.file)]
        found: set[int] = set()
        for lines in (change.statement, change.body[1:]):
            found = found or set().union(*(reached.get(line, ()) for line in lines))
        killers = self._killers[change.function]
        tests = sorted(
            found, key=lambda test: (test not in killers, self._seconds[test])
        )
        chosen: list[int] = []
        seconds = 0.0
        for test in tests:
            seconds += self._seconds[test]
            if chosen and seconds > PATIENCE:
                break
            chosen.append(test)
        return chosen

    def _try(self, change: Change, tests: Sequence[int]) -> str:
        """Tell what becomes of a change."""
        if not tests:
            return "unreached"
        inward, outward = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(inward)
            self._live(change, tests, outward)
        os.close(outward)
        with os.fdopen(inward, "rb") as stream:
            killer = stream.read()
        _, status = os.waitpid(child, 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        if killer:
            self._killers[change.function].append(int(killer))
        return "killed" if status else "survived"

    def _live(self, change: Change, tests: Sequence[int], outward: int) -> None:
        """Run tests with a change in place, in a process that this ends."""
        status = 1
        try:
            os.setpgid(0, 0)
            self._put_in(change)
            for cache in self._caches:
                cache.cache_clear()
            items = [self._items[test] for test in tests]
            for test, (item, following) in zip(tests, _followed(items), strict=True):
                limit = LEAST + SLOWER * self._seconds[test]
                signal.setitimer(signal.ITIMER_PROF, limit)
                signal.setitimer(signal.ITIMER_REAL, SLOWER * limit)
                reports = runtestprotocol(item, log=False, nextitem=following)
                if any(report.failed for report in reports):
                    os.write(outward, str(test).encode())
                    break
            else:
                status = 0
        finally:
            os._exit(status)

    def _put_in(self, change: Change) -> None:
        """Give the function, and those inside it, the changed code."""
        file = str(change.file)
        before = _code(self._sources[file], file, change.function)
        after = _code(change.source, file, change.function)
        pairs = list(zip(_nested(before), _nested(after), strict=False))
        for old, new in pairs:
            for function in self._functions[file, old.co_qualname]:
                if function.__code__ == old:
                    function.__code__ = new


def _followed(
    items: Sequence[pytest.Item],
) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    following: list[pytest.Item | None] = [*items[1:], None]
    return zip(items, following, strict=True)


def _code(source: str, file: str, function: str) -> CodeType:
    """Return the compiled code of a function."""
    module = compile(source, file, "exec", dont_inherit=True)
    return next(code for code in _nested(module) if code.co_qualname == function)


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)
