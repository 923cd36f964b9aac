"""Fill `dist/wheels/`, what micropip installs in the page and in notebooks."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Final

from hatchling.builders.wheel import WheelBuilder

SITE: Final = Path(__file__).resolve().parent
ROOT: Final = SITE.parent
#: Where `build.py` puts the wheels that `wheels.txt` pins.
FETCHED: Final = ROOT / ".venv" / "wheels"

#: Licences of what a wheel holds of others without saying so itself.
LICENSES: Final = {"micropip": ("mousebender.txt",)}

HASH: Final = re.compile(
    r"^([a-z0-9_]+)==.*\\\n\s+--hash=sha256:([0-9a-f]{64})$", re.MULTILINE
)
PIN: Final = re.compile(r"^([a-z0-9_]+)==(\S+)", re.MULTILINE)
LICENSE: Final = re.compile(r"(licen[cs]e|notice|copying)(\.(?!py)\w+)?", re.IGNORECASE)


def write_wheels(out: Path) -> list[Path]:
    """Gather the wheels of others and Skybasket's own, and list their file names.

    :returns: the wheels, Skybasket's own first.
    """
    folder = out / "wheels"
    folder.mkdir()
    names = {}
    for package, version in pins().items():
        wheel = fetched(package, version)
        shutil.copyfile(wheel, folder / wheel.name)
        names[package] = wheel.name
    # The same sources give the same bytes: hatchling writes no times of its own.
    builder = WheelBuilder(str(ROOT))
    [own] = builder.build(directory=str(folder), versions=["standard"])
    names["skybasket"] = Path(own).name
    text = json.dumps(names, indent=2) + "\n"
    (folder / "index.json").write_text(text, "utf-8", newline="\n")
    return [folder / name for name in reversed(names.values())]


def pins() -> dict[str, str]:
    """Read the packages that `wheels.txt` pins, with their versions."""
    return dict(PIN.findall((SITE / "wheels.txt").read_text("utf-8")))


def hashes() -> dict[str, str]:
    """Read the SHA-256 that each of them is pinned by."""
    return dict(HASH.findall((SITE / "wheels.txt").read_text("utf-8")))


def fetched(package: str, version: str) -> Path:
    """Find a pinned wheel where `build.py` has put it."""
    wheel = FETCHED / f"{package}-{version}-py3-none-any.whl"
    if not wheel.is_file():
        sys.exit(f"wheels.py: {wheel} is missing: run python3 build.py, it fetches it")
    return wheel


def license_texts(package: str, version: str) -> list[str]:
    """Read the licences of a pinned wheel and of what it holds of others."""
    with zipfile.ZipFile(fetched(package, version)) as wheel:
        inside = [
            wheel.read(name).decode()
            for name in sorted(wheel.namelist())
            if LICENSE.fullmatch(name.rpartition("/")[2])
        ]
    if not inside:
        sys.exit(f"wheels.py: {package} carries no licence text: put it into LICENSES")
    beside = LICENSES.get(package, ())
    return inside + [(SITE / "licenses" / name).read_text("utf-8") for name in beside]
