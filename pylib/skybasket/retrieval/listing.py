"""The list of a plan's files as lines of comment, which a script reads from itself.

It stands behind a script's code: the shell never looks at it, no name in it can run,
and a script that was cut off on its way lacks the mark at the end. Everything that
belongs to one plan is in it::

    #__SKYBASKET_LIST__
    #! folder<TAB>Carina-2026-11-22
    #! files<TAB>1
    # 27227520<TAB>-<TAB>-<TAB>HST/U9O40504M/u9o40504m_drz.fits<TAB>mast:HST/product/...
    #__SKYBASKET_END__

A file's line holds its size in bytes (``~123`` where it is rounded, ``-`` where it is
unknown), its checksum (``sha1:...`` or ``-``), ``t`` if it needs a token (else ``-``),
its path, and its address: percent-encoded, and without the address of the archive's
download service where that is asked for one of its own URIs. No field is empty or holds
a tab.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from skybasket.printable import is_printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from skybasket.archives.mast import Mast
    from skybasket.retrieval.plan import Entry, Plan
    from skybasket.totals import Totals

__all__ = ["END", "START", "comments", "listing", "printed_size", "told_totals"]

START: Final = "#__SKYBASKET_LIST__\n"
END: Final = "#__SKYBASKET_END__\n"
#: Lines in one piece of text.
_TOGETHER: Final = 500


def listing(
    plan: Plan, entries: Iterable[Entry], **settings: str | int
) -> Iterator[str]:
    """Yield the list, a few hundred lines at a time.

    :param entries: the plan's entries, or those that a method can fetch.
    :param settings: what else the script reads from the list.
    """
    service = plan.archive.service
    told: Mapping[str, str | int] = {
        "version": 1,
        "title": one_line(plan.title),
        "folder": plan.folder,
        "service": service,
        **settings,
    }
    yield START + "".join(f"#! {name}\t{value}\n" for name, value in told.items())
    lines = (_line(entry, plan.archive) for entry in entries)
    count = 0
    while piece := list(islice(lines, _TOGETHER)):
        count += len(piece)
        yield "".join(piece)
    yield f"#! files\t{count}\n" + END


def _line(entry: Entry, archive: Mast) -> str:
    size = printed_size(entry)
    token = "t" if entry.needs_token else "-"
    address = entry.address
    if archive.serves(address):
        address = address.removeprefix(archive.service)
    return f"# {size}\t{entry.checksum or '-'}\t{token}\t{entry.path}\t{address}\n"


def printed_size(entry: Entry) -> str:
    """Return a size in bytes, marked if it is rounded, ``-`` if it is unknown."""
    if entry.size is None:
        return "-"
    return f"{entry.size}" if entry.size_exact else f"~{entry.size}"


def told_totals(totals: Totals) -> str:
    """Return in words how many files and bytes there are."""
    files = "1 file" if totals.count == 1 else f"{totals.count:,} files"
    about = "about " if totals.approximate else ""
    size = f"{about}{totals.bytes:,} bytes"
    if totals.unknown == totals.count:
        return f"{files} of unknown size"
    more = f" and {totals.unknown:,} of unknown size" if totals.unknown else ""
    return f"{files}, {size}{more}"


def comments(lines: Iterable[str], mark: str = "# ") -> str:
    """Return lines of comment."""
    return "".join(f"{mark}{one_line(line)}".rstrip() + "\n" for line in lines)


def one_line(text: str) -> str:
    """Return a text without anything that ends a line in some language."""
    return "".join(letter if is_printable(letter) else " " for letter in text)
