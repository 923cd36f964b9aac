"""Writes a plan for programs that copy from the archive's public bucket.

Every form lists the files with a known place in the bucket; the others follow as
comments with the reason. Keys come from the archive's rules, or from its look-up
service by way of the options.

Sources of how the programs read these texts: s5cmd 2.3 splits a line with
go-shellquote, by the rules of ``/bin/sh`` and without any expansion, and takes
``*`` and ``?`` in a key for wildcards unless told ``--raw`` (command/run.go,
storage/url/url.go). rclone drops blanks around a line, lines that start with ``#`` or
``;``, and ``/`` before a name (rclone.org/filtering, ``--files-from``).
"""

from __future__ import annotations

import shlex
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_cloud import BUCKET, REGION, is_plain_key, public_key
from skybasket.retrieval.listing import comments
from skybasket.retrieval.methods import Form, Method

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from skybasket.retrieval.plan import Plan

__all__ = ["METHOD", "uncertain"]

_FOREIGN: Final = "not the archive's"
_RESTRICTED: Final = "needs a token"
_NO_COPY: Final = "the archive has no public copy"
_UNCERTAIN: Final = "its place is not certain, ask the archive"
#: Lines in one piece of text.
_TOGETHER: Final = 500


def uncertain(plan: Plan) -> list[str]:
    """Return the URIs of public files whose place only the archive can tell."""
    known = plan.options.keys
    left_out = {*plan.restricted, *plan.foreign}
    rows = (row for row in plan.rows if row not in left_out)
    return [
        uri
        for row in rows
        if (uri := plan.catalog.uri(row)) not in known
        and not _ruled_key(plan, row, uri)
    ]


def _ruled_key(plan: Plan, row: int, uri: str) -> str | None:
    observation_id = plan.catalog.text["observation_id"][row]
    return public_key(uri, plan.catalog.filename(row), observation_id)


def _lines(plan: Plan, line: Callable[[str, str], str]) -> Iterator[str]:
    """Yield a line for each file with a public copy, then the others as comments.

    :param line: writes a line for a key and the path that the plan has for it.
    """
    apart: list[tuple[int, str]] = []
    known = plan.options.keys
    for place, entry in enumerate(plan):
        key = known.get(entry.uri)
        if key is None:
            key = _ruled_key(plan, entry.row, entry.uri)
        if entry.foreign:
            apart.append((place, _FOREIGN))
        elif entry.needs_token:
            apart.append((place, _RESTRICTED))
        elif key == "":
            apart.append((place, _NO_COPY))
        elif key is None or not is_plain_key(key):
            apart.append((place, _UNCERTAIN))
        else:
            yield line(key, entry.path)
    if apart:
        yield "\n" + comments([f"Not copied, {len(apart):,} of {plan.count:,} files:"])
    for place, reason in apart:
        [entry] = plan.entries(place, place + 1)
        yield comments([f"{entry.path}: {reason} ({entry.uri})"])


def _pieces(*parts: Iterable[str]) -> Iterator[str]:
    """Yield some lines at a time."""
    lines = chain(*parts)
    while piece := list(islice(lines, _TOGETHER)):
        yield "".join(piece)


def _heading(plan: Plan, *more: str) -> str:
    title = f"{plan.title}: the archive's public copies ({plan.date})"
    return comments([title, *more])


# s5cmd

_S5CMD: Final = "s5cmd --no-sign-request"


def _s5cmd(plan: Plan) -> Iterator[str]:
    def command(key: str, path: str) -> str:
        source = shlex.quote(f"s3://{BUCKET}/{key}")
        # A folder's name may look like an option.
        target = shlex.quote(f"./{plan.folder}/{path}")
        # s5cmd gives a file its name when all of it has come: what is there is whole.
        return f"cp --raw --no-clobber {source} {target}\n"

    heading = _heading(
        plan,
        f"Run:    {_S5CMD} run THIS_FILE",
        "Again:  the same command copies what is not there yet",
        f"Check:  {_S5CMD} --dry-run run THIS_FILE lists what is missing",
    )
    return _pieces([heading], _lines(plan, command))


# rclone

_RCLONE: Final = f":s3,provider=AWS,region={REGION}:{BUCKET}"
#: Which files of the list are not there: rclone itself does not say so.
_RCLONE_CHECK: Final = (
    "sed -n 's,^/,,p' {file} | (cd ./{folder} && while IFS= read -r key; "
    'do [ -f "$key" ] || echo "missing: $key"; done)'
)


def _rclone(plan: Plan) -> Iterator[str]:
    def name(key: str, _path: str) -> str:
        return f"/{key}\n"  # the slash keeps names from being comments

    heading = _heading(
        plan,
        "Run:    rclone copy --no-traverse --files-from THIS_FILE \\",
        f"          {_RCLONE} FOLDER",
        "Again:  the same command copies what is not there yet",
        "Check:  see that no file is missing: rclone does not tell which ones are not",
        "        in the bucket",
        "The files go into the folders of the bucket, whatever the layout of the plan.",
    )
    return _pieces([heading], _lines(plan, name))


# AWS CLI

_AWS_START: Final = r"""
arrived=0
failed=0
reached=no # the end of this script

get() {
    # The AWS CLI gives a file its name when all of it has come: what is there is whole.
    if [ -f "./$folder/$2" ] ||
        aws s3 cp --no-sign-request --region "$region" --only-show-errors \
            "s3://$bucket/$1" "./$folder/$2" </dev/null
    then
        arrived=$((arrived + 1))
    else
        failed=$((failed + 1))
        printf 'failed: %s\n' "$2" >&2
    fi
}

finish() {
    status=$?
    printf '%s files are there, %s failed.\n' "$arrived" "$failed"
    [ "$status" -ne 130 ] || exit 130
    if [ "$reached" = no ]; then
        echo 'This script is cut off; save it again.' >&2
        exit 2
    fi
    [ "$failed" -eq 0 ] || exit 1
}

if ! command -v aws >/dev/null; then
    echo 'This script needs the AWS CLI: https://aws.amazon.com/cli' >&2
    exit 2
fi
trap finish EXIT
trap 'exit 130' HUP INT TERM

"""


def _aws(plan: Plan) -> Iterator[str]:
    def command(key: str, path: str) -> str:
        return f"get {shlex.quote(key)} {shlex.quote(path)}\n"

    heading = _heading(
        plan,
        "Run:    sh THIS_FILE",
        "Again:  the same command copies what is not there yet",
    )
    settings = (
        f"bucket={BUCKET}\nregion={REGION}\nfolder={shlex.quote(plan.folder)}\n",
        _AWS_START,
    )
    ending = ["\nreached=yes\n"]
    return _pieces(["#!/bin/sh\n", heading, *settings], _lines(plan, command), ending)


METHOD: Final = Method(
    name="cloud",
    forms={
        "s5cmd": Form(
            _s5cmd,
            ".s5cmd.txt",
            run=f"{_S5CMD} run {{file}}",
            check=f"{_S5CMD} --dry-run run {{file}}",
        ),
        "rclone": Form(
            _rclone,
            ".rclone.txt",
            run="rclone copy --no-traverse --files-from {file} "
            f"{_RCLONE} ./{{folder}}",
            check=_RCLONE_CHECK,
        ),
        "aws": Form(_aws, ".sh", "text/x-shellscript", run="sh {file}"),
    },
    verification="size",
)
