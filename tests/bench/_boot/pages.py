"""Make the pages that are started: Skybasket's, and the same app started by others."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import assemble
import node

from tests.bench._node import copy_pyodide, npm_install

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NAIVE", "OWN", "PYSCRIPT", "make_pages"]

OWN: Final = "skybasket"
NAIVE: Final = "naive"
PYSCRIPT: Final = "pyscript"
#: The version of @pyscript/core that is measured.
PYSCRIPT_VERSION: Final = "0.7.31"

_HERE: Final = Path(__file__).parent
_PYSCRIPT_PAGE: Final = """\
<!doctype html>
<html lang="en" data-engine="starting"><meta charset="utf-8"><title>PyScript</title>
<link rel="stylesheet" href="css/page.css">
<script type="module" src="pyscript/core.js"></script>
<body><header class="page-head"><h1 class="brand">PyScript</h1></header>
<p id="answer">Starting</p>
<script type="py" config='{config}'>
import json
from pyscript import document, fetch
from skybasket.app import App

app = App(await fetch("settings.json").text())
app.call("shelf_load", json.dumps({{"records": {{}}}}))
first = {{"id": "first", "window": [0, 0]}}
view = json.loads(app.call("basket_new", json.dumps(first)))["view"]
document.getElementById("answer").textContent = view["title"]
document.documentElement.setAttribute("data-engine", "ready")
</script>
"""


def make_pages(root: Path) -> Mapping[str, str]:
    """Build all pages below a folder.

    :returns: why a page could not be made, by its name.
    """
    assemble.assemble(root / OWN)
    _make_naive(root)
    return _make_pyscript(root)


def _make_naive(root: Path) -> None:
    """Make the same page with a worker as it is usually written."""
    naive = root / NAIVE
    shutil.copytree(root / OWN, naive)
    shutil.rmtree(naive / "python")
    (naive / "sw.js").unlink()
    _add_pyodide(naive)
    # It lies outside of `site/`: esbuild finds Comlink only by its place.
    script = (_HERE / "naive_worker.js").read_text("utf-8")
    comlink = (node.MODULES / "comlink" / "dist" / "esm" / "comlink.mjs").as_posix()
    source = root / "naive_worker.js"
    source.write_text(script.replace('"comlink"', json.dumps(comlink)), "utf-8")
    whole = ("--bundle", "--format=esm", f"--outfile={naive / 'js' / 'worker.js'}")
    node.minify([str(source)], node.SUPPORTED, *whole, "--allow-overwrite")


def _make_pyscript(root: Path) -> dict[str, str]:
    """Make a page that starts the app with PyScript, if it can be installed."""
    packages = root / "packages"
    command = npm_install(packages, f"@pyscript/core@{PYSCRIPT_VERSION}")
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    if told.returncode:
        return {PYSCRIPT: told.stderr.strip().splitlines()[-1]}
    page = root / PYSCRIPT
    page.mkdir()
    shutil.copytree(
        packages / "node_modules" / "@pyscript" / "core" / "dist", page / "pyscript"
    )
    for name in ("wheels", "css"):
        shutil.copytree(root / OWN / name, page / name)
    shutil.copyfile(root / OWN / "settings.json", page / "settings.json")
    _add_pyodide(page)
    wheels = json.loads((page / "wheels" / "index.json").read_text("utf-8"))
    _take_micropip_from_here(page, wheels["micropip"])
    config = {
        "interpreter": "./pyodide/pyodide.mjs",
        "packages": [f"./wheels/{wheels['skybasket']}"],
    }
    html = _PYSCRIPT_PAGE.format(config=json.dumps(config))
    (page / "index.html").write_text(html, "utf-8")
    return {}


def _add_pyodide(page: Path) -> None:
    """Add Pyodide as it comes."""
    (page / "pyodide").mkdir()
    copy_pyodide(page / "pyodide")


def _take_micropip_from_here(page: Path, wheel: str) -> None:
    """Have Pyodide's list name the micropip that lies beside it."""
    place = page / "pyodide" / "pyodide-lock.json"
    lock = json.loads(place.read_text("utf-8"))
    shutil.copyfile(page / "wheels" / wheel, page / "pyodide" / wheel)
    digest = hashlib.sha256((page / "pyodide" / wheel).read_bytes()).hexdigest()
    lock["packages"]["micropip"] |= {"file_name": wheel, "sha256": digest}
    place.write_text(json.dumps(lock), "utf-8")
