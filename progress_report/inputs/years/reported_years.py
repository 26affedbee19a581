"""The fiscal years that tables are reported for: ``dates.as_of`` and, if given, ``dates.comparison``."""

from collections.abc import Collection

from progress_report.inputs.formulas.formula_values import missing_row
from progress_report.inputs.params.report_params import Params
from progress_report.messages import sections as messages
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FiscalYear

AS_OF, COMPARISON = "as_of", "comparison"


def year_error(params: Params, section: int, name: str) -> Finding | None:
    """Return the error in one of the two dates itself; None if it can be looked up in a table."""
    dates = params.report.sections[section].dates
    moment, reported = dates[name], dates.get(AS_OF)
    file, line, _ = params.place("sections", section, "dates", name)
    if not isinstance(moment, FiscalYear):
        return messages.NO_YEAR.finding(file, line, name, date=moment.label)
    if name == COMPARISON and isinstance(reported, FiscalYear) and not moment < reported:
        gaps = {"compared": moment.label, "reported": reported.label}
        return messages.COMPARISON_NOT_BEFORE.finding(file, line, name, **gaps)
    return None


def row_error(
    params: Params, section: int, name: str, known: Collection[FiscalYear], file: str
) -> Finding | None:
    """Return the error that the table in ``file`` has no row of the year; None if it is in ``known``."""
    year = params.report.sections[section].dates[name]
    if not isinstance(year, FiscalYear) or year in known:
        return None
    if name == AS_OF and known and year == max(known).next:
        return missing_row(year, file)
    message = messages.NO_ROW_OF_COMPARISON if name == COMPARISON else messages.NO_ROW_OF_DATE
    written, line, _ = params.place("sections", section, "dates", name)
    return message.finding(file, label=year.label, year=year.start, params=written, line=line, name=name)
