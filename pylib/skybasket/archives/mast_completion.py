"""Completes products with what their URIs, paths and names tell, column by column.

Which of the archive's collections a file belongs to shows in its URI, and in the
folders that the archive's own scripts and astroquery save it to:
``<collection>/<observation>/<file>``. The rest is in its name; see `mast_infer`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.archives.mast import Mast
from skybasket.archives.mast_infer import (
    Ending,
    Start,
    mission_of,
    read_ending,
    read_start,
)
from skybasket.archives.mast_names import inferred_bandpass, inferred_instrument
from skybasket.columns import Coded, coded, combined

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from skybasket.pieces import Pieced

__all__ = ["complete"]

_NAMES: Final = (
    "BEFS EUVE FIMS-SPEAR FUSE GALEX HLA HLSP HST HUT IUE JWST K2 K2FFI Kepler"
    " KeplerFFI OPO PS1 SDSS SPITZER_SHA SWIFT TESS TUES WUPPE"
)
#: The archive's collections (obs_collection), by what URIs and folders call them.
_COLLECTIONS: Final = {name.casefold(): name for name in _NAMES.split()}
_SPITZER: Final = "SPITZER_SHA"
_SPITZER_FILES: Final = (
    "https://irsa.ipac.caltech.edu/data/SPITZER/SHA/",
    "mast:SPITZER/",
)
#: Observation IDs are longer than what people name folders by as well: proposals,
#: groups, filters.
_OBSERVATION: Final = re.compile(r"(?=.*[0-9])[A-Za-z0-9][\w.+-]{7,}", re.ASCII)
#: Fields that a name can tell; filled in where a list has no such column.
_TOLD: Final = ("observation_id", "proposal", "group", "level", "category", "data_type")


class _Folder(NamedTuple):
    mission: str = ""
    observation_id: str = ""


def complete(
    text: dict[str, Coded[str]],
    filenames: Pieced,
    uris: Sequence[str],
    paths: Sequence[str],
    partial: Collection[str] = (),
) -> None:
    """Fill what the columns of products leave open, and say so in ``inferred``.

    Mission, instrument and bandpass are filled in wherever a row has none.

    :param text: columns by field, which are added to.
    :param filenames: in their two pieces.
    :param paths: where the files were saved; empty if the list does not say it.
    :param partial: further columns to be filled in row by row.
    """
    filling = _Filling(text, len(uris))
    missing = [field for field in _TOLD if field not in text or field in partial]
    stems, suffixes = filenames.pieces
    if missing or not filling.is_full("mission"):
        starts = stems.each(read_start)
        endings = combined(_ending, starts, suffixes)
        folders = _folders(paths, len(uris))
        if not filling.is_full("mission"):
            filling.fill("mission", _missions(uris, folders, starts, endings))
        told = _told(text["mission"], starts, endings)
        told["observation_id"] = combined(
            _observation, text["mission"], folders, told["observation_id"]
        )
        for field in missing:
            filling.fill(field, told[field])
    for field, read in (
        ("instrument", inferred_instrument),
        ("bandpass", inferred_bandpass),
    ):
        if not filling.is_full(field):
            missions = text["mission"]
            found = combined(read, missions, text["observation_id"])
            for names in filenames.pieces:
                found = combined(_reader_of(read), found, missions, names)
            filling.fill(field, found)
    text["inferred"] = filling.inferred()


class _Filling:
    """Columns whose empty rows are filled, and the marks of what was filled.

    :param text: the columns by field, which are added to.
    """

    def __init__(self, text: dict[str, Coded[str]], rows: int) -> None:
        self._text = text
        self._nothing = Coded.constant("", rows)
        self._marks = [text.pop("inferred")] if "inferred" in text else []

    def is_full(self, field: str) -> bool:
        """Tell whether every row has a value."""
        return all(self._text.get(field, self._nothing).values)

    def fill(self, field: str, found: Coded[str]) -> None:
        """Put in what was found where a row has nothing."""
        given = self._text.get(field, self._nothing)
        self._text[field] = combined(_either, given, found)

        def mark(given: str, found: str) -> str:
            return field if found and not given else ""

        self._marks.append(combined(mark, given, found))

    def inferred(self) -> Coded[str]:
        """Return the fields that were filled, by row."""
        return combined(_joined, *self._marks) if self._marks else self._nothing


def _ending(start: Start, suffix: str) -> Ending:
    return read_ending(start.rule, start.rest + suffix)


def _missions(
    uris: Sequence[str],
    folders: Coded[_Folder],
    starts: Coded[Start],
    endings: Coded[Ending],
) -> Coded[str]:
    def mission(folder: _Folder, told: str, start: Start, ending: Ending) -> str:
        return folder.mission or told or mission_of(start, ending)

    by_uri = coded(list(map(_uri_start, uris))).each(_uri_mission)
    return combined(mission, folders, by_uri, starts, endings)


def _uri_start(uri: str) -> str:
    """Return as much of a URI as can tell its collection."""
    return next(filter(uri.startswith, _SPITZER_FILES), uri.partition("/")[0])


def _uri_mission(start: str) -> str:
    """Return the mission that an archive URI begins with, as in ``mast:JWST``."""
    name = start.partition("/")[0].partition(":")[2] if Mast.is_own(start) else ""
    found = _COLLECTIONS.get(name.casefold(), name)
    return found or (_SPITZER if start in _SPITZER_FILES else "")


def _folders(paths: Sequence[str], rows: int) -> Coded[_Folder]:
    if not paths:
        return Coded.constant(_Folder(), rows)
    return coded([path.rpartition("/")[0] for path in paths]).each(_folder)


def _folder(path: str) -> _Folder:
    """Return what the folders of a path tell, if they are the archive's.

    Files of Spitzer lie deeper in their observation's folder.
    """
    parts = path.split("/")
    place = parts.index(_SPITZER) if _SPITZER in parts else len(parts) - 2
    if not 0 <= place < len(parts) - 1:
        return _Folder()
    mission = _COLLECTIONS.get(parts[place].casefold(), "")
    is_id = mission and _OBSERVATION.fullmatch(parts[place + 1])
    return _Folder(mission, parts[place + 1]) if is_id else _Folder()


def _told(
    missions: Coded[str], starts: Coded[Start], endings: Coded[Ending]
) -> dict[str, Coded[str]]:
    """Return what names tell by field, where they are names of the row's mission."""

    def told(mission: str, start: Start, ending: Ending) -> tuple[Start, Ending]:
        return (start, ending) if start.mission == mission else (Start(), Ending())

    def of_ending(field: str) -> Callable[[tuple[Start, Ending]], str]:
        return lambda pair: str(getattr(pair[1], field))

    pairs = combined(told, missions, starts, endings)
    found = {
        field: pairs.each(of_ending(field))
        for field in ("group", "level", "category", "data_type")
    }
    found["proposal"] = pairs.each(lambda pair: pair[0].proposal)
    found["observation_id"] = pairs.each(
        lambda pair: (
            pair[0].observation_id and pair[0].observation_id + pair[1].observation
        )
    )
    return found


def _observation(mission: str, folder: _Folder, name: str) -> str:
    """Return the observation that a folder names, unless the file's name disagrees."""
    is_same = name.casefold() in ("", folder.observation_id.casefold())
    return folder.observation_id if folder.mission == mission and is_same else name


def _reader_of(read: Callable[[str, str], str]) -> Callable[[str, str, str], str]:
    """Return what reads names where nothing was found before."""

    def found_or_read(found: str, mission: str, name: str) -> str:
        return found or read(mission, name)

    return found_or_read


def _either(first: str, second: str) -> str:
    return first or second


def _joined(*marks: str) -> str:
    return " ".join(dict.fromkeys(" ".join(marks).split()))
