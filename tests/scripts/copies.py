"""What the tests of cloud copies share: files, their keys, and the public bucket."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from skybasket.retrieval import cloud

from tests.archive.catalogue import product, uri
from tests.scripts.terminal import Terminal, make_plan, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Outcome

__all__ = [
    "COPIED",
    "COPIES",
    "EXPOSURE",
    "FORMS",
    "MOSAIC",
    "SPECTRUM",
    "TOLD",
    "TRICKS",
    "UNCERTAIN",
    "hostile",
    "ready",
    "run",
]

FORMS: Final = cloud.METHOD.forms
VISIT: Final = "jw01345001001"
MOSAICS: Final = "jw01345-o001_t021_nircam_clear-f200w"
EXPOSURE: Final = product(
    f"{VISIT}_10201_00001_nrca2_cal.fits", f"{VISIT}_10201_00001_nrca2", size=300_001
)
SPECTRUM: Final = product("u9o40504m_c3m.fits", "U9O40504M", "HST")
MOSAIC: Final = product(f"{MOSAICS}_i2d.fits", MOSAICS, size=3001)
COPIED: Final = [EXPOSURE, SPECTRUM, MOSAIC]
#: Where the archive has them; the rules do not tell it of the mosaic.
COPIES: Final = {
    uri(EXPOSURE): f"jwst/public/jw01345/{VISIT}/{VISIT}_10201_00001_nrca2_cal.fits",
    uri(SPECTRUM): "hst/public/u9o4/u9o40504m/u9o40504m_c3m.fits",
    uri(MOSAIC): f"jwst/public/jw01345/L3/t/o001/{MOSAICS}_i2d.fits",
}
TOLD: Final = {uri(MOSAIC): COPIES[uri(MOSAIC)]}

UNCERTAIN: Final = product("jw01345-o002_i2d.fits", "jw01345-o002")

#: What shells, s5cmd, rclone and web addresses give a meaning to.
TRICKS: Final = (
    "$(touch harm)",
    "`touch harm`",
    "'; touch harm; '",
    "'\"'$(touch harm)'\"'",
    '"; touch harm; "',
    "a\"b'c",
    "; touch harm &",
    "| touch harm",
    "> harm",
    "# comment",
    "; comment",
    "-rf",
    "--raw",
    "*",
    "?[a-z]{1,2}",
    "%s%41",
    "a+b&c=d,e",
    "~",
    "!!",
    "two  words",
    ".hidden",
    "{folder}",
    "x.part",
    "é日本 🔭",
    "run",
)


def ready(
    archive: StandInArchive, terminal: Terminal, copies: Mapping[str, str] = COPIES
) -> None:
    """Put copies into the bucket, and let the programs find it."""
    archive.copies.update(copies)
    terminal.environment["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), terminal.environment["PATH"]]
    )
    terminal.environment["S3_ENDPOINT_URL"] = archive.bucket
    terminal.environment["RCLONE_S3_ENDPOINT"] = archive.bucket


def run(terminal: Terminal, plan: Plan, form: str, told: str = "run") -> Outcome:
    """Save the text, and run what the form says to run it or to check."""
    place = terminal.folder.parent / f"saved{FORMS[form].suffix}"
    place.write_text(write(plan, "cloud", form), "utf-8")
    command = getattr(FORMS[form], told)
    command = command.format(file=f"../{place.name}", folder=shlex.quote(plan.folder))
    # AWS itself is asked under the bucket's own host name, which does not lead here.
    return terminal.run(command.replace("provider=AWS", "provider=Other"))


def hostile(tmp_path: Path, archive: StandInArchive) -> tuple[Plan, Terminal]:
    """Plan products of hostile names, with such keys and in such a folder."""
    rows = [product(trick, trick, trick, size=9) for trick in TRICKS]
    copies = {
        uri(row): f"{trick}/{trick}" if place % 2 else trick
        for place, (row, trick) in enumerate(zip(rows, TRICKS, strict=True))
    }
    terminal = Terminal(tmp_path / "hostile")
    ready(archive, terminal, copies)
    return make_plan(archive, rows, "-rf $(touch harm)'`", keys=copies), terminal
