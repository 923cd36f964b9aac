"""Which attempt at a file meets which fault."""

from __future__ import annotations

import hashlib
from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from tests.archive.faults import BEFORE_THE_FILE, REPROCESSING, UNSAID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.archive.faults import Fault
    from tests.archive.switches import Switches

__all__ = ["Attempt", "Attempts"]


class Attempt(NamedTuple):
    """One attempt at a file: a request, with the one that its redirect leads to."""

    uri: str
    #: Counted from 1, by file and method; 0 where no file was asked for or given.
    number: int = 0
    fault: Fault | None = None


class _Mix(NamedTuple):
    """Random faults over all files."""

    rate: float
    seed: int
    faults: Sequence[Fault]
    attempts: int

    def draw(self, uri: str, number: int) -> Fault | None:
        """Return the fault of an attempt, the same for the same seed."""
        text = f"{self.seed} {number} {uri}".encode()
        drawn = hashlib.blake2b(text, digest_size=16).digest()
        chance = int.from_bytes(drawn[:8]) / 2**64
        if number > self.attempts or chance >= self.rate:
            return None
        return self.faults[int.from_bytes(drawn[8:]) % len(self.faults)]


class Attempts:
    """Counts the attempts at each file, and says what each of them meets.

    :param switches: they say which faults do not end.
    """

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._planned: dict[str, list[Fault]] = {}
        self._mix: _Mix | None = None
        self._counts: Counter[tuple[str, str]] = Counter()
        self._redirected: dict[tuple[str, str], Attempt] = {}
        self._reprocessed: set[str] = set()
        self._lock = Lock()

    def fail(self, uri: str, fault: Fault, times: int) -> None:
        """Let the next attempts meet a fault, after those that were planned before."""
        self._planned.setdefault(uri, []).extend([fault] * times)

    def mix(
        self, rate: float, seed: int, faults: Sequence[Fault], attempts: int
    ) -> None:
        """Let the first attempts at any file meet random faults."""
        self._mix = _Mix(rate, seed, tuple(faults), attempts)

    def begin(self, uri: str, method: str) -> Attempt:
        """Count a new attempt."""
        with self._lock:
            self._counts[uri, method] += 1
            number = self._counts[uri, method]
            return Attempt(uri, number, self._fault(uri, method, number))

    def redirect(self, attempt: Attempt, method: str) -> None:
        """Remember an attempt that goes on at the bucket."""
        with self._lock:
            self._redirected[attempt.uri, method] = attempt

    def go_on(self, uri: str, method: str) -> Attempt:
        """Return the attempt that was redirected, or a new one if there is none."""
        with self._lock:
            attempt = self._redirected.pop((uri, method), None)
        return attempt or self.begin(uri, method)

    def _fault(self, uri: str, method: str, number: int) -> Fault | None:
        planned = self._planned.get(uri, ())
        fault = planned[number - 1] if number <= len(planned) else None
        fault = fault or self._switches.faults.get(uri)
        if not fault and self._mix:
            fault = self._mix.draw(uri, number)
        if method == "HEAD" and fault not in BEFORE_THE_FILE | UNSAID:
            return None
        if fault in REPROCESSING:
            if uri in self._reprocessed:
                return None
            self._reprocessed.add(uri)
        return fault
