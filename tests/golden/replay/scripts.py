"""What leaves the page: every plan in every form of every method, and questions.

The code of a script is the same in all of them: in its place stands its name, and
``code.json`` tells it by its digest.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from skybasket.archives.crds import ReferenceService
from skybasket.archives.crds_search import ReferenceSearch
from skybasket.archives.mast import Mast
from skybasket.retrieval import powershell
from skybasket.retrieval.reference_ways import curl_lines, python_snippet
from skybasket.retrieval.templates import template

from .plans import WRITTEN, texts
from .spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["answers"]

_ID: Final = "JW80500017001_02101_00001.MIRIFUSHORT"
_HOSTILE: Final = "X'; touch shell; \"$(id)\" `id` \\\n{0} '''"
_FILES: Final = ("curl.sh", "lftp.sh", "python.py", "references.py", "wget.sh")


def answers(vectors: Path) -> Iterator[tuple[str, str]]:
    """Yield every text that leaves."""
    codes = _codes()
    told = {name: [len(code), _digest(code)] for name, code in codes.items()}
    yield "answers/scripts/code.json", spelled(told)
    for variant in WRITTEN:
        for way, text in texts(vectors, variant):
            yield f"answers/scripts/{variant}/{way}.txt", _folded(text, codes)
    for way, text in _questions():
        yield f"answers/scripts/references-{way}.txt", _folded(text, codes)


def _codes() -> dict[str, str]:
    windows = template("powershell.ps1").replace(
        "// powershell_*.cs\n", powershell.engine()
    )
    return {
        **{name: template(name) for name in _FILES},
        "powershell.ps1": windows.replace("\n", "\r\n"),
    }


def _folded(text: str, codes: dict[str, str]) -> str:
    for name, code in codes.items():
        text = text.replace(code, f"<<<{name}>>>\n")
    return text


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _questions() -> Iterator[tuple[str, str]]:
    service = ReferenceService(Mast(), "jwst")
    search = ReferenceSearch(service, (_ID, _HOSTILE))
    yield "curl", curl_lines(search)
    yield "python", python_snippet(search)
    wanted = ReferenceSearch(service, (_ID,), "jwst_1293.pmap")
    yield "curl-context", curl_lines(wanted)
    yield "python-context", python_snippet(wanted)
