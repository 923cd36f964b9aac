"""What lies in the bucket, listed as S3 does it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.archive.content import File

__all__ = ["NAME", "listing"]

#: Name of the bucket.
NAME: Final = "stpubdata"


def _element(name: str, *content: str) -> str:
    return f"<{name}>{''.join(content)}</{name}>"


def _object(key: str, file: File) -> str:
    return _element(
        "Contents",
        _element("Key", escape(key)),
        _element("LastModified", file.modified.strftime("%Y-%m-%dT%H:%M:%S.000Z")),
        _element("ETag", escape(f'"{file.md5}"')),
        _element("Size", str(file.size)),
        _element("StorageClass", "STANDARD"),
    )


def _folder(prefix: str) -> str:
    return _element("CommonPrefixes", _element("Prefix", escape(prefix)))


def _below(keys: Iterable[str], prefix: str, delimiter: str) -> list[str]:
    """Return the folders of those keys that lie in one below the prefix."""
    rests = (key.removeprefix(prefix).partition(delimiter) for key in keys)
    return sorted({prefix + name + cut for name, cut, _ in rests if cut})


def listing(objects: Mapping[str, File], prefix: str, delimiter: str) -> bytes:
    """List all objects whose keys begin alike, never in more than one part.

    :param delimiter: if given, keys that have it after the prefix are one folder.
    """
    keys = sorted(key for key in objects if key.startswith(prefix))
    folders = _below(keys, prefix, delimiter) if delimiter else []
    plain = [key for key in keys if not key.startswith(tuple(folders))]
    namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
    parts = [
        _element("Name", NAME),
        _element("Prefix", escape(prefix)),
        _element("Delimiter", escape(delimiter)),
        _element("KeyCount", str(len(plain) + len(folders))),
        _element("MaxKeys", str(len(objects) + 1)),
        _element("IsTruncated", "false"),
        *(_object(key, objects[key]) for key in plain),
        *(_folder(folder) for folder in folders),
    ]
    result = _element("ListBucketResult", *parts)
    result = result.replace(">", f' xmlns="{namespace}">', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{result}'.encode()
