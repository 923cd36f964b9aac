"""What is remembered of a batch request: what it asks for, and how far it has come.

A request is prepared here, sent by its user, staged by the archive and fetched by a
script. A record of it is a short JSON text that a browser stores: hostile until it is
read. Its products are a basket file; a large one lies apart from the record.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from skybasket import keeping
from skybasket.formats.sections import looks_like as is_basket_file
from skybasket.stored_text import (
    MOST_INLINE,
    UNREADABLE,
    moment,
    now,
    number,
    opened,
    packed,
    text,
    titles,
    written,
)
from skybasket.titles import clean_title

if TYPE_CHECKING:
    from skybasket.basket import Basket
    from skybasket.batch import Choice

__all__ = [
    "STATES",
    "Request",
    "products_of",
]

#: What becomes of a request, in this order; its user moves it on, and back.
STATES: Final = ("prepared", "requested", "staged", "fetched")
_VERSION: Final = 1
_MOST_MISSIONS: Final = 50


def products_of(basket: Basket, files: int) -> bytes:
    """Return a basket file of what a request asks for, all of it selected.

    :param files: the files, as a bitmap.
    """
    return b"".join(keeping.pieces(basket, files))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One batch request."""

    title: str
    #: When it was prepared, and when its user changed it last, in UTC.
    when: str
    changed: str
    state: str
    #: When each state up to this one began, as far as it ever did.
    moments: tuple[tuple[str, str], ...]
    #: Where it is staged, as its user has entered it; empty before.
    place: str = ""
    datasets: int
    count: int
    #: Bytes of the files of known size, how many have none, how many are rounded.
    size: int
    unknown: int
    approximate: int
    #: How many files are not public.
    restricted: int
    missions: tuple[str, ...]
    #: Tells whether two requests are for the same files.
    digest: str
    #: When it was deleted, or nothing.
    deleted: str = ""
    #: The products' file, or None where it lies apart.
    products: bytes | None

    @classmethod
    def of(cls, basket: Basket, choice: Choice, content: bytes) -> Request:
        """Describe a request that is prepared now.

        :param content: its products' file; see `products_of`.
        """
        totals, moment = choice.totals, now()
        return cls(
            title=clean_title(basket.title),
            when=moment,
            changed=moment,
            state=STATES[0],
            moments=((STATES[0], moment),),
            datasets=len(choice.datasets),
            count=totals.count,
            size=totals.bytes,
            unknown=totals.unknown,
            approximate=totals.approximate,
            restricted=len(choice.restricted),
            missions=tuple(choice.missions[:_MOST_MISSIONS]),
            digest=choice.digest,
            products=content if len(content) <= MOST_INLINE * 3 // 4 else None,
        )

    @property
    def is_open(self) -> bool:
        """Whether anything is left to do."""
        return self.state != STATES[-1] and not self.deleted

    def moved(self, state: str) -> Request:
        """Return it in another state, as of now.

        What came after that state is forgotten: it is to happen once more.

        :raises ValueError: if there is no such state.
        """
        moment, reached = now(), STATES.index(state)
        if state == self.state:
            return self
        kept = [pair for pair in self.moments if STATES.index(pair[0]) < reached]
        moments = (*kept, (state, dict(self.moments).get(state, moment)))
        return replace(self, state=state, moments=moments, changed=moment)

    def located(self, place: str) -> Request:
        """Return it with the folder where it is staged: then it is staged at least."""
        staged = STATES.index("staged")
        moved = self if STATES.index(self.state) >= staged else self.moved("staged")
        return replace(moved, place=place, changed=now())

    # As text

    def write(self) -> str:
        """Return it as text."""
        return written(_VERSION, asdict(self))

    @classmethod
    def read(cls, content: str) -> Request | None:
        """Read what `write` wrote; None if it is anything else, or newer."""
        try:
            found = opened(content, _VERSION)
            return cls(
                title=clean_title(text(found["title"])),
                when=moment(found["when"]),
                changed=moment(found["changed"]),
                state=_state(found["state"]),
                moments=_moments(found["moments"]),
                place=text(found["place"]),
                datasets=number(found["datasets"]),
                count=number(found["count"]),
                size=number(found["size"]),
                unknown=number(found["unknown"]),
                approximate=number(found["approximate"]),
                restricted=number(found["restricted"]),
                missions=titles(found["missions"]),
                digest=text(found["digest"]),
                deleted=moment(found["deleted"]) if found["deleted"] else "",
                products=_products(found["products"]),
            )
        except UNREADABLE:
            return None


# Reading what may be anything


def _state(value: object) -> str:
    if value not in STATES:
        raise ValueError
    return str(value)


def _moments(value: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401
    return tuple((_state(state), moment(when)) for state, when in value[: len(STATES)])


def _products(value: object) -> bytes | None:
    content = None if value is None else packed(value)
    if content is not None and not is_basket_file(content):
        raise ValueError
    return content
