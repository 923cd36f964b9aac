"""Writes a plan as a bash script that fetches every file with curl.

The script is ``templates/curl.sh``, the same for every plan, between a few lines for
whoever opens it and the list that it reads from itself.
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
    yield "#!/usr/bin/env bash\n" + comments(
        [
            f"{plan.title}: {told_totals(plan.totals)} ({plan.date})",
            "Run:    bash THIS_FILE            see --help for its options",
            "Again:  the same command goes on where the last run stopped",
            "Check:  bash THIS_FILE --check",
        ]
    )
    yield template("curl.sh")
    yield from listing(plan, plan, jobs=plan.options.jobs)


METHOD: Final = Method(
    name="curl",
    forms={
        "script": Form(
            _pieces,
            ".sh",
            "text/x-shellscript",
            run="bash {file}",
            check="bash {file} --check",
        )
    },
    jobs=True,
    token=True,
    verification="contract",
)
