"""How tests and benchmarks start Chromium."""

from __future__ import annotations

import os
from typing import Final

__all__ = ["arguments"]

#: Keep Chromium from asking its maker's servers for anything.
_QUIET: Final = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def arguments() -> list[str]:
    """Return its command line's options; it refuses to be root in its sandbox."""
    is_root = os.name == "posix" and os.geteuid() == 0
    return [*_QUIET, "--no-sandbox"] if is_root else [*_QUIET]
