"""Execution of one section's notebook by papermill; noise is removed from the result."""

import copy
import errno
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill import inspect_notebook
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from progress_report.execution.engine import ENGINE, CellDone
from progress_report.execution.file_access import Event
from progress_report.execution.resource_limits import NotebookStopped, ResourceLimits
from progress_report.execution.workers import Workers
from progress_report.inputs.notebooks.notebook_files import strip_cell_metadata, strip_notebook_metadata
from progress_report.inputs.params.limits import Limits
from progress_report.inputs.project import Opened, Project
from progress_report.messages.notebook_contract import NO_PARAMETER, UNKNOWN_PARAMETER
from progress_report.model.cell_tags import ERROR_MARK, INJECTED, PARAMETERS, named_cells
from progress_report.model.findings import Finding, ReportError, refused

YEAR = "fiscal_year"  # the parameter that every section's notebook gets
TRACEBACK_LINES = 12
_KERNEL_NAME = "python3"
_MINOR_WITH_IDS = 5
_FULL = (errno.ENOSPC, errno.EDQUOT)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class SectionRun:
    """An executed notebook, possibly only up to a failure. ``access``: its file accesses."""

    name: str
    notebook: NotebookNode
    findings: tuple[Finding, ...]
    access: tuple[Event, ...] = ()


def run_section(
    project: Project,
    name: str,
    parameters: dict[str, Any],
    workers: Workers,
    cell_done: CellDone = lambda done, count: None,
    limits: ResourceLimits | None = None,
    unless_asked: Mapping[str, Finding] = MappingProxyType({}),
) -> SectionRun:
    """Execute one section's notebook. Return errors of the notebook as findings, never raise them.

    ``limits``: default limits if omitted. ``unless_asked``: the errors of prose entries that the notebook
    does not use when it runs.
    """
    limits = limits or ResourceLimits.from_now(Limits())
    source = project.notebook(name)
    file = project.relative(source)
    try:
        written = _executable(project.read_notebook(name))
    except ReportError as error:
        return SectionRun(name, nbformat.v4.new_notebook(), error.findings)
    if problems := _parameter_findings(file, written, parameters):
        return SectionRun(name, nbformat.v4.new_notebook(), problems)
    findings: list[Finding] = []
    started: list[NotebookNode] = []
    prose_used: set[str] = set()
    access: list[Event] = []
    opened = Opened(project, name, parameters.get(YEAR))
    try:
        with workers.section(opened, source.parent, limits.limits.memory_megabytes) as worker:
            execute_notebook(
                written,
                None,  # papermill would write the notebook twice per cell, slower than the cells
                parameters,
                engine_name=ENGINE,
                kernel_name=_KERNEL_NAME,
                progress_bar=False,
                worker=worker,
                limits=limits,
                on_start=started.append,
                on_prose_used=prose_used.update,
                cell_done=cell_done,
                file_access=access,
            )
    except PapermillExecutionError as error:
        findings.append(_failure(file, error, limits.limits, started[0]))
    except ReportError as error:  # of blocks that the notebook made and did not display
        findings += [replace(one, file=file) for one in error.findings]
    except NotebookStopped as error:
        findings.append(Finding(error.message, error.remedy, file))
    except Exception as error:  # whatever the error, the other sections continue
        findings.append(_interruption(file, error))
    notebook = started[0] if started else nbformat.v4.new_notebook()
    findings += [] if findings else _ends(file, notebook)
    findings += [] if findings else [one for key, one in unless_asked.items() if key not in prose_used]
    findings += _stderr_findings(file, notebook)
    return SectionRun(name, _without_noise(notebook, parameters), tuple(findings), tuple(access))


def _executable(written: Mapping[str, Any]) -> NotebookNode:
    """Return a notebook for papermill, with its kernel and an id for every cell."""
    notebook = nbformat.from_dict(copy.deepcopy(dict(written)))
    strip_notebook_metadata(notebook)
    notebook["nbformat_minor"] = _MINOR_WITH_IDS
    for position, cell in enumerate(notebook.cells, 1):
        cell.setdefault("id", f"cell-{position}")
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return notebook


def _parameter_findings(file: str, notebook: NotebookNode, parameters: dict[str, Any]) -> tuple[Finding, ...]:
    """Return errors for unknown or missing parameters; papermill only warns of the former."""
    declared = set(inspect_notebook(notebook))
    unknown = [
        NO_PARAMETER.finding(file, parameter=name, tag=PARAMETERS)
        for name in sorted(set(parameters) - declared)
    ]
    missing = [UNKNOWN_PARAMETER.finding(file, parameter=name) for name in sorted(declared - set(parameters))]
    return (*unknown, *missing)


def _failure(file: str, error: PapermillExecutionError, limits: Limits, notebook: NotebookNode) -> Finding:
    lines = [_ANSI.sub("", line) for part in error.traceback for line in part.splitlines()]
    tail = "\n".join(f"    {line}" for line in lines[-TRACEBACK_LINES:])
    if error.ename == ReportError.__name__:
        name = next(
            name
            for cell, name in named_cells(notebook.cells)
            if cell.get("execution_count") == error.exec_count
        )
        return Finding(f"{name}で: {error.evalue}", file=file)
    if error.ename.endswith(MemoryError.__name__):  # numpy has one of its own
        return Finding(
            f"{error.exec_count}番目に実行したセルが、メモリの上限（{limits.memory_megabytes:,}MB）を"
            f"超えました。\n{tail}\n",
            "使うメモリを減らすか、パラメータの limits の memory_megabytes を大きくしてください。",
            file,
        )
    return Finding(
        f"{error.exec_count}番目に実行したセルで例外 {error.ename} が起きました: "
        f"{_ANSI.sub('', error.evalue)}\n{tail}\n",
        "build が build/ の .failed フォルダに残す失敗時のノートブックで、そのセルを確かめてください。",
        file,
    )


def _interruption(file: str, error: Exception) -> Finding:
    if isinstance(error, OSError) and error.errno in _FULL:
        message = f"実行が中断されました（{refused(error)}）。"
        return Finding(message, "一時ファイルを置くディスク（TMPDIR）の空き容量を確かめてください。", file)
    said = _ANSI.sub("", str(error)).strip()[:500]
    message = f"実行が中断されました（{type(error).__name__}: {said}）。"
    return Finding(message, "終わらないセルや、メモリを使い切るセルがないか確かめてください。", file)


def _ends(file: str, notebook: NotebookNode) -> list[Finding]:
    """Return errors if a notebook ended itself by sys.exit, which papermill takes for success."""
    return [
        Finding(
            f"{cell.execution_count}番目に実行したセルが、ノートブックを終わらせました（{output.ename}）。",
            "その後のセルが実行されません。終わらせる命令を除いてください。",
            file,
        )
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


def _stderr_findings(file: str, notebook: NotebookNode) -> list[Finding]:
    return [
        Finding(
            f"{number}番目のセルが警告などを標準エラーに出しました: {output.text.strip()}",
            "原因を取り除いてください。",
            file,
        )
        for number, cell in enumerate(notebook.cells, 1)
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]


def _without_noise(notebook: NotebookNode, parameters: dict[str, Any]) -> NotebookNode:
    """Remove times, paths, random identifiers and front ends' metadata from the notebook.

    Equal runs therefore give equal bytes.
    """
    language = notebook.metadata.get("language_info")
    strip_notebook_metadata(notebook)
    if language is not None:
        notebook.metadata["language_info"] = language
    for number, cell in enumerate(notebook.cells):
        strip_cell_metadata(cell)
        tags = cell.metadata.get("tags", [])
        if INJECTED in tags:
            cell["id"] = "injected-parameters"
        elif ERROR_MARK in tags:
            cell["id"] = f"papermill-error-{number}"
    notebook.metadata["progress_report"] = {"parameters": parameters}
    return notebook
