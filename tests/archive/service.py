"""The archive's download service: it sends everyone on to the bucket."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from tests.archive.attempts import Attempt
from tests.archive.bucket import PUBLIC
from tests.archive.bundle import BUNDLES, FOLDER
from tests.archive.crds import JSON, REFERENCES, reference_uri
from tests.archive.faults import BEFORE_THE_FILE, Fault
from tests.archive.handler import LOOP, Handler
from tests.archive.invoke import CONFIGURATION, INVOKE, column_types

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ServiceHandler"]

_FILE: Final = "/api/v0.1/Download/file"
_BUNDLE: Final = "/api/v0.1/Download/bundle"
_LOOK_UP: Final = "/api/v0.1/path_lookup"

#: How many files can be looked up at once.
_MOST: Final = 40


class ServiceHandler(Handler):
    """The archive itself."""

    host = "archive"

    def route(self, path: str) -> None:
        asked = self.uris(urlsplit(self.path).query) + self.uris(self.form)
        if path.rstrip("/") == _FILE and asked:
            self.download(asked[0])
        elif path == INVOKE:
            self.query()
        elif path == CONFIGURATION:
            self.configure()
        elif path.startswith(JSON):
            self.ask_references()
        elif (
            path.startswith(REFERENCES) and path.count("/") == REFERENCES.count("/") + 1
        ):
            self.give_reference(*path.removeprefix(REFERENCES).split("/"))
        elif path.rstrip("/") == _LOOK_UP:
            self.look_up(asked)
        elif path.startswith(_BUNDLE) and path.removeprefix(_BUNDLE) in BUNDLES:
            self.bundle(asked, path.removeprefix(_BUNDLE))
        elif path.startswith(LOOP):
            self.attempt = Attempt(unquote(path.removeprefix(LOOP)))
            self.begin(302, {"Location": self.path, "Content-Length": "0"})
        else:
            self.refuse(404)

    def is_allowed(self, uris: Iterable[str]) -> bool:
        """Whether the request may have the files."""
        key = f"token {self.archive.token}" if self.archive.token else None
        public = self.archive.restricted.isdisjoint(uris)
        return public or self.said("Authorization") == key

    def download(self, uri: str) -> None:
        """Send the client to the bucket, or answer with the file."""
        self.attempt = Attempt(uri)
        if not self.is_allowed([uri]):
            self.refuse(401)
            return
        attempt = self.archive.attempts.begin(uri, self.command)
        redirect = self.archive.redirect
        if redirect is None or attempt.fault in BEFORE_THE_FILE:
            file = self.archive.file(uri)
            self.give(attempt, file, file.tag)
            return
        self.archive.attempts.redirect(attempt, self.command)
        self.attempt = attempt._replace(fault=None)
        place = f"{self.archive.bucket}{PUBLIC}{quote(uri, safe='')}"
        self.begin(redirect, {"Location": place, "Content-Length": "0"})

    def bundle(self, uris: tuple[str, ...], suffix: str) -> None:
        """Answer with many files in one."""
        self.several = uris
        if not uris:
            self.refuse(404)
        elif not self.is_allowed(uris):
            self.refuse(401)
        else:
            body = BUNDLES[suffix].pack([self.archive.file(uri) for uri in uris])
            name = f'attachment; filename="{FOLDER}{suffix}"'
            disposition = {"Content-Disposition": name}
            self.answer(200, body, disposition, BUNDLES[suffix].kind)

    def look_up(self, uris: tuple[str, ...]) -> None:
        """Tell where in the public bucket files lie."""
        self.several = uris
        if len(uris) > _MOST:
            self.refuse(400)
            return
        keys = {uri: self.archive.copies.get(uri) for uri in uris}
        answer = {
            uri: {"status_code": 200 if key else 404, "path": key}
            for uri, key in keys.items()
        }
        self.tell(answer)

    def query(self) -> None:
        """Answer a question of the query service, or do what its fault says."""
        form = self.form or urlsplit(self.path).query
        service, answer = self.archive.invoke.answer(form)
        self.tell_or_fail(service, answer, readable=self.archive.cross_origin)

    def ask_references(self) -> None:
        """Answer a question about calibration references, or do what its fault says."""
        references = self.archive.references
        method, answer = references.answer(self.form)
        self.tell_or_fail(method, answer, readable=references.cross_origin)

    def give_reference(self, observatory: str, name: str) -> None:
        """Deliver a reference file."""
        file = self.archive.file(reference_uri(observatory, name))
        attempt = self.archive.attempts.begin(file.uri, self.command)
        self.give(attempt, file, file.tag)

    def tell_or_fail(self, service: str, answer: object, *, readable: bool) -> None:
        """Answer a question, or do what the fault of its service says.

        :param readable: whether pages of other hosts may read it.
        """
        self.attempt = self.archive.attempts.begin(service, self.command)
        if self.attempt.fault is Fault.STALLED:
            # Once the request is in the log, another event may stand in its place.
            released = self.archive.released
            self.begin(200, {"Content-Length": "1", **_origin(readable=readable)})
            self.wfile.flush()
            released.wait()
            self.cut()
        elif self.attempt.fault:
            self.fail(self.attempt.fault)
        else:
            self.tell(answer, readable=readable)

    def configure(self) -> None:
        """Tell what the columns of observations are, as astroquery wants to know."""
        kinds = {"int": "int", "float": "double", "string": "char"}
        types = column_types(self.archive.observations)
        self.tell({name: {"vot.datatype": kinds[kind]} for name, kind in types.items()})

    def tell(self, answer: object, *, readable: bool | None = None) -> None:
        """Answer with JSON, for pages of other hosts to read if they may."""
        allowed = self.archive.cross_origin if readable is None else readable
        headers = _origin(readable=allowed)
        self.answer(200, json.dumps(answer).encode(), headers, "application/json")


def _origin(*, readable: bool) -> dict[str, str]:
    """Return what lets pages of other hosts read an answer."""
    return {"Access-Control-Allow-Origin": "*"} if readable else {}
