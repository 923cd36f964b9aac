"""Writes a plan as a POSIX shell script that fetches one file at a time with wget.

wget sends a header that it was given to whatever host a redirect leads to, so a token
would not be safe with it: files that need one are left out, and named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.retrieval.listing import comments, listing, told_totals
from skybasket.retrieval.methods import Form, Method
from skybasket.retrieval.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.retrieval.plan import Plan

__all__ = ["METHOD"]


def _pieces(plan: Plan) -> Iterator[str]:
    yield "#!/bin/sh\n" + comments(
        [
            f"{plan.title}: {told_totals(plan.public_totals)} ({plan.date})",
            "Run:    sh THIS_FILE",
            "Again:  the same command goes on where the last run stopped",
            "Check:  sh THIS_FILE --check",
        ]
    )
    yield template("wget.sh")
    if plan.restricted:
        count = len(plan.restricted)
        yield "\n" + comments([f"Not fetched, because a token is needed ({count:,}):"])
        for entry in plan.left_out:
            yield comments([f"{entry.path}  {entry.uri}"], "#   ")
    yield from listing(plan, plan.public)


METHOD: Final = Method(
    name="wget",
    forms={
        "script": Form(
            _pieces,
            ".sh",
            "text/x-shellscript",
            run="sh {file}",
            check="sh {file} --check",
        )
    },
    verification="size",
)
