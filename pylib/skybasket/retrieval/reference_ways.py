"""The questions of a search for references, for programs outside the page.

Each leaves the answers in one file, one after the other, which the panel that asked
for them reads.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from skybasket.archives.crds import BATCH, FIELDS
from skybasket.retrieval.templates import template

if TYPE_CHECKING:
    from skybasket.archives.crds_search import ReferenceSearch

__all__ = ["curl_lines", "python_snippet", "saved_name"]

_CALL: Final = """
ask_all(
    {service!a},
    {observatory!a},
    context={context!a},  # nothing for the default one
    data_sets={ids!a},
    fields={fields!a},
    at_a_time={batch},
    file={file!a},
)
"""


def saved_name(search: ReferenceSearch) -> str:
    """Return what the file of answers is called."""
    return f"references-{search.service.observatory}.json"


def curl_lines(search: ReferenceSearch) -> str:
    """Return lines for a POSIX shell that ask what is missing by now.

    What files there are is known only when the first answers have come: then there are
    lines that ask about them.
    """
    file = shlex.quote(saved_name(search))
    return "".join(
        f"curl -fsS -d {shlex.quote(question.body or '')} "
        f"{shlex.quote(question.address)} >> {file}\n"
        for question in search.questions()
    )


def python_snippet(search: ReferenceSearch) -> str:
    """Return a script for Python 3.9 or newer that asks all of it."""
    return template("references.py") + _CALL.format(
        service=search.service.address,
        observatory=search.service.observatory,
        context=search.wanted,
        ids=search.ids,
        fields=list(FIELDS),
        batch=BATCH,
        file=saved_name(search),
    )
