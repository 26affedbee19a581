"""One section's notebook, executed by papermill; what it leaves is cleaned of noise."""

import copy
import errno
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill import inspect_notebook
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from progress_report.execution.allowance import Allowance, Interruption
from progress_report.execution.engine import CellDone
from progress_report.execution.kernels import KERNEL_NAME, Kernels
from progress_report.inputs.limits import Limits
from progress_report.inputs.notebook_files import strip_cell_metadata, strip_notebook_metadata
from progress_report.inputs.project import Project
from progress_report.model.cell_tags import ERROR_MARK, INJECTED, named_cells
from progress_report.model.findings import Finding, ReportError, refused

ENGINE = "progress-report"  # by which papermill knows ``SectionEngine``
TRACEBACK_LINES = 12
_LONGEST_TAIL = 4096
_MINOR_WITH_IDS = 5
_FULL = (errno.ENOSPC, errno.EDQUOT)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class SectionRun:
    """An executed notebook, whole or up to where it failed."""

    name: str
    notebook: NotebookNode
    findings: tuple[Finding, ...]
    observed: str = ""  # what its kernel noted of the files it read, see ``observing``


def run_section(
    project: Project,
    name: str,
    parameters: dict[str, Any],
    kernels: Kernels,
    cell_done: CellDone = lambda done, count: None,
    not_held: Sequence[str] = (),
    allowance: Allowance | None = None,
    unless_asked: Mapping[str, Finding] = MappingProxyType({}),
) -> SectionRun:
    """Execute one section's notebook. Never raises for what the notebook does: findings tell it.

    Cells tagged with a survey of ``not_held`` are skipped, and marked so. ``allowance``: what it may take,
    the usual limits unless others are given. ``unless_asked``: the faults of prose entries that the notebook
    does not ask for when it runs.
    """
    allowance = allowance or Allowance.from_now(Limits())
    source = project.notebook(name)
    try:
        written = _executable(project.read_notebook(name))
    except ReportError as error:
        return SectionRun(name, nbformat.v4.new_notebook(), error.findings)
    if problems := _parameter_findings(project.relative(source), written, parameters):
        return SectionRun(name, nbformat.v4.new_notebook(), problems)
    with tempfile.TemporaryDirectory(prefix="n", dir=kernels.settings) as folder:
        log, observations = Path(folder) / "log", Path(folder) / "observed"
        findings: list[Finding] = []
        begun: list[NotebookNode] = []
        asked: set[str] = set()
        try:
            execute_notebook(
                written,
                None,  # papermill would write the whole notebook twice a cell: it takes longer than the cells
                parameters,
                engine_name=ENGINE,
                kernel_name=KERNEL_NAME,
                progress_bar=False,
                kernels=kernels,
                project=project,
                section=name,
                folder=str(source.parent),
                log=log,
                observations=observations,
                begun=begun.append,
                asked_for=asked.update,
                cell_done=cell_done,
                not_held=tuple(not_held),
                allowance=allowance,
            )
        except PapermillExecutionError as error:
            findings.append(_failure(project.relative(source), error, allowance.limits, begun[0]))
        except ReportError as error:  # of what the notebook made and did not display
            findings += [replace(one, file=project.relative(source)) for one in error.findings]
        except Interruption as error:
            message = error.message + (_tail(log) if error.unexplained else "")
            findings.append(Finding(message, error.remedy, project.relative(source)))
        except Exception as error:  # whatever it was, the others go on
            findings.append(_interruption(project.relative(source), error, log))
        notebook = begun[0] if begun else nbformat.v4.new_notebook()
        findings += [] if findings else _ends(project.relative(source), notebook)
        findings += [] if findings else [one for key, one in unless_asked.items() if key not in asked]
        findings += _stderr_findings(project.relative(source), notebook)
        observed = observations.read_text(encoding="utf-8") if observations.is_file() else ""
    return SectionRun(name, _without_noise(notebook, parameters), tuple(findings), observed)


def kept_run(name: str, notebook: dict[str, Any]) -> SectionRun:
    """A run whose notebook was kept."""
    return SectionRun(name, nbformat.from_dict(notebook), ())


def _executable(written: Mapping[str, Any]) -> NotebookNode:
    """Return a notebook for papermill: with its kernel, and an id for every cell."""
    notebook = nbformat.from_dict(copy.deepcopy(dict(written)))
    strip_notebook_metadata(notebook)
    notebook["nbformat_minor"] = _MINOR_WITH_IDS
    for position, cell in enumerate(notebook.cells, 1):
        cell.setdefault("id", f"cell-{position}")
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return notebook


def _parameter_findings(file: str, notebook: NotebookNode, parameters: dict[str, Any]) -> tuple[Finding, ...]:
    """Unknown or missing parameters: papermill would only warn of the first, and not see the second."""
    declared = set(inspect_notebook(notebook))
    unknown = [
        Finding(f"パラメータ「{name}」が parameters のセルにありません。", "セルに加えてください。", file)
        for name in sorted(set(parameters) - declared)
    ]
    missing = [
        Finding(f"パラメータ「{name}」の値が渡されません。", "parameters のセルから除いてください。", file)
        for name in sorted(declared - set(parameters))
    ]
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


def _interruption(file: str, error: Exception, log: Path) -> Finding:
    if isinstance(error, OSError) and error.errno in _FULL:
        message = f"実行が中断されました（{refused(error)}）。"
        return Finding(message, "一時ファイルを置くディスク（TMPDIR）の空き容量を確かめてください。", file)
    said = _ANSI.sub("", str(error)).strip()[:500]
    message = f"実行が中断されました（{type(error).__name__}: {said}）。{_tail(log)}"
    return Finding(message, "終わらないセルや、メモリを使い切るセルがないか確かめてください。", file)


def _tail(log: Path) -> str:
    """What the kernel's process said last, outside of cells."""
    if not log.is_file():
        return ""
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - _LONGEST_TAIL))
        said = stream.read().decode(errors="replace")
    return "".join(f"\n    {line}" for line in said.splitlines()[-TRACEBACK_LINES:])


def _ends(file: str, notebook: NotebookNode) -> list[Finding]:
    """Of a notebook that ended itself by sys.exit: papermill takes that for success."""
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
    """The same notebook without times, paths, random identifiers and what front ends wrote into it.

    So equal runs are equal bytes.
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
