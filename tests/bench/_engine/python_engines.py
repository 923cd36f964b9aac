"""The same queries in CPython: Skybasket beside what people use there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.bench._engine.inside import Inside
from tests.bench._engine.installing import InstallError, python_folder
from tests.bench._engine.results import NATIVE, SKYBASKET, Key
from tests.bench._engine.rounds import EngineError, take_turns
from tests.bench.scripts import note

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench._engine.queries import Asked
    from tests.bench._engine.rounds import Series

__all__ = ["PYTHON_PEERS", "measure_python"]

PYTHON_PEERS: Final = ("numpy", "pandas", "polars", "astroquery")
_PROGRAM: Final = "tests.bench._engine.python_program"
_ROOT: Final = Path(__file__).resolve().parents[3]


class _Program:
    """The program that holds the peers, with their own packages before all others."""

    def __init__(self, packages: Path, columns: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", _PROGRAM, str(columns)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(packages)},
            text=True,
        )

    def ask(self, *question: object) -> Any:  # noqa: ANN401
        """Ask, and return the answer.

        :raises EngineError: if the peer, or the whole program, failed.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            print(json.dumps(question), file=self._process.stdin, flush=True)
        except BrokenPipeError as error:
            raise EngineError("the program has ended") from error
        line = self._process.stdout.readline()
        if not line:
            raise EngineError("the program has ended")
        told = json.loads(line)
        if "error" in told:
            raise EngineError(told["error"])
        return told

    def close(self) -> None:
        """End the program."""
        self._process.communicate()


def measure_python(folder: Path, names: Sequence[str], series: Series) -> None:
    """Ask Skybasket and the peers the same, by turns.

    :param folder: with the basket and its columns.
    :param names: of the peers.
    """
    products, result = series.products, series.result
    try:
        program = _Program(python_folder(), folder)
    except InstallError as error:
        result.absent += [f"{name} at {products:,}: {error}" for name in names]
        return
    inside = Inside()
    inside.fill(folder.joinpath("basket.skybasket").read_bytes())
    inside.prepare()
    engines: dict[str, Callable[[Asked], Any]] = {
        SKYBASKET: lambda asked: json.loads(inside.ask(json.dumps(asked.to_json())))
    }
    for name in names:
        note(f"{products:,}: {name} reads the products")
        try:
            made = program.ask("make", name)
        except EngineError as error:
            result.absent.append(f"{name} at {products:,}: {error}")
            continue
        result.figures[Key(products, name, NATIVE, "build ms")] = made["milliseconds"]
        engines[name] = lambda asked, name=name: program.ask(  # type: ignore[misc]
            "ask", name, asked.to_json()
        )
    take_turns(series, engines)
    program.close()
