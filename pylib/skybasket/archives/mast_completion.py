"""Completes products with what their URIs, paths and names tell, column by column.

Which of the archive's collections a file belongs to shows in its URI, and in the
folders that the archive's own scripts and astroquery save it to:
``<collection>/<observation>/<file>``. The rest is in its name; see `mast_infer`.
"""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from skybasket.archives.mast import Mast
from skybasket.archives.mast_infer import (
    Ending,
    Start,
    mission_of,
    read_ending,
    read_start,
)
from skybasket.archives.mast_names import inferred_bandpass, inferred_instrument
from skybasket.product import split_filename

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

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

Key = TypeVar("Key", bound="Hashable")
Found = TypeVar("Found")


class _Folder(NamedTuple):
    mission: str = ""
    observation_id: str = ""


def complete(
    text: dict[str, list[str]],
    filenames: Sequence[str],
    uris: Sequence[str],
    paths: Sequence[str],
    partial: Collection[str] = (),
) -> None:
    """Fill what the columns of products leave open, and say so in ``inferred``.

    Mission, instrument and bandpass are filled in wherever a row has none.

    :param text: columns by field, which are added to.
    :param paths: where the files were saved; empty if the list does not say it.
    :param partial: further columns to be filled in row by row.
    """
    marks = [text.pop("inferred")] if "inferred" in text else []

    def fill(field: str, found: Iterable[str]) -> None:
        given = text.get(field) or repeat("", len(uris))
        pairs = list(zip(given, found, strict=True))
        text[field] = [value or other for value, other in pairs]
        marks.append([field if other and not value else "" for value, other in pairs])

    missing = [field for field in _TOLD if field not in text or field in partial]
    has_missions = all(text.get("mission", [""]))
    parts = list(map(split_filename, filenames))
    if missing or not has_missions:
        starts, endings = _read(parts)
        folders = _each([path.rpartition("/")[0] for path in paths], _folder)
        if not has_missions:
            fill("mission", _missions(uris, folders, starts, endings))
        told = _told(text["mission"], starts, endings)
        if folders:
            told["observation_id"] = _observations(
                text["mission"], folders, told["observation_id"]
            )
        for field in missing:
            fill(field, told[field])
    ids = text["observation_id"]
    for field, read in (
        ("instrument", inferred_instrument),
        ("bandpass", inferred_bandpass),
    ):
        if not all(text.get(field, [""])):
            fill(field, _named(read, text["mission"], ids, parts))
    text["inferred"] = _each(
        list(zip(*marks, strict=True)),
        lambda each: " ".join(dict.fromkeys(" ".join(each).split())),
    ) or [""] * len(uris)


def _each(values: Sequence[Key], function: Callable[[Key], Found]) -> list[Found]:
    """Return the function of every value, worked out once for each distinct one."""
    known = {value: function(value) for value in dict.fromkeys(values)}
    return list(map(known.__getitem__, values))


def _read(
    parts: Sequence[tuple[str, str]],
) -> tuple[Sequence[Start], Sequence[Ending]]:
    """Return what the stems and suffixes of names tell."""
    starts = _each([stem for stem, _ in parts], read_start)
    endings = _each(
        [
            (start.rule, start.rest + suffix)
            for start, (_, suffix) in zip(starts, parts, strict=True)
        ],
        lambda pair: read_ending(*pair),
    )
    return starts, endings


def _missions(
    uris: Sequence[str],
    folders: Sequence[_Folder],
    starts: Sequence[Start],
    endings: Sequence[Ending],
) -> Iterable[str]:
    by_uri = _each([uri.partition("/")[0] for uri in uris], _uri_mission)
    return (
        (folder and folder.mission)
        or mission
        or (_SPITZER if uri.startswith(_SPITZER_FILES) else mission_of(start, ending))
        for uri, folder, mission, start, ending in zip(
            uris,
            folders or repeat(None, len(uris)),
            by_uri,
            starts,
            endings,
            strict=True,
        )
    )


def _uri_mission(start: str) -> str:
    """Return the mission that an archive URI begins with, as in ``mast:JWST``."""
    name = start.partition(":")[2] if Mast.is_own(start) else ""
    return _COLLECTIONS.get(name.casefold(), name)


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
    missions: Sequence[str], starts: Sequence[Start], endings: Sequence[Ending]
) -> dict[str, list[str]]:
    """Return what names tell by field, where they are names of the row's mission."""
    nothing = Start(), Ending()
    pairs = [
        (start, ending) if start.mission == mission else nothing
        for mission, start, ending in zip(missions, starts, endings, strict=True)
    ]
    told = {
        field: [getattr(ending, field) for _, ending in pairs]
        for field in ("group", "level", "category", "data_type")
    }
    told["proposal"] = [start.proposal for start, _ in pairs]
    told["observation_id"] = [
        start.observation_id and start.observation_id + ending.observation
        for start, ending in pairs
    ]
    return told


def _observations(
    missions: Sequence[str], folders: Sequence[_Folder], told: Sequence[str]
) -> list[str]:
    """Return the observations that folders name, unless the file's name disagrees."""
    return [
        folder.observation_id
        if folder.mission == mission
        and name.casefold() in ("", folder.observation_id.casefold())
        else name
        for mission, folder, name in zip(missions, folders, told, strict=True)
    ]


def _named(
    read: Callable[[str, str], str],
    missions: Sequence[str],
    ids: Sequence[str],
    parts: Sequence[tuple[str, str]],
) -> Iterable[str]:
    """Return what observation or file names tell, the former first."""
    stems = [stem for stem, _ in parts]
    by_stem = _each(
        list(zip(missions, ids, stems, strict=True)),
        lambda key: read(key[0], key[1]) or read(key[0], key[2]),
    )
    by_suffix = _each(
        [
            (mission, suffix)
            for mission, (_, suffix) in zip(missions, parts, strict=True)
        ],
        lambda key: read(*key),
    )
    return map(_either, by_stem, by_suffix)


def _either(first: str, second: str) -> str:
    return first or second
