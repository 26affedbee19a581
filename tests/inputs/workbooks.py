"""Workbooks as people make them, by XlsxWriter, whose formulas can carry the values Excel would calculate."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from xlsxwriter import Workbook

from progress_report.inputs.schema.schemas import ResourceDescriptor
from tests.inputs.ward_files import YEAR, WardFiles

Draw = Callable[[Workbook, Any], object]
Grid = list[list[Any]]


def workbook(grid: Sequence[Sequence[Any]], draw: Draw | None = None, sheet: str = "Sheet1") -> bytes:
    """Return a workbook of one sheet; ``draw`` adds what a grid of values cannot express."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.calc_on_load = False  # formula values count as results, as if Excel had saved them
        worksheet = book.add_worksheet(sheet)
        for i, row in enumerate(grid):
            for j, value in enumerate(row):
                if value != "":
                    worksheet.write(i, j, value)
        if draw is not None:
            draw(book, worksheet)
    return content.getvalue()


def grid_of(text: str) -> Grid:
    return [list(row) for row in csv.reader(io.StringIO(text))]


def text_of(grid: Sequence[Sequence[Any]]) -> str:
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows(grid)
    return content.getvalue()


def numbers(grid: Grid, resource: ResourceDescriptor) -> Grid:
    """Return the grid as Excel stores it: counts, years and codes of digits are numbers."""
    counted = {field.name for field in resource.table_schema.fields if field.type == "integer"}
    codes = {field.name for field in resource.table_schema.fields if field.constraints.enum == ["0", "1"]}
    names = grid[0]
    return [
        names,
        *(
            [
                int(value) if value and name in counted | codes else value
                for name, value in zip(names, row, strict=True)
            ]
            for row in grid[1:]
        ),
    ]


def write_workbook(ward: WardFiles, name: str, content: bytes, *, year: int = YEAR.start) -> str:
    """Put a workbook in the place of the CSV file; return its path from the root."""
    ward.path(f"data/{year}/{name}.csv").unlink(missing_ok=True)
    file = f"data/{year}/{name}.xlsx"
    ward.path(file).write_bytes(content)
    return file
