"""The new year's tables: headers and, for tables of years, the existing rows."""

import csv
import io
from dataclasses import dataclass

from progress_report.inputs.project import Project
from progress_report.inputs.schema.descriptors import Package
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.inputs.tables.datasets import read_rows
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear

_EXCEL_MARK = "utf-8-sig"  # for Excel to open the file as UTF-8


@dataclass(frozen=True, slots=True)
class CarriedTable:
    """A table or survey of the new year; ``rows`` are those carried over from the previous year."""

    resource: ResourceDescriptor
    rows: list[dict[str, str]]

    @property
    def content(self) -> bytes:
        """The file: UTF-8 with a byte order mark, and a header row of the new year's columns."""
        stream = io.StringIO(newline="")
        names = [field.name for field in self.resource.table_schema.fields]
        writer = csv.DictWriter(stream, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return stream.getvalue().encode(_EXCEL_MARK)

    @property
    def awaited(self) -> FiscalYear | None:
        """The fiscal year of the next row, for a table of years."""
        known = [int(row[FISCAL_YEAR]) for row in self.rows]
        return FiscalYear(max(known)).next if known else None


def carried_rows(project: Project, former: FiscalYear, package: Package) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the year ``former``, by table, that the next year keeps.

    ReportError if a table cannot be read.
    """
    return {
        resource.name: read_rows(project, former, package, resource.name).cells
        for resource in package.descriptor.resources
        if accumulates(resource)
    }


def accumulates(resource: ResourceDescriptor) -> bool:
    """Return whether the table has a row for each year, including previous years for comparison."""
    return resource.survey is None and FISCAL_YEAR in resource.table_schema.primaryKey
