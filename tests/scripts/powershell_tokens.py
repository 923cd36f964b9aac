"""Splits PowerShell into tokens, by the rules that matter to names in a script.

Rules: about_Quoting_Rules, about_Comments and about_Special_Characters
(learn.microsoft.com/powershell), and the comments in PowerShell's own tokenizer
(PowerShell/PowerShell, engine/parser/tokenizer.cs). Strings with code in them are left
out: the scripts have none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Token", "tokens"]

#: PowerShell takes typographic quotation marks for quotes.
SINGLE: Final = "'\u2018\u2019\u201a\u201b"
DOUBLE: Final = '"\u201c\u201d\u201e'

#: The first that fits is taken; what fits none is no PowerShell.
_KINDS: Final = {
    "blank": r"[ \t\f\v\u00a0\u0085]+|`\r?\n",
    "newline": r"\r\n|\n|\r",
    "comment": r"<#(?:(?!#>)[\s\S])*#>|#[^\r\n]*",
    "here-string": rf"@([{SINGLE}{DOUBLE}])[ \t]*\r?\n(?:[\s\S]*?\r?\n)??\1@",
    "string": (
        rf"[{SINGLE}](?:[^{SINGLE}]|[{SINGLE}]{{2}})*[{SINGLE}]"
        rf"|[{DOUBLE}](?:[^{DOUBLE}`$]|`[\s\S]|[{DOUBLE}]{{2}})*[{DOUBLE}]"
    ),
    "variable": r"\$(?:\{[^}]*\}|[A-Za-z_]\w*(?::\w+)?|[$?^_])",
    "bracket": r"@?[({]|[)}]|\[|\]",
    "sign": r"&&|\|\||\?\?=?|\?\.|::|[=;,|&?.!+*/%@]",
    "word": rf"(?:`[\s\S]|[^\s`(){{}};,|&$\[\]={SINGLE}{DOUBLE}.:@])+|:",
}
_TOKEN: Final = re.compile(
    "|".join(f"(?P<k{number}>{rule})" for number, rule in enumerate(_KINDS.values()))
    # Groups are numbered: the quote of a here-string is not the first of them.
    .replace(r"\1", r"(?P=quote)")
    .replace(rf"@([{SINGLE}{DOUBLE}])", rf"@(?P<quote>[{SINGLE}{DOUBLE}])")
)


class Token(NamedTuple):
    """A piece of PowerShell."""

    kind: str
    text: str


def tokens(script: str) -> Iterator[Token]:
    """Yield what a script is made of, but for the blanks.

    :raises ValueError: where something begins that does not end.
    """
    names = list(_KINDS)
    place = 1 if script.startswith("\ufeff") else 0
    while place < len(script):
        found = _TOKEN.match(script, place)
        if not found:
            raise ValueError(f"no PowerShell: {script[place : place + 60]!r}")
        place = found.end()
        kind = names[int(str(found.lastgroup)[1:])]
        if kind != "blank":
            yield Token(kind, found[0])
