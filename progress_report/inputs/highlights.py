"""The few indicators that the report begins with: chosen in the descriptor, with their earlier values."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from progress_report.inputs.comparison import Comparison, IndicatorChange
from progress_report.inputs.formulas import (
    FISCAL_YEAR,
    Column,
    Count,
    Increase,
    Years,
    columns_of,
    nodes_of,
    tables_of,
    with_columns,
)
from progress_report.inputs.indicators import indicator_targets, indicator_value, indicator_values
from progress_report.inputs.package_descriptor import MOST_HIGHLIGHTS, IndicatorDescriptor
from progress_report.inputs.report_year import ReportYear
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date
from progress_report.model.moment import first_and_last_day
from progress_report.model.quantity import Quantity

_MOST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Highlight:
    """An indicator beside its former value.

    ``years``: the value by fiscal year, oldest first and the reported one last, as far back as the
    year's own tables reach without a gap; empty where the indicator is not one of fiscal years.
    ``tables``: what it is computed from.
    """

    change: IndicatorChange
    as_of: Date | None
    years: tuple[tuple[Date, Quantity], ...]
    tables: frozenset[str]


def highlights_of(year: ReportYear, compared: Comparison | None) -> list[Highlight]:
    """Those marked ``highlight`` in the descriptor, or else the first few, as listed there.

    What was not delivered is left out. In the first report ever (``compared`` is None) the former value
    is that of the fiscal year before in the same tables, where they have it.
    """
    values = indicator_values(year)
    targets = indicator_targets(year, values)
    changes = {} if compared is None else {change.name: change for change in compared.indicators}
    listed = [(i, one) for i, one in enumerate(year.package.descriptor.indicators) if one.name in values]
    marked = [(i, one) for i, one in listed if one.highlight] or listed
    highlights: list[Highlight] = []
    for i, indicator in marked[:MOST_HIGHLIGHTS]:
        name = indicator.name
        title = year.package.text_at("indicators", i, "title")
        years = tuple(_years(year, indicator, i))
        former = years[-2][1] if len(years) > 1 else None
        alone = IndicatorChange(name, title, former, values[name], indicator.better, targets.get(name))
        as_of = years[-1][0] if years else _as_of(year, indicator)
        tables = frozenset(tables_of(indicator.formula))
        highlights.append(Highlight(changes.get(name, alone), as_of, years, tables))
    return highlights


def _years(year: ReportYear, indicator: IndicatorDescriptor, i: int) -> list[tuple[Date, Quantity]]:
    nodes = list(nodes_of(indicator.formula))
    columns = columns_of(indicator.formula)
    reported = {year.formulas.year_of(column) for column in columns}
    tables = {column.table for column in columns}
    keys = [year.package.resource(table).table_schema.primaryKey for table in tables]
    if any(isinstance(node, Count | Increase) for node in nodes) or any(key != [FISCAL_YEAR] for key in keys):
        return []
    newest = reported.pop() if len(reported) == 1 else None
    if newest is None:
        return []
    found: list[tuple[Date, Quantity]] = []
    printed = cast(dict[FiscalYear, Date], year.table(min(tables))[FISCAL_YEAR].to_dict())
    for start in range(newest.start, newest.start - _MOST_YEARS, -1):
        if FiscalYear(start) not in printed:
            break
        then = with_columns(indicator.formula, partial(_in_year, start))
        try:
            value = indicator_value(year.formulas, indicator, year.package.line("indicators", i), then)
        except ReportError:
            break  # blank, or of a year that one of the tables does not reach back to
        found.insert(0, (printed[FiscalYear(start)], value))
    return found


def _in_year(start: int, column: Column) -> Column:
    return replace(column, rows=((FISCAL_YEAR, str(start)),), years=Years.NEWEST)


def _as_of(year: ReportYear, indicator: IndicatorDescriptor) -> Date | None:
    """The time that the indicator tells of: the latest of its tables."""
    dates = list(_dates(year, indicator))
    return max(dates, key=lambda date: first_and_last_day(date.moment)[1], default=None)


def _dates(year: ReportYear, indicator: IndicatorDescriptor) -> Iterator[Date]:
    for table in tables_of(indicator.formula):
        yield Date(year.package.resource(table).asOf, year.package.source(table, "asOf"))
