"""The columns of all products, and the table of observations they belong to.

A catalog only grows: a row, once given out, names the same product for ever, so that
undo, selections and links can speak of rows. Every text column is a list of distinct
values and one code a row; file names and URIs are taken apart into the few pieces
that repeat (`split_filename`), which is what lets a million products fit in a tab.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Final

from skybasket.codes import BYTES, lowest_bytes
from skybasket.columns import Coded, TextColumn
from skybasket.grouping import Grouping
from skybasket.identities import Identities
from skybasket.limits import check_memory
from skybasket.needs import Needs
from skybasket.observation import Observation
from skybasket.pieces import cut_filenames
from skybasket.product import Product, file_extension
from skybasket.stepwise import finished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from skybasket.stepwise import Stepwise

__all__ = ["Catalog", "ProductRows"]

#: Text columns that a product list may bring; a missing one is empty throughout.
TEXT_FIELDS: Final = (
    "mission",
    "observation_id",
    "category",
    "group",
    "recommended",
    "kind",
    "batch",
    "level",
    "access",
    "data_type",
    "instrument",
    "bandpass",
    "proposal",
    "target",
    "description",
    "pipeline_version",
    "project",
    "documentation_url",
    "observation_type",
    "observation_number",
    "parent_number",
    "inferred",
    "checksum",
)


#: What a product without it has from its observation.
_DESCRIBED: Final = ("target", "instrument", "bandpass", "proposal", "access")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRows:
    """Products as columns, the way readers hand them over; all of one length.

    :param uris: the identities.
    :param filenames: base names, without control characters.
    :param text: any of ``TEXT_FIELDS``.
    :param sizes: bytes, 0 where unknown.
    :param inexact: the rows whose size is rounded.
    :param left_out: how many more products the archive has than its answer holds.
    :param extra: columns without a name of their own.
    :param parents: further observations that lead to a product: its place here, the
        observation's ID, the archive's number of it; one of the two may be empty.
    :param ids: of observations whose own files are not among these, by their numbers.
    """

    uris: Sequence[str]
    filenames: Sequence[str]
    text: Mapping[str, Sequence[str]]
    sizes: Sequence[int]
    inexact: frozenset[int] = frozenset()
    left_out: int = 0
    extra: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parents: Sequence[tuple[int, str, str]] = ()
    ids: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of products."""
        return len(self.uris)


class Catalog:
    """All products that this basket has ever held, by row, and their observations."""

    def __init__(self) -> None:
        self.text = {name: TextColumn() for name in TEXT_FIELDS}
        self.extra: dict[str, TextColumn] = {}
        self.uris = Identities()
        self.stems = TextColumn()
        self.suffixes = TextColumn()
        self._extensions = TextColumn()
        #: Bytes, 0 where unknown.
        self.sizes = array("Q")
        #: Rows whose size is known only approximately.
        self.inexact: set[int] = set()
        #: Which observation each row belongs to.
        self.grouping = Grouping()
        #: Observations that lead to a row beside its own, as they came: the row, the
        #: observation's ID and number.
        self.further_parents: list[tuple[int, str, str]] = []
        self._further: dict[int, dict[tuple[str, str], None]] = {}
        self._id_of_number: dict[str, str] = {}
        #: What is known of observations beside what their products tell, as it came.
        self.descriptions: list[Observation] = []
        self._described: dict[tuple[str, str], Observation] = {}
        #: Which products needed which calibration reference.
        self.needs = Needs(self.uris)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.sizes)

    @property
    def observation_of(self) -> array[int]:
        """The observation of each row, as a place in `observations`."""
        return self.grouping.of_row

    @property
    def observations(self) -> list[tuple[str, str]]:
        """Mission and ID of every observation, in the order they came."""
        return self.grouping.keys

    def prepare(self) -> bool:
        """Do a part of what the next rows need; tell whether any was left."""
        columns = (*self.text.values(), self.stems, self.suffixes)
        return self.uris.prepare() or any(column.prepare() for column in columns)

    def describe(self, observations: Iterable[Observation]) -> None:
        """Take note of observations: products of theirs that come later learn of it."""
        for seen in observations:
            key = seen.mission, seen.observation_id
            if self._described.get(key) != seen:
                self._described[key] = seen
                self.descriptions.append(seen)

    def described(self, number: int) -> Observation | None:
        """Return what was told of an observation by itself, or None."""
        return self._described.get(self.observations[number])

    def append(
        self, products: ProductRows, is_gone: Callable[[int], bool] | None
    ) -> Sequence[int]:
        """Add products and return the row of each, old ones for URIs already here.

        One URI is one row, whatever number of observations lead to it: it stays under
        the observation that came first, and later ones are remembered as parents.

        :param is_gone: tells of a row that its file is no longer in the basket; when
            the file comes back it gets a new row, with what is known of it now. None
            where all have left, as when a file has a product twice.
        :raises FormatError: if the basket would remember too much.
        """
        return finished(self.appending(products, is_gone))

    def appending(
        self, products: ProductRows, is_gone: Callable[[int], bool] | None
    ) -> Stepwise[Sequence[int]]:
        """Add products, a column at each step; see `append`."""
        first = len(self)
        check_memory(first + len(products))
        yield 0
        rows, fresh = self.uris.add(products.uris, is_gone)
        told = self._told(products)

        is_whole = len(fresh) == len(products)

        def chosen(values: Sequence[str]) -> Iterable[str]:
            return values if is_whole else map(values.__getitem__, fresh)

        yield 0.3
        stems, suffixes = cut_filenames(products.filenames).pieces
        self.stems.extend(chosen(stems))
        self.suffixes.extend(chosen(suffixes))
        for place, (name, column) in enumerate(self.text.items()):
            yield 0.4 + 0.4 * place / len(self.text)
            if values := told.get(name) or products.text.get(name):
                column.extend(chosen(values))
            else:
                column.extend_empty(len(fresh))
        for name, values in products.extra.items():
            column = self.extra.setdefault(name, TextColumn())
            column.extend_empty(first - len(column))
            column.extend(chosen(values))
        self.inexact.update(
            rows[place] for place in products.inexact if rows[place] >= first
        )
        sizes = products.sizes
        self.sizes.extend(sizes if is_whole else map(sizes.__getitem__, fresh))
        yield 0.8
        self.grouping.join(self.text["mission"], self.text["observation_id"])
        yield 0.9
        self._remember_parents(products, rows, fresh)
        return rows

    def _told(self, products: ProductRows) -> dict[str, Sequence[str]]:
        """Return columns completed by what is known of the products' observations."""
        missions = products.text.get("mission")
        ids = products.text.get("observation_id")
        if not self._described or not missions or not ids:
            return {}
        known = list(map(self._described.get, zip(missions, ids, strict=True)))
        return {
            name: [
                value or (getattr(seen, name) if seen else "")
                for value, seen in zip(
                    products.text.get(name) or repeat("", len(known)),
                    known,
                    strict=False,
                )
            ]
            for name in _DESCRIBED
        }

    def _remember_parents(
        self, products: ProductRows, rows: Sequence[int], fresh: Sequence[int]
    ) -> None:
        """Note which observations lead to a file beside the one it stands under."""
        ids = products.text.get("observation_id", ())
        numbers = products.text.get("observation_number", ())
        asked = products.text.get("parent_number", ())
        for number, observation_id in products.ids.items():
            self._id_of_number.setdefault(number, observation_id)
        for number, observation_id in dict(zip(numbers, ids, strict=False)).items():
            if number and observation_id:
                self._id_of_number.setdefault(number, observation_id)
        for place, observation_id, number in products.parents:
            self._lead(rows[place], observation_id, number)
        if len(fresh) == len(rows):
            return
        new = set(fresh)
        for place, row in enumerate(rows):
            if place not in new:
                self._lead(
                    row, ids[place] if ids else "", asked[place] if asked else ""
                )

    def _lead(self, row: int, observation_id: str, number: str) -> None:
        """Note an observation that leads to a row."""
        own = self.text["observation_id"][row], self.text["parent_number"][row]
        if (observation_id, number) == own:
            return
        further = self._further.setdefault(row, {})
        if (observation_id, number) not in further:
            further[observation_id, number] = None
            self.further_parents.append((row, observation_id, number))

    def further_parents_of(self, row: int) -> Iterable[tuple[str, str]]:
        """Return the ID and number of each observation beside the row's own."""
        return self._further.get(row, ())

    def observation(self, number: int) -> Observation:
        """Return what the archive, else the rows of one observation, tell of it."""
        mission, observation_id = self.observations[number]
        row = self.grouping.first_row[number]
        told = self._described.get((mission, observation_id))
        if told:
            return told
        return Observation(
            mission=mission,
            observation_id=observation_id,
            number=self.text["observation_number"][row],
            proposal=self.text["proposal"][row],
            instrument=self.text["instrument"][row],
            bandpass=self.text["bandpass"][row],
            data_type=self.text["data_type"][row],
            access=self.text["access"][row],
            target=self.text["target"][row],
        )

    def first_row(self, number: int) -> int:
        """Return the first row of an observation."""
        return self.grouping.first_row[number]

    def observation_number(self, mission: str, observation_id: str) -> int | None:
        """Return the place of an observation in `observations`, or None."""
        return self.grouping.numbers.get((mission, observation_id))

    def filename(self, row: int) -> str:
        """Return the file name of a row."""
        return self.stems[row] + self.suffixes[row]

    def uri(self, row: int) -> str:
        """Return the URI of a row."""
        return self.uris[row]

    def size(self, row: int) -> int | None:
        """Return the size of a row in bytes, or None when it is unknown."""
        return self.sizes[row] or None

    def parents(self, row: int) -> tuple[str, ...]:
        """Return every observation that led to a row: IDs where known, else numbers."""
        further = self.further_parents_of(row)
        asked = (self.text["parent_number"][row], *(number for _, number in further))
        found = dict.fromkeys(
            (
                self.text["observation_id"][row],
                *(observation_id for observation_id, _ in further),
                *(self._id_of_number.get(number, number) for number in asked),
            )
        )
        return tuple(filter(None, found))

    def ids_elsewhere(self, rows: Sequence[int]) -> dict[str, str]:
        """Return the IDs of parents of some rows that these alone do not tell of."""
        asked, numbers, ids = (
            self.text[name]
            for name in ("parent_number", "observation_number", "observation_id")
        )
        wanted = {
            asked.values[code] for code in set(map(asked.codes.__getitem__, rows))
        }
        for row in self._further.keys() & set(rows) if self._further else ():
            wanted |= {number for _, number in self._further[row]}
        # As `append` would take it from these rows.
        codes = dict(
            zip(
                map(numbers.codes.__getitem__, rows),
                map(ids.codes.__getitem__, rows),
                strict=True,
            )
        )
        told = {numbers.values[key]: ids.values[code] for key, code in codes.items()}
        known = self._id_of_number
        return {
            number: known[number]
            for number in sorted(wanted & known.keys())
            if told.get(number) != known[number]
        }

    def facet(self, name: str) -> TextColumn:
        """Return the column behind a facet; extensions follow from the suffixes."""
        if name != "extension":
            return self.text[name]
        fresh = self.suffixes.codes[len(self._extensions) :]
        if fresh:
            names = self.suffixes.values
            extensions = [file_extension("x" + text) for text in names]
            codes = lowest_bytes(fresh) if len(names) <= BYTES else fresh
            self._extensions.extend(Coded(extensions, codes))
        return self._extensions

    def product(self, row: int) -> Product:
        """Return one row as a `Product`."""
        text = {name: column[row] for name, column in self.text.items()}
        level, inferred = text.pop("level"), text.pop("inferred")
        filename = self.filename(row)
        return Product(
            uri=self.uri(row),
            filename=filename,
            extension=file_extension(filename),
            size=self.size(row),
            size_exact=row not in self.inexact,
            level=int(level) if level else None,
            parents=self.parents(row),
            inferred=frozenset(inferred.split()),
            extra={
                name: column[row]
                for name, column in self.extra.items()
                if row < len(column) and column[row]
            },
            **text,
        )
