"""Makes products of tables with MAST's columns, and adds what follows from them.

A list of URIs or of file names is such a table too. What names prove of files is filled
in, and marked as inferred, where a list is silent; see `mast_completion`.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.archives import mast_mission, mast_values
from skybasket.archives.mast import BATCH_MISSIONS
from skybasket.archives.mast_completion import complete
from skybasket.archives.mast_fields import IGNORED, PRODUCT_FIELDS, assigned, plain
from skybasket.archives.mast_rows import Sheet, nothing_left
from skybasket.archives.mast_uris import NAMING, named_files
from skybasket.catalog import TEXT_FIELDS, ProductRows
from skybasket.codes import gathered
from skybasket.columns import Coded, coded, combined
from skybasket.errors import UnknownColumnsError
from skybasket.limits import check_cells, check_columns, check_refused, check_rows
from skybasket.nesting import loads
from skybasket.pieces import cut_files
from skybasket.product import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from skybasket.formats.contents import Refused, Table

__all__ = ["ProductReader"]

_READERS: Final[Mapping[str, Callable[[object], str]]] = {
    "uri": mast_values.name,
    "address": mast_values.name,
    "filename": mast_values.name,
    "path": mast_values.name,
    "category": mast_values.upper,
    "stage": mast_values.stage,
    "purpose": mast_values.upper,
    "suffix": mast_values.suffix,
    "access": mast_values.upper,
    "recommended": mast_values.recommended,
    "level": mast_values.level,
    "size": mast_values.size,
    "size_exact": mast_values.is_exact,
    "checksum": mast_values.checksum,
    "inferred": mast_values.fields_read,
    "extra": mast_values.other,
}
_REFERENCE: Final = "CALIBRATION"
#: Fields that `named_files` has read.
_NAMES: Final = ("uri", "address", "filename")


class _Layout(NamedTuple):
    #: Columns by field.
    titles: Mapping[str, str]
    #: Columns that mean nothing here, and those of which only a part is understood.
    extra: Sequence[str]


class ProductReader:
    """Makes products of tables, one batch after another.

    :param mapping: columns that their user chose: by our field (``uri``, ``filename``,
        ``size``, ...) the column's own name.
    """

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._mapping = mapping or {}
        self._layouts: dict[tuple[str, ...], _Layout] = {}
        self._batches: list[ProductRows] = []
        self._refused: list[Refused] = []
        self._rows = 0
        self._cells = 0
        self._wrong = 0
        self._left_out = 0

    def take(self, table: Table) -> None:
        """Read the next rows; those with a wrong value are refused.

        :param table: raw values; columns that mean nothing here are kept as extra.
        :raises UnknownColumnsError: if no column names files, and none did before.
        :raises FormatError: if there are more rows or cells than a basket can hold.
        """
        sheet = Sheet(table, self._rows)
        check_rows(self._rows + sheet.length)
        try:
            layout = self._layout(tuple(table.columns))
        except UnknownColumnsError:
            if not self._rows:
                raise
            self._leave_out(sheet, next(iter(table.columns)))
            return
        text = {
            field: sheet.read(title, _READERS.get(field, mast_values.text))
            for field, title in layout.titles.items()
        }
        extra = {title: sheet.read(title, mast_values.other) for title in layout.extra}
        files = named_files(sheet, layout.titles, text)
        self._rows += sheet.length
        self._wrong += sheet.wrong
        self._refused += sheet.refused()
        check_refused(self._refused)
        self._left_out += table.left_out
        if sheet.taken:
            products = _products(
                {
                    field: coded(sheet.kept(found))
                    for field, found in text.items()
                    if field not in _NAMES
                },
                sheet.kept(files.uris),
                sheet.kept(files.filenames),
                {title: coded(sheet.kept(found)) for title, found in extra.items()},
            )
            self._batches.append(products)
            self._cells += len(products) * (len(products.text) + len(products.extra))
            check_cells(self._cells)

    def _leave_out(self, sheet: Sheet, title: str) -> None:
        """Refuse all rows of a table, which stands behind others that name files."""
        for row in range(sheet.length):
            sheet.complain(row, title, "stands in a row that names no file")
        self._rows += sheet.length
        self._wrong += sheet.wrong
        self._refused += sheet.refused()
        check_refused(self._refused)

    def finish(self) -> tuple[list[ProductRows], list[Refused]]:
        """Return all products, and the rows that could not be taken.

        :raises FormatError: if there are no products.
        """
        if not self._batches:
            raise nothing_left(self._refused, self._wrong, "products")
        *batches, last = self._batches
        return [*batches, replace(last, left_out=self._left_out)], self._refused

    def _layout(self, columns: tuple[str, ...]) -> _Layout:
        if columns not in self._layouts:
            titles, extra = assigned(columns, PRODUCT_FIELDS, self._mapping)
            if not any(field in titles for field in NAMING):
                raise UnknownColumnsError(columns)
            if "uri" in titles and "address" in titles:
                # Where a file is fetched follows from its URI.
                address = titles.pop("address")
                extra += [] if plain(address) in IGNORED else [address]
            extra += [
                titles[field] for field in ("stage", "purpose") if field in titles
            ]
            self._layouts[columns] = _Layout(titles, extra)
        return self._layouts[columns]


def _products(
    text: dict[str, Coded[str]],
    uris: Sequence[str],
    names: Sequence[str],
    extra: dict[str, Coded[str]],
) -> ProductRows:
    """Add what follows from the columns."""
    nothing = Coded.constant("", len(uris))
    sizes = text.pop("size", nothing)
    rounded = text.pop("size_exact", nothing)
    paths: Sequence[str] = text.pop("path", ())
    purposes = text.pop("purpose", nothing)
    identities, filenames = cut_files(uris, names)
    partial = _understood(text)
    _unpack(text, extra)
    complete(text, filenames, uris, paths, partial)
    text["kind"] = combined(
        _kind, text.get("kind", nothing), text["category"], purposes
    )
    text["batch"] = text["mission"].each(_batch)
    text.setdefault("recommended", Coded.constant("unknown", len(uris)))
    return ProductRows(
        uris=identities,
        filenames=filenames,
        text={field: text[field] for field in TEXT_FIELDS if field in text},
        sizes=array("Q", gathered(_bytes(sizes.values), sizes.codes)),
        inexact=_inexact(sizes, rounded),
        extra=extra,
    )


def _kind(given: str, category: str, purpose: str) -> str:
    if given in KINDS:
        return given
    return KINDS[category == _REFERENCE or purpose == "REFERENCE"]


def _batch(mission: str) -> str:
    return "available" if mission in BATCH_MISSIONS else "unavailable"


def _bytes(sizes: Sequence[str]) -> list[int]:
    return [int(size.removeprefix("~")) if size else 0 for size in sizes]


def _inexact(sizes: Coded[str], marks: Coded[str]) -> frozenset[int]:
    """Return the rows whose size is rounded."""
    if not any(marks.values) and "~" not in "".join(sizes.values):
        return frozenset()
    rounded = combined(_is_rounded, sizes, marks)
    return frozenset(compress(range(len(rounded)), rounded))


def _is_rounded(size: str, mark: str) -> bool:
    return bool(size) and (bool(mark) or size[0] == "~")


def _understood(text: dict[str, Coded[str]]) -> list[str]:
    """Read the searches' words for what CAOM has other words for.

    :returns: the fields that they tell of some rows only.
    """
    if "suffix" in text:
        text.setdefault("group", text["suffix"])
    if "stage" not in text:
        return []
    partial = []
    for field, read in (
        ("category", mast_mission.category),
        ("level", mast_mission.level),
    ):
        if field not in text:
            text[field] = text["stage"].each(read)
            partial.append(field)
    return partial


def _unpack(text: dict[str, Coded[str]], extra: dict[str, Coded[str]]) -> None:
    """Make columns again of what our manifests pack into one, as JSON objects."""
    packed = text.pop("extra", None)
    if packed is None:
        return
    objects = {cell: _object(cell) for cell in packed.values}
    names = {name: None for found in objects.values() if found for name in found}
    check_columns(names)
    if None in objects.values():
        extra["extra"] = packed
        return

    def cell_of(name: str) -> Callable[[str], str]:
        return lambda cell: mast_values.other((objects[cell] or {}).get(name))

    for name in names:
        if name not in extra:
            extra[name] = packed.each(cell_of(name))


def _object(cell: str) -> Mapping[str, object] | None:
    """Return the JSON object in a cell, an empty one if there is nothing, else None."""
    try:
        found = loads(cell) if cell else {}
    except (RecursionError, ValueError):
        return None
    return found if isinstance(found, dict) else None
