"""Folder layouts: which folders a file goes into, by a template of product terms."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Final

from skybasket.errors import RetrievalError
from skybasket.retrieval.paths import legal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from skybasket.catalog import Catalog

__all__ = ["FIELDS", "LAYOUTS", "Layout"]

#: The layouts with a name, as templates.
LAYOUTS: Final[Mapping[str, str]] = {
    "mission": "{mission}/{observation}/{filename}",
    "observation": "{observation}/{filename}",
    "flat": "{filename}",
}
_FILENAME: Final = "filename"
#: What a template may name beside the file, and the column it is read from.
FIELDS: Final[Mapping[str, str]] = {
    "mission": "mission",
    "observation": "observation_id",
    "proposal": "proposal",
    "target": "target",
    "category": "category",
    "group": "group",
    "level": "level",
    "instrument": "instrument",
    "filter": "bandpass",
    "extension": "extension",
}
_DEEPEST: Final = 8
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a template, each as texts and fields in turn."""

    folders: tuple[tuple[tuple[str, str], ...], ...]

    @classmethod
    def parse(cls, text: str) -> Layout:
        """Read the name of a layout, or a template like ``{proposal}/{filename}``.

        :raises RetrievalError: if it is neither, naming what is wrong with it.
        """
        if len(text) > _LONGEST:
            start = text[:_LONGEST]
            raise _wrong(start, f"it has more than {_LONGEST} characters")
        *folders, last = LAYOUTS.get(text, text).split("/")
        if last != f"{{{_FILENAME}}}":
            raise _wrong(text, "the last part has to be {filename}")
        if len(folders) > _DEEPEST:
            raise _wrong(text, f"it has more than {_DEEPEST} folders")
        return cls(tuple(tuple(_parts(text, folder)) for folder in folders))

    def places(self, catalog: Catalog, rows: Sequence[int]) -> Iterator[str]:
        """Yield the folder of each row, with "/" between and after its parts.

        It is worked out once for every combination of values that occurs.
        """
        fields = (field for folder in self.folders for _, field in folder)
        names = list(dict.fromkeys(filter(None, fields)))
        columns = [catalog.facet(FIELDS[name]) for name in names]
        known: dict[tuple[int, ...], str] = {}
        codes = [column.codes for column in columns]
        for row in rows:
            key = tuple([code[row] for code in codes])
            place = known.get(key)
            if place is None:
                values = {
                    name: column[row]
                    for name, column in zip(names, columns, strict=True)
                }
                place = known[key] = self._place(values)
            yield place

    def _place(self, values: Mapping[str, str]) -> str:
        return "".join(
            legal_name("".join(t + (_value(f, values) if f else "") for t, f in folder))
            + "/"
            for folder in self.folders
        )


def _value(field: str, values: Mapping[str, str]) -> str:
    return values[field].removeprefix(".") or f"no-{field}"


def _parts(template: str, folder: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a folder, each with the field that follows it, if any."""
    if not folder:
        raise _wrong(template, "it has an empty folder name")
    try:
        for text, field, form, conversion in Formatter().parse(folder):
            if field is not None and (field not in FIELDS or form or conversion):
                raise _wrong(template, f"{{{field}}} is not a field")
            yield text, field or ""
    except ValueError:
        raise _wrong(template, "its braces do not match") from None


def _wrong(template: str, reason: str) -> RetrievalError:
    fields = ", ".join(f"{{{field}}}" for field in FIELDS)
    message = (
        f"There is no layout {template!r}: {reason}. Use {', '.join(LAYOUTS)}, "
        f"or a template of {fields}, ending with {{filename}}."
    )
    return RetrievalError(message)
