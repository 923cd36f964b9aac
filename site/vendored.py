"""What the page holds of others: under which licences, and from which pinned files."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import node
import wheels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SITE: Final = Path(__file__).resolve().parent

#: The npm packages of which the page holds parts, and where in `dist/` these are.
SHIPPED: Final[Mapping[str, str]] = {
    "comlink": "js/",
    "fzstd": "js/ and sw.js",
    "lit-html": "js/",
    "lucide-static": "icons.svg",
    "modern-normalize": "css/",
    "open-props": "css/",
    "pyodide": "js/ and python/",
}
#: Licences of what says too little of them itself; Pyodide holds Python, micropip a
#: part of mousebender.
LICENSES: Final[Mapping[str, str]] = {
    "micropip": "MPL-2.0 AND BSD-3-Clause",
    "pyodide": "MPL-2.0 AND Python-2.0",
    "segno": "BSD-3-Clause",
}
#: Licence texts that a package does not carry itself.
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {"pyodide": ("MPL-2.0.txt", "Python.txt")}
CHECKSUMS: Final = "checksums.txt"


class Part(NamedTuple):
    """A package of others in the page."""

    package: str
    version: str
    #: As SPDX writes it (spdx.org/licenses).
    license: str
    #: The hash of the file that it comes from, as a lock file pins it.
    pinned: str
    #: Where in `dist/` it is.
    place: str
    texts: tuple[str, ...]


def parts() -> Iterator[Part]:
    """Yield every package of others that the page holds parts of."""
    locked = _read_json(SITE / "package-lock.json")["packages"]
    for package, place in SHIPPED.items():
        about = locked[f"node_modules/{package}"]
        yield Part(
            package,
            package_version(package),
            LICENSES.get(package) or about["license"],
            about["integrity"],
            place,
            tuple(path.read_text("utf-8") for path in license_files(package)),
        )
    for package, version in wheels.pins().items():
        yield Part(
            package,
            version,
            LICENSES[package],
            f"sha256:{wheels.hashes()[package]}",
            f"wheels/{wheels.fetched(package, version).name}",
            tuple(wheels.license_texts(package, version)),
        )


def write_licenses(out: Path) -> None:
    """List every package of others with its version, its source and its licence."""
    written = ["Skybasket ships parts of these packages, each under its own licence.\n"]
    for part in sorted(parts()):
        line = "=" * 72
        title = f"{line}\n{part.package} {part.version}\n{line}"
        about = f"Licence: {part.license}\nFrom: {part.pinned}\nIn: {part.place}"
        texts = map(str.strip, part.texts)
        written.append("\n\n".join((title, about, *texts)) + "\n")
    (out / "licenses.txt").write_text("\n\n".join(written), "utf-8", newline="\n")


def write_checksums(out: Path) -> None:
    """List every other file with its SHA-256, for ``sha256sum --check``."""
    files = sorted(path for path in out.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}"
        f"  {path.relative_to(out).as_posix()}\n"
        for path in files
    ]
    (out / CHECKSUMS).write_text("".join(lines), "utf-8", newline="\n")


def license_files(package: str) -> list[Path]:
    """Find the licence texts of an npm package; a package without any is an error."""
    own = [SITE / "licenses" / name for name in TEXTS.get(package, ())]
    files = own or sorted(
        path
        for path in (node.MODULES / package).iterdir()
        if path.stem.lower() in {"license", "licence", "notice"}
    )
    if not files:
        sys.exit(f"vendored.py: {package} has no licence text: put it into licenses/")
    return files


def package_version(package: str) -> str:
    """Version of an installed npm package."""
    return str(_read_json(node.MODULES / package / "package.json")["version"])


def _read_json(path: Path) -> Any:  # noqa: ANN401
    return json.loads(path.read_text("utf-8"))
