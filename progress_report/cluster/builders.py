"""The processes of a worker that build reports: begun for a run, kept until that ends, one report at a time.

What a report does to its process, it does not do to the worker, which goes on hearing and being heard by its
scheduler. A process is kept because its imports take longer than most of what it does for a report.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread, Timer

from progress_report.building.record import program_files, states
from progress_report.cluster.jobs import OUTCOME
from progress_report.inputs.project import PROGRAM, Project
from progress_report.model.findings import ReportError

# A build's notebooks have limits of their own, which are told; this is for a process that hangs elsewhere.
LONGEST_SECONDS = 3600
# It ends at its next step; what it is making nobody waits for.
_LONGEST_ENDING_SECONDS = 5
# Whoever asked may have ended without a word.
_LONGEST_IDLE_SECONDS = 60
_LOOK_SECONDS = 0.02
_LAST_LINES = 4
_INTERRUPTED = "中断されました"


class Builder:
    """One such process; it ends with its worker."""

    def __init__(self) -> None:
        self._program = _program()  # before any of it is imported
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by end
        self._process = subprocess.Popen(
            [sys.executable, "-m", "progress_report.cluster.child", str(os.getpid())],
            cwd=PROGRAM,
            stdin=subprocess.PIPE,
            stdout=self._said,
            stderr=self._said,
        )
        self._interrupted = 0.0  # when it is to have ended

    @property
    def is_of_use(self) -> bool:
        """Whether it runs, and what it has imported is what the program's files hold now."""
        with suppress(ReportError):
            return self._process.poll() is None and self._program == _program()
        return False

    def build(self, folder: Path) -> str:
        """Have the job of a folder built. Why it was not seen through; empty where OUTCOME tells."""
        self._said.seek(0)  # the process writes where this stands
        self._said.truncate()
        deadline = time.monotonic() + LONGEST_SECONDS
        stdin = self._process.stdin
        assert stdin is not None
        with suppress(OSError):  # it has ended, which is told below
            stdin.write(os.fsencode(folder) + b"\n")
            stdin.flush()
        while not (folder / OUTCOME).is_file():
            with suppress(subprocess.TimeoutExpired):
                code = self._process.wait(_LOOK_SECONDS)
                return "" if (folder / OUTCOME).is_file() else self._ending(code)
            if time.monotonic() > (self._interrupted or deadline):
                self._process.kill()
                return _INTERRUPTED if self._interrupted else f"{LONGEST_SECONDS}秒たっても終わりません"
        return ""

    def interrupt(self) -> None:
        """End what it is making, soon; a signal may be lost while Python starts."""
        self._interrupted = time.monotonic() + _LONGEST_ENDING_SECONDS
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.terminate()
            else:
                self._process.send_signal(signal.SIGINT)

    def end(self) -> None:
        """It has nothing to do, and ends by itself; what asks need not wait until it has."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        self._said.close()
        Thread(target=self._process.wait, daemon=True).start()

    def _ending(self, code: int) -> str:
        self._said.seek(0)
        last = self._said.read().decode(errors="replace").splitlines()[-_LAST_LINES:]
        ending = f"シグナル{-code}" if code < 0 else f"終了コード{code}"
        return f"作成のプロセスが終わりました（{ending}）{' / '.join(last)}"


def _program() -> Mapping[str, object]:
    return states(program_files(Project.here()))


class Builders:
    """Those of one worker, by the run they build for: a run's program was asked for when it began."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._busy: dict[str, set[Builder]] = {}
        self._idle: dict[str, dict[Builder, Timer]] = {}
        self._ended: set[str] = set()

    def build(self, run: str, folder: Path) -> str:
        """Have a job's folder built for a run. Why it was not seen through; empty where OUTCOME tells."""
        with self._lock:
            if run in self._ended:
                return _INTERRUPTED
            builder = self._taken(run) or Builder()
            self._busy.setdefault(run, set()).add(builder)
        failure = "?"
        try:
            failure = builder.build(folder)
            return failure
        finally:
            with self._lock:
                self._busy[run].discard(builder)
                if failure or run in self._ended:
                    builder.end()
                else:
                    self._keep(run, builder)

    def end(self, run: str) -> None:
        """Interrupt what is being built for a run, and build no more for it."""
        with self._lock:
            self._ended.add(run)
            for builder in self._busy.get(run, ()):
                builder.interrupt()
            self._dismiss(run)

    def _taken(self, run: str) -> Builder | None:
        """One that has nothing to do. Those of other runs would only stand in the way."""
        for other in self._idle.keys() - {run}:
            self._dismiss(other)
        idle = self._idle.get(run, {})
        while idle:
            builder, timer = idle.popitem()
            timer.cancel()
            if builder.is_of_use:
                return builder
            builder.end()
        return None

    def _keep(self, run: str, builder: Builder) -> None:
        timer = self._idle.setdefault(run, {})[builder] = Timer(_LONGEST_IDLE_SECONDS, self._expire, [run])
        timer.daemon = True
        timer.start()

    def _expire(self, run: str) -> None:
        with self._lock:
            self._dismiss(run)

    def _dismiss(self, run: str) -> None:
        for builder, timer in self._idle.pop(run, {}).items():
            timer.cancel()
            builder.end()
