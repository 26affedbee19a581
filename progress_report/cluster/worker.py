"""What a worker is asked to do, named and never sent: it runs the program that lies on its own machine.

A report is built by a process of its own, as on any machine: what it does to its process, it does not do to
the worker, which goes on hearing and being heard by its scheduler.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from uuid import uuid4

from progress_report.building.parallelism import usual_jobs
from progress_report.cluster.jobs import OUT, ROOT, Broken, Job, Made, Usage
from progress_report.cluster.program import Identity, identity
from progress_report.inputs.project import PROGRAM
from progress_report.model.findings import Finding, refused
from progress_report.storage.scratch import scratch_folder

# What lies in a job's folder, beside those two.
JOB, STANDING, OUTCOME = "job.json", "standing.json", "outcome.json"
# A build's notebooks have limits of their own, which are told; this is for a process that hangs elsewhere.
LONGEST_SECONDS = 3600
# Tells this process from any that takes its place at the same address.
_PROCESS = uuid4().hex
_PREFIX, _SUFFIX = "progress-report-job.", ".tmp"
_LAST_LINES = 4


class _Builds:
    """The building processes of this worker, by the run that asked for them."""

    lock = Lock()
    running: dict[str, set["subprocess.Popen[bytes]"]] = {}  # noqa: RUF012 -- one for the whole process
    ended: set[str] = set()  # noqa: RUF012


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
    try:
        with scratch_folder(Path(tempfile.gettempdir()).resolve(), _PREFIX, _SUFFIX) as folder:
            _lay_out(folder, job)
            return _built(run, folder)
    except OSError as error:
        return Broken(f"ファイルを扱えません（{refused(error)}）")
    except Exception as error:  # Dask would carry it with its traceback, which not everything survives
        return Broken(f"{type(error).__name__}: {error}")


def end(run: str) -> None:
    """Interrupt what is being built for a run, and build no more for it."""
    with _Builds.lock:
        _Builds.ended.add(run)
        for process in _Builds.running.get(run, ()):
            with suppress(OSError):
                process.send_signal(signal.SIGINT)


def _lay_out(folder: Path, job: Job) -> None:
    from distributed import get_worker

    root = folder / ROOT
    for name in ("params", "data", "notebooks"):
        (root / name).mkdir(parents=True)
    for name, content in job.inputs.items():
        path = root / name
        if not path.resolve().is_relative_to(root):
            raise PermissionError(1, "outside the job's folder", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if job.manifest is not None:
        (folder / STANDING).write_bytes(job.manifest)
    asked = {
        "year": job.year,
        "final": job.final,
        "only": job.only,
        "formats": job.formats,
        "jobs": usual_jobs(get_worker().state.nthreads),
    }
    (folder / JOB).write_text(json.dumps(asked), encoding="utf-8")


def _built(run: str, folder: Path) -> Made | Broken:
    said = folder / "said.txt"
    with said.open("wb") as stream, _Builds.lock:
        if run in _Builds.ended:
            return Broken("中断されました")
        process = subprocess.Popen(
            [sys.executable, "-m", "progress_report.cluster.child", str(folder), str(os.getpid())],
            cwd=PROGRAM,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
        _Builds.running.setdefault(run, set()).add(process)
    try:
        code = process.wait(LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return Broken(f"{LONGEST_SECONDS}秒たっても終わりません")
    finally:
        with _Builds.lock:
            _Builds.running[run].discard(process)
    if not (folder / OUTCOME).is_file():
        ending = f"シグナル{-code}" if code < 0 else f"終了コード{code}"
        last = " / ".join(said.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:])
        return Broken(f"作成のプロセスが終わりました（{ending}）{last}")
    return _made(folder)


def _made(folder: Path) -> Made:
    outcome: dict[str, Any] = json.loads((folder / OUTCOME).read_text(encoding="utf-8"))
    return Made(
        str(folder),
        outcome["told"],
        outcome["error"],
        tuple(Finding.from_json(finding) for finding in outcome["findings"]),
        {} if outcome["error"] else _files(folder / OUT / outcome["target"]),
        _files(folder / OUT / outcome["failed"]),
        Usage(**outcome["usage"]),
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
