"""Short texts that people type: filters, layouts, sizes, positions, values."""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from skybasket import Basket, Filters
from skybasket.archives import mast_values
from skybasket.archives.mast_infer import read_ending, read_start
from skybasket.archives.mast_names import inferred_bandpass, inferred_instrument
from skybasket.archives.mast_search import Query, parse_position
from skybasket.errors import FilterError, SkybasketError
from skybasket.formats.shell_words import words
from skybasket.printable import is_printable
from skybasket.product import split_filename
from skybasket.retrieval.layouts import Layout
from skybasket.retrieval.paths import legal_name
from skybasket.titles import clean_title

__all__ = ["lay_out", "parse_filters", "read_filters", "read_values", "take_words"]

_READERS: Final = (
    mast_values.checksum,
    mast_values.fields_read,
    mast_values.is_exact,
    mast_values.level,
    mast_values.moment,
    mast_values.name,
    mast_values.number,
    mast_values.other,
    mast_values.recommended,
    mast_values.size,
    mast_values.stage,
    mast_values.suffix,
    mast_values.text,
    mast_values.upper,
)
_HOSTILE: Final = (
    b"productFilename,dataURI,obs_id,obs_collection,proposal_id,target_name,filters\n"
    b'..,mast:HST/product/..,../..,..,/etc,"~/a$(b)`c`",con\n'
    b'a\\b.fits,mast:HST/product/x,C:\\,"","","\xe2\x80\xaea",F814W;.\n'
    b"nul.fits,https://evil.example/nul.fits,-rf,HST,1,' ,%2e%2e\n"
)
_DEEPEST: Final = 10


@cache
def _basket() -> Basket:
    return Basket.open(_HOSTILE)


def parse_filters(data: bytes) -> None:
    """Read filters as a link has them, and show what they show."""
    _hold_filters(Filters.parse(data.decode(errors="replace")))


def read_filters(data: bytes) -> None:
    """Read filters as a basket file has them."""
    try:
        told = json.loads(data)
    except (RecursionError, ValueError):
        return
    _hold_filters(Filters.from_json(told))


def _hold_filters(filters: Filters) -> None:
    assert Filters.parse(filters.format()) == filters
    assert filters.format().isascii()
    assert Filters.from_json(json.loads(json.dumps(filters.to_json()))) == filters
    basket = _basket()
    answer = basket.index.query(filters, basket.state.present)
    assert answer.count <= basket.files.count
    try:
        basket.index.check(filters)
    except FilterError:
        return


def lay_out(data: bytes) -> None:
    """Put files with hostile names where a template says."""
    catalog = _basket().catalog
    layout = Layout.parse(data.decode(errors="replace"))
    for place in layout.places(catalog, range(len(catalog))):
        *folders, last = place.split("/")
        assert last == ""
        assert len(folders) < _DEEPEST
        assert all(folder and legal_name(folder) == folder for folder in folders)


def read_values(data: bytes) -> None:
    """Read single values as each of the columns that there are."""
    try:
        value = json.loads(data)
    except (RecursionError, ValueError):
        value = data.decode(errors="replace")
    for reader in _READERS:
        try:
            found = reader(value)
        except ValueError as error:
            assert str(error).startswith("is ") or "has " in str(error)  # noqa: PT017
            continue
        assert not any(letter in found for letter in "\0\n\r\t")
        found.encode()


def take_words(data: bytes) -> None:
    """Take the words of a command, a name, a title and a position."""
    text = data.decode(errors="replace")
    words(text)
    title = clean_title(text)
    assert is_printable(title)
    assert clean_title(title) == title
    stem, suffix = split_filename(text)
    assert stem + suffix == text
    start = read_start(stem)
    read_ending(start.rule, start.rest + suffix)
    for mission in ("HST", "JWST", "TESS"):
        inferred_instrument(mission, text)
        inferred_bandpass(mission, text)
    legal = legal_name(text)
    assert legal_name(legal) == legal
    assert 0 < len(legal.encode()) <= 255
    try:
        Query(target=text)
        Query(position=parse_position(text))
    except SkybasketError:
        return
