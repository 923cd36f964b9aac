"""Which method to suggest for a plan, and which cannot work with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from skybasket.retrieval.methods import Method
    from skybasket.retrieval.plan import Plan

__all__ = ["MOST_OPENED", "obstacle", "suggested"]

#: How many links a browser can be asked to open one by one.
MOST_OPENED: Final = 20
#: From here on, one machine is busy for days.
_CLUSTER_FILES: Final = 100_000
_CLUSTER_BYTES: Final = 2 * 10**12
#: Up to here, clicking on links is the shortest way.
_LINK_FILES: Final = 2
_LINK_BYTES: Final = 2 * 10**9


def suggested(plan: Plan, platform: str) -> str:
    """Return the name of the method that fits best.

    :param platform: what the browser calls the user's system, such as ``Windows``,
        ``Win32``, ``macOS`` or ``Linux x86_64``; may be empty.
    """
    totals = plan.totals
    if totals.count >= _CLUSTER_FILES or totals.bytes >= _CLUSTER_BYTES:
        return "slurm"
    few = totals.count <= _LINK_FILES and totals.bytes <= _LINK_BYTES
    if few and not plan.restricted:
        return "links"
    return "powershell" if platform.lower().startswith("win") else "curl"


def obstacle(plan: Plan, method: Method, form: str = "") -> str:
    """Return why a method, or a form of it, cannot work, or the empty text.

    The reasons: ``nothing`` to fetch at all, ``not_packed`` where the archive can put
    none of the files into a bundle, ``not_public`` where every file needs a token that
    the method cannot keep, ``no_checksums`` to write down.
    """
    if not plan.count:
        return "nothing"
    if method.name == "bundle" and not plan.bundles:
        return "not_packed"
    if not method.complete and not plan.public_totals.count:
        return "not_public"
    if form == "checksums" and not plan.has_checksums:
        return "no_checksums"
    return ""
