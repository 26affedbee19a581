"""Running the sections of a report, several at a time."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from progress_report.execution.kernels import Kernels
from progress_report.execution.progress import Progress
from progress_report.execution.section_run import SectionRun, run_section
from progress_report.inputs.params import Params


def run_sections(
    params: Params, names: Sequence[str], kernels: Kernels, jobs: int, progress: Progress
) -> list[SectionRun]:
    """Execute every section, ``jobs`` at a time, also where another failed, so that all faults are told.

    On Ctrl+C the kernels are ended, so that no thread has to be waited for.
    """
    with ThreadPoolExecutor(jobs, thread_name_prefix="section") as pool:
        runs = [pool.submit(_run, params, name, kernels, progress) for name in names]
        try:
            return [run.result() for run in runs]
        except BaseException:
            _give_up(runs, kernels)
            raise


def _run(params: Params, name: str, kernels: Kernels, progress: Progress) -> SectionRun:
    began = time.monotonic()
    parameters = {"fiscal_year": params.report.fiscal_year.start}
    told = partial(progress.cells, name)
    run = run_section(params.project, name, parameters, kernels, told, params.report.not_held)
    progress.tell([f"節 {name}　{time.monotonic() - began:.1f}秒"])
    return run


def _give_up(runs: Sequence[Future[SectionRun]], kernels: Kernels) -> None:
    for run in runs:
        run.cancel()
    kernels.end()
