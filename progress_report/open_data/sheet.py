"""Sheets of a workbook: a writer for forms and tables, and sheets that consist of one Excel table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from progress_report.model.findings import Finding, PublishingError
from progress_report.model.spreadsheet_text import is_formula_like
from progress_report.open_data.number_formats import (
    LINE_HEIGHT,
    WIDEST,
    Format,
    Styles,
    column_width,
    lines_needed,
)

MakeFormat = Callable[[Mapping[str, Any]], Any]
_LONGEST_TEXT = 32767
_LONGEST_SHEET_NAME = 31
_LONGEST_PRINTED_TITLE = 100  # a sheet's header takes 255 characters
# Not allowed in names of sheets, unlike their full-width forms.
_FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "[]:*?/\\'"}
_HEADER_LETTERS = 7  # the minimum in a line of a header
_NARROWEST_TEXT = 10
# Half-width characters that are legible in a line of a landscape page (8 points or more); each column needs
# one more.
_ROOM = 186
_FILTER_BUTTON = 3  # its width in half-width characters


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Writes to one sheet; text stays text whatever it begins with."""

    sheet: Any
    formats: MakeFormat
    styles: Styles

    def text(self, row: int, column: int, text: str, style: Mapping[str, Any]) -> None:
        if len(text) > _LONGEST_TEXT:
            raise PublishingError([Finding(f"セルの文字が長すぎます（「{text[:20]}…」）。")])
        if text:
            self.sheet.write_string(row, column, text, self.text_format(text, style))
        else:
            self.sheet.write_blank(row, column, None, self.formats(style))

    def text_format(self, text: str, style: Mapping[str, Any]) -> Any:
        """Return the format of a text, quoted if it would become a formula when a person edits it."""
        return self.formats({**style, **({"quote_prefix": True} if is_formula_like(text) else {})})

    def merge(self, rows: range, columns: range, style: Mapping[str, Any]) -> None:
        """Merge the cells of the area; write its content into the first one afterwards."""
        if len(rows) > 1 or len(columns) > 1:
            area = (rows.start, columns.start, rows.stop - 1, columns.stop - 1)
            self.sheet.merge_range(*area, "", self.formats(style))


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A text or a number with its format; ``link``: the name of a sheet to link to."""

    style: Format
    text: str = ""
    number: float | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its header, its cells as displayed and its maximum width.

    ``wraps``: whether its cells may wrap, unlike numbers.
    """

    header: str
    shown: Sequence[str]
    widest: int = WIDEST
    wraps: bool = True

    @property
    def width(self) -> int:
        """The width that fits the values and the beginning of the header, which wraps."""
        return column_width([self.header[:_HEADER_LETTERS], *self.shown], self.widest)

    @property
    def narrowest(self) -> int:
        """The minimum width, for sheets wider than a page."""
        return min(self.width, _NARROWEST_TEXT) if self.wraps else column_width(self.shown)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet with one table, from its first cell; ``name``: of the Excel table.

    ``title``: for screen readers and printed pages; ``stub``: the number of frozen columns; ``stamp`` and
    ``footer``: for printed pages.
    """

    name: str
    title: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[SheetCell]]
    stub: int = 1
    stamp: str = ""
    footer: str = ""


def sheet_name(number: str, title: str) -> str:
    """Return a sheet's name such as 「表1 オンライン対応状況」, shortened to Excel's limit."""
    name = f"{number} {title}".translate(_FULL_WIDTH).strip()
    return name if len(name) <= _LONGEST_SHEET_NAME else f"{name[: _LONGEST_SHEET_NAME - 1]}…"


def write_table(writer: SheetWriter, table: SheetTable) -> None:
    """Write the table from the first cell: one header row, no merged cells, nothing beside or below it."""
    sheet, head = writer.sheet, writer.styles.column_header
    widths = _widths(table.columns)
    for i, width in enumerate(widths):
        sheet.set_column(i, i, width)
    for number, row in enumerate(table.rows, 1):
        for i, cell in enumerate(row):
            _write(writer, number, i, cell)
        lines = (lines_needed(cell.text, width) for cell, width in zip(row, widths, strict=True))
        sheet.set_row(number, max(lines) * LINE_HEIGHT)
    headers = [column.header for column in table.columns]
    sheet.add_table(
        0,
        0,
        len(table.rows),
        len(headers) - 1,
        {
            "name": table.name,
            "title": table.title,
            "style": None,
            "columns": [
                {"header": text, "header_format": writer.text_format(text, head)} for text in headers
            ],
        },
    )
    rooms = (max(width - _FILTER_BUTTON, 4) for width in widths)
    sheet.set_row(0, max(map(lines_needed, headers, rooms)) * LINE_HEIGHT)
    sheet.freeze_panes(1, table.stub)
    _set_page(sheet, table, writer.styles.paper)


def _widths(columns: Sequence[SheetColumn]) -> list[int]:
    """Return the widths of columns; narrow the widest ones until the sheet is legible on a page."""
    widths, narrowest = [column.width for column in columns], [column.narrowest for column in columns]
    while sum(widths) + len(widths) > _ROOM and widths != narrowest:
        wide = max(range(len(widths)), key=lambda i: (widths[i] > narrowest[i], widths[i]))
        widths[wide] -= 1
    return widths


def _write(writer: SheetWriter, row: int, column: int, cell: SheetCell) -> None:
    if cell.number is not None:
        writer.sheet.write_number(row, column, cell.number, writer.formats(cell.style))
    elif cell.link:
        address = f"internal:'{cell.link}'!A1"
        writer.sheet.write_url(row, column, address, writer.formats(cell.style), cell.text)
    else:
        writer.text(row, column, cell.text, cell.style)


def _set_page(sheet: Any, table: SheetTable, paper: int) -> None:
    """Set up printing: title and stamp in the page header, the header row on every page."""
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(_placed("L", table.title) + _placed("R", table.stamp))
    sheet.set_footer(_placed("L", table.footer) + "&R&P / &N")


def _placed(place: str, text: str) -> str:
    """Return a text for the left or right of a page header, with & escaped."""
    escaped = text[:_LONGEST_PRINTED_TITLE].replace("&", "&&")
    return f"&{place}{escaped}" if text else ""
