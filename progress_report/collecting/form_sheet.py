"""A form as a workbook: a table to be filled in, with last year's values, printed on A4.

The completed form is read back directly: its headings are those of the table, and its other columns are
marked as not belonging to it (see ``readers.forms``).
"""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from progress_report.collecting.asking import AskedRow, AskedTable, Request
from progress_report.collecting.cell_rules import cell_rule, choices_of
from progress_report.collecting.request_text import column_heading, lines_above
from progress_report.inputs.params.theme import Theme
from progress_report.inputs.readers.forms import FORM_PROPERTY, REFERENCE, REMARK, Form
from progress_report.inputs.schema.schemas import FieldDescriptor, ResourceDescriptor
from progress_report.model.display_width import display_width
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.moment import Day
from progress_report.open_data.number_formats import (
    BASE,
    LINE_HEIGHT,
    PAPERS,
    TITLE,
    WRAPPED,
    Formats,
    column_width,
    lines_needed,
    styles_of,
    workbook_options,
)
from progress_report.open_data.sheet import SheetWriter

CHOICES = "選択肢"
_REMARK_HEADING = f"{REMARK}\n気づいたこと"
_BLANK_ROWS, _BLANK_ROWS_OF_A_FIRST_YEAR = 5, 12
_REMARK_WIDTH, _NARROWEST_TEXT, _NARROWEST_NUMBER = 24, 18, 12
_WIDEST_HEADING, _WIDEST_NUMBER_HEADING = 22, 17
_WIDEST_PORTRAIT = 92
_LONGEST_SHEET_NAME, _NOT_IN_SHEET_NAMES = 31, set("[]:*?/\\'")
_TO_BE_FILLED = "#FFF3C4"
_RULED = {"border": 1, "border_color": "#8C8C8C"}
_CELL = BASE | _RULED
_GREY = {"font_color": "#595959", "bg_color": "#F2F2F2"}
_GREY_HEADING = _CELL | _GREY | {"text_wrap": True, "align": "center", "font_size": 10}
_ROOM_OF_TITLE = 6
_SMALL_SIZE, _USUAL_SIZE = 10, 11
_SMALL = WRAPPED | {"font_size": _SMALL_SIZE}


def collection_form_bytes(request: Request, table: AskedTable, due: Day | None, theme: Theme) -> bytes:
    """Return the form of a table. It is reproducible byte for byte."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, workbook_options())
    form = Form(table.resource.name, request.year)
    lines = [*lines_above(request, table, due), form.line]
    workbook.set_properties(
        {
            "title": lines[0],
            "subject": form.line,
            "author": request.sender.municipality,
            "company": request.sender.municipality,
            "created": dt.datetime.combine(request.year.first_day, dt.time()),
        }
    )
    workbook.set_custom_property(FORM_PROPERTY, form.property(lines), "text")
    writer = SheetWriter(
        workbook.add_worksheet(_sheet_name(table.resource)), Formats(workbook), styles_of(theme)
    )
    choices = {one.name: found for one in _fields(table) if (found := choices_of(one, table.choices))}
    ranges = _write_choices(workbook, choices) if choices else {}
    _Sheet(writer, table, lines, ranges).write()
    workbook.close()
    return target.getvalue()


def _fields(table: AskedTable) -> Sequence[FieldDescriptor]:
    return table.resource.table_schema.fields


def _sheet_name(resource: ResourceDescriptor) -> str:
    """Return the sheet name by which the reader finds it among others: the declared one, or the title."""
    name = resource.sheet or resource.title
    fits = len(name) <= _LONGEST_SHEET_NAME and not _NOT_IN_SHEET_NAMES & set(name)
    return name if fits and name != CHOICES else resource.name[:_LONGEST_SHEET_NAME]


def _write_choices(workbook: Any, choices: dict[str, Sequence[str]]) -> dict[str, str]:
    """Write the choices to a hidden sheet, one column each; return the range of each, by field."""
    sheet = workbook.add_worksheet(CHOICES)
    sheet.hide()
    for i, names in enumerate(choices.values()):
        for row, name in enumerate(names):
            sheet.write_string(row, i, name)
    return {
        name: f"'{CHOICES}'!{xl_range_abs(0, i, len(names) - 1, i)}"
        for i, (name, names) in enumerate(choices.items())
    }


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet; ``field`` is None for remarks."""

    heading: str
    field: FieldDescriptor | None
    reference: bool = False

    @property
    def is_number(self) -> bool:
        return self.field is not None and self.field.is_numeric

    def text(self, row: AskedRow) -> str:
        if self.field is None:
            return ""
        return (row.former if self.reference else row.cells).get(self.field.name, "")


class _Sheet:
    """Writes the sheet to be filled in."""

    def __init__(
        self, writer: SheetWriter, table: AskedTable, lines: Sequence[str], ranges: dict[str, str]
    ) -> None:
        self._writer, self._sheet, self._table = writer, writer.sheet, table
        self._lines, self._ranges = lines, ranges
        self._columns = list(_columns(table))
        self._keys = table.resource.table_schema.primaryKey
        self._header = len(lines)
        self._rows = [*table.rows, *[AskedRow({})] * self._blank_rows()]
        self._widths = [self._width(column) for column in self._columns]

    def write(self) -> None:
        """Write lines, header and rows."""
        for i, (column, width) in enumerate(zip(self._columns, self._widths, strict=True)):
            self._sheet.set_column(i, i, width)
            style = _GREY_HEADING if column.reference else self._writer.styles.column_header | _RULED
            self._writer.text(self._header, i, column.heading, style)
        heights = [
            lines_needed(one.heading, width) for one, width in zip(self._columns, self._widths, strict=True)
        ]
        self._sheet.set_row(self._header, max(heights) * LINE_HEIGHT)
        self._write_lines()
        for number, row in enumerate(self._rows, self._header + 1):
            for i, column in enumerate(self._columns):
                self._write_cell(number, i, column, row)
            self._sheet.set_row(number, self._height(row))
        self._write_rules()
        self._set_page()

    def _blank_rows(self) -> int:
        """Return the number of blank rows below the others: none if rows are identified by year only."""
        if not self._table.rows:
            return _BLANK_ROWS_OF_A_FIRST_YEAR
        return 0 if self._keys == [FISCAL_YEAR] else _BLANK_ROWS

    def _width(self, column: _Column) -> int:
        if column.field is None:
            return _REMARK_WIDTH
        widest = _WIDEST_NUMBER_HEADING if column.is_number else _WIDEST_HEADING
        narrowest = _NARROWEST_NUMBER if column.is_number else _NARROWEST_TEXT
        texts = [column.text(row) for row in self._rows] if column.reference else self._texts(column.field)
        own = max(column_width(texts), column_width([column.heading], widest))
        return own if column.reference else max(own, narrowest)

    def _texts(self, field: FieldDescriptor) -> list[str]:
        """Return the texts of a column, including last year's."""
        return [
            text
            for row in self._rows
            for text in (row.cells.get(field.name), row.former.get(field.name))
            if text
        ]

    def _height(self, row: AskedRow) -> float:
        needed = [
            lines_needed(column.text(row), width)
            for column, width in zip(self._columns, self._widths, strict=True)
        ]
        return max(needed) * LINE_HEIGHT

    def _write_lines(self) -> None:
        """Write the lines above the table, wrapped within its width."""
        columns = range(len(self._columns))
        width = sum(self._widths)
        for row, line in enumerate(self._lines):
            style = TITLE if row == 0 else BASE | {"bold": True} if row == 1 else _SMALL
            if line == self._lines[-1]:
                style = _SMALL | {"font_color": _GREY["font_color"]}
            self._writer.merge(range(row, row + 1), columns, style)
            self._writer.text(row, 0, line, style)
            size = _SMALL_SIZE if row > 1 else _USUAL_SIZE
            needed = -(-display_width(line) * size // (_USUAL_SIZE * width))
            self._sheet.set_row(row, needed * LINE_HEIGHT + (_ROOM_OF_TITLE if row == 0 else 0))

    def _write_cell(self, number: int, i: int, column: _Column, row: AskedRow) -> None:
        text = column.text(row)
        style = _CELL | ({} if column.is_number else {"text_wrap": True, "indent": 1})
        if column.reference or row.known:
            style |= _GREY
        elif column.field is not None and column.field.name in self._keys and text:
            style = self._writer.styles.row_header | _RULED | ({} if column.is_number else {"indent": 1})
        if column.is_number and column.field is not None:
            grouped = column.field.type == "integer" and column.field.name != FISCAL_YEAR
            style = style | {"num_format": "#,##0" if grouped else "General"}
            if text:
                self._sheet.write_number(number, i, float(text), self._writer.formats(style))
                return
        elif not column.reference:
            style = style | {"num_format": "@"}
        self._writer.text(number, i, text, style)

    def _write_rules(self) -> None:
        """Add data validation, and highlight cells to be filled in."""
        first = self._header + 1 + sum(row.known for row in self._rows)
        last = self._header + len(self._rows)
        if first > last:
            return
        required = {one.name for one in _fields(self._table) if one.constraints.required} | {*self._keys}
        end = len(_fields(self._table)) - 1
        colour = self._writer.formats({"bg_color": _TO_BE_FILLED})
        for i, one in enumerate(_fields(self._table)):
            cell = xl_rowcol_to_cell(first, i)
            if rule := cell_rule(one, cell, self._ranges.get(one.name, "")):
                self._sheet.data_validation(first, i, last, i, dict(rule))
            if one.name in required:
                start, stop = (xl_rowcol_to_cell(first, k, col_abs=True) for k in (0, end))
                criteria = f"=AND(COUNTA({start}:{stop})>0,LEN(TRIM({cell}))=0)"
                self._sheet.conditional_format(
                    first, i, last, i, {"type": "formula", "criteria": criteria, "format": colour}
                )

    def _set_page(self) -> None:
        sheet = self._sheet
        keys = [i for i, one in enumerate(_fields(self._table)) if one.name in self._keys]
        beside = max(keys) + 1 if keys == [*range(len(keys))] else 0
        sheet.freeze_panes(self._header + 1, beside)
        sheet.repeat_rows(self._header)
        if sum(self._widths) > _WIDEST_PORTRAIT:
            sheet.set_landscape()
        sheet.set_paper(PAPERS["A4"])
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, self._header + len(self._rows), len(self._columns) - 1)
        sheet.set_footer(f"&L&9{self._lines[-1]}&R&9&P／&N")


def _columns(table: AskedTable) -> Iterator[_Column]:
    """Yield the table's columns, one for remarks, and those with last year's values."""
    schema = table.resource.table_schema
    for one in schema.fields:
        yield _Column(column_heading(one, schema.fields), one)
    yield _Column(_REMARK_HEADING, None)
    if table.has_former_values:
        written = {name for row in table.rows for name in row.cells}
        for one in schema.fields:
            if one.name not in written and any(row.former.get(one.name) for row in table.rows):
                yield _Column(f"{REFERENCE}前回の\n{one.title}", one, reference=True)
