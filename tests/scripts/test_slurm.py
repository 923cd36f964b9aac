"""The cluster's script: parts that several runs fetch at once make the whole."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pytest
from skybasket.retrieval.slurm import METHOD, shards

from tests.archive import Fault
from tests.archive.catalogue import product, uri
from tests.scripts.terminal import expected, finish, make_plan

if TYPE_CHECKING:
    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Outcome, Terminal

ROWS: Final = [product(f"n{n:03}.fits", f"O{n % 5}") for n in range(40)]
FOLDER: Final = "Deep-field-2026-11-22"


def script(plan: Plan, form: str = "slurm") -> str:
    return "".join(METHOD.forms[form].pieces(plan))


def run_task(terminal: Terminal, text: str, task: int) -> Outcome:
    """Run what one task of a job array runs."""
    terminal.environment["SLURM_ARRAY_TASK_ID"] = str(task)
    terminal.environment["SLURM_JOB_ID"] = str(100 + task)
    return terminal.run(text)


def without_receipts(terminal: Terminal) -> dict[str, bytes]:
    return {
        name: content
        for name, content in terminal.files().items()
        if not name.startswith(f"work/{FOLDER}/skybasket-receipt-")
    }


def forget_slurm(terminal: Terminal) -> None:
    del terminal.environment["SLURM_ARRAY_TASK_ID"]
    del terminal.environment["SLURM_JOB_ID"]


def test_the_tasks_of_an_array_fetch_the_whole_together(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    text = script(plan)
    for task in (1, 2):
        outcome = run_task(terminal, text, task)
        assert outcome.status == 0, outcome
        assert "20 of 20 files complete, 0 failed" in outcome.output
    assert without_receipts(terminal) == expected(archive, plan)
    assert sorted(archive.delivered) == sorted(uri(row) for row in ROWS)
    forget_slurm(terminal)
    checked = terminal.run(text, "--check")
    assert checked == (0, "40 of 40 files complete, 0 not\n", "")


def test_tasks_can_run_at_the_same_time(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    text = script(plan)
    with ExitStack() as stack:
        tasks = []
        for task in (1, 2):
            terminal.environment["SLURM_ARRAY_TASK_ID"] = str(task)
            tasks.append(stack.enter_context(terminal.start(text)))
        assert [finish(task).status for task in tasks] == [0, 0]
    assert without_receipts(terminal) == expected(archive, plan)


def test_a_task_that_runs_again_fetches_what_it_lacks(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    text = script(plan)
    [_, second, *_] = plan
    archive.faults[second.uri] = Fault.FORBIDDEN
    assert run_task(terminal, text, 1).status == 0
    outcome = run_task(terminal, text, 2)
    failed = (terminal.folder / FOLDER / "failed-2-of-2.txt").read_text()
    assert outcome.status == 1
    # The copy that Slurm has run is gone by the time that anybody reads this.
    assert f"again: bash SCRIPT --from {FOLDER}/failed-2-of-2.txt" in outcome.output
    assert len(failed.splitlines()) == 1
    forget_slurm(terminal)
    checked = terminal.run(text, "--check")
    assert checked.status == 1
    assert checked.output.endswith("39 of 40 files complete, 1 not\n")
    archive.faults.clear()
    archive.visits.clear()
    assert run_task(terminal, text, 2).status == 0
    assert archive.delivered == [second.uri]
    assert without_receipts(terminal) == expected(archive, plan)


def test_one_run_can_finish_what_tasks_have_begun(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    text = script(plan)
    assert run_task(terminal, text, 1).status == 0
    forget_slurm(terminal)
    outcome = terminal.run(text)
    assert outcome.status == 0
    assert "40 files, 20 already complete; 20 to get" in outcome.output


def test_a_task_beyond_the_array_does_nothing(
    archive: StandInArchive, terminal: Terminal
) -> None:
    outcome = run_task(terminal, script(make_plan(archive, ROWS)), 3)
    assert outcome.status == 2
    assert "3/2" in outcome.errors
    assert archive.visits == []
    assert terminal.files() == {}


def test_the_scheduler_reads_how_many_tasks_there_are(archive: StandInArchive) -> None:
    lines = script(make_plan(archive, ROWS)).splitlines()
    # It stops reading at the first line that is no comment.
    heading = lines[: next(n for n, line in enumerate(lines) if line[:1] != "#")]
    assert heading[0].startswith("#!")
    assert "#SBATCH --array=1-2%4" in heading
    assert "#! shards\t2" in lines


@pytest.mark.parametrize(
    ("files", "tasks"),
    [(0, 2), (1, 2), (500, 2), (501, 3), (16_000, 64), (1_000_000, 64)],
)
def test_tasks_have_a_few_hundred_files_each(files: int, tasks: int) -> None:
    assert shards(files) == tasks


def test_the_line_for_gnu_parallel_fetches_the_whole(
    archive: StandInArchive, terminal: Terminal
) -> None:
    if not shutil.which("parallel"):
        pytest.skip("GNU parallel is not installed")
    plan = make_plan(archive, ROWS)
    form = METHOD.forms["parallel"]
    (terminal.folder / "fetch.sh").write_text(script(plan, "parallel"), "utf-8")
    outcome = terminal.run(form.run.format(file="fetch.sh", folder=plan.folder))
    (terminal.folder / "fetch.sh").rename(terminal.folder.parent / "fetch.sh")
    assert outcome.status == 0, outcome
    found = terminal.files()
    assert expected(archive, plan).items() <= found.items()
    assert sorted(archive.delivered) == sorted(uri(row) for row in ROWS)
    check = form.check.format(file="../fetch.sh", folder=plan.folder)
    assert terminal.run(check) == (0, "40 of 40 files complete, 0 not\n", "")
