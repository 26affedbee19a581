"""``trace`` as asked on the command line, of the report that was built."""

from pathlib import Path

from progress_report.building.documents import Json, read_document
from progress_report.building.record import digest_as_recorded
from progress_report.building.tracing import trace
from progress_report.inputs.project import Project


def trace_in(project: Project, folder: Path, query: str) -> str:
    """The chain of each match. ReportError where there is none, or no report."""
    document = built_document(project, folder)
    told = trace(document, query)
    named = [name for name in document["record"]["inputs"] if f"{name} " in told]
    return told + outdated(project, document, named)


def built_document(project: Project, folder: Path) -> Json:
    return read_document(folder, options=project.options(folder.parent))


def outdated(project: Project, document: Json, names: list[str]) -> str:
    """Rows and values told are those of the files the report was built from."""
    inputs = document["record"]["inputs"]
    changed = [name for name in names if not _is(project.path_of(name), inputs[name])]
    if not changed:
        return ""
    return f"\n\n注意: 報告書を作ったあとに変わったファイルがあります（{'、'.join(changed)}）。"


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and digest_as_recorded(path, digest) == digest
