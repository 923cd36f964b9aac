"""Reference files as products: what the system tells of them, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.archives.crds import reference_uri
from skybasket.catalog import ProductRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.archives.crds_search import ReferenceSearch

__all__ = ["FOLDER", "reference_rows"]

#: The folder of a mission's references in the tree.
FOLDER: Final = "references"


def reference_rows(
    search: ReferenceSearch, mission: str, names: Sequence[str]
) -> ProductRows:
    """Return reference files as products.

    Their checksums are the system's, so scripts verify every byte. Anybody may have
    them, and the archive recommends none of them.

    :param mission: the archive's name of the observatory's mission.
    """
    found = list(map(search.info, names))
    observatory, count = search.service.observatory, len(found)
    same = {
        "mission": mission,
        "observation_id": FOLDER,
        "category": "CALIBRATION",
        "kind": "reference",
        "recommended": "no",
        "access": "PUBLIC",
        "batch": "unavailable",
    }
    text = {field: [value] * count for field, value in same.items()}
    return ProductRows(
        uris=[reference_uri(observatory, info.name) for info in found],
        filenames=[info.name for info in found],
        text={
            **text,
            "group": [info.kind.upper() for info in found],
            "instrument": [info.instrument for info in found],
            "checksum": [info.sha1 and f"sha1:{info.sha1}" for info in found],
        },
        sizes=[info.size for info in found],
        extra={
            "context": [search.context] * count,
            "activation_date": [info.activated for info in found],
        },
    )
