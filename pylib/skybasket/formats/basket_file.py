"""Reads Skybasket's own file: products as columns, and what a user decided.

The file is of chunks (`sections`): ``PROD`` holds products, ``STAT`` a state, which
`skybasket.keeping` understands, ``TOLD`` what `skybasket.foretelling` does. A browser
keeps a basket in the same chunks, one for each list that was added, so that what is
there is never written again.

A column is its distinct values, in the piece ``words``, and one number a row, in a
piece of its own unless all rows have the one value. What a list says nothing about is
not there. Nothing in a file is ever run, and all of it is checked as any list is.
"""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.archives import mast_values
from skybasket.archives.mast_values import LONGEST
from skybasket.catalog import TEXT_FIELDS, ProductRows
from skybasket.columns import Coded
from skybasket.errors import FormatError
from skybasket.formats.basket_columns import EXTRA, NAMES, PRODUCTS
from skybasket.formats.foretold_pieces import FORETOLD
from skybasket.formats.need_pieces import read_needs
from skybasket.formats.sections import Pieces, chunks, looks_like, whole
from skybasket.limits import MOST_COLUMNS, MOST_ROWS, check_cells
from skybasket.observation import Observation
from skybasket.pieces import are_short, pieced
from skybasket.product import BATCH_AVAILABILITIES, KINDS, RECOMMENDATIONS
from skybasket.stepwise import finished, within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from skybasket.needs import Need
    from skybasket.stepwise import Stepwise

__all__ = [
    "STATE",
    "Batch",
    "Saved",
    "looks_like",
    "read",
    "reading",
]

STATE: Final = "STAT"


class Batch(NamedTuple):
    """Products that were written down together."""

    products: ProductRows
    #: What is told of their observations by itself.
    observations: Sequence[Observation]


class Saved(NamedTuple):
    """What is in a basket file."""

    batches: Sequence[Batch]
    state: Pieces | None
    #: How many parts of it beside the state are damaged, and left out.
    damaged: int
    #: Which products need which references, counted from the first of the file.
    needs: Sequence[Need] = ()
    #: What takes long to find out of so many files; see `skybasket.foretelling`.
    foretold: Pieces | None = None


def read(content: bytes) -> Saved:
    """Read a basket file; see `reading`."""
    return finished(reading(content))


def reading(content: bytes) -> Stepwise[Saved]:
    """Read a basket file; what is damaged is counted and left out.

    :raises FormatError: if a later version wrote it, or it holds too many products.
    """
    found: list[_Read] = []
    state: Pieces | None = None
    foretold: Pieces | None = None
    damaged = rows = 0
    parts = list(chunks(content))
    for place, part in enumerate(parts):
        try:
            pieces = Pieces(part.content) if part.is_whole else None
            if pieces and part.kind == PRODUCTS:
                share = place / len(parts), (place + 1) / len(parts)
                found.append((yield from within(_read(pieces, rows), *share)))
                rows += len(found[-1].products)
        except OverflowError as error:
            message = (
                f"The file holds more than {MOST_ROWS:,} products, too many at once."
            )
            raise FormatError(message) from error
        except (FormatError, ValueError):
            pieces = None
        damaged += pieces is None and part.kind not in (STATE, FORETOLD)
        state = pieces if part.kind == STATE else state
        foretold = pieces if part.kind == FORETOLD else foretold
    # Where a part is missing, nobody knows which product a parent belongs to.
    parents = [entry for part in found for entry in part.parents if not damaged]
    needs = [need for part in found for need in part.needs if not damaged]
    if any(max(need.product, need.reference) >= rows for need in needs):
        needs, damaged = [], damaged + 1
    batches = _with_parents(found, sorted(parents))
    return Saved(batches, state, damaged, needs, foretold)


class _Read(NamedTuple):
    """One chunk of products; its parents and needs are of products anywhere."""

    products: ProductRows
    observations: Sequence[Observation]
    parents: Sequence[tuple[int, str, str]]
    needs: Sequence[Need]


def _with_parents(
    found: Sequence[_Read], parents: Sequence[tuple[int, str, str]]
) -> list[Batch]:
    """Hand each parent, in the order of products, to the chunk of its product."""
    batches: list[Batch] = []
    start = at = 0
    for part in found:
        stop = start + len(part.products)
        own: list[tuple[int, str, str]] = []
        while at < len(parents) and parents[at][0] < stop:
            row, observation_id, number = parents[at]
            own.append((row - start, observation_id, number))
            at += 1
        batches.append(Batch(replace(part.products, parents=own), part.observations))
        start = stop
    return batches


def _read(pieces: Pieces, before: int) -> Stepwise[_Read]:
    """Read a chunk of products, a column at each step.

    :param before: how many products the file has before it.
    """
    count = whole(pieces.value("count"))
    if before + count > MOST_ROWS:
        raise OverflowError
    plain = pieces.plain_lists("words")
    given = pieces.value("words") or {} if plain is None else plain
    if not isinstance(given, dict) or len(given) > MOST_COLUMNS:
        raise _damaged("words")
    check_cells((before + count) * len(given))
    columns: dict[str, Coded[str]] = {}
    for place, (name, values) in enumerate(given.items(), 1):
        yield place / (len(given) + 2)
        if isinstance(values, list):
            words = _words(name, values, is_plain=plain is not None)
            column = columns[name] = Coded(words, pieces.numbers(name, count))
            if not column.is_sound:
                raise _damaged(name)
    yield 1
    nothing = Coded.constant("", count)
    head, uri_stem, uri_suffix, stem, suffix = (columns.get(name) for name in NAMES)
    filenames = pieced(stem or nothing, suffix or nothing)
    if not (uri_stem or uri_suffix):
        uri_stem, uri_suffix = stem, suffix
    uris = pieced(uri_stem or nothing, uri_suffix or nothing, head or nothing)
    if not are_short(uris, LONGEST) or not are_short(filenames, LONGEST):
        raise _damaged("words")
    marks = pieces.numbers("rounded", count)
    sizes = pieces.numbers("size", count)
    products = ProductRows(
        uris=uris,
        filenames=filenames,
        text={name: columns[name] for name in TEXT_FIELDS if name in columns},
        sizes=sizes,
        inexact=frozenset(filter(sizes.__getitem__, compress(range(count), marks))),
        extra={
            name.removeprefix(EXTRA): column
            for name, column in columns.items()
            if name.startswith(EXTRA)
        },
        ids=_ids(pieces),
    )
    return _Read(
        products,
        _observations(pieces),
        _parents(pieces, before + count),
        read_needs(pieces),
    )


def _words(name: str, values: list[Any], *, is_plain: bool) -> list[str]:
    """Return the values of a column as any list of products may have them.

    :param is_plain: whether all of them are known to be texts that can be printed.
    """
    reader = _READERS.get(name, mast_values.other)
    if not is_plain and set(map(type, values)) != {str}:
        raise _damaged("words")
    is_short = mast_values.are_short(values)
    if is_short and (is_plain or "".join(values).isprintable()):
        if reader is _part:
            return values
        if reader is mast_values.other and mast_values.are_bare(values):
            return values
    return list(map(reader, values))


def _observations(pieces: Pieces) -> list[Observation]:
    found = pieces.value("observations") if "observations" in pieces else []
    if not isinstance(found, list):
        raise _damaged("observations")
    return [_observation(told) for told in found]


def _observation(told: object) -> Observation:
    """Read what is known of an observation; what a later version adds is left out."""
    if not isinstance(told, dict):
        raise _damaged("observations")
    values: dict[str, Any] = {"mission": "", "observation_id": ""}
    for field in fields(Observation):
        value = told.get(field.name)
        if value is None:
            continue
        is_number = field.default is None
        if isinstance(value, bool) or not isinstance(
            value, (int, float) if is_number else str
        ):
            raise _damaged("observations")
        if not isinstance(value, str) and not abs(value) <= sys.float_info.max:
            raise _damaged("observations")
        values[field.name] = value if is_number else mast_values.other(value)
    return Observation(**values)


def _ids(pieces: Pieces) -> dict[str, str]:
    found = pieces.value("ids") if "ids" in pieces else {}
    if not isinstance(found, dict):
        raise _damaged("ids")
    return {
        mast_values.other(number): mast_values.other(observation_id)
        for number, observation_id in found.items()
    }


def _parents(pieces: Pieces, limit: int) -> list[tuple[int, str, str]]:
    """Read further parents, of the rows before a limit."""
    found = pieces.value("parents") or []
    try:
        return [
            (
                whole(row, limit - 1),
                mast_values.other(observation_id),
                mast_values.other(number),
            )
            for row, observation_id, number in found
        ]
    except (TypeError, ValueError) as error:
        raise _damaged("parents") from error


def _part(value: str) -> str:
    """Read a part of a name: as a whole name is read, but blanks at its ends stay."""
    return mast_values.name(f"_{value}_")[1:-1]


def _one_of(*allowed: str) -> Callable[[object], str]:
    def reader(value: object) -> str:
        if value not in ("", *allowed):
            message = "is none of the values that there are"
            raise ValueError(message)
        return str(value)

    return reader


def _inferred(value: object) -> str:
    return " ".join(word for word in str(value).split() if word.isidentifier())


_READERS: Final[Mapping[str, Callable[[Any], str]]] = {
    **dict.fromkeys(NAMES, _part),
    "category": mast_values.upper,
    "access": mast_values.upper,
    "recommended": _one_of(*RECOMMENDATIONS),
    "kind": _one_of(*KINDS),
    "batch": _one_of(*BATCH_AVAILABILITIES),
    "level": mast_values.level,
    "checksum": mast_values.checksum,
    "inferred": _inferred,
}


def _damaged(name: str) -> ValueError:
    return ValueError(name)
