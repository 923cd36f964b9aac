"""Finds the Pythons of this machine that are newer than the one that runs."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["newer_pythons"]

_NAME: Final = re.compile(r"python3\.(\d+)")


def newer_pythons(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Return one Python of each newer version, the oldest first."""
    found: dict[int, Path] = {}
    for folder in _folders(environment):
        # Like everybody on PATH, the first one of a name holds.
        for path in folder.glob("python3.*"):
            name = _NAME.fullmatch(path.name)
            if name and int(name[1]) > sys.version_info.minor:
                found.setdefault(int(name[1]), path)
    return [found[minor] for minor in sorted(found)]


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    pyenv = Path(environment.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in map(Path, environment.get("PATH", "").split(os.pathsep)):
        # Whether these stand for anything depends on the folder that one is in.
        if folder != pyenv / "shims":
            yield folder
    yield Path("/usr/bin")
    yield from sorted(pyenv.glob("versions/*/bin"), reverse=True)
