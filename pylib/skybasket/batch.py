"""What a batch request asks for: the selected files that the archive can stage."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from skybasket.archives.mast import BATCH_MISSIONS
from skybasket.archives.mast_staging import staged_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.basket import Basket
    from skybasket.totals import Totals

__all__ = ["LONGEST_LINK", "REASONS", "Choice", "mail_link", "stageable"]

#: Why a file is in no request: the archive does not stage its mission, it lies on
#: another host, or another file of the same name would lie in the same flat folder.
REASONS: Final = ("mission", "elsewhere", "same_name")
#: Characters that a ``mailto:`` link carries everywhere; some programs cut longer ones.
LONGEST_LINK: Final = 2000
#: What the archive's access column says of files that anybody may fetch.
_PUBLIC: Final = ("", "PUBLIC")


def stageable(basket: Basket) -> int:
    """Return how many selected files are of missions that the archive stages.

    It is quick, and may count files that `Choice` leaves out for another reason.
    """
    missions = basket.index.facet("mission")
    staged = missions.union(missions.matching(BATCH_MISSIONS))
    return (staged & basket.state.selected).bit_count()


class Choice:
    """Which of the selected files a batch request can have.

    :param basket: whose selection it is.
    """

    def __init__(self, basket: Basket) -> None:
        self._basket = basket
        #: The rows that are left out, in tree order, by the reason.
        self.others: dict[str, list[int]] = {reason: [] for reason in REASONS}
        #: The rows that qualify, in tree order.
        self.rows = self._qualifying()

    def _qualifying(self) -> list[int]:
        catalog, archive = self._basket.catalog, self._basket.archive
        missions = catalog.text["mission"]
        found: dict[str, list[int]] = {}
        for row in self._basket.selected.rows:
            uri = catalog.uri(row)
            if missions[row] not in BATCH_MISSIONS:
                self.others["mission"].append(row)
            elif not archive.is_own(uri) or not staged_name(uri):
                self.others["elsewhere"].append(row)
            else:
                found.setdefault(staged_name(uri), []).append(row)
        for rows in found.values():
            if len(rows) > 1:
                self.others["same_name"].extend(rows)
        return [rows[0] for rows in found.values() if len(rows) == 1]

    @cached_property
    def files(self) -> int:
        """The files that qualify, as a bitmap."""
        tree = self._basket.tree
        return tree.files_at(self.rows)

    @cached_property
    def totals(self) -> Totals:
        """How many files qualify, and their sizes."""
        return self._basket.index.totals(self.files)

    @cached_property
    def restricted(self) -> list[int]:
        """The rows that are not public: only an account that may see them gets them."""
        access = self._basket.catalog.text["access"]
        return [row for row in self.rows if access[row] not in _PUBLIC]

    @property
    def missions(self) -> list[str]:
        """The missions of the files, each once."""
        missions = self._basket.catalog.text["mission"]
        return list(dict.fromkeys(missions[row] for row in self.rows))

    @cached_property
    def datasets(self) -> list[str]:
        """The observations that the files belong to, each once, in tree order."""
        ids = self._basket.catalog.text["observation_id"]
        return list(filter(None, dict.fromkeys(ids[row] for row in self.rows)))

    @cached_property
    def digest(self) -> str:
        """What tells whether two requests are for the same files."""
        found = sha256()
        for row in self.rows:
            uri = self._basket.catalog.uri(row)
            found.update(uri.encode("utf-8", "surrogatepass") + b"\n")
        return found.hexdigest()[:32]

    def names(self) -> Iterator[str]:
        """Yield what each file is called in the staging area, in tree order."""
        return (staged_name(self._basket.catalog.uri(row)) for row in self.rows)


def mail_link(address: str, subject: str, body: str) -> str:
    """Return a ``mailto:`` link with everything filled in (RFC 6068).

    Nothing in the texts can add a field to it: all but letters, digits and ``_.-~`` is
    percent-encoded, and lines end as in mails.
    """
    fields = {"subject": " ".join(subject.split()), "body": body}
    written = "&".join(
        f"{name}={_encoded(text)}" for name, text in fields.items() if text
    )
    return f"mailto:{quote(address, safe='@')}?{written}"


def _encoded(text: str) -> str:
    lines = "\r\n".join(text.splitlines())
    return quote(lines, safe="", errors="replace")
