"""Forms that ``request`` wrote and a division filled in: their table and year, and unanswered rows.

A form names its table and year in a line above the table, and in a property of the workbook. Any file may
have two kinds of additional columns, recognized by their headings: 【参考】 is ignored, and text in 【連絡】
is reported.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from progress_report.inputs.readers.sheet import LINES_SEARCHED, Sheet
from progress_report.inputs.schema.schemas import ResourceDescriptor, Schema
from progress_report.messages import table_rows as messages
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FIRST_YEAR, FISCAL_YEAR, LAST_YEAR, FiscalYear
from progress_report.model.numerals import half_width

FORM_PROPERTY = "progress-report-form"
REFERENCE, REMARK = "【参考】", "【連絡】"
_LONGEST_PART = 100_000  # limit in bytes for the part with a workbook's properties
_PROPERTY = re.compile(r"([A-Za-z_]\w*) ([0-9]{4}) ([0-9a-f]{16})", re.ASCII)
_LINE = re.compile(r"様式\s+([A-Za-z_][A-Za-z0-9_]*)\s+(\S+年度)")


@dataclass(frozen=True, slots=True)
class Form:
    """The table and fiscal year that a form asks for."""

    table: str
    year: FiscalYear

    @property
    def line(self) -> str:
        """The line above the table that identifies the form."""
        return f"様式　{self.table}　{self.year.label}"

    def property(self, texts: Iterable[str]) -> str:
        """Return the workbook property that identifies the form; ``texts``: those above the table."""
        return f"{self.table} {self.year.start} {_digest(texts)}"


def form_of(sheet: Sheet) -> Form | None:
    """Return the form in the sheet; None for any other table."""
    return next(iter(_forms(sheet)), None)


def require_form_of(sheet: Sheet, resource: ResourceDescriptor, year: FiscalYear) -> None:
    """Raise ReportError if the sheet is a form of another table or year."""
    findings = []
    for form in _forms(sheet):
        named: dict[str, Any] = {"table": form.table, "year": form.year.label}
        if form.table != resource.name:
            findings.append(
                messages.FORM_OF_OTHER_TABLE.finding(
                    sheet.file, expected=resource.name, title=resource.title, **named
                )
            )
        elif form.year != year:
            findings.append(
                messages.FORM_OF_OTHER_YEAR.finding(
                    sheet.file, expected=year.label, start=year.start, **named
                )
            )
    if findings:
        raise ReportError(findings)


def form_in(path: Path) -> Form | None:
    """Return the form in a workbook's file, by its property alone; None for any other file."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/custom.xml") as part:
            match = _PROPERTY.search(part.read(_LONGEST_PART).decode())
        return match and Form(match[1], FiscalYear.parse(match[2]))
    except Exception:  # a damaged archive, or one without such a part, is not a form
        return None


def are_as_written(sheet: Sheet, texts: Iterable[str]) -> bool:
    """Return whether the texts above the table are unchanged since the form was written."""
    match = _PROPERTY.fullmatch(sheet.form_property)
    return match is not None and match[3] == _digest(texts)


def is_set_aside(heading: str) -> bool:
    """Return whether a column with this heading does not belong to the table."""
    return half_width(heading).startswith((REFERENCE, REMARK))


def is_remark(heading: str) -> bool:
    """Return whether the text in a column with this heading is to be reported."""
    return half_width(heading).startswith(REMARK)


def unanswered(
    file: str, schema: Schema, numbers: Sequence[int], rows: Sequence[dict[str, str]]
) -> tuple[list[Finding], set[tuple[int, str]]]:
    """Return findings for the form's rows without values, and the cells missing in them.

    In tables by fiscal year, only the newest year's rows are required. A form without any answer is one
    finding.
    """
    wanted = [
        one.name for one in schema.fields if one.constraints.required and one.name not in schema.primaryKey
    ]
    asked = _asked(schema, numbers, rows)
    if not asked:
        return [messages.NOTHING_FILLED_IN.finding(file)], set()
    values = [one.name for one in schema.fields if one.name not in schema.primaryKey]
    blank = (
        [(number, row) for number, row in asked if not any(row[name] for name in values)] if wanted else []
    )
    missing = {(number, name) for number, _ in blank for name in wanted}
    if len(blank) == len(asked):
        return [messages.NOTHING_FILLED_IN.finding(file)], missing
    column = schema.fields[0].title
    return [
        messages.ROW_NOT_FILLED_IN.finding(file, number, column, name=_name(row, schema))
        for number, row in blank
    ], missing


def _forms(sheet: Sheet) -> list[Form]:
    """Return the forms named by the workbook's property and by the line above the table."""
    named = []
    if match := _PROPERTY.fullmatch(sheet.form_property):
        named.append((match[1], match[2]))
    for _, cells in sheet.lines[:LINES_SEARCHED]:
        named += [(found[1], found[2]) for cell in cells if (found := _LINE.fullmatch(half_width(cell)))]
    forms = []
    for table, written in named:
        try:
            forms.append(Form(table, FiscalYear.parse(written)))
        except ValueError:  # the year does not exist, so the line is an ordinary title
            continue
    return list(dict.fromkeys(forms))


def _asked(
    schema: Schema, numbers: Sequence[int], rows: Sequence[dict[str, str]]
) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with their line numbers; in tables by fiscal year, those of the newest year."""
    numbered = list(zip(numbers, rows, strict=True))
    if FISCAL_YEAR not in schema.primaryKey:
        return numbered
    newest = max((row[FISCAL_YEAR] for row in rows if row[FISCAL_YEAR].isdecimal()), key=int, default="")
    return [(number, row) for number, row in numbered if row[FISCAL_YEAR] == newest]


def _name(row: dict[str, str], schema: Schema) -> str:
    """Return a row's key in readable form."""
    return "、".join(
        FiscalYear(int(text)).label if name == FISCAL_YEAR and _is_year(text) else text
        for name in schema.primaryKey
        if (text := row[name])
    )


def _is_year(text: str) -> bool:
    return text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR


def _digest(texts: Iterable[str]) -> str:
    return sha256("\n".join(text.strip() for text in texts).encode()).hexdigest()[:16]
