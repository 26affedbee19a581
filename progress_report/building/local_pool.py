"""Reports side by side on this machine: worker processes, all of whose kernels come from one fork server.

A worker is forked when this process has imported what a build needs, so that neither worker nor kernel
imports it again; and it builds one report after another, so that memory does not grow with their number.
"""

import gc
import importlib
import os
import signal
from collections.abc import Sequence
from contextlib import ExitStack
from ctypes import c_bool
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from progress_report.building.build_options import BuildOptions
from progress_report.building.parallelism import processors
from progress_report.building.years import Build, Outcome, outcome
from progress_report.execution import interruption
from progress_report.execution.ending import end_with_parent
from progress_report.storage.alone import made_while_needed

if TYPE_CHECKING:
    from progress_report.execution.kernels import Kernels

# What a build imports as it goes along.
_NEEDED = ("inputs.judgement", "execution.section_run", "building.edition", "building.formats")


@dataclass(frozen=True, slots=True)
class LocalPool:
    """``jobs``: how many kernels may work at a time, in all reports together."""

    jobs: int

    def run(self, builds: Sequence[BuildOptions], build: Build) -> list[Outcome]:
        """One after the other where there is but one, or where no processes can be forked for them."""
        from progress_report.execution.kernels import Kernels, can_fork

        workers = min(self.jobs, processors(), len(builds))
        if workers < 2 or not can_fork():
            return [outcome(build, options) for options in builds]
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import RawValue, get_context

        with ExitStack() as needed:
            for folder in dict.fromkeys(options.out for options in builds):
                # The first that ends must not remove what others write to, should it have written nothing.
                needed.enter_context(made_while_needed(folder))
            kernels = needed.enter_context(Kernels(builds[0].project.program))
            get_ready()
            stopped = RawValue(c_bool, False)
            with ProcessPoolExecutor(
                workers,
                mp_context=get_context("fork"),
                initializer=_begin,
                initargs=(build, kernels, stopped, os.getpid()),
            ) as pool:
                shared = [replace(options, jobs=max(1, self.jobs // workers)) for options in builds]
                try:
                    outcomes = [pool.submit(_in_worker, options) for options in shared]
                    return [one.result() for one in outcomes]
                except BaseException:
                    stopped.value = True
                    kernels.end()
                    pool.shutdown(cancel_futures=True)  # which waits: what they hold they let go of
                    raise


def get_ready() -> None:
    """Import what a build needs, for a process that makes several reports or is forked into such."""
    for name in _NEEDED:
        importlib.import_module(f"progress_report.{name}")
    gc.freeze()  # so that garbage is looked for among what the reports made, and nowhere else


class _Worker:
    """What a worker was forked with: it cannot travel to it with each report."""

    build: Build
    kernels: "Kernels"
    stopped: c_bool  # shared by all


def _begin(build: Build, kernels: "Kernels", stopped: c_bool, parent: int) -> None:
    end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.build, _Worker.kernels, _Worker.stopped = staticmethod(build), kernels, stopped


def _in_worker(options: BuildOptions) -> Outcome:
    """Ctrl+C interrupts a report; while none is being made, the process that shares them out is to end.

    The pool has handed out one or two more by then, which must not be begun.
    """
    if _Worker.stopped.value:
        raise KeyboardInterrupt
    interruption.listen()
    try:
        return outcome(_Worker.build, options, _Worker.kernels)
    except KeyboardInterrupt:
        _Worker.stopped.value = True
        raise
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.collect()  # a report's document and pages are many objects; the next one's would come on top
