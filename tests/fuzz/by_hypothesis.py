"""Tries targets with inputs that Hypothesis draws, each until its time is over.

A process of its own: ``python -m tests.fuzz.by_hypothesis FOLDER SECONDS TARGET...``
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.attempts import Keeper, bound_memory
from tests.fuzz.inputs import inputs, seeds
from tests.fuzz.targets import TARGETS
from tests.fuzz.vocabulary import words

_ROUND: Final = 100
_PLAN: Final = settings(
    max_examples=_ROUND,
    database=None,
    deadline=None,
    derandomize=False,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def try_out(name: str, folder: Path, seconds: float) -> int:
    """Try a target; return how many inputs it was."""
    keeper = Keeper(TARGETS[name], folder)
    end = time.monotonic() + seconds
    tried = 0

    def attempt(data: bytes) -> None:
        nonlocal tried
        if time.monotonic() < end:
            tried += 1
            keeper.try_out(data)

    for known in seeds(name):
        attempt(known)
    drawn = _PLAN(given(inputs(name))(attempt))
    while time.monotonic() < end:
        seed(random.getrandbits(64))(drawn)()
    return tried


def main(folder: Path, seconds: float, names: list[str]) -> None:
    """Try targets, and tell of each how many inputs it was, a line each."""
    bound_memory()
    words()
    for name in names:
        tried = try_out(name, folder, seconds)
        print(json.dumps([name, tried]), flush=True)  # noqa: T201 - somebody reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
