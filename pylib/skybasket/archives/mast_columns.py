"""MAST's product columns: which is which, what each may hold, and what follows from it.

Every distinct value of a column is looked at once, so a list of 100,000 products costs
a few thousand checks; what is wrong is reported with its row, column and value, all of
it together.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Final
from unicodedata import category

from skybasket.archives.mast import BATCH_MISSIONS, Mast
from skybasket.archives.mast_names import inferred_bandpass, inferred_instrument
from skybasket.catalog import ProductRows
from skybasket.errors import FormatError, first_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["COLUMNS", "ProductReader"]

#: MAST's column names (CAOM products) and ours, lower case because lists differ.
COLUMNS: Final[Mapping[str, str]] = {
    "datauri": "uri",
    "productfilename": "filename",
    "obs_collection": "mission",
    "obs_id": "observation_id",
    "producttype": "category",
    "productgroupdescription": "recommended",
    "productsubgroupdescription": "group",
    "calib_level": "level",
    "datarights": "access",
    "dataproduct_type": "data_type",
    "instrument_name": "instrument",
    "filters": "bandpass",
    "proposal_id": "proposal",
    "target_name": "target",
    "description": "description",
    "prvversion": "pipeline_version",
    "project": "project",
    "productdocumentationurl": "documentation_url",
    "type": "observation_type",
    "obsid": "observation_number",
    "parent_obsid": "parent_number",
    "size": "size",
    "checksum": "checksum",
    "md5": "checksum",
    "sha1": "checksum",
    "sha1sum": "checksum",
    "sha256": "checksum",
}
#: State of the archive's own page, not of the product.
_IGNORED: Final = frozenset({"_selected_"})
#: What astropy, pandas and the archive write for "nothing".
_MISSING: Final = frozenset({"", "--", "nan", "NaN", "null", "None", "N/A"})
_RECOMMENDED: Final = "minimum recommended products"
_LARGEST: Final = 10**15
#: Kinds of checksums by their hexadecimal digits.
_CHECKSUMS: Final[Mapping[int, str]] = {32: "md5", 40: "sha1", 64: "sha256"}
_HEXADECIMAL: Final = frozenset("0123456789abcdef")
_LONGEST: Final = 8192
#: Unicode categories of control, format and half characters, line and paragraph ends.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class ProductReader:
    """Makes products of tables with MAST's column names, one batch after another."""

    def __init__(self) -> None:
        self._batches: list[ProductRows] = []
        self._problems: list[str] = []
        self._rows = 0

    def take(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Read the next rows.

        :param columns: raw values by column name, all of one length; unknown columns
            are kept as extra ones.
        :raises FormatError: if there is no column of addresses.
        """
        named: dict[str, tuple[str, Sequence[object]]] = {}
        extra: dict[str, Sequence[object]] = {}
        for title, values in columns.items():
            field = COLUMNS.get(title.strip().lower())
            if field and field not in named:
                named[field] = title, values
            elif title not in _IGNORED:
                extra[title] = values
        if "uri" not in named:
            message = "The list has no column dataURI, so its files have no address."
            raise FormatError(message, [f"columns: {', '.join(columns) or 'none'}"])
        read = {
            field: self._read(title, values, _READERS.get(field, _text))
            for field, (title, values) in named.items()
        }
        kept = {
            title: self._read(title, values, _extra) for title, values in extra.items()
        }
        self._require(named["uri"][0], read["uri"])
        self._rows += len(read["uri"])
        if not self._problems:
            sizes = [int(size) if size else 0 for size in read.pop("size", ())]
            self._batches.append(_completed(read, sizes, kept))

    def finish(self) -> list[ProductRows]:
        """Return all batches.

        :raises FormatError: listing every wrong value with its row and column.
        """
        if self._problems:
            raise FormatError(
                _summary(len(self._problems)), first_places(self._problems)
            )
        return self._batches

    def _read(
        self, title: str, values: Sequence[object], reader: Callable[[object], str]
    ) -> list[str]:
        """Read a column, each distinct value once; note what is wrong with it.

        The type belongs to the key: Python calls 1, 1.0 and True equal.
        """
        keys = list(zip(map(type, values), values, strict=True))
        try:
            distinct = dict.fromkeys(keys)
        except TypeError:
            nested = [json.dumps(value)[:_LONGEST] for value in values]
            if reader is _extra:
                return nested
            self._note(title, range(len(values)), values, "is not a single value")
            return nested
        read: dict[tuple[type, object], str] = {}
        wrong: dict[tuple[type, object], str] = {}
        for key in distinct:
            try:
                read[key] = reader(key[1])
            except ValueError as error:
                read[key] = ""
                wrong[key] = str(error)
        for complaint in dict.fromkeys(wrong.values()):
            rows = [row for row, key in enumerate(keys) if wrong.get(key) == complaint]
            self._note(title, rows, values, complaint)
        return list(map(read.__getitem__, keys))

    def _note(
        self,
        title: str,
        rows: Iterable[int],
        values: Sequence[object],
        complaint: str,
    ) -> None:
        """Note what is wrong with some values of a column."""
        self._problems += (
            f"row {self._rows + row + 1:,}, column {title}: "
            f"{_shown(values[row])} {complaint}"
            for row in rows
        )

    def _require(self, title: str, uris: list[str]) -> None:
        if not self._problems:
            self._problems += (
                f"row {row:,}, column {title}: is empty"
                for row, uri in enumerate(uris, self._rows + 1)
                if not uri
            )


def _completed(
    text: dict[str, list[str]], sizes: list[int], extra: dict[str, list[str]]
) -> ProductRows:
    """Add what follows from the other columns."""
    uris = text.pop("uri")
    filenames = [
        name or _last_part(uri)
        for name, uri in zip(text.pop("filename", [""] * len(uris)), uris, strict=True)
    ]
    missions = [
        mission or _mission(uri)
        for mission, uri in zip(
            text.get("mission", [""] * len(uris)), uris, strict=True
        )
    ]
    text["mission"] = missions
    text["batch"] = [
        "available" if mission in BATCH_MISSIONS else "unavailable"
        for mission in missions
    ]
    text["kind"] = [
        "reference" if category == "CALIBRATION" else "science"
        for category in text.get("category", [""] * len(uris))
    ]
    text.setdefault("recommended", ["unknown"] * len(uris))
    _infer(text, filenames)
    return ProductRows(
        uris=uris,
        filenames=filenames,
        text=text,
        sizes=sizes or [0] * len(uris),
        extra=extra,
    )


def _infer(text: dict[str, list[str]], filenames: list[str]) -> None:
    """Fill instrument and bandpass from names where the list is silent."""
    count = len(filenames)
    marks = [""] * count
    ids = text.get("observation_id", [""] * count)
    for field, read in (
        ("instrument", inferred_instrument),
        ("bandpass", inferred_bandpass),
    ):
        given = text.get(field, [""] * count)
        known: dict[tuple[str, str], str] = {}
        found = []
        for row, value in enumerate(given):
            if not value:
                mission, observation_id = text["mission"][row], ids[row]
                key = mission, observation_id
                if key not in known:
                    known[key] = read(mission, observation_id)
                value = known[key] or read(mission, filenames[row])  # noqa: PLW2901
                if value:
                    marks[row] = f"{marks[row]} {field}".strip()
            found.append(value)
        text[field] = found
    text["inferred"] = marks


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        if value.is_integer():
            value = int(value)
    text = str(value).strip()
    if text in _MISSING:
        return ""
    return text if text.isprintable() else _printable(text)


def _printable(text: str) -> str:
    """Return text without what would confuse a page, a terminal or a writer.

    Control characters become spaces; half characters, which JSON can spell and nothing
    can write out again, become question marks.
    """
    whole = text.encode(errors="replace").decode()
    return " ".join(
        "".join(" " if category(letter) == "Cc" else letter for letter in whole).split()
    )


def _extra(value: object) -> str:
    """Read a column that means nothing here: shortened rather than refused."""
    return _text(value)[:_LONGEST]


def _name(value: object) -> str:
    """Read a URI or a file name, which other programs will take at its word."""
    if value is None:
        return ""
    if not isinstance(value, str):
        message = "is not text"
        raise ValueError(message)  # noqa: TRY004
    text = value.strip()
    if len(text) > _LONGEST:
        message = f"is longer than {_LONGEST:,} characters"
        raise ValueError(message)
    if not text.isprintable() and any(
        category(letter) in _INVISIBLE for letter in text
    ):
        message = "has characters that cannot be printed"
        raise ValueError(message)
    return "" if text in _MISSING else text


def _size(value: object) -> str:
    """Return bytes as text, nothing for 0: the archive's 0 means "not known"."""
    text = _whole(value, "is not a number of bytes")
    if text and not 0 <= int(text) <= _LARGEST:
        message = "is not a possible number of bytes"
        raise ValueError(message)
    return "" if text == "0" else text


def _level(value: object) -> str:
    text = _whole(value, "is not a calibration level")
    if text and not -1 <= int(text) <= 9:  # noqa: PLR2004
        message = "is not a calibration level (-1 to 4)"
        raise ValueError(message)
    return text


def _whole(value: object, complaint: str) -> str:
    if isinstance(value, bool):
        raise ValueError(complaint)  # noqa: TRY004
    text = _text(value)
    if not text:
        return ""
    text = text.removesuffix(".0")
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 20:  # noqa: PLR2004
        raise ValueError(complaint)
    return str(int(text))


def _checksum(value: object) -> str:
    """Read a checksum; which kind it is shows in its length."""
    kind, _, digits = _text(value).lower().rpartition(":")
    if not digits:
        return ""
    found = _CHECKSUMS.get(len(digits))
    if not found or kind not in ("", found) or set(digits) - _HEXADECIMAL:
        message = "is not a checksum (md5, sha1 or sha256, in hexadecimal)"
        raise ValueError(message)
    return f"{found}:{digits}"


def _recommended(value: object) -> str:
    return "yes" if _text(value).lower() == _RECOMMENDED else "no"


def _upper(value: object) -> str:
    return _text(value).upper()


_READERS: Final[Mapping[str, Callable[[object], str]]] = {
    "uri": _name,
    "filename": _name,
    "category": _upper,
    "access": _upper,
    "recommended": _recommended,
    "level": _level,
    "size": _size,
    "checksum": _checksum,
}


def _mission(uri: str) -> str:
    """Return the mission that an archive URI names, as in ``mast:JWST/product/x``."""
    return uri.partition(":")[2].partition("/")[0] if Mast.is_own(uri) else ""


def _last_part(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2] or uri


def _summary(problems: int) -> str:
    values = "1 value is" if problems == 1 else f"{problems:,} values are"
    return f"{values} wrong, so nothing was taken from the list. Mend it and try again."


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004
