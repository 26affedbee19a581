"""Tables validated against their descriptor; every cell keeps its file, row and column."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from progress_report.inputs.parsing.file_names import similar_file_remedy
from progress_report.inputs.project import Project
from progress_report.inputs.readers.cells import read_cell
from progress_report.inputs.readers.dates import message_for
from progress_report.inputs.readers.forms import require_form_of
from progress_report.inputs.readers.normalizations import REMARKS, Normalization, Notes, notes_of
from progress_report.inputs.readers.numbers import decimals_of, displayed_decimals, number_of, quantity_of
from progress_report.inputs.readers.records import CellPosition, records_of
from progress_report.inputs.readers.sources import ingested_file, read_sheet
from progress_report.inputs.schema.choices import choice_problem, with_code
from progress_report.inputs.schema.descriptors import Package
from progress_report.inputs.schema.schema_scalars import whole_matcher
from progress_report.inputs.schema.schemas import FieldDescriptor, ForeignKey, ResourceDescriptor
from progress_report.inputs.tables.ranges import range_findings
from progress_report.messages import table_cells, table_rows
from progress_report.messages.message import MessageError
from progress_report.model.comparable import code_point_difference, comparable
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FIRST_YEAR, FISCAL_YEAR, LAST_YEAR, FiscalYear
from progress_report.model.inline import Date, literal
from progress_report.model.moment import parse_moment
from progress_report.model.quantity import Cell

if TYPE_CHECKING:
    import pandas as pd

_MOST_DIGITS = 15  # precision of a spreadsheet's numbers

Key = tuple[str, ...]  # a row's primary key as written, in the schema's order


@dataclass(frozen=True, slots=True)
class Rows:
    """The text cells of a data file that matches its descriptor; ``numbers`` are file line numbers.

    ``titles``: the texts above the table, with their line numbers. ``elsewhere``: the sources of cells that
    come from another file, by position and column.
    """

    resource: ResourceDescriptor
    file: str
    cells: list[dict[str, str]]
    numbers: list[int]
    normalizations: tuple[Normalization, ...] = ()
    titles: tuple[tuple[int, str], ...] = ()
    elsewhere: Mapping[tuple[int, str], Cell] | None = None


def read_rows(project: Project, year: FiscalYear, package: Package, name: str) -> Rows:
    """Read the file's rows as text. Raise ReportError with every error, by row and column."""
    resource = package.resource(name)
    path = ingested_file(project, year, resource)
    file = project.relative(path)
    sheet = read_sheet(project, path, resource)
    require_form_of(sheet, resource, year)
    records = records_of(sheet, resource)
    rows = Rows(resource, file, records.cells, records.numbers, records.normalizations, records.titles)
    findings = records.findings
    for field in resource.table_schema.fields:
        findings += _column_findings(rows, field, records.unread)
    findings += _key_findings(rows)
    if not rows.cells and not findings:
        remedy = similar_file_remedy(path)
        if resource.survey:
            remedy = f"回答を入れるか、実施しなかった年は params に not_held: [{name}] と書いてください。"
        findings.append(table_rows.NONE.finding(file, remedy=remedy))
    if not findings:
        findings += range_findings(resource, file, rows.cells, rows.numbers)
        findings += _respondent_findings(rows)
    if findings:
        findings += notes_of(one for one in rows.normalizations if one.kind == REMARKS)
        raise ReportError(sorted(findings, key=lambda finding: (finding.row or 0, finding.column)))
    return rows


def _respondent_findings(rows: Rows) -> list[Finding]:
    """Return the error that a survey's number of rows differs from the one in its descriptor.

    A number given by a formula is compared in cross-checks.
    """
    literal = rows.resource.survey and rows.resource.survey.respondents
    if not isinstance(literal, int) or literal == len(rows.cells):
        return []
    found, respondents = f"{len(rows.cells):,}", f"{literal:,}"
    return [table_rows.OTHER_RESPONDENTS.finding(rows.file, found=found, respondents=respondents)]


def _with_references(rows: Rows, key: ForeignKey, target: Rows) -> tuple[Rows, list[Finding]]:
    """Spell references as in the target table, and return the errors for references to missing rows.

    Blanks refer to nothing. A value equal to a key of the target except for character width or composition is
    replaced by that key.
    """
    known = {tuple(cells[name] for name in key.reference.fields) for cells in target.cells}
    alike = {tuple(map(comparable, one)): one for one in sorted(known)}
    notes = Notes(rows.file)
    field = rows.resource.table_schema.field(key.fields[0])
    title = field.title if field else ""
    findings: list[Finding] = []
    spelled: list[dict[str, str]] = []
    for number, cells in zip(rows.numbers, rows.cells, strict=True):
        values = tuple(cells[name] for name in key.fields)
        found = alike.get(tuple(map(comparable, values)), values)
        if all(values) and values not in known and found != values:
            notes.add(f"{target.file} と同じ文字に", number, title, "、".join(values), "、".join(found))
            cells = {**cells, **dict(zip(key.fields, found, strict=True))}
        elif all(values) and values not in known:
            findings.append(
                table_cells.NOT_IN_OTHER_TABLE.finding(
                    rows.file,
                    number,
                    title,
                    target=target.file,
                    value="、".join(values),
                    known="、".join("／".join(one) for one in sorted(known)),
                )
            )
        spelled.append(cells)
    return replace(rows, cells=spelled, normalizations=(*rows.normalizations, *notes.all())), findings


def valid_rows(project: Project, year: FiscalYear, package: Package, name: str) -> Rows:
    """Return the table's rows. Raise ReportError if a row refers to one that another table does not have."""
    rows = read_rows(project, year, package, name)
    findings: list[Finding] = []
    for key in rows.resource.table_schema.foreignKeys:
        target = read_rows(project, year, package, key.reference.resource)
        rows, unknown = _with_references(rows, key, target)
        findings += unknown
    if findings:
        raise ReportError(findings)
    return rows


def table_of(rows: Rows) -> "pd.DataFrame":
    """Convert counts to Quantities, texts to inlines, years and months to dates, blanks to None.

    Indexed by the primary key: FiscalYear objects for ``fiscal_year``, texts otherwise.
    """
    import pandas as pd

    schema = rows.resource.table_schema
    frame = pd.DataFrame(
        {field.name: pd.Series(_values(rows, field), dtype=object) for field in schema.fields}
    )
    keys = [
        pd.Series([_key(cells[name], name) for cells in rows.cells], dtype=object)
        for name in schema.primaryKey
    ]
    frame.index = pd.Index(keys[0], dtype=object) if len(keys) == 1 else pd.MultiIndex.from_arrays(keys)
    return frame


def cell_origin(rows: Rows, field: FieldDescriptor, position: int) -> Cell:
    """Return the file, row and column of a cell, for a value's origin or a warning about it."""
    resource = rows.resource
    if rows.elsewhere and (position, field.name) in rows.elsewhere:
        return rows.elsewhere[position, field.name]
    return Cell(rows.file, rows.numbers[position], field.name, field.label, resource.illustrative)


def _key(text: str, column: str) -> FiscalYear | str:
    return FiscalYear(int(text)) if column == FISCAL_YEAR else text


def _values(rows: Rows, field: FieldDescriptor) -> list[Any]:
    decimals = displayed_decimals(field, (cells[field.name] for cells in rows.cells))
    return [_value(rows, field, i, decimals) for i in range(len(rows.cells))]


def _value(rows: Rows, field: FieldDescriptor, position: int, decimals: int) -> Any:
    text = rows.cells[position][field.name]
    if not text:
        return None
    origin = cell_origin(rows, field, position)
    if field.name == FISCAL_YEAR:
        return Date(FiscalYear(int(text)), origin)
    if field.is_date:
        return Date(parse_moment(text), origin)
    if field.is_numeric:
        return quantity_of(text, field.unit or "", origin, decimals)
    return literal(text, origin)


def _column_findings(rows: Rows, field: FieldDescriptor, unread: Container[CellPosition]) -> list[Finding]:
    findings = []
    seen: dict[str, tuple[int, str]] = {}
    required = field.constraints.required or field.name in rows.resource.table_schema.primaryKey
    for number, cells in zip(rows.numbers, rows.cells, strict=True):
        text = cells[field.name]
        problem = None if (number, field.name) in unread else _cell_problem(text, field, required)
        if problem is None and text and field.constraints.unique:
            first, other = seen.setdefault(comparable(text), (number, text))
            if first != number:
                remedy = _separate(other, text) + table_cells.REPEATED.remedy
                problem = table_cells.REPEATED.finding(remedy=remedy, first=first, text=text)
        if problem:
            findings.append(replace(problem, file=rows.file, row=number, column=field.label))
    return findings


def is_valid_cell(text: str, field: FieldDescriptor) -> bool:
    """Return whether a text is a value of the column, in the form in which tables are read."""
    try:
        as_read = field.is_text or read_cell(text, None, field).text == text
    except MessageError:
        return False
    return as_read and _cell_problem(text, field, required=False) is None


def _cell_problem(text: str, field: FieldDescriptor, required: bool) -> Finding | None:
    """Return the error in a cell as read, without its location; None for a valid cell."""
    rule = field.constraints
    if not text:
        return table_cells.MISSING.finding(remedy=_remedy_for_blank(field)) if required else None
    if field.choices is not None and (problem := choice_problem(text, field)):
        return problem
    if field.is_numeric and (found := _number_problem(text, field)):
        return found
    if rule.pattern is not None and not whole_matcher(rule.pattern)(text):
        remedy = field.description or ""
        return table_cells.OTHER_PATTERN.finding(remedy=remedy, text=text, pattern=rule.pattern)
    return None


def _remedy_for_blank(field: FieldDescriptor) -> str:
    """Return the remedy for a blank in a required cell of the column; empty for the usual one."""
    if choices := field.choices:
        return f"{'、'.join(with_code(one, field) for one in choices)} のどれかを入力してください。"
    if field.name == FISCAL_YEAR:
        return "年度（例: 2024）を入力してください。"
    if field.is_numeric:
        return "値を入力してください（0件は 0 と書きます）。"
    if field.is_date:
        return message_for(field).remedy
    return "ほかの行と重ならない値を入力してください。" if field.constraints.unique else ""


def _number_problem(text: str, field: FieldDescriptor) -> Finding | None:
    rule = field.constraints
    if len(text) > _MOST_DIGITS:
        return table_cells.TOO_MANY_DIGITS.finding(text=text, most=_MOST_DIGITS)
    if field.decimals is not None and decimals_of(text) > field.decimals:
        remedy = (
            f"{field.decimals}桁に四捨五入した値を入力するか、"
            f"表の説明のこの列の decimals（{field.decimals}）を直してください。"
        )
        return table_cells.TOO_MANY_DECIMALS.finding(remedy=remedy, text=text)
    number = number_of(text)
    if rule.minimum is not None and number < rule.minimum:
        return table_cells.TOO_SMALL.finding(text=text, least=rule.minimum)
    if rule.maximum is not None and number > rule.maximum:
        return table_cells.TOO_LARGE.finding(text=text, most=rule.maximum)
    if field.name == FISCAL_YEAR and not FIRST_YEAR <= number <= LAST_YEAR:
        return table_cells.FISCAL_YEAR_FAR_OFF.finding(text=text)
    return None


def _key_findings(rows: Rows) -> list[Finding]:
    names = rows.resource.table_schema.primaryKey
    fields = {field.name: field for field in rows.resource.table_schema.fields}
    if any(fields[name].constraints.unique for name in names):
        return []  # a repeated key is then a repeated value, already reported
    titles = "、".join(fields[name].label for name in names)
    seen: dict[Key, tuple[int, Key]] = {}
    findings = []
    for number, cells in zip(rows.numbers, rows.cells, strict=True):
        key = tuple(cells[name] for name in names)
        first, other = seen.setdefault(tuple(map(comparable, key)), (number, key))
        if first != number and all(key):
            words = "、".join(key)
            remedy = _separate("、".join(other), words) + table_rows.SAME_KEY.remedy
            findings.append(
                table_rows.SAME_KEY.finding(rows.file, number, titles, remedy=remedy, first=first, key=words)
            )
    return findings


def _separate(one: str, other: str) -> str:
    """Name the code points in which two texts that look the same differ."""
    remedy = f"文字の番号だけが違います（{code_point_difference(one, other)}）。"
    return "" if one == other else remedy
