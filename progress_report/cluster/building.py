"""Building reports as the command line would, job after job, and writing down what came of each."""

import gc
import json
import os
import sys
from pathlib import Path

from progress_report.building.build_options import BuildOptions
from progress_report.building.local_pool import get_ready, in_fresh_process
from progress_report.building.years import Outcome
from progress_report.cluster.jobs import JOB, OUT, OUTCOME, ROOT
from progress_report.execution.workers import Workers
from progress_report.files.replacing import write_file
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear


def build_all() -> None:
    """Build what the folders ask for that stdin names, a line each; what came of it is written there.

    Also a fault is; whatever else goes wrong ends the process.
    """
    with Workers() as workers:
        get_ready(workers)
        for line in sys.stdin.buffer:
            _build(Path(os.fsdecode(line.rstrip(b"\n"))), workers)
            gc.collect()


def _build(folder: Path, workers: Workers) -> None:
    from report_builder import build  # which lies beside this package

    options = _options(folder)
    written = _as_json(in_fresh_process(build, options, workers), options)
    write_file(folder / OUTCOME, json.dumps(written, ensure_ascii=False).encode())


def _options(folder: Path) -> BuildOptions:
    asked = json.loads((folder / JOB).read_text(encoding="utf-8"))
    return BuildOptions(
        FiscalYear(asked["year"]),
        folder / OUT,
        asked["final"],
        asked["only"],
        tuple(asked["formats"]),
        jobs=asked["jobs"],
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
