"""What astronomers and data scientists filter tables with in Python."""

from __future__ import annotations

import contextlib
import fnmatch
import io
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

from tests.bench._engine.python_table import ending, expression, is_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.bench._engine.python_table import Array, Table

__all__ = ["PEERS", "Peer"]


class Peer(Protocol):
    """One way to answer."""

    def query(self, wanted: dict[str, Any]) -> list[Any] | None:
        """Answer as `inside.Inside.ask` does, None in what it cannot tell."""

    def remove(self) -> None:
        """Take the selected files out."""

    def restore(self) -> None:
        """Put them back."""


class Masks:
    """The common part of numpy and pandas: a mask a filter, combined for each facet."""

    def __init__(self, table: Table) -> None:
        self.numpy = import_module("numpy")
        self.table = table
        self.every = self.numpy.ones(len(table.sizes), dtype=bool)
        self.present = self.every

    def remove(self) -> None:
        """Take the selected files out."""
        self.present = ~self.table.selected

    def restore(self) -> None:
        """Put them back."""
        self.present = self.every

    def query(self, wanted: dict[str, Any]) -> list[Any]:
        """Answer a query."""
        base = self.present.copy()
        if wanted["text"]:
            base &= self.named(wanted["text"])
        if wanted["smallest"] is not None:
            base &= self.table.sizes >= wanted["smallest"]
        if wanted["largest"] is not None:
            base &= self.table.sizes <= wanted["largest"]
        passed = {
            facet: self.passed(facet, values)
            for facet, values in wanted["facets"].items()
        }
        shown = self.all_but("", base, passed)
        counts = {
            facet: self.counts(
                facet, self.all_but(facet, base, passed) if facet in passed else shown
            )
            for facet in self.table.codes
        }
        taken = shown & self.table.selected
        return [
            int(shown.sum()),
            int(self.table.sizes[shown].sum()),
            int(taken.sum()),
            counts,
        ]

    def all_but(self, left: str, base: Array, passed: Mapping[str, Array]) -> Array:
        """Return the rows that pass every facet but one."""
        found = base.copy()
        for facet, mask in passed.items():
            if facet != left:
                found &= mask
        return found

    def named(self, text: str) -> Array:
        """Return the rows whose name fits."""
        raise NotImplementedError

    def passed(self, facet: str, values: Sequence[str]) -> Array:
        """Return the rows that have one of the values."""
        raise NotImplementedError

    def counts(self, facet: str, rows: Array) -> dict[str, int]:
        """Return how many of the rows have each value."""
        raise NotImplementedError


class Numpy(Masks):
    """numpy: arrays of codes, and its own arrays of text."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        text = self.numpy.dtypes.StringDType()
        self.names = self.numpy.array(table.names, dtype=text)

    def named(self, text: str) -> Array:
        """Find text in the names; a pattern is tried on those with its parts."""
        strings = self.numpy.strings
        if end := ending(text):
            return strings.endswith(self.names, end)
        if not is_pattern(text):
            return strings.find(self.names, text) >= 0
        found = self.numpy.ones(len(self.names), dtype=bool)
        for part in filter(None, text.replace("?", "*").split("*")):
            found &= strings.find(self.names, part) >= 0
        matches = re.compile(fnmatch.translate(text)).match
        places = found.nonzero()[0]
        found[places] = [bool(matches(self.table.names[row])) for row in places]
        return found

    def passed(self, facet: str, values: Sequence[str]) -> Array:
        """Look every code up in a table of those that pass."""
        lookup = self.numpy.zeros(256, dtype=bool)
        lookup[self.table.wanted_codes(facet, values)] = True
        return lookup[self.table.codes[facet]]

    def counts(self, facet: str, rows: Array) -> dict[str, int]:
        """Count codes."""
        values = self.table.values[facet]
        codes = self.table.codes[facet][rows]
        found = self.numpy.bincount(codes, minlength=len(values)).tolist()
        return dict(zip(values, found, strict=True))


class Pandas(Masks):
    """pandas: categories, and text in Arrow's memory."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        pandas = import_module("pandas")
        self.frame = pandas.DataFrame(
            {
                facet: pandas.Categorical.from_codes(codes.astype("int16"), values)
                for (facet, codes), values in zip(
                    table.codes.items(), table.values.values(), strict=True
                )
            }
        )
        self.names = pandas.Series(table.names, dtype="string[pyarrow]")

    def named(self, text: str) -> Array:
        """Find text in the names."""
        if end := ending(text):
            found = self.names.str.endswith(end)
        elif is_pattern(text):
            found = self.names.str.match(expression(text))
        else:
            found = self.names.str.contains(text, regex=False)
        return found.to_numpy(dtype=bool)

    def passed(self, facet: str, values: Sequence[str]) -> Array:
        """Have pandas look for the values."""
        return self.frame[facet].isin(values).to_numpy()

    def counts(self, facet: str, rows: Array) -> dict[str, int]:
        """Have pandas count the values."""
        found: dict[str, int] = self.frame[facet][rows].value_counts().to_dict()
        return found


class Polars:
    """polars: one lazy query for each facet, all collected together."""

    def __init__(self, table: Table) -> None:
        self.polars = import_module("polars")
        self.table = table
        columns = {
            facet: self.polars.Series(codes) for facet, codes in table.codes.items()
        }
        own = {"name": table.names, "size": table.sizes, "selected": table.selected}
        self.every = self.polars.DataFrame(columns | own)
        self.present = self.every

    def remove(self) -> None:
        """Take the selected files out."""
        self.present = self.every.filter(~self.polars.col("selected"))

    def restore(self) -> None:
        """Put them back."""
        self.present = self.every

    def query(self, wanted: dict[str, Any]) -> list[Any]:
        """Answer a query."""
        column, table = self.polars.col, self.table
        base = self._base(wanted)
        passed = {
            facet: column(facet).is_in(table.wanted_codes(facet, values))
            for facet, values in wanted["facets"].items()
        }

        def but(left: str) -> Array:
            kept = [one for facet, one in passed.items() if facet != left]
            lazy = self.present.lazy()
            return lazy.filter(*base, *kept) if base or kept else lazy

        asked = [but(facet).group_by(facet).len() for facet in table.codes]
        size, taken = column("size"), column("selected")
        totals = but("").select(
            self.polars.len().alias("files"),
            size.sum().alias("bytes"),
            taken.sum().alias("taken"),
        )
        *grouped, row = self.polars.collect_all([*asked, totals])
        counts = {
            facet: {
                table.values[facet][code]: count
                for code, count in found.select(facet, "len").iter_rows()
            }
            for facet, found in zip(table.codes, grouped, strict=True)
        }
        return [*map(int, row.row(0)), counts]

    def _base(self, wanted: dict[str, Any]) -> list[Any]:
        name, size, text = (
            self.polars.col("name"),
            self.polars.col("size"),
            wanted["text"],
        )
        found = []
        if end := ending(text):
            found.append(name.str.ends_with(end))
        elif is_pattern(text):
            found.append(name.str.contains(expression(text)))
        elif text:
            found.append(name.str.contains(text, literal=True))
        if wanted["smallest"] is not None:
            found.append(size >= wanted["smallest"])
        if wanted["largest"] is not None:
            found.append(size <= wanted["largest"])
        return found


class Astroquery:
    """astroquery's `filter_products`: gives rows, counts no facet, finds no names."""

    _COLUMNS: Final = {
        "category": "productType",
        "data_type": "dataproduct_type",
        "group": "productSubGroupDescription",
        "mission": "obs_collection",
        "level": "calib_level",
        "access": "dataRights",
        "batch": "batch",
    }
    _MARK: Final = "Minimum Recommended Products"

    def __init__(self, table: Table) -> None:
        numpy = import_module("numpy")
        self.filter = import_module("astroquery.mast").Observations.filter_products
        columns = {
            there: numpy.array(table.values[here])[table.codes[here]]
            for here, there in self._COLUMNS.items()
        }
        levels = columns["calib_level"]
        columns["calib_level"] = numpy.where(levels == "", "-9", levels).astype(int)
        recommended = numpy.array(table.values["recommended"])
        marks = recommended[table.codes["recommended"]]
        columns["productGroupDescription"] = numpy.where(marks == "yes", self._MARK, "")
        columns["productFilename"] = numpy.array(table.names)
        columns["size"] = table.sizes
        self.selected = table.selected
        self.every = import_module("astropy.table").Table(columns)
        self.present = self.every

    def remove(self) -> None:
        """Take the selected files out."""
        self.present = self.every[~self.selected]

    def restore(self) -> None:
        """Put them back."""
        self.present = self.every

    def query(self, wanted: dict[str, Any]) -> list[Any] | None:
        """Answer a query, unless it asks for a part of a name."""
        if wanted["text"]:
            return None
        given = dict(wanted["facets"])
        filters: dict[str, Any] = {}
        mrp_only = bool(given.pop("recommended", ()))
        extension = given.pop("extension", None)
        if wanted["smallest"] is not None or wanted["largest"] is not None:
            filters["size"] = f"{wanted['smallest']}..{wanted['largest']}"
        for facet, values in given.items():
            levels = [int(value) for value in values] if facet == "level" else values
            filters[self._COLUMNS[facet]] = levels
        with contextlib.redirect_stdout(io.StringIO()):
            found = self.filter(
                self.present, mrp_only=mrp_only, extension=extension, **filters
            )
        return [len(found), int(found["size"].sum()), None, None]


PEERS: Final[Mapping[str, Callable[[Table], Peer]]] = {
    "numpy": Numpy,
    "pandas": Pandas,
    "polars": Polars,
    "astroquery": Astroquery,
}
