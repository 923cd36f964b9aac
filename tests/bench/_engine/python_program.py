"""The program that asks the peers in Python, whose packages are installed for it alone.

It is given the folder with the columns and, one a line, what to do; it answers one line
for each.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tests.bench._engine.python_peers import PEERS
from tests.bench._engine.python_table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench._engine.python_peers import Peer


def ask(peer: Peer, asked: dict[str, Any]) -> dict[str, Any]:
    """Ask; what comes before the click does not count, nor does what undoes it."""
    peer.query(asked["before"])
    started = perf_counter()
    if asked["removes"]:
        peer.remove()
    answer = peer.query(asked["query"])
    milliseconds = _since(started)
    if asked["removes"]:
        peer.restore()
    return {"milliseconds": milliseconds, "answer": answer}


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000


def main(arguments: Sequence[str]) -> None:
    """Answer questions until there are none: ``["make", name]``, ``["ask", ...]``."""
    warnings.simplefilter("ignore")
    table = Table(Path(arguments[0]))
    peers: dict[str, Peer] = {}
    for line in sys.stdin:
        what, name, *rest = json.loads(line)
        try:
            if what == "make":
                started = perf_counter()
                peers[name] = PEERS[name](table)
                told: dict[str, Any] = {"milliseconds": _since(started)}
            else:
                told = ask(peers[name], *rest)
        except Exception as error:  # noqa: BLE001 - the benchmark says whose fault it is
            told = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(told), flush=True)  # noqa: T201 - that is how it answers


if __name__ == "__main__":
    main(sys.argv[1:])
