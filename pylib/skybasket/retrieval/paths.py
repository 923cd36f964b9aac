"""File and folder names that are legal on Linux, macOS and Windows.

Sources: POSIX (no "/" and no NUL), "Naming Files, Paths, and Namespaces"
(learn.microsoft.com/windows/win32/fileio/naming-a-file: reserved characters and
names, no trailing dot or blank), and 255 bytes a name in ext4, APFS and NTFS.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from skybasket.product import file_extension

__all__ = ["is_plain", "legal_name", "marked", "same_place"]

#: Separators of any system, what Windows refuses, and what cannot be printed.
_ILLEGAL: Final = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
#: Devices of Windows, whatever their extension.
_RESERVED: Final = re.compile(
    r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?"
)
#: Names that need no second look; devices have no hyphen, digit or underscore first.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{4,99}[A-Za-z0-9_.+-]{0,79}")
#: Endings and names that scripts keep for themselves.
_UNFINISHED: Final = (".part", ".part.about")
_SCRIPTS_OWN: Final = re.compile(r"(?i)skybasket-.*|failed[0-9of-]*\.txt")
_LONGEST: Final = 200
_EMPTY: Final = "unnamed"


def is_plain(name: str) -> bool:
    """Tell at a glance that a name is legal as it stands; most real ones are."""
    return (
        _PLAIN.fullmatch(name) is not None
        and name[-1] != "."
        and not name.lower().endswith(_UNFINISHED)
        and _SCRIPTS_OWN.fullmatch(name) is None
    )


def legal_name(text: str) -> str:
    """Return a name of one path part, close to the given one.

    It is never empty, never ``.`` or ``..``, never hidden, never a device of Windows,
    never one that the scripts use themselves, has no separator of any system, no blank
    or dot at its end, and at most 200 bytes in UTF-8.
    """
    name = _ILLEGAL.sub("_", text).strip(" .")
    encoded = name.encode()
    if len(encoded) > _LONGEST:
        half = _LONGEST // 2
        # The ending tells the kind of a file: keep both ends.
        head = encoded[:half].decode(errors="ignore")
        tail = encoded[-half:].decode(errors="ignore")
        name = head + tail
    if _RESERVED.fullmatch(name) or _SCRIPTS_OWN.fullmatch(name):
        name = "_" + name
    if name.lower().endswith(_UNFINISHED):
        name += "_"
    return name or _EMPTY


def marked(name: str, mark: str) -> str:
    """Return a legal name that tells a file from others of the same name.

    The mark goes before the extension, which tells programs the kind of a file.
    """
    extension = file_extension(name)
    stem = name[: len(name) - len(extension)]
    return legal_name(f"{stem}_{mark}{extension}")


def same_place(path: str) -> str:
    """Return what two paths have in common that name one file on some system.

    macOS and Windows take capital and small letters, and macOS different spellings
    of one accented letter, for the same name.
    """
    if path.isascii():
        return path.lower()
    return normalize("NFC", normalize("NFC", path).casefold())
