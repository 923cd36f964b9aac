"""Texts that somebody put into a list or a link to do harm, by whom they are meant for.

Each that runs makes a file called ``harm``, or sets ``window.__owned``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket import Basket
from skybasket.errors import FormatError

from tests.archive.catalogue import answer

if TYPE_CHECKING:
    from tests.archive.catalogue import Row

__all__ = ["DISGUISES", "MARKUP", "NAMES", "TITLES", "disguises", "is_read"]

#: For shells and other languages: every way out of a text.
_CODE: Final = (
    "$(touch harm)",
    "`touch harm`",
    "'; touch harm; '",
    "'\"'$(touch harm)'\"'",
    '"; touch harm; "',
    "\\'; touch harm #",
    "${IFS}touch${IFS}harm",
    "& touch harm &",
    "| touch harm",
    "> harm",
    "<(touch harm)",
    "%TEMP%&echo>harm&",
    "!!",
    "^& touch harm",
    # PowerShell: typographic quotation marks are plain ones.
    "\u2019; New-Item harm; \u2018",
    "\u201d; New-Item harm; \u201c",
    "\u201e; ni harm #",
    "$(New-Item harm)",
    "`$(ni harm)",
    # Python and C#.
    "'''+open('harm','w')+'''",
    '"); open("harm", "w")',
    "{open('harm','w')}",
    "x+ACc-, open(+ACc-harm+ACc-, +ACc-w+ACc-), +ACc-y",
    "\\N{DIGIT ONE}\\",
    "%s%n%d",
    # lftp, s5cmd, rclone, aria2, here-documents, schedulers.
    "!touch harm",
    "& !touch harm",
    "run harm",
    "; comment",
    "# comment",
    "${HOME}",
    "  out=harm",
    " dir=..",
    "END",
    "EOF",
    "#SBATCH --wrap=touch",
    "#__SKYBASKET_END__",
    "#! folder",
    "# 9",
)
#: Options of programs.
_OPTIONS: Final = (
    *("-rf", "--", "-", "-o harm", "--output=harm", "-K harm", "--config=harm"),
    *("@harm", "-O harm", "--on-download-complete=harm", "--post-data=harm"),
)
#: Places that lie elsewhere on some system.
_PLACES: Final = (
    *(
        "..",
        ".",
        "...",
        "../../../there",
        "..\\..\\there",
        "/there",
        "~/there",
        "~root",
    ),
    *(
        "C:there",
        "C:\\there",
        "\\\\there\\c$",
        "\\\\?\\C:\\there",
        "a:there",
        "x::$DATA",
    ),
    *("CON", "NUL.fits", "com1.txt", "aux", "LPT\u00b9", "dot.", "blank ", " blank"),
    *(".hidden", ".netrc", ".bashrc", "x.part", "x.part.about", "failed.txt"),
    *("skybasket-receipt.tsv", ".skybasket.lock", "desktop.ini", "x.aria2"),
    *("\uff0e\uff0e\uff0fthere", "a\uff3cthere", "a\u2215there", "a\u2044there"),
    *("e\u0301", "\u00e9", "K", "\u212a", "\u017f", "s", "a", "A"),
    *("LONGNA~1.FIT", "longname_of_a_file.fits", "y.aria2", "y", "\u037e", "\u1fef"),
    *("%2e%2e%2fthere", "..%5cthere", "%00", "%0athere", "n" * 300, "\u65e5" * 150),
)
#: What spreadsheets, web addresses and columns of lists give a meaning to.
_SIGNS: Final = (
    *("=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", "a;=1+1", "\uff1d1"),
    *("a#b?c&d=e;f+g", "*", "?[a-z]{1,2}", "two  words ", '"', "'", "\\", "{folder}"),
)
#: Names of files, observations and missions, and values of other columns.
NAMES: Final = (*_CODE, *_OPTIONS, *_PLACES, *_SIGNS)
#: Titles of baskets: folders and the first lines of scripts come from them.
TITLES: Final = (
    "$(touch harm)`touch harm`'\"",
    "\n-*- coding: utf-7 -*-\nimport os",
    "coding: utf-7",
    "../../there",
    "-rf --output=harm",
    "\u2019; New-Item harm #",
    "#SBATCH --wrap=touch",
    "%TEMP%&echo>harm&",
    "CON",
    "",
)


def disguises(archive: str, elsewhere: str) -> tuple[str, ...]:
    """Return addresses that are, or look like, those of a host on another one's.

    :param archive: scheme and host of the archive.
    :param elsewhere: scheme and host of another one.
    """
    scheme, _, host = archive.partition("://")
    other = elsewhere.partition("://")[2]
    return (
        elsewhere + "/x",
        f"{scheme}://{host}@{other}/x",
        f"{scheme}://{host}#@{other}/x",
        f"{scheme}://{host}?@{other}/x",
        f"{scheme}://{host}\\@{other}/x",
        f"{scheme}://{host}%2f@{other}/x",
        f"{scheme}://{host};@{other}/x",
        f"{scheme}://{host}.{other}/x",
        f"//{other}/x",
        f"{scheme}:{other}/x",
        f"{scheme}:///{other}/x",
        f"ftp://{other}/x",
        f"file://{other}/etc/passwd",
        "file:///etc/passwd",
        "javascript:window.__owned=1",
        "data:text/html,<script>window.__owned=1</script>",
        f"{archive}/api/v0.1/Download/file?uri={elsewhere}/x",
        f"{archive}/api/v0.1/Download/file?uri={elsewhere.replace(':', '%3A')}/x",
        f"{archive}/api/v0.1/Download/file?uri=",
        f"{archive}/../../x",
    )


def is_read(row: Row) -> bool:
    """Tell whether a reader takes a product: what it refuses gets no further."""
    try:
        Basket.open(answer([row]))
    except FormatError:
        return False
    return True


DISGUISES: Final = disguises("https://mast.stsci.edu", "https://elsewhere.example.org")

#: Markup, and what templates give a meaning to.
MARKUP: Final = (
    "<img src=x onerror=window.__owned=1>",
    "<svg onload=window.__owned=1>",
    "</script><script>window.__owned=1</script>",
    "\"><iframe srcdoc='<script>parent.__owned=1</script>'>",
    "<a href=javascript:window.__owned=1>x</a>",
    "${window.__owned=1}",
    "{{constructor.constructor('window.__owned=1')()}}",
    "<!--?lit$000000000$-->",
    "{count}{name}{{title}}",
    "&lt;b&gt;&amp;",
)
