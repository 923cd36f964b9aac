"""Reads scripts that fetch files with curl or wget, the archive's own among them.

Three families of the archive's were read: the Portal's (with a token or without), the
mission searches' ``..._api_retrieve.sh``, and the bulk downloads of TESS. They have a
command for each file in a line of its own; nothing else of a script is looked at, and
nothing is run.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_addresses import dataset_of, is_manifest_request
from skybasket.formats.contents import Refused
from skybasket.formats.rows import (
    NO_ADDRESS,
    Row,
    numbered_lines,
    refusal,
    run_line,
    start_text,
    tables,
)
from skybasket.formats.shell_words import Word, words
from skybasket.formats.uri_list import entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Table

__all__ = ["looks_like", "read"]

_PROGRAMS: Final = frozenset({"curl", "curl.exe", "wget", "wget.exe"})
_PROGRAM: Final = re.compile(r"\b(?:curl|wget)\b")
_COMMAND: Final = re.compile(r"\s*(?:[\w./-]*/)?(?:curl|wget)(?:\.exe)?\s.*://")
_SHELL: Final = re.compile(r"#!\S*[ /](?:ba|da|z|k)?sh\b")
_ADDRESS: Final = re.compile(r"(?i)(?:https?|ftps?)://.+")
#: A folder whose name only the script knows, and the archive's for one download.
_FOLDER: Final = re.compile(r"(?:\./)?(?:\$\{?\w+\}?|MAST_[0-9]{4}-[\w.:-]+)/")
#: Options that send something: what comes back is no file of the archive.
_SENDING: Final = frozenset({"-d", "--data", "-F", "--form", "--post-data"})
_OUTPUTS: Final = {
    "curl": re.compile(r"-[a-zA-Z#]*o|--output"),
    "wget": re.compile(r"-[a-zA-Z]*O|--output-document"),
}
_TOLD_OUTPUT: Final = ("--output=", "--output-document=")
#: Characters of a command with all the lines it goes on in.
_LONGEST: Final = 20_000


def looks_like(start: bytes) -> bool:
    """Tell whether this is a script with curl or wget, and none of Skybasket's own."""
    text = start_text(start)
    if run_line(text) or text.lstrip().startswith("<"):
        return False
    if _SHELL.match(text) and _PROGRAM.search(text):
        return True
    return any(map(_COMMAND.match, text.split("\n")))


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read the files that a script fetches.

    :param refused: commands whose address only the script can tell are added to it.
    :raises FormatError: if no command fetches a file.
    """
    return tables(_rows(content), refused)


def _rows(content: bytes) -> Iterator[Row | Refused]:
    for number, command in _commands(content):
        if "://" not in command or not ("curl" in command or "wget" in command):
            continue
        if len(command) > _LONGEST:
            yield refusal(number, "is too long for a command", command)
            continue
        found = words(command)
        program = next(
            (
                place
                for place, word in enumerate(found)
                if word.text.rpartition("/")[2] in _PROGRAMS
            ),
            None,
        )
        if program is not None:
            yield from _fetched(number, command, found[program:])


def _commands(content: bytes) -> Iterator[tuple[int, str]]:
    r"""Yield commands: lines, joined where one ends with a ``\``."""
    first, parts, size = 0, [], 0
    for number, line in numbered_lines(content):
        first = first or number
        # Beyond the longest command nothing is kept: it is refused by its length.
        parts.append(line[: _LONGEST + 1])
        size += len(line)
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            parts[-1] = parts[-1].removesuffix("\\") if size <= _LONGEST else ""
            continue
        command = "".join(parts)
        if not command.lstrip().startswith("#"):
            yield first, command
        first, parts, size = 0, [], 0
    if parts:
        yield first, "".join(parts)


def _fetched(number: int, line: str, command: list[Word]) -> Iterator[Row | Refused]:
    """Yield the files that a command fetches."""
    is_sending = any(word.text in _SENDING for word in command)
    for address, path in _pairs(command):
        if is_manifest_request(address.text):
            continue
        if is_sending or not address.is_fixed:
            yield refusal(number, NO_ADDRESS, line)
            continue
        row = entry(number, address.text, line, path or None)
        dataset = dataset_of(address.text)
        if dataset and not isinstance(row, Refused):
            row = row._replace(observation_id=dataset)
        yield row


def _pairs(command: list[Word]) -> Iterator[tuple[Word, str]]:
    """Yield the addresses of a command, each with the path that it goes to, if told."""
    name = command[0].text.rpartition("/")[2].removesuffix(".exe")
    addresses: list[Word] = []
    paths: list[str] = []
    for before, word in pairwise(command):
        if word.text.startswith(_TOLD_OUTPUT):
            paths.append(word.text.partition("=")[2])
        elif _OUTPUTS[name].fullmatch(before.text):
            paths.append(word.text)
        elif _ADDRESS.fullmatch(word.text):
            addresses.append(word)
    if len(paths) != len(addresses):
        paths = [""] * len(addresses)
    for address, path in zip(addresses, paths, strict=True):
        folder = _FOLDER.match(path)
        yield address, path[folder.end() :] if folder else path
