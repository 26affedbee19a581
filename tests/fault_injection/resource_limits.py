"""Validate a source folder in a separate process, within limits of memory and time.

``python -m tests.fault_injection.resource_limits FOLDER`` validates the project in the folder and prints, as
JSON, the findings and the peak memory.
"""

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.project_copy import ROOT

_MEGABYTE = 1024 * 1024
# Time after which the process counts as hanging: hundreds of times what any of the tests needs.
_MOST_SECONDS = 120
_MOST_ADDRESSED = 6 * 1024 * _MEGABYTE


@dataclass(frozen=True, slots=True)
class Bounded:
    """The findings, in order, and the peak of resident memory in MB."""

    reported: list[str]
    megabytes: float


def validate_within_bounds(root: Path) -> Bounded:
    """Validate the folder's 令和6年度. Raise AssertionError if it crashes or hangs."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.fault_injection.resource_limits", str(root)],
            cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=_MOST_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise AssertionError(f"no end within {_MOST_SECONDS} seconds") from error
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stderr[-2000:]}"
    answer = json.loads(done.stdout)
    return Bounded(answer["reported"], answer["kilobytes"] / 1024)


def _main(root: str) -> None:
    from tests.inputs.ward_files import WardFiles

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_ADDRESSED, _MOST_ADDRESSED))
    reported = WardFiles(Path(root)).reported()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kilobytes, on Linux
    json.dump({"reported": reported, "kilobytes": peak}, sys.stdout)


if __name__ == "__main__":
    _main(sys.argv[1])
