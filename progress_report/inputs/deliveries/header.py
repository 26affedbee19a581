"""Finding the header: one to three lines that name the columns, perhaps below a title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from progress_report.inputs.deliveries.above_header import read_above
from progress_report.inputs.deliveries.forms import are_as_written, form_of, is_remark, is_set_aside
from progress_report.inputs.deliveries.header_block import Block, best_block
from progress_report.inputs.deliveries.header_findings import UnknownColumn, header_findings, other_unit
from progress_report.inputs.deliveries.headings import Headings
from progress_report.inputs.deliveries.layout import require_usual_layout
from progress_report.inputs.deliveries.normalised import Notes
from progress_report.inputs.deliveries.sheet import Form, Sheet, is_blank
from progress_report.inputs.schemas import FieldDescriptor, QuestionDescriptor, Schema
from progress_report.model.comparable import code_points, invisible
from progress_report.model.findings import Finding, ReportError

_MOST_NAMED = 5
NO_HEADING = "（空の見出し）"


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field's column is, counted from 0; ``top`` and ``body`` are the indexes of the header's
    first line and of the first line below.

    ``titles`` are the texts above, with their rows. Of the columns ``left_out``, those ``set_aside`` bear
    headings that say so; ``remarks`` are to be reported.
    """

    row: int
    top: int
    body: int
    columns: dict[str, int]
    left_out: frozenset[int]
    set_aside: frozenset[int] = frozenset()
    remarks: frozenset[int] = frozenset()
    titles: tuple[tuple[int, str], ...] = ()


def find_header(
    sheet: Sheet, schema: Schema, notes: Notes, questions: Sequence[QuestionDescriptor]
) -> Header:
    """The header, each field found exactly once. ReportError with everything that is wrong with it."""
    fields = schema.fields
    headings = Headings.of(fields, questions)
    block = best_block(sheet, headings, len(fields))
    if len(block.found) < len(fields):
        require_usual_layout(sheet, headings.words, len(block.found))
    row = sheet.lines[block.start + block.height - 1][0]
    key = block.matched.index(schema.primaryKey[0]) if len(block.found) == len(fields) else None
    above = sheet.lines[: block.start]
    if are_as_written(sheet, (cell for _, cells in above for cell in cells if not is_blank([cell]))):
        above = []
    titles, findings = read_above(sheet.file, above, notes, key=key)
    findings += (marked := list(_marked(sheet, block)))
    left_out, unknown = _others(sheet, block, notes)
    missing = [field for field in fields if field.name not in block.found]
    if block.found:
        findings += _without_group((sheet.file, row), missing, block)
        missing = [field for field in missing if field.is_placed or not field.group]
        misplaced = [field for field in missing if field.is_placed]
        findings += _misplaced(sheet.file, row, misplaced, block, schema)
        missing = [field for field in missing if field not in misplaced]
        unknown = [one for one in unknown if one.position + 1 not in {one.position for one in misplaced}]
    raised = {one.column for one in marked}
    findings += header_findings(
        (sheet.file, row),
        missing,
        [one for one in unknown if f"{one.position + 1}列目" not in raised],
        fields,
        questions,
        sheet.lines[block.start + block.height :],
        more_allowed=schema.fieldsMatch == "subset",
    )
    findings += _repeated((sheet.file, row), fields, block)
    findings += _units_of_groups((sheet.file, row), fields, block)
    if any(field.group and not field.is_placed for field in fields):
        findings += _shifted_groups((sheet.file, row), block)
    if findings:
        raise ReportError(findings)
    columns = {name: i for i, name in enumerate(block.matched) if name is not None}
    _note(sheet, block, [field.name for field in fields], columns, notes)
    if schema.fieldsMatch == "subset":
        last = max(i for i, path in enumerate(block.paths) if path)
        unknown = [one for one in unknown if one.position < last or one.heading]
        if unknown:
            names = _listed([one.heading or NO_HEADING for one in unknown])
            notes.add("使わない列を除外", row, before=names, after="除外")
        left_out |= {one.position for one in unknown}
    aside = frozenset(i for i in left_out if is_set_aside(_last(block, i)))
    remarks = frozenset(i for i in aside if is_remark(_last(block, i)))
    return Header(row, block.start, block.start + block.height, columns, left_out, aside, remarks, titles)


def _last(block: Block, position: int) -> str:
    """The heading directly above the column's values; nothing where there is none."""
    return block.paths[position][-1] if block.paths[position] else ""


def _repeated(place: tuple[str, int], fields: Sequence[FieldDescriptor], block: Block) -> Iterator[Finding]:
    """The findings for fields that several columns name."""
    for field in fields:
        found = [i for i, name in enumerate(block.matched) if name == field.name]
        if len(found) > 1:
            listed = _listed([f"{i + 1}列目「{_words(block.paths[i])}」" for i in found])
            remedy = (
                "どちらかを消すか、見出しを直してください。"
                "届くままに読むには、表の説明のこの列に、上の段の見出し（group）か、"
                "左から何列目か（position）を書いてください。"
            )
            yield Finding(f"同じ列が二度あります（{listed}）。", remedy, *place, field.name)


def _without_group(
    place: tuple[str, int], missing: Sequence[FieldDescriptor], block: Block
) -> Iterator[Finding]:
    """The finding for fields whose group and heading stand over no column."""
    grouped = [field for field in missing if field.group and not field.is_placed]
    if not grouped:
        return
    groups = dict.fromkeys(_words(path[:-1]) for path in block.paths if len(path) > 1)
    above = _listed([f"「{group}」" for group in groups]) or "なし"
    remedy = (
        f"届いた表の見出し（上の段: {above}）を確かめ、表の説明のこの列の group（上の段の見出し）と"
        " title をその言葉に直すか、position（左から何列目か）を書いてください。"
    )
    named = _listed([f"「{field.label}」" for field in grouped])
    message = f"上の段と合わせて探す列がありません（{named}）。"
    yield Finding(message, remedy, *place, "、".join(field.name for field in grouped))


def _units_of_groups(
    place: tuple[str, int], fields: Sequence[FieldDescriptor], block: Block
) -> Iterator[Finding]:
    """The findings for groups that state another unit than that of a column below."""
    described = {field.name: field for field in fields}
    for name, path in zip(block.matched, block.paths, strict=True):
        for group in path[:-1] if name is not None else ():
            if name is not None and (unit := other_unit(group, described[name])):
                message = f"見出しの単位（{unit}）が、列の単位（{described[name].unit}）と違います。"
                remedy = f"値を「{described[name].unit}」の数に直し、見出しの単位も直してください。"
                yield Finding(message, remedy, *place, _words(path))


def _shifted_groups(place: tuple[str, int], block: Block) -> Iterator[Finding]:
    """The finding for groups that may stand over the middle of their columns, not over the first.

    The first heading that stands both without a group and in one begins the first group, unless it is a
    column of that group itself.
    """
    headed = [(tuple(path[:-1]), path[-1]) for path in block.paths if path]
    runs = [(group, [heading for _, heading in run]) for group, run in groupby(headed, key=itemgetter(0))]
    before, grouped = runs[0][1] if not runs[0][0] else [], [headings for group, headings in runs if group]
    within = {heading for headings in grouped for heading in headings}
    doubtful = next((heading for heading in before if heading in within), None)
    if block.continued and doubtful not in (None, grouped[0][0]):
        message = f"上の段の見出し（「{block.continued[0][1]}」など）が、どの列からのものか決まりません。"
        remedy = (
            "上の段の見出しを、まとまりのいちばん左の列に書いてセルを結合してください。"
            "いまの並びで正しければ、表の説明のこれらの列に position（左から何列目か）を書いてください。"
        )
        yield Finding(message, remedy, *place)


def _listed(texts: Sequence[str]) -> str:
    """The first few texts and how many more there are."""
    more = f"、ほか{len(texts) - _MOST_NAMED}個" if len(texts) > _MOST_NAMED else ""
    return "、".join(texts[:_MOST_NAMED]) + more


def _words(path: Sequence[str]) -> str:
    return " ".join(" ".join(path).split())


def _misplaced(
    file: str, row: int, fields: Sequence[FieldDescriptor], block: Block, schema: Schema
) -> Iterator[Finding]:
    """The finding for columns that are not where the descriptor says, or of a file with other columns."""
    last = max((i + 1 for i, path in enumerate(block.paths) if path), default=0)
    placed = {field.name for field in schema.fields if field.is_placed}
    by_name = all(
        name in path for name, path in zip(block.matched, block.paths, strict=True) if name in placed
    )
    if schema.columnCount not in (None, last) and (fields or not by_name):
        message = f"表の列の数（{last}列）が、表の説明（{schema.columnCount}列）と違います。"
        remedy = "列が増えたか減ったなら、表の説明のこの表の position と columnCount を直してください。"
        yield Finding(message, remedy, file, row)
    if not fields:
        return
    found = _listed(
        [
            f"{one.position}列目は「{_expected(one)}」のはずが「{_heading_at(block, one.position or 0)}」"
            for one in fields
        ]
    )
    message = f"列の並びが、表の説明と違います（{found}）。"
    remedy = "届いた表の列を確かめ、表の説明のこの表の position を直してください。"
    yield Finding(message, remedy, file, row, fields[0].label)


def _expected(field: FieldDescriptor) -> str:
    return f"{field.group} {field.title}" if field.group else field.title


def _heading_at(block: Block, position: int) -> str:
    return _words(block.paths[position - 1] if position <= len(block.paths) else []) or NO_HEADING


def _others(sheet: Sheet, block: Block, notes: Notes) -> tuple[frozenset[int], list[UnknownColumn]]:
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
        elif is_set_aside(_last(block, i)):
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


def _marked(sheet: Sheet, block: Block) -> Iterator[Finding]:
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


def _note(sheet: Sheet, block: Block, fields: list[str], columns: dict[str, int], notes: Notes) -> None:
    for number, group in block.continued:
        notes.add("まとまりの名前を右の空欄にも", number, before=group, after=f"右の空欄も「{group}」")
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
