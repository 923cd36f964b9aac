"""Writes a basket down, as a file or for a browser to keep, and makes it again of that.

A browser keeps products once, a chunk for each list that was added, and writes the
small state at every click. A file has one chunk of the products that are in the basket
now, in the order of its tree, what follows from many of them (`foretelling`), and the
state. Both are read the same way: what a browser keeps becomes a file by putting the
mark before it and the state behind it.

The bitmaps of a state speak of positions in the tree, whose order (`Tree`) is a part of
the file's format for that reason: a tree sorted in another way needs another `_ORDER`,
and the old way to read the old files. Golden files in the tests hold it.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket import foretelling
from skybasket.bitmaps import gathered, without
from skybasket.errors import FilterError, FormatError
from skybasket.filters import Filters
from skybasket.formats import basket_file
from skybasket.formats.basket_columns import products_chunk, written
from skybasket.formats.sections import MARK, Packed, chunk, pack
from skybasket.ranks import Ranks
from skybasket.room import check_ceiling
from skybasket.state import State, lifted
from skybasket.stepwise import finished, garbage_collector_paused, within
from skybasket.titles import clean_title
from skybasket.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.basket import Basket
    from skybasket.catalog import Catalog
    from skybasket.formats.sections import Pieces
    from skybasket.outgoing import Outgoing
    from skybasket.stepwise import Stepwise

__all__ = [
    "NOTHING",
    "Loss",
    "StateWriter",
    "mark",
    "pieces",
    "products",
    "restore",
    "restoring",
    "state",
    "unfinished",
]

_ORDER: Final = 1
_BITMAPS: Final = ("present", "selected", "open_observations", "open_missions")
_NUMBERS: Final = re.compile(r"(\d{1,9})" + r"\.(\d{1,9})" * 3, re.ASCII)
#: The shares of the time to restore a basket that are over when its file is read, and
#: when the catalog has taken the products.
_READ: Final = 0.3
_TAKEN: Final = 0.6
#: The mark of a catalog of which nothing is written down.
NOTHING: Final = "0.0.0.0"  # noqa: S104 - no address


class Loss(NamedTuple):
    """What of a basket could not be read again."""

    #: How many parts of it beside the state are damaged.
    parts: int
    #: Whether nobody knows any more what was selected, removed and open.
    state: bool

    def __bool__(self) -> bool:
        """Tell whether anything is lost."""
        return self.parts > 0 or self.state

    @property
    def error(self) -> FormatError:
        """What to say where nothing may be lost."""
        message = "The basket file is damaged or cut off. Get it once more."
        lost = [f"{self.parts} of its parts"] if self.parts else []
        return FormatError(message, [*lost, *(["its state"] if self.state else [])])


# Writing


def mark(catalog: Catalog) -> str:
    """Return how much there is to write down of a catalog, which only grows."""
    numbers = (
        catalog,
        catalog.further_parents,
        catalog.descriptions,
        catalog.needs,
    )
    return ".".join(str(len(found)) for found in numbers)


def products(catalog: Catalog, since: str, until: str) -> bytes:
    """Return as a chunk what came to a catalog between two marks.

    :raises FormatError: if the marks are none of this catalog.
    """
    start, stop = _numbers(since), _numbers(until)
    if not all(map(_is_between, start, stop, _numbers(mark(catalog)))):
        message = "The basket has changed meanwhile. Save it as a whole."
        raise FormatError(message, [f"from {since} to {until}"])
    rows = range(start[0], stop[0])
    return products_chunk(
        catalog,
        written(catalog, rows),
        catalog.further_parents[start[1] : stop[1]],
        catalog.descriptions[start[2] : stop[2]],
        catalog.needs.part(start[3], stop[3]),
    )


def _numbers(text: str) -> tuple[int, ...]:
    found = _NUMBERS.fullmatch(text)
    return tuple(map(int, found.groups())) if found else (1, 0, 0, 0)


def _is_between(start: int, stop: int, end: int) -> bool:
    return start <= stop <= end


def state(basket: Outgoing) -> bytes:
    """Return what its user decided of a basket's files as a chunk."""
    return StateWriter().write(basket)


class StateWriter:
    """Writes states of one basket down, one after the other, each as a chunk.

    From one to the next most bitmaps stay, and what stayed is packed once.
    """

    def __init__(self) -> None:
        self._packed: dict[str, tuple[int, int, Packed]] = {}

    def write(self, basket: Outgoing) -> bytes:
        """Return what its user decided of a basket's files now."""
        length = basket.tree.length
        return self.chunk(basket, basket.state, len(basket.catalog), length)

    def chunk(self, basket: Outgoing, state: State, rows: int, length: int) -> bytes:
        """Return a state in the positions of a file that has so many."""
        about = {
            "title": basket.title,
            "filters": state.filters.to_json(),
            "order": _ORDER,
            "rows": rows,
            "positions": length,
        }
        bitmaps = {
            name: self._pack(name, getattr(state, name), length) for name in _BITMAPS
        }
        return chunk(basket_file.STATE, {"about": about, **bitmaps})

    def _pack(self, name: str, bitmap: int, length: int) -> Packed:
        if name in self._packed:
            known, known_length, packed = self._packed[name]
            if known is bitmap and known_length == length:
                return packed
        packed = pack(bitmap.to_bytes((length + 7) // 8, "big"), level=1)
        self._packed[name] = bitmap, length, packed
        return packed


def pieces(basket: Outgoing, files: int, *, foretells: bool = True) -> Iterator[bytes]:
    """Yield a basket file of some of the files, a part after the other.

    :param files: their bitmap; the file knows of no others.
    :param foretells: whether it says what whoever opens it had better know at once.
    """
    tree, catalog, now = basket.tree, basket.catalog, basket.state
    yield MARK
    rows = basket.files_of(files).rows
    further = catalog.further_parents_of if catalog.further_parents else _nobody
    parents = [
        (place, *parent) for place, row in enumerate(rows) for parent in further(row)
    ]
    numbers = dict.fromkeys(map(catalog.observation_of.__getitem__, rows))
    told = filter(None, map(catalog.described, numbers))
    needs = catalog.needs.among(rows)
    columns = written(catalog, rows)
    yield products_chunk(catalog, columns, parents, told, needs)
    observations, missions = tree.holding(files)
    kept = files | observations | missions
    if foretells and len(rows) >= foretelling.LONG:
        yield foretelling.written(columns, tree, kept)

    def only(bitmap: int) -> int:
        return gathered(bitmap & kept, kept, tree.length)

    moved = State(
        tree=tree,
        present=only(files),
        selected=only(now.selected & files),
        open_observations=only(now.open_observations),
        open_missions=only(now.open_missions),
        filters=now.filters,
    )
    yield StateWriter().chunk(basket, moved, len(rows), kept.bit_count())


def _nobody(_row: int) -> tuple[()]:
    return ()


# Reading


def restore(basket: Basket, content: bytes) -> Loss:
    """Fill an empty basket with what a file holds, and bring it to its state.

    Where a part is damaged, the others are there nevertheless; where it is the state,
    all files are, and none is selected.

    :raises FormatError: if nothing of it can be read, or it is more than can be held.
    """
    with garbage_collector_paused():
        return finished(restoring(basket, content))


def restoring(basket: Basket, content: bytes) -> Stepwise[Loss]:
    """Fill an empty basket step by step; it is of no use before the end.

    See `restore`.
    """
    saved = yield from within(basket_file.reading(content), 0, _READ)
    if not saved.batches and saved.damaged:
        message = (
            "The basket file is damaged: no product can be read. Get it once more."
        )
        raise FormatError(message)
    rows = _rows(saved.state)
    tree: Tree | None = None
    share = (_TAKEN - _READ) / max(len(saved.batches), 1)
    for place, batch in enumerate(saved.batches):
        if len(basket.catalog) == rows:
            tree = Tree(basket.catalog)
        basket.catalog.describe(batch.observations)
        # Each product gets a row of its own: a file that left and came back has two.
        taking = basket.catalog.appending(batch.products, None)
        start = _READ + place * share
        yield from within(taking, start, start + share)
    basket.catalog.needs.add(saved.needs)
    told = partial(foretelling.read, saved.foretold, basket.catalog)
    yield from within(basket.growing(told), _TAKEN, 1)
    if len(basket.catalog) == rows:
        tree = basket.tree
    found = _read_state(saved.state, tree) if saved.state and tree else None
    restored = _fitted(basket, found, rows) if found else None
    basket.title = _title(saved.state) or basket.title
    basket.begin(restored or _everything(basket, _filters(saved.state)))
    check_ceiling(basket.files.count)
    return Loss(saved.damaged, restored is None)


def unfinished(products: bytes) -> bytes:
    """Return parts of products as a file whose state nobody knows."""
    return MARK + products


def _about(pieces: Pieces | None) -> dict[str, object]:
    try:
        about = pieces.value("about") if pieces else None
    except FormatError:
        about = None
    return about if isinstance(about, dict) else {}


def _rows(pieces: Pieces | None) -> int:
    rows = _about(pieces).get("rows")
    return rows if isinstance(rows, int) else -1


def _title(pieces: Pieces | None) -> str:
    title = _about(pieces).get("title")
    return clean_title(title) if isinstance(title, str) else ""


def _filters(pieces: Pieces | None) -> Filters:
    try:
        return Filters.from_json(_about(pieces).get("filters"))
    except FilterError:
        return Filters()


def _read_state(pieces: Pieces, tree: Tree) -> State | None:
    """Read a state in the positions of a tree; None if it speaks of another."""
    about = _about(pieces)
    if about.get("order") != _ORDER or about.get("positions") != tree.length:
        return None
    try:
        bitmaps = {name: int.from_bytes(pieces.blob(name), "big") for name in _BITMAPS}
    except FormatError:
        return None
    everything = tree.below_missions | tree.mission_headers
    present, selected = bitmaps["present"], bitmaps["selected"]
    if (
        any(without(bitmap, everything) for bitmap in bitmaps.values())
        or without(present, tree.files)
        or without(selected, present)
    ):
        return None
    return State(tree=tree, filters=_filters(pieces), **bitmaps)


def _fitted(basket: Basket, found: State, rows: int) -> State | None:
    """Return a state in today's tree, with the products that came after it.

    None if it has a file twice.
    """
    tree, newer = basket.tree, range(rows, len(basket.catalog))
    state = lifted(found, tree)
    if newer:
        state = state.with_files(tree.files_at(newer), 0)
    if not basket.catalog.uris.replaced:
        return state
    position_of = tree.position_of
    present = Ranks(state.present, tree.length)
    for new, old in basket.catalog.uris.replaced.items():
        if present.has(position_of[new]) and present.has(position_of[old]):
            return None
    return state


def _everything(basket: Basket, filters: Filters) -> State:
    """Return the state of a basket of which only the products are known."""
    gone = basket.tree.files_at(basket.catalog.uris.replaced.values())
    files = without(basket.tree.files, gone)
    return State(tree=basket.tree, filters=filters).with_files(files, 0)
