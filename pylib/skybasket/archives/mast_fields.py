"""The names that MAST's tables give to columns, and what each means here.

Product and observation rows of CAOM (https://mast.stsci.edu/api/v0/_productsfields.html
and ``_c_a_o_mfields.html``) as the query service, astroquery and the Portal call them,
the searches by mission (https://mast.stsci.edu/search/docs/), and the tables and lists
that Skybasket writes itself. Names are compared as `plain` makes them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = [
    "IGNORED",
    "OBSERVATION_FIELDS",
    "PRODUCT_FIELDS",
    "assigned",
    "is_mission_search",
    "kind_of",
    "plain",
]

_OTHER: Final = re.compile(r"[^a-z0-9]+")

#: What names a file by itself. An ``address`` is where one is fetched, a ``path``
#: where it was saved.
_FILE_FIELDS: Final[Mapping[str, str]] = {
    "datauri": "uri",
    "data_uri": "uri",
    "uri": "uri",
    "productfilename": "filename",
    "product_filename": "filename",
    "filename": "filename",
    "file_name": "filename",
}
_PLACE_FIELDS: Final[Mapping[str, str]] = {
    "url": "address",
    "download_url": "address",
    "download_uri": "address",
    "address": "address",
    "path": "path",
    "local_path": "path",
    "file": "path",
}
#: What products and observations have in common.
_SHARED_FIELDS: Final[Mapping[str, str]] = {
    "obs_collection": "mission",
    "mission": "mission",
    "collection": "mission",
    "obs_id": "observation_id",
    "observation_id": "observation_id",
    "dataset": "observation_id",
    "instrument_name": "instrument",
    "instrument": "instrument",
    "filters": "bandpass",
    "filter": "bandpass",
    "bandpass": "bandpass",
    "filter_grating": "bandpass",
    "proposal_id": "proposal",
    "proposal": "proposal",
    "target_name": "target",
    "target": "target",
    "dataproduct_type": "data_type",
    "data_type": "data_type",
    "datarights": "access",
    "data_rights": "access",
    "access": "access",
}
PRODUCT_FIELDS: Final[Mapping[str, str]] = {
    **_FILE_FIELDS,
    **_PLACE_FIELDS,
    **_SHARED_FIELDS,
    "producttype": "category",
    "product_category": "category",
    "category": "category",
    "productgroupdescription": "recommended",
    "recommended": "recommended",
    "productsubgroupdescription": "group",
    "group": "group",
    "file_suffix": "suffix",
    "suffix": "suffix",
    "calib_level": "level",
    "calibration_level": "level",
    "level": "level",
    "product_level": "stage",
    "description": "description",
    "prvversion": "pipeline_version",
    "pipeline_version": "pipeline_version",
    "project": "project",
    "productdocumentationurl": "documentation_url",
    "documentation_url": "documentation_url",
    "type": "observation_type",
    "observation_type": "observation_type",
    "obsid": "observation_number",
    "observation_number": "observation_number",
    "product_group_id": "observation_number",
    "parent_obsid": "parent_number",
    "parent_number": "parent_number",
    "size": "size",
    "file_size": "size",
    "filesize": "size",
    "approx_size": "size",
    "size_exact": "size_exact",
    "checksum": "checksum",
    "md5": "checksum",
    "sha1": "checksum",
    "sha1sum": "checksum",
    "sha256": "checksum",
    "kind": "kind",
    "inferred": "inferred",
    "extra": "extra",
}
#: Where the product lists of the searches by mission mean something else.
_MISSION_SEARCH_FIELDS: Final[Mapping[str, str]] = {
    "category": "stage",
    "type": "purpose",
}
OBSERVATION_FIELDS: Final[Mapping[str, str]] = {
    **_SHARED_FIELDS,
    "sci_data_set_name": "observation_id",
    "filesetname": "observation_id",
    "iue_data_id": "observation_id",
    "obsid": "number",
    "observation_number": "number",
    "product_group_id": "number",
    "sci_pep_id": "proposal",
    "program": "proposal",
    "sci_instrume": "instrument",
    "instrume": "instrument",
    "sci_spec_1234": "bandpass",
    "opticalelements": "bandpass",
    "product_type": "data_type",
    "sci_status": "access",
    "sci_targname": "target",
    "targprop": "target",
    "t_min": "start",
    "start_time": "start",
    "sci_start_time": "start",
    "date_obs": "start",
    "t_max": "end",
    "end_time": "end",
    "sci_stop_time": "end",
    "t_exptime": "exposure",
    "exposure_length": "exposure",
    "sci_actual_duration": "exposure",
    "duration": "exposure",
    "s_ra": "right_ascension",
    "ra": "right_ascension",
    "sci_ra": "right_ascension",
    "targ_ra": "right_ascension",
    "s_dec": "declination",
    "dec": "declination",
    "sci_dec": "declination",
    "targ_dec": "declination",
}
#: State of the archive's page, and what follows here from the other columns.
IGNORED: Final = frozenset(
    {"_selected_", "foreign", "parents", "batch", "extension", "address"}
)


def plain(title: str) -> str:
    """Return a column's name in lower case, with ``_`` for blanks and signs.

    ``Data URI`` and ``data-uri`` become ``data_uri``; ``_selected_`` stays.
    """
    return _OTHER.sub("_", title.strip().lower())


def kind_of(columns: Iterable[str]) -> str:
    """Tell from its columns what a table lists.

    :returns: ``products``, ``observations``, or nothing.
    """
    names = set(map(plain, columns))
    if not names.isdisjoint(_FILE_FIELDS):
        return "products"
    if not names.isdisjoint(_IDENTIFYING):
        return "observations"
    return "" if names.isdisjoint(_PLACE_FIELDS) else "products"


_IDENTIFYING: Final = frozenset(
    name
    for name, field in OBSERVATION_FIELDS.items()
    if field in ("observation_id", "number")
)


def is_mission_search(columns: Iterable[str]) -> bool:
    """Tell whether these are the columns of a product list of a search by mission."""
    return not {"product_key", "file_suffix"}.isdisjoint(map(plain, columns))


def assigned(
    columns: Collection[str],
    fields: Mapping[str, str],
    mapping: Mapping[str, str],
) -> tuple[dict[str, str], list[str]]:
    """Return the column of each field, and the columns that mean nothing here.

    Of several columns for one field the first is taken; the others mean nothing.

    :param fields: what the plain names of columns mean.
    :param mapping: columns that their user chose, by field; they come before all.
    """
    if is_mission_search(columns):
        fields = {**fields, **_MISSION_SEARCH_FIELDS}
    chosen = {field: title for field, title in mapping.items() if title in set(columns)}
    free = [title for title in columns if title not in chosen.values()]
    others = []
    for title in free:
        name = plain(title)
        field = fields.get(name)
        if field and field not in chosen:
            chosen[field] = title
        elif name not in IGNORED:
            others.append(title)
    return chosen, others
