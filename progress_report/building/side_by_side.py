"""Independent outputs rendered at once, each in a process forked for it where that is possible.

Threads would wait for each other: rendering is Python, but for the typesetting itself.
"""

import os
import signal
import tempfile
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from progress_report.execution.ending import end_with_parent
from progress_report.execution.kernels import can_fork

Job = Callable[[], bytes]


def side_by_side(jobs: Mapping[str, Job]) -> dict[str, bytes]:
    """What each job makes, by its name and in the jobs' order; of several errors, the first job's.

    The first job is done by this process, while the others are done by theirs.
    """
    if not jobs:
        return {}
    first, *others = jobs
    # A process that is ended in the midst removes nothing: what they write belongs to the one that waits.
    with tempfile.TemporaryDirectory(prefix="progress-report-") as folder:
        forked: dict[str, _Forked] = {}
        try:
            if can_fork():
                _fork(jobs, others, forked, folder)
            made = {first: jobs[first]()}
            return made | {name: forked[name].result() if name in forked else jobs[name]() for name in others}
        finally:
            for one in forked.values():
                one.end()


def _fork(jobs: Mapping[str, Job], names: Sequence[str], forked: "dict[str, _Forked]", folder: str) -> None:
    """Fork these jobs; Ctrl+C waits so long, so that no process is started and then not known."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for name in names:
            forked[name] = _Forked(jobs[name], folder)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


class _Forked:
    """A job in a process of its own, whose temporary files lie in ``folder``."""

    def __init__(self, job: Job, folder: str) -> None:
        context = get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(job, sender, os.getpid(), folder))
        self._process.start()
        sender.close()

    def result(self) -> bytes:
        """What the job made. Its error, if it failed; EOFError where the process died."""
        made: bytes | Exception = self._receiver.recv()
        if isinstance(made, Exception):
            raise made
        return made

    def end(self) -> None:
        self._receiver.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _work(job: Job, sender: "Connection[Any, Any]", parent: int, folder: str) -> None:
    tempfile.tempdir = folder
    end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits, and ends this one
    try:
        made: bytes | Exception = job()
    except Exception as error:
        made = error
    sender.send(made)
    sender.close()
