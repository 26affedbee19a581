"""The task of a Dask worker: one report, built in its own process and folder.

Dask pickles these functions by name, so a worker runs the program on its own disk.
"""

import os
import pickle
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from distributed import get_worker

from progress_report.build_options import Batch, BuildOptions
from progress_report.distributed.child import OPTIONS, OUTCOME
from progress_report.distributed.outcomes import Outcome
from progress_report.distributed.program import Identity, identity, program_differences
from progress_report.execution.parallelism import usual_jobs
from progress_report.inputs.project import Project
from progress_report.model.findings import refused
from progress_report.model.program import PROGRAM
from progress_report.provenance.record import sha256

# The sections' own limits are much lower: this is for a process that hangs elsewhere.
_LONGEST_SECONDS = 3600
_LOOK_SECONDS = 0.1
_LAST_LINES = 4


@dataclass(frozen=True, slots=True)
class Job:
    """One report to build.

    ``inputs``: content of the municipality's files, by their names relative to its folder. ``fonts``: SHA-256
    of font files outside that folder, by path; the worker must have the same files.
    """

    options: BuildOptions
    inputs: Mapping[str, bytes]
    fonts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """The outcome of a job; its messages name paths below ``folder``.

    ``files``: the report's files; ``failed``: the executed notebooks kept by a failed build.
    """

    worker: str
    folder: str
    outcome: Outcome
    files: Mapping[str, bytes]
    failed: Mapping[str, bytes]


class UnfinishedError(Exception):
    """A worker could not finish a job, for a reason outside the report; another worker may."""


class OtherProgramError(UnfinishedError):
    """A worker's program differs, perhaps only recently, from the coordinator's."""


def identify() -> tuple[str, Identity]:
    """Return the name of this worker's host, and the identity of its program."""
    return socket.gethostname(), identity()


def make(job: Job, ours: Identity) -> Made:
    """Build the report of a job. ``ours``: the coordinator's program. UnfinishedError if it fails."""
    worker = get_worker()
    name = f"{worker.address}（{socket.gethostname()}）"
    if found := program_differences(ours, identity()):
        raise OtherProgramError(f"{name}: この機械と違います: {found}")
    if wrong := [path for path, digest in job.fonts.items() if _digest(Path(path)) != digest]:
        raise UnfinishedError(f"{name}: 書体のファイルがないか、違います（{'、'.join(wrong)}）")
    scratch = tempfile.TemporaryDirectory(
        prefix="progress-report-job.",
        dir=worker.local_directory,  # Dask removes it if the worker is killed
        ignore_cleanup_errors=True,
    )
    try:
        with scratch as temporary:
            folder = Path(temporary).resolve()
            options = replace(
                job.options,
                project=Project(folder / "root"),
                out=folder / "out",
                batch=Batch.NONE,
                jobs=usual_jobs(worker.state.nthreads),
            )
            _write(options, job.inputs, folder)
            _build(folder)
            outcome: Outcome = pickle.loads((folder / OUTCOME).read_bytes())
            files = _files(options.target) if isinstance(outcome, str) else {}
            return Made(name, folder.as_posix(), outcome, files, _files(options.failed))
    except OSError as error:
        raise UnfinishedError(f"{name}: ファイルを扱えません（{refused(error)}）") from None
    except UnfinishedError as error:
        raise UnfinishedError(f"{name}: {error}") from None


def _write(options: BuildOptions, inputs: Mapping[str, bytes], folder: Path) -> None:
    for name in ("root/params", "root/data", "root/notebooks", "tmp"):
        (folder / name).mkdir(parents=True)
    for name, content in inputs.items():
        path = options.project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / OPTIONS).write_bytes(pickle.dumps(options))


def _build(folder: Path) -> None:
    """Run the build in a process. UnfinishedError if it did not write an outcome."""
    log = folder / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "progress_report.distributed.child", str(os.getpid()), str(folder)],
            cwd=PROGRAM,
            env={**os.environ, "TMPDIR": str(folder / "tmp")},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
    deadline = time.monotonic() + _LONGEST_SECONDS
    try:
        while process.poll() is None:
            if _is_cancelled():
                raise UnfinishedError("中断されました")
            if time.monotonic() > deadline:
                raise UnfinishedError(f"{_LONGEST_SECONDS}秒たっても終わりません")
            time.sleep(_LOOK_SECONDS)
    finally:
        process.kill()  # its sections' workers end with it
        process.wait()
    if process.returncode == 0:
        return
    ending = f"終了コード{process.returncode}"
    if process.returncode < 0:
        ending = f"シグナル{-process.returncode}"
    last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
    raise UnfinishedError(f"作成のプロセスが終わりました（{ending}）{' / '.join(last)}")


def _is_cancelled() -> bool:
    """Return whether the running task was cancelled: Dask stops no thread by itself."""
    worker = get_worker()
    task = worker.state.tasks.get(worker.get_current_task())
    return task is None or task.state == "cancelled"


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else ""
