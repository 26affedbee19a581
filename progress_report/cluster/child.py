"""The process that builds reports as the command line would, and writes down what came of each.

``python -m progress_report.cluster.child PARENT``, in the program's folder. It is told the folder of a job a
line, and ends when there are no more.
"""

import gc
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from progress_report.building.build_options import BuildOptions
from progress_report.building.local_pool import get_ready
from progress_report.building.publishing import write_file
from progress_report.building.record import MANIFEST
from progress_report.building.years import Outcome, outcome
from progress_report.cluster.builders import OUTCOME
from progress_report.cluster.jobs import OUT, ROOT
from progress_report.cluster.worker import JOB, STANDING
from progress_report.execution import interruption
from progress_report.execution.ending import end_with_parent
from progress_report.execution.kernels import Kernels
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.storage.scratch import temporary_folder


def main() -> None:
    """Build what the folders' jobs ask for; what came of each, also a fault, is written there."""
    with temporary_folder(), Kernels() as kernels:
        get_ready()
        for line in sys.stdin.buffer:
            _build(Path(os.fsdecode(line.rstrip(b"\n"))), kernels)
            gc.collect()


def _build(folder: Path, kernels: Kernels) -> None:
    from report_builder import build  # which lies beside this package

    options = _options(folder)
    if (standing := folder / STANDING).is_file():
        options.target.mkdir(parents=True)
        (options.target / MANIFEST).write_bytes(standing.read_bytes())
    written = _as_json(outcome(build, options, kernels), options)
    write_file(folder / OUTCOME, json.dumps(written, ensure_ascii=False).encode())


def _options(folder: Path) -> BuildOptions:
    """Nothing that was kept is used: the folder is new each time."""
    asked = json.loads((folder / JOB).read_text(encoding="utf-8"))
    return BuildOptions(
        FiscalYear(asked["year"]),
        folder / OUT,
        asked["final"],
        asked["only"],
        tuple(asked["formats"]),
        jobs=asked["jobs"],
        cache=False,
        project=Project(folder / ROOT),
    )


def _as_json(came: Outcome, options: BuildOptions) -> dict[str, object]:
    error = isinstance(came, ReportError)
    return {
        "told": "" if error else came,
        "error": type(came).__name__ if error else "",
        "findings": [finding.to_json() for finding in came.findings] if isinstance(came, ReportError) else [],
        "target": options.target.name,
        "failed": options.failed.name,
    }


if __name__ == "__main__":
    gc.set_threshold(100_000)  # as in report_builder.py
    interruption.listen()
    end_with_parent(int(sys.argv[1]))
    with suppress(KeyboardInterrupt):
        main()
