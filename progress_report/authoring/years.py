"""The years of a table: those known, the one reported (``dates.as_of``) and the one compared with.

``dates.comparison`` is left out in the first report ever: then there is no year to compare with.
"""

from fractions import Fraction
from itertools import pairwise

import pandas as pd

from progress_report.authoring.absent import value_or_absent
from progress_report.authoring.wording import phrase
from progress_report.inputs.compared_years import AS_OF, COMPARISON, row_fault, year_fault
from progress_report.inputs.section import Section
from progress_report.model.absent import Absent
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Fragment, Number, Text, decided, no_words
from progress_report.model.quantity import Computed, Quantity

FEWEST_FOR_A_TREND = 3
_IN_A_ROW = "年連続"


@value_or_absent
def known_years(section: Section, table: str) -> pd.DataFrame:
    """The table's rows up to the year reported, oldest first; a frame that may be added to.

    ReportError where the year reported or the one compared with has no row.
    """
    frame = section.table(table)
    for name in (AS_OF, *([COMPARISON] if section.has_date(COMPARISON) else [])):
        _require_row(section, table, frame, name)
    reported = _year(section, AS_OF)
    return frame[[year <= reported for year in frame.index]].sort_index()


@value_or_absent
def compared(section: Section, known: pd.DataFrame) -> pd.DataFrame:
    """Of the known years, the one compared with and the one reported; the latter alone at first."""
    years = [_year(section, AS_OF)]
    if section.has_date(COMPARISON):
        years.insert(0, _year(section, COMPARISON))
    return known.loc[years]


def before_and_after(section: Section, known: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The row compared with and the row reported. Blanks (None) stand for a row that is not there."""
    rows = compared(section, known)
    if isinstance(rows, Absent):
        return rows, rows
    after = rows.iloc[-1]
    blank = pd.Series([None] * len(after), index=after.index, dtype=object)
    return (rows.iloc[0] if len(rows) > 1 else blank), after


@value_or_absent
def comparison_phrase(section: Section, template: str) -> Fragment:
    """``template`` with the {year} compared with; empty in the first report ever."""
    return phrase(template, year=section.date(COMPARISON)) if section.has_date(COMPARISON) else ()


def unbroken_years(known: pd.DataFrame) -> pd.DataFrame:
    """The last rows whose years follow one another without a gap."""
    years = list(known.index)
    start = len(years) - 1
    while start > 0 and years[start - 1] == years[start].previous:
        start -= 1
    return known.iloc[max(start, 0) :]


@value_or_absent
def streak(section: Section, known: pd.DataFrame, column: str) -> Fragment:
    """「（2年連続で増加）」, where the column rose (or fell) as displayed in two or more years on end.

    Counted back from the year reported; a year that is missing, undefined or unchanged ends the
    count. Empty where the report compares with another year than the one before.
    """
    if not section.has_date(COMPARISON) or _year(section, COMPARISON) != _year(section, AS_OF).previous:
        return ()
    return _streak(list(unbroken_years(known)[column]))


@value_or_absent
def _streak(values: list[Quantity]) -> Fragment:
    length, rising = _run(values)
    if length < FEWEST_FOR_A_TREND - 1:
        return no_words(*values)
    origin = Computed(f"{'増加' if rising else '減少'}の連続", tuple(values[-length - 1 :]))
    years = Quantity(Fraction(length), _IN_A_ROW, origin)
    return (Text("（"), Number(years), *decided("で増加）" if rising else "で減少）", *values))


def _run(values: list[Quantity]) -> tuple[int, bool]:
    """How many of the last changes went one way, and whether that was upwards."""
    length, rising = 0, False
    for before, after in reversed(list(pairwise(values))):
        if before.displayed is None or after.displayed is None or before.displayed == after.displayed:
            break
        upwards = after.displayed > before.displayed
        if length and upwards != rising:
            break
        length, rising = length + 1, upwards
    return length, rising


def _year(section: Section, name: str) -> FiscalYear:
    moment = section.moment(name)
    if not isinstance(moment, FiscalYear):
        fault = year_fault(section.params, section.index, name)
        raise ReportError([fault] if fault else [])
    return moment


def _require_row(section: Section, table: str, frame: pd.DataFrame, name: str) -> None:
    params, index = section.params, section.index
    known, file = set(frame.index), section.file_of(table)
    if problem := year_fault(params, index, name) or row_fault(params, index, name, known, file):
        raise ReportError([problem])
