"""The process that builds a job's report, as the command line would, and writes down what came of it.

``python -m progress_report.cluster.child FOLDER PARENT``, in the program's folder.
"""

import gc
import json
import sys
import time
from pathlib import Path

from progress_report.building.build_options import BuildOptions
from progress_report.building.publishing import write_file
from progress_report.building.record import MANIFEST
from progress_report.building.years import Outcome, outcome
from progress_report.cluster.jobs import OUT, ROOT
from progress_report.cluster.worker import JOB, OUTCOME, STANDING
from progress_report.execution import interruption
from progress_report.execution.ending import end_with_parent
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.storage.scratch import temporary_folder

_KIBIBYTE = 1024


def main(folder: Path) -> None:
    """Build what the folder's job asks for; what came of it, also a fault, is written there."""
    from report_builder import build  # which lies beside this package

    began = time.monotonic()
    options = _options(folder)
    if (standing := folder / STANDING).is_file():
        options.target.mkdir(parents=True)
        (options.target / MANIFEST).write_bytes(standing.read_bytes())
    with temporary_folder():
        came = outcome(build, options)
    written = _as_json(came, options) | {"usage": _usage(time.monotonic() - began)}
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


def _usage(seconds: float) -> dict[str, float]:
    """Of this process and all that it has waited for, its kernels among them."""
    if sys.platform == "win32":
        return {"seconds": seconds, "cpu_seconds": time.process_time(), "peak_bytes": 0}
    import resource

    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    unit = 1 if sys.platform == "darwin" else _KIBIBYTE
    return {
        "seconds": seconds,
        "cpu_seconds": sum(one.ru_utime + one.ru_stime for one in used),
        "peak_bytes": max(one.ru_maxrss for one in used) * unit,
    }


if __name__ == "__main__":
    gc.set_threshold(100_000)  # as in report_builder.py
    interruption.listen()
    end_with_parent(int(sys.argv[2]))
    main(Path(sys.argv[1]))
