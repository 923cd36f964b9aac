"""What can go wrong with a file, and of what kind each of these faults is."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BEFORE_THE_FILE",
    "HALVED",
    "OF_RANGES",
    "REFUSALS",
    "REPROCESSING",
    "TRANSIENT",
    "UNSAID",
    "Fault",
]


class Fault(Enum):
    """How one file is served differently from the others."""

    #: 404: the archive does not know the file.
    MISSING = auto()
    #: 401: the file is not public.
    UNAUTHORIZED = auto()
    #: 403: whoever asks must not have the file.
    FORBIDDEN = auto()
    #: 500: something is broken.
    ERROR = auto()
    #: 502: something behind is broken.
    BAD_GATEWAY = auto()
    #: 503, and a number of seconds to wait.
    UNAVAILABLE = auto()
    #: 503, and a date to wait for.
    UNAVAILABLE_UNTIL = auto()
    #: 429, and a number of seconds to wait.
    THROTTLED = auto()
    #: The connection ends before an answer.
    HUNG_UP = auto()
    #: The connection ends inside the answer's header.
    CUT_HEADER = auto()
    #: 200 and a page that asks to log in, instead of the file.
    LOGIN_PAGE = auto()
    #: A redirect that does not say where to.
    NOWHERE = auto()
    #: A redirect that leads back to itself.
    LOOP = auto()
    #: A redirect to somebody else's server, which has no such file.
    STRANGER = auto()
    #: Half of the bytes that were announced come, then the connection ends.
    SHORT = auto()
    #: Half of the file comes, and then nothing more.
    STALLED = auto()
    #: The length is not announced: the file comes in chunks.
    CHUNKED = auto()
    #: The length is not announced: the file ends with the connection.
    UNANNOUNCED = auto()
    #: The same, and only half of it comes: nobody can tell.
    UNANNOUNCED_SHORT = auto()
    #: The whole file comes, whatever range was asked for.
    RANGE_IGNORED = auto()
    #: 416 to whoever asks for a range.
    RANGE_REFUSED = auto()
    #: More bytes are announced than there are: in the total of a range, or the length.
    WRONG_TOTAL = auto()
    #: Half of the file comes, the connection ends; from then on there is a new version
    #: of another size. It happens once to a file.
    REPROCESSED = auto()
    #: The same, the new version being as long as the old one.
    REPROCESSED_ALIKE = auto()


#: Faults that are a status and a page of words.
REFUSALS: Final[Mapping[Fault, int]] = {
    Fault.MISSING: 404,
    Fault.UNAUTHORIZED: 401,
    Fault.FORBIDDEN: 403,
    Fault.ERROR: 500,
    Fault.BAD_GATEWAY: 502,
    Fault.UNAVAILABLE: 503,
    Fault.UNAVAILABLE_UNTIL: 503,
    Fault.THROTTLED: 429,
}

#: Faults of the answer that comes before the file, where there is a redirect.
BEFORE_THE_FILE: Final = REFUSALS.keys() | {
    Fault.HUNG_UP,
    Fault.CUT_HEADER,
    Fault.LOGIN_PAGE,
    Fault.NOWHERE,
    Fault.LOOP,
    Fault.STRANGER,
}

#: Faults of files as a program makes them: no length, no ranges, no version.
UNSAID: Final = {Fault.CHUNKED, Fault.UNANNOUNCED, Fault.UNANNOUNCED_SHORT}

#: Faults that only whoever asks for a range can meet.
OF_RANGES: Final = {Fault.RANGE_IGNORED, Fault.RANGE_REFUSED}

#: Faults that leave a new version behind.
REPROCESSING: Final = {Fault.REPROCESSED, Fault.REPROCESSED_ALIKE}

#: Faults that let only half of the bytes through.
HALVED: Final = REPROCESSING | {Fault.SHORT, Fault.STALLED, Fault.UNANNOUNCED_SHORT}

#: Faults that whoever tries again overcomes, without waiting for long.
TRANSIENT: Final = (
    Fault.ERROR,
    Fault.BAD_GATEWAY,
    Fault.UNAVAILABLE,
    Fault.UNAVAILABLE_UNTIL,
    Fault.THROTTLED,
    Fault.HUNG_UP,
    Fault.CUT_HEADER,
    Fault.SHORT,
    Fault.CHUNKED,
    Fault.UNANNOUNCED,
    Fault.RANGE_IGNORED,
    Fault.RANGE_REFUSED,
    Fault.WRONG_TOTAL,
    Fault.REPROCESSED,
    Fault.REPROCESSED_ALIKE,
)
