"""Where each file goes: its folder, a legal name, and no two files in one place.

The rule for files that would share a place, seen in every name it makes: all of them
keep their name and get their observation's ID added to it or, where that does not
tell them apart, a mark that follows from their URI. So what a file is called does not
depend on the order of the files. Names count as the same where some system takes them
for the same (`same_place`).
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.retrieval.paths import is_plain, legal_name, marked, same_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.catalog import Catalog
    from skybasket.retrieval.layouts import Layout

__all__ = ["Change", "Destinations"]

#: Bytes of a URI's fingerprint: more only against lists made to collide.
_FINGERPRINTS: Final = (4, 8, 16, 32)


class Change(NamedTuple):
    """A file that does not get the name that the archive gave it."""

    row: int
    #: The archive's name of the file.
    name: str
    #: Where it goes instead.
    path: str
    #: Why: "legal" where its name is not, "taken" where others had it too.
    reason: str


class Destinations:
    """The place of every wanted file, worked out together.

    :param rows: the wanted rows of the catalog.
    """

    def __init__(self, catalog: Catalog, rows: Sequence[int], layout: Layout) -> None:
        self._catalog = catalog
        names = list(map(catalog.filename, rows))
        self._odd = {
            row: legal
            for row, name in zip(rows, names, strict=True)
            if not is_plain(name) and (legal := legal_name(name)) != name
        }
        folders = layout.places(catalog, rows)
        if self._odd:
            legal_names = map(self._odd.get, rows, names)
            self.paths = list(map(_joined, folders, legal_names))
        else:
            self.paths = list(map(str.__add__, folders, names))
        self._rows = rows
        self._taken: list[int] = []
        self._separate()

    def _separate(self) -> None:
        """Give files that would share a place one each."""
        taken = set(map(same_place, self.paths))
        if len(taken) == len(self.paths):
            return
        counted = Counter(map(same_place, self.paths))
        crowd = [
            place
            for place, path in enumerate(self.paths)
            if counted[same_place(path)] > 1
        ]
        self._taken = crowd
        ids = self._catalog.text["observation_id"]
        wanted = [
            _renamed(self.paths[place], ids[self._rows[place]]) for place in crowd
        ]
        wanted_by = Counter(map(same_place, wanted))
        for place, path in zip(crowd, wanted, strict=True):
            key = same_place(path)
            if wanted_by[key] > 1 or key in taken:
                path = self._fingerprinted(place, taken)  # noqa: PLW2901
            self.paths[place] = path
            taken.add(same_place(path))

    def _fingerprinted(self, place: int, taken: set[str]) -> str:
        """Return a path with a mark of the file's URI that nobody has yet."""
        uri = self._catalog.uri(self._rows[place]).encode()
        path = self.paths[place]
        for size in _FINGERPRINTS:
            path = _renamed(
                self.paths[place], blake2b(uri, digest_size=size).hexdigest()
            )
            if same_place(path) not in taken:
                break
        return path

    @property
    def changes(self) -> list[Change]:
        """The files whose name is not the archive's, in tree order."""
        if not self._odd and not self._taken:
            return []
        taken = set(self._taken)
        return [
            Change(
                row,
                self._catalog.filename(row),
                self.paths[place],
                "taken" if place in taken else "legal",
            )
            for place, row in enumerate(self._rows)
            if place in taken or row in self._odd
        ]


def _joined(folder: str, name: str | None) -> str:
    return f"{folder}{name}"


def _renamed(path: str, mark: str) -> str:
    folder, slash, name = path.rpartition("/")
    return folder + slash + marked(name, legal_name(mark))
