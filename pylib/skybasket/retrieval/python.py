"""Writes a plan as a Python script that fetches every file with no other help.

The script is ``templates/python.py``, the same for every plan, between a few lines for
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

#: Any byte is a letter of Latin-1: Python would refuse a script whose list is cut off
#: inside a letter of UTF-8 before the script could say so itself.
_HEAD: Final = "#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\n"


def _pieces(plan: Plan) -> Iterator[str]:
    yield _HEAD + comments(
        [
            f"{plan.title}: {told_totals(plan.totals)} ({plan.date})",
            "Run:    python3 THIS_FILE            see --help for its options",
            "Again:  the same command goes on where the last run stopped",
            "Check:  python3 THIS_FILE --check",
        ]
    )
    yield template("python.py")
    yield from listing(plan, plan, jobs=plan.options.jobs)


METHOD: Final = Method(
    name="python",
    forms={
        "script": Form(
            _pieces,
            ".py",
            "text/x-python",
            run="python3 {file}",
            check="python3 {file} --check",
        )
    },
    jobs=True,
    token=True,
    verification="contract",
)
