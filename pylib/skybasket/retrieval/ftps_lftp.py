"""Writes the plan of a staged request as a POSIX shell script around lftp.

One file at a time over few logins, for machines with lftp but without bash or curl.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.retrieval.listing import comments, listing, told_totals
from skybasket.retrieval.methods import Form, Method
from skybasket.retrieval.staged_plan import staging_of
from skybasket.retrieval.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.retrieval.plan import Plan

__all__ = ["METHOD"]


def _pieces(plan: Plan) -> Iterator[str]:
    place = staging_of(plan)
    yield "#!/bin/sh\n" + comments(
        [
            f"{plan.title}: {told_totals(plan.totals)} ({plan.date})",
            f"From:   {place.folder} on {place.host}",
            "Run:    sh THIS_FILE",
            "Again:  the same command goes on where the last run stopped",
            "Check:  sh THIS_FILE --check",
        ]
    )
    yield template("lftp.sh")
    yield from listing(plan, plan, service=place.address, login=place.user)


METHOD: Final = Method(
    name="ftps_lftp",
    forms={
        "script": Form(
            _pieces,
            ".lftp.sh",
            "text/x-shellscript",
            run="sh {file}",
            check="sh {file} --check",
        )
    },
    token=True,
    verification="contract",
)
