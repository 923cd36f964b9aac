"""Made-up products as the archive's own lists of them: answers in JSON, and tables."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

from tests.archive.catalogue import COLUMNS, RECOMMENDED
from tests.bench._products import generate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from skybasket.catalog import ProductRows

__all__ = ["FORMS", "write_list"]

#: Kinds of lists, by the endings of their files' names.
FORMS: Final = ("json", "csv")
_RECOMMENDED: Final = {"yes": RECOMMENDED}
_STAGES: Final = {"1": "L1b", "2": "L2a/L2b", "3": "L2b/L3"}
_VERSIONS: Final = {"JWST": "1.14.0", "HST": "CALWF3 3.6.2"}
_SEED: Final = 101


def write_list(path: Path, products: int) -> None:
    """Write so many products into a file, in the form that its name's ending tells."""
    rows = _rows(generate(products, _SEED))
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            return
        fields = [{"name": name, "type": "string"} for name in COLUMNS]
        file.write('{"status":"COMPLETE","msg":"","data":[')
        mark = ""
        for row in rows:
            file.write(mark + json.dumps(row, separators=(",", ":")))
            mark = ","
        file.write(f'],"fields":{json.dumps(fields)},"paging":{{}}}}')


def _rows(products: ProductRows) -> Iterator[dict[str, Any]]:
    names = list(products.text)
    texts = zip(*products.text.values(), strict=True)
    for uri, filename, size, values in zip(
        products.uris, products.filenames, products.sizes, texts, strict=True
    ):
        yield _row(uri, filename, size, dict(zip(names, values, strict=True)))


def _row(uri: str, filename: str, size: int, text: dict[str, str]) -> dict[str, Any]:
    mission, group = text["mission"], text["group"]
    number = int(text["parent_number"] or 0) or 25_000_000
    stage = _STAGES.get(text["level"], "")
    values = (
        number,
        mission,
        text["data_type"],
        text["observation_id"],
        f"exposure/target ({stage}): {group or 'preview'}",
        "D" if text["level"] == "3" else "S",
        uri,
        text["category"],
        _RECOMMENDED.get(text["recommended"], ""),
        group or None,
        "https://archive.stsci.edu/missions-and-data/" + mission.lower(),
        "CAL" + mission,
        _VERSIONS.get(mission),
        text["proposal"],
        filename,
        size,
        number,
        text["access"],
        int(text["level"] or -1),
        text["bandpass"],
    )
    return dict(zip(COLUMNS, values, strict=True))
