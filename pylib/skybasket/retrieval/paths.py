"""File and folder names that are legal on Linux, macOS and Windows.

Sources: POSIX (no "/" and no NUL), "Naming Files, Paths, and Namespaces"
(learn.microsoft.com/windows/win32/fileio/naming-a-file: reserved characters and
names, no trailing dot or blank), and 255 bytes a name in ext4, APFS and NTFS. Programs
of Windows that do not speak Unicode get letters in full width and other likenesses of
separators as the separators themselves (learn.microsoft.com/openspecs: best fit), and
of a long name Windows also makes a short one, ``LONGNA~1.FIT``.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize, ucd_3_2_0

from skybasket.product import file_extension

__all__ = ["is_plain", "legal_name", "marked", "same_place", "typed_name"]

#: Separators of any system and their likenesses, what Windows refuses, what cannot be
#: printed, what hides letters or turns them round, and what some file systems overlook
#: (Unicode's Default_Ignorable_Code_Point).
_ILLEGAL: Final = re.compile(
    r'[/\\:*?"<>|\uff0f\uff3c\uff1a\uff0a\uff1f\uff02\uff1c\uff1e\uff5c\uff0e'
    r"\u2044\u2215\u2216\u2236\u29f5\u29f8\ua789\xa5\u20a9"
    r"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)
#: What some shell gives a meaning to, even between quotes: cmd.exe knows no single
#: ones, and PowerShell takes typographic ones for plain ones. Then their likenesses.
_SPOKEN: Final = re.compile(
    r"[\s!-*,;=@\[-^`{-~\u2018-\u201f\u2032-\u2037"
    r"\u01c0\u01c3\u02b9-\u02cb\u0300-\u0303\u030e\u2223\u223c\u2303\u2758"
    r"\u3003\u3008\u3009\u301a-\u301f]"
)
#: Devices of Windows, whatever their extension.
_RESERVED: Final = re.compile(
    r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?"
)
#: Names that Windows gives to files with long names.
_SHORT: Final = re.compile(r"(?=[^.]{1,8}(?:\.|\Z))[^.]*~[0-9]+(?:\.[^.]{1,3})?")
#: Names that need no second look; devices have no hyphen, digit or underscore first.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{4,99}[A-Za-z0-9_.+-]{0,79}")
#: Endings and names that scripts, aria2 and rclone keep for themselves.
_UNFINISHED: Final = (".part", ".part.about", ".aria2", ".aria2__temp", ".partial")
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

    It is never empty, never ``.`` or ``..``, never hidden, never a device of Windows or
    its short name of another file, never one that the scripts use themselves, has no
    separator of any system, no blank or dot at its end, and at most 200 bytes in UTF-8.
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
    if _SHORT.fullmatch(name):
        name = name.replace("~", "_")
    if name.lower().endswith(_UNFINISHED):
        name += "_"
    return name or _EMPTY


def typed_name(text: str) -> str:
    """Return a legal name that means itself in a command, unquoted, in any shell.

    At most its first character can be one that shells look at: put ``./`` before it.
    What is on the way to the shell may spell letters anew: here that has been done, as
    far as every Python does it.
    """
    return legal_name(_SPOKEN.sub("_", ucd_3_2_0.normalize("NFKC", text)))


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
