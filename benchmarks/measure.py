"""Measurement of a command with all its processes: wall time, processor time, peak memory."""

import ctypes
import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

# Some machines set these; with the first, every process would recompile the project's modules.
_NOT_INHERITED = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH")
_PR_SET_CHILD_SUBREAPER, _PR_GET_CHILD_SUBREAPER = 36, 37
_SECONDS_TO_END = 10.0
_POLL_SECONDS = 0.1
_LAST_LINES = 15


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run. ``processor_seconds`` and ``peak_bytes`` are those of the whole process tree.

    ``peak_bytes``: proportional set size, so that pages shared by forked processes count once; 0 if memory
    was not sampled.
    """

    seconds: float
    processor_seconds: float
    peak_bytes: int = 0


def measure(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    samples_per_second: float = 0,
) -> Measurement:
    """Run a command in a folder, and wait for all its processes.

    RuntimeError with its last lines if it exits with a code other than 0 or leaves a process behind.
    """
    with tempfile.TemporaryFile() as log:
        with process_tree(samples_per_second) as tree:
            started = time.perf_counter()
            exit_code = subprocess.run(
                command, cwd=folder, env=child_environment(environment), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, check=False,
            ).returncode  # fmt: skip
            seconds = time.perf_counter() - started
        if exit_code or tree.killed:
            log.seek(0)
            last = "\n".join(log.read().decode(errors="replace").splitlines()[-_LAST_LINES:])
            reason = f"exited with {exit_code}" if exit_code else f"left {tree.killed} processes behind"
            raise RuntimeError(f"{' '.join(map(str, command))} {reason}:\n{last}")
    return Measurement(seconds, tree.processor_seconds(), tree.peak_bytes)


def child_environment(additions: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a measured command."""
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    return {**inherited, **(additions or {})}


class ProcessTree:
    """The processes started since creation; ``killed``: the number of those killed at the end."""

    def __init__(self) -> None:
        self.peak_bytes = self.killed = 0
        self._others = psutil.Process().children()
        self._ended_before = _processor_seconds_of_ended_children()

    def processes(self) -> list[psutil.Process]:
        found = [child for child in psutil.Process().children() if child not in self._others]
        for child in list(found):
            with suppress(psutil.NoSuchProcess):
                found += child.children(recursive=True)
        return found

    def processor_seconds(self) -> float:
        """Return the processor time so far, including that of ended processes."""
        total = _processor_seconds_of_ended_children() - self._ended_before
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
        return total

    def sample_memory(self) -> None:
        total = 0
        for process in self.processes():
            with suppress(psutil.Error):
                total += process.memory_full_info().pss
        self.peak_bytes = max(self.peak_bytes, total)

    def end(self) -> None:
        """Wait for all processes, and kill those that do not end in time."""
        deadline = time.monotonic() + _SECONDS_TO_END
        while left := self.processes():
            if time.monotonic() > deadline:
                self.killed += len(left)
                for process in left:
                    with suppress(psutil.NoSuchProcess):
                        process.kill()
            psutil.wait_procs(left, _POLL_SECONDS)


@contextmanager
def process_tree(samples_per_second: float = 0) -> Iterator[ProcessTree]:
    """Track processes started in the context, even if their parents end first; Linux only.

    Sampling memory many times per second slows the measured processes.
    """
    prctl, subreaper = ctypes.CDLL(None).prctl, ctypes.c_int()
    prctl(_PR_GET_CHILD_SUBREAPER, ctypes.byref(subreaper), 0, 0, 0)
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    tree, ended = ProcessTree(), threading.Event()

    def sample() -> None:
        while samples_per_second and not ended.wait(1 / samples_per_second):
            tree.sample_memory()

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield tree
    finally:
        ended.set()
        thread.join()
        tree.end()
        prctl(_PR_SET_CHILD_SUBREAPER, subreaper, 0, 0, 0)


def _processor_seconds_of_ended_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
