"""What the tests of readers share: reading, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from skybasket.formats import (
    aria2,
    astroquery_script,
    checksum_list,
    cloud_list,
    download_script,
    listing,
    manifest_html,
    manifest_json,
    uri_list,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Refused, Table

__all__ = ["READERS", "Reader", "Taken", "recognised", "taken"]


class Reader(Protocol):
    """A module that reads one kind of list."""

    def looks_like(self, start: bytes) -> bool: ...

    def read(self, content: bytes, refused: list[Refused]) -> Iterator[Table]: ...


READERS: Final[dict[str, Reader]] = {
    "aria2": aria2,
    "astroquery": astroquery_script,
    "checksums": checksum_list,
    "cloud": cloud_list,
    "script": download_script,
    "listing": listing,
    "html": manifest_html,
    "json": manifest_json,
    "uris": uri_list,
}


class Taken(NamedTuple):
    """What a reader took of a list, row by row, and what it refused."""

    rows: list[dict[str, Any]]
    refused: list[Refused]

    def column(self, name: str) -> list[Any]:
        return [row.get(name) for row in self.rows]


def recognised(content: bytes) -> list[str]:
    """Return which readers take a file for theirs; one should."""
    start = content[:65_536]
    return [name for name, reader in READERS.items() if reader.looks_like(start)]


def taken(reader: str, content: bytes | str) -> Taken:
    """Read a list, with each row's place in ``place``."""
    content = content.encode() if isinstance(content, str) else content
    refused: list[Refused] = []
    rows: list[dict[str, Any]] = []
    for table in READERS[reader].read(content, refused):
        assert table.places is not None
        columns = {"place": table.places, **table.columns}
        assert len({len(values) for values in columns.values()}) == 1
        rows += (
            dict(zip(columns, values, strict=True))
            for values in zip(*columns.values(), strict=True)
        )
    return Taken(rows, refused)
