"""Several years' reports side by side: worker processes, all of whose kernels come from one fork server.

A worker is forked when this process has imported what a build needs, so that neither worker nor kernel
imports it again; and it builds one year after another, so that memory does not grow with their number.
"""

import importlib
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from progress_report.building.build_options import BuildOptions
from progress_report.building.unchanged import is_unchanged
from progress_report.execution import interruption
from progress_report.execution.ending import end_with_parent
from progress_report.execution.progress import Progress
from progress_report.inputs.project import Project
from progress_report.model.findings import PublishingError, ReportError
from progress_report.storage.alone import made_while_needed

if TYPE_CHECKING:
    from progress_report.execution.kernels import Kernels

Build = Callable[[BuildOptions, Progress, "Kernels | None"], str]
# What a build imports as it goes along.
_NEEDED = ("inputs.judgement", "execution.section_run", "building.edition", "building.formats")


def build_years(builds: Sequence[BuildOptions], build: Build, jobs: int) -> list[str | ReportError]:
    """What came of each year, in their order; a year that fails keeps no other from being made.

    ``jobs``: how many kernels may work at a time, in all years together.
    """
    workers = min(jobs, _pending(builds)) if len(builds) > 1 else 1
    if workers < 2:
        return [_outcome(build, options, _progress(options, len(builds)), None) for options in builds]
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from progress_report.execution.kernels import Kernels

    # The first that ends must not remove the folder that all write to, should it have written nothing.
    with made_while_needed(builds[0].out), Kernels(Project.here()) as kernels:
        for name in _NEEDED:
            importlib.import_module(f"progress_report.{name}")
        with ProcessPoolExecutor(
            workers,
            mp_context=get_context("fork"),
            initializer=_begin,
            initargs=(build, kernels, os.getpid()),
        ) as pool:
            shared = [replace(options, jobs=max(1, jobs // workers)) for options in builds]
            outcomes = [pool.submit(_in_worker, options) for options in shared]
            try:
                return [outcome.result() for outcome in outcomes]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                kernels.end()
                raise


def _pending(builds: Sequence[BuildOptions]) -> int:
    """How many of the builds have something to do; none where no processes can be forked for them."""
    from progress_report.execution.kernels import can_fork

    if not can_fork():
        return 0
    project = Project.here()
    return sum(not (options.cache and is_unchanged(project, options)) for options in builds)


def _outcome(
    build: Build, options: BuildOptions, progress: Progress, kernels: "Kernels | None"
) -> str | ReportError:
    try:
        with progress:
            return build(options, progress, kernels)
    except OSError as error:
        return PublishingError.of_system(error)
    except ReportError as error:
        return error


class _Worker:
    """What a worker was forked with: it cannot travel to it with each year."""

    build: Build
    kernels: "Kernels"


def _begin(build: Build, kernels: "Kernels", parent: int) -> None:
    end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.build, _Worker.kernels = staticmethod(build), kernels


def _in_worker(options: BuildOptions) -> str | ReportError:
    """Ctrl+C interrupts a year; while none is being made, the process that shares them out is to end."""
    interruption.listen()
    try:
        return _outcome(_Worker.build, options, _progress(options), _Worker.kernels)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _progress(options: BuildOptions, years: int = 2) -> Progress:
    """Each line begins with the year where there are several."""
    return Progress(head=f"{options.year.label}　" if years > 1 else "")
