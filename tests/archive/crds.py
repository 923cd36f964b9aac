"""The reference data systems of the observatories, all at the archive's one address.

They speak what https://github.com/spacetelescope/crds tells of them (user guide, "Web
Services", and its client): JSON-RPC 1.0, errors with status 200, two encodings.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.archive.content import File

__all__ = ["JSON", "REFERENCES", "References", "reference_uri"]

#: Where questions go; what follows is for the server's log only.
JSON: Final = "/json/"
#: Where the files are, by observatory.
REFERENCES: Final = "/unchecked_get/references/"
#: Data sets in one question.
_MOST: Final = 200
_FIELDS: Final = (
    "activation_date",
    "filekind",
    "instrument",
    "name",
    "observatory",
    "sha1sum",
    "size",
    "state",
)


def reference_uri(observatory: str, name: str) -> str:
    """Return what a reference file is called everywhere."""
    host = f"https://{observatory}-crds.stsci.edu"
    return f"{host}{REFERENCES}{observatory}/{name}"


@dataclass(eq=False)
class References:
    """What the systems know, and how they behave.

    :param file: returns the file with a URI.
    """

    file: Callable[[str], File]
    #: The default contexts, by observatory.
    contexts: dict[str, str] = field(
        default_factory=lambda: {
            "hst": "hst_1234.pmap",
            "jwst": "jwst_1293.pmap",
            "roman": "roman_0042.pmap",
        }
    )
    #: The files of data sets by their ID, or the reason why there are none.
    best: dict[str, Sequence[str] | str] = field(default_factory=dict)
    #: Whether any other data set has some files too, for people who look around.
    makes_up: bool = False
    #: What the catalogue tells of files otherwise than it should, by name.
    told: dict[str, Mapping[str, object]] = field(default_factory=dict)
    #: Files that the catalogue does not know.
    unknown: set[str] = field(default_factory=set)
    #: Whether results are packed.
    packed: bool = False
    #: Whether pages of other hosts may read answers.
    cross_origin: bool = True
    #: What is said instead of an answer, by method.
    complaints: dict[str, str] = field(default_factory=dict)
    #: The questions in order: method and parameters.
    asked: list[tuple[str, list[Any]]] = field(default_factory=list)

    def answer(self, body: str) -> tuple[str, dict[str, Any]]:
        """Return which method a question calls, and the answer."""
        try:
            question = json.loads(body)
            method, parameters = question["method"], list(question["params"])
        except (KeyError, TypeError, ValueError) as error:
            return "", self._failed(None, f"ParseError: {error}")
        self.asked.append((method, parameters))
        identity = question.get("id")
        if complaint := self.complaints.get(method):
            return method, self._failed(identity, complaint)
        try:
            found = self._found(method, parameters)
        except ValueError as error:
            return method, self._failed(identity, f"OtherError: {error}")
        if self.packed:
            text = base64.b64encode(gzip.compress(json.dumps(found).encode())).decode()
            found = {"crds_encoded": "1.0", "crds_payload": text}
        return method, {
            "error": None,
            "jsonrpc": "1.0",
            "id": identity,
            "result": found,
        }

    def _failed(self, identity: object, message: str) -> dict[str, Any]:
        error = {"message": message, "code": 500, "data": None, "name": "OtherError"}
        return {"error": error, "jsonrpc": "1.0", "id": identity, "result": None}

    def _found(self, method: str, parameters: list[Any]) -> object:
        if method == "get_default_context":
            return self._default(parameters[0])
        if method == "get_aui_best_references":
            return self._best(*parameters)
        if method == "get_file_info_map":
            return self._infos(*parameters)
        message = f"Unknown method {method!r}"
        raise ValueError(message)

    def _default(self, observatory: str) -> str:
        if observatory not in self.contexts:
            message = f"Invalid observatory: {observatory!r}"
            raise ValueError(message)
        return self.contexts[observatory]

    def _best(self, context: str, ids: list[str]) -> dict[str, list[object]]:
        names = [*self.contexts.values(), *(f"{name}-latest" for name in self.contexts)]
        if not context.endswith(".pmap") and context not in names:
            message = f"Invalid context: {context!r}"
            raise ValueError(message)
        if len(ids) > _MOST:
            message = f"Too many dataset ids: {len(ids)} &gt; {_MOST}"
            raise ValueError(message)
        return {identity: self._one(identity) for identity in ids}

    def _one(self, identity: str) -> list[object]:
        found = self.best.get(identity)
        if found is None and self.makes_up:
            found = _made_up(identity)
        if found is None:
            return [False, f"NOT FOUND dataset ID does not exist {identity!r}"]
        return [False, found] if isinstance(found, str) else [True, list(found)]

    def _infos(
        self, observatory: str, names: list[str], fields: list[str] | None
    ) -> dict[str, object]:
        wanted = _FIELDS if fields is None else fields
        return {
            name: "NOT FOUND no such file"
            if name in self.unknown
            else self._info(observatory, name, wanted)
            for name in names
        }

    def _info(
        self, observatory: str, name: str, fields: Sequence[str]
    ) -> dict[str, object]:
        file = self.file(reference_uri(observatory, name))
        parts = name.split("_")
        known: dict[str, object] = {
            "activation_date": "2024-09-25 18:30:27",
            "filekind": parts[2] if len(parts) > 3 else "apertab",
            "instrument": parts[1] if len(parts) > 3 else "nicmos",
            "name": name,
            "observatory": observatory,
            "sha1sum": hashlib.sha1(file.read(), usedforsecurity=False).hexdigest(),
            "size": str(file.size),
            "state": "operational",
        }
        told = {**known, **self.told.get(name, {})}
        return {field: told[field] for field in fields}


def _made_up(identity: str) -> list[str]:
    """Return names of files for a data set that nobody told of."""
    jwst = identity.startswith("JW")
    start = "jwst_nircam" if jwst else "hst_acs"
    own = sum(identity.encode()) % 10
    kinds = ("flat", "gain", "mask") if jwst else ("pfltfile", "idctab", "bpixtab")
    names = [f"{start}_{kind}_0001.fits" for kind in kinds]
    return [f"{start}_{'dark' if jwst else 'darkfile'}_000{own}.fits", *names]
