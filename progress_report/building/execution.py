"""papermill runs each section's notebook in a kernel of its own; what it leaves is cleaned of noise."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill import inspect_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from progress_report.building.kernels import KERNEL_NAME, kernel_environment, private_kernel_manager
from progress_report.building.stitching import SKIPPED
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, ReportError

ENGINE = "progress-report"
SURVEY_TAG = "survey:"  # followed by the name of a survey without which the cell says nothing
CELL_TIMEOUT_SECONDS = 600
TRACEBACK_LINES = 12
_ANSI = re.compile(r"\x1b\[[0-9;]*m")

CellDone = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SectionRun:
    """An executed notebook, whole or up to where it failed."""

    name: str
    notebook: NotebookNode
    findings: tuple[Finding, ...]


class SectionEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, on a private kernel; ``environment`` and ``folder`` are the kernel's.

    What the kernel's process says outside of cells (some versions complain while shutting down) goes
    to the file ``log``; what a cell writes to stderr arrives as that cell's output all the same.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, environment: dict[str, str], folder: str, log: Path,
        cell_done: CellDone, not_held: Sequence[str], **_: Any,
    ) -> None:  # fmt: skip
        count = len(nb_man.nb.cells)
        _mark_as_skipped(nb_man.nb, not_held)
        with private_kernel_manager() as manager:
            client = PapermillNotebookClient(
                nb_man,
                km=manager,
                kernel_name=kernel_name,
                timeout=CELL_TIMEOUT_SECONDS,
                on_cell_executed=lambda cell, cell_index, execute_reply: cell_done(cell_index + 1, count),
            )
            with log.open("wb") as stream:
                client.execute(env=environment, cwd=folder, stdout=stream, stderr=stream, cleanup_kc=True)


def _mark_as_skipped(notebook: NotebookNode, not_held: Sequence[str]) -> None:
    """Tag the cells that only make sense where one of these surveys was held."""
    absent = {f"{SURVEY_TAG}{name}" for name in not_held}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if absent.intersection(tags):
            cell.metadata["tags"] = [*tags, SKIPPED]


papermill_engines.register(ENGINE, SectionEngine)


def run_section(
    project: Project,
    name: str,
    parameters: dict[str, Any],
    settings: Path,
    cell_done: CellDone = lambda done, count: None,
    not_held: Sequence[str] = (),
) -> SectionRun:
    """Execute one section's notebook. Never raises for what the notebook does: findings tell it.

    Cells tagged with a survey of ``not_held`` are skipped, and marked so.
    """
    source = project.notebook(name)
    if problems := _parameter_findings(project, source, parameters):
        return SectionRun(name, nbformat.v4.new_notebook(), problems)
    output = settings / f"{name}.ipynb"
    log = settings / f"{name}.log"
    findings: list[Finding] = []
    try:
        execute_notebook(
            source,
            output,
            parameters,
            engine_name=ENGINE,
            kernel_name=KERNEL_NAME,
            progress_bar=False,
            environment=kernel_environment(project, settings),
            folder=str(source.parent),
            log=log,
            cell_done=cell_done,
            not_held=tuple(not_held),
        )
    except PapermillExecutionError as error:
        findings.append(_failure(project.relative(source), error))
    except Exception as error:  # a dead kernel, a cell without end: whatever it was, the others go on
        findings.append(_interruption(project.relative(source), error, log))
    notebook = nbformat.read(output, as_version=4) if output.is_file() else nbformat.v4.new_notebook()
    findings += _stderr_findings(project.relative(source), notebook)
    return SectionRun(name, _without_noise(notebook, parameters), tuple(findings))


def _parameter_findings(project: Project, source: Path, parameters: dict[str, Any]) -> tuple[Finding, ...]:
    """Unknown or missing parameters: papermill would only warn of the first, and not see the second."""
    file = project.relative(source)
    if not source.is_file():
        return (Finding("ノートブックがありません。", "sections: の名前を確認してください。", file),)
    declared = set(inspect_notebook(str(source)))
    unknown = [
        Finding(f"パラメータ「{name}」が parameters のセルにありません。", "セルに加えてください。", file)
        for name in sorted(set(parameters) - declared)
    ]
    missing = [
        Finding(f"パラメータ「{name}」の値が渡されません。", "parameters のセルから除いてください。", file)
        for name in sorted(declared - set(parameters))
    ]
    return (*unknown, *missing)


def _failure(file: str, error: PapermillExecutionError) -> Finding:
    lines = [_ANSI.sub("", line) for part in error.traceback for line in part.splitlines()]
    tail = "\n".join(f"    {line}" for line in lines[-TRACEBACK_LINES:])
    if error.ename == ReportError.__name__:
        return Finding(f"{error.exec_count}番目に実行したセルで: {error.evalue}", file=file)
    return Finding(
        f"{error.exec_count}番目に実行したセルで例外 {error.ename} が起きました: "
        f"{_ANSI.sub('', error.evalue)}\n{tail}\n",
        "build/ の .failed フォルダに残した失敗時のノートブックで、そのセルを確かめてください。",
        file,
    )


def _interruption(file: str, error: Exception, log: Path) -> Finding:
    said = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    tail = "".join(f"\n    {line}" for line in said.splitlines()[-TRACEBACK_LINES:])
    message = (
        f"実行が中断されました（{type(error).__name__}: {_ANSI.sub('', str(error)).strip()[:500]}）。{tail}"
    )
    return Finding(message, "終わらないセルや、メモリを使い切るセルがないか確かめてください。", file)


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
    """The same notebook without times, paths and random identifiers, so equal runs are equal bytes."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags:
            cell["id"] = "injected-parameters"
        elif "papermill-error-cell-tag" in tags:
            cell["id"] = f"papermill-error-{number}"
    notebook.metadata.pop("papermill", None)
    notebook.metadata["progress_report"] = {"parameters": parameters}
    return notebook
