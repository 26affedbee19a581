"""Tables that the parameters add to a section: a file with one row of headings, and no schema.

The cells are read as strictly as those of declared tables. Whether a column contains numbers or text is
decided by its cells; a unit may follow a heading in brackets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.parsing.text_files import is_file
from progress_report.inputs.project import Project
from progress_report.inputs.readers.cells import NONE_SIGNS, read_cell
from progress_report.inputs.readers.leftovers import require_value
from progress_report.inputs.readers.normalizations import Normalization, Notes
from progress_report.inputs.readers.numbers import decimals_of, quantity_of
from progress_report.inputs.readers.remarks import drop_notes_below
from progress_report.inputs.readers.sheet import Line, Sheet, filled_cells, is_blank
from progress_report.inputs.readers.sources import read_sheet
from progress_report.inputs.schema.schemas import FieldDescriptor, ResourceDescriptor, Schema
from progress_report.messages import added_tables as messages
from progress_report.messages import table_rows
from progress_report.messages.files import ABSENT
from progress_report.messages.message import MessageError
from progress_report.model.findings import Finding, ReportError
from progress_report.model.inline import Inline, Number, literal
from progress_report.model.numerals import half_width
from progress_report.model.quantity import PERCENT, Cell

NTH_COLUMN = "列目"  # no column of a declared table has such a name
MOST_ROWS, MOST_COLUMNS = 300, 15  # of a table that is printed in full
_UNIT = re.compile(r"[(\[【〔]\s*(?:単位\s*[::]\s*)?([^()\[\]【】〔〕0-9]{1,6})\s*[)\]】〕]$")
# Headings of columns whose digits are not counts.
_NO_COUNTS = re.compile(r"年度?$|西暦|コード|番号|^[Nn][Oo]\.?$|電話|ID$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(-?)((?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,6}))?)\s*([^0-9\s]*)"
)
_COUNTER = re.compile("[^ぁ-ん]{1,4}|か所")  # allowed after each number of a column
_NONE = (*NONE_SIGNS, "－", "ー")
_MARK = re.compile(r"^[※*]\s*[0-9０-９]*\s*[:：.．]?\s*")


@dataclass(frozen=True, slots=True)
class FreeColumn:
    """A column's position, heading and unit; ``counts``: its cells are numbers.

    ``unit_shown``: the unit is printed after each number, because the heading lacks it.
    """

    position: int
    heading: str
    unit: str
    counts: bool
    unit_shown: bool = False
    sheet: str = ""

    @property
    def name(self) -> str:
        """The column's name in origins, with the sheet if the parameters name one; headings may be equal."""
        return f"{f'{self.sheet}!' if self.sheet else ''}{self.position + 1}{NTH_COLUMN}"


@dataclass(frozen=True, slots=True)
class FreeTable:
    """The cells as read, by rows with their numbers in the file; ``notes``: the texts below."""

    file: str
    heading_row: int
    columns: list[FreeColumn]
    rows: list[tuple[int, list[str]]]
    notes: list[tuple[int, str]] = field(default_factory=list)
    normalizations: tuple[Normalization, ...] = ()

    def heading(self, column: FreeColumn) -> Inline:
        """Return a column's heading as printed."""
        return literal(column.heading, self._origin(self.heading_row, column))

    def value(self, row: int, column: FreeColumn) -> Inline:
        """Return a cell as printed, by its index in ``rows``."""
        number, cells = self.rows[row]
        text, origin = cells[column.position], self._origin(number, column)
        if not column.counts:
            return literal(text, origin)
        if not text:
            return ()
        return (Number(quantity_of(text, column.unit, origin, decimals_of(text)), column.unit_shown),)

    def note(self, index: int) -> Inline:
        """Return a note below the table, without its mark."""
        number, text = self.notes[index]
        return literal(_MARK.sub("", text), self._origin(number, self.columns[0]))

    def text_of(self, row: int, name: str) -> str | None:
        """Return the text in a row of the file and the named column; None if there is none."""
        column = next((one for one in self.columns if one.name == name), None)
        if column is None:
            return None
        if row == self.heading_row:
            return column.heading
        below = next((text for number, text in self.notes if number == row), None)
        return next((cells[column.position] for number, cells in self.rows if number == row), below)

    def unit_of(self, name: str) -> str:
        """Return the unit of a column."""
        return next((one.unit for one in self.columns if one.name == name), "")

    def _origin(self, row: int, column: FreeColumn) -> Cell:
        return Cell(self.file, row, column.name, column.heading)


def read_free_table(project: Project, path: Path, sheet: str | None) -> FreeTable:
    """Read a table with one row of headings. Raise ReportError with all errors by row and column."""
    return free_table(sheet_of(project, path, sheet), sheet or "")


def sheet_of(project: Project, path: Path, sheet: str | None) -> Sheet:
    """Read the cells of a table's file; of a workbook, those of ``sheet`` or of the only sheet.

    Raise ReportError if there is none.
    """
    require_file(project, path)
    # A resource without declarations: it has only the members needed to read the file.
    resource = ResourceDescriptor.model_construct(
        name=path.stem, title=path.stem, sheet=sheet, survey=None,
        table_schema=Schema.model_construct(fields=[], primaryKey=[]),
    )  # fmt: skip
    return read_sheet(project, path, resource)


def require_file(project: Project, path: Path) -> None:
    """Raise ReportError if a file is missing; the remedy names a file with a similar name."""
    if not is_file(path):
        names = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        remedy = "年度の data フォルダーに置くか、params の名前を直してください。"
        raise ABSENT.error(project.relative(path), remedy=near_remedy(path.name, names) + remedy)


def free_table(sheet: Sheet, name: str = "") -> FreeTable:
    """Parse the table on a sheet; ``name``: the sheet's name in a workbook. Raise ReportError on errors."""
    notes = Notes(sheet.file)
    start = _heading_line(sheet)
    heading_row, headings = sheet.lines[start]
    width = max((i + 1 for i, cell in enumerate(headings) if cell.strip()), default=0)
    for number, cells in sheet.lines[:start]:
        if not is_blank(cells):
            notes.drop("表題の行を除外", number, "".join(cells).strip())
    lines = sheet.lines[start + 1 :]
    while lines and is_blank(lines[-1][1]):
        lines = lines[:-1]
    lines, below = drop_notes_below(lines, width, Notes(sheet.file))
    findings = [*_layout_findings(sheet, headings, width, heading_row, lines)]
    if findings:
        raise ReportError(findings)
    titles = [" ".join(cell.split()) for cell in headings[:width]]
    body = [(number, [*row, *[""] * (width - len(row))][:width]) for number, row in lines]
    columns = [_column(i, title, [row[i] for _, row in body], name) for i, title in enumerate(titles)]
    rows = [
        (number, [_read(sheet, number, column, row[column.position], notes, findings) for column in columns])
        for number, row in body
    ]
    if findings:
        raise ReportError(findings)
    remarks = [(number, "".join(row).strip()) for number, row in below]
    return FreeTable(sheet.file, heading_row, columns, rows, remarks, (*sheet.normalizations, *notes.all()))


def _heading_line(sheet: Sheet) -> int:
    """Return the index of the first line with several filled cells, or else of the first filled line."""
    filled = [i for i, (_, cells) in enumerate(sheet.lines) if not is_blank(cells)]
    wide = (i for i in filled if len(filled_cells(sheet.lines[i][1])) > 1)
    return next(wide, filled[0])


def _layout_findings(
    sheet: Sheet, headings: Sequence[str], width: int, heading_row: int, lines: Sequence[Line]
) -> Iterator[Finding]:
    file = sheet.file
    if not lines:
        yield table_rows.NONE.finding(file, remedy="見出しの下に、表の行を入力してください。")
    if len(lines) > MOST_ROWS or width > MOST_COLUMNS:
        yield messages.TOO_LARGE.finding(
            file,
            rows=f"{len(lines):,}",
            columns=f"{width:,}",
            most_rows=MOST_ROWS,
            most_columns=MOST_COLUMNS,
        )
    for i, cell in enumerate(headings[:width]):
        if not cell.strip():
            yield messages.NO_HEADING.finding(file, heading_row, f"{i + 1}列目")
    last = lines[-1][0] if lines else heading_row
    for span in sheet.spans:
        if heading_row <= span.first_row <= last or heading_row <= span.last_row <= last:
            yield messages.MERGED.finding(file, span.first_row, f"{span.first_column + 1}列目")
    for i in sorted(one for one in sheet.hidden_columns if one < width):
        yield messages.HIDDEN_COLUMN.finding(file, heading_row, f"{i + 1}列目")
    for number, cells in lines:
        if is_blank(cells):
            yield table_rows.BLANK.finding(file, number)
        elif number in sheet.hidden_rows:
            yield messages.HIDDEN_ROW.finding(file, number)
        for i, cell in enumerate(cells[width:], width):
            if cell.strip():
                found = table_rows.VALUE_WITHOUT_HEADING
                yield found.finding(file, number, f"{i + 1}列目", value=cell.strip())


def _column(position: int, title: str, cells: Sequence[str], sheet: str) -> FreeColumn:
    """Return a column, which contains numbers if each of its cells is a number or blank."""
    plain = half_width(title)
    found = _UNIT.search(plain)
    unit = found[1].replace("パーセント", PERCENT).strip() if found else ""
    name = plain[: found.start()].strip() if found else plain
    given = [cell for cell in cells if cell.strip() and cell.strip() not in _NONE]
    units = {unit} if unit else {match[4] for cell in given if (match := _matched(cell))} - {""}
    counts = (
        bool(given)
        and all(unit or _COUNTER.fullmatch(one) for one in units)
        and not _NO_COUNTS.search(name)
        and all(_number(cell, "".join(units)) for cell in given)
    )
    return FreeColumn(position, title, "".join(units) if counts else "", counts, counts and not unit, sheet)


def _number(text: str, unit: str) -> str:
    """Return a number as a bare decimal; empty if it is not one, or its unit is not the column's."""
    match = _matched(text)
    if match is None or match[4] not in ("", unit):
        return ""
    return match[1] + match[2].replace(",", "")


def _matched(text: str) -> re.Match[str] | None:
    """Match a number's sign, digits, decimals and unit."""
    return _NUMBER.fullmatch(re.sub(r"^[△▲−]\s*", "-", half_width(text)))


def _read(
    sheet: Sheet, number: int, column: FreeColumn, text: str, notes: Notes, findings: list[Finding]
) -> str:
    """Return a cell as printed; append an error to ``findings`` if it cannot be read."""
    kind = sheet.kinds.get((number, column.position))
    words = FieldDescriptor(name="column", title=column.heading, type="string")
    try:
        if kind is None:
            require_value(text)
        read = read_cell(text, kind, words).text
    except MessageError as error:
        findings.append(error.finding.at(sheet.file, number, column.heading))
        return ""
    if not column.counts:
        return read
    value = "" if read in _NONE else _number(read, column.unit)
    if value != read:
        notes.add("数の書き方", number, column.heading, text, value)
    return value
