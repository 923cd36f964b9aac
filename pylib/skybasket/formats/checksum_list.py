"""Reads files of checksums as ``cksum --tag`` of GNU coreutils 9 writes them.

They name paths and no addresses: a file is known by its name only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.formats.rows import (
    Row,
    line_place,
    numbered_lines,
    refusal,
    start_text,
    tables,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Refused, Table

__all__ = ["looks_like", "read"]

_LINE: Final = re.compile(r"(MD5|SHA1|SHA256) \((.+)\) = ([0-9A-Fa-f]{32,64})")
_START: Final = re.compile(rf"\s*{_LINE.pattern}(?:\n|$)")


def looks_like(start: bytes) -> bool:
    """Tell whether the first line is a checksum."""
    return _START.match(start_text(start)) is not None


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read a file of checksums.

    :param refused: lines that are none are added to it.
    :raises FormatError: if no line is one.
    """
    return tables(_rows(content), refused)


def _rows(content: bytes) -> Iterator[Row | Refused]:
    for number, line in numbered_lines(content):
        if found := _LINE.fullmatch(line):
            kind, path, digits = found.groups()
            yield Row(
                line_place(number),
                filename=path.rpartition("/")[2],
                checksum=f"{kind.lower()}:{digits.lower()}",
                path=path,
            )
        elif line.strip():
            yield refusal(number, "is no checksum", line)
