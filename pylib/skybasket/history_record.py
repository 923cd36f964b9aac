"""What is remembered of one download: when, what, how, and the products themselves.

A record is a short JSON text that a browser stores, or a colleague sends: hostile until
it is read. Its products are a basket file of exactly what was downloaded, all of it
selected; a large one lies apart from the record, under the same name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from skybasket import keeping, retrieval
from skybasket.bitmaps import from_positions
from skybasket.errors import FilterError, FormatError
from skybasket.filters import Filters
from skybasket.formats.sections import Pieces, chunk, chunks
from skybasket.retrieval import Options, Plan
from skybasket.stored_text import (
    MOST_INLINE,
    UNREADABLE,
    flag,
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
    from collections.abc import Iterator

    from skybasket.basket import Basket

__all__ = ["Record", "Way", "products_of"]

_VERSION: Final = 1
_MOST_MISSIONS: Final = 50
#: The chunk of a products' file with what a text depends on beside the products.
_BESIDE: Final = "MORE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the files were wanted: all that a plan and its text depend on but the files.

    :param folder: the basket's title, which names the folder that scripts make.
    :param date: the day in the folder's name.
    :param form: which of the method's texts.
    :param included: the URIs of foreign files that were wanted all the same.
    """

    folder: str
    date: str
    method: str
    form: str
    layout: str
    jobs: int
    included: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: Plan, method: str, form: str) -> Way:
        """Describe how the files of a plan leave.

        :raises RetrievalError: if there is no such method or form.
        """
        chosen = retrieval.method(method)
        wanted = retrieval.form(chosen, form)
        names = {id(text): name for name, text in chosen.forms.items()}
        options, uri = plan.options, plan.catalog.uri
        return cls(
            folder=plan.title,
            date=plan.date,
            method=chosen.name,
            form=names[id(wanted)],
            layout=options.layout,
            jobs=options.jobs,
            included=tuple(uri(row) for row in plan.foreign if row in options.included),
        )

    def pieces(self, basket: Basket, content: bytes) -> Iterator[str]:
        """Yield the very text that left, of the same files once more.

        :param basket: what the products' file holds.
        :raises RetrievalError: if this Skybasket has no such method, form or option.
        """
        return self.text_form.pieces(self.plan(basket, content))

    @property
    def text_form(self) -> retrieval.Form:
        """The form of the text.

        :raises RetrievalError: if this Skybasket has no such method or form.
        """
        return retrieval.form(retrieval.method(self.method), self.form)

    def plan(self, basket: Basket, content: bytes) -> Plan:
        """Return what was fetched, as the same plan once more.

        :raises RetrievalError: if the options are none.
        """
        options = Options(
            layout=self.layout,
            jobs=self.jobs,
            included=frozenset(self.included_rows(basket)),
            keys=_keys(content),
        )
        return Plan(
            title=self.folder,
            date=self.date,
            catalog=basket.catalog,
            archive=basket.archive,
            chosen=basket.files.rows,
            options=options,
        )

    def included_rows(self, basket: Basket) -> list[int]:
        """Return the rows of a basket whose foreign files are wanted all the same."""
        wanted, uri = set(self.included), basket.catalog.uri
        return (
            [row for row in basket.files.rows if uri(row) in wanted] if wanted else []
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One download."""

    title: str
    #: When it was made, and when its user changed it last, in UTC.
    when: str
    changed: str
    #: When the same text was taken again, or nothing.
    again: str = ""
    pinned: bool = False
    way: Way
    filters: Filters
    count: int
    #: Bytes of the files of known size, how many have none, how many are rounded.
    size: int
    unknown: int
    approximate: int
    missions: tuple[str, ...]
    #: Tells whether two records are of the same files, with all that is known of them.
    digest: str
    #: The products' file, or None where it lies apart.
    products: bytes | None

    @classmethod
    def of(cls, basket: Basket, plan: Plan, way: Way, content: bytes) -> Record:
        """Describe a download that happens now.

        :param content: its products' file; see `products_of`.
        """
        totals, mission = plan.totals, plan.catalog.text["mission"]
        codes = dict.fromkeys(map(mission.codes.__getitem__, plan.rows))
        missions = [name for code in codes if (name := mission.values[code])]
        moment = now()
        products = next(chunks(content)).content
        return cls(
            title=clean_title(plan.title),
            when=moment,
            changed=moment,
            way=way,
            filters=basket.filters,
            count=totals.count,
            size=totals.bytes,
            unknown=totals.unknown,
            approximate=totals.approximate,
            missions=tuple(missions[:_MOST_MISSIONS]),
            digest=sha256(products).hexdigest()[:32],
            products=content if len(content) <= MOST_INLINE * 3 // 4 else None,
        )

    def is_same(self, other: Record) -> bool:
        """Tell whether two records are of the same text, made of the same files."""
        return (self.way, self.digest) == (other.way, other.digest)

    def renewed(self, newer: Record) -> Record:
        """Return a newer record of the same, as its user calls and keeps this one."""
        return replace(newer, title=self.title, pinned=self.pinned)

    @property
    def latest(self) -> str:
        """When it was of use last."""
        return max(self.when, self.again)

    # As text

    def write(self) -> str:
        """Return it as text."""
        return written(_VERSION, asdict(self) | {"filters": self.filters.to_json()})

    @classmethod
    def read(cls, content: str) -> Record | None:
        """Read what `write` wrote; None if it is anything else, or newer."""
        try:
            found = opened(content, _VERSION)
            products = found["products"]
            return cls(
                title=clean_title(text(found["title"])),
                when=moment(found["when"]),
                changed=moment(found["changed"]),
                again=moment(found["again"]) if found["again"] else "",
                pinned=flag(found["pinned"]),
                way=_way(found["way"]),
                filters=_filters(found["filters"]),
                count=number(found["count"]),
                size=number(found["size"]),
                unknown=number(found["unknown"]),
                approximate=number(found["approximate"]),
                missions=titles(found["missions"]),
                digest=text(found["digest"]),
                products=None if products is None else packed(products),
            )
        except UNREADABLE:
            return None


# The products' file


def products_of(basket: Basket, plan: Plan) -> bytes:
    """Return a basket file of exactly what a plan fetches.

    It also holds where the archive has told that public copies are.
    """
    place, catalog = basket.tree.position_of, plan.catalog
    files = from_positions(map(place.__getitem__, plan.rows), basket.tree.length)
    content = b"".join(keeping.pieces(basket, files))
    known = plan.options.keys
    uris = map(catalog.uri, plan.rows) if known else ()
    keys = {uri: known[uri] for uri in uris if uri in known}
    return content + chunk(_BESIDE, {"keys": keys}) if keys else content


def _keys(content: bytes) -> dict[str, str]:
    """Return where the public copies of a record's products are, by URI."""
    for part in chunks(content):
        if part.kind == _BESIDE and part.is_whole:
            try:
                found = Pieces(part.content).value("keys")
            except FormatError:
                return {}
            pairs = found.items() if isinstance(found, dict) else ()
            return {key: value for key, value in pairs if isinstance(value, str)}
    return {}


# Reading what may be anything


def _way(found: Any) -> Way:  # noqa: ANN401
    return Way(
        folder=text(found["folder"]),
        date=text(found["date"]),
        method=text(found["method"]),
        form=text(found["form"]),
        layout=text(found["layout"]),
        jobs=number(found["jobs"]),
        included=tuple(map(text, found["included"])),
    )


def _filters(value: object) -> Filters:
    """Read filters; those of a later Skybasket count as none."""
    try:
        return Filters.from_json(value)
    except FilterError:
        return Filters()
