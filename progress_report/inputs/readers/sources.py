"""The source file of a table, either a CSV file or a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from progress_report.inputs.parsing.file_names import WORKBOOKS
from progress_report.inputs.parsing.text_files import is_file, read_bytes
from progress_report.inputs.project import Project
from progress_report.inputs.readers.csv_files import csv_sheet
from progress_report.inputs.readers.file_kinds import OLE_MARK, ZIP_MARK, other_kind
from progress_report.inputs.readers.sheet import LONGEST_CELL, Sheet, is_blank, too_long
from progress_report.inputs.readers.workbook import workbook_sheet
from progress_report.inputs.schema.descriptors import Package, read_data_package
from progress_report.inputs.schema.schemas import FieldDescriptor, ResourceDescriptor
from progress_report.messages import files
from progress_report.messages import table_files as messages
from progress_report.model.comparable import unspaced
from progress_report.model.control_characters import control_character
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear

_MOST_BYTES = 20 * 1024 * 1024


def ingested_file(project: Project, year: FiscalYear, resource: ResourceDescriptor) -> Path:
    """Return the file at the resource's path, or the workbook in its place.

    Raise ReportError if there are several. A missing file is reported when it is read.
    """
    path = project.data_folder(year) / resource.path
    found = [one for one in (path, *workbooks_at(path)) if is_file(one)]
    if len(found) > 1:
        names = "、".join(one.name for one in found[1:])
        raise messages.SEVERAL_FILES.error(project.relative(found[0]), names=names)
    return found[0] if found else path


def workbooks_at(path: Path) -> list[Path]:
    """Return the paths of workbooks accepted in place of a CSV file."""
    return [path.with_suffix(suffix) for suffix in WORKBOOKS]


def resources_by_file(project: Project, year: FiscalYear, package: Package) -> dict[str, ResourceDescriptor]:
    """Return the year's resources by their source files. Raise ReportError as ``ingested_file`` does."""
    return {
        project.relative(ingested_file(project, year, resource)): resource
        for resource in package.descriptor.resources
    }


@dataclass(frozen=True, slots=True)
class IngestedResource:
    """A table or survey with its source file, and the year and package it belongs to."""

    year: FiscalYear
    package: Package
    resource: ResourceDescriptor
    file: str


def ingested_resources(project: Project, year: FiscalYear) -> Iterator[IngestedResource]:
    """Yield the resources that a year's report reads: its own, then those of the year before, if reported."""
    for one in (year, year.previous):
        if one in project.years():
            package = read_data_package(project, one)
            for file, resource in resources_by_file(project, one, package).items():
                yield IngestedResource(one, package, resource, file)


def read_sheet(project: Project, path: Path, resource: ResourceDescriptor) -> Sheet:
    """Return the source file's sheet. Raise ReportError if it is absent, empty, too large or invalid."""
    file = project.relative(path)
    absent = "表の説明にある名前と、置き場所を確認してください。"
    content = read_bytes(path, file, _MOST_BYTES, absent)
    if kind := other_kind(content):
        other = messages.OTHER_THAN_WORKBOOK if path.suffix in WORKBOOKS else messages.NO_CSV
        raise other.error(file, remedy=kind[1], kind=kind[0])
    if path.suffix in WORKBOOKS:
        sheet = workbook_sheet(content, file, resource)
    elif content.startswith((ZIP_MARK, OLE_MARK)):
        raise messages.WORKBOOK_NAMED_CSV.error(file)
    else:
        sheet = csv_sheet(content, file)
    _require_valid(sheet, resource.table_schema.fields)
    return sheet


def _require_valid(sheet: Sheet, fields: Sequence[FieldDescriptor]) -> None:
    if all(is_blank(cells) for _, cells in sheet.lines):
        raise messages.EMPTY.error(sheet.file)
    title = partial(_column_title, sheet, fields)
    for row, cells in sheet.lines:
        lengths = [len(cell) for cell in cells]
        if max(lengths, default=0) > LONGEST_CELL:
            raise too_long(sheet.file, row, title(row, lengths.index(max(lengths))))
    if findings := [
        files.CONTROL_CHARACTER.finding(sheet.file, row, title(row, i))
        for row, cells in sheet.lines
        if control_character("".join(cells))
        for i, cell in enumerate(cells)
        if control_character(cell)
    ]:
        raise ReportError(findings)


def _column_title(sheet: Sheet, fields: Sequence[FieldDescriptor], row: int, position: int) -> str:
    """Return the title of the field whose heading is above a cell, or else the column's position."""
    titles = {unspaced(heading): field.title for field in fields for heading in (field.name, field.title)}
    above = [cells[position] for number, cells in sheet.lines if number < row and position < len(cells)]
    return next((titles[unspaced(cell)] for cell in above if unspaced(cell) in titles), f"{position + 1}列目")
