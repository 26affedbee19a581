"""``trace`` and ``impact`` as asked on the command line, of the report that was built."""

from pathlib import Path

from progress_report.building.documents import Json, read_document
from progress_report.building.impact import Target, impact, parse_target
from progress_report.building.record import digest_as_recorded
from progress_report.building.shared_words import Words, is_word
from progress_report.building.tracing import trace
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear


def trace_in(project: Project, folder: Path, query: str) -> str:
    """The chain of each match. ReportError where there is none, or no report."""
    document = _document(project, folder)
    told = trace(document, query)
    named = [name for name in document["record"]["inputs"] if f"{name} " in told]
    return told + _outdated(project, document, named)


def impact_in(project: Project, folder: Path, text: str) -> str:
    """What depends on the file, row or cell. ReportError where nothing does, or there is no report."""
    return impact_of(project, _document(project, folder), text)


def _document(project: Project, folder: Path) -> Json:
    return read_document(folder, options=project.options(folder.parent))


def impact_of(project: Project, document: Json, text: str) -> str:
    """What depends on the file, row or cell in this document, the checkout's words beside it."""
    target = parse_target(text, document["record"]["inputs"])
    outdated = _outdated(project, document, [target.file])
    words = None if outdated else _words(project, document, target)
    return impact(document, target, words) + outdated


def _outdated(project: Project, document: Json, names: list[str]) -> str:
    """Rows and values told are those of the files the report was built from."""
    inputs = document["record"]["inputs"]
    changed = [name for name in names if not _is(project.path_of(name), inputs[name])]
    if not changed:
        return ""
    return f"\n\n注意: 報告書を作ったあとに変わったファイルがあります（{'、'.join(changed)}）。"


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and digest_as_recorded(path, digest) == digest


def _words(project: Project, document: Json, target: Target) -> Words:
    """The words in the target's cells; none for a survey's answers, which are only counted."""
    from progress_report.inputs.datasets import read_rows
    from progress_report.inputs.deliveries.sources import resources_by_file
    from progress_report.inputs.descriptors import read_package

    try:
        year = FiscalYear(document["record"]["fiscal_year"])
        package = read_package(project, year)
        resource = resources_by_file(project, year, package).get(target.file)
        if resource is None or resource.survey:
            return frozenset()
        rows = read_rows(project, year, package, resource.name)
    except ReportError:
        return frozenset()
    return frozenset(
        line
        for row, cells in zip(rows.numbers, rows.cells, strict=True)
        if target.row in (None, row)
        for field in resource.table_schema.fields
        if target.names(field.name, field.title) and is_word(cells[field.name])
        for line in cells[field.name].split("\n")
    )
