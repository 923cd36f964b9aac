"""Which product an address leads to: the way back from addresses to MAST's URIs.

Scripts that the archive and others made (https://mast.stsci.edu/api/v0.1/Download, in
all their spellings since 2021) and its own rules for public copies were read in
November 2026; none was checked against the archive.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from skybasket.archives.mast import PUBLIC_BUCKETS
from skybasket.archives.mast_cloud import BUCKET

__all__ = ["copied_uri", "dataset_of", "is_manifest_request", "product_uri"]

_OWN: Final = "mast:"
#: What the download service calls Spitzer's files, and what the lists call them.
_SPITZER: Final = "mast:SPITZER/url/"
_SPITZER_HOST: Final = "https://irsa.ipac.caltech.edu/data/SPITZER/"
#: The download service of the archive, of an older page of it, or of a mirror.
_DOWNLOAD: Final = re.compile(
    r"https?://[^/?#\s]+/(?:[\w.-]+/){0,8}download/file/?\?(?P<query>\S*)",
    re.IGNORECASE,
)
#: What the mission searches fetch a file from.
_RETRIEVE: Final = re.compile(
    r"https?://[^/?#\s]+/search/(?P<mission>hst|jwst)/api/v[0-9.]+/retrieve_product"
    r"/?\?product_name=(?P<dataset>[\w.-]+)(?:/|%2F)(?P<file>[\w.-]+)",
    re.IGNORECASE,
)
_MANIFEST_REQUEST: Final = re.compile(
    r"https?://[^/?#\s]+/search/[\w.-]+/api/v[0-9.]+/retrieve_product_zip/?(?:\?.*)?",
    re.IGNORECASE,
)
#: Fields of the download service beside the URI.
_OTHER_FIELDS: Final = ("bundle_name=",)
_COPIES: Final = (f"s3://{BUCKET}/", *(f"{place}/" for place in PUBLIC_BUCKETS))
#: Keys whose last part is all that a URI has of its own.
_KEYS: Final = (
    (
        re.compile(
            r"hst/public/[a-z0-9]{4}/[a-z0-9_-]+/([a-z][a-z0-9_-]*+\.[a-z0-9_.-]++)"
        ),
        "mast:HST/product/",
    ),
    (
        re.compile(
            r"jwst/public/jw[0-9]{5}/(?:[A-Za-z0-9_-]+/){1,4}(jw[\w-]*+\.[\w.-]++)"
        ),
        "mast:JWST/product/",
    ),
    (
        re.compile(
            r"tess/public/tid/s[0-9]{4}/(?:[0-9]{4}/){4}(tess[\w-]*+\.[\w.-]++)"
        ),
        "mast:TESS/product/",
    ),
)


def product_uri(address: str) -> str:
    """Return the URI of the product that an address leads to.

    :param address: a web address as it stands, percent-encoded, or a URI.
    :returns: the archive's URI where the address tells it for certain, else the
        address itself. Whose host it is makes no difference: what has the archive's URI
        is fetched from the archive.
    """
    if found := _DOWNLOAD.fullmatch(address):
        uri = _requested(found["query"])
    elif found := _RETRIEVE.fullmatch(address):
        uri = f"{_OWN}{found['mission'].upper()}/product/{found['file']}"
    else:
        place = next(filter(address.startswith, _COPIES), "")
        key = address.removeprefix(place)
        if place.startswith("https:"):
            key = unquote(key)
        uri = copied_uri(key) if place else address
    uri = uri or address
    if uri.startswith(_SPITZER):
        return _SPITZER_HOST + uri.removeprefix(_SPITZER)
    return uri


def copied_uri(key: str) -> str:
    """Return the URI of the file with this key among the public copies.

    Nothing where the key does not tell: references, mosaics of the sky, and Kepler,
    whose URIs come in two spellings.
    """
    for form, start in _KEYS:
        if found := form.fullmatch(key):
            return start + found[1]
    return ""


def dataset_of(address: str) -> str:
    """Return the data set that an address of the mission searches names, or nothing."""
    found = _RETRIEVE.fullmatch(address)
    return found["dataset"] if found else ""


def is_manifest_request(address: str) -> bool:
    """Tell whether an address gives no product, but the manifest of a script."""
    return _MANIFEST_REQUEST.fullmatch(address) is not None


def _requested(query: str) -> str:
    """Return the archive's URI that the download service is asked for, or nothing.

    People also write URIs that are not escaped, in which fields of a question follow.
    """
    fields = query.split("&")
    for place, field in enumerate(fields):
        name, _, value = field.partition("=")
        if name.lower() == "uri":
            if "?" in value:
                more = (
                    rest
                    for rest in fields[place + 1 :]
                    if not rest.startswith(_OTHER_FIELDS)
                )
                value = "&".join((value, *more))
            try:
                uri = unquote(value, errors="strict")
            except UnicodeDecodeError:
                return ""
            return uri if uri.startswith(_OWN) else ""
    return ""
