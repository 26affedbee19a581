"""The sections of one report: kept results where nothing they read has changed, the others executed."""

import importlib
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from progress_report.building.build_options import BuildOptions
from progress_report.execution.kernels import Kernels
from progress_report.execution.progress import Progress
from progress_report.model.findings import Finding, NotebookError, ReportError, fault

if TYPE_CHECKING:
    from progress_report.caching.observations import Observed
    from progress_report.caching.sections import Kept
    from progress_report.execution.allowance import Allowance
    from progress_report.execution.section_run import SectionRun
    from progress_report.inputs.params import Params

_FOR_AFTERWARDS = ("edition", "formats", "index_page")
NO_CACHE = "--no-cache が指定された"


def chosen_sections(params: "Params", only: str | None) -> list[str]:
    """The notebooks of the report's sections in order, or the one asked for. ReportError if unknown."""
    names = [section.notebook for section in params.report.sections]
    if only is None:
        return names
    if only not in names:
        raise fault(
            f"節「{only}」はありません。",
            f"{'、'.join(names)} のどれかを指定してください。",
            file=params.file,
        )
    return [only]


class Sections:
    """The sections of a build. As a context: whatever was started is ended.

    The kernels' server starts first: it imports what sections need while this process finds out which of
    them must be executed (digests tell), and judges the inputs.
    """

    def __init__(self, options: BuildOptions, kernels: Kernels | None = None) -> None:
        self._project = project = options.project
        self._options = options
        self._began = time.time_ns()  # before anything is read
        self._kept: dict[str, Kept] = {}
        self._observed: dict[str, Observed] = {}
        self._own = Kernels(project.program) if kernels is None else None
        self._kernels = kernels or self._own

    def __enter__(self) -> Self:
        if self._own is not None:
            self._own.__enter__()
        try:
            self._look_up()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def _look_up(self) -> None:
        """Find what was kept; where that is everything, no kernel is needed."""
        if not self._options.cache:
            return
        from progress_report.caching.sections import SectionCache
        from progress_report.inputs.params import read_params

        try:
            params = read_params(self._project, self._options.year)
            names = chosen_sections(params, self._options.only)
        except ReportError:
            return  # judging will tell, with all other faults
        cache = SectionCache(params)
        self._kept = {name: cache.find(name, parameters_of(params)) for name in names}
        if self._own is not None and all(kept.notebook is not None for kept in self._kept.values()):
            self._own.end()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own is not None:
            self._own.__exit__(kind, error, trace)

    def run(self, params: "Params", names: Sequence[str], progress: Progress) -> "list[SectionRun]":
        """Every section, ``jobs`` at a time, also where another failed, so that all faults are told.

        On Ctrl+C the kernels are ended, so that no thread has to be waited for; where a section could not
        be run, only those that are no other report's. ReportError where the parameters, or what a kept
        result hangs on, have changed since they were read.
        """
        self._require_as_read(params, names)
        importlib.import_module("progress_report.execution.section_run")  # before threads would wait for it
        from progress_report.execution.allowance import Allowance

        allowance = Allowance.from_now(params.report.limits)
        with ThreadPoolExecutor(self._options.jobs, thread_name_prefix="section") as pool:
            runs = [pool.submit(self._run, params, name, progress, allowance) for name in names]
            try:
                for module in _FOR_AFTERWARDS:  # the kernels work meanwhile
                    importlib.import_module(f"progress_report.building.{module}")
                return [run.result() for run in runs]
            except BaseException as error:
                for run in runs:
                    run.cancel()
                ending = self._own if isinstance(error, Exception) else self._kernels
                if ending is not None:
                    ending.end()
                raise

    def _run(self, params: "Params", name: str, progress: Progress, allowance: "Allowance") -> "SectionRun":
        from progress_report.caching.declared import LABELS
        from progress_report.caching.observations import observed_in
        from progress_report.caching.sections import SectionCache
        from progress_report.execution.section_run import kept_run, run_section
        from progress_report.inputs.notebook_uses import unprinted_prose

        kept = self._kept.get(name)
        parameters = parameters_of(params)
        if kept is not None and kept.notebook is not None:
            self._observed[name] = kept.observed
            progress.tell([f"節 {name}　前の結果を使用", *self._explained(kept.reason)])
            return kept_run(name, kept.notebook)
        assert self._kernels is not None
        clock = time.monotonic()
        before = SectionCache(params).declared(name, parameters)
        told = partial(progress.cells, name)
        not_held = params.report.not_held
        unprinted = unprinted_prose(params, name)
        run = run_section(
            params.project, name, parameters, self._kernels, told, not_held, allowance, unprinted
        )
        observed = self._observed[name] = observed_in(run.observed, params.project)
        hindrance = ""
        if self._program_changed():
            hindrance = f"{LABELS['code']}が、実行している間に変わった"
        elif not run.findings:
            hindrance = SectionCache(params).keep(
                name, parameters, self._began, before, run.notebook, observed
            )
        reasons = [f"実行した: {kept.reason if kept else NO_CACHE}"]
        if hindrance:
            reasons.append(f"この結果は次に使わない: {hindrance}")
        progress.tell([f"節 {name}　{time.monotonic() - clock:.1f}秒", *self._explained(*reasons)])
        return run

    def unrecorded(self, inputs: Mapping[str, str]) -> list[str]:
        """The sections, of those run, that used what a build record of these inputs does not have."""
        return sorted(name for name, one in self._observed.items() if not one.is_recorded(inputs))

    def require_recorded(self, inputs: Mapping[str, str]) -> None:
        """NotebookError naming what sections used that a build record of these inputs does not have."""
        remedy = "表か params の値にするか、使わないようにしてください。案は作れます。"
        findings = [
            Finding(
                "確定版にできません: 作成記録に残らないものを使っています"
                f"（{'、'.join(self._observed[name].unrecorded(inputs))}）。",
                remedy,
                self._project.relative(self._project.notebook(name)),
            )
            for name in self.unrecorded(inputs)
        ]
        if findings:
            raise NotebookError(findings)

    def _require_as_read(self, params: "Params", names: Sequence[str]) -> None:
        """Look again whether the kept results hold: their inputs' hashes were taken since for the record."""
        from progress_report.caching.sections import SectionCache
        from progress_report.inputs.params import read_params

        if read_params(self._project, self._options.year).digest != params.digest:
            raise _rewritten(params.file)
        if not self._options.partial and self._program_changed():
            raise _rewritten("progress_report")
        cache = SectionCache(params)
        for name in names:
            if name in self._kept and self._kept[name].notebook is not None:
                self._kept[name] = cache.find(name, parameters_of(params))
            no_kernels = self._kernels is None or self._kernels.ended
            if no_kernels and (name not in self._kept or self._kept[name].notebook is None):
                raise _rewritten(self._project.relative(self._project.notebook(name)))

    def _program_changed(self) -> bool:
        """Whether kernels may have imported another program than the files hold now."""
        from progress_report.caching.declared import code_files
        from progress_report.caching.observations import SLACK_NANOSECONDS, written

        began = self._began if self._kernels is None else self._kernels.began
        code = code_files(self._project.package)
        return any(written(path) > began - SLACK_NANOSECONDS for path in code)

    def _explained(self, *reasons: str) -> list[str]:
        return [f"  {reason}" for reason in reasons] if self._options.explain else []


def _rewritten(file: str) -> ReportError:
    remedy = "保存が終わってから、もう一度実行してください。"
    return fault("作成中に書き換えられました。", remedy, file=file)


def parameters_of(params: "Params") -> dict[str, Any]:
    """What each section's notebook is given."""
    return {"fiscal_year": params.report.fiscal_year.start}
