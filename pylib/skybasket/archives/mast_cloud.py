"""MAST's public copies on AWS Open Data: where in the bucket a file lies.

Only the archive's look-up service knows it of every file. For the files below the key
follows from the name, as keys that were published show: those of HST and Kepler in
astroquery's documentation, of JWST in github.com/astropy/astropy/issues/19292, of TESS
in lightkurve's tests, all read in November 2026; none was checked against the bucket.
What is combined of several exposures is left to the service: JWST level 3, HST's
mosaics and the numbered products of its associations, full frames and data validation
of TESS.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from skybasket.errors import FormatError, first_places
from skybasket.nesting import loads
from skybasket.printable import is_printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skybasket.archives.mast import Mast

__all__ = [
    "BUCKET",
    "REGION",
    "is_plain_key",
    "lookup_requests",
    "public_key",
    "read_lookup",
]

BUCKET: Final = "stpubdata"
REGION: Final = "us-east-1"

#: A dataset of HST is a root of nine letters: an exposure ends with a letter, what an
#: association makes of them with 0. Its other products lie in a folder not their own.
_HST: Final = re.compile(
    r"mast:HST/product/(?P<file>(?P<root>(?P<start>[a-z][a-z0-9]{3})[a-z0-9]{4}[a-z0])"
    r"_[a-z0-9_]+\.[a-z]+)"
)
_HST_KEY: Final = "hst/public/{start}/{root}/{file}"
#: Names of files, and the keys that follow from them.
_RULES: Final = (
    # One detector's file of one JWST exposure; all of a visit lie in one folder.
    (
        re.compile(
            r"mast:JWST/product/(?P<file>(?P<visit>(?P<program>jw[0-9]{5})[0-9]{6})"
            r"_[0-9]{5}_[0-9]{5}"
            r"_(?:nrc[ab](?:[1-4]|long)|nrs[12]|nis|miri(?:mage|fulong|fushort))"
            r"_[a-z0-9]+\.fits)"
        ),
        "jwst/public/{program}/{visit}/{file}",
    ),
    # A light curve or target pixel file of TESS: the TIC number, cut in four.
    (
        re.compile(
            r"mast:TESS/product/(?P<file>tess[0-9]{13}-s(?P<sector>[0-9]{4})"
            r"-(?P<a>[0-9]{4})(?P<b>[0-9]{4})(?P<c>[0-9]{4})(?P<d>[0-9]{4})"
            r"-[0-9]{4}-s_(?:lc|tp)\.fits)"
        ),
        "tess/public/tid/s{sector}/{a}/{b}/{c}/{d}/{file}",
    ),
    # A light curve of Kepler: its URI tells the folders.
    (
        re.compile(
            r"mast:(?:KEPLER|Kepler)/url/missions/kepler/(?P<place>lightcurves"
            r"/(?P<start>[0-9]{4})/(?P<kic>(?P=start)[0-9]{5})"
            r"/kplr(?P=kic)-[0-9]{13}_[ls]lc\.fits)"
        ),
        "kepler/public/{place}",
    ),
)

#: URIs in one question, as astroquery asks, and letters of its address: servers
#: refuse addresses of more than some 8,000.
_TOGETHER: Final = 40
_LONGEST: Final = 7500
_FOUND, _MISSING = 200, 404


def public_key(uri: str, filename: str, observation_id: str) -> str | None:
    """Return the key of a file's public copy, or None where no rule is certain.

    A key says where a copy lies if there is one: new files come with a delay.

    :param observation_id: the observation that the file stands under.
    """
    if not uri.endswith(f"/{filename}"):
        return None
    if hst := _HST.fullmatch(uri):
        is_own = hst["root"] == observation_id.lower()
        return _HST_KEY.format(**hst.groupdict()) if is_own else None
    for name, key in _RULES:
        if found := name.fullmatch(uri):
            return key.format(**found.groupdict())
    return None


def is_plain_key(key: str) -> bool:
    r"""Tell whether a key can be a path below a folder on any system.

    It has no control characters, no ``\``, no blanks around it, is not absolute, and
    has no empty part, no ``.`` and no ``..``.
    """
    return (
        is_printable(key)
        and key == key.strip()
        and "\\" not in key
        and not {"", ".", ".."}.intersection(key.split("/"))
    )


def lookup_requests(archive: Mast, uris: Iterable[str]) -> list[str]:
    """Return the addresses that tell where copies lie, some forty files each."""
    start = f"{archive.address}/api/v0.1/path_lookup/?use_cloud_path=True"
    requests: list[str] = []
    count, request = 0, start
    for uri in uris:
        field = f"&uri={quote(uri, safe=':/')}"
        if count == _TOGETHER or (count and len(request) + len(field) > _LONGEST):
            requests.append(request)
            count, request = 0, start
        request += field
        count += 1
    return [*requests, request] if count else requests


def read_lookup(text: str) -> dict[str, str | None]:
    """Read an answer of the look-up service: keys by URI.

    None stands for files that have no public copy. Those that the service failed to
    look up are left out.

    :raises FormatError: if it is no such answer, or names a key that is no plain path.
    """
    answer = _parsed(text)
    if not isinstance(answer, dict):
        message = "The archive's answer does not tell where copies lie. Ask again."
        raise FormatError(message)
    keys: dict[str, str | None] = {}
    wrong: list[str] = []
    for uri, told in answer.items():
        status, path = (
            (told.get("status_code"), told.get("path"))
            if isinstance(told, dict)
            else (None, None)
        )
        key = path.removeprefix("/") if isinstance(path, str) else ""
        if status == _FOUND and is_plain_key(key):
            keys[uri] = key
        elif path is None and status in (_FOUND, _MISSING):
            keys[uri] = None
        elif status == _FOUND or not isinstance(status, int):
            wrong.append(uri)
    if wrong:
        message = "The archive's answer names places that cannot be. Ask again."
        raise FormatError(message, first_places(wrong))
    return keys


def _parsed(text: str) -> object:
    try:
        return loads(text)
    except (RecursionError, ValueError) as error:
        message = "The archive's answer is not JSON. Ask again."
        raise FormatError(message, [str(error)]) from error
