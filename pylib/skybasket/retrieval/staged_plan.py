"""A plan whose files lie in a staging area, in one flat folder, ready to be fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from skybasket.errors import RetrievalError
from skybasket.retrieval.plan import Plan

if TYPE_CHECKING:
    from skybasket.archives.mast_staging import Place

__all__ = ["StagedPlan", "staging_of"]


@dataclass(frozen=True, kw_only=True)
class StagedPlan(Plan):
    """What to fetch of a batch request.

    Where the files go is decided as in every plan, and the entries are the same: so a
    folder that another script began can be gone on with. Whoever may log in to the
    place may have all that is in it: no file needs a token.

    :param place: the folder on the server, where only the names of files count.
    """

    place: Place

    def _needs_token(self, _row: int) -> bool:
        return False


def staging_of(plan: Plan) -> Place:
    """Return where the files of a plan are staged.

    :raises RetrievalError: if they are not.
    """
    if not isinstance(plan, StagedPlan):
        message = "Nobody has said where these files are staged. Say it first."
        raise RetrievalError(message)
    return plan.place
