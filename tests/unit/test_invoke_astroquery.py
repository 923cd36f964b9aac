"""The real astroquery, pointed at the stand-in, gets what our searches get."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import pytest
from skybasket.archives.mast import Mast
from skybasket.archives.mast_search import (
    ObservationSearch,
    Position,
    ProductSearch,
    Query,
    product_ways_round,
    ways_round,
)

from tests.archive.catalogue import observation, product
from tests.unit.searching import Browser

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive import StandInArchive

pytestmark = pytest.mark.skipif(
    not find_spec("astroquery"), reason="astroquery is not installed"
)

OBSERVATIONS: Final = [
    observation(
        100, "ib6v02d9q", "HST", instrument_name="WFC3/UVIS", calib_level=2, t_min=None
    ),
    *(
        observation(
            n,
            f"jw01039-o{n:03}",
            s_ra=210.8 + n / 100,
            s_dec=54.35,
            proposal_id=str(1039 + n % 3),
            t_min=60000.0 + n,
            dataRights="PUBLIC" if n % 4 else "EXCLUSIVE_ACCESS",
            target_name=None if n == 5 else "M-101",
        )
        for n in range(1, 31)
    ),
]
PRODUCTS: Final = [
    product(
        f"{row['obs_id']}_{suffix}.fits",
        str(row["obs_id"]),
        str(row["obs_collection"]),
        obsID=row["obsid"],
        parent_obsid=row["obsid"],
        size=size,
    )
    for row in OBSERVATIONS
    for suffix, size in (("i2d", 1000), ("cal", None))
]

#: Our queries, and the same in astroquery's words.
QUERIES: Final[list[tuple[dict[str, Any], str]]] = [
    (
        {"position": Position(210.9, 54.35), "radius": 0.02},
        'query_region(HERE, radius="0.02 deg")',
    ),
    (
        {"position": Position(210.9, 54.35), "radius": 0.1, "proposals": ["1040"]},
        'query_criteria(coordinates=HERE, radius=0.1, proposal_id="1040")',
    ),
    (
        {"proposals": ["1039", "1041"], "access": ["PUBLIC"]},
        'query_criteria(proposal_id=["1039", "1041"], dataRights="PUBLIC")',
    ),
    ({"instruments": ["WFC3"]}, 'query_criteria(instrument_name="WFC3*")'),
    (
        {"missions": ["JWST", "HST"], "levels": [2]},
        'query_criteria(obs_collection=["JWST", "HST"], calib_level=2)',
    ),
    (
        {"observation_ids": ["jw01039-o00*"]},
        'query_criteria(obs_id="jw01039-o00*", t_min=[59000, 61000])',
    ),
]

ASK: Final = """
import json, sys
from astropy.coordinates import SkyCoord
from astroquery.mast import Observations

HERE = SkyCoord(210.9, 54.35, unit="deg")
found = []
for observations in [
{queries}
]:
    products = Observations.get_product_list(observations)
    found.append(
        {{
            "observations": sorted(str(number) for number in observations["obsid"]),
            "targets": sorted(observations["target_name"].filled("").tolist()),
            "exposure": float(observations["t_exptime"].filled(0).sum()),
            "uris": sorted(products["dataURI"].tolist()),
            "bytes": int(products["size"].filled(0).sum()),
        }}
    )
count = Observations.query_criteria_count(obs_collection="JWST")
json.dump([found, int(count)], sys.stdout)
"""
#: What astroquery asks of another host, which these tests do not ask.
RESOLVER: Final = """
from astroquery.mast import utils

class Resolver:
    def raise_for_status(self):
        pass

    def json(self):
        place = {"resolver": "SIMBAD", "ra": 210.9, "decl": 54.35}
        return {"resolvedCoordinate": [place | {"searchString": "m 101"}]}

utils._simple_request = lambda *_: Resolver()
"""


def python(archive: StandInArchive, folder: Path, script: str) -> str:
    """Run a script in which astroquery takes the stand-in for the archive."""
    home = folder / "home"
    configuration = home / ".astropy" / "config" / "astroquery.cfg"
    configuration.parent.mkdir(parents=True)
    # Small pages, so that there are several.
    told = f"[mast]\nserver = {archive.address}\npagesize = 7\n"
    configuration.write_text(told, "utf-8")
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


def ours(archive: StandInArchive, query: Query) -> dict[str, object]:
    """Return what our searches find, in the form of `ASK`."""
    search = ObservationSearch(Mast(archive.address), query)
    Browser().go(search.steps())
    seen = search.observations
    products = ProductSearch(Mast(archive.address), seen)
    Browser().go(products.steps())
    batches = products.take()
    return {
        "observations": sorted(one.number for one in seen),
        "targets": sorted(one.target for one in seen),
        "exposure": sum(one.exposure or 0 for one in seen),
        "uris": sorted(uri for batch in batches for uri in batch.uris),
        "bytes": sum(size for batch in batches for size in batch.sizes),
    }


def fill(archive: StandInArchive) -> None:
    archive.observations = OBSERVATIONS
    archive.products = PRODUCTS
    archive.polls = 1


def saved(folder: Path) -> list[str]:
    """Return the URIs in the list that a script saved."""
    text = (folder / "products.ecsv").read_text("utf-8")
    return sorted(set(re.findall(r"mast:\S+?\.fits", text)))


def test_astroquery_finds_what_our_searches_find(
    archive: StandInArchive, tmp_path: Path
) -> None:
    fill(archive)
    calls = [f"    Observations.{call}," for _, call in QUERIES]
    script = ASK.format(queries="\n".join(calls))
    found, count = json.loads(python(archive, tmp_path, script))
    assert count == 30
    for (asked, _), theirs in zip(QUERIES, found, strict=True):
        assert theirs["observations"]
        assert theirs == ours(archive, Query(**asked))


def test_the_offered_scripts_save_what_the_page_finds(
    archive: StandInArchive, tmp_path: Path
) -> None:
    fill(archive)
    mast = Mast(archive.address)
    queries = [Query(**asked) for asked, _ in QUERIES]
    folders = [tmp_path / str(number) for number in range(len(queries))]
    # One process for all: astroquery takes its time to start.
    scripts = "import os\n"
    for query, folder in zip(queries, folders, strict=True):
        folder.mkdir()
        script = ways_round(mast, query).astroquery
        scripts += f"os.chdir({str(folder)!r})\nexec({script!r})\n"
    python(archive, tmp_path, scripts)
    for query, folder in zip(queries, folders, strict=True):
        assert saved(folder) == ours(archive, query)["uris"]


def test_the_offered_script_looks_a_target_up(
    archive: StandInArchive, tmp_path: Path
) -> None:
    fill(archive)
    mast, query = Mast(archive.address), Query(target="M 101", radius=0.02)
    archive.targets["m 101"] = (210.9, 54.35)
    python(archive, tmp_path, RESOLVER + ways_round(mast, query).astroquery)
    assert saved(tmp_path) == ours(archive, query)["uris"]


def test_the_offered_script_fetches_chosen_observations(
    archive: StandInArchive, tmp_path: Path
) -> None:
    fill(archive)
    mast, query = Mast(archive.address), Query(proposals=["1040"])
    search = ObservationSearch(mast, query)
    Browser().go(search.steps())
    python(archive, tmp_path, product_ways_round(mast, search.observations).astroquery)
    assert saved(tmp_path) == ours(archive, query)["uris"]
