"""Make what installs the page: its manifest, its icons, the list of kept files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import interpreter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ICONS: Final = Path(__file__).resolve().parent / "icons"

#: Files that the page opens, with what systems call their kinds.
OPENED: Final[Mapping[str, list[str]]] = {
    "application/x-skybasket": [".skybasket"],
    "application/json": [".json"],
    "text/csv": [".csv"],
    "text/tab-separated-values": [".tsv"],
    "application/x-votable+xml": [".vot", ".xml"],
    "application/x-ecsv": [".ecsv"],
    "application/fits": [".fits"],
}

#: Not kept: what starts Python where nothing else does, and what only hosts read.
LEFT_OUT: Final = (
    ".nojekyll",
    "python/pyodide.asm.wasm",
    "python/python_stdlib.zip",
    "wheels/skybasket-",
)


def write_icons(out: Path) -> None:
    """Write `icons/`."""
    shutil.copytree(ICONS, out / "icons", copy_function=shutil.copyfile)


def write_manifest(
    path: Path, place: str, language: str, page: Mapping[str, Any]
) -> None:
    """Write what a browser installs the page by.

    :param place: where the page in that language is.
    :param page: its words.
    """
    png = {"type": "image/png"}
    manifest = {
        "lang": language,
        "name": page["name"],
        "short_name": page["name"],
        "description": page["summary"],
        "id": "./",
        "start_url": place,
        "scope": "./",
        "display": "standalone",
        "background_color": "#f8f9fa",
        "theme_color": "#4263eb",
        "icons": [
            {"src": "icons/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "icons/192.png", "sizes": "192x192", **png},
            {"src": "icons/512.png", "sizes": "512x512", **png},
            {
                "src": "icons/maskable.png",
                "sizes": "512x512",
                "purpose": "maskable",
                **png,
            },
        ],
        "file_handlers": [{"action": place, "accept": dict(OPENED)}],
        "launch_handler": {"client_mode": "navigate-new"},
    }
    text = json.dumps(manifest, indent=2) + "\n"
    path.write_text(text, "utf-8", newline="\n")


def kept_files(out: Path, unpacked: Mapping[str, str]) -> list[dict[str, str]]:
    """List what is kept of the page for use without a network.

    :param unpacked: hashes of what packed files unpack to, by their place.
    """
    return [
        {"place": place, "sent": sent, "kept": unpacked.get(place, sent)}
        for place in sorted(places(out))
        for sent in [interpreter.file_hash(out / place)]
    ]


def places(out: Path) -> Iterator[str]:
    """Yield the places of the files that are kept."""
    for path in out.rglob("*"):
        place = path.relative_to(out).as_posix()
        if path.is_file() and not place.startswith(LEFT_OUT):
            yield place
