"""Detection of the header: one to three lines that name the columns, perhaps below a title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from progress_report.inputs.readers.above_header import read_above
from progress_report.inputs.readers.forms import are_as_written, form_of, is_remark, is_set_aside
from progress_report.inputs.readers.header_block import HeaderLines, best_block
from progress_report.inputs.readers.header_findings import (
    UnknownColumn,
    header_findings,
    other_unit,
    require_usual_layout,
)
from progress_report.inputs.readers.headings import Headings
from progress_report.inputs.readers.normalizations import Notes
from progress_report.inputs.readers.sheet import CellKind, Sheet
from progress_report.inputs.schema.schemas import FieldDescriptor, QuestionDescriptor, Schema
from progress_report.messages import table_headings as messages
from progress_report.model.comparable import code_points, invisible
from progress_report.model.findings import Finding, ReportError, first_few

_MOST_NAMED = 5
NO_HEADING = "（空の見出し）"


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet and the position of each field's column, counted from 0.

    ``top`` and ``body``: indexes of the header's first line and of the first line below. ``is_form``: the
    sheet was written by ``request``. ``titles``: the texts above, with their rows. ``left_out``: ignored
    columns, of which ``set_aside`` are marked so by their headings and ``remarks`` are to be reported.
    """

    top: int
    body: int
    columns: dict[str, int]
    left_out: frozenset[int]
    set_aside: frozenset[int] = frozenset()
    remarks: frozenset[int] = frozenset()
    titles: tuple[tuple[int, str], ...] = ()
    is_form: bool = False


def find_header(
    sheet: Sheet, schema: Schema, notes: Notes, questions: Sequence[QuestionDescriptor]
) -> Header:
    """Return the header with each field found exactly once. Raise ReportError with all errors in it."""
    fields = schema.fields
    headings = Headings(fields, questions)
    block = best_block(sheet, headings, len(fields))
    if len(block.found) < len(fields):
        require_usual_layout(sheet, headings.words, len(block.found))
    place = sheet.file, block.row
    key = block.matched.index(schema.primaryKey[0]) if len(block.found) == len(fields) else None
    above = sheet.lines[: block.start]
    if are_as_written(sheet, (cell for _, cells in above for cell in cells if cell.strip())):
        above = []
    titles, findings = read_above(sheet.file, above, notes, key=key)
    findings += (marked := list(_marked(sheet, block)))
    is_form = form_of(sheet) is not None
    left_out, unknown = _others(sheet, block, notes, is_form=is_form)
    missing = [field for field in fields if field.name not in block.found]
    if block.found:
        findings += _without_group(place, missing, block)
        missing = [field for field in missing if field.is_placed or not field.group]
        misplaced = [field for field in missing if field.is_placed]
        findings += _misplaced(place, misplaced, block, schema)
        missing = [field for field in missing if field not in misplaced]
        unknown = [one for one in unknown if one.position + 1 not in {one.position for one in misplaced}]
    raised = {one.column for one in marked}
    findings += header_findings(
        place,
        missing,
        [one for one in unknown if f"{one.position + 1}列目" not in raised],
        fields,
        questions,
        sheet.lines[block.end :],
        more_allowed=schema.fieldsMatch == "subset",
    )
    findings += _repeated(place, fields, block)
    findings += _units_of_groups(place, fields, block)
    if any(field.group and not field.is_placed for field in fields):
        findings += _shifted_groups(place, block)
    if findings:
        raise ReportError(findings)
    columns = {name: i for i, name in enumerate(block.matched) if name is not None}
    _note(sheet, block, [field.name for field in fields], columns, notes, is_form=is_form)
    if schema.fieldsMatch == "subset":
        last = max(i for i, path in enumerate(block.paths) if path)
        unknown = [one for one in unknown if one.position < last or one.heading]
        if unknown:
            names = first_few([one.heading or NO_HEADING for one in unknown], _MOST_NAMED)
            notes.add("使わない列を除外", block.row, before=names, after="除外")
        left_out |= {one.position for one in unknown}
    aside = frozenset(i for i in left_out if is_set_aside(_last(block, i)))
    remarks = frozenset(i for i in aside if is_remark(_last(block, i)))
    return Header(block.start, block.end, columns, left_out, aside, remarks, titles, is_form)


def _last(block: HeaderLines, position: int) -> str:
    """Return the heading directly above the column's values; empty if there is none."""
    return block.paths[position][-1] if block.paths[position] else ""


def _repeated(
    place: tuple[str, int], fields: Sequence[FieldDescriptor], block: HeaderLines
) -> Iterator[Finding]:
    """Yield errors for fields that several columns name."""
    for field in fields:
        found = [i for i, name in enumerate(block.matched) if name == field.name]
        if len(found) > 1:
            listed = first_few([f"{i + 1}列目「{_words(block.paths[i])}」" for i in found], _MOST_NAMED)
            yield messages.REPEATED.finding(*place, field.name, columns=listed)


def _without_group(
    place: tuple[str, int], missing: Sequence[FieldDescriptor], block: HeaderLines
) -> Iterator[Finding]:
    """Yield the error for fields whose group and heading are above no column."""
    grouped = [field for field in missing if field.group and not field.is_placed]
    if not grouped:
        return
    groups = dict.fromkeys(_words(path[:-1]) for path in block.paths if len(path) > 1)
    yield messages.NOT_IN_GROUP.finding(
        *place,
        "、".join(field.name for field in grouped),
        fields=first_few([f"「{field.label}」" for field in grouped], _MOST_NAMED),
        groups=first_few([f"「{group}」" for group in groups], _MOST_NAMED) or "なし",
    )


def _units_of_groups(
    place: tuple[str, int], fields: Sequence[FieldDescriptor], block: HeaderLines
) -> Iterator[Finding]:
    """Yield errors for groups whose unit differs from that of a column below."""
    described = {field.name: field for field in fields}
    for name, path in zip(block.matched, block.paths, strict=True):
        for group in path[:-1]:
            if name is not None and (unit := other_unit(group, described[name])):
                yield messages.OTHER_UNIT.finding(*place, _words(path), unit=unit, own=described[name].unit)


def _shifted_groups(place: tuple[str, int], block: HeaderLines) -> Iterator[Finding]:
    """Yield the error for groups that may be written above the middle of their columns, not the first.

    A heading before the first group that also occurs in a group probably begins the first group, unless that
    group already begins with it.
    """
    headed = [(tuple(path[:-1]), path[-1]) for path in block.paths if path]
    runs = [(group, [heading for _, heading in run]) for group, run in groupby(headed, key=itemgetter(0))]
    before, grouped = runs[0][1] if not runs[0][0] else [], [headings for group, headings in runs if group]
    within = {heading for headings in grouped for heading in headings}
    ambiguous = next((heading for heading in before if heading in within), None)
    if block.continued and ambiguous not in (None, grouped[0][0]):
        yield messages.WHERE_GROUP_BEGINS.finding(*place, group=block.continued[0][1])


def _words(path: Sequence[str]) -> str:
    return " ".join(" ".join(path).split())


def _misplaced(
    place: tuple[str, int], fields: Sequence[FieldDescriptor], block: HeaderLines, schema: Schema
) -> Iterator[Finding]:
    """Yield the errors for columns not at their declared positions, or for a wrong number of columns."""
    last = max((i + 1 for i, path in enumerate(block.paths) if path), default=0)
    placed = {field.name for field in schema.fields if field.is_placed}
    by_name = all(
        name in path for name, path in zip(block.matched, block.paths, strict=True) if name in placed
    )
    if schema.columnCount not in (None, last) and (fields or not by_name):
        yield messages.OTHER_COLUMN_COUNT.finding(*place, found=last, described=schema.columnCount)
    if not fields:
        return
    misplaced = [
        f"{one.position}列目は「{_expected(one)}」のはずが「{_heading_at(block, one.position or 0)}」"
        for one in fields
    ]
    columns = first_few(misplaced, _MOST_NAMED)
    yield messages.OTHER_ORDER.finding(*place, fields[0].label, columns=columns)


def _expected(field: FieldDescriptor) -> str:
    return f"{field.group} {field.title}" if field.group else field.title


def _heading_at(block: HeaderLines, position: int) -> str:
    return _words(block.paths[position - 1] if position <= len(block.paths) else []) or NO_HEADING


def _others(
    sheet: Sheet, block: HeaderLines, notes: Notes, *, is_form: bool
) -> tuple[frozenset[int], list[UnknownColumn]]:
    """Split columns without a field into ignored (hidden, marked or empty) and unknown ones."""
    left_out, unknown = set(), []
    body = sheet.lines[block.end :]
    for i, path in enumerate(block.paths):
        if block.matched[i] is not None:
            continue
        empty = all(i >= len(cells) or not cells[i].strip() for _, cells in body)
        if i in sheet.hidden_columns and (path or not empty):
            notes.add("隠れた列を除外", block.row, path[-1].strip() if path else NO_HEADING)
            left_out.add(i)
        elif is_set_aside(_last(block, i)):
            if not is_form:
                notes.add("見出しで除くとした列を除外", block.row, path[-1].strip())
            left_out.add(i)
        elif path or not empty:
            unknown.append(UnknownColumn(i, " ".join(path[-1].split()) if path else ""))
        elif i < len(sheet.lines[block.start][1]):
            left_out.add(i)
    if blank := [i for i in left_out if not block.paths[i] and i not in sheet.hidden_columns]:
        notes.add("空の列を除外", block.row, before=f"{len(blank)}列", after="除外")
    return frozenset(left_out), unknown


def _marked(sheet: Sheet, block: HeaderLines) -> Iterator[Finding]:
    """Yield errors for headings struck out, and unknown ones with superscript or subscript characters."""
    for row, cells in sheet.lines[block.start : block.end]:
        for i, cell in enumerate(cells):
            kind, name = sheet.kinds.get((row, i)), block.matched[i]
            if kind is CellKind.STRUCK and name is not None:
                yield messages.STRUCK_OUT.finding(sheet.file, row, name)
            elif kind is CellKind.RAISED and name is None:
                yield messages.RAISED.finding(sheet.file, row, f"{i + 1}列目", heading=cell.strip())


def _note(
    sheet: Sheet,
    block: HeaderLines,
    fields: list[str],
    columns: dict[str, int],
    notes: Notes,
    *,
    is_form: bool,
) -> None:
    for number, group in block.continued:
        notes.add("まとまりの名前を右の空欄にも", number, before=group, after=f"右の空欄も「{group}」")
    for name, i in sorted(columns.items(), key=lambda item: item[1]):
        if name not in block.paths[i] and not is_form:
            notes.add("見出しを列の名前に", block.row, before=block.paths[i][-1].strip(), after=name)
        if unseen := invisible("".join(block.paths[i])):
            notes.add(f"見出しの見えない文字（{code_points(unseen)}）を除去", block.row, name)
        if i in sheet.hidden_columns:
            notes.add("隠れた列も使用", block.row, name)
    if list(columns) != fields:
        before, after = "、".join(columns), "、".join(fields)
        notes.add("列の順", block.row, before=before, after=after)
