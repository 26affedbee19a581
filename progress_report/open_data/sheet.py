"""One sheet of the workbook: a table (or a chart's values) like in the report, with numbers as numbers.

A cell with two numbers, 「241 (39.0%)」, takes two columns of the sheet, its header merged over both.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from progress_report.document.grids import PlacedCell
from progress_report.model.findings import Finding, PublishingError
from progress_report.model.quantity import NOT_DEFINED
from progress_report.model.spreadsheet_text import is_formula_like
from progress_report.open_data.figure_values import FigureValues, Value, marked_text, values_of
from progress_report.open_data.number_formats import (
    LINE_HEIGHT,
    TITLE,
    WIDEST,
    WIDEST_HEADER,
    WRAPPED,
    Styles,
    column_width,
    data_cell,
    lines_needed,
    number_format,
    stored_number,
)

MakeFormat = Callable[[Mapping[str, Any]], Any]
_LONGEST_TEXT = 32767
_BULLET = "・"
_STANDARD_WIDTH, _REMARK_WIDTH = 8, 72


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Writes to one sheet; text stays text whatever it begins with."""

    sheet: Any
    formats: MakeFormat
    styles: Styles

    def text(self, row: int, column: int, text: str, style: Mapping[str, Any]) -> None:
        if len(text) > _LONGEST_TEXT:
            raise PublishingError([Finding(f"セルの文字が長すぎます（「{text[:20]}…」）。")])
        # Otherwise a text beginning with = would become a formula when a person edits its cell.
        quoted = {"quote_prefix": True} if is_formula_like(text) else {}
        if text:
            self.sheet.write_string(row, column, text, self.formats({**style, **quoted}))
        else:
            self.sheet.write_blank(row, column, None, self.formats(style))

    def merge(self, rows: range, columns: range, style: Mapping[str, Any]) -> None:
        """Merge the cells of the area; write its content into the first one afterwards."""
        if len(rows) > 1 or len(columns) > 1:
            area = (rows.start, columns.start, rows.stop - 1, columns.stop - 1)
            self.sheet.merge_range(*area, "", self.formats(style))


@dataclass(frozen=True, slots=True)
class _Layout:
    """The starting columns of the figure in the sheet, and its first row."""

    starts: list[int]
    first_row: int

    def columns(self, cell: PlacedCell) -> range:
        return range(self.starts[cell.columns.start], self.starts[cell.columns.stop])

    def rows(self, cell: PlacedCell) -> range:
        return range(self.first_row + cell.rows.start, self.first_row + cell.rows.stop)


def write_figure(writer: SheetWriter, figure: FigureValues) -> None:
    """Write the whole sheet: title, stamp, header, body, and notes and facts below."""
    writer.text(0, 0, f"{figure.number}　{figure.title}", TITLE)
    writer.text(1, 0, figure.stamp, writer.styles.stamp)
    layout = _Layout(_starts(figure), 3)
    widths = _set_widths(writer, figure, layout)
    for row in (*figure.head, *figure.body):
        for cell in row:
            _write_cell(writer, figure, cell, layout)
    _set_heights(writer, figure, layout, widths)
    body = layout.first_row + len(figure.head)
    writer.sheet.freeze_panes(body, layout.starts[figure.grid.stub_columns])
    writer.sheet.repeat_rows(layout.first_row, body - 1)
    writer.sheet.set_landscape()
    writer.sheet.set_paper(writer.styles.paper)
    writer.sheet.fit_to_pages(1, 0)
    _write_remarks(writer, figure, body + len(figure.body) + 1, widths)


def _write_remarks(writer: SheetWriter, figure: FigureValues, first: int, widths: list[int]) -> None:
    """Write notes and facts, wrapped within the table's width so that they do not shrink a printed sheet."""
    columns = len(widths)
    while sum(widths[:columns]) + _STANDARD_WIDTH * (columns - len(widths)) < _REMARK_WIDTH:
        columns += 1
    width = max(sum(widths), _REMARK_WIDTH)
    facts = [f"{label}：{text}" for label, text in figure.facts.items()]
    for row, line in enumerate([*figure.notes, *facts], first):
        writer.merge(range(row, row + 1), range(columns), WRAPPED)
        writer.text(row, 0, line, WRAPPED)
        writer.sheet.set_row(row, lines_needed(line, width) * LINE_HEIGHT)


def _starts(figure: FigureValues) -> list[int]:
    """Return the sheet column in which each column of the figure begins, and the end of the last one."""
    widths = [1] * figure.columns
    for row in figure.body:
        for cell in row:
            if len(cell.columns) == 1:
                widths[cell.column] = max(widths[cell.column], len(_parts(cell)))
    starts = [0]
    for width in widths:
        starts.append(starts[-1] + width)
    return starts


def _parts(cell: PlacedCell) -> list[Value]:
    """Return the numbers of a cell with only numbers; any other cell is one text."""
    values = [] if cell.cell.header else values_of(cell.cell)
    numbers_only = all(value.kind == "number" for value in values) and not cell.cell.items
    return values if numbers_only else []


def _shown(cell: PlacedCell) -> str:
    if cell.cell.items:
        return "\n".join(_BULLET + marked_text(item) for item in cell.cell.items)
    return marked_text(cell.cell.content)


def _areas(cell: PlacedCell, layout: _Layout) -> Iterator[tuple[Value | None, range]]:
    """Yield each number of the cell with its sheet columns; the last one takes the remaining columns."""
    columns, parts = layout.columns(cell), _parts(cell)
    # In a merged cell, more numbers than columns stay together as one text.
    if not parts or len(parts) > len(columns):
        yield None, columns
        return
    for i, value in enumerate(parts):
        last = i == len(parts) - 1
        yield value, range(columns[i], columns.stop if last else columns[i] + 1)


def _write_cell(writer: SheetWriter, figure: FigureValues, cell: PlacedCell, layout: _Layout) -> None:
    rows, content = layout.rows(cell), cell.cell
    headers = {"column": writer.styles.column_header, "row": writer.styles.row_header}
    for value, columns in _areas(cell, layout):
        style = headers.get(content.header, {})
        if not style:
            shown = number_format(figure, value) if value else "General"
            style = data_cell(content.alignment, shown, emphasis=content.emphasis)
        elif content.emphasis:
            style = {**style, "bold": True}
        writer.merge(rows, columns, style)
        number = stored_number(figure, value) if value else None
        if value is None:
            writer.text(rows.start, columns.start, _shown(cell), style)
        elif number is None:
            writer.text(rows.start, columns.start, f"{value.before}{NOT_DEFINED}{value.after}", style)
        else:
            writer.sheet.write_number(rows.start, columns.start, number, writer.formats(style))


def _set_widths(writer: SheetWriter, figure: FigureValues, layout: _Layout) -> list[int]:
    """Fit columns to their longest line; headers wrap sooner than values, merged cells add no width."""
    widths = [0] * layout.starts[-1]
    for row in (*figure.head, *figure.body):
        for cell in row:
            widest = WIDEST_HEADER if cell.cell.header == "column" else WIDEST
            for value, columns in _areas(cell, layout):
                shown = f"{value.before}{value.text}{value.after}" if value else _shown(cell)
                if len(columns) == 1:
                    widths[columns.start] = max(widths[columns.start], column_width([shown], widest))
    widths = [width or column_width([]) for width in widths]
    for column, width in enumerate(widths):
        writer.sheet.set_column(column, column, width)
    return widths


def _set_heights(writer: SheetWriter, figure: FigureValues, layout: _Layout, widths: list[int]) -> None:
    """Make rows tall enough for wrapped and merged cells, which no program does automatically."""
    heights = [1.0] * (len(figure.head) + len(figure.body))
    for row in (*figure.head, *figure.body):
        for cell in row:
            for value, columns in _areas(cell, layout):
                if value is None:
                    room = sum(widths[column] for column in columns)
                    each = lines_needed(_shown(cell), room) / len(cell.rows)
                    for i in cell.rows:
                        heights[i] = max(heights[i], each)
    for i, lines in enumerate(heights):
        writer.sheet.set_row(layout.first_row + i, lines * LINE_HEIGHT)
