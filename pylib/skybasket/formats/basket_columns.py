"""Writes products down as columns, for Skybasket's own file; see `basket_file`."""

from __future__ import annotations

from array import array
from dataclasses import asdict
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.codes import narrow, widened
from skybasket.columns import Coded
from skybasket.formats.need_pieces import need_pieces
from skybasket.formats.sections import chunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from skybasket.catalog import Catalog
    from skybasket.columns import TextColumn
    from skybasket.needs import Need
    from skybasket.observation import Observation

__all__ = ["EXTRA", "NAMES", "PRODUCTS", "Written", "products_chunk", "written"]

PRODUCTS: Final = "PROD"
#: What columns without a name of their own begin with.
EXTRA: Final = "extra:"
#: The parts of URIs and file names.
NAMES: Final = ("head", "uri_stem", "uri_suffix", "stem", "suffix")


class Written(NamedTuple):
    """Rows of a catalog as a file has them."""

    rows: Sequence[int]
    columns: Mapping[str, Coded[str]]
    sizes: array[int]


def written(catalog: Catalog, rows: Sequence[int]) -> Written:
    """Return rows of a catalog as a file has them."""
    found = {}
    for name, column in _columns(catalog, rows).items():
        coded = _coded(column, rows, len(catalog))
        distinct = list(dict.fromkeys(coded))
        if len(distinct) > 1 and name not in NAMES:
            # Nothing comes first, as in a catalog: that takes the codes as they are.
            distinct = list(dict.fromkeys((0, *distinct)))
        place = dict(zip(distinct, count(), strict=False))
        codes = (
            narrow(map(place.__getitem__, coded), len(distinct))
            if len(distinct) > 1
            else bytes(len(rows))
        )
        found[name] = Coded([column.values[code] for code in distinct], codes)
    return Written(rows, found, array("Q", map(catalog.sizes.__getitem__, rows)))


def products_chunk(
    catalog: Catalog,
    products: Written,
    parents: Sequence[tuple[int, str, str]],
    observations: Iterable[Observation],
    needs: Sequence[Need] = (),
) -> bytes:
    """Return rows of a catalog as a chunk.

    :param parents: further observations that lead to products: counted from the first
        row of the file, the observation's ID, its number.
    :param observations: what is known of observations by itself.
    :param needs: which products need which references, counted as in ``parents``.
    """
    rows, columns, sizes = products
    inexact = catalog.inexact
    pieces: dict[str, Any] = {
        "count": len(rows),
        "words": {
            name: column.values
            for name, column in columns.items()
            # Without it a URI's last part is the file's name, not nothing.
            if any(column.values) or name == "uri_stem"
        },
    }
    for name, column in columns.items():
        if len(column.values) > 1:
            pieces[name] = column.codes
    pieces["size"] = sizes
    if inexact and any(row in inexact for row in rows):
        pieces["rounded"] = bytes(row in inexact for row in rows)
    if parents:
        pieces["parents"] = list(parents)
    if told := [_told(seen) for seen in observations]:
        pieces["observations"] = told
    if ids := catalog.ids_elsewhere(rows):
        pieces["ids"] = ids
    return chunk(PRODUCTS, pieces | need_pieces(needs))


def _coded(column: TextColumn, rows: Sequence[int], length: int) -> Sequence[int]:
    """Return the codes of some rows, nothing's where the column ends before them."""
    codes = column.codes
    if missing := length - len(column):
        codes = widened(codes) + array("I", [0]) * missing
    if isinstance(rows, range):
        return codes[rows.start : rows.stop]
    return array("I", map(codes.__getitem__, rows))


def _columns(catalog: Catalog, rows: Sequence[int]) -> dict[str, TextColumn]:
    """Return all columns; a URI's last part only where it is not the file's name."""
    uris = catalog.uris
    columns = {"head": uris.heads, "stem": catalog.stems, "suffix": catalog.suffixes}
    pairs = ((uris.stems, catalog.stems), (uris.suffixes, catalog.suffixes))
    if not all(_is_same(one, other, rows) for one, other in pairs):
        columns |= {"uri_stem": uris.stems, "uri_suffix": uris.suffixes}
    columns |= catalog.text
    return columns | {EXTRA + name: found for name, found in catalog.extra.items()}


def _is_same(one: TextColumn, other: TextColumn, rows: Sequence[int]) -> bool:
    codes = map(one.codes.__getitem__, rows), map(other.codes.__getitem__, rows)
    pairs = set(zip(*codes, strict=True))
    return all(one.values[here] == other.values[there] for here, there in pairs)


def _told(seen: Observation) -> dict[str, Any]:
    """Return what is known of an observation, and nothing else."""
    return {
        name: value for name, value in asdict(seen).items() if value not in ("", None)
    }
