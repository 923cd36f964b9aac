"""One data product, and the vocabulary that products share.

The values are the archive's own ("SCIENCE", "I2D"); the words that people read for
them live in ``app/words``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACCESSES",
    "BATCH_AVAILABILITIES",
    "CATEGORIES",
    "FACETS",
    "KINDS",
    "LEVELS",
    "LISTED_FACETS",
    "RECOMMENDATIONS",
    "VOCABULARY",
    "Product",
    "file_extension",
    "split_filename",
]

#: The archive's product types, in the order its own download manager lists them.
CATEGORIES: Final = (
    "AUXILIARY",
    "SCIENCE",
    "CATALOG",
    "CALIBRATION",
    "PREVIEW",
    "INFO",
)
KINDS: Final = ("science", "reference")
RECOMMENDATIONS: Final = ("yes", "no", "unknown")
BATCH_AVAILABILITIES: Final = ("available", "unavailable")
ACCESSES: Final = ("PUBLIC", "EXCLUSIVE_ACCESS", "RESTRICTED")

#: Facets with few values: each product's combination of them is its signature.
FACETS: Final = (
    "recommended",
    "category",
    "kind",
    "extension",
    "batch",
    "group",
    "mission",
    "instrument",
    "bandpass",
    "data_type",
    "level",
    "access",
)
#: Facets with as many values as there are proposals and targets: searchable lists.
LISTED_FACETS: Final = ("proposal", "target")

LEVELS: Final = ("-1", "0", "1", "2", "3", "4")
#: The facets whose values are known for all products there can be.
VOCABULARY: Final[Mapping[str, tuple[str, ...]]] = {
    "category": CATEGORIES,
    "kind": KINDS,
    "batch": BATCH_AVAILABILITIES,
    "level": LEVELS,
    "access": ACCESSES,
}

_COMPRESSED: Final = (".gz", ".bz2", ".xz", ".zip", ".fz", ".z")
_LONGEST_EXTENSION: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One file that an archive holds, under the names that astronomers use.

    Text that the list did not give is the empty string; a level or size that it did
    not give is ``None``. The columns are those of CAOM product rows
    (https://mast.stsci.edu/api/v0/_productsfields.html).
    """

    #: The archive's address of the file, the identity of a product: dataURI.
    uri: str
    #: productFilename
    filename: str
    #: The folder it stands under: obs_id.
    observation_id: str
    #: obs_collection
    mission: str
    #: productType: SCIENCE, PREVIEW, ...
    category: str
    #: productSubGroupDescription: I2D, FLC, LC, ...
    group: str
    #: "yes", "no", or "unknown" where the list has no such column.
    recommended: str
    #: "science" or "reference".
    kind: str
    #: ".fits", ".fits.gz", ...; derived from the file name.
    extension: str
    #: "available" or "unavailable" for the archive's batch retrieval.
    batch: str
    #: Bytes, or None when unknown.
    size: int | None
    #: False where the size was rounded on its way here.
    size_exact: bool
    #: calib_level: -1 planned, 0 raw, 1 uncalibrated, 2 calibrated, 3 combined,
    #: 4 contributed.
    level: int | None
    #: dataRights: PUBLIC, EXCLUSIVE_ACCESS, ...
    access: str
    #: dataproduct_type: image, spectrum, timeseries, cube.
    data_type: str
    #: Camera or spectrograph; see `inferred`.
    instrument: str
    #: Optical elements, joined by ";"; see `inferred`.
    bandpass: str
    #: proposal_id
    proposal: str
    #: Name of the target, where known.
    target: str
    #: description
    description: str
    #: prvversion, the version of the pipeline that made the file.
    pipeline_version: str
    #: project
    project: str
    #: productDocumentationURL
    documentation_url: str
    #: type: S on exposures, D on JWST combined products.
    observation_type: str
    #: obsID, the archive's number of the observation that the file belongs to.
    observation_number: str
    #: parent_obsid, the number of the observation that was asked for.
    parent_number: str
    #: As in ``sha1:2fd4e1c6...`` (md5, sha1 or sha256); empty when unknown.
    checksum: str = ""
    #: Every observation that led to this file: IDs where known, else numbers.
    parents: tuple[str, ...] = ()
    #: Fields that were read off the file name because the list did not give them.
    inferred: frozenset[str] = frozenset()
    #: Columns of the list that have no name of their own here.
    extra: Mapping[str, str] = field(default_factory=dict)


def split_filename(filename: str) -> tuple[str, str]:
    """Split a file name into the stem that siblings share and the suffix that differs.

    The suffix starts at the last underscore, else it is the extension, so that
    ``jw01345001001_02101_00001_nrca1_cal.fits`` gives ``_cal.fits``: archives name
    the thousands of files of one exposure alike but for a few hundred suffixes.
    The extension always lies in the suffix.
    """
    cut = filename.rfind("_")
    if cut < 0:
        cut = len(filename) - len(file_extension(filename))
    return filename[:cut], filename[cut:]


def file_extension(filename: str) -> str:
    """Return the extension in lower case, with a compression suffix kept together.

    ``.fits.gz`` is an extension of its own: GALEX delivers ``*-int.fits.gz``.
    A file without one gives the empty string.
    """
    stem, last = _cut_extension(filename)
    if last not in _COMPRESSED:
        return last
    return _cut_extension(stem)[1] + last


def _cut_extension(filename: str) -> tuple[str, str]:
    stem, dot, last = filename.rpartition(".")
    if not dot or not stem or not last.isalnum() or len(last) > _LONGEST_EXTENSION:
        return filename, ""
    return stem, "." + last.lower()
