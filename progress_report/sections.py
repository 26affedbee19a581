"""Execution of a report's sections."""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Self

from progress_report.build_options import BuildOptions
from progress_report.execution.file_access import Event, unrecorded
from progress_report.execution.progress import Progress
from progress_report.execution.resource_limits import ResourceLimits
from progress_report.execution.section_run import YEAR, SectionRun, run_section
from progress_report.execution.workers import Workers
from progress_report.inputs.notebooks.notebook_uses import unprinted_prose
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.model.findings import Finding, NotebookError, ReportError, report_error
from progress_report.provenance.record import program_files

_SLACK_NANOSECONDS = 20_000_000  # a file system's clock is coarser than the process's


def chosen_sections(params: Params, only: str | None) -> list[str]:
    """Return the notebooks of the report's sections, or the requested one. ReportError if it is unknown."""
    names = [section.notebook for section in params.report.sections]
    if only is None:
        return names
    if only not in names:
        raise report_error(
            f"節「{only}」はありません。",
            f"{'、'.join(names)} のどれかを指定してください。",
            file=params.file,
        )
    return [only]


class Sections:
    """The sections of a build, executed by its own workers, which end with the context, or by given ones."""

    def __init__(self, options: BuildOptions, workers: Workers | None = None) -> None:
        self._project = options.project
        self._options = options
        self._access: dict[str, tuple[Event, ...]] = {}
        self._workers = workers or Workers()
        self._owns_workers = workers is None

    def __enter__(self) -> Self:
        if self._owns_workers:
            self._workers.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        if self._owns_workers:
            self._workers.__exit__()

    @contextmanager
    def running(self, params: Params, names: Sequence[str], progress: Progress) -> Iterator[list[SectionRun]]:
        """Execute all sections while the context is open; the yielded list has them in order at its end.

        Run ``jobs`` at a time, and continue after a failure, so that all errors are found. On Ctrl+C the
        workers are killed, so that no thread has to be waited for; if a section could not be run, only those
        that belong to no other report are killed. ReportError if the parameters or the program have changed
        since they were read.
        """
        if read_params(self._project, self._options.year).digest != params.digest:
            raise _rewritten(params.file)
        if not self._options.partial and (changed := self._changed_program()):
            raise _rewritten(changed)
        self._workers.prepare(len(names))
        limits = ResourceLimits.from_now(params.report.limits)
        at_once = min(self._options.jobs, self._workers.at_once)
        executed: list[SectionRun] = []
        with ThreadPoolExecutor(at_once, thread_name_prefix="section") as pool:
            runs = [pool.submit(self._run, params, name, progress, limits) for name in names]
            try:
                yield executed
                executed += [run.result() for run in runs]
            except BaseException as error:
                for run in runs:
                    run.cancel()
                if self._owns_workers or not isinstance(error, Exception):
                    self._workers.end()
                raise

    def _run(self, params: Params, name: str, progress: Progress, limits: ResourceLimits) -> SectionRun:
        clock = time.monotonic()
        run = run_section(
            params.project,
            name,
            {YEAR: params.report.fiscal_year.start},
            self._workers,
            partial(progress.cells, name),
            limits,
            unprinted_prose(params, name),
        )
        self._access[name] = run.access
        progress.log([f"節 {name}　{time.monotonic() - clock:.1f}秒"])
        return run

    def unrecorded(self, inputs: Mapping[str, str]) -> list[str]:
        """Return the executed sections that used anything that a build record of these inputs lacks."""
        return sorted(
            name for name, access in self._access.items() if unrecorded(access, inputs, self._project)
        )

    def require_recorded(self, inputs: Mapping[str, str]) -> None:
        """Raise NotebookError listing what sections used that a build record of these inputs lacks."""
        remedy = "表か params の値にするか、使わないようにしてください。案は作れます。"
        findings = [
            Finding(
                "確定版にできません: 作成記録に残らないものを使っています"
                f"（{'、'.join(unrecorded(self._access[name], inputs, self._project))}）。",
                remedy,
                self._project.relative(self._project.notebook(name)),
            )
            for name in self.unrecorded(inputs)
        ]
        if findings:
            raise NotebookError(findings)

    def _changed_program(self) -> str | None:
        """Return a program file that may have changed after its import; None if there is none."""
        latest = self._workers.began - _SLACK_NANOSECONDS
        files = program_files(self._project).items()
        return next((name for name, path in files if _written(path) > latest), None)


def _written(path: Path) -> int:
    """Return when a file last changed (on Windows, one of the two times is the creation time)."""
    try:
        status = path.stat()
    except OSError:
        return 0  # its absence from the inputs is detected later
    return max(status.st_ctime_ns, status.st_mtime_ns)


def _rewritten(file: str) -> ReportError:
    remedy = "保存が終わってから、もう一度実行してください。"
    return report_error("作成中に書き換えられました。", remedy, file=file)
