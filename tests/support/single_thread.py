"""A single-threaded process for tests that fork: pytest-xdist's own processes have several threads."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar
from unittest.mock import patch

from progress_report.execution.section_run import SectionRun, run_section
from progress_report.execution.workers import Workers
from progress_report.inputs.project import Project

P = ParamSpec("P")
T = TypeVar("T")
_WORKERS: dict[str, Workers] = {}  # of the single-threaded process, by start method


class SingleThread:
    """Runs a picklable call in the process, and re-raises its exception here."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._pool.submit(function, *args, **kwargs).result()


class Sections:
    """Runs sections one after another, with workers of one start method."""

    def __init__(self, single_thread: SingleThread, method: str) -> None:
        self._single_thread, self._method = single_thread, method

    def run(
        self,
        project: Project,
        name: str,
        parameters: dict[str, Any],
        environment: dict[str, str] | None = None,
        **options: Any,
    ) -> SectionRun:
        arguments = self._method, environment or {}, project, name, parameters, options
        return self._single_thread(_run, *arguments)


@contextmanager
def single_thread() -> Iterator[SingleThread]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        call = SingleThread(pool)
        yield call
        call(close_workers)


def _run(
    method: str,
    environment: dict[str, str],
    project: Project,
    name: str,
    parameters: dict[str, Any],
    options: dict[str, Any],
) -> SectionRun:
    if method not in _WORKERS:
        _WORKERS[method] = Workers(method).__enter__()
    with patch.dict(os.environ, environment):
        return run_section(project, name, parameters, _WORKERS[method], **options)


def close_workers() -> None:
    """Close all workers, so that the next section of each start method gets new ones."""
    while _WORKERS:
        _WORKERS.popitem()[1].__exit__()
