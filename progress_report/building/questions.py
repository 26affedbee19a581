"""``trace`` and ``impact`` as asked on the command line, of the report that was built."""

from pathlib import Path

from progress_report.building.documents import Json, read_document
from progress_report.building.impact import Target, impact, parse_target
from progress_report.building.record import sha256
from progress_report.building.shared_words import Words, is_word
from progress_report.building.tracing import trace
from progress_report.inputs.csv_files import read_csv
from progress_report.inputs.descriptors import read_package
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear


def trace_in(project: Project, folder: Path, query: str) -> str:
    """The chain of each match. ReportError where there is none, or no report."""
    document = read_document(folder)
    told = trace(document, query)
    named = [name for name in document["record"]["inputs"] if f"{name} " in told]
    return told + _outdated(project, document, named)


def impact_in(project: Project, folder: Path, text: str) -> str:
    """What depends on the file, row or cell. ReportError where nothing does, or there is no report."""
    return impact_of(project, read_document(folder), text)


def impact_of(project: Project, document: Json, text: str) -> str:
    """What depends on the file, row or cell in this document, the checkout's words beside it."""
    target = parse_target(text, document["record"]["inputs"])
    outdated = _outdated(project, document, [target.file])
    words = None if outdated else _words(project, document, target)
    return impact(document, target, words) + outdated


def _outdated(project: Project, document: Json, names: list[str]) -> str:
    """Rows and values told are those of the files the report was built from."""
    inputs = document["record"]["inputs"]
    changed = [name for name in names if not _is(project.root / name, inputs[name])]
    if not changed:
        return ""
    return f"\n\n注意: 報告書を作ったあとに変わったファイルがあります（{'、'.join(changed)}）。"


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()) == digest


def _words(project: Project, document: Json, target: Target) -> Words:
    """The words in the target's cells; none for a survey's answers, which are only counted."""
    try:
        package = read_package(project, FiscalYear(document["record"]["fiscal_year"]))
        resources = {
            f"data/{document['record']['fiscal_year']}/{r.path}": r for r in package.descriptor.resources
        }
        resource = resources.get(target.file)
        if resource is None or resource.survey:
            return frozenset()
        (_, header), *records = read_csv(project.root / target.file, target.file)
    except ReportError:
        return frozenset()
    titles = {field.name: field.title for field in resource.table_schema.fields}
    return frozenset(
        line
        for row, record in records
        if target.row in (None, row)
        for name, cell in zip(header, record, strict=False)
        if target.names(name, titles.get(name, "")) and is_word(cell)
        for line in cell.split("\n")
    )
