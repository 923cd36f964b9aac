"""Tries targets with inputs that atheris makes, guided by what they reach.

A process of its own: ``python -m tests.fuzz.by_atheris FOLDER SECONDS TARGET...``. What
libFuzzer says of a target (https://llvm.org/docs/LibFuzzer.html) goes to a file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import atheris

with atheris.instrument_imports(include=["skybasket"]):
    from tests.fuzz.attempts import Keeper, bound_memory
    from tests.fuzz.inputs import CORPUS
    from tests.fuzz.targets import TARGETS
    from tests.fuzz.vocabulary import words

_WORDS: Final = "words.dict"
_SAID: Final = "said.txt"


def try_out(name: str, folder: Path, seconds: int) -> None:
    """Try a target until libFuzzer ends the process."""
    here = folder / name
    found = here / "found"
    found.mkdir(parents=True, exist_ok=True)
    said = os.open(here / _SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, sys.stderr.fileno())
    # Its own alarm and its own limit of memory would end all; see `attempts`. With no
    # time at all it would end what takes a second.
    options = [f"-max_total_time={seconds}", "-timeout=86400"]
    options += [
        "-rss_limit_mb=0",
        f"-dict={folder / _WORDS}",
        f"-artifact_prefix={here}/",
    ]
    keeper = Keeper(TARGETS[name], folder)
    arguments = [sys.argv[0], *options, str(found), str(CORPUS / name)]
    atheris.Setup(arguments, keeper.try_out)
    atheris.Fuzz()


def main(folder: Path, seconds: float, names: list[str]) -> None:
    """Try targets, each in a process that has the library already."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _WORDS).open("w") as dictionary:
        for word in words():
            spelled = "".join(f"\\x{byte:02x}" for byte in word)
            dictionary.write(f'"{spelled}"\n')
    bound_memory()
    for name in names:
        child = os.fork()
        if not child:
            try_out(name, folder, max(round(seconds), 1))
            os._exit(1)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
