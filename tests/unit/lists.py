"""Product lists as the archive writes them, for the unit tests."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["answer", "product"]


def product(**changed: object) -> dict[str, Any]:
    """Return one row with every column of a product answer."""
    return {
        "obsID": 83209967,
        "obs_collection": "JWST",
        "dataproduct_type": "cube",
        "obs_id": "jw01039-o004_t001_miri_ch3-long",
        "description": "exposure/target (L2b/L3): 3D image of spectrum",
        "type": "D",
        "dataURI": "mast:JWST/product/jw01039-o004_t001_miri_ch3-long_s3d.fits",
        "productType": "SCIENCE",
        "productGroupDescription": "Minimum Recommended Products",
        "productSubGroupDescription": "S3D",
        "productDocumentationURL": None,
        "project": "CALJWST",
        "prvversion": "1.5.3",
        "proposal_id": "1039",
        "productFilename": "jw01039-o004_t001_miri_ch3-long_s3d.fits",
        "size": 370405440,
        "parent_obsid": 83209967,
        "dataRights": "PUBLIC",
        "calib_level": 3,
        "filters": "CH3;LONG",
        "_selected_": None,
    } | changed


def answer(*rows: object, **changed: object) -> bytes:
    """Return the archive's JSON answer with these rows."""
    first = rows[0] if rows and isinstance(rows[0], dict) else {}
    whole = {
        "status": "COMPLETE",
        "msg": "",
        "fields": [{"name": name, "type": "string"} for name in first],
        "data": list(rows),
    }
    return json.dumps(whole | changed).encode()
