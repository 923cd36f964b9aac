"""What the README promises is proven somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PROMISE: Final = re.compile(r"(?m)^(\d+)\. (.+)$")
PROOF: Final = re.compile(r"`(tests/[\w/]+\.py)`")


def promises() -> list[tuple[str, str]]:
    """Return the promises of the README, each with its number."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.partition("\n## What is trusted\n")[2].partition("\n## ")[0]
    return PROMISE.findall(section)


def test_promises_are_numbered() -> None:
    numbers = [int(number) for number, _ in promises()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 5


def test_each_promise_names_tests_that_there_are() -> None:
    for number, promise in promises():
        proofs = PROOF.findall(promise)
        assert proofs, number
        assert [place for place in proofs if not (ROOT / place).is_file()] == []
