"""From a sheet to records: the header found, the body bounded, each cell read, a total row dropped."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from progress_report.inputs.deliveries.cells import DoubtfulError, Reading, read_cell
from progress_report.inputs.deliveries.header import Header, find_header
from progress_report.inputs.deliveries.normalised import Normalised, Notes
from progress_report.inputs.deliveries.sheet import Form, Line, Sheet, is_blank
from progress_report.inputs.deliveries.totals import is_total, key_field, total_findings
from progress_report.inputs.schemas import FieldDescriptor, Schema
from progress_report.model.findings import Finding

Place = tuple[int, str]


@dataclass(slots=True)
class Records:
    """Cells by field name and their line numbers; ``unread`` cells are told in ``findings`` already."""

    numbers: list[int] = field(default_factory=list)
    cells: list[dict[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: set[Place] = field(default_factory=set)
    normalised: tuple[Normalised, ...] = ()


def records_of(sheet: Sheet, schema: Schema) -> Records:
    """The sheet's records, and what is wrong with them. ReportError where there is no sound header."""
    notes = Notes(sheet.file)
    header = find_header(sheet, schema.fields, notes)
    records = Records()
    lines = _body(sheet, header, schema, records.findings, notes)
    total = _total_line(lines, sheet.file, header, schema, records.findings)
    for number, cells in lines if total is None else lines[: lines.index(total)]:
        records.numbers.append(number)
        records.cells.append({one.name: cells[header.columns[one.name]] for one in schema.fields})
    for one in schema.fields:
        _read_column(sheet, header.columns[one.name], one, records, notes)
    if total is not None:
        _check_total(sheet, header, schema, total, records)
        notes.add("合計の行を検算して除外", total[0])
    records.normalised = (*sheet.normalised, *notes.all())
    return records


def _body(sheet: Sheet, header: Header, schema: Schema, findings: list[Finding], notes: Notes) -> list[Line]:
    """The lines of data, each as wide as the header; blank ones around them are left out."""
    lines = sheet.lines[header.body :]
    filled = [i for i, (_, cells) in enumerate(lines) if not is_blank(cells)]
    first, last = (filled[0], filled[-1]) if filled else (len(lines), -1)
    for number, _ in (*lines[:first], *lines[last + 1 :]):
        notes.add("空の行を除外", number)
    lines = lines[first : last + 1]
    findings += _merged(sheet, lines, header, schema)
    width = max(header.columns.values()) + 1
    heading = len(sheet.lines[header.body - 1][1])
    kept = []
    for number, cells in lines:
        if is_blank(cells):
            remedy = "空の行を消してください。表はそこで終わるのか、続くのかが決まりません。"
            findings.append(Finding("表の途中に空の行があります。", remedy, sheet.file, number))
        elif number in sheet.hidden_rows:
            remedy = "行を再表示して確かめ、要らない行は消してください。"
            findings.append(Finding("隠れた行に値があります。", remedy, sheet.file, number))
        elif number in sheet.struck_rows:
            remedy = "廃止などで要らない行は消し、使う行は取り消し線をなくしてください。"
            key = key_field(schema).title
            findings.append(Finding("行の全体に取り消し線があります。", remedy, sheet.file, number, key))
        elif len(cells) < width or not is_blank(cells[max(heading, width) :]):
            message = f"列の数が合いません（{heading}列のところ{len(cells)}列）。"
            remedy = "余分なカンマや改行がないか確認してください。"
            findings.append(Finding(message, remedy, sheet.file, number))
        else:
            findings += _beside(sheet.file, number, cells, header)
            kept.append((number, cells))
    return kept


def _merged(sheet: Sheet, lines: list[Line], header: Header, schema: Schema) -> Iterator[Finding]:
    titles = {header.columns[one.name]: one.title for one in schema.fields}
    for span in sheet.spans:
        if lines and span.last_row >= lines[0][0] and span.first_row <= lines[-1][0]:
            column = titles.get(span.first_column, f"{span.first_column + 1}列目")
            remedy = "結合を解き、それぞれのセルに値を入力してください。"
            yield Finding("結合したセルがあります。", remedy, sheet.file, span.first_row, column)


def _beside(file: str, number: int, cells: list[str], header: Header) -> Iterator[Finding]:
    """Values in columns that have no heading."""
    known = {*header.columns.values(), *header.left_out}
    for i, cell in enumerate(cells):
        if i not in known and not is_blank([cell]):
            message = f"見出しのない列に値があります（「{cell.strip()}」）。"
            remedy = "その値を消すか、列に見出しを付けてください。"
            yield Finding(message, remedy, file, number, f"{i + 1}列目")


def _total_line(
    lines: list[Line], file: str, header: Header, schema: Schema, findings: list[Finding]
) -> Line | None:
    """The first line whose key names a total; what follows it is a fault."""
    key = header.columns[key_field(schema).name]
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        if is_total(line[1][key], schema):
            if after is not None:
                remedy = "合計の行は最後に一つだけ置き、注記などは表の外に移してください。"
                findings.append(Finding("合計の行のあとに行があります。", remedy, file, after[0]))
            return line
    return None


def _read_column(sheet: Sheet, i: int, column: FieldDescriptor, records: Records, notes: Notes) -> None:
    """Put every cell of a column into the form that the descriptor asks for."""
    seen: dict[tuple[str, Form | None], Reading | DoubtfulError] = {}
    for number, cells in zip(records.numbers, records.cells, strict=True):
        text, form = cells[column.name], sheet.forms.get((number, i))
        reading = seen.get((text, form))
        if reading is None:
            reading = seen[text, form] = _reading(text, form, column)
        if isinstance(reading, DoubtfulError):
            finding = Finding(reading.message, reading.remedy, sheet.file, number, column.title)
            records.findings.append(finding)
            records.unread.add((number, column.name))
            continue
        if reading.kind:
            notes.add(reading.kind, number, column.title, text, reading.text)
        cells[column.name] = reading.text


def _reading(text: str, form: Form | None, column: FieldDescriptor) -> Reading | DoubtfulError:
    try:
        return read_cell(text, form, column)
    except DoubtfulError as doubt:
        return doubt


def _check_total(sheet: Sheet, header: Header, schema: Schema, total: Line, records: Records) -> None:
    number, cells = total

    def cell(column: FieldDescriptor) -> tuple[str, Form | None]:
        i = header.columns[column.name]
        return cells[i], sheet.forms.get((number, i))

    unread = {name for _, name in records.unread}
    if any(finding.row not in records.numbers for finding in records.findings):
        return  # a row above could not be read as a whole: the sums are told once it can
    records.findings += total_findings(sheet.file, number, cell, records.cells, unread, schema)
