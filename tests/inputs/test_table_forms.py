"""The tables of 令和6年度 give exactly the same quantities in each form that people use."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from progress_report.inputs.project import Project
from progress_report.inputs.schema.descriptors import Package, read_data_package
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.inputs.tables.datasets import Rows, read_rows, table_of
from progress_report.inputs.validation import validate_year
from progress_report.model.inline import Date, plain_text
from progress_report.model.quantity import Quantity
from progress_report.rendering.review_inputs import input_lines
from tests.inputs.ward_files import PACKAGE, YEAR, WardFiles
from tests.inputs.workbooks import Grid, grid_of, numbers, text_of, workbook, write_workbook

Form = Callable[[WardFiles, ResourceDescriptor, Grid], None]
NAMES = read_data_package(Project.here(), YEAR).names
_FULL_WIDTH = str.maketrans("0123456789,-", "０１２３４５６７８９，－")


def write(ward: WardFiles, resource: ResourceDescriptor, content: bytes) -> None:
    ward.path(f"data/2024/{resource.path}").write_bytes(content)


def cp932(ward: WardFiles, resource: ResourceDescriptor, grid: Grid) -> None:
    write(ward, resource, text_of(grid).replace("\n", "\r\n").encode("cp932"))


def utf8_with_mark(ward: WardFiles, resource: ResourceDescriptor, grid: Grid) -> None:
    write(ward, resource, text_of(grid).encode("utf-8-sig"))


def full_width(ward: WardFiles, resource: ResourceDescriptor, grid: Grid) -> None:
    """Write titles with units, full-width digits with commas and units, years of the era, 1 as １."""
    changed = [[written_out(field, row[i]) for i, field in fields(resource)] for row in grid[1:]]
    titles = [
        f"{field.title}（{field.unit}）" if field.unit else field.title for _, field in fields(resource)
    ]
    write(ward, resource, text_of([titles, *changed, [""] * len(titles)]).encode())


def fields(resource: ResourceDescriptor) -> Iterator[tuple[int, Any]]:
    return iter(enumerate(resource.table_schema.fields))


def written_out(field: Any, text: str) -> str:
    if field.name == "fiscal_year":
        return f"令和{int(text) - 2018}年度"
    if field.type == "integer":
        return f"　{int(text):,}{field.unit}".translate(_FULL_WIDTH) if text else "－"
    if field.type == "yearmonth":
        year, month = text.split("-")
        return f"{year}年{int(month)}月".translate(_FULL_WIDTH)
    return f" {text.translate(_FULL_WIDTH)}　" if field.constraints.enum == ["0", "1"] and text else text


def other_order(ward: WardFiles, resource: ResourceDescriptor, grid: Grid) -> None:
    write(ward, resource, text_of([row[::-1] for row in grid]).encode())


def plain_workbook(ward: WardFiles, resource: ResourceDescriptor, grid: Grid) -> None:
    write_workbook(ward, resource.name, workbook(numbers(grid, resource)))


def dressed_workbook(ward: WardFiles, resource: ResourceDescriptor, grid: Grid) -> None:
    """Write a title, a two-row merged header, a hidden column, Excel dates and a total row where possible."""
    columns = list(resource.table_schema.fields)
    body: Grid = [[*row, "控え"] for row in numbers(grid, resource)[1:]]
    for row in body:
        for i, column in enumerate(columns):
            if column.type == "yearmonth":
                row[i] = dt.date.fromisoformat(f"{row[i]}-01")
    summed = [column.type == "integer" and column.name != "fiscal_year" for column in columns]
    if any(summed) and "fiscal_year" not in resource.table_schema.primaryKey:
        total = [sum(row[i] or 0 for row in body) if counted else "" for i, counted in enumerate(summed)]
        body.append(["合　計", *total[1:], ""])

    def draw(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, len(columns), resource.title)
        for i, column in enumerate(columns):
            if summed[i]:
                sheet.write(2, i, "数値")
                sheet.write(3, i, f"{column.title}\n（{column.unit}）")
            else:
                sheet.merge_range(2, i, 3, i, column.title)
        sheet.write(3, len(columns), "備考")
        sheet.set_column(len(columns), len(columns), None, None, {"hidden": True})
        dates = book.add_format({"num_format": "yyyy/m"})
        for j, row in enumerate(body):
            for i, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(4 + j, i, dt.datetime.combine(value, dt.time()), dates)
                elif value != "":
                    sheet.write(4 + j, i, value)

    content = workbook([], draw, sheet=resource.title[:31])
    write_workbook(ward, resource.name, content)


FORMS: list[Form] = [cp932, utf8_with_mark, full_width, other_order, plain_workbook, dressed_workbook]


def package(ward: WardFiles) -> Package:
    return read_data_package(ward.project, YEAR)


def values(rows: Rows) -> list[Any]:
    """Return every value by row and column, without its origin."""
    return [[meaning(value) for value in row] for _, row in table_of(rows).iterrows()]


def meaning(value: Any) -> Any:
    if isinstance(value, Quantity):
        return value.value, value.unit, value.illustrative
    if isinstance(value, Date):
        return value.moment
    return value if value is None else plain_text(value)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_table_in_another_form(ward: WardFiles, name: str, form: Form) -> None:
    described = package(ward)
    as_committed = read_rows(ward.project, YEAR, described, name)
    resource = described.resource(name)
    form(ward, resource, grid_of(ward.text(f"data/2024/{resource.path}")))
    rows = read_rows(ward.project, YEAR, described, name)
    assert values(rows) == values(as_committed)
    assert rows.cells == [dict(cells) for cells in as_committed.cells]


@pytest.mark.parametrize("form", [cp932, full_width, plain_workbook, dressed_workbook])
def test_the_whole_year_in_another_form(ward: WardFiles, form: Form) -> None:
    described = package(ward)
    for resource in described.descriptor.resources:
        form(ward, resource, grid_of(ward.text(f"data/2024/{resource.path}")))
    validation = validate_year(ward.project, YEAR)
    assert {one.file.rsplit(".", 1)[0] for one in validation.normalizations} <= {
        f"data/2024/{name}" for name in NAMES
    }
    assert validation.normalizations or form is plain_workbook
    status = ward.section().table("online_procedures")
    assert [value.text for value in status["online"]] == ["241手続", "302手続"]


def test_a_cell_of_a_workbook_is_named_by_its_row_and_shown_to_reviewers(ward: WardFiles) -> None:
    resource = package(ward).resource("systems")
    dressed_workbook(ward, resource, grid_of(ward.text("data/2024/systems.csv")))
    file = "data/2024/systems.xlsx"
    quantity = ward.section().table("systems").loc["小型電算", "issues"]
    assert (quantity.origin.file, quantity.origin.row) == (file, 6)  # type: ignore[union-attr]
    params = validate_year(ward.project, YEAR).params
    ward.path("data/2024/写真.png").write_bytes(b"\x89PNG")
    shown = input_lines(params, [file, PACKAGE, "data/2024/写真.png", "notebooks/3_cashless.ipynb"])
    assert (6, ["小型電算", "選挙、生活保護等", "541", "440", "控え"]) in shown[file]
    assert shown["data/2024/写真.png"] == [] and shown[PACKAGE][0] == (1, ["{"])
    assert "notebooks/3_cashless.ipynb" not in shown
