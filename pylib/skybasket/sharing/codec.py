"""Writes baskets and searches as links, and reads them again.

After the outside (`link`) come a byte of what the link carries, title and filters (as
JSON), the addresses of files (`names`) and what is known of them (`facets`, `sizes`),
or the numbers of observations. Decoding raises nothing but `LinkError`, and does
bounded work; see `limits`. Links of one version stay readable in all later ones.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_addresses import product_uri
from skybasket.archives.mast_columns import ProductReader
from skybasket.archives.mast_values import LONGEST
from skybasket.catalog import ProductRows
from skybasket.errors import LinkError, SkybasketError
from skybasket.filters import Filters
from skybasket.formats.contents import Table
from skybasket.nesting import loads
from skybasket.sharing.facets import FIELDS, read_facets, write_facets
from skybasket.sharing.limits import (
    LONGEST_FILTERS,
    LONGEST_TITLE,
    MOST_DETAILED,
    MOST_EXCEPTIONS,
    MOST_FILES,
    MOST_NEEDS,
    MOST_OBSERVATIONS,
    damaged,
    most_files,
)
from skybasket.sharing.link import pack, unpack
from skybasket.sharing.names import Names, read_names, sorted_names
from skybasket.sharing.needs import read_needs, write_needs
from skybasket.sharing.shared import SharedBasket, SharedSearch
from skybasket.sharing.sizes import read_sizes, write_sizes
from skybasket.sharing.streams import Reader, Writer, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.catalog import Catalog

__all__ = ["decode", "encode_basket", "encode_search"]

#: The bits of the byte that says what a link carries.
_SEARCH: Final = 1
_DETAILS: Final = 2
_SELECTED: Final = 4
_NEEDS: Final = 8
_LARGEST_NUMBER: Final = 10**18
_OWN: Final = "mast:"


def encode_basket(  # noqa: PLR0913 - what a link carries
    catalog: Catalog,
    rows: Sequence[int],
    *,
    title: str,
    filters: Filters,
    selected: bool,
    details: bool = True,
) -> str:
    """Return a link that carries files.

    The order of the rows makes no difference. What cannot be seen is left out of
    texts, titles are cut after 200 characters, and sizes are rounded where that makes
    the link shorter; see `sizes`.

    :param rows: at least one; of several with one URI the latest is taken.
    :param selected: whether who opens it finds all these files selected.
    :param details: whether facets and sizes go with the URIs and file names; without
        them, whoever opens the link knows what the names alone prove.
    :raises LinkError: if the link would be too long, or a file has a name that no
        list can have.
    """
    row_of = {catalog.uri(row): row for row in sorted(rows)}
    _check_number(len(row_of), MOST_DETAILED if details else MOST_FILES, "files")
    uris = list(row_of)
    names, order = sorted_names(uris)
    chosen = [row_of[uris[place]] for place in order]
    writer = Writer()
    needs = catalog.needs.among(chosen)
    writer.number(_DETAILS * details | _SELECTED * selected | _NEEDS * bool(needs))
    _write_head(writer, title, filters)
    names.write(writer)
    _write_filenames(writer, names, list(map(catalog.filename, chosen)))
    if details:
        columns = {
            name: list(map(catalog.text[name].__getitem__, chosen)) for name in FIELDS
        }
        groups = write_facets(writer, names, columns)
        sizes = list(map(catalog.sizes.__getitem__, chosen))
        inexact = {place for place, row in enumerate(chosen) if row in catalog.inexact}
        write_sizes(writer, sizes, inexact, groups.form)
    if needs:
        _check_number(len(needs), MOST_NEEDS, "references of files")
        write_needs(writer, needs)
    text = pack(writer.streams())
    _check_number(len(row_of), most_files(len(text), details=details), "files")
    return text


def encode_search(shared: SharedSearch) -> str:
    """Return a link that names observations.

    :raises LinkError: if there is no observation, or there is too much; if a number
        or a URI is not one that the archive can have.
    """
    numbers = list(shared.numbers)
    _check_number(len(numbers), MOST_OBSERVATIONS, "observations")
    is_rising = all(before < after for before, after in pairwise(numbers))
    if not is_rising or numbers[0] < 0 or numbers[-1] > _LARGEST_NUMBER:
        message = "The numbers of observations must rise. Sort them and try again."
        raise LinkError(message)
    writer = Writer()
    writer.number(_SEARCH | _SELECTED * shared.selected)
    _write_head(writer, shared.title, shared.filters)
    writer.rising(numbers)
    for uris in (shared.excluded, shared.included):
        if uris:
            _check_number(len(uris), MOST_EXCEPTIONS, "files beside observations")
        names, _ = sorted_names(list(dict.fromkeys(uris)))
        names.write(writer)
    return pack(writer.streams())


def decode(text: str) -> SharedBasket | SharedSearch:
    """Return what a link carries.

    :param text: what stands behind ``#basket=`` in the address.
    :raises LinkError: if it is no link, or damaged, or made by a newer Skybasket.
    """
    reader = Reader(unpack(text))
    content = reader.number(_SEARCH | _DETAILS | _SELECTED | _NEEDS)
    selected = bool(content & _SELECTED)
    title, filters = _read_head(reader)
    if content & _SEARCH:
        numbers = reader.rising(MOST_OBSERVATIONS, _LARGEST_NUMBER)
        excluded, included = (
            sorted(read_names(reader, MOST_EXCEPTIONS).uris) for _ in range(2)
        )
        if not numbers or content & (_DETAILS | _NEEDS):
            raise damaged("its observations")
        reader.finish()
        return SharedSearch(
            title=title,
            filters=filters,
            numbers=numbers,
            excluded=excluded,
            included=included,
            selected=selected,
        )
    details = bool(content & _DETAILS)
    most = most_files(len(text), details=details)
    products = _read_products(reader, most, details=details)
    needs = read_needs(reader, len(products)) if content & _NEEDS else []
    reader.finish()
    return SharedBasket(
        title=title,
        filters=filters,
        products=products,
        needs=needs,
        selected=selected,
    )


def _check_number(number: int, most: int, what: str) -> None:
    """Refuse to make a link of nothing, or of too much.

    :raises LinkError: saying so.
    """
    if not number:
        message = f"There are no {what} to put into a link. Choose some first."
        raise LinkError(message)
    if number > most:
        message = (
            f"Such a link carries up to {most:,} {what}."
            " Save the basket as a file instead."
        )
        raise LinkError(message, [f"{number:,} are chosen"])


def _write_head(writer: Writer, title: str, filters: Filters) -> None:
    writer.lines([visible(title)[:LONGEST_TITLE].strip()])
    found = {name: _seen(value) for name, value in filters.to_json().items()}
    told = json.dumps(found, separators=(",", ":"))
    if len(told) > LONGEST_FILTERS:
        message = "The filters are too long for a link. Choose fewer values."
        raise LinkError(message)
    writer.lines([told])


def _read_head(reader: Reader) -> tuple[str, Filters]:
    """Return title and filters."""
    title, told = reader.lines(2)
    if len(title) > LONGEST_TITLE or len(told) > LONGEST_FILTERS:
        raise damaged("its title or filters")
    try:
        found = loads(told)
        filters = Filters.from_json(found)
    except (RecursionError, ValueError, SkybasketError):
        raise damaged("its filters") from None
    if any(_seen(value) != value for value in found.values()):
        raise damaged("its filters")
    return title, filters


def _seen(value: object) -> object:
    """Return the value of a filter without the characters that cannot be seen."""
    if isinstance(value, str):
        return visible(value)
    return list(map(_seen, value)) if isinstance(value, list) else value


def _write_filenames(writer: Writer, names: Names, filenames: Sequence[str]) -> None:
    """Write the file names that differ from the ends of the addresses.

    :raises LinkError: if one is not a name that the reader would take.
    """
    rows = [
        row
        for row, (own, name) in enumerate(zip(names.filenames, filenames, strict=True))
        if own != name
    ]
    given = [filenames[row].strip() for row in rows]
    if not all(map(_is_filename, given)):
        message = (
            "A file here has no name, or far too long a one."
            " Leave that file out, or save the basket as a file."
        )
        raise LinkError(message)
    writer.rising(rows)
    writer.lines(given)


def _read_filenames(reader: Reader, names: Names) -> list[str]:
    filenames = list(names.filenames)
    rows = reader.rising(len(names), len(names) - 1)
    given = reader.lines(len(rows))
    if not all(_is_filename(name) and name == name.strip() for name in given):
        raise damaged("its file names")
    for row, name in zip(rows, given, strict=True):
        filenames[row] = name
    if not all(filenames):
        raise damaged("its file names")
    return filenames


def _is_filename(name: str) -> bool:
    return 0 < len(name) <= LONGEST


def _read_products(reader: Reader, most: int, *, details: bool) -> ProductRows:
    names = read_names(reader, most)
    if not len(names):
        raise damaged("its files")
    filenames = _read_filenames(reader, names)
    if not details:
        return _inferred(names.uris, filenames)
    text, groups = read_facets(reader, names)
    sizes, inexact = read_sizes(reader, groups.form)
    return ProductRows(
        # As every list is read: the archive's address is known by its URI.
        uris=[uri if uri.startswith(_OWN) else product_uri(uri) for uri in names.uris],
        filenames=filenames,
        text=text,
        sizes=sizes,
        inexact=inexact,
    )


def _inferred(uris: list[str], filenames: list[str]) -> ProductRows:
    """Return files with what their names prove, as a list of URIs is read."""
    reader = ProductReader()
    try:
        reader.take(Table({"uri": uris, "filename": filenames}))
        [products], refused = reader.finish()
    except SkybasketError:
        raise damaged("its files") from None
    if refused:
        raise damaged("its files")
    return products
