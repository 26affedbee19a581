"""Independent outputs made at once, as many as there are processors, each in a process forked for it.

Threads would wait for each other: rendering is Python, but for the typesetting itself. And that begins
threads, which a process must not have that forks another one to typeset: the child would wait for threads
that were not forked with it, for ever. Where there is no fork, one is made after another.
"""

import os
import signal
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from progress_report.building.parallelism import processors
from progress_report.execution.ending import end_with_parent
from progress_report.execution.workers import FORK, start_method
from progress_report.model.findings import ReportError
from progress_report.storage.uninterrupted import uninterrupted

Files = Mapping[str, bytes]
Job = Callable[[], Files]


def side_by_side(apart: Sequence[Job], jobs: Sequence[Job]) -> dict[str, bytes]:
    """The files that the jobs make, in their order, those of ``apart`` first.

    ``apart``: jobs that begin threads. They are begun at once, each in a process of its own; of the others,
    which are begun in their order, the longest first, this process takes its share.
    Of several errors, the first job's; a ReportError tells the findings of all, each once.
    """
    outcomes: dict[int, Files | Exception] = {}
    # A process that is ended in the midst removes nothing: what they write belongs to the one that waits.
    with tempfile.TemporaryDirectory(prefix="progress-report-") as folder:
        forked: dict[int, _Forked] = {}
        try:
            for number, job in enumerate([*apart, *jobs]):
                working = sum(not one.has_ended() for one in forked.values())
                is_shared = working < processors() - 1 and number < len(apart) + len(jobs) - 1
                if start_method() == FORK and (number < len(apart) or is_shared):
                    _fork(number, job, forked, folder)
                else:
                    outcomes[number] = _outcome(job)
            outcomes |= {number: one.outcome() for number, one in forked.items()}
        finally:
            for one in forked.values():
                one.end()
    ordered = [outcome for _, outcome in sorted(outcomes.items())]
    if errors := [outcome for outcome in ordered if isinstance(outcome, Exception)]:
        raise _together(errors)
    return {
        name: content
        for files in ordered
        if not isinstance(files, Exception)
        for name, content in files.items()
    }


def _together(errors: Sequence[Exception]) -> Exception:
    first = errors[0]
    if not isinstance(first, ReportError):
        return first
    told = [error.findings for error in errors if isinstance(error, ReportError)]
    return type(first)([*dict.fromkeys(chain.from_iterable(told))])


def _outcome(job: Job) -> Files | Exception:
    try:
        return job()
    except Exception as error:
        return error


def _fork(number: int, job: Job, forked: "dict[int, _Forked]", folder: str) -> None:
    """Fork the job, so that no process is started and then not known."""
    with uninterrupted():
        forked[number] = _Forked(job, folder)


class _Forked:
    """A job in a process of its own, whose temporary files lie in ``folder``."""

    def __init__(self, job: Job, folder: str) -> None:
        context = get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(job, sender, os.getpid(), folder))
        self._process.start()
        sender.close()

    def has_ended(self) -> bool:
        """Whether the job is done, or its process died."""
        return self._receiver.poll()

    def outcome(self) -> Files | Exception:
        """What the job made, or its error. EOFError where the process died."""
        outcome: Files | Exception = self._receiver.recv()
        return outcome

    def end(self) -> None:
        self._receiver.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _work(job: Job, sender: "Connection[Any, Any]", parent: int, folder: str) -> None:
    tempfile.tempdir = folder
    end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits, and ends this one
    sender.send(_outcome(job))
    sender.close()
