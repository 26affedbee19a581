"""The years of a table: those known, the one reported (``dates.as_of``) and the one compared with.

``dates.comparison`` is left out in the first report ever: then there is no year to compare with.
"""

from fractions import Fraction
from itertools import pairwise

import pandas as pd

from progress_report.authoring.not_conducted import value_of_survey
from progress_report.authoring.wording import phrase
from progress_report.inputs.section import Section
from progress_report.model.findings import fault
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date, Fragment, Number, Text, decided, no_words
from progress_report.model.not_conducted import NotConducted
from progress_report.model.quantity import Computed, Quantity

AS_OF, COMPARISON = "as_of", "comparison"
FEWEST_FOR_A_TREND = 3
_IN_A_ROW = "年連続"


@value_of_survey
def known_years(section: Section, table: str) -> pd.DataFrame:
    """The table's rows up to the year reported, oldest first; a frame that may be added to.

    ReportError where the year reported or the one compared with has no row.
    """
    frame = section.table(table)
    for name in (AS_OF, *([COMPARISON] if section.has_date(COMPARISON) else [])):
        _require_row(section, table, frame, name)
    reported = _year(section, AS_OF)
    return frame[[year <= reported for year in frame.index]].sort_index()


@value_of_survey
def compared(section: Section, known: pd.DataFrame) -> pd.DataFrame:
    """Of the known years, the one compared with and the one reported; the latter alone at first."""
    years = [_year(section, AS_OF)]
    if section.has_date(COMPARISON):
        years.insert(0, _year(section, COMPARISON))
    return known.loc[years]


def before_and_after(section: Section, known: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The row compared with and the row reported. Blanks (None) stand for a row that is not there."""
    rows = compared(section, known)
    if isinstance(rows, NotConducted):
        return rows, rows
    after = rows.iloc[-1]
    blank = pd.Series([None] * len(after), index=after.index, dtype=object)
    return (rows.iloc[0] if len(rows) > 1 else blank), after


@value_of_survey
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


@value_of_survey
def streak(section: Section, known: pd.DataFrame, column: str) -> Fragment:
    """「（2年連続で増加）」, where the column rose (or fell) as displayed in two or more years on end.

    Counted back from the year reported; a year that is missing, undefined or unchanged ends the
    count. Empty where the report compares with another year than the one before.
    """
    if not section.has_date(COMPARISON) or _year(section, COMPARISON) != _year(section, AS_OF).previous:
        return ()
    values = list(unbroken_years(known)[column])
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
        date = section.date(name)
        message = f"年度ではありません（{date.text}）。"
        remedy = "年度ごとの表と比べる時点です。令和5年度 のように年度を書いてください。"
        raise fault(message, remedy, file=date.source.file, row=_line(date), column=name)
    return moment


def _require_row(section: Section, table: str, frame: pd.DataFrame, name: str) -> None:
    year, reported, date = _year(section, name), _year(section, AS_OF), section.date(name)
    if name == COMPARISON and not year < reported:
        message = f"比較する年度（{year.label}）が、報告する年度（{reported.label}）より前ではありません。"
        remedy = "前の年度に直すか、比較しないときはこの行を除いてください。"
        raise fault(message, remedy, file=date.source.file, row=_line(date), column=name)
    if year not in frame.index:
        remedy = f"表に行を加えるか、{date.source.file} {_line(date)}行目の {name} を直してください。"
        if name == COMPARISON:
            remedy += "比較する年度がない最初の報告では、その行を除いてください。"
        raise fault(f"{year.label}（{year.start}）の行がありません。", remedy, file=section.file_of(table))


def _line(date: Date) -> int:
    return getattr(date.source, "line", 0)
