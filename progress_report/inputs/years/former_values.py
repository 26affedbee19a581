"""Values of earlier years in the former report, and the same values in the present source files.

The former report's values are read from the former year's data, or from ``published.csv`` if that report was
published as final. Tables whose rows are named by a fiscal year are compared by row and column; a table or
column that is new or ended is a change of structure, not a difference. Invented values were never published:
if real ones replace them, there is nothing to compare.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from progress_report.inputs.schema.schemas import FieldDescriptor, ResourceDescriptor
from progress_report.inputs.tables.datasets import Key, Rows, table_of, valid_rows
from progress_report.inputs.years.renamings import RowNames
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import table_rows as messages
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.inline import Date, plain_lines
from progress_report.model.quantity import Quantity

ValueKey = tuple[str, Key, str]  # table, row in comparable form, column


@dataclass(frozen=True, slots=True)
class FormerValue:
    """One value of an earlier year, as published then and as it is now; a blank is None."""

    table: str
    key: Key
    labels: tuple[Any, ...]  # the key as dates and inlines
    field: FieldDescriptor
    published: Any
    revised: Any
    published_text: str
    revised_text: str
    file: str
    row: int
    position: int  # of the row in the present table

    @property
    def value_key(self) -> ValueKey:
        """What identifies the value in the tables of both years."""
        return self.table, self.key, self.field.name

    @property
    def differs(self) -> bool:
        return bool(_plain(self.published) != _plain(self.revised))


def compared_tables(ingested: ReportYear) -> list[str]:
    """Return the tables whose earlier years the former report published; none for the first report."""
    former = ingested.previous
    return [
        resource.name
        for resource in ingested.package.descriptor.resources
        if former is not None
        and resource.name in former.package
        and _comparable(resource, former.package.resource(resource.name))
    ]


def former_values(ingested: ReportYear, table: str) -> tuple[list[FormerValue], list[Finding]]:
    """Return the values of all rows that both years have, and errors for the rows that are missing now.

    Raise ReportError with the errors of either year's table; those of the former name that year.
    """
    former = ingested.previous
    assert former is not None, "only compared tables have former values"
    now = valid_rows(ingested.project, ingested.year, ingested.package, table)
    then = _published(former, table)
    names = key_columns(now.resource)
    frame, former_frame = table_of(now), table_of(then)
    key_of = RowNames(former, ingested).translator(table, names)
    positions = {_key(cells, names): position for position, cells in enumerate(now.cells)}
    values: list[FormerValue] = []
    gone: list[Finding] = []
    for position, cells in enumerate(then.cells):
        if (present := positions.get(key_of(_key(cells, names)))) is not None:
            row, former_row = frame.iloc[present], former_frame.iloc[position]
            values += _pairs(now, then, present, position, row, former_row)
        else:
            gone.append(_gone(now, former.year, cells, names))
    return values, gone


def key_columns(resource: ResourceDescriptor) -> list[str]:
    return resource.table_schema.primaryKey


def _comparable(now: ResourceDescriptor, then: ResourceDescriptor) -> bool:
    both = (now, then)
    named_by_year = all(FISCAL_YEAR in key_columns(one) and one.survey is None for one in both)
    never_published = then.illustrative and not now.illustrative
    return named_by_year and set(key_columns(now)) == set(key_columns(then)) and not never_published


def _published(former: ReportYear, table: str) -> Rows:
    try:
        return former.rows(table)
    except ReportError as error:
        found = messages.FORMER_UNREADABLE.finding(year=former.year.label)
        raise ReportError(
            [replace(one, message=found.message + one.message, code=found.code) for one in error.findings]
        ) from None


def _pairs(
    now: Rows, then: Rows, position: int, former: int, row: pd.Series, former_row: pd.Series
) -> Iterator[FormerValue]:
    names = key_columns(now.resource)
    for field in now.resource.table_schema.fields:
        if field.name not in names and then.resource.table_schema.field(field.name) is not None:
            yield FormerValue(
                table=now.resource.name,
                key=_key(now.cells[position], names),
                labels=tuple(row[name] for name in names),
                field=field,
                published=former_row[field.name],
                revised=row[field.name],
                published_text=then.cells[former][field.name],
                revised_text=now.cells[position][field.name],
                file=now.file,
                row=now.numbers[position],
                position=position,
            )


def _gone(now: Rows, former: FiscalYear, cells: dict[str, str], names: list[str]) -> Finding:
    fields = {field.name: field for field in now.resource.table_schema.fields}
    key = "、".join(
        FiscalYear(int(cells[name])).label if name == FISCAL_YEAR else cells[name] for name in names
    )
    return messages.GONE.finding(
        now.file,
        column="、".join(fields[name].title for name in names),
        year=former.label,
        key=key,
        line=",".join(cells.get(name, "") for name in fields),
    )


def _key(cells: dict[str, str], names: list[str]) -> Key:
    """Return a row's key in the form in which years are compared."""
    return tuple(comparable(cells[name]) for name in names)


def _plain(value: Any) -> Any:
    """Reduce a value to the number, month or text that a reader sees, without its origin."""
    if isinstance(value, Quantity):
        return value.value
    if isinstance(value, Date):
        return value.moment
    return value if value is None else [comparable(line) for line in plain_lines(value)]
