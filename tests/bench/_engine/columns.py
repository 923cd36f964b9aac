"""The products as plain columns, for engines that know no catalog."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket import Basket
from skybasket.product import FACETS

from tests.bench._products import generate

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Columns", "columns_of", "made_up_basket", "write"]

#: One observation in so many is selected.
_SELECTED: Final = 3
_SEED: Final = 101


class Columns(NamedTuple):
    """The files of a basket, in the order of its tree."""

    #: The values that the codes of each facet stand for.
    values: dict[str, list[str]]
    #: A byte a file, for each facet.
    codes: dict[str, bytes]
    #: Bytes, all known.
    sizes: array[int]
    #: 1 for the files of the selection.
    selected: bytes
    #: In lower case.
    names: list[str]


def made_up_basket(count: int) -> Basket:
    """Return a basket of so many products, of which every third folder is selected."""
    basket = Basket("Benchmark")
    basket.add_rows([generate(count, _SEED)])
    basket.begin(basket.state)
    tree = basket.tree
    folders = tree.filled(tree.observations[::_SELECTED]) & tree.files
    basket.choose(folders, on=True)
    return basket


def columns_of(basket: Basket) -> Columns:
    """Return the columns of a basket."""
    catalog, rows = basket.catalog, basket.files.rows
    taken = {*basket.selected.rows}
    facets = {name: catalog.facet(name) for name in FACETS}
    values: dict[str, list[str]] = {}
    codes: dict[str, bytes] = {}
    for name, column in facets.items():
        present = sorted({column.codes[row] for row in rows})
        place = {code: number for number, code in enumerate(present)}
        values[name] = [column.values[code] for code in present]
        codes[name] = bytes(place[column.codes[row]] for row in rows)
    return Columns(
        values,
        codes,
        array("q", (catalog.sizes[row] for row in rows)),
        bytes(row in taken for row in rows),
        [catalog.filename(row).casefold() for row in rows],
    )


def write(columns: Columns, folder: Path) -> None:
    """Write columns where a browser, or another Python, can read them."""
    about = {
        "rows": len(columns.names),
        "facets": [{"name": name, "values": v} for name, v in columns.values.items()],
    }
    folder.joinpath("about.json").write_text(json.dumps(about), "utf-8")
    folder.joinpath("codes.bin").write_bytes(b"".join(columns.codes.values()))
    folder.joinpath("sizes.bin").write_bytes(array("d", columns.sizes).tobytes())
    folder.joinpath("selected.bin").write_bytes(columns.selected)
    names = "".join(name + "\n" for name in columns.names)
    folder.joinpath("names.txt").write_text(names, "utf-8", newline="\n")
