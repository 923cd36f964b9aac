"""Which files are calibrated data, and the data sets that they belong to.

Only the reference data system knows whether it has a data set; what is told here is
which files it can be asked about.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from skybasket.archives.crds_datasets import EXTENSIONS, data_set, observatory_of
from skybasket.bitmaps import positions, without
from skybasket.ranks import Ranks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skybasket.archives.crds_datasets import DataSet
    from skybasket.catalog import Catalog
    from skybasket.index import Index
    from skybasket.tree import Tree

__all__ = ["any_known", "calibrated", "data_sets", "of_observatories", "references"]

#: Planned, raw, and sorted into files only.
_BEFORE: Final = ("-1", "0", "1")
_SCIENCE: Final = ("", "SCIENCE")
#: Of many files so many are looked at first, then so many far apart, and so many in
#: a row.
_FIRST: Final = 4
_SPREAD: Final = 64
_LOOKED_AT: Final = 2000


def of_observatories(index: Index, files: int) -> int:
    """Return which of the files are of missions that have a reference data system."""
    facet = index.facet("mission")
    missions = [value for value in facet.values if observatory_of(value)]
    return files & facet.union(missions)


def references(index: Index, files: int) -> int:
    """Return which of the files are calibration references themselves."""
    return files & index.facet("kind").bitmap("reference")


def calibrated(index: Index, files: int) -> int:
    """Return which of the files are calibrated science data, by all but their names."""
    found = without(of_observatories(index, files), references(index, files))
    for name, values in (("category", _SCIENCE), ("extension", EXTENSIONS)):
        facet = index.facet(name)
        found &= facet.union([value for value in facet.values if value in values])
    level = index.facet("level")
    for value in _BEFORE:
        found = without(found, level.bitmap(value))
    return found


def data_sets(catalog: Catalog, rows: Iterable[int]) -> Iterator[tuple[int, DataSet]]:
    """Yield the data set of each row, as far as its name tells."""
    missions = catalog.text["mission"]
    return ((row, data_set(missions[row], catalog.filename(row))) for row in rows)


def any_known(catalog: Catalog, tree: Tree, files: int) -> bool:
    """Tell whether any of the files belongs to a data set that can be asked about.

    Of very many files only some are looked at, as this is asked at every click: where
    none of those does, whoever asks about all of them is told.
    """
    if not files:
        return False
    rows = (tree.row_at[position] for position in _looked_at(files, tree.length))
    if any(known.identity for _, known in data_sets(catalog, rows)):
        return True
    return files.bit_count() > _LOOKED_AT


def _looked_at(files: int, length: int) -> Iterator[int]:
    """Yield some positions of files: a few, others far apart, and then many."""
    yield from islice(positions(files, length), _FIRST)
    ranks = Ranks(files, length)
    for place in range(0, len(ranks), len(ranks) // _SPREAD + 1):
        yield from ranks.window(place, place + 1)
    yield from islice(positions(files, length), _LOOKED_AT)
