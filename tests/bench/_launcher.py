"""Run a shell's command, then print the seconds and the memory that it took.

It is a program of its own and loads next to nothing, because a process never counts as
smaller than the one that started it.
"""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    """Print three numbers: seconds, kilobytes of the largest process, exit status."""
    command = ["/bin/sh", "-c", sys.argv[1]]
    start = time.monotonic()
    # Python itself ignores SIGPIPE, and what it starts would do so too.
    process = os.posix_spawn(command[0], command, os.environ, setsigdef=[13])
    _, status, usage = os.wait4(process, 0)
    seconds = time.monotonic() - start
    print(seconds, usage.ru_maxrss, os.waitstatus_to_exitcode(status))  # noqa: T201


if __name__ == "__main__":
    main()
