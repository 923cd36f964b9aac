"""What is remembered of a batch request: what it asks for, and how far it has come.

A request is prepared here, sent by its user, staged by the archive and fetched by a
script. A record of it is a short JSON text that a browser stores: hostile until it is
read. Its products are a basket file; a large one lies apart from the record.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from skybasket import keeping
from skybasket.formats.sections import looks_like as is_basket_file
from skybasket.titles import clean_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.basket import Basket
    from skybasket.batch import Choice

__all__ = [
    "MOST_INLINE",
    "STATES",
    "Request",
    "now",
    "products_of",
]

#: What becomes of a request, in this order; its user moves it on, and back.
STATES: Final = ("prepared", "requested", "staged", "fetched")
#: Products whose basket file is longer, as base64 text, lie apart from the record.
MOST_INLINE: Final = 65_536
_VERSION: Final = 1
_MOST_MISSIONS: Final = 50
_LONGEST: Final = 1000
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def now() -> str:
    """Return the moment, as in ``2026-11-22T14:03:09Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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
        """Return it as text, in ASCII, so that browsers count its characters alike."""
        products = self.products
        told = {
            "version": _VERSION,
            **asdict(self),
            "products": None
            if products is None
            else base64.b64encode(products).decode(),
        }
        return json.dumps(told, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Request | None:
        """Read what `write` wrote; None if it is anything else, or newer."""
        try:
            found = json.loads(text)
            if not isinstance(found, dict) or found["version"] != _VERSION:
                return None
            return cls(
                title=clean_title(_text(found["title"])),
                when=_moment(found["when"]),
                changed=_moment(found["changed"]),
                state=_state(found["state"]),
                moments=_moments(found["moments"]),
                place=_text(found["place"]),
                datasets=_number(found["datasets"]),
                count=_number(found["count"]),
                size=_number(found["size"]),
                unknown=_number(found["unknown"]),
                approximate=_number(found["approximate"]),
                restricted=_number(found["restricted"]),
                missions=_missions(found["missions"]),
                digest=_text(found["digest"]),
                deleted=_moment(found["deleted"]) if found["deleted"] else "",
                products=_products(found["products"]),
            )
        except (KeyError, RecursionError, TypeError, ValueError):
            return None


# Reading what may be anything


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value


def _moment(value: object) -> str:
    text = _text(value)
    if not _MOMENT.fullmatch(text):
        raise ValueError
    datetime.fromisoformat(text)
    return text


def _state(value: object) -> str:
    if value not in STATES:
        raise ValueError
    return str(value)


def _moments(value: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401
    return tuple(
        (_state(state), _moment(moment)) for state, moment in value[: len(STATES)]
    )


def _missions(value: Sequence[object]) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(clean_title(_text(one)) for one in value[:_MOST_MISSIONS])


def _products(value: object) -> bytes | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError
    content = base64.b64decode(value, validate=True)
    if not is_basket_file(content):
        raise ValueError
    return content
