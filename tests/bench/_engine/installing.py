"""Installs the peers, exact versions, outside the project; nothing else needs them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Final

import toolchain

from tests.bench._node import node, npm_install

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "BROWSER_PEERS",
    "PYTHON_PACKAGES",
    "InstallError",
    "bundle",
    "python_folder",
]

#: Where they stay from one run to the next.
CACHE: Final = Path(gettempdir(), "skybasket-bench-engine")
SOURCES: Final = Path(__file__).with_name("peers")

#: npm packages of each peer in the browser.
BROWSER_PEERS: Final[Mapping[str, Sequence[str]]] = {
    "typed": (),
    "bitmaps": (),
    "duckdb": ("@duckdb/duckdb-wasm@1.32.0", "apache-arrow@17.0.0"),
    "crossfilter": ("crossfilter2@1.5.4",),
    "itemsjs": ("itemsjs@2.4.4",),
    "arquero": ("arquero@8.0.3", "@uwdata/flechette@2.0.0"),
}
PYTHON_PACKAGES: Final = (
    "numpy==2.4.6",
    "pandas==3.1.1",
    "polars==2.1.0",
    "pyarrow==26.0.1",  # what pandas keeps text in
)

#: Files of a package that are loaded as they are: they start workers of their own.
_DUCKDB: Final = ("duckdb-eh.wasm", "duckdb-browser-eh.worker.js")


class InstallError(Exception):
    """A peer cannot be had; the text says why."""


def python_folder() -> Path:
    """Return the folder with the Python packages, installed if they are not there.

    :raises InstallError: with what pip says.
    """
    folder = CACHE / ("python-" + "-".join(PYTHON_PACKAGES).replace("==", "-"))
    if not folder.is_dir():
        fresh = folder.with_name(folder.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "install", "--no-input", "--quiet"]
        command += ["--disable-pip-version-check", "--target", str(fresh)]
        _run([*command, *PYTHON_PACKAGES])
        fresh.rename(folder)
    return folder


def bundle(name: str, out: Path) -> None:
    """Write a peer of the browser as one worker, and what it loads beside it.

    :param out: the folder that is served.
    :raises InstallError: with what npm or the bundler says.
    """
    modules = _npm_folder(name, BROWSER_PEERS[name])
    sources = modules.parent / "sources"
    shutil.rmtree(sources, ignore_errors=True)
    shutil.copytree(SOURCES, sources)
    command = node(toolchain.MODULES / "esbuild" / "bin" / "esbuild")
    command += [str(sources / "worker.js"), "--bundle", "--format=esm", "--minify"]
    command += [f"--alias:peer={sources / name}.js", f"--outfile={out / name}.js"]
    _run(command)
    if name == "duckdb":
        own = out / "duckdb"
        own.mkdir(exist_ok=True)
        for file in _DUCKDB:
            place = modules / "@duckdb" / "duckdb-wasm" / "dist" / file
            shutil.copyfile(place, own / file)


def _npm_folder(name: str, packages: Sequence[str]) -> Path:
    """Return ``node_modules`` with some packages, which other peers do not share."""
    folder, wanted = CACHE / "npm" / name, json.dumps(packages)
    stamp = folder / "installed.json"
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _run(npm_install(folder, *packages))
        stamp.write_text(wanted, "utf-8")
    return folder / "node_modules"


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        named = (line for line in said if "error" in line.casefold())
        raise InstallError(next(named, said[-1]))
