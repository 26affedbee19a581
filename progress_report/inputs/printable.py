"""Validation that the report's font has all characters of the inputs, before anything is built."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from progress_report.inputs.notebooks.notebook_source import NotebookSource
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.source_tree import Location, entry_name
from progress_report.inputs.schema.descriptors import Package
from progress_report.inputs.tables.datasets import Rows
from progress_report.inputs.tables.free_tables import FreeTable
from progress_report.messages import table_cells as messages
from progress_report.model.cell_tags import NOTEBOOK_ONLY
from progress_report.model.comparable import code_points, without_invisible
from progress_report.model.findings import Finding
from progress_report.model.fonts import FontFamily
from progress_report.model.glyphs import lacking, named

# Parameters for the program, not for readers.
_NEVER_PRINTED = {
    "font", "confirmed", "limits", "not_held", "not_available", "notebook", "row", "table", "column", "after",
    "picture", "sheet", "also",
}  # fmt: skip
# Members of a descriptor's resources that a report prints.
_PRINTED = {"title", "wording", "base", "rankLabel", "enum", "labels", "unit", "explanation"}


def params_findings(params: Params) -> Iterator[Finding]:
    """Yield errors for characters in the parameters that the font lacks, by line."""
    for location, text in _texts(params.report, ()):
        if not _NEVER_PRINTED.intersection(location):
            line, name = params.lines[location], entry_name(location)
            yield from _findings(lacking(params.fonts, text), params.file, line, name)


def descriptor_findings(package: Package, fonts: FontFamily) -> Iterator[Finding]:
    """Yield errors for characters in printed texts of the descriptor that the font lacks."""
    for location, text in _texts(package.descriptor, ()):
        if _PRINTED.intersection(location[-2:]):
            where = tuple("schema" if step == "table_schema" else step for step in location)
            yield from _findings(lacking(fonts, text), *package.places[where])


def cell_findings(rows: Rows, fonts: FontFamily) -> Iterator[Finding]:
    """Yield errors for characters in the table's texts that the font lacks, by row and column."""
    fields = [field for field in rows.resource.table_schema.fields if field.type == "string"]
    for field in fields if rows.resource.survey is None else ():
        if not lacking(fonts, "".join(cells[field.name] for cells in rows.cells)):
            continue
        for number, cells in zip(rows.numbers, rows.cells, strict=True):
            yield from _findings(lacking(fonts, cells[field.name]), rows.file, number, field.title)


def free_cell_findings(table: FreeTable, fonts: FontFamily) -> Iterator[Finding]:
    """Yield errors for characters in an added table that the font lacks, by row and column."""
    texts = [(table.heading_row, one.heading, one.heading) for one in table.columns]
    texts += [
        (number, one.heading, cells[one.position]) for number, cells in table.rows for one in table.columns
    ]
    texts += [(number, "", text) for number, text in table.notes]
    for number, heading, text in texts:
        yield from _findings(lacking(fonts, text), table.file, number, heading)


def notebook_text_findings(params: Params) -> Iterator[Finding]:
    """Yield errors for characters in Markdown cells and string literals that the font lacks, by cell.

    Characters that a string literal writes as an escape are data of the code, not printed text.
    """
    for section in params.report.sections:
        notebook = NotebookSource(params.project, section.notebook)
        for cell in notebook.cells:
            if cell.has_tag(NOTEBOOK_ONLY) or not (missing := lacking(params.fonts, cell.text)):
                continue
            if cell.kind == "code":
                literals = "".join(cell.strings)
                missing = [unit for unit in missing if unit in literals]
            if cell.kind != "raw":
                yield from _findings(missing, notebook.file, None, cell.name)


def _findings(missing: Sequence[str], file: str, row: int | None, column: str) -> Iterator[Finding]:
    """Yield errors for missing characters; invisible ones, which are to be deleted, get a separate error."""
    unseen = [unit for unit in missing if not without_invisible(unit)]
    if seen := [unit for unit in missing if unit not in unseen]:
        yield messages.NOT_IN_FONT.finding(file, row, column, characters="、".join(map(named, seen)))
    if unseen:
        yield messages.INVISIBLE.finding(file, row, column, characters="、".join(map(code_points, unseen)))


def _texts(value: object, location: Location) -> Iterator[tuple[Location, str]]:
    """Yield every text of a tree with its location."""
    if isinstance(value, str):
        yield location, value
    elif isinstance(value, BaseModel):
        for name, member in value:
            yield from _texts(member, (*location, name))
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, (*location, name))
    elif isinstance(value, list):
        for i, member in enumerate(value):
            yield from _texts(member, (*location, i))
