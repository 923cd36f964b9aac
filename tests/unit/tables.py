"""Reads tables as a whole, and breaks the files that they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st
from skybasket.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skybasket.formats.contents import Refused, Table

    Reader = Callable[[bytes, list[Refused]], Iterator[Table]]

__all__ = ["Outcome", "broken", "cut", "outcome", "read_or_refused"]


class Outcome(NamedTuple):
    """All that was read of a file."""

    columns: dict[str, list[Any]]
    places: list[str]
    refused: list[Refused]


def outcome(read: Reader, content: bytes) -> Outcome:
    """Read a file; its tables must fit together."""
    refused: list[Refused] = []
    columns: dict[str, list[Any]] = {}
    places: list[str] = []
    for table in read(content, refused):
        assert table.places is not None
        assert not columns or list(columns) == list(table.columns)
        for name, values in table.columns.items():
            assert len(values) == len(table.places)
            columns.setdefault(name, []).extend(values)
        places += table.places
    return Outcome(columns, places, refused)


def read_or_refused(read: Reader, content: bytes) -> None:
    """Read a file, whatever is in it: there are rows, or one clear error."""
    try:
        assert outcome(read, content).places
    except FormatError as error:
        assert error.message.endswith(".")  # noqa: PT017 - it is what is looked at


def cut(content: bytes) -> Iterator[bytes]:
    """Yield what is left of a file that is cut off at each place."""
    return (content[:end] for end in range(len(content)))


def broken(*contents: bytes) -> st.SearchStrategy[bytes]:
    """Return files with some bytes in the middle replaced by others."""
    return st.builds(
        lambda content, place, length, other: (
            content[: place % len(content)]
            + other
            + content[place % len(content) + length :]
        ),
        st.sampled_from(contents),
        st.integers(0, 10_000),
        st.integers(0, 9),
        st.binary(max_size=9)
        | st.sampled_from([b'"', b",", b"<", b">", b"&", b"9" * 40]),
    )
