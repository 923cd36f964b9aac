"""The generated scripts that keep one contract, and what runs each of them here."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.scripts import powershell_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BASH", "BY_NAME", "PROGRAMS", "Program"]

BASH: Final = shutil.which("bash") or "bash"
_POWERSHELL: Final = shutil.which("pwsh")


class Program(NamedTuple):
    """One language that a script can be asked for in."""

    #: The retrieval method that writes it.
    method: str
    #: Runs a script whose path follows.
    interpreter: tuple[str, ...]
    suffix: str

    def options(self, options: Sequence[str]) -> list[str]:
        """Spell options like ``--dest`` the way the language does."""
        if self.method != "powershell":
            return list(options)
        return [_native(option) for option in options]


def _native(option: str) -> str:
    if not option.startswith("--"):
        return option
    return "-" + "".join(word.capitalize() for word in option[2:].split("-"))


def _powershell() -> list[Program]:
    """Return what runs the PowerShell script: PowerShell, else its C# in Mono."""
    if _POWERSHELL:
        return [Program("powershell", (_POWERSHELL, "-NoProfile", "-File"), ".ps1")]
    if powershell_engine.IS_HERE:
        engine = (sys.executable, str(powershell_engine.HERE))
        return [Program("powershell", engine, ".ps1")]
    return []


#: Every program that this machine can run.
PROGRAMS: Final = (
    Program("curl", (BASH,), ".sh"),
    Program("python", (sys.executable,), ".py"),
    *_powershell(),
)
BY_NAME: Final = {program.method: program for program in PROGRAMS}
