"""Writes a plan as a short Python script around astroquery, for those who live there.

Tried with astroquery 0.4.11: ``Observations.download_file`` takes a place without an
ending for a folder, follows redirects, fetches a file from its beginning, and gives up
at once; after ``login`` it sends the token, as a cookie, to every host that a redirect
leads to, unless the cookie is told where it belongs. It knows the archive's download
service only: files elsewhere are left out, and named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from skybasket.retrieval.listing import comments, told_totals
from skybasket.retrieval.methods import Form, Method

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skybasket.archives.mast import Mast
    from skybasket.retrieval.plan import Entry, Plan

__all__ = ["METHOD"]

#: Python looks for the encoding of a script in its first two lines (PEP 263): a title
#: there could name one in which letters of file names are code.
_HEAD: Final = "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"
_CODE: Final = '''
import os
import sys
from pathlib import Path

import urllib3
from astroquery.mast import Observations

if int(urllib3.__version__.partition(".")[0]) < 2:
    sys.exit("urllib3 2 is needed: an older one takes half a file for a whole one")


def log_in(origin):
    """Use MAST_API_TOKEN, astroquery's keyring, or ask; return what went wrong."""
    try:
        Observations.login()
        # Otherwise the token would go wherever the archive redirects to.
        cookies = Observations._session.cookies
        cookies.set("mast_token", cookies.pop("mast_token"), **origin)
    except Exception as error:
        Observations.logout()
        return f"no login: {error}"
    return ""


def fetch(uri, path, service):
    """Fetch one file unless it is there; return what went wrong."""
    # A file has its name only when all of it is there.
    part = path.with_name(f"{path.name}.part")
    try:
        if path.is_file():
            return ""
        path.parent.mkdir(parents=True, exist_ok=True)
        status, message, _ = Observations.download_file(
            uri, local_path=str(part), base_url=service, cache=False
        )
        if status != "COMPLETE":
            return message
        if not part.stat().st_size:
            return "an empty answer came instead of the file"
        os.replace(part, path)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def main(folder, service, origin, public, restricted):
    """Fetch everything; return the exit status."""
    failed = {}
    for uri, place in public:
        failed[place] = fetch(uri, Path(folder, place), service)
    refusal = log_in(origin) if restricted else ""
    for uri, place in restricted:
        failed[place] = refusal or fetch(uri, Path(folder, place), service)
    reasons = {place: reason for place, reason in failed.items() if reason}
    for place, reason in reasons.items():
        print(f"failed: {place}: {reason}", file=sys.stderr)
    complete = len(failed) - len(reasons)
    print(f"{complete} of {len(failed)} files complete, {len(reasons)} failed")
    return 1 if reasons else 0


# The list is an argument of the last call: a script that was cut off does nothing.
'''


def _pieces(plan: Plan) -> Iterator[str]:
    yield _HEAD + comments(
        [
            f"{plan.title}: {told_totals(plan.totals)} ({plan.date})",
            "Needs:  pip install astroquery",
            "Run:    python3 THIS_FILE",
            "Again:  the same command skips what is there",
        ]
    )
    service = plan.archive.service
    for entry in plan:
        if not plan.archive.serves(entry.address):
            told = f"{entry.path}  {entry.address}"
            yield comments([f"Not fetched, as astroquery cannot: {told}"])
    yield _CODE
    yield "sys.exit(main(\n"
    yield f"    folder={plan.folder!a},\n"
    yield f"    service={service.partition('?')[0]!a},\n"
    yield f"    origin={_origin(plan.archive.address)!a},\n"
    yield from _list("public", plan.public, plan.archive)
    yield from _list("restricted", plan.left_out, plan.archive)
    yield "))\n"


def _origin(address: str) -> dict[str, str | bool | None]:
    """Return where a cookie may be sent, in the terms of ``http.cookiejar``.

    There a port that an address does not name is 80, with https too.
    """
    parts = urlsplit(address)
    return {
        "domain": parts.hostname,
        "port": str(parts.port or 80),
        "secure": parts.scheme == "https",
    }


def _list(name: str, entries: Iterable[Entry], archive: Mast) -> Iterator[str]:
    """Yield an argument: URIs as the download service has them, and places."""
    yield f"    {name}=[\n"
    for entry in entries:
        if archive.serves(entry.address):
            uri = unquote(entry.address.removeprefix(archive.service))
            yield f"        ({uri!a}, {entry.path!a}),\n"
    yield "    ],\n"


METHOD: Final = Method(
    name="astroquery",
    forms={"script": Form(_pieces, ".py", "text/x-python", run="python3 {file}")},
    token=True,
    verification="size",
)
