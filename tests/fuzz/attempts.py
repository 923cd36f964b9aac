"""Tries one input with one target, and keeps what makes it fail, once for each fault.

Whatever an input is, its target returns, or refuses it with an error of the tree,
within a time and a memory that are so large that no machine's load matters.
"""

from __future__ import annotations

import signal
import sys
import time
import traceback
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from types import FrameType

    from tests.fuzz.targets import Target

__all__ = ["Defect", "Keeper", "attempt", "bound_memory"]

#: Seconds of this process alone, and bytes: far beyond what any input here can need.
_HANG: Final = 60
_MEMORY: Final = 4 * 2**30
#: Characters of an error for each byte that it is about, and at least.
_TALK, _ALLOWED_TALK = 20, 100_000
_SHRINKING: Final = 10


class _HangError(BaseException):
    """An input takes far too long; not to be taken for any other error."""


class Defect(NamedTuple):
    """What an input did that none may do."""

    #: The same for inputs that fail alike.
    fault: str
    told: str


def bound_memory() -> None:
    """Give this process a limit beyond which Python raises `MemoryError`."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - other systems have none

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise _HangError


def attempt(target: Target, data: bytes) -> Defect | None:
    """Try an input; return what was wrong, if anything was."""
    has_alarm = hasattr(signal, "setitimer")
    if has_alarm:
        signal.signal(signal.SIGVTALRM, _too_long)
        signal.setitimer(signal.ITIMER_VIRTUAL, _HANG)
    try:
        target.run(data)
    except target.allowed as error:
        if len(str(error)) > max(_ALLOWED_TALK, _TALK * len(data)):
            return Defect("talks too much", f"{len(str(error))} characters")
    except (_HangError, Exception) as error:  # noqa: BLE001 - all are defects
        return Defect(_fault(error), traceback.format_exc()[-20_000:])
    finally:
        if has_alarm:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


def _fault(error: BaseException) -> str:
    """Return what faults have in common that are one: the error and where it began."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:]]
    told = str(error)[:80] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} {told} {' '.join(where)}"


class Keeper:
    """Writes down the inputs of a target that fail, in a folder of its own."""

    def __init__(self, target: Target, folder: Path) -> None:
        self._target = target
        self._folder = folder / target.name
        self._known: set[str] = set()

    def try_out(self, data: bytes) -> None:
        """Try an input, and keep a shorter one of the same fault where it fails."""
        defect = attempt(self._target, data)
        if defect is None or defect.fault in self._known:
            return
        self._known.add(defect.fault)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"defect-{sha256(defect.fault.encode()).hexdigest()[:12]}"
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(f"{defect.fault}\n\n{defect.told}", "utf-8")
        path.write_bytes(self._shrunk(data, defect.fault))

    def _shrunk(self, data: bytes, fault: str) -> bytes:
        """Take out of an input what its fault does not need, for a while."""
        end = time.monotonic() + _SHRINKING
        size = len(data) // 2
        while size and time.monotonic() < end:
            at = 0
            while at < len(data) and time.monotonic() < end:
                shorter = data[:at] + data[at + size :]
                found = attempt(self._target, shorter)
                if found and found.fault == fault:
                    data = shorter
                else:
                    at += size
            size //= 2
        return data
