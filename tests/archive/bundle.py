"""Many files in one, as the archive packs them."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.archive.content import File

__all__ = ["BUNDLES", "FOLDER", "Bundle"]

#: What the archive calls a bundle, and the folder in it.
FOLDER: Final = "MAST_2026-01-05T1230"


class Bundle(NamedTuple):
    """One way to pack files."""

    pack: Callable[[Sequence[File]], bytes]
    #: MIME type.
    kind: str


def _members(files: Sequence[File]) -> Iterator[tuple[str, File]]:
    """Yield files with their places; of several with one name only the last."""
    named = {file.uri.rpartition("/")[2]: file for file in files}
    for name, file in named.items():
        yield f"{FOLDER}/{name}", file


def _zip(files: Sequence[File]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for place, file in _members(files):
            date = file.modified.timetuple()[:6]
            bundle.writestr(zipfile.ZipInfo(place, date), file.read())
    return out.getvalue()


def _tar(files: Sequence[File]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as bundle:
        for place, file in _members(files):
            member = tarfile.TarInfo(place)
            member.size = file.size
            member.mtime = file.modified.timestamp()
            bundle.addfile(member, io.BytesIO(file.read()))
    return gzip.compress(out.getvalue(), compresslevel=1, mtime=0)


def _script(files: Sequence[File]) -> bytes:
    lines = (f"# {place} is {file.uri}\n" for place, file in _members(files))
    return "".join(["#!/bin/bash\n", *lines]).encode()


#: The ways by what an address ends in.
BUNDLES: Final[Mapping[str, Bundle]] = {
    ".zip": Bundle(_zip, "application/zip"),
    ".tar.gz": Bundle(_tar, "application/gzip"),
    ".sh": Bundle(_script, "text/x-shellscript"),
}
