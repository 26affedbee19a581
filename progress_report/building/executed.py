"""The executed notebooks as they are published, and those that failed as they are kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from progress_report.building.publishing import publish
from progress_report.model.findings import Finding, NotebookError

if TYPE_CHECKING:  # which takes longer to import than a page to make
    from progress_report.execution.section_run import SectionRun


def executed_notebooks(runs: "Sequence[SectionRun]") -> dict[str, bytes]:
    """The executed notebooks as they are published."""
    return {
        f"notebooks/{run.name}.ipynb": (nbformat.writes(run.notebook, ensure_ascii=False) + "\n").encode()
        for run in runs
    }


def require_success(runs: "Sequence[SectionRun]", keep: Path) -> None:
    """NotebookError with all faults; the failed notebooks are kept in ``keep``, the cells marked."""
    failed = [run for run in runs if run.findings]
    if not failed:
        return
    publish(keep, executed_notebooks(failed))
    findings = [finding for run in failed for finding in run.findings]
    kept = "、".join((keep / "notebooks" / f"{run.name}.ipynb").as_posix() for run in failed)
    raise NotebookError([*findings, Finding(f"失敗したノートブックを残しました: {kept}")])
