"""The years of a table: the known ones, the reported one (``dates.as_of``) and the comparison year.

``dates.comparison`` is omitted in the first report, which has no comparison year.
"""

from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeVar

import pandas as pd

from progress_report.authoring.absent import value_or_absent
from progress_report.authoring.columns import cell_of
from progress_report.inputs.notebooks.frame_source import source_of, with_source
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.years.reported_years import AS_OF, COMPARISON, row_error, year_error
from progress_report.model.findings import ReportError, report_error
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Inline, Number, Text, decided, no_words
from progress_report.model.quantity import Computed, Quantity

FEWEST_FOR_A_TREND = 3
_IN_A_ROW = "年連続"

Known = TypeVar("Known", pd.DataFrame, "pd.Series[Any]")


@value_or_absent
def years(section: Section, table: str, as_of: str = "{as_of}末") -> pd.DataFrame:
    """Return the table's rows up to the year reported, oldest first; columns may be added to the frame.

    ``as_of``: a template for the reference date of the values, also used for the comparison year. ReportError
    if the reported or the comparison year has no row.
    """
    frame = section.table(table, as_of)
    if not all(isinstance(one, FiscalYear) for one in frame.index):
        remedy = f'section.table("{table}") で開いてください。'
        raise report_error(f"表「{table}」は、行が年度ではないので、years では開けません。", remedy)
    for name in (AS_OF, *([COMPARISON] if section.has_date(COMPARISON) else [])):
        _require_row(section, table, frame, name)
    reported = _year(section, AS_OF)
    return frame[[year <= reported for year in frame.index]].sort_index()


@value_or_absent
def this_and_last(known: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison year and the reported year; only the latter in the first report."""
    source = source_of(known)
    if source is None or not all(isinstance(one, FiscalYear) for one in known.index):
        raise ValueError("this_and_last には、years で開いた表を渡してください。")
    return with_source(known.loc[_compared_years(source.section)], source.with_compared())


def is_of_years(column: "pd.Series[Any]") -> bool:
    """Return whether a column belongs to a table of years opened by ``years``."""
    return source_of(column) is not None and all(isinstance(one, FiscalYear) for one in column.index)


def is_of_all_years(frame: pd.DataFrame) -> bool:
    """Return whether a frame has all years of a table, not only the two that the report compares."""
    source = source_of(frame)
    years_alone = all(isinstance(one, FiscalYear) for one in frame.index)
    return source is not None and not source.compared and years_alone


def before_and_after(column: "pd.Series[Any]") -> tuple[Any, Any]:
    """Return the value of the comparison year, None without one, and the reported value.

    ReportError unless the column has each of these years exactly once, TypeError for a bare number.
    """
    *former, reported = (_of_year(column, year) for year in _compared_years(_section_of(column)))
    return (former[0] if former else None), reported


def unbroken_years(known: Known) -> Known:
    """Return the last rows whose years follow one another without a gap, oldest first."""
    known = known.sort_index()
    years = list(known.index)
    start = max(len(years) - 1, 0)
    while start > 0 and years[start - 1] == years[start].previous:
        start -= 1
    return known.iloc[start:]


@value_or_absent
def streak(column: "pd.Series[Any]") -> Inline:
    """Return 「（2年連続で増加）」 if it rose (or fell) as displayed in two or more consecutive years.

    Counted back from the reported year; a year that is missing, undefined or unchanged ends the count. Empty
    if the report compares with a year other than the previous one.
    """
    section = _section_of(column)
    reported = _year(section, AS_OF)
    if not section.has_date(COMPARISON) or _year(section, COMPARISON) != reported.previous:
        return ()
    known = column[[year <= reported for year in column.index]]
    return _streak([cell_of(value, str(column.name)) for value in unbroken_years(known)])


@value_or_absent
def _streak(values: list[Quantity | None]) -> Inline:
    length, rising = _run(values)
    if length < FEWEST_FOR_A_TREND - 1:
        return no_words(*(one for one in values if one is not None))
    given = [one for one in values if one is not None]
    origin = Computed(f"{'増加' if rising else '減少'}の連続", tuple(given[-length - 1 :]))
    count = Quantity(Fraction(length), _IN_A_ROW, origin)
    return (Text("（"), Number(count), *decided("で増加）" if rising else "で減少）", *given))


def _run(values: list[Quantity | None]) -> tuple[int, bool]:
    """Return the number of last changes in the same direction, and whether that was upwards."""
    length, rising = 0, False
    for before, after in reversed(list(pairwise(values))):
        if before is None or after is None or before.displayed is None or after.displayed is None:
            break
        if before.displayed == after.displayed:
            break
        upwards = after.displayed > before.displayed
        if length and upwards != rising:
            break
        length, rising = length + 1, upwards
    return length, rising


def _of_year(column: "pd.Series[Any]", year: FiscalYear) -> Any:
    found = [cell_of(value, str(column.name)) for one, value in column.items() if one == year]
    if len(found) != 1:
        how = "二つ以上あります" if found else "ありません"
        remedy = "years で開いた表から、年度の行を除いたり重ねたりせずに選んだ列を渡してください。"
        raise report_error(f"列「{column.name}」に、{year.label}の値が{how}。", remedy)
    return found[0]


def _section_of(column: "pd.Series[Any]") -> Section:
    source = source_of(column)
    assert source is not None, "only a column of a table of years is asked for its years"
    return source.section


def _compared_years(section: Section) -> list[FiscalYear]:
    names = [COMPARISON, AS_OF] if section.has_date(COMPARISON) else [AS_OF]
    return [_year(section, name) for name in names]


def _year(section: Section, name: str) -> FiscalYear:
    moment = section.moment(name)
    if not isinstance(moment, FiscalYear):
        error = year_error(section.params, section.index, name)
        raise ReportError([error] if error else [])
    return moment


def _require_row(section: Section, table: str, frame: pd.DataFrame, name: str) -> None:
    params, index = section.params, section.index
    known, file = set(frame.index), section.file_of(table)
    if problem := year_error(params, index, name) or row_error(params, index, name, known, file):
        raise ReportError([problem])
