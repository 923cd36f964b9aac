"""What leaves a basket: plans and scripts, the basket as a file, links."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from skybasket import keeping, linking, retrieval
from skybasket.holdings import Holdings

if TYPE_CHECKING:
    from skybasket.archives.mast import Mast

__all__ = ["Outgoing"]


class Outgoing(Holdings):
    """A basket that others can be told of.

    :param title: names the folder that scripts make.
    :param archive: where the files are fetched from.
    """

    def __init__(self, title: str, archive: Mast) -> None:
        super().__init__()
        self.title = title
        self.archive = archive

    def plan(
        self, options: retrieval.Options | None = None, *, date: str = ""
    ) -> retrieval.Plan:
        """Return what would be fetched: the selected files, in tree order.

        :param options: layout, jobs, and which foreign files are wanted.
        :param date: the day for the folder's name; today (UTC) if empty.
        """
        return retrieval.Plan(
            title=self.title,
            date=date or datetime.now(UTC).date().isoformat(),
            catalog=self.catalog,
            archive=self.archive,
            chosen=self.selected.rows,
            options=options or retrieval.Options(),
        )

    def to_bytes(self) -> bytes:
        """Return the basket as a file (``.skybasket``), which `open` reads again.

        It holds the files that are here, what is selected, the filters and the title.
        """
        return b"".join(keeping.pieces(self, self.state.present))

    def share_link(
        self, page: str, *, everything: bool = False, details: bool = True
    ) -> str:
        """Return a link that carries the selected files, filters and title.

        :param page: the address of a copy of Skybasket.
        :param everything: all files; they are carried too where none is selected.
        :param details: facets and sizes too, not only what names prove.
        :raises LinkError: if it would be longer than a link can be.
        """
        text = linking.files_text(self, everything=everything, details=details)
        return linking.address(page, text)

    def script(
        self, method: str = "curl", *, layout: str = "mission", form: str = ""
    ) -> str:
        """Return the text that fetches, or lists, the selected files.

        :param method: a name of the retrieval registry, such as ``curl``.
        :param layout: ``mission``, ``observation``, ``flat``, or a template; see
            `retrieval.Options`.
        :param form: which text, where the method has several: ``csv``, ``s5cmd``...
        :raises RetrievalError: if there is no such method, layout or form.
        """
        chosen = retrieval.form(retrieval.method(method), form)
        plan = self.plan(retrieval.Options(layout=layout))
        return "".join(chosen.pieces(plan))
