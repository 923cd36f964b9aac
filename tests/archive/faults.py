"""What can go wrong with a file, and how each of these reaches the one who asks."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from io import BufferedIOBase
    from threading import Event

__all__ = ["BODIES", "REFUSALS", "WHOLE", "Body", "Fault"]


class Fault(Enum):
    """How one file is served differently from the others."""

    #: The archive answers 404: it does not know the file.
    MISSING = auto()
    #: The archive answers 401: the file is not public.
    UNAUTHORIZED = auto()
    #: Fewer bytes come than were announced.
    SHORT = auto()
    #: The length is not announced: the file comes in chunks.
    CHUNKED = auto()
    #: The length is not announced: the file ends with the connection.
    UNANNOUNCED = auto()
    #: Half of the file comes, and then nothing more.
    STALLED = auto()


#: Faults that the archive itself tells, by status.
REFUSALS: Final[Mapping[Fault, int]] = {
    Fault.MISSING: 404,
    Fault.UNAUTHORIZED: 401,
}


class Body(NamedTuple):
    """How one file goes out."""

    #: What is said about the length.
    headers: Callable[[bytes], Mapping[str, str]]
    #: Writes the body; the event is set when nobody waits any longer.
    write: Callable[[BufferedIOBase, bytes, Event], None]


def _length(body: bytes) -> Mapping[str, str]:
    return {"Content-Length": str(len(body))}


def _in_chunks(_body: bytes) -> Mapping[str, str]:
    return {"Transfer-Encoding": "chunked"}


def _unsaid(_body: bytes) -> Mapping[str, str]:
    return {}


def _write_whole(out: BufferedIOBase, body: bytes, _over: Event) -> None:
    out.write(body)


def _write_half(out: BufferedIOBase, body: bytes, _over: Event) -> None:
    out.write(body[: len(body) // 2])


def _write_half_and_wait(out: BufferedIOBase, body: bytes, over: Event) -> None:
    _write_half(out, body, over)
    out.flush()
    over.wait()


def _write_chunks(out: BufferedIOBase, body: bytes, _over: Event) -> None:
    for start in range(0, len(body), 1000):
        chunk = body[start : start + 1000]
        out.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
    out.write(b"0\r\n\r\n")


WHOLE: Final = Body(_length, _write_whole)

#: Faults of the bucket's answers.
BODIES: Final[Mapping[Fault, Body]] = {
    Fault.SHORT: Body(_length, _write_half),
    Fault.CHUNKED: Body(_in_chunks, _write_chunks),
    Fault.UNANNOUNCED: Body(_unsaid, _write_whole),
    Fault.STALLED: Body(_length, _write_half_and_wait),
}
