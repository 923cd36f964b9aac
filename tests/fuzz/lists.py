"""Lists: every reader by itself, all of them as they come, packed and taken apart."""

from __future__ import annotations

import gzip
import io
import zipfile
from contextlib import contextmanager
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast
from zlib import crc32

from skybasket.errors import FormatError
from skybasket.formats import Reading, containers, delimited, long_json, names_list
from skybasket.formats.reading import _Tables
from skybasket.formats.recognition import _READERS, _Patient

from tests.fuzz.promises import hold_basket, hold_contents, make_basket
from tests.property.transposer import running_transposer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from skybasket.formats import Contents, Refused
    from skybasket.formats.transposing import Transpose

__all__ = [
    "FORMS",
    "MODULES",
    "pack",
    "read_any",
    "read_blocks",
    "read_form",
    "read_names",
    "read_packed",
    "read_transposed",
]

#: Every kind of list that a reader stands in the registry for.
FORMS: Final = tuple(_READERS)
#: The modules of these readers, below `skybasket`.
MODULES: Final = {
    form: cast("ModuleType", reader).__name__.removeprefix("skybasket.")
    for form, reader in _READERS.items()
}
#: Shapes of containers, the outermost first.
_SHAPES: Final = ("z", "g", "zz", "zg", "gz", "gg", "zzz", "zgz")
#: What is read while something else than the page's script takes rows apart.
ROWS: Final = b'{"data": [%s]}' % b", ".join(
    b'{"dataURI": "mast:HST/product/a%d_drz.fits", "size": %d, "obs_id": "a", "s": 1.5}'
    % (number, number)
    for number in range(30)
)
#: So that a short list comes in several slices as well.
_SLICE, _CHUNK = 900, 40


@contextmanager
def _small_parts() -> Iterator[None]:
    """Have lists read in parts that are as small as those that are tried here."""
    before = long_json._SLICE, delimited._CHUNK
    long_json._SLICE, delimited._CHUNK = _SLICE, _CHUNK  # type: ignore[misc]
    try:
        yield
    finally:
        long_json._SLICE, delimited._CHUNK = before  # type: ignore[misc]


def read_form(form: str, data: bytes) -> None:
    """Read a list as one of this form, whatever it looks like."""
    refused: list[Refused] = []
    kind = _READERS[form]
    sink = _Tables(form, _Patient(kind, refused), refused, {})
    kind.looks_like(data)
    sink.feed(data)
    hold_contents(_finished(sink))


def read_names(data: bytes) -> None:
    """Read a list as one of names."""
    names_list.looks_like_names(data)
    refused: list[Refused] = []
    names = names_list.read_names(data, refused)
    assert all(name.isascii() and name.isprintable() for name in names)


def _finished(sink: Any) -> Contents:  # noqa: ANN401
    steps = sink.finishing()
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            contents: Contents = stop.value
            return contents


def _read(chunks: Sequence[bytes], transpose: Transpose | None = None) -> Contents:
    reading = Reading(transpose=transpose)
    for chunk in chunks:
        reading.feed(chunk)
    return reading.finish()


def _told(read: Callable[[], Contents]) -> list[object]:
    """Return all that a list says, or why it cannot be taken."""
    try:
        contents = read()
    except FormatError as error:
        return [error.message, *error.where]
    products = list(make_basket(contents).files) if contents.products else []
    others = (contents.observations, contents.datasets, contents.refused)
    return [contents.form, products, *map(list, others)]


def read_any(data: bytes) -> None:
    """Read a list at once and as it comes, and write down what it holds."""
    with _small_parts():
        places = sorted(crc32(data, salt) % (len(data) + 1) for salt in range(3))
        chunks = [data[start:end] for start, end in pairwise([0, *places, len(data)])]
        assert _told(partial(_read, [data])) == _told(partial(_read, chunks))
        contents = _read([data])
    hold_contents(contents)
    if contents.products:
        hold_basket(make_basket(contents), data)


@cache
def _transposer() -> Transpose:
    # It ends with the process that asks it.
    return running_transposer().__enter__()


def read_transposed(data: bytes) -> None:
    """Read JSON as the page does, which takes rows apart before Python sees them."""
    with _small_parts():
        plainly = _told(partial(_read, [data]))
        apart = _told(partial(_read, [data], _transposer()))
    assert plainly == apart


def read_blocks(data: bytes) -> None:
    """Read JSON that is taken apart by what writes anything, whatever it is given."""

    def write(_content: bytes, found: bytearray, _is_begun: bool) -> None:
        block = data[: len(found)]
        found[: len(block)] = block

    with _small_parts():
        contents = _read([ROWS], write)
    hold_contents(contents)
    if contents.products:
        hold_basket(make_basket(contents), data)


def pack(shape: str, content: bytes) -> bytes:
    """Pack something several times over: ``z`` for a zip, ``g`` for gzip."""
    for letter in reversed(shape):
        if letter == "g":
            content = gzip.compress(content, 1, mtime=0)
            continue
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(zipfile.ZipInfo("list.txt"), content)
        content = file.getvalue()
    return content


def read_packed(data: bytes) -> None:
    """Read what is packed as its first byte says, or comes packed already."""
    shape = _SHAPES[data[0] % len(_SHAPES)] if data else ""
    content = data if containers.looks_like(data) else pack(shape, data[1:])
    hold_contents(_read([content]))
