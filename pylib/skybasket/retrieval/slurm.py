"""Writes a plan for a cluster: the curl script, run in several parts at once.

As a job array of Slurm each task takes every N-th file; GNU parallel runs the same
parts on one machine or on several. All write into one folder, where each part has its
own receipt; a run without a part looks after the whole.

Sources: sbatch(1), slurm.schedmd.com/job_array.html, parallel(1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.retrieval.listing import comments, listing, told_totals
from skybasket.retrieval.methods import Form, Method
from skybasket.retrieval.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.retrieval.plan import Plan

__all__ = ["METHOD", "shards"]

#: Enough work for a task to be worth the seconds that a scheduler needs to start it.
_FILES_A_SHARD: Final = 250
#: Fewer were no array; more would only wait, as few run at a time.
_FEWEST: Final = 2
_MOST: Final = 64
#: Tasks at a time, each with its own jobs: the archive counts connections.
_AT_A_TIME: Final = 4
#: Parts for GNU parallel, which does not know how many files there are: some for each
#: of its places, so that all end at about the same time.
_PARTS: Final = 16

_PARALLEL: Final = (
    # Without -q, parallel would give the file's name to a shell once more.
    f"seq {_PARTS} | parallel -q -j{_AT_A_TIME} bash {{}} --shard {{}}/{_PARTS}"
)


def shards(count: int) -> int:
    """Return into how many parts a number of files is cut."""
    return max(_FEWEST, min(-(-count // _FILES_A_SHARD), _MOST))


def _for_slurm(plan: Plan) -> Iterator[str]:
    number = shards(plan.count)
    yield (
        "#!/usr/bin/env bash\n"
        "#SBATCH --job-name=skybasket\n"
        f"#SBATCH --array=1-{number}%{_AT_A_TIME}\n"
        "#SBATCH --ntasks=1\n"
        # Each leaves word of itself, and has a minute to stop in order.
        "#SBATCH --output=skybasket-%A-%a.log\n"
        "#SBATCH --signal=B:TERM@60\n"
    )
    yield comments(
        [
            f"{plan.title}: {told_totals(plan.totals)} ({plan.date})",
            "Run:    sbatch THIS_FILE   in the folder where the files should go,",
            "        with --time, --partition or whatever else your cluster asks for",
            "Again:  the same command goes on where the last run stopped",
            "Check:  bash THIS_FILE --check   looks at the whole when all tasks ended",
            "Token:  export MAST_API_TOKEN before sbatch, if a file needs one",
        ]
    )
    yield template("curl.sh")
    yield from listing(plan, plan, jobs=plan.options.jobs, shards=number)


def _for_parallel(plan: Plan) -> Iterator[str]:
    yield "#!/usr/bin/env bash\n" + comments(
        [
            f"{plan.title}: {told_totals(plan.totals)} ({plan.date})",
            f"Run:    {_PARALLEL.format('THIS_FILE', '{}')}",
            "        with --sshlogin it also runs on machines that share the folder",
            "Again:  the same command goes on where the last run stopped",
            "Check:  bash THIS_FILE --check   looks at the whole when all parts ended",
        ]
    )
    yield template("curl.sh")
    yield from listing(plan, plan, jobs=plan.options.jobs)


METHOD: Final = Method(
    name="slurm",
    forms={
        "slurm": Form(
            _for_slurm,
            ".slurm.sh",
            "text/x-shellscript",
            run="sbatch {file}",
            check="bash {file} --check",
        ),
        "parallel": Form(
            _for_parallel,
            ".parallel.sh",
            "text/x-shellscript",
            run=_PARALLEL.format("{file}", "{{}}"),
            check="bash {file} --check",
        ),
    },
    jobs=True,
    token=True,
    verification="contract",
)
