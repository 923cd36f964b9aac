"""MAST: its hosts, how a product's URI becomes a download address, what it stages.

Facts from the archive's documents (https://mast.stsci.edu/api/v0/) and from
astroquery 0.4.11, collected in November 2026; none was checked against the archive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from skybasket.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ADDRESS",
    "BATCH_MISSIONS",
    "BATCH_PAGE",
    "BUNDLE_LIMIT",
    "HELP_MAIL",
    "HOSTS",
    "PUBLIC_BUCKETS",
    "REFERENCE_HOSTS",
    "STAGING",
    "Mast",
    "Source",
]

ADDRESS: Final = "https://mast.stsci.edu"
#: The public copy on AWS Open Data (bucket stpubdata, region us-east-1).
PUBLIC_BUCKETS: Final = (
    "https://stpubdata.s3.amazonaws.com",
    "https://stpubdata.s3.us-east-1.amazonaws.com",
)
#: The calibration reference data system, one server an observatory.
REFERENCE_HOSTS: Final = (
    "https://hst-crds.stsci.edu",
    "https://jwst-crds.stsci.edu",
    "https://roman-crds.stsci.edu",
)
HOSTS: Final = (
    ADDRESS,
    "https://archive.stsci.edu",
    *PUBLIC_BUCKETS,
    *REFERENCE_HOSTS,
)
#: "Only a few missions, including HST and JWST" (MAST's help on batch retrieval).
BATCH_MISSIONS: Final = frozenset({"HST", "JWST"})
#: Where it is told how batch requests are made, and the address of the help desk.
BATCH_PAGE: Final = (
    "https://outerspace.stsci.edu/spaces/MASTDOCS/pages/94963040/Retrieval+Methods"
)
HELP_MAIL: Final = "archive@stsci.edu"
#: The server of the staging area: FTP with explicit TLS, and no other since October
#: 2021 (https://archive.stsci.edu/ftp.html).
STAGING: Final = "archive.stsci.edu"
#: Bytes that MAST calls practical for a bundle made by the browser: about 50 GB.
BUNDLE_LIMIT: Final = 50 * 10**9

_OWN: Final = "mast:"
_REFERENCES: Final = "https://{}-crds.stsci.edu"
_SPITZER: Final = "https://irsa.ipac.caltech.edu/data/SPITZER/"
#: Scheme and host of an address, with "/" behind them or nothing: programs disagree
#: about hosts with anything else in them or behind them, like ``a.org#@b.org``.
_ADDRESS: Final = re.compile(
    r"(?P<origin>https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?)"
    r"(?:/[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?",
    re.IGNORECASE,
)
_HIGHEST_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class Source:
    """Where a product comes from.

    :param address: the web address to fetch, or None when there is no safe one.
    :param foreign: True unless it is one of the archive's own hosts.
    """

    address: str | None
    foreign: bool


class Mast:
    """The archive, or a mirror of it, at one address.

    :param address: scheme and host, as in ``https://mast.stsci.edu``.
    :param references: the same of a mirror of all reference servers; nothing for the
        servers themselves.
    :param staging: the host of the staging area, with its port where that is not 21.
    :raises SettingsError: if one is anything else.
    """

    def __init__(
        self, address: str = ADDRESS, references: str = "", staging: str = STAGING
    ) -> None:
        self.address = _host(address)
        self._references = _host(references) if references else ""
        self.staging = staging
        self._own = {*HOSTS, self.address}
        #: Where the address of a file's download starts; its URI, escaped, ends it.
        self.service = f"{self.address}/api/v0.1/Download/file?uri="

    @staticmethod
    def is_own(start: str) -> bool:
        """Tell from the start of a URI alone that the archive serves it itself."""
        return start.startswith(_OWN)

    @staticmethod
    def are_own(uris: Iterable[str]) -> bool:
        """Tell whether the archive itself serves every one of them."""
        return all(map(str.startswith, uris, repeat(_OWN)))

    @staticmethod
    def is_reference(uri: str) -> bool:
        """Tell whether a file lies on one of the reference servers."""
        return _origin(uri) in REFERENCE_HOSTS

    def source(self, uri: str) -> Source:
        """Return where the product with this URI is fetched from.

        The archive's own URIs go through its download service; it also serves what it
        lists of Spitzer, under a rewritten URI. Any other https address is taken as
        it stands, and is foreign unless its host is the archive's. A mirror of the
        reference servers stands for them, whose files keep their URIs.
        """
        if uri.startswith(_SPITZER):
            uri = "mast:SPITZER/url/" + uri.removeprefix(_SPITZER)
        if uri.startswith(_OWN):
            # The archive's own scripts escape "? & = ;" and leave ":" and "/".
            return Source(self.service + quote(uri, safe=":/"), foreign=False)
        origin = _origin(uri)
        rest = uri[len(origin) :]
        if origin in REFERENCE_HOSTS and self._references:
            return Source(self._references + rest, foreign=False)
        if origin in self._own:
            return Source(origin + rest, foreign=False)
        is_safe = origin.startswith("https://")
        return Source(origin + rest if is_safe else None, foreign=True)

    def serves(self, address: str) -> bool:
        """Tell whether an address asks the download service for one of its files.

        It could also be asked for addresses on other hosts.
        """
        return address.startswith(self.service + _OWN)

    def reference_server(self, observatory: str) -> str:
        """Return the address of the server with an observatory's references.

        :param observatory: as the server calls it: ``hst``, ``jwst`` or ``roman``.
        """
        return self._references or _REFERENCES.format(observatory)

    def bundle_address(self, form: str) -> str:
        """Return where a form with fields ``uri`` gets files packed into one.

        :param form: ``zip`` or ``tar.gz``.
        """
        return f"{self.address}/api/v0.1/Download/bundle.{form}"


def _host(address: str) -> str:
    """Return an address of the settings without a slash at its end.

    :raises SettingsError: if it is more, or less, than a scheme and a host.
    """
    host = address.rstrip("/")
    if not address or _origin(host) != host:
        message = "The archive's address must be a scheme and a host."
        raise SettingsError(message, [f"{address!r}, not like {ADDRESS}"])
    return host


def _origin(address: str) -> str:
    """Return scheme and host of a plain web address in small letters, else nothing.

    User names, odd characters and anything that programs read in different ways give
    the empty text: such an address can pretend to be on another host than it is.
    """
    found = _ADDRESS.fullmatch(address)
    if not found or int(found["port"] or 0) > _HIGHEST_PORT:
        return ""
    return found["origin"].lower()
