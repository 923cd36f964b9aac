"""The one tree of errors; each says what is wrong, where, and what to do next.

SkybasketError
├── FormatError          a file that is not a product list, or a bad one
│   └── UnknownColumnsError   a table in which nothing names the files
├── FilterError          a filter that no product can ever match
├── SelectionError       a path or row that is not in the basket
├── LinkError            a link into the page that cannot be followed
├── RetrievalError       a download that cannot be written down
├── QueryError           a search that cannot be asked
├── SearchError          an archive that did not answer a search
├── SettingsError        settings that name no archive
└── CommandError         a request that the application does not know
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CommandError",
    "FilterError",
    "FormatError",
    "LinkError",
    "RetrievalError",
    "SelectionError",
    "SettingsError",
    "SkybasketError",
    "UnknownColumnsError",
    "first_places",
]


_LISTED: Final = 20


def first_places(places: Sequence[str]) -> list[str]:
    """Return the first twenty places, and a last one that counts the others."""
    more = len(places) - _LISTED
    return [*places[:_LISTED], *([f"and {more:,} more"] if more > 0 else [])]


class SkybasketError(Exception):
    """Anything that Skybasket refuses, in words for the person who asked.

    :param message: what is wrong and what to do next, one or two sentences.
    :param where: the places it concerns, most useful first (row, column, value).
    """

    kind: ClassVar[str] = "error"

    def __init__(self, message: str, where: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.where = tuple(where)

    def __str__(self) -> str:
        """Join the message and the places, a line each."""
        return "\n".join((self.message, *(f"  {place}" for place in self.where)))


class FormatError(SkybasketError):
    """A file could not be read as a list of products; nothing of it was taken."""

    kind = "format"


class UnknownColumnsError(FormatError):
    """A table has no column that is known to name files; its user may know which does.

    :param columns: the names of all its columns.
    """

    kind = "columns"

    def __init__(self, columns: Sequence[str]) -> None:
        message = "No column of this table is known to name files. Say which one does."
        super().__init__(message, [f"column {column}" for column in columns])
        self.columns = list(columns)


class FilterError(SkybasketError):
    """A filter asks for something that no product can have."""

    kind = "filter"


class SelectionError(SkybasketError):
    """A path, row or file is not in the basket."""

    kind = "selection"


class RetrievalError(SkybasketError):
    """A script or list cannot be made as asked."""

    kind = "retrieval"


class LinkError(SkybasketError):
    """A link into the page cannot be understood; nothing of it was followed."""

    kind = "link"


class SettingsError(SkybasketError):
    """The archive's address, or the file that names it, cannot be used."""

    kind = "settings"


class CommandError(SkybasketError):
    """The application does not know the command, or its arguments do not fit."""

    kind = "command"
