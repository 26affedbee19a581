"""Finding the header: one to three lines that name the columns, perhaps below a title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from progress_report.inputs.deliveries.forms import are_as_written, form_of, is_remark, is_set_aside
from progress_report.inputs.deliveries.header_findings import UnknownColumn, header_findings, plain
from progress_report.inputs.deliveries.layout import require_usual_layout
from progress_report.inputs.deliveries.normalised import Notes
from progress_report.inputs.deliveries.sheet import Form, Line, Sheet, Span, is_blank
from progress_report.inputs.deliveries.stated_units import states_only_units
from progress_report.inputs.deliveries.stated_years import states_only_date
from progress_report.inputs.schemas import FieldDescriptor, QuestionDescriptor
from progress_report.model.comparable import code_points, invisible
from progress_report.model.findings import Finding, ReportError, fault
from progress_report.model.quantity import counters_of

_TALLEST = 3
_LINES_SEARCHED = 30
NO_HEADING = "（空の見出し）"


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field's column is, counted from 0; ``body`` is the index of the first line below.

    ``titles`` are the texts above, with their rows. Of the columns ``left_out``, those ``set_aside`` bear
    headings that say so; ``remarks`` are to be reported.
    """

    row: int
    body: int
    columns: dict[str, int]
    left_out: frozenset[int]
    set_aside: frozenset[int] = frozenset()
    remarks: frozenset[int] = frozenset()
    titles: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that may be the header: the texts over each column from the top, and the fields they name."""

    start: int
    height: int
    paths: list[list[str]]
    matched: list[str | None]

    @property
    def found(self) -> set[str]:
        return {name for name in self.matched if name is not None}


def find_header(
    sheet: Sheet, fields: Sequence[FieldDescriptor], notes: Notes, questions: Sequence[QuestionDescriptor]
) -> Header:
    """The header, each field found exactly once. ReportError with everything that is wrong with it."""
    names = _names(fields, questions)
    block = _best_block(sheet, names, len(fields))
    if len(block.found) < len(fields):
        require_usual_layout(sheet, names, len(block.found))
    row = sheet.lines[block.start + block.height - 1][0]
    titles, findings = _above(sheet, block, notes)
    findings += (marked := list(_marked(sheet, block)))
    left_out, unknown = _others(sheet, block, notes)
    missing = [field for field in fields if field.name not in block.found]
    raised = {one.column for one in marked}
    findings += header_findings(
        (sheet.file, row),
        missing,
        [one for one in unknown if f"{one.position + 1}列目" not in raised],
        fields,
        questions,
        sheet.lines[block.start + block.height :],
    )
    for field in fields:
        places = [f"{i + 1}列目" for i, name in enumerate(block.matched) if name == field.name]
        if len(places) > 1:
            message = f"同じ列が二度あります（{'、'.join(places)}）。"
            findings.append(
                Finding(message, "どちらかを消すか、見出しを直してください。", sheet.file, row, field.name)
            )
    if findings:
        raise ReportError(findings)
    columns = {name: i for i, name in enumerate(block.matched) if name is not None}
    _note(sheet, block, [field.name for field in fields], columns, notes)
    aside = {
        i: path[-1] for i, path in enumerate(block.paths) if i in left_out and path and is_set_aside(path[-1])
    }
    remarks = frozenset(i for i, heading in aside.items() if is_remark(heading))
    return Header(row, block.start + block.height, columns, left_out, frozenset(aside), remarks, titles)


def _names(fields: Sequence[FieldDescriptor], questions: Sequence[QuestionDescriptor]) -> dict[str, str]:
    """Every heading that means one field only: its name or title, perhaps with its unit in brackets.

    A survey's is also the question's wording, as form services export it, with the choice in brackets where
    the question has several columns.
    """
    meant: dict[str, set[str]] = {}
    for field in fields:
        for heading in (field.name, field.title):
            meant.setdefault(plain(heading), set()).add(field.name)
            for unit in counters_of(field.unit) if field.unit else ():
                for form in (f"({unit})", f"[{unit}]", f"(単位:{unit})", f"[単位:{unit}]"):
                    meant.setdefault(plain(heading + form), set()).add(field.name)
    titles = {field.name: field.title for field in fields}
    for question in questions:
        for name in question.fields:
            choice = f"[{titles[name]}]" if len(question.fields) > 1 else ""
            for heading in (question.wording, question.title):
                meant.setdefault(plain(heading + choice), set()).add(name)
    return {heading: names.pop() for heading, names in meant.items() if len(names) == 1}


def _best_block(sheet: Sheet, names: dict[str, str], wanted: int) -> _Block:
    """The first lines that name every field; where none do, those that name most."""
    first = next((i for i, (_, cells) in enumerate(sheet.lines) if not is_blank(cells)), 0)
    starts = range(first, min(len(sheet.lines), first + _LINES_SEARCHED))
    best: _Block | None = None
    for strict, start, height in product((True, False), starts, range(1, _TALLEST + 1)):
        block = _block(sheet, start, height, names, strict=strict)
        if block is not None and len(block.found) == wanted:
            return block
        if block is not None and (best is None or _rank(sheet, block) > _rank(sheet, best)):
            best = block
    if best is None:
        remedy = "表の上のほうの、縦に結合したセルの結合を解き、列の名前を一行に書いてください。"
        raise fault("見出しの行が決まりません。", remedy, file=sheet.file, row=sheet.lines[first][0])
    return best


def _rank(sheet: Sheet, block: _Block) -> tuple[int, bool]:
    return len(block.found), _filled(sheet, block.start) > 1


def _filled(sheet: Sheet, index: int) -> int:
    return sum(not is_blank([cell]) for cell in sheet.lines[index][1])


def _block(sheet: Sheet, start: int, height: int, names: dict[str, str], *, strict: bool) -> _Block | None:
    """The lines as a header, merged cells spread out; None where they cannot be one.

    The last of several lines names columns only: so a line of data is never taken for a header. Where it is
    not ``strict``, it may hold other words too, which then name no field: a header to be mended.
    """
    if is_blank(sheet.lines[start][1]):
        return None
    first, last = sheet.lines[start][0], sheet.lines[min(start + height, len(sheet.lines)) - 1][0]
    spans = [one for one in sheet.spans if one.first_row >= first and one.first_row <= last]
    tall = [one.last_row for one in spans if one.last_row > last]
    if tall:  # a heading merged downwards takes the lines beside it along
        height += max(tall) - last
    lines = sheet.lines[start : start + height]
    if height > _TALLEST or len(lines) < height:
        return None
    if height > 1 and not _belongs(lines[0], spans, names):
        return None
    others = {
        i
        for i, cell in enumerate(lines[-1][1])
        if not (is_blank([cell]) or plain(cell) in names or i in sheet.hidden_columns)
    }
    if height > 1 and others and (strict or not (tall or any(plain(cell) in names for cell in lines[-1][1]))):
        return None
    width = max(len(cells) for _, cells in sheet.lines)
    grid = [[*cells, *[""] * (width - len(cells))] for _, cells in lines]
    _spread(grid, spans, first)
    paths = [[row[i] for row in grid if not is_blank([row[i]])] for i in range(width)]
    unnamed = others if height > 1 else set()
    matched = [None if i in unnamed else _match(path, names) for i, path in enumerate(paths)]
    return _Block(start, height, paths, matched)


def _belongs(line: Line, spans: Sequence[Span], names: dict[str, str]) -> bool:
    """Whether a line above others is part of the header, not a title over it.

    It names a field itself, or consists of at least two groups, each merged over its columns.
    """
    row, cells = line
    own = [i for i, cell in enumerate(cells) if not is_blank([cell])]
    groups = {
        one.first_column for one in spans if one.first_row == row and one.last_column > one.first_column
    }
    return any(plain(cells[i]) in names for i in own) or (len(own) > 1 and groups.issuperset(own))


def _spread(grid: list[list[str]], spans: Sequence[Span], first: int) -> None:
    """Give each cell of a merged heading its text, so that every column below knows its group."""
    for span in spans:
        text = grid[span.first_row - first][span.first_column]
        for row in grid[span.first_row - first : span.last_row - first + 1]:
            columns = range(span.first_column, min(span.last_column + 1, len(row)))
            for i in columns:
                row[i] = text


def _match(path: list[str], names: dict[str, str]) -> str | None:
    """The one field that the texts over a column name."""
    found = {names[plain(text)] for text in path if plain(text) in names}
    return found.pop() if len(found) == 1 else None


def _above(sheet: Sheet, block: _Block, notes: Notes) -> tuple[tuple[tuple[int, str], ...], list[Finding]]:
    """The titles above, which are left out; beside a title only its unit or date may stand."""
    titles, findings = [], []
    for row, cells in sheet.lines[: block.start]:
        filled = [cell.strip() for cell in cells if not is_blank([cell])]
        if sum(not (states_only_units(cell) or states_only_date(cell)) for cell in filled) > 1:
            remedy = (
                "この行を消してください。表題なら、一行に一つのセルで書いてください"
                "（横に置けるのは単位と時点）。"
            )
            findings.append(Finding("見出しより上に値が並んでいます。", remedy, sheet.file, row))
            continue
        titles += [(row, text) for text in filled]
    if not findings and are_as_written(sheet, [text for _, text in titles]):
        return (), []
    for row, text in titles:
        notes.drop("表題の行を除外", row, text)
    return tuple(titles), findings


def _others(sheet: Sheet, block: _Block, notes: Notes) -> tuple[frozenset[int], list[UnknownColumn]]:
    """Columns that name no field: hidden or empty ones are left out, others are unknown."""
    row = sheet.lines[block.start + block.height - 1][0]
    left_out, unknown = set(), []
    body = sheet.lines[block.start + block.height :]
    for i, path in enumerate(block.paths):
        if block.matched[i] is not None:
            continue
        empty = all(i >= len(cells) or is_blank([cells[i]]) for _, cells in body)
        if i in sheet.hidden_columns and (path or not empty):
            notes.add("隠れた列を除外", row, path[-1].strip() if path else NO_HEADING)
            left_out.add(i)
        elif path and is_set_aside(path[-1]):
            if form_of(sheet) is None:
                notes.add("見出しで除くとした列を除外", row, path[-1].strip())
            left_out.add(i)
        elif path or not empty:
            unknown.append(UnknownColumn(i, " ".join(path[-1].split()) if path else ""))
        elif i < len(sheet.lines[block.start][1]):
            left_out.add(i)
    if blank := [i for i in left_out if not block.paths[i] and i not in sheet.hidden_columns]:
        notes.add("空の列を除外", row, before=f"{len(blank)}列", after="除外")
    return frozenset(left_out), unknown


def _marked(sheet: Sheet, block: _Block) -> Iterator[Finding]:
    """Headings that are struck out, and unknown ones with superscript or subscript characters."""
    for row, cells in sheet.lines[block.start : block.start + block.height]:
        for i, cell in enumerate(cells):
            form, name = sheet.forms.get((row, i)), block.matched[i]
            if form is Form.STRUCK and name is not None:
                remedy = "使わない列は列ごと消し、使う列は取り消し線をなくしてください。"
                yield Finding("見出しに取り消し線があります。", remedy, sheet.file, row, name)
            elif form is Form.RAISED and name is None:
                message = f"見出しに上付きか下付きの文字があります（「{cell.strip()}」）。"
                yield Finding(message, "注の番号は表の外に移してください。", sheet.file, row, f"{i + 1}列目")


def _note(sheet: Sheet, block: _Block, fields: list[str], columns: dict[str, int], notes: Notes) -> None:
    row = sheet.lines[block.start + block.height - 1][0]
    for name, i in sorted(columns.items(), key=lambda item: item[1]):
        if name not in block.paths[i] and form_of(sheet) is None:
            notes.add("見出しを列の名前に", row, before=block.paths[i][-1].strip(), after=name)
        if unseen := invisible("".join(block.paths[i])):
            notes.add(f"見出しの見えない文字（{code_points(unseen)}）を除去", row, name)
        if i in sheet.hidden_columns:
            notes.add("隠れた列も使用", row, name)
    if list(columns) != fields:
        before, after = "、".join(columns), "、".join(fields)
        notes.add("列の順", row, before=before, after=after)
