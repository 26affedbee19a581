"""The few indicators at the beginning of the report: chosen in the descriptor, with their earlier values."""

from dataclasses import dataclass, replace

from progress_report.inputs.formulas.formula_nodes import tables_of
from progress_report.inputs.schema.package_descriptor import MOST_HIGHLIGHTS, IndicatorDescriptor
from progress_report.inputs.years.comparison import Comparison, IndicatorChange
from progress_report.inputs.years.indicator_history import dates_of_rows, value_in, year_of_rows
from progress_report.inputs.years.indicators import (
    indicator_targets,
    indicator_values,
    target_dates,
)
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.verdicts import newest_date
from progress_report.model.inline import Date, Inline, text
from progress_report.model.moment import Day, Month, first_and_last_day
from progress_report.model.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Highlight:
    """An indicator with its former value.

    ``as_of``: the time of the present value as printed, or empty. ``tables``: the tables it is computed from.
    """

    change: IndicatorChange
    as_of: Inline
    tables: frozenset[str]


def highlights_of(year: ReportYear, compared: Comparison | None) -> list[Highlight]:
    """Return the indicators marked ``highlight`` in the descriptor, or else the first few, in its order.

    Indicators without data are left out, and so are invented ones, unless all data of the year are invented.
    In the first report (``compared`` is None) the former value is that of the fiscal year before in the same
    tables, if they have it.
    """
    values = indicator_values(year)
    targets, dates = indicator_targets(year, values), target_dates(year)
    changes = {} if compared is None else {change.name: change for change in compared.indicators}
    listed = [(i, one) for i, one in enumerate(year.package.descriptor.indicators) if one.name in values]
    marked = [(i, one) for i, one in listed if one.highlight] or listed
    highlights: list[Highlight] = []
    for i, indicator in marked[:MOST_HIGHLIGHTS]:
        name, tables = indicator.name, tables_of(indicator.formula)
        former, fiscal_year = _year_before(year, indicator, i)
        as_of = newest_date(year, tables)
        alone = IndicatorChange(
            name,
            year.package.text_at("indicators", i, "title"),
            former,
            values[name],
            indicator.better,
            targets.get(name),
            due=dates.get(name),
            as_of=as_of,
        )
        change = published_change(year, changes.get(name, alone))
        if change is not None:
            highlights.append(Highlight(change, _printed_time(as_of, fiscal_year), frozenset(tables)))
    return highlights


def published_change(year: ReportYear, change: IndicatorChange) -> IndicatorChange | None:
    """Return the change as it may be printed in the report's key figures, without invented values.

    None if the present value is invented; without the former value if that is invented. If all data of the
    year are invented, the whole report is stamped, and its key figures are a demonstration.
    """
    if year.illustrative:
        return change
    if change.present is None or change.present.illustrative:
        return None
    former = (change.former, change.revised)
    if any(one is not None and one.illustrative for one in former):
        return replace(change, former=None, revised=None, restatements=())
    return change


def _printed_time(as_of: Date | None, fiscal_year: Date | None) -> Inline:
    """Format a value's time: 「令和5年度末現在」 at the end of its year, 「令和6年7月31日（水）現在」."""
    if as_of is None:
        return ()
    if fiscal_year is None:
        return (as_of, *text("現在" if isinstance(as_of.moment, Day | Month) else ""))
    last = first_and_last_day(fiscal_year.moment)[1]
    at_its_end = isinstance(as_of.moment, Day) and as_of.moment.date == last
    return (fiscal_year, *text("末現在" if at_its_end else ""))


def _year_before(
    year: ReportYear, indicator: IndicatorDescriptor, i: int
) -> tuple[Quantity | None, Date | None]:
    """Return an indicator's value of the fiscal year before, and the year of its present value.

    Both are None if the indicator is not by fiscal year; the value is None if a table does not go back that
    far.
    """
    newest = year_of_rows(year, indicator)
    if newest is None:
        return None, None
    printed = dates_of_rows(year, indicator)
    former = None
    if newest.previous in printed:
        former = value_in(year, indicator, year.package.line("indicators", i), newest.previous)
    return former, printed.get(newest)
