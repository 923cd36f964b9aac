"""The questions of a search for references, for programs outside the page.

Each leaves the answers in one file, one after the other, which
`crds_answers.results` reads.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from skybasket.archives.crds import BATCH, FIELDS

if TYPE_CHECKING:
    from skybasket.archives.crds_search import ReferenceSearch

__all__ = ["curl_lines", "python_snippet", "saved_name"]

_SNIPPET: Final = '''\
import base64
import gzip
import json
from urllib.request import urlopen

SERVICE = {service!r}
OBSERVATORY, CONTEXT = {observatory!r}, {context!r}
FIELDS = {fields!r}
AT_A_TIME = {batch}
DATA_SETS = {ids!r}


def ask(method, *params):
    """Ask one question, write its answer down, and return what it holds."""
    question = {{"jsonrpc": "1.0", "method": method, "params": params, "id": 1}}
    with urlopen(SERVICE, json.dumps(question).encode(), timeout=300) as answer:
        text = answer.read().decode()
    out.write(text + "\\n")
    result = json.loads(text)["result"]
    if isinstance(result, dict) and "crds_encoded" in result:
        packed = base64.b64decode(result["crds_payload"])
        result = json.loads(gzip.decompress(packed))
    return result


def parts(names):
    """Return names, some at a time."""
    return [names[at : at + AT_A_TIME] for at in range(0, len(names), AT_A_TIME)]


with open({file!r}, "w") as out:
    context = CONTEXT or ask("get_default_context", OBSERVATORY)
    needed = set()
    for ids in parts(DATA_SETS):
        best = ask("get_aui_best_references", context, ids) or {{}}
        for found, told in best.values():
            needed.update(told if found else [])
    for names in parts(sorted(needed)):
        ask("get_file_info_map", OBSERVATORY, names, FIELDS)
print("saved as", {file!r})
'''


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
    """Return a script for Python 3, without packages, that asks all of it."""
    return _SNIPPET.format(
        service=search.service.address,
        observatory=search.service.observatory,
        context=search.wanted,
        fields=list(FIELDS),
        batch=BATCH,
        ids=search.ids,
        file=saved_name(search),
    )
