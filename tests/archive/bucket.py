"""The public bucket: plain files, and the same once more as S3 knows them."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from tests.archive.handler import Handler
from tests.archive.listing import NAME, listing

__all__ = ["PUBLIC", "BucketHandler"]

PUBLIC: Final = "/public/"
_S3: Final = f"/{NAME}/"


class BucketHandler(Handler):
    """The bucket, to which the archive redirects."""

    host = "bucket"

    def route(self, path: str) -> None:
        if path.startswith(PUBLIC):
            uri = unquote(path.removeprefix(PUBLIC))
            file = self.archive.file(uri)
            self.give(self.archive.attempts.go_on(uri, self.command), file, file.tag)
        elif path in (_S3, _S3.removesuffix("/")):
            self.list_objects()
        elif path.startswith(_S3):
            self.give_object(unquote(path.removeprefix(_S3)))
        else:
            self.refuse(404)

    def give_object(self, key: str) -> None:
        """Deliver a file by its key; as S3 has it, the ETag is the checksum."""
        uris = {place: uri for uri, place in self.archive.copies.items()}
        if key not in uris:
            error = b"<Error><Code>NoSuchKey</Code></Error>"
            self.answer(404, error, {}, "application/xml")
            return
        file = self.archive.file(uris[key])
        attempt = self.archive.attempts.begin(file.uri, self.command)
        self.give(attempt, file, file.md5)

    def list_objects(self) -> None:
        """List what lies in the bucket."""
        query = parse_qs(urlsplit(self.path).query)
        copies = self.archive.copies.items()
        objects = {key: self.archive.file(uri) for uri, key in copies}
        prefix, delimiter = (
            query.get(name, [""])[0] for name in ("prefix", "delimiter")
        )
        body = listing(objects, prefix, delimiter)
        self.answer(200, body, {}, "application/xml")
