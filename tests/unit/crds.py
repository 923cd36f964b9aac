"""Puts a search's questions to the stand-in's reference system, without a network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from skybasket.archives.crds import ReferenceService
from skybasket.archives.crds_search import ReferenceSearch
from skybasket.archives.mast import Mast
from skybasket.archives.mast_search import SearchError

from tests.archive.content import File, usual_size
from tests.archive.crds import References

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket.archives.mast_search import Request, Steps

__all__ = ["DARK", "FLAT", "IDS", "SHARED", "answered", "go", "references", "search"]

IDS = ["JW80500017001_02101_00001.MIRIFUSHORT", "JW80500017001_02101_00002.MIRIFULONG"]
DARK, FLAT = "jwst_miri_dark_0031.fits", "jwst_miri_flat_0036.fits"
SHARED = "jwst_miri_distortion_0010.asdf"


def references() -> References:
    """Return a reference system that knows two data sets."""
    found = References(lambda uri: File(uri, 0, usual_size(uri)))
    found.best[IDS[0]] = [DARK, SHARED]
    found.best[IDS[1]] = [FLAT, SHARED]
    return found


def search(ids: Iterable[str] = IDS, wanted: str = "") -> ReferenceSearch:
    """Return a search for references of JWST."""
    return ReferenceSearch(ReferenceService(Mast(), "jwst"), ids, wanted)


def answered(system: References, request: Request) -> bytes:
    """Return what the system answers."""
    return json.dumps(system.answer(request.body or "")[1]).encode()


def go(steps: Steps, system: References, late: int = 0) -> None:
    """Go through the steps.

    :param late: how many data sets or files are too many to be answered in time.
    """
    request = next(steps, None)
    try:
        while request:
            names = json.loads(request.body or "")["params"][1:2] or [[]]
            if late and len(names[0]) >= late:
                request = steps.throw(SearchError("late", cause="timeout"))
            else:
                request = steps.send(answered(system, request))
    except StopIteration:
        return
