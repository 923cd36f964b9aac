"""Writes the golden vectors anew, and names those that have changed.

Run it as ``PYTHONPATH=pylib .venv/bin/python -m tests.golden.making`` when an answer is
meant to change or a question is to be added, never just to make a failing test pass.
Then read what ``git diff`` says of each vector: it goes into the same commit as what
changed it. A promise is never written anew; links of a new kind are added.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from skybasket.sharing import decode

from tests.golden import naive_clicks, naive_views
from tests.golden.replay import answers, clicks, links

__all__ = ["VECTORS", "made", "naive"]

VECTORS: Final = Path(__file__).with_name("vectors")
_WRITTEN: Final = ("answers", "naive")


def naive() -> dict[str, str]:
    """Return what the naive basket says, by the place of each vector."""
    return {clicks.NAME: naive_clicks.made(), **naive_views.made(VECTORS)}


def made() -> dict[str, str]:
    """Return all vectors but the promises: what the naive basket can say it says."""
    return {**answers(VECTORS), **naive()}


def _write() -> None:
    vectors = made()
    for folder in _WRITTEN:
        for path in sorted((VECTORS / folder).rglob("*")):
            name = path.relative_to(VECTORS).as_posix()
            if path.is_file() and name not in vectors:
                path.unlink()
                _tell(f"gone: {name}")
    for name, text in sorted({**vectors, links.NAME: _links()}.items()):
        path, content = VECTORS / name, text.encode()
        if not path.exists() or path.read_bytes() != content:
            _tell(f"{'changed' if path.exists() else 'new'}: {name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _links() -> str:
    """Return the golden links, with those of a new kind behind the old ones."""
    golden: list[dict[str, Any]] = json.loads((VECTORS / links.NAME).read_bytes())
    known = {link["name"] for link in golden}
    for name, make in links.MAKERS.items():
        if name not in known:
            text, bare = make(), "without details" in name
            holds = links.described(decode(text), bare=bare)
            golden.append({"name": name, "text": text, "bare": bare, "holds": holds})
    return json.dumps(golden, indent=1, ensure_ascii=False) + "\n"


def _tell(line: str) -> None:
    print(line)  # noqa: T201 - whoever runs it reads it


if __name__ == "__main__":
    _write()
