"""The ``trace`` command, answered from the built report."""

from collections.abc import Mapping
from pathlib import Path

from progress_report.document.document import Document
from progress_report.document.files import read_document
from progress_report.inputs.project import Project
from progress_report.provenance.record import digest_as_recorded
from progress_report.provenance.tracing import trace


def trace_in(project: Project, folder: Path, query: str) -> str:
    """Return the chain of each match. ReportError if there is none, or no report."""
    document = built_document(project, folder)
    chains = trace(document, query)
    named = [name for name in document.record["inputs"] if f"{name} " in chains]
    return chains + outdated(project, document, named)


def built_document(project: Project, folder: Path) -> Document:
    return read_document(folder, options=project.options(folder.parent))


def outdated(project: Project, document: Document, names: list[str]) -> str:
    """Return a warning if an input changed since the report was built, else nothing."""
    inputs = document.record["inputs"]
    changed = [name for name in names if not _is_as_recorded(project, name, inputs)]
    if not changed:
        return ""
    return f"\n\n注意: 報告書を作ったあとに変わったファイルがあります（{'、'.join(changed)}）。"


def _is_as_recorded(project: Project, name: str, inputs: Mapping[str, str]) -> bool:
    path = project.path_of(name)
    return path.is_file() and digest_as_recorded(name, path, inputs) == inputs[name]
