"""Runs the C# of a PowerShell script with Mono, where there is no PowerShell.

``python powershell_engine.py SCRIPT [OPTIONS]`` takes the C# out of the script, puts
`powershell_host.cs` in the place of the script's PowerShell, compiles both as strictly
as Windows PowerShell 5.1 does, and runs that.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

__all__ = ["HERE", "IS_HERE", "compiled", "engine_of"]

HERE: Final = Path(__file__)
_MONO: Final = shutil.which("mono")
_COMPILER: Final = shutil.which("mcs")
#: Whether this machine has what it needs.
IS_HERE: Final = bool(_MONO and _COMPILER)
_PROGRAMS: Final = HERE.parents[2] / ".pytest_cache" / "engine"
_ENGINE: Final = re.compile(r"^\$engine = @'\r\n(.*?)^'@\r\n", re.DOTALL | re.MULTILINE)
#: What Windows PowerShell's compiler knows, and the libraries that the script names.
_AS_WINDOWS_POWERSHELL: Final = (
    "-langversion:5",
    "-noconfig",
    "-r:System.dll",
    "-r:System.Net.Http.dll",
)


def engine_of(script: str) -> str:
    """Return the C# in a script."""
    found = _ENGINE.search(script)
    if not found:
        raise ValueError("the script ends before its C# does")
    return found[1]


def compiled(engine: str, *options: str) -> Path:
    """Return the program made of C#; it is compiled once.

    :param options: more options of the compiler.
    """
    host = HERE.with_name("powershell_host.cs")
    made_of = repr((engine, host.read_text("utf-8"), options))
    name = hashlib.sha256(made_of.encode()).hexdigest()[:16]
    program = _PROGRAMS / f"{name}.exe"
    if program.exists():
        return program
    _PROGRAMS.mkdir(parents=True, exist_ok=True)
    source = _PROGRAMS / f"{name}-{os.getpid()}.cs"
    source.write_text(engine, "utf-8")
    fresh = source.with_suffix(".exe")
    command = [str(_COMPILER), *_AS_WINDOWS_POWERSHELL, "-r:Mono.Posix.dll", *options]
    subprocess.run([*command, f"-out:{fresh}", str(source), str(host)], check=True)
    source.unlink()
    fresh.replace(program)
    return program


def main() -> None:
    """Become the script of the command line."""
    script, *options = sys.argv[1:]
    text = Path(script).read_bytes().decode("utf-8-sig", "replace")
    program = compiled(engine_of(text))
    mono = str(_MONO)
    os.execv(mono, [mono, str(program), script, *options])  # noqa: S606


if __name__ == "__main__":
    main()
