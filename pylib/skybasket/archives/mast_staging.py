"""The archive's staging area: where a batch request lies, as its mail tells it.

What was requested lies in one flat folder, ``/stage/anonymous/<request>/`` or
``/stage/<user>/<request>/``, and is deleted after some days. Sources: "Retrieval
Methods" and "The Download Bundle" (https://outerspace.stsci.edu/display/MASTDOCS),
https://archive.stsci.edu/ftp.html and the archive's tutorial on retrieving, read in
November 2026. None was checked against the archive; what a request's number looks like
is not written down, so any plain word is taken for one.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from skybasket.errors import RetrievalError

__all__ = ["ANONYMOUS", "Place", "read_place", "staged_name"]

#: The login that needs no account; its password is an e-mail address by custom.
ANONYMOUS: Final = "anonymous"
_ROOT: Final = "stage"
_USER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
_REQUEST: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: An address or a folder, also inside a sentence or a command that was copied whole.
_ADDRESS: Final = re.compile(r"(?i)\b(?:ftps?|https?|sftp)://[^\s'\"<>]+")
_FOLDER: Final = re.compile(r"(?<!\S)(?:[\w.-]+:?)?/?stage/[^\s'\"<>]*")
_PARTS: Final = 3


class Place(NamedTuple):
    """The folder of one request."""

    #: Host, with its port where that is not 21.
    host: str
    user: str
    request: str

    @property
    def folder(self) -> str:
        """The folder as the archive writes it."""
        return f"/{_ROOT}/{self.user}/{self.request}/"

    @property
    def address(self) -> str:
        """Where the names of files are put behind, to be asked for by FTP."""
        return f"ftp://{self.host}{quote(self.folder, safe='/@+')}"


def staged_name(uri: str) -> str:
    """Return what a product is called in the staging area, whose folders are flat."""
    return uri.rpartition("/")[2]


def read_place(text: str, host: str) -> Place:
    """Read what the archive's mail, or its user, says of where a request lies.

    :param text: ``/stage/anonymous/<request>/``, ``/stage/<user>/<request>/``, the
        same as an address, a command that has it, or the request's number alone.
    :param host: the host of the staging area, where no login is sent elsewhere.
    :raises RetrievalError: if it is none of these.
    """
    text = text.strip()
    if not text:
        raise _wrong("Nothing was entered", [])
    if found := _ADDRESS.search(text):
        parts = _from_address(found[0].rstrip(".,;)"), host)
    elif found := _FOLDER.search(text):
        start, _, rest = found[0].rstrip(".,;)").partition(f"{_ROOT}/")
        if start.rstrip(":/") not in ("", host):
            raise _elsewhere(start.rstrip(":/"), host)
        parts = [_ROOT, *rest.split("/")]
    elif "/" in text:
        parts = [part for part in text.split("/") if part]
        if parts[:1] != [_ROOT]:
            raise _wrong("This is no folder of the staging area", [text])
    else:
        parts = [_ROOT, ANONYMOUS, text]
    return _place([part for part in parts if part], host)


def _from_address(address: str, host: str) -> list[str]:
    """Return the folders of an address.

    :raises RetrievalError: if it is on another host, or not to be asked by FTP.
    """
    scheme, _, rest = address.partition("://")
    there, _, path = rest.partition("/")
    if scheme.lower() not in ("ftp", "ftps"):
        raise _wrong(f"The staging area is reached by ftps, not {scheme}", [address])
    # A login in an address would be a password in a script.
    if "@" in there:
        raise _wrong("The address has a login in it: leave that out", [])
    if there.lower() != host.lower():
        raise _elsewhere(there, host)
    return [unquote(part) for part in path.split("/")]


def _place(parts: list[str], host: str) -> Place:
    if len(parts) > _PARTS:
        raise _wrong("This is more than the folder: leave its files out", parts[3:])
    if len(parts) < _PARTS or parts[0] != _ROOT:
        raise _wrong("The request's own folder is missing", ["/" + "/".join(parts)])
    _, user, request = parts
    if not _USER.fullmatch(user):
        raise _wrong("This is no user's name", [user])
    if not _REQUEST.fullmatch(request):
        raise _wrong("This is no request's number", [request])
    return Place(host, user, request)


def _elsewhere(there: str, host: str) -> RetrievalError:
    return _wrong(f"The staging area is on {host}, not on {there}", [])


def _wrong(what: str, where: list[str]) -> RetrievalError:
    message = (
        f"{what}. Enter the folder from the archive's mail, like "
        f"/{_ROOT}/{ANONYMOUS}/<request>/, or the request's number."
    )
    return RetrievalError(message, where)
