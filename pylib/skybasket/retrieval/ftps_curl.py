"""Writes the plan of a staged request as the bash script that fetches with curl.

It is the script of `skybasket.retrieval.curl`, which asks by FTP with TLS where the
list behind it names a login.
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
    yield "#!/usr/bin/env bash\n" + comments(
        [
            f"{plan.title}: {told_totals(plan.totals)} ({plan.date})",
            f"From:   {place.folder} on {place.host}",
            "Run:    bash THIS_FILE            see --help for its options",
            "Again:  the same command goes on where the last run stopped",
            "Check:  bash THIS_FILE --check",
        ]
    )
    yield template("curl.sh")
    yield from listing(
        plan, plan, jobs=plan.options.jobs, service=place.address, login=place.user
    )


METHOD: Final = Method(
    name="ftps_curl",
    forms={
        "script": Form(
            _pieces,
            ".staged.sh",
            "text/x-shellscript",
            run="bash {file}",
            check="bash {file} --check",
        )
    },
    jobs=True,
    token=True,
    verification="contract",
)
