"""Writes a plan as a script for Windows PowerShell 5.1 and PowerShell 7.

The script is ``templates/powershell.ps1``, the same for every plan, between a few lines
for whoever opens it and the list that it reads from itself. What fetches the files is
C#, ``templates/powershell_*.cs``, which PowerShell compiles as it starts.

Windows PowerShell takes a file for one in an old encoding unless it begins with a byte
order mark, and typographic quotation marks for quotes (about_Quoting_Rules): so the
text begins with that mark, and the code is ASCII.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from skybasket.retrieval.listing import comments, listing, told_totals
from skybasket.retrieval.methods import Form, Method
from skybasket.retrieval.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.retrieval.plan import Plan

__all__ = ["METHOD", "engine"]

_BYTE_ORDER_MARK: Final = "\ufeff"
#: The files of C#, in the order in which they are best read.
_PARTS: Final = (
    "run",
    "work",
    "fetcher",
    "client",
    "part",
    "folder",
    "receipt",
    "list",
    "screen",
    "words",
)
_PLACE_OF_ENGINE: Final = "// powershell_*.cs\n"


def _pieces(plan: Plan) -> Iterator[str]:
    heading = comments(
        [
            "Fetches files with Windows PowerShell 5.1 or PowerShell 7",
            # PowerShell allows no code behind a comment that resembles the beginning
            # of a signature (its tokenizer.cs): a title never stands alone.
            f"List:   {plan.title}: {told_totals(plan.totals)} ({plan.date})",
            "Run:    powershell -ExecutionPolicy Bypass -File THIS_FILE",
            "        see -Help for its options; in PowerShell 7, pwsh is the program",
            "Again:  the same command goes on where the last run stopped",
            "Check:  powershell -ExecutionPolicy Bypass -File THIS_FILE -Check",
        ]
    )
    yield _BYTE_ORDER_MARK + _windows_lines(heading + _code())
    yield from map(_windows_lines, listing(plan, plan, jobs=plan.options.jobs))


@cache
def engine() -> str:
    """Return the C# of the script."""
    return "".join(template(f"powershell_{part}.cs") for part in _PARTS)


@cache
def _code() -> str:
    return template("powershell.ps1").replace(_PLACE_OF_ENGINE, engine())


def _windows_lines(text: str) -> str:
    return text.replace("\n", "\r\n")


METHOD: Final = Method(
    name="powershell",
    forms={
        "script": Form(
            _pieces,
            ".ps1",
            run="powershell -ExecutionPolicy Bypass -File {file}",
            check="powershell -ExecutionPolicy Bypass -File {file} -Check",
        )
    },
    jobs=True,
    token=True,
    verification="contract",
)
