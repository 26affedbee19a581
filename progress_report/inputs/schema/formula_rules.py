"""Validation of the names in a formula: every table, column, question and row key must be described."""

from collections.abc import Iterator
from dataclasses import replace

from progress_report.inputs.formulas.formula_nodes import (
    Column,
    Count,
    Formula,
    Increase,
    Span,
    Years,
    nodes_of,
)
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.messages import schema as messages
from progress_report.messages.surveys import NO_QUESTION
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FISCAL_YEAR

Resources = dict[str, ResourceDescriptor]


def formula_findings(formula: Formula, tables: Resources) -> Iterator[Finding]:
    """Yield errors in the names; each message begins with the position in the formula."""
    for node in nodes_of(formula):
        match node:
            case Column():
                yield from _placed(node.at, _column(node, tables))
            case Increase(column):
                yield from _placed(node.at, _increase(column, tables))
            case Count():
                yield from _placed(node.at, _count(node, tables))


def _placed(at: Span | None, findings: Iterator[Finding]) -> Iterator[Finding]:
    return (replace(one, message=f"{at or ''}{one.message}") for one in findings)


def no_table(name: str, tables: Resources) -> Finding:
    return messages.NO_TABLE.finding(remedy=near_remedy(name, tables), name=name, known="、".join(tables))


def no_column(resource: ResourceDescriptor, name: str) -> Finding:
    """Return the error for an unknown column; if ``name`` is a title, the remedy gives the column's name."""
    fields = resource.table_schema.fields
    known = [field.name for field in fields]
    titled = next((field.name for field in fields if field.title == name), None)
    remedy = f"「{titled}」と書いてください。" if titled else near_remedy(name, known)
    return messages.NO_COLUMN.finding(remedy=remedy, table=resource.name, name=name, known="、".join(known))


def _column(column: Column, tables: Resources) -> Iterator[Finding]:
    if (resource := tables.get(column.table)) is None:
        yield no_table(column.table, tables)
        return
    schema = resource.table_schema
    field = schema.field(column.name)
    if field is None:
        yield no_column(resource, column.name)
    elif not field.is_numeric or field.name == FISCAL_YEAR:
        yield messages.NO_NUMBERS.finding(name=column.full_name)
    for key, _ in column.rows:
        if key not in schema.primaryKey:
            yield messages.NO_KEY.finding(name=key, table=resource.name, keys="、".join(schema.primaryKey))
    if column.years is Years.PREVIOUS and FISCAL_YEAR not in schema.primaryKey:
        yield messages.NOT_BY_YEAR.finding(table=resource.name, key=FISCAL_YEAR)


def _increase(column: Column, tables: Resources) -> Iterator[Finding]:
    resource = tables.get(column.table)
    if resource is not None and resource.table_schema.primaryKey != [FISCAL_YEAR]:
        yield messages.NOT_BY_YEAR.finding(table=resource.name, key=FISCAL_YEAR)


def _count(count: Count, tables: Resources) -> Iterator[Finding]:
    if (resource := tables.get(count.survey)) is None:
        yield no_table(count.survey, tables)
        return
    asked = [one.name for one in resource.survey.questions] if resource.survey else []
    if count.counter != "rows" and count.question not in asked:
        known = "、".join(f"{count.survey}.{one}" for one in asked) or "なし"
        yield NO_QUESTION.finding(remedy=near_remedy(count.question, asked), name=count.asked, known=known)
