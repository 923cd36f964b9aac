"""Reads answers of a reference data system; everything in them is checked, or left out.

An answer is JSON-RPC 1.0 (user guide, "Web Services"): ``result``, or ``error`` with a
``message`` that may hold HTML's entities. A result can be packed: an object with
``crds_encoded``, whose ``crds_payload`` is base64 of gzip of the JSON, as the system's
client reads it (``crds/client/proxy.py``).
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.archives import mast_values
from skybasket.archives.mast_invoke import SearchError
from skybasket.markup import unescaped
from skybasket.nesting import check, loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "CONTEXT",
    "Best",
    "FileInfo",
    "best",
    "context",
    "file_name_kind",
    "infos",
    "result",
    "results",
]

#: A context that can be asked for, as in ``jwst_0123.pmap``.
CONTEXT: Final = re.compile(r"(hst|jwst|roman)_[0-9]{4,6}\.pmap")
#: Bytes of an answer, and of what comes out of a packed one.
_LONGEST: Final = 2**26
#: Answers in one text that somebody saved.
_MOST_ANSWERS: Final = 1000
_LONGEST_REASON: Final = 300
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,198}\.[A-Za-z0-9]{1,8}")
_SHA1: Final = re.compile(r"[0-9a-f]{40}")
_SIZE: Final = re.compile(r"[0-9]{1,15}")
_KIND: Final = re.compile(r"[a-z0-9-]{1,40}")
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T].{0,30})?")
#: How the system names what it has: observatory, instrument, type, number.
_NAMED: Final = re.compile(r"(?:hst|jwst|roman)_[a-z0-9]+_([a-z0-9-]+)_[0-9]{4,6}\.\w+")
_GZIP: Final = 31


class FileInfo(NamedTuple):
    """What the system's catalogue says of a file; text that it does not is empty."""

    name: str
    #: As in ``dark``: its ``filekind``.
    kind: str = ""
    #: Bytes, 0 where unknown.
    size: int = 0
    #: Hexadecimal.
    sha1: str = ""
    #: The day since when it is used, as in ``2014-09-25``.
    activated: str = ""
    instrument: str = ""


@dataclass
class Best:
    """The references of data sets."""

    #: File names by the ID that was asked for.
    found: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Why there are none, in the system's words, by the ID that was asked for.
    refused: dict[str, str] = field(default_factory=dict)
    #: How many names in the answer are no names of files, and left out.
    odd: int = 0


def _strange(*where: str) -> SearchError:
    message = (
        "What came back is not an answer of the reference system. Try again later."
    )
    return SearchError(message, where, cause="answer")


# The envelope


def result(content: bytes) -> Any:  # noqa: ANN401
    """Return what one answer holds.

    :raises SearchError: in the system's words where it says that it failed.
    """
    if len(content) > _LONGEST:
        raise _strange(f"it has {len(content):,} bytes")
    try:
        answer = loads(content)
    except (RecursionError, ValueError) as error:
        start = content[:60].decode(errors="replace")
        raise _strange(f"it begins: {start!r}") from error
    return _opened(answer)


def results(content: bytes) -> Iterator[Any]:
    """Yield what each of several answers holds, written one after the other.

    :raises SearchError: if they are none, or one says that it failed.
    """
    if len(content) > _LONGEST:
        raise _strange(f"it has {len(content):,} bytes")
    text, at = content.decode("utf-8-sig", errors="replace").strip(), 0
    if not text:
        raise _strange("it is empty")
    decoder = json.JSONDecoder()
    try:
        check(text)
    except RecursionError as error:
        raise _strange(f"at character 0: {text[:60]!r}") from error
    for _ in range(_MOST_ANSWERS):
        try:
            answer, at = decoder.raw_decode(text, at)
        except (RecursionError, ValueError) as error:
            raise _strange(f"at character {at:,}: {text[at : at + 60]!r}") from error
        yield _opened(answer)
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return
    raise _strange(f"it holds more than {_MOST_ANSWERS:,} answers")


def _opened(answer: object) -> Any:  # noqa: ANN401
    if not isinstance(answer, dict) or not answer.keys() & {"result", "error"}:
        raise _strange()
    if error := answer.get("error"):
        said = error.get("message") if isinstance(error, dict) else error
        message = "The reference system answered with an error."
        words = plain(said) or "It did not say why."
        raise SearchError(message, [words], cause="archive")
    found = answer.get("result")
    if isinstance(found, dict) and "crds_encoded" in found:
        return _unpacked(found.get("crds_payload"))
    return found


def _unpacked(payload: object) -> Any:  # noqa: ANN401
    try:
        packed = base64.b64decode(str(payload), validate=True)
        unpacking = zlib.decompressobj(_GZIP)
        content = unpacking.decompress(packed, _LONGEST + 1)
        if len(content) > _LONGEST or not unpacking.eof:
            raise _strange("it is packed, and too long or cut off")
        return loads(content)
    except (RecursionError, ValueError, zlib.error) as error:
        raise _strange("it is packed, and damaged") from error


def plain(said: object) -> str:
    """Return somebody's words without what would confuse a page, some of long ones."""
    text = mast_values.text(unescaped(said)) if isinstance(said, str) else ""
    return text[:_LONGEST_REASON]


# What is in it


def context(found: object, observatory: str) -> str:
    """Return the name of a context.

    :raises SearchError: if it is none of the observatory.
    """
    matched = CONTEXT.fullmatch(found) if isinstance(found, str) else None
    if not isinstance(found, str) or not matched or matched[1] != observatory:
        raise _strange(f"the context is {plain(str(found))[:60]!r}")
    return found


def best(found: object, asked: Sequence[str]) -> Best:
    """Return the references of the data sets that were asked for.

    Answers may come under a whole ID, ``<product>:<exposure>``, for each half of it.

    :raises SearchError: if it is not about references.
    """
    if not isinstance(found, dict):
        raise _strange()
    wanted, read = {one.upper(): one for one in asked}, Best()
    for key, value in found.items():
        halves = key.upper().split(":")
        told_of = (wanted.get(one) for one in (key.upper(), *halves))
        identity = next(filter(None, told_of), None)
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004
            raise _strange(plain(key)[:60])
        is_found, told = value
        if identity is None:
            continue
        if is_found is True and isinstance(told, list):
            names = [name for name in told if isinstance(name, str)]
            names = [name for name in names if _NAME.fullmatch(name)]
            read.odd += len(told) - len(names)
            before = read.found.get(identity, ())
            read.found[identity] = tuple(dict.fromkeys((*before, *names)))
        else:
            read.refused[identity] = plain(told) or plain(str(told))
    for identity in read.found:
        read.refused.pop(identity, None)
    return read


def infos(found: object) -> dict[str, FileInfo]:
    """Return what is known of files, by name; those that the system lacks are absent.

    :raises SearchError: if it is not about files.
    """
    if not isinstance(found, dict):
        raise _strange()
    return {
        name: _info(name, told)
        for name, told in found.items()
        if isinstance(told, dict) and _NAME.fullmatch(name)
    }


def _info(name: str, told: Mapping[str, object]) -> FileInfo:
    def value(field: str, form: re.Pattern[str]) -> str:
        given = told.get(field)
        is_number = isinstance(given, int) and not isinstance(given, bool)
        text = str(given).strip() if isinstance(given, str) or is_number else ""
        matched = form.fullmatch(text.lower())
        return matched[matched.lastindex or 0] if matched else ""

    return FileInfo(
        name,
        kind=value("filekind", _KIND) or file_name_kind(name),
        size=int(value("size", _SIZE) or 0),
        sha1=value("sha1sum", _SHA1),
        activated=value("activation_date", _DAY),
        instrument=value("instrument", _KIND).upper(),
    )


def file_name_kind(name: str) -> str:
    """Return the type that a file's name tells, as in ``jwst_miri_flat_0023.fits``.

    Older files of HST have names that do not.
    """
    found = _NAMED.fullmatch(name)
    return found[1] if found else ""
