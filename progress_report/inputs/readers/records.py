"""Conversion of a sheet to records: find the header and body, read each cell, drop notes and totals."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from progress_report.inputs.readers.cells import ParsedCell, read_cell
from progress_report.inputs.readers.forms import unanswered
from progress_report.inputs.readers.garbled import require_legible
from progress_report.inputs.readers.given_units import is_row_of_units, unit_findings, unit_row_findings
from progress_report.inputs.readers.header import Header, find_header
from progress_report.inputs.readers.leftovers import require_value
from progress_report.inputs.readers.named_rows import NamedRow, named_rows
from progress_report.inputs.readers.normalizations import REMARKS, Normalization, Notes
from progress_report.inputs.readers.remarks import (
    drop_notes_below,
    is_note,
    may_be_note,
    misplaced_note,
    only_cell,
)
from progress_report.inputs.readers.sheet import CellKind, Line, Sheet, is_blank
from progress_report.inputs.readers.total_names import Role
from progress_report.inputs.readers.totals import Body, settle_totals
from progress_report.inputs.schema.schemas import FieldDescriptor, ResourceDescriptor, Schema
from progress_report.messages import table_rows as messages
from progress_report.messages.message import MessageError
from progress_report.model.comparable import unspaced
from progress_report.model.findings import Finding

CellPosition = tuple[int, str]  # a line number and a field's name


@dataclass(slots=True)
class Records:
    """Cells by field name and their line numbers; ``findings`` already report the ``unread`` cells.

    ``titles``: the texts above the table, with their rows.
    """

    numbers: list[int] = field(default_factory=list)
    cells: list[dict[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: set[CellPosition] = field(default_factory=set)
    normalizations: tuple[Normalization, ...] = ()
    titles: tuple[tuple[int, str], ...] = ()


def records_of(sheet: Sheet, resource: ResourceDescriptor) -> Records:
    """Return the sheet's records and the errors in them. Raise ReportError if there is no valid header."""
    notes = Notes(sheet.file)
    schema = resource.table_schema
    header = find_header(sheet, schema, notes, resource.survey.questions if resource.survey else ())
    records = Records(titles=header.titles)
    lines = _without_units(sheet.file, _lines_of_body(sheet, header, notes), header, schema, records, notes)
    lines, below = drop_notes_below(lines, len(schema.fields), notes)
    named = named_rows(lines, header, schema, sheet)
    lines = _body(sheet, lines, header, schema, {one.number for one in named}, records.findings)
    whole = not records.findings
    remarks = [(number, only_cell(cells) or "") for number, cells in below]
    records.findings += unit_findings(sheet.file, header.titles, remarks, schema.fields)
    separated = {one.number for one in named if one.role is not Role.POSSIBLE_TOTAL}
    for number, cells in lines:
        if number not in separated:
            records.numbers.append(number)
            records.cells.append({one.name: cells[header.columns[one.name]] for one in schema.fields})
    for one in schema.fields:
        _read_column(sheet, header.columns[one.name], one, records, notes)
    if header.is_form:
        findings, missing = unanswered(sheet.file, schema, records.numbers, records.cells)
        records.findings += findings
        records.unread |= missing
    if whole:  # if a line could not be read, the sums are checked only once it is corrected
        _settle(sheet.file, schema, named, records, notes)
    records.normalizations = (*sheet.normalizations, *notes.all())
    return records


def _lines_of_body(sheet: Sheet, header: Header, notes: Notes) -> list[Line]:
    """Return the lines below the header without surrounding blank lines; for a form, without any blank line.

    Columns set aside are emptied, and the text in remark columns is noted.
    """
    lines = []
    for number, cells in sheet.lines[header.body :]:
        for i in header.remarks:
            if i < len(cells) and cells[i].strip():
                notes.drop(REMARKS, number, " ".join(cells[i].split()))
        lines.append((number, ["" if i in header.set_aside else cell for i, cell in enumerate(cells)]))
    if header.is_form:
        return [line for line in lines if not is_blank(line[1])]
    filled = [i for i, (_, cells) in enumerate(lines) if not is_blank(cells)]
    first, last = (filled[0], filled[-1]) if filled else (len(lines), -1)
    for number, _ in (*lines[:first], *lines[last + 1 :]):
        notes.add("空の行を除外", number)
    return lines[first : last + 1]


def _without_units(
    file: str, lines: list[Line], header: Header, schema: Schema, records: Records, notes: Notes
) -> list[Line]:
    """Drop a first line that gives the columns' units, after checking them against the descriptor."""
    if not lines:
        return lines
    number, cells = lines[0]
    texts = {name: cells[i] if i < len(cells) else "" for name, i in header.columns.items()}
    if not is_row_of_units(texts, schema.fields):
        return lines
    records.findings += unit_row_findings(file, number, texts, schema.fields)
    notes.drop("単位の行を除外", number, "、".join(text.strip() for text in texts.values() if text.strip()))
    return lines[1:]


def _body(
    sheet: Sheet,
    lines: list[Line],
    header: Header,
    schema: Schema,
    named: set[int],
    findings: list[Finding],
) -> list[Line]:
    """Return the lines of data that are at least as wide as the header; other lines become findings."""
    findings += _merged(sheet, lines, header, schema)
    width = max(header.columns.values()) + 1
    heading = len(sheet.lines[header.body - 1][1])
    headings = _headings(sheet.lines[header.top : header.body], header, schema)
    kept = []
    for number, cells in lines:
        if is_blank(cells):
            findings.append(messages.BLANK.finding(sheet.file, number))
        elif number in sheet.hidden_rows:
            findings.append(messages.HIDDEN.finding(sheet.file, number))
        elif number in sheet.struck_rows:
            key = next(one.title for one in schema.fields if one.name == schema.primaryKey[0])
            findings.append(messages.STRUCK_OUT.finding(sheet.file, number, key))
        elif _repeats_heading(cells, headings):
            findings.append(messages.HEADINGS_AGAIN.finding(sheet.file, number))
        elif number not in named and (note := _misplaced_note(sheet, number, cells, header, schema)):
            findings.append(note)
        elif len(cells) < width or not is_blank(cells[max(heading, width) :]):
            expected, found = heading, len(cells)
            findings.append(messages.OTHER_WIDTH.finding(sheet.file, number, expected=expected, found=found))
        else:
            findings += _beside(sheet.file, number, cells, header)
            kept.append((number, cells))
    return kept


def _headings(written: list[Line], header: Header, schema: Schema) -> dict[int, set[str]]:
    """Return the valid headings of each column by position: as written, and its field's name and title."""
    headings: dict[int, set[str]] = {}
    for _, cells in written:
        for i, cell in enumerate(cells):
            headings.setdefault(i, set()).add(unspaced(cell))
    for one in schema.fields:
        headings.setdefault(header.columns[one.name], set()).update((unspaced(one.name), unspaced(one.title)))
    return headings


def _repeats_heading(cells: list[str], headings: dict[int, set[str]]) -> bool:
    """Return whether a line repeats the headings, as printed tables do on every page."""
    filled = [(i, cell) for i, cell in enumerate(cells) if cell.strip()]
    return len(filled) > 1 and all(unspaced(cell) in headings.get(i, ()) for i, cell in filled)


def _misplaced_note(
    sheet: Sheet, number: int, cells: list[str], header: Header, schema: Schema
) -> Finding | None:
    if not may_be_note(cells):
        return None
    alone = only_cell(cells)
    if alone is not None and not is_note(alone) and header.is_form:
        return None  # a row that is not answered yet
    blank = {
        one.name
        for one in schema.fields
        if (i := header.columns[one.name]) >= len(cells) or not cells[i].strip()
    }
    required = {one.name for one in schema.fields if one.constraints.required} | {*schema.primaryKey}
    counts = {one.name for one in schema.fields if one.is_numeric} - {*schema.primaryKey}
    return misplaced_note(sheet.file, number, cells, len(required & blank), bool(counts - blank))


def _merged(sheet: Sheet, lines: list[Line], header: Header, schema: Schema) -> Iterator[Finding]:
    titles = {header.columns[one.name]: one.label for one in schema.fields}
    for span in sheet.spans:
        if lines and span.last_row >= lines[0][0] and span.first_row <= lines[-1][0]:
            column = titles.get(span.first_column, f"{span.first_column + 1}列目")
            yield messages.MERGED.finding(sheet.file, span.first_row, column)


def _beside(file: str, number: int, cells: list[str], header: Header) -> Iterator[Finding]:
    """Yield errors for values in columns without a heading."""
    known = {*header.columns.values(), *header.left_out}
    for i, cell in enumerate(cells):
        if i not in known and cell.strip():
            yield messages.VALUE_WITHOUT_HEADING.finding(file, number, f"{i + 1}列目", value=cell.strip())


def _read_column(sheet: Sheet, i: int, column: FieldDescriptor, records: Records, notes: Notes) -> None:
    """Convert every cell of a column to the form that the descriptor asks for."""
    seen: dict[tuple[str, CellKind | None], ParsedCell | Finding] = {}
    for number, cells in zip(records.numbers, records.cells, strict=True):
        text, kind = cells[column.name], sheet.kinds.get((number, i))
        parsed = seen.get((text, kind))
        if parsed is None:
            parsed = seen[text, kind] = _parsed(text, kind, column)
        if isinstance(parsed, Finding):
            records.findings.append(parsed.at(sheet.file, number, column.label))
            records.unread.add((number, column.name))
            continue
        if parsed.kind:
            notes.add(parsed.kind, number, column.label, text, parsed.text)
        cells[column.name] = parsed.text


def _parsed(text: str, kind: CellKind | None, column: FieldDescriptor) -> ParsedCell | Finding:
    try:
        if kind is None and text not in (*(column.choices or ()), *(column.labels or ())):
            require_value(text)
            if column.is_text:
                require_legible(text)
        return read_cell(text, kind, column)
    except MessageError as error:
        return error.finding


def _settle(file: str, schema: Schema, named: list[NamedRow], records: Records, notes: Notes) -> None:
    """Drop the rows that sum up others, and add the findings for those whose sums do not agree."""
    if not named:
        return
    unread = {name for _, name in records.unread}
    body = Body(file, schema, records.numbers, records.cells, unread)
    agreeing, rounded, findings = settle_totals(body, named)
    records.findings += findings
    kept = body.without(agreeing)
    records.numbers, records.cells = kept.numbers, kept.rows
    for one in agreeing:
        difference = "（四捨五入による差あり）" if one.number in rounded else ""
        notes.drop(f"合計の行を検算して除外{difference}", one.number, one.label)
