"""Links that must open for ever, and how they were made.

``links.json`` holds each with what it carries. A change that makes today's encoder
write something else needs a new version of links, and new golden links beside the old
ones.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from skybasket.catalog import Catalog, ProductRows
from skybasket.filters import Filters
from skybasket.needs import Need
from skybasket.sharing import (
    SharedBasket,
    SharedSearch,
    decode,
    encode_basket,
    encode_search,
)
from skybasket.sharing.facets import FIELDS
from skybasket.sharing.link import VERSION, unpack

from .plans import WRITTEN, opened
from .spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

__all__ = ["MAKERS", "NAME", "answers", "described", "differences"]

NAME: Final = "promises/links.json"

_JWST: Final = "mast:JWST/product/"
_SHARED: Final = {
    "mission": "JWST",
    "kind": "science",
    "batch": "available",
    "access": "PUBLIC",
    "proposal": "1039",
}
#: Files with all that a link can carry, and with nothing of it.
_FILES: Final[list[dict[str, Any]]] = [
    *(
        {
            **_SHARED,
            "uri": f"{_JWST}jw01039004001_02101_{exposure:05}_{detector}{ending}",
            "observation_id": f"jw01039004001_02101_{exposure:05}_{detector}",
            "category": "SCIENCE" if ending.endswith("fits") else "PREVIEW",
            "group": "CAL" if ending == "_cal.fits" else "",
            "recommended": "yes" if ending == "_cal.fits" else "no",
            "level": "2",
            "data_type": "image",
            "instrument": "NIRCAM",
            "inferred": "instrument",
            "size": 117_538_560 if ending == "_cal.fits" else 412_345 + 997 * exposure,
        }
        for exposure in range(1, 13)
        for detector in ("nrca1", "nrcb4")
        for ending in ("_cal.fits", "_cal.jpg", "_cal_thumb.jpg")
    ),
    {
        **_SHARED,
        "uri": f"{_JWST}jw01039-o004_t001_miri_ch3-long_s3d.fits",
        "observation_id": "jw01039-o004_t001_miri_ch3-long",
        "category": "SCIENCE",
        "group": "S3D",
        "recommended": "yes",
        "level": "3",
        "data_type": "cube",
        "instrument": "MIRI/IFU",
        "bandpass": "CH3;LONG",
        "target": "NGC-7469 — “center”",
        "access": "EXCLUSIVE_ACCESS",
        "size": 370_405_440,
    },
    {
        "uri": "mast:HST/product/u9o40504j_jif.fits",
        "mission": "HST",
        "observation_id": "U9O40504M",
        "kind": "reference",
        "category": "CALIBRATION",
        "level": "-1",
        "size": 168_000_000,
        "exact": False,
    },
    {
        "uri": "https://archive.example.org/é/größe=1?ä.FITS.gz",
        "filename": "Größe 日本.FITS.gz",
        "recommended": "unknown",
        "batch": "unavailable",
        "size": 0,
    },
    {"uri": "mast:HLSP/a/0001/hlsp_a_v1.txt", "mission": "HLSP", "size": 999},
    {"uri": "mast:HLSP/a/0002/hlsp_a_v1.txt", "mission": "HLSP", "size": 1},
]
_FILTERS: Final = Filters(
    recommended=True,
    category={"!PREVIEW"},
    extension={".fits", ".fits.gz"},
    target={"NGC-7469 — “center”", ""},
    size=">=1.5 MB",
    name="*_cal*",
)


def _catalog() -> Catalog:
    catalog = Catalog()
    uris = [file["uri"] for file in _FILES]
    catalog.append(
        ProductRows(
            uris=uris,
            filenames=[
                file.get("filename", file["uri"].rpartition("/")[2]) for file in _FILES
            ],
            text={
                name: [str(file.get(name, "")) for file in _FILES] for name in FIELDS
            },
            sizes=[file["size"] for file in _FILES],
            inexact=frozenset(
                place for place, file in enumerate(_FILES) if "exact" in file
            ),
        ),
        lambda _row: False,
    )
    return catalog


def _basket(*, details: bool) -> str:
    return encode_basket(
        _catalog(),
        range(len(_FILES)),
        title="Größe der Galaxien, 日本 & more",
        filters=_FILTERS,
        selected=True,
        details=details,
    )


def _references() -> str:
    """Return a link in which two files need one, and one of them another too."""
    catalog = _catalog()
    needs = [Need(0, 2, "jwst_1293.pmap"), Need(1, 2, "jwst_1293.pmap"), Need(0, 3, "")]
    catalog.needs.add(needs)
    rows = range(4)
    return encode_basket(catalog, rows, title="Refs", filters=Filters(), selected=False)


def _one_file() -> str:
    return encode_basket(
        _catalog(), [0], title="", filters=Filters(), selected=False, details=True
    )


def _search(*uris: str) -> str:
    return encode_search(
        SharedSearch(
            title="M 51" if uris else "",
            filters=_FILTERS if uris else Filters(),
            numbers=[83_209_967, 83_209_968, 2_003_738_726] if uris else [7],
            excluded=uris[:1],
            included=uris[1:],
            selected=bool(uris),
        )
    )


#: How the golden links of today's version are made.
MAKERS: Final[Mapping[str, Callable[[], str]]] = {
    "version 1: files with details": lambda: _basket(details=True),
    "version 1: files without details": lambda: _basket(details=False),
    "version 1: one file": _one_file,
    "version 1: files with references": _references,
    "version 1: observations": _search,
    "version 1: observations and files": lambda: _search(
        *(file["uri"] for file in _FILES[:3]), _FILES[-3]["uri"]
    ),
}


def described(shared: SharedBasket | SharedSearch, *, bare: bool) -> dict[str, Any]:
    """Return what a link carries, as JSON.

    :param bare: leave out what only follows from the names of files, which a later
        version may know better.
    """
    told: dict[str, Any] = {
        "title": shared.title,
        "filters": shared.filters.to_json(),
        "selected": shared.selected,
    }
    if isinstance(shared, SharedSearch):
        return told | {
            "numbers": list(shared.numbers),
            "excluded": list(shared.excluded),
            "included": list(shared.included),
        }
    products = shared.products
    files = []
    for place, uri in enumerate(products.uris):
        file: dict[str, Any] = {"uri": uri, "filename": products.filenames[place]}
        if not bare:
            file["size"] = products.sizes[place]
            file["exact"] = place not in products.inexact
            file |= {
                name: column[place]
                for name, column in products.text.items()
                if column[place]
            }
        files.append(file)
    if shared.needs:
        told["needs"] = [list(need) for need in shared.needs]
    return told | {"files": files}


def differences(vectors: Path) -> Iterator[str]:
    """Yield what the links hold, and how they are made, where that was otherwise."""
    for link in json.loads((vectors / NAME).read_text("utf-8")):
        name, text = link["name"], link["text"]
        held = described(decode(text), bare=link["bare"])
        if held != link["holds"]:
            yield f"{NAME}, {name}, holds {held}, not {link['holds']}"
        # How a program deflates may differ from machine to machine, what it deflates
        # must not.
        if name.startswith(f"version {VERSION}:"):
            made = unpack(MAKERS[name]())
            if made != unpack(text):
                yield f"{NAME}, {name}, is made of {made!r}, not {unpack(text)!r}"


def answers(vectors: Path) -> Iterator[tuple[str, str]]:
    """Yield what links of whole baskets carry, and a digest of how it is spelled."""
    for variant in WRITTEN[:2]:
        basket, _ = opened(vectors, variant)
        for details in (True, False):
            link = basket.share_link("https://example.org/", details=details)
            text = link.partition("#basket=")[2]
            spelling = unpack(text)
            told = described(decode(text), bare=not details)
            told |= {"spelled": [len(spelling), sha256(spelling).hexdigest()]}
            kind = "details" if details else "names"
            yield f"answers/links/{variant}-{kind}.json", spelled(told)
