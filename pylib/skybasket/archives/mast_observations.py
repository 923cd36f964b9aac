"""Makes observations of tables: CAOM's rows, and results of the searches by mission."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from skybasket.archives import mast_values
from skybasket.archives.mast_fields import OBSERVATION_FIELDS, assigned, plain
from skybasket.archives.mast_rows import Sheet, nothing_left
from skybasket.errors import UnknownColumnsError
from skybasket.limits import check_refused, check_rows
from skybasket.observation import Observation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.formats.contents import Refused, Table

__all__ = ["ObservationReader"]

_READERS: Final[Mapping[str, Callable[[object], str]]] = {
    "access": mast_values.upper,
    "start": mast_values.moment,
    "end": mast_values.moment,
    "exposure": mast_values.number,
    "right_ascension": mast_values.number,
    "declination": mast_values.number,
}
#: Searches that have a name of their own for the data set serve one mission.
_MISSIONS: Final = {"sci_data_set_name": "HST", "iue_data_id": "IUE"}
#: The search of JWST joins optical elements of two channels by commas.
_SEPARATORS: Final = re.compile(r"\s*[;,]\s*")


class ObservationReader:
    """Makes observations of tables, one batch after another.

    The same observation is taken once, however often it is listed.

    :param mapping: columns that their user chose: by the name of a field of
        `Observation` the column's own name.
    """

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._mapping = mapping or {}
        self._found: dict[Observation, None] = {}
        self._refused: list[Refused] = []
        self._rows = 0
        self._wrong = 0
        #: How many more observations the archive has than the tables hold.
        self.left_out = 0

    def take(self, table: Table) -> None:
        """Read the next rows; those with a wrong value are refused.

        :raises UnknownColumnsError: if no column identifies observations.
        """
        titles, _ = assigned(tuple(table.columns), OBSERVATION_FIELDS, self._mapping)
        identity = titles.get("observation_id") or titles.get("number")
        if not identity:
            raise UnknownColumnsError(tuple(table.columns))
        sheet = Sheet(table, self._rows)
        check_rows(self._rows + sheet.length)
        text = {
            field: sheet.read(title, _READERS.get(field, mast_values.text))
            for field, title in titles.items()
        }
        nothing = [""] * sheet.length
        identities = zip(
            text.get("observation_id", nothing),
            text.get("number", nothing),
            strict=True,
        )
        for row, (observation_id, number) in enumerate(identities):
            if not observation_id and not number:
                sheet.complain(row, identity, "is empty")
        self._rows += sheet.length
        self._wrong += sheet.wrong
        self._refused += sheet.refused()
        check_refused(self._refused)
        self.left_out += table.left_out
        kept = {field: sheet.kept(values) for field, values in text.items()}
        mission = _MISSIONS.get(plain(identity), "")
        for values in zip(*kept.values(), strict=True):
            self._found[_observation(dict(zip(kept, values, strict=True)), mission)] = (
                None
            )

    def finish(self) -> tuple[list[Observation], list[Refused]]:
        """Return all observations, and the rows that could not be taken.

        :raises FormatError: if there are no observations.
        """
        if not self._found:
            raise nothing_left(self._refused, self._wrong, "observations")
        return list(self._found), self._refused


def _observation(row: dict[str, str], mission: str) -> Observation:
    """Make an observation of what a row says, by field."""

    def number(field: str) -> float | None:
        return float(row[field]) if row.get(field) else None

    observation_id = row.get("observation_id", "")
    if not mission and observation_id.lower().startswith("jw"):
        mission = "JWST"
    elements = _SEPARATORS.split(row.get("bandpass", ""))
    return Observation(
        mission=row.get("mission") or mission,
        observation_id=observation_id,
        number=row.get("number", ""),
        proposal=row.get("proposal", ""),
        instrument=row.get("instrument", ""),
        bandpass=";".join(dict.fromkeys(elements)),
        data_type=row.get("data_type", ""),
        access=row.get("access", ""),
        target=row.get("target", ""),
        start=number("start"),
        end=number("end"),
        exposure=number("exposure"),
        right_ascension=number("right_ascension"),
        declination=number("declination"),
    )
