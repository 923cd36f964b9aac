"""Writes a plan as an input file of aria2: an address, and below it where it goes.

What aria2c(1) of 1.36 does with such a file was tried: an option's value goes to the
end of the line, blanks around it are lost (no path has any), and ``${HOME}`` anywhere
in it becomes the home folder, which nothing can prevent. aria2 takes a file that it
resumes for the same one if it is as long; only a checksum, where one is known, tells.
It sends a header that it was given to whatever host a redirect leads to, so a token
would not be safe with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.retrieval.listing import comments, told_totals
from skybasket.retrieval.methods import Form, Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from skybasket.retrieval.plan import Entry, Plan

__all__ = ["METHOD"]

#: What aria2 calls the kinds of checksums.
_KINDS: Final[Mapping[str, str]] = {"md5": "md5", "sha1": "sha-1", "sha256": "sha-256"}
_EXPANDED: Final = "${HOME}"
#: Nothing but files is fetched, whatever they contain. Space is not taken before bytes
#: come: a file that looks as long as it should has to be complete.
_COMMAND: Final = (
    "aria2c --input-file={file} --deferred-input=true --max-concurrent-downloads=4"
    " --continue=true --auto-file-renaming=false --file-allocation=none --split=1"
    " --max-tries=5 --retry-wait=5 --timeout=60"
    " --follow-torrent=false --follow-metalink=false"
)


def _pieces(plan: Plan) -> Iterator[str]:
    yield comments(
        [
            f"{plan.title}: {told_totals(plan.public_totals)} ({plan.date})",
            f"Run:    {_COMMAND.format(file='THIS_FILE')}",
            "Again:  the same command goes on; NAME.aria2 marks an unfinished file",
        ]
    )
    for entry in plan.public:
        if not _is_safe(plan, entry):
            yield comments([f"Not fetched, as aria2 would rename it: {entry.path}"])
            continue
        folder, _, name = f"{plan.folder}/{entry.path}".rpartition("/")
        kind, _, digits = entry.checksum.partition(":")
        yield f"{entry.address}\n dir={folder}\n out={name}\n"
        if digits:
            yield f" checksum={_KINDS[kind]}={digits}\n"
    for entry in plan.left_out:
        yield comments(
            [f"Not fetched, as a token is needed: {entry.path}  {entry.uri}"]
        )


def _is_safe(plan: Plan, entry: Entry) -> bool:
    """Tell whether aria2 takes a path at its word."""
    return _EXPANDED not in f"{plan.folder}/{entry.path}"


METHOD: Final = Method(
    name="aria2",
    forms={"input": Form(_pieces, ".txt", run=_COMMAND)},
    verification="checksum",
)
