"""Reads lists of products, of observations or of names, in any form, as they come."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from skybasket.archives.mast_columns import ProductReader
from skybasket.archives.mast_fields import kind_of
from skybasket.archives.mast_observations import ObservationReader
from skybasket.errors import FormatError, UnknownColumnsError, first_places
from skybasket.formats import basket_file, containers, names_list
from skybasket.formats.contents import Contents, Refused
from skybasket.formats.recognition import LOOKED_AT, recognised
from skybasket.limits import check_refused, check_rows
from skybasket.nesting import unreadable
from skybasket.stepwise import finished, garbage_collector_paused, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from skybasket.formats.contents import Table
    from skybasket.formats.recognition import TableReader
    from skybasket.formats.transposing import Transpose
    from skybasket.stepwise import Stepwise

__all__ = ["Reading", "read"]

Item = TypeVar("Item")
#: A list is so many times as long as it is when it is packed, about.
_UNPACKED: Final = 10
_NOTHING: Final[Mapping[str, str]] = {}


def read(content: bytes, mapping: Mapping[str, str] = _NOTHING) -> Contents:
    """Read a list that is here as a whole; see `Reading`.

    :raises FormatError: what `Reading.finish` would.
    """
    reading = Reading(mapping)
    reading.feed(content)
    return reading.finish()


class Reading:
    """Reads a list of products, of observations or of names, in any form we know.

    Rows that cannot be taken are set aside; the others are read nevertheless.

    :param mapping: columns that their user chose: by our name of the field (``uri``,
        ``filename``, ``size``) the table's own.
    :param transpose: takes rows of JSON apart, if anything does; see `transposing`.
    """

    def __init__(
        self,
        mapping: Mapping[str, str] = _NOTHING,
        transpose: Transpose | None = None,
    ) -> None:
        self._mapping = mapping
        self._transpose = transpose
        #: What has come, until it is known what it is.
        self._start: list[bytes] = []
        self._sink: _Sink | None = None
        self._error: Exception | None = None

    @property
    def has_taken(self) -> bool:
        """Whether rows were taken already."""
        return bool(self._sink and self._sink.has_taken)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes. What is wrong with them is told in the end."""
        if self._error is None:
            with garbage_collector_paused():
                try:
                    self._feed(chunk)
                except Exception as error:  # noqa: BLE001
                    # Whoever hands over bytes waits for no answer; who asks gets it.
                    self._error, self._sink = error, None

    def _feed(self, chunk: bytes) -> None:
        if self._sink:
            self._sink.feed(chunk)
            return
        self._start.append(chunk)
        if sum(map(len, self._start)) >= LOOKED_AT:
            self._begin()

    def _begin(self) -> None:
        """Find out what it is, and read what has come of it."""
        content, self._start = b"".join(self._start), []
        self._sink = _sink(content[:LOOKED_AT], self._mapping, self._transpose)
        self._sink.feed(content)

    def finish(self) -> Contents:
        """Return what was read, now that all bytes have come.

        :raises UnknownColumnsError: if a table has no column that names files.
        :raises FormatError: if it is no such list, or nothing in it can be taken.
        """
        with garbage_collector_paused():
            return finished(self.finishing())

    def finishing(self) -> Stepwise[Contents]:
        """Read what is left, step by step; see `finish`."""
        try:
            if self._error:
                raise self._error
            if self._sink is None:
                self._begin()
            assert self._sink is not None  # noqa: S101 - for mypy
            return (yield from self._sink.finishing())
        except RecursionError as error:
            # What could be read may still be too deep to be written down again.
            raise unreadable() from error


class _Sink(Protocol):
    """What takes the bytes of one kind of file."""

    @property
    def has_taken(self) -> bool: ...

    def feed(self, chunk: bytes) -> None: ...

    def finishing(self) -> Stepwise[Contents]: ...


def _sink(
    start: bytes, mapping: Mapping[str, str], transpose: Transpose | None
) -> _Sink:
    """Return what reads a file.

    :raises FormatError: if nothing does.
    """
    if containers.looks_like(start):
        return _Packed(mapping, transpose)
    if basket_file.looks_like(start):
        return _Saved()
    refused: list[Refused] = []
    form, reader = recognised(start, refused, transpose)
    return _Tables(form, reader, refused, mapping) if reader else _Names()


class _Tables:
    """Makes products, or observations, of tables as they come."""

    def __init__(
        self,
        form: str,
        reader: TableReader,
        refused: list[Refused],
        mapping: Mapping[str, str],
    ) -> None:
        self._form = form
        self._reader = reader
        self._refused = refused
        self._products = ProductReader(mapping)
        self._observations = ObservationReader()
        self._is_mapped = bool(mapping)
        self._taking: ProductReader | ObservationReader | None = None

    @property
    def has_taken(self) -> bool:
        return self._taking is not None

    def feed(self, chunk: bytes) -> None:
        self._take(self._reader.feed(chunk))

    def _take(self, tables: Iterable[Table]) -> None:
        for table in tables:
            taking = self._taking or self._reader_of(table)
            taking.take(table)
            self._taking = taking

    def _reader_of(self, first: Table) -> ProductReader | ObservationReader:
        kind = "" if self._is_mapped else kind_of(tuple(first.columns))
        return self._observations if kind == "observations" else self._products

    def finishing(self) -> Stepwise[Contents]:
        self._take(self._reader.end())
        yield 0.5
        if self._taking is None:
            message = "The file holds no products, only what comes before them."
            raise FormatError(
                message, first_places([row.place for row in self._refused])
            )
        if self._taking is self._observations:
            observations, wrong = self._observations.finish()
            refused = self._refused + wrong
            return Contents(form=self._form, observations=observations, refused=refused)
        products, wrong = self._products.finish()
        return Contents(
            form=self._form, products=products, refused=self._refused + wrong
        )


class _Gathered:
    """Gathers a file that is read when all of it is here."""

    has_taken = False

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def feed(self, chunk: bytes) -> None:
        self._chunks.append(chunk)

    def _content(self) -> bytes:
        content, self._chunks = b"".join(self._chunks), []
        return content


class _Names(_Gathered):
    def finishing(self) -> Stepwise[Contents]:
        yield 0
        refused: list[Refused] = []
        names = names_list.read_names(self._content(), refused)
        return Contents(form="names", datasets=names, refused=refused)


class _Saved(_Gathered):
    """Reads the products of a basket file, without what its user decided of them."""

    def finishing(self) -> Stepwise[Contents]:
        return _products((yield from basket_file.reading(self._content())))


def _products(saved: basket_file.Saved) -> Contents:
    """Return the products of a basket file, without what its user decided of them.

    :raises FormatError: if it holds none.
    """
    if not any(batch.products for batch in saved.batches):
        message = "The basket file holds no products."
        if saved.damaged:
            message = "The basket file is damaged: nothing in it can be read."
        raise FormatError(message)
    check_rows(sum(len(batch.products) for batch in saved.batches))
    reason = "cannot be read and is left out"
    return Contents(
        form="basket",
        products=[batch.products for batch in saved.batches],
        described=_joined([batch.observations for batch in saved.batches]),
        needs=_needs(saved),
        refused=[
            Refused(f"damaged part {number}", reason, "")
            for number in range(1, saved.damaged + 1)
        ],
    )


def _needs(saved: basket_file.Saved) -> list[tuple[str, str, str]]:
    """Return needs by URIs instead of places."""
    if not saved.needs:
        return []
    uris = _joined([batch.products.uris for batch in saved.batches])
    return [
        (uris[need.product], uris[need.reference], need.context) for need in saved.needs
    ]


class _Packed(_Gathered):
    """Reads every list in a compressed file, which comes out piece by piece."""

    def __init__(self, mapping: Mapping[str, str], transpose: Transpose | None) -> None:
        super().__init__()
        self._mapping = mapping
        self._transpose = transpose

    def finishing(self) -> Stepwise[Contents]:
        found: list[tuple[str, Contents]] = []
        problems: list[FormatError] = []
        refused: list[Refused] = []
        content = self._content()
        came, expected = 0, _UNPACKED * len(content) + 1
        for name, pieces in containers.members(content):
            reading = Reading(self._mapping, self._transpose)
            for piece in pieces:
                reading.feed(piece)
                came += len(piece)
                yield came / (came + expected)
            try:
                share = came / (came + expected)
                contents = yield from within(reading.finishing(), share, 1)
            except UnknownColumnsError:
                raise
            except FormatError as error:
                problems.append(error)
                refused.append(Refused(name, error.message, "; ".join(error.where)))
            else:
                found.append((name, contents))
                _check([contents for _, contents in found])
        if not found:
            if len(problems) == 1:
                raise problems[0]
            message = "The compressed file holds no list that Skybasket reads."
            raise FormatError(message, first_places([row.place for row in refused]))
        if len(found) == 1 and not refused:
            return found[0][1]
        return _together(found, refused)


def _check(found: Sequence[Contents]) -> None:
    """Check how much the members of a compressed file hold together.

    :raises FormatError: if it is too much.
    """
    check_rows(
        sum(
            sum(map(len, contents.products))
            + len(contents.observations)
            + len(contents.datasets)
            for contents in found
        )
    )
    check_refused(_joined([contents.refused for contents in found]))


def _together(
    found: Sequence[tuple[str, Contents]], refused: Sequence[Refused]
) -> Contents:
    """Return what the members of a compressed file hold."""
    wrong = [
        row._replace(place=f"{name}, {row.place}")
        for name, contents in found
        for row in contents.refused
    ]
    return Contents(
        form="zip",
        products=_joined([contents.products for _, contents in found]),
        observations=_joined([contents.observations for _, contents in found]),
        described=_joined([contents.described for _, contents in found]),
        datasets=_joined([contents.datasets for _, contents in found]),
        needs=_joined([contents.needs for _, contents in found]),
        refused=[*refused, *wrong],
    )


def _joined(parts: Sequence[Sequence[Item]]) -> list[Item]:
    return list(chain.from_iterable(parts))
