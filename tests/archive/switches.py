"""What can be set about the stand-in while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.archive.catalogue import Row
    from tests.archive.faults import Fault

__all__ = ["Switches"]


@dataclass(eq=False)
class Switches:
    """The switches, as they are while the archive is at peace."""

    #: Bytes of files as a catalogue names them, by URI.
    sizes: dict[str, int] = field(default_factory=dict)
    #: What is wrong with a file at every attempt, by URI, or by the name of a query
    #: service with its answers.
    faults: dict[str, Fault] = field(default_factory=dict)
    #: Status of the redirects to the bucket; None: the archive delivers itself.
    redirect: int | None = 302
    #: URIs of files that nobody gets without the token.
    restricted: set[str] = field(default_factory=set)
    #: The token; nobody has it while it is empty.
    token: str = ""
    #: Seconds that faults ask to wait.
    retry_after: int = 1
    #: How many requests at once are answered; more than these get a 429.
    throttle: int | None = None
    #: Seconds by which each answer is late.
    latency: float = 0
    #: How many times more the first answer of a connection is late; 2 with TLS.
    round_trips: int = 1
    #: Keys of the files that lie in the public bucket, by URI.
    copies: dict[str, str] = field(default_factory=dict)
    #: Whether pages of other hosts may read where copies lie, and answers to queries.
    cross_origin: bool = True
    #: Rows of observations that queries find.
    observations: Sequence[Row] = ()
    #: Rows of products, which belong to the observation in `parent_obsid` or `obsID`.
    products: Sequence[Row] = ()
    #: Right ascension and declination of targets in degrees, by name in small letters.
    targets: dict[str, tuple[float, float]] = field(default_factory=dict)
    #: How many times each question is answered with "still working" first.
    polls: int = 0
    #: What a query service says instead of an answer, by its name.
    complaints: dict[str, str] = field(default_factory=dict)
    #: Numbers of observations whose products cannot be listed.
    broken: set[str] = field(default_factory=set)
