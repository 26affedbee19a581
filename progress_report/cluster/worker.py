"""What a worker is asked to do, named and never sent: it runs the program that lies on its own machine."""

import json
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from progress_report.building.parallelism import usual_jobs
from progress_report.cluster.builders import Builders
from progress_report.cluster.jobs import JOB, OUT, OUTCOME, ROOT, Broken, Job, Made
from progress_report.cluster.program import Identity, identity
from progress_report.model.findings import Finding, refused

# Tells this process from any that takes its place at the same address.
_PROCESS = uuid4().hex
_PREFIX = "progress-report-job-"
_BUILDERS = Builders()


class About(NamedTuple):
    """What a worker says of itself: ``process`` is no other's, not even of one begun anew in its place."""

    host: str
    process: str
    program: Identity


def identify() -> About:
    """What this worker is. ReportError where its program cannot be read."""
    return About(socket.gethostname(), _PROCESS, identity())


def perform(run: str, process: str, job: Job) -> Made | Broken:
    """Build a job's report in a folder of its own, of which nothing stays.

    ``run``: who asked for it; ``process``: which worker was asked. A scheduler gives a task again to a worker
    that was begun anew at the same address: it says so, that whoever asked may count.
    """
    if process != _PROCESS:
        return Broken("ワーカーが失われ、始め直されました")
    if lacking := [path for path, digest in job.fonts.items() if _digest(path) != digest]:
        return Broken(f"書体のファイルがないか、違います（{'、'.join(lacking)}）")
    from distributed import get_worker

    try:
        with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
            folder = Path(name).resolve()
            lay_out(folder, job, usual_jobs(get_worker().state.nthreads))
            failure = _BUILDERS.build(run, folder)
            return Broken(failure) if failure else _made(folder)
    except OSError as error:
        return Broken(f"ファイルを扱えません（{refused(error)}）")
    except Exception as error:  # Dask would carry it with its traceback, which not everything survives
        return Broken(f"{type(error).__name__}: {error}")


def end(run: str) -> None:
    """Interrupt what is being built for a run, and build no more for it."""
    _BUILDERS.end(run)


def lay_out(folder: Path, job: Job, jobs: int) -> None:
    """Write down what a job asks for. ``jobs``: how many sections at a time. OSError."""
    root = folder / ROOT
    for name in ("params", "data", "notebooks"):
        (root / name).mkdir(parents=True)
    for name, content in job.inputs.items():
        path = root / name
        if not path.resolve().is_relative_to(root):
            raise PermissionError(1, "outside the job's folder", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    asked = {
        "year": job.year,
        "final": job.final,
        "only": job.only,
        "formats": job.formats,
        "jobs": jobs,
    }
    (folder / JOB).write_text(json.dumps(asked), encoding="utf-8")


def _made(folder: Path) -> Made:
    outcome: dict[str, Any] = json.loads((folder / OUTCOME).read_text(encoding="utf-8"))
    return Made(
        str(folder),
        outcome["told"],
        outcome["error"],
        tuple(Finding.from_json(finding) for finding in outcome["findings"]),
        {} if outcome["error"] else _files(folder / OUT / outcome["target"]),
        _files(folder / OUT / outcome["failed"]),
    )


def _files(folder: Path) -> Mapping[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _digest(path: str) -> str:
    from progress_report.building.record import sha256

    try:
        return sha256(Path(path).read_bytes())
    except OSError:
        return ""
