"""The ``impact`` command, answered from the built report."""

from dataclasses import replace
from pathlib import Path

from progress_report.document.document import Document
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.project import Project
from progress_report.inputs.readers.sources import resources_by_file
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.inputs.schema.places import WrittenFile
from progress_report.inputs.schema.schema_tree import SCHEMA
from progress_report.inputs.tables.datasets import read_rows
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.provenance.impact import ImpactTarget, impact, parse_target
from progress_report.provenance.shared_words import Words, is_word
from progress_report.provenance.trace_question import built_document, outdated


def impact_in(project: Project, folder: Path, text: str) -> str:
    """List all that depends on the file, row or cell. ReportError if nothing does or no report exists."""
    return impact_of(project, built_document(project, folder), text)


def impact_of(project: Project, document: Document, text: str) -> str:
    """List the dependents of the file, row or cell in this document, and occurrences of its current words."""
    target = _named(project, parse_target(text, document.record["inputs"]))
    changed = outdated(project, document, [target.file])
    words = None if changed else _words(project, document, target)
    return impact(document, target, words) + changed


def _named(project: Project, target: ImpactTarget) -> ImpactTarget:
    """Return a line of the schema as the entry beginning there: origins name entries, not lines."""
    if target.file != SCHEMA or target.row is None:
        return target
    tree, lines = read_strict_yaml(project.schema_file, SCHEMA)
    name = WrittenFile.with_names(SCHEMA, tree, lines).name(lines.entry(target.row))
    return replace(target, row=None, column=name)


def _words(project: Project, document: Document, target: ImpactTarget) -> Words:
    """Return the words in the target's cells; none for a survey's answers, which are only counted."""
    try:
        year = FiscalYear(document.record["fiscal_year"])
        package = read_data_package(project, year)
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
        if target.names(field.name, field.label) and is_word(cells[field.name])
        for line in cells[field.name].split("\n")
    )
