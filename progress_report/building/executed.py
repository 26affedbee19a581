"""The executed notebooks as they are published, and those that failed as they are kept."""

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from progress_report.building.publishing import publish
from progress_report.model.findings import Finding, NotebookError

if TYPE_CHECKING:  # which takes longer to import than a page to make
    from progress_report.execution.section_run import SectionRun


def executed_notebooks(runs: "Sequence[SectionRun]") -> dict[str, bytes]:
    """The executed notebooks as they are published, the same under every version of Python."""
    return {f"notebooks/{run.name}.ipynb": _published(run.notebook) for run in runs}


def _published(notebook: nbformat.NotebookNode) -> bytes:
    """Without the kernel's version of Python, which the manifest names among the packages."""
    published = copy.deepcopy(notebook)
    published.metadata.get("language_info", {}).pop("version", None)
    text: str = nbformat.writes(published, ensure_ascii=False)
    return (text + "\n").encode()


def require_success(runs: "Sequence[SectionRun]", keep: Path | None) -> None:
    """NotebookError with all faults; failed notebooks go to ``keep``, if given, the cells marked."""
    failed = [run for run in runs if run.findings]
    if not failed:
        return
    findings = [finding for run in failed for finding in run.findings]
    if keep is None:
        raise NotebookError(findings)
    publish(keep, executed_notebooks(failed))
    kept = "、".join((keep / "notebooks" / f"{run.name}.ipynb").as_posix() for run in failed)
    raise NotebookError([*findings, Finding(f"失敗したノートブックを残しました: {kept}")])
