"""All values of a report's indicators in its inputs: of this year, the former report and earlier rows."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import cast

from progress_report.inputs.formulas.formula_nodes import (
    Count,
    Increase,
    Years,
    columns_of,
    nodes_of,
    tables_of,
    with_columns,
)
from progress_report.inputs.schema.package_descriptor import IndicatorDescriptor
from progress_report.inputs.years.indicators import (
    indicator_targets,
    indicator_value,
    indicator_values,
    target_dates,
)
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.verdicts import newest_date
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.inline import Date, plain_text
from progress_report.model.moment import Day, Moment, first_and_last_day
from progress_report.model.quantity import Quantity


@dataclass(frozen=True, slots=True)
class IndicatorPoint:
    """An indicator's value in one fiscal year.

    ``by_year``: whether it comes from the year's row of a table by fiscal year; otherwise ``fiscal_year`` is
    the one that contains ``as_of``. ``reported``: the year of the report whose data have it; ``sources``: the
    publications declared for these data.
    """

    name: str
    title: str
    value: Quantity
    fiscal_year: FiscalYear
    by_year: bool
    as_of: Moment | None
    reported: FiscalYear
    sources: tuple[str, ...]
    target: Quantity | None = None
    due: Moment | None = None

    @property
    def identity(self) -> tuple[str, FiscalYear, Moment | None]:
        """The identity of a value: the same for two reports' values of one time."""
        return self.name, self.fiscal_year, None if self.by_year else self.as_of


def indicator_history(year: ReportYear) -> list[IndicatorPoint]:
    """Return the values of this year's report and the former one's, by indicator and time.

    If both have a value for the same time, this year's counts, unless only that one is invented. Raise
    ReportError if a value cannot be computed.
    """
    reports = filter(None, (year, year.previous))
    found = [point for report in reports for point in _points(report, is_former=report is not year)]
    titles: dict[str, str] = {}
    points: dict[tuple[object, ...], IndicatorPoint] = {}
    for point in found:
        titles.setdefault(point.name, point.title)
        points[point.identity] = _preferred(points.get(point.identity), point)
    order = list(titles)
    named = [replace(point, title=titles[point.name]) for point in points.values()]
    return sorted(named, key=lambda point: (order.index(point.name), point.fiscal_year, point.reported))


def _preferred(own: IndicatorPoint | None, former: IndicatorPoint) -> IndicatorPoint:
    """Return the value to be published, with the target of its year."""
    if own is None or (own.value.illustrative and not former.value.illustrative):
        return former
    return own if own.target is not None else replace(own, target=former.target, due=former.due)


def year_of_rows(year: ReportYear, indicator: IndicatorDescriptor) -> FiscalYear | None:
    """Return the fiscal year of the rows used by an indicator; None if they are not of one year."""
    columns = columns_of(indicator.formula)
    tables = {column.table for column in columns}
    keys = [year.package.resource(table).table_schema.primaryKey for table in tables]
    several = any(isinstance(node, Count | Increase) for node in nodes_of(indicator.formula))
    if several or any(key != [FISCAL_YEAR] for key in keys):
        return None
    reported = {year.formulas.year_of(column) for column in columns}
    return reported.pop() if len(reported) == 1 else None


def dates_of_rows(year: ReportYear, indicator: IndicatorDescriptor) -> dict[FiscalYear, Date]:
    """Return the fiscal years in a table of the indicator, with their printed dates."""
    table = min(tables_of(indicator.formula))
    return cast(dict[FiscalYear, Date], year.table(table)[FISCAL_YEAR].to_dict())


def value_in(
    year: ReportYear, indicator: IndicatorDescriptor, line: int, fiscal_year: FiscalYear
) -> Quantity | None:
    """Return the indicator's value for another fiscal year's rows.

    None if it is blank, or a table does not go back to that year.
    """
    rows = ((FISCAL_YEAR, str(fiscal_year.start)),)
    then = with_columns(indicator.formula, lambda column: replace(column, rows=rows, years=Years.NEWEST))
    with suppress(ReportError):
        return indicator_value(year.formulas, indicator, line, then)
    return None


def _points(report: ReportYear, *, is_former: bool) -> Iterator[IndicatorPoint]:
    """Yield each indicator's value in a report, followed by those of earlier years in the same tables."""
    values = indicator_values(report)
    targets: dict[str, Quantity] = {}
    dates: dict[str, Date] = {}
    try:
        targets, dates = indicator_targets(report, values), target_dates(report)
    except ReportError:  # errors in a former year's targets are reported for that year
        if not is_former:
            raise
    for i, indicator in enumerate(report.package.descriptor.indicators):
        if (value := values.get(indicator.name)) is None:
            continue
        tables = tables_of(indicator.formula)
        dated = newest_date(report, tables)
        as_of = None if dated is None else dated.moment
        newest = year_of_rows(report, indicator)
        due = dates.get(indicator.name) if indicator.name in targets else None
        point = IndicatorPoint(
            indicator.name,
            plain_text(report.package.text_at("indicators", i, "title")),
            value,
            newest or _fiscal_year(as_of) or report.year,
            newest is not None,
            as_of,
            report.year,
            _sources(report, tables),
            targets.get(indicator.name),
            None if due is None else due.moment,
        )
        yield point
        line = report.package.line("indicators", i)
        for earlier in () if newest is None else sorted(dates_of_rows(report, indicator)):
            then = value_in(report, indicator, line, earlier) if earlier < point.fiscal_year else None
            if then is not None:
                yield _earlier(point, then, earlier)


def _earlier(point: IndicatorPoint, value: Quantity, fiscal_year: FiscalYear) -> IndicatorPoint:
    """Return an earlier row's value, as of its year's end if the newest value is as of its own year's end."""
    at_end = isinstance(point.as_of, Day) and point.as_of.date == point.fiscal_year.last_day
    as_of = Day(fiscal_year.last_day) if at_end else fiscal_year
    return replace(point, value=value, fiscal_year=fiscal_year, as_of=as_of, target=None, due=None)


def _fiscal_year(moment: Moment | None) -> FiscalYear | None:
    return None if moment is None else FiscalYear.containing(first_and_last_day(moment)[1])


def _sources(report: ReportYear, tables: set[str]) -> tuple[str, ...]:
    named = (one.title for table in sorted(tables) for one in report.package.resource(table).sources)
    return tuple(dict.fromkeys(named))
