"""Which bytes of a file are sent, and what is said about them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.archive.faults import HALVED, UNSAID, Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.archive.content import File

__all__ = ["Asked", "Delivery", "prepare"]

#: How many bytes too many a wrong total announces.
_TOO_MANY: Final = 37

_TYPE: Final = {"Content-Type": "application/octet-stream"}


class Asked(NamedTuple):
    """What a request says about ranges; empty texts where it says nothing."""

    range: str
    if_range: str


class _Span(NamedTuple):
    start: int
    stop: int


class Delivery(NamedTuple):
    """An answer: its status, its header, and which bytes really follow."""

    status: int
    headers: Mapping[str, str]
    start: int
    stop: int


def prepare(file: File, tag: str, asked: Asked, fault: Fault | None) -> Delivery:
    """Decide how a file is delivered.

    :param tag: the ETag, without its quotes.
    """
    whole = _Span(0, file.size)
    if fault in UNSAID:
        coding = {"Transfer-Encoding": "chunked"}
        ending = {"Connection": "close"}
        headers = _TYPE | (coding if fault is Fault.CHUNKED else ending)
        return Delivery(200, headers, *_sent(whole, fault))
    span = _wanted(asked.range, file.size)
    if fault is Fault.RANGE_REFUSED and asked.range:
        span = _Span(file.size, file.size)
    elif fault is Fault.RANGE_IGNORED or not _is_current(file, tag, asked.if_range):
        span = None
    headers = {**_TYPE, "ETag": f'"{tag}"', "Last-Modified": file.http_date}
    if fault is not Fault.RANGE_IGNORED:
        headers["Accept-Ranges"] = "bytes"
    extra = _TOO_MANY if fault is Fault.WRONG_TOTAL else 0
    if span is None:
        headers["Content-Length"] = str(file.size + extra)
        return Delivery(200, headers, *_sent(whole, fault))
    if span.start >= span.stop:
        unmet = {"Content-Range": f"bytes */{file.size}", "Content-Length": "0"}
        return Delivery(416, unmet, 0, 0)
    headers["Content-Length"] = str(span.stop - span.start)
    last, total = span.stop - 1, file.size + extra
    headers["Content-Range"] = f"bytes {span.start}-{last}/{total}"
    return Delivery(206, headers, *_sent(span, fault))


def _sent(span: _Span, fault: Fault | None) -> _Span:
    """Return what is sent of that which was announced."""
    if fault not in HALVED:
        return span
    return _Span(span.start, (span.start + span.stop) // 2)


def _is_current(file: File, tag: str, if_range: str) -> bool:
    """Whether a condition, if there is any, lets a range through."""
    return if_range in ("", f'"{tag}"', file.http_date)


def _wanted(header: str, size: int) -> _Span | None:
    """Return the bytes that a Range asks for; none of them if there are no such."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", header)
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return _Span(max(size - int(last), 0), size)
    stop = min(int(last) + 1, size) if last else size
    return _Span(int(first), stop)
