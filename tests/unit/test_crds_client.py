"""The system's own client, pointed at the stand-in, gets what Skybasket gets."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from skybasket.archives.crds import ReferenceService
from skybasket.archives.crds_search import ReferenceSearch
from skybasket.archives.mast import Mast

from tests.unit.crds import DARK, IDS, go

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive import StandInArchive

#: Another Python that has the client, where this one has not.
PYTHON: Final = os.environ.get("SKYBASKET_CRDS_PYTHON", sys.executable)
pytestmark = pytest.mark.skipif(
    sys.executable == PYTHON and not importlib.util.find_spec("crds"),
    reason="the crds package is not installed",
)
CODE: Final = """
import json, sys
from crds.client import api

api.set_crds_server(sys.argv[1])
ids = json.loads(sys.argv[2])
context = api.get_default_context("jwst", "latest")
best = api.get_aui_best_references(context, ids)
names = sorted({name for found, names in best.values() if found for name in names})
infos = api.get_file_info_map("jwst", names, ["size", "sha1sum", "filekind"])
print(json.dumps({"context": context, "best": best, "infos": infos}))
"""


@pytest.mark.parametrize("packed", [False, True])
def test_the_published_client_gets_the_same_answer(
    archive: StandInArchive, tmp_path: Path, packed: bool
) -> None:
    system = archive.references
    system.packed = packed
    system.best[IDS[0]] = [DARK, "jwst_miri_distortion_0010.asdf"]
    told = client(archive, tmp_path)
    mast = Mast(archive.address, archive.address)
    search = ReferenceSearch(ReferenceService(mast, "jwst"), IDS)
    go(search.steps(), system)
    assert told["context"] == search.context
    assert told["best"] == {
        IDS[0]: [True, list(search.best.found[IDS[0]])],
        IDS[1]: [False, search.best.refused[IDS[1]]],
    }
    assert told["infos"] == {
        name: {"size": str(info.size), "sha1sum": info.sha1, "filekind": info.kind}
        for name, info in search.files.items()
    }


def client(archive: StandInArchive, folder: Path) -> Any:  # noqa: ANN401
    """Ask with the client, in a process of its own: it has warnings to give."""
    environment = {
        "PATH": os.environ["PATH"],
        "CRDS_PATH": str(folder),
        "CRDS_OBSERVATORY": "jwst",
        "HOME": str(folder),
    }
    command = [PYTHON, "-c", CODE, archive.address, json.dumps(IDS)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
