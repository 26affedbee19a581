"""Recurring dates move by one year in their own notation; future dates stay."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import Day, Moment, Month, Quarter, parse_moment
from progress_report.new_year.moving import moment_moved, recurs, written_like, years_moved

FORMER = FiscalYear(2024)
FISCAL_YEARS = st.builds(FiscalYear, st.integers(1927, 2998))
MOMENTS = st.one_of(
    st.builds(Day, st.dates(dt.date(1927, 1, 1), dt.date(2998, 12, 31))),
    st.builds(Month, st.integers(1927, 2998), st.integers(1, 12)),
    FISCAL_YEARS,
    st.builds(Quarter, FISCAL_YEARS, st.integers(1, 4)),
)


def _written(moment: Moment) -> str:
    return moment.iso if isinstance(moment, Day | Month) else moment.label


@given(MOMENTS)
def test_the_moved_label_names_the_moved_moment(moment: Moment) -> None:
    later = written_like(_written(moment), moment_moved(moment))
    assert parse_moment(later) == moment_moved(moment)
    assert later == _written(moment_moved(moment))


@given(MOMENTS, st.integers(1, 20))
def test_several_years_are_as_many_steps_of_one(moment: Moment, by: int) -> None:
    assume(_year_of(moment) + by < 2999 and not _is_leap_day(moment))
    stepwise = moment
    for _ in range(by):
        stepwise = moment_moved(stepwise)
    assert moment_moved(moment, by) == stepwise
    assert moment_moved(stepwise, -by) == moment


def _year_of(moment: Moment) -> int:
    return int(moment.iso[:4])


def _is_leap_day(moment: Moment) -> bool:
    return isinstance(moment, Day) and (moment.date.month, moment.date.day) == (2, 29)


@given(MOMENTS, FISCAL_YEARS)
def test_what_recurs_in_one_year_recurs_in_the_next_when_moved(moment: Moment, former: FiscalYear) -> None:
    assert recurs(moment_moved(moment), former.next) == recurs(moment, former)


@pytest.mark.parametrize(
    ("written", "later"),
    [
        ("2024-02-29", "2025-02-28"),
        ("2024-07-31", "2025-07-31"),
        ("2024-12", "2025-12"),
        ("FY2024", "FY2025"),
        ("FY2024Q3", "FY2025Q3"),
        ("2024年度", "2025年度"),
        ("R6第2四半期", "R7第2四半期"),
        ("令和6年度第2四半期", "令和7年度第2四半期"),
        ("平成30年度", "令和元年度"),
        ("平成31年度", "令和2年度"),
        ("令和元年度", "令和2年度"),
    ],
)
def test_the_notation_stays(written: str, later: str) -> None:
    assert written_like(written, moment_moved(parse_moment(written))) == later


@pytest.mark.parametrize(("written", "later"), [("R6", "R7"), ("r6", "r7"), ("H30", "R1"), ("2024", "2025")])
def test_the_notation_of_a_year_alone_stays(written: str, later: str) -> None:
    assert written_like(written, FiscalYear.parse(written).next) == later


@pytest.mark.parametrize(
    ("moment", "recurring"),
    [
        ("2025-03-31", True),
        ("2025-04-01", False),
        ("2025-03", True),
        ("2025-04", False),
        ("令和6年度", True),
        ("令和7年度", False),
        ("令和6年度第4四半期", True),
        ("令和7年度第1四半期", False),
    ],
)
def test_only_what_lies_after_the_former_year_is_a_plan(moment: str, recurring: bool) -> None:
    assert recurs(parse_moment(moment), FORMER) is recurring


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("令和6年度の予定", "令和7年度の予定"),
        ("令和５年度末と令和6年度末", "令和6年度末と令和7年度末"),
        ("令和7年度の予定", "令和7年度の予定"),
        ("令和7年1月の公表", "令和8年1月の公表"),
        ("令和7年4月の公表", "令和7年4月の公表"),
        ("平成31年3月末", "令和2年3月末"),
        ("2024年度、FY2024、2024-07-31", "2025年度、FY2025、2025-07-31"),
        ("第1～3希望、2024件、令和99年", "第1～3希望、2024件、令和99年"),
    ],
)
def test_years_named_in_a_text_are_moved(text: str, later: str) -> None:
    assert years_moved(text, FORMER) == later
