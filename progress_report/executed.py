"""The executed notebooks as published, and the failed ones as kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from progress_report.execution.section_run import SectionRun
from progress_report.model.blocks import MIME_TYPE
from progress_report.model.cell_tags import NOTEBOOK_ONLY, named_cells
from progress_report.model.findings import Finding, NotebookError, Severity
from progress_report.publishing.exchange import publish


def executed_notebooks(runs: Sequence[SectionRun]) -> dict[str, bytes]:
    """Return the published form of the executed notebooks, identical under every version of Python."""
    return {f"notebooks/{run.name}.ipynb": _published(run.notebook) for run in runs}


def _published(notebook: nbformat.NotebookNode) -> bytes:
    """Return the notebook without the kernel's version of Python, which is in the manifest."""
    metadata = dict(notebook.metadata)
    if "language_info" in metadata:
        language = metadata["language_info"]
        metadata["language_info"] = {name: language[name] for name in language if name != "version"}
    published = nbformat.NotebookNode({**notebook, "metadata": metadata})
    text: str = nbformat.writes(published, ensure_ascii=False)
    return (text + "\n").encode()


def notebook_notes(runs: Sequence[SectionRun]) -> list[Finding]:
    """Return notes on cells without output because the year does not have their data."""
    return [note for run in runs for note in cell_notes(run.name, run.notebook)]


def cell_notes(name: str, notebook: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the notes of one executed notebook."""
    for cell, named in named_cells(notebook["cells"]):
        if NOTEBOOK_ONLY in cell["metadata"].get("tags", []):
            continue
        for output in cell.get("outputs", []):
            block = output.get("data", {}).get(MIME_TYPE, {"findings": []})
            for finding in map(Finding.from_json, block["findings"]):
                if finding.severity is Severity.NOTE:
                    message = f"{named}は、{finding.message}"
                    yield replace(finding, message=message, file=f"notebooks/{name}.ipynb")


def require_success(runs: Sequence[SectionRun], keep: Path | None) -> None:
    """Raise NotebookError with all errors; write failed notebooks with marked cells to ``keep``, if given."""
    failed = [run for run in runs if run.findings]
    if not failed:
        return
    findings = [finding for run in failed for finding in run.findings]
    if keep is None:
        raise NotebookError(findings)
    publish(keep, executed_notebooks(failed))
    kept = "、".join((keep / "notebooks" / f"{run.name}.ipynb").as_posix() for run in failed)
    raise NotebookError([*findings, Finding(f"失敗したノートブックを残しました: {kept}")])
