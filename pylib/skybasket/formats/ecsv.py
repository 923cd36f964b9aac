"""Reads ECSV: separated values behind comments that tell the types of the columns.

Described at https://github.com/astropy/astropy-APEs/blob/main/APE6.rst. The comments
are YAML, of which only what says the separator and the types is looked at; the names
of the columns stand in the first line behind them, in the same order as the types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.errors import FormatError
from skybasket.formats.delimited import Lines, Splitter, as_line
from skybasket.formats.tables import at_least_one, column_names, read_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from skybasket.formats.contents import Refused, Table

__all__ = ["looks_like", "read"]

_MARK: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*#\s*%ECSV ")
_DELIMITERS: Final = (" ", ",")
#: A line of YAML: how far it is indented, what follows the dash of a list, the rest.
_LINE: Final = re.compile(r"\s*#?(?P<indent> *)(?P<dash>-(?: +|$))?(?P<text>.*)")
_PAIR: Final = re.compile(r"(\w+):\s*(.*)")
#: What ``{name: 'a, b', datatype: int64}`` is made of, one group each: a quoted text,
#: a bracket, a key, a plain text.
_TOKEN: Final = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|([{}\[\]])|(\w+):(?=\s)|([^{}\[\],\s][^{}\[\],]*)"""
)
#: As much of what is told of a column as is looked at, in letters.
_LONGEST: Final = 10_000
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,30}")


def looks_like(start: bytes) -> bool:
    """Tell whether the first line names the format."""
    return bool(_MARK.match(start))


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read a table; what it has no value for is None.

    :param refused: gets the rows that do not fit the columns and their types.
    :raises FormatError: if what it says of its columns cannot be used, or no row fits.
    """
    return at_least_one(_read(content, refused), refused)


def _read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    lines = Lines.of(content, refused)
    delimiter, kinds = _described(lines.take_comments())
    splitter = Splitter(lines, refused, delimiter)
    names = column_names(splitter.titles() or [])
    if len(kinds) != len(names):
        message = "The comments of this ECSV do not tell the type of each column."
        where = [f"{len(names):,} columns", f"{len(kinds):,} types"]
        raise FormatError(message, where)
    readers = [_READERS.get(kind, _text) for kind in kinds]
    for places, columns in splitter.rows(len(names)):
        cells = dict(zip(names, columns, strict=True))
        yield read_columns(
            cells, readers, places, refused, lambda row: as_line(row, delimiter)
        )


def _described(comments: list[str]) -> tuple[str, list[str]]:
    """Return the separator and the types that are told of the columns."""
    delimiter = " "
    section = ""
    outer = None
    columns: list[list[re.Match[str]]] = []
    for comment in comments:
        line = _LINE.fullmatch(comment)
        if not line or line["text"].startswith(("%ECSV", "---")):
            continue
        if not (line["dash"] or line["text"]):
            continue
        indent = len(line["indent"])
        outer = indent if outer is None else outer
        if indent == outer and not line["dash"]:
            pair = _PAIR.fullmatch(line["text"])
            section = pair[1] if pair else ""
            if section == "delimiter" and pair:
                delimiter = pair[2].strip().strip("'\"") or " "
        elif section == "datatype":
            is_next = not columns or indent == len(columns[0][0]["indent"])
            if line["dash"] and is_next:
                columns.append([line])
            elif columns:
                columns[-1].append(line)
    if delimiter not in _DELIMITERS:
        message = "The separator of this ECSV is neither a blank nor a comma."
        raise FormatError(message, [f"delimiter {delimiter!r}"])
    return delimiter, list(map(_kind, columns))


def _kind(lines: Sequence[re.Match[str]]) -> str:
    """Return the type that is told of a column, nothing if it is a text of values."""
    if lines[0]["text"].startswith("{"):
        text = " ".join(line["text"] for line in lines)
        told = _flow_pairs(text[:_LONGEST])
    else:
        told = _block_pairs(lines)
    return "" if "subtype" in told else told.get("datatype", "")


def _flow_pairs(text: str) -> dict[str, str]:
    """Return what stands directly between the outer braces, names in quotes apart."""
    told: dict[str, str] = {}
    depth = 0
    key = ""
    for quoted, bracket, named, plain in _TOKEN.findall(text):
        if bracket:
            depth += 1 if bracket in "{[" else -1
        elif depth == 1 and named:
            key = named
        elif depth == 1 and key:
            told.setdefault(key, quoted[1:-1] or plain.strip())
            key = ""
    return told


def _block_pairs(lines: Sequence[re.Match[str]]) -> dict[str, str]:
    """Return what stands below one another, each in a line."""
    told: dict[str, str] = {}
    inner = None
    for line in lines:
        if not line["text"]:
            continue
        indent = line.start("text") - line.start("indent")
        inner = indent if inner is None else inner
        pair = _PAIR.fullmatch(line["text"])
        if pair and indent == inner and not (line["dash"] and told):
            told.setdefault(pair[1], pair[2].strip().strip("'\""))
    return told


def _text(cell: str) -> str | None:
    return cell or None


def _whole(cell: str) -> int | None:
    if not cell:
        return None
    if not _WHOLE.fullmatch(cell):
        message = "is not a whole number"
        raise ValueError(message)
    return int(cell)


def _real(cell: str) -> float | None:
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        message = "is not a number"
        raise ValueError(message) from None


def _truth(cell: str) -> bool | None:
    if cell not in _TRUTHS:
        message = "is neither True nor False"
        raise ValueError(message)
    return _TRUTHS[cell]


_TRUTHS: Final[Mapping[str, bool | None]] = {"": None, "True": True, "False": False}
_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "bool": _truth,
    **{f"{sign}int{bits}": _whole for sign in ("", "u") for bits in (8, 16, 32, 64)},
    **{f"float{bits}": _real for bits in (16, 32, 64, 128)},
}
