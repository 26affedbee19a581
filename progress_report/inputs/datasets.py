"""Tables read from CSV, judged against their descriptor; every cell keeps its file, row and column."""

import csv
import io
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from progress_report.inputs.descriptors import FieldDescriptor, Package, ResourceDescriptor
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, ReportError, fault
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date, stated
from progress_report.model.moment import parse_moment
from progress_report.model.quantity import Cell, Quantity

_INTEGER = re.compile(r"-?[0-9]+")
FISCAL_YEAR = "fiscal_year"


@dataclass(frozen=True, slots=True)
class Rows:
    """The text cells of a data file that obeys its descriptor; ``numbers`` are file line numbers."""

    resource: ResourceDescriptor
    file: str
    cells: list[dict[str, str]]
    numbers: list[int]


def read_rows(project: Project, year: FiscalYear, package: Package, name: str) -> Rows:
    """The file's rows as text. ReportError with every fault, by row and column."""
    resource = package.resource(name)
    path = project.data_folder(year) / resource.path
    file = project.relative(path)
    table = _read_csv(path.read_bytes() if path.is_file() else None, file)
    header, *records = table
    expected = [field.name for field in resource.table_schema.fields]
    findings = _header_findings(header[1], expected, file)
    if findings:
        raise ReportError(findings)
    rows = Rows(resource, file, [], [])
    for number, record in records:
        if len(record) != len(expected):
            message = f"列の数が合いません（{len(expected)}列のところ{len(record)}列）。"
            findings.append(Finding(message, "余分なカンマや改行がないか確認してください。", file, number))
            continue
        rows.cells.append(dict(zip(expected, record, strict=True)))
        rows.numbers.append(number)
    for field in resource.table_schema.fields:
        findings += _column_findings(rows, field)
    findings += _key_findings(rows)
    if not rows.cells and not findings:
        findings.append(Finding("データの行がありません。", "表に値を入力してください。", file))
    if findings:
        raise ReportError(sorted(findings, key=lambda finding: (finding.row or 0, finding.column)))
    return rows


def table_of(rows: Rows) -> pd.DataFrame:
    """Counts as Quantities, texts as fragments, years and months as dates; blanks are None.

    Indexed by the primary key: FiscalYear objects for ``fiscal_year``, texts otherwise.
    """
    columns = {
        field.name: pd.Series(
            [_value(rows, field, i) for i in range(len(rows.cells))], dtype=object, name=field.name
        )
        for field in rows.resource.table_schema.fields
    }
    keys = [
        pd.Series([_key(cells[name], name) for cells in rows.cells], dtype=object)
        for name in rows.resource.table_schema.primaryKey
    ]
    index = pd.Index(keys[0], dtype=object) if len(keys) == 1 else pd.MultiIndex.from_arrays(keys)
    frame = pd.DataFrame(columns)
    frame.index = index
    return frame


def cell_origin(rows: Rows, field: FieldDescriptor, position: int) -> Cell:
    resource = rows.resource
    return Cell(rows.file, rows.numbers[position], field.name, field.title, resource.illustrative)


def _key(text: str, column: str) -> FiscalYear | str:
    return FiscalYear(int(text)) if column == FISCAL_YEAR else text


def _value(rows: Rows, field: FieldDescriptor, position: int) -> Any:
    text = rows.cells[position][field.name]
    if not text:
        return None
    origin = cell_origin(rows, field, position)
    if field.name == FISCAL_YEAR:
        return Date(FiscalYear(int(text)), origin)
    if field.type == "yearmonth":
        return Date(parse_moment(text), origin)
    if field.type == "integer":
        return Quantity(Fraction(int(text)), field.unit or "", origin)
    return stated(text, origin)


def _read_csv(content: bytes | None, file: str) -> list[tuple[int, list[str]]]:
    if content is None:
        raise fault("ファイルがありません。", "datapackage.json の path と置き場所を確認してください。", file=file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise fault("文字コードがUTF-8ではありません。", "UTF-8で保存し直してください。", file=file) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table: list[tuple[int, list[str]]] = []
    end = 0
    try:
        for record in reader:
            start, end = end + 1, reader.line_num
            if record:
                table.append((start, record))
    except csv.Error:
        raise fault(
            "CSVとして読めません（引用符の対応が取れていません）。",
            "二重引用符を確認してください。",
            file=file,
            row=reader.line_num,
        ) from None
    if not table:
        raise fault("ファイルが空です。", "見出し行と値を入力してください。", file=file)
    return table


def _header_findings(header: list[str], expected: list[str], file: str) -> list[Finding]:
    findings = [
        Finding("列がありません。", f"見出し行に「{name}」を加えてください。", file, 1, name)
        for name in expected
        if name not in header
    ]
    findings += [
        Finding("知らない列です。", f"使う列は {'、'.join(expected)} です。", file, 1, name or "（空の見出し）")
        for name in header
        if name not in expected
    ]
    if not findings and header != expected:
        remedy = f"{'、'.join(expected)} の順に一度ずつ並べてください。"
        findings.append(Finding("列の順序が違うか、同じ列が二度あります。", remedy, file, 1))
    return findings


def _column_findings(rows: Rows, field: FieldDescriptor) -> list[Finding]:
    findings = []
    seen: dict[str, int] = {}
    for number, cells in zip(rows.numbers, rows.cells, strict=True):
        text = cells[field.name]
        problem = _problem(text, field)
        if problem is None and text and field.constraints.unique and text in seen:
            problem = (f"{seen[text]}行目と同じ値です（「{text}」）。", "重複を除いてください。")
        seen.setdefault(text, number)
        if problem:
            findings.append(Finding(*problem, rows.file, number, field.title))
    return findings


def _problem(text: str, field: FieldDescriptor) -> tuple[str, str] | None:
    rule = field.constraints
    if not text:
        return ("値がありません。", "値を入力してください（0件は 0 と書きます）。") if rule.required else None
    if rule.enum is not None and text not in rule.enum:
        return f"選択肢にない値です（「{text}」）。", f"{'、'.join(rule.enum)} のどれかにしてください。"
    if field.type == "yearmonth":
        try:
            parse_moment(text)
        except ValueError:
            return f"年月として読めません（「{text}」）。", "2024-10 の形で書いてください。"
    if field.type == "integer":
        if not _INTEGER.fullmatch(text):
            return f"数値ではありません（「{text}」）。", "半角の数字だけを入力してください。"
        number = int(text)
        if rule.minimum is not None and number < rule.minimum:
            return f"小さすぎる値です（{number}）。", f"{rule.minimum}以上にしてください。"
        if rule.maximum is not None and number > rule.maximum:
            return f"大きすぎる値です（{number}）。", f"{rule.maximum}以下にしてください。"
    if rule.pattern is not None and not re.fullmatch(rule.pattern, text):
        return f"書き方が違います（「{text}」）。", field.description
    return None


def _key_findings(rows: Rows) -> list[Finding]:
    names = rows.resource.table_schema.primaryKey
    seen: dict[tuple[str, ...], int] = {}
    findings = []
    for number, cells in zip(rows.numbers, rows.cells, strict=True):
        key = tuple(cells[name] for name in names)
        if key in seen:
            message = f"{seen[key]}行目と同じ行です（{'、'.join(key)}）。"
            findings.append(Finding(message, "どちらかを消してください。", rows.file, number, names[0]))
        seen.setdefault(key, number)
    return findings
