"""Change filters, sharing and retrieval a little, and see that a test notices.

It prints, for each module, how many changes were tried, how many a test noticed, and
how many no test noticed. Those wait in `test-results/mutants` to be read: a test is
missing, the code is more than is needed, or the change makes no difference, which
`answered.json` says then. It fails as long as one is unanswered.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.mutants.changes import Change, changes
from tests.mutants.trial import Outcome, Trial

ROOT: Final = Path(__file__).resolve().parents[2]
LIBRARY: Final = ROOT / "pylib" / "skybasket"
RESULTS: Final = ROOT / "test-results" / "mutants"
ANSWERED: Final = Path(__file__).with_name("answered.json")

#: What is changed in each part of the library: files, by their pattern.
PARTS: Final = {
    "filters": "filters.py",
    "sharing": "sharing/*.py",
    "retrieval": "retrieval/*.py",
}
#: The tests that say what each part does, and so should notice; others use it as well.
#: Those that run scripts for real take too long here.
TESTS: Final = {
    "filters": (
        "unit/test_filters.py",
        "unit/test_app_filters.py",
        "unit/test_app_share.py",
        "property/test_astroquery_filters.py",
    ),
    "sharing": (
        "unit/test_link_codec.py",
        "unit/test_link_golden.py",
        "unit/test_link_hostile.py",
        "unit/test_needs.py",
        "unit/test_app_share.py",
        "property/test_link_codec.py",
    ),
    "retrieval": (
        "unit/test_app_download.py",
        "unit/test_app_references.py",
        "unit/test_destinations.py",
        "unit/test_golden.py::test_skybasket_answers_as_the_vectors_say",
        "unit/test_mast_cloud.py",
        "unit/test_plan.py",
        "unit/test_staging.py",
        "unit/test_staging_place.py",
        "scripts/test_slurm.py::test_tasks_have_a_few_hundred_files_each",
    ),
}


def answers() -> tuple[str, ...]:
    """Return how the keys of all changes begin that someone has read and answered."""
    groups = json.loads(ANSWERED.read_text("utf-8"))
    return tuple(key for group in groups for key in group["changes"])


def trial(part: str) -> list[Outcome]:
    """Try all changes of one part."""
    found: list[Change] = []
    for file in sorted(LIBRARY.glob(PARTS[part])):
        found += changes(file, file.relative_to(LIBRARY).as_posix())
    # Whoever stops it early has seen a fair share of everything.
    random.Random(part).shuffle(found)  # noqa: S311 - no secret
    outcomes: list[Outcome] = []
    RESULTS.mkdir(parents=True, exist_ok=True)
    with (
        os.fdopen(os.dup(1), "w") as screen,
        (RESULTS / f"{part}.txt").open("w", 1, "utf-8") as survivors,
    ):

        def tell(outcome: Outcome) -> None:
            outcomes.append(outcome)
            if outcome.end != "killed":
                print(f"{outcome.end}: {outcome.change.key}", file=survivors)
            print(
                f"\r{part}: {len(outcomes)} of {len(found)}",
                end="",
                file=screen,
                flush=True,
            )

        options = [
            "-q",
            "--tb=no",
            "--assert=plain",
            "-o",
            "tmp_path_retention_policy=none",
        ]
        tests = [str(ROOT / "tests" / name) for name in TESTS[part]]
        status = pytest.main([*options, *tests], [Trial(found, tell)])
        print(file=screen)
    if status:
        sys.exit(f"mutants: pytest stopped with status {status}")
    return outcomes


def report(outcomes: list[Outcome], answered: tuple[str, ...]) -> tuple[str, bool]:
    """Return the table with what is still to be read, and whether there is any."""
    ends = ("killed", "survived", "unreached")
    counts = Counter((outcome.change.file, outcome.end) for outcome in outcomes)
    lines = [f"{'':32}{'mutants':>10}" + "".join(f"{end:>10}" for end in ends)]
    for file in sorted({outcome.change.file for outcome in outcomes}):
        numbers = [counts[file, end] for end in ends]
        row = "".join(f"{number:10}" for number in (sum(numbers), *numbers))
        lines.append(f"{file.relative_to(LIBRARY).as_posix():32}{row}")
    alive = {outcome.change.key for outcome in outcomes if outcome.end != "killed"}
    unanswered = [key for key in sorted(alive) if not key.startswith(answered)]
    lines += [f"unanswered: {key}" for key in unanswered]
    return "\n".join(lines), bool(unanswered)


def main() -> int:
    """Try the parts that are named, or all."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parts = parser.parse_args().parts or list(PARTS)
    if unknown := set(parts) - PARTS.keys():
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    failed = False
    for part in parts:
        text, unanswered = report(trial(part), answers())
        print(text, flush=True)  # noqa: T201
        failed |= unanswered
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
