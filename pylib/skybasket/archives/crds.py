"""The reference data system of an observatory: its address, and questions to it.

The protocol is JSON-RPC 1.0 over one address (https://github.com/spacetelescope/crds:
user guide, "Web Services", and ``crds/client``; read in November 2026). It was tried
against a stand-in and the published client only, never against the system itself.

Questions are posted as they stand, under the type that ``curl -d`` and the client send,
``application/x-www-form-urlencoded``: the guide shows it to be taken, and a browser
sends it to another host without asking there first. Whether it may read the answer is
not known. Nothing here sends anything: `crds_search` puts the questions in turn.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from skybasket.archives import mast_mission
from skybasket.archives.crds_answers import CONTEXT
from skybasket.archives.mast_invoke import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.archives.mast import Mast

__all__ = ["BATCH", "FIELDS", "ReferenceService", "is_context", "reference_uri"]

#: Data sets in one question at most, says the guide; files are asked for alike.
BATCH: Final = 200
#: What is asked of a file.
FIELDS: Final = ("activation_date", "filekind", "instrument", "sha1sum", "size")


def is_context(text: str, observatory: str) -> bool:
    """Tell whether a text has the form of an observatory's context."""
    found = CONTEXT.fullmatch(text)
    return found is not None and found[1] == observatory


def reference_uri(observatory: str, name: str) -> str:
    """Return the URI of a reference file: its address at the observatory's own server.

    ``unchecked_get`` gives the file as it is, without a login (``crds/client/api.py``).
    """
    return mast_mission.address(observatory, name, is_reference=True)


class ReferenceService:
    """The reference data system of one observatory.

    :param archive: tells where it is.
    :param observatory: ``hst``, ``jwst`` or ``roman``.
    """

    def __init__(self, archive: Mast, observatory: str) -> None:
        self.observatory = observatory
        self.address = f"{archive.reference_server(observatory)}/json/"

    @property
    def latest(self) -> str:
        """The context that the system calls its default, whichever that is."""
        return f"{self.observatory}-latest"

    def default_context(self) -> Request:
        """Ask which context is the default."""
        return self._asked("get_default_context", self.observatory)

    def best_references(self, context: str, ids: Sequence[str]) -> Request:
        """Ask for the references of data sets, those of `BATCH` at most."""
        return self._asked("get_aui_best_references", context, list(ids))

    def file_information(self, names: Sequence[str]) -> Request:
        """Ask what is known of files."""
        fields = list(FIELDS)
        return self._asked("get_file_info_map", self.observatory, list(names), fields)

    def _asked(self, method: str, *parameters: object) -> Request:
        question = {"jsonrpc": "1.0", "method": method, "params": parameters, "id": 1}
        return Request(self.address, json.dumps(question, separators=(",", ":")))
