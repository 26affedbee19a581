"""Fiscal years in every notation."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.model.fiscal_year import DateError, DateViolation, FiscalYear, era_year

SPELLINGS_OF_2024 = (
    "2024|2024年度|FY2024|fy2024|R6|r6|R06|令和6|令和6年度|令和 6 年度"
    "|２０２４|２０２４年度|ＦＹ２０２４|Ｒ６|令和６年度| 2024 |\u3000令和6年度\u3000"
)
OTHERS = (
    "|年度|24|FY24|20244|令和6年|令和|令和0年度|令和六年度|R|X6|平成32年度|H99"
    "|昭和64年度|大正14年度|6|2024/25|2024-04|-2024|2024.0|٢٠٢٤"
)
years = st.integers(min_value=1927, max_value=2999).map(FiscalYear)


@pytest.mark.parametrize(
    ("written", "start"),
    [
        *((spelling, 2024) for spelling in SPELLINGS_OF_2024.split("|")),
        ("平成31年度", 2019),
        ("令和元年度", 2019),
        ("令和1年度", 2019),
        ("R元", 2019),
        ("H31", 2019),
        ("R1", 2019),
        ("H30", 2018),
        ("平成30年度", 2018),
        ("平成元年度", 1989),
        ("昭和63年度", 1988),
        ("S63", 1988),
        ("令和10年度", 2028),
    ],
)  # fmt: skip
def test_spellings(written: str, start: int) -> None:
    assert FiscalYear.parse(written) == FiscalYear(start)


@pytest.mark.parametrize("written", OTHERS.split("|"))
def test_other_spellings_are_none(written: str) -> None:
    with pytest.raises(DateError) as caught:
        FiscalYear.parse(written)
    assert (caught.value.violation, caught.value.written) == (DateViolation.NO_FISCAL_YEAR, written)


@pytest.mark.parametrize("written", ["1926", "0999", "3000", "9999", "昭和元年度"])
def test_years_beyond_reach(written: str) -> None:
    with pytest.raises(DateError) as caught:
        FiscalYear.parse(written)
    assert caught.value.violation is DateViolation.FISCAL_YEAR_OUT_OF_RANGE


@pytest.mark.parametrize(
    ("start", "label"),
    [(1988, "昭和63年度"), (1989, "平成元年度"), (2018, "平成30年度"), (2019, "令和元年度"),
     (2020, "令和2年度"), (2023, "令和5年度"), (2024, "令和6年度"), (2028, "令和10年度")],
)  # fmt: skip
def test_labels(start: int, label: str) -> None:
    assert FiscalYear(start).label == label


@pytest.mark.parametrize(
    ("day", "named"),
    [
        ("1989-01-07", "昭和64"),
        ("1989-01-08", "平成元"),
        ("1990-01-01", "平成2"),
        ("2019-04-30", "平成31"),
        ("2019-05-01", "令和元"),
        ("2020-01-01", "令和2"),
        ("1926-12-25", "昭和元"),
    ],
)
def test_eras(day: str, named: str) -> None:
    assert era_year(dt.date.fromisoformat(day)) == named


def test_no_era_before_showa() -> None:
    with pytest.raises(ValueError, match="before 昭和"):
        era_year(dt.date(1926, 12, 24))


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    year = FiscalYear(2024)
    assert (year.first_day, year.last_day) == (dt.date(2024, 4, 1), dt.date(2025, 3, 31))
    assert year.iso == "2024-04-01/2025-03-31"
    assert (year.previous, year.next) == (FiscalYear(2023), FiscalYear(2025))
    assert year.previous < year < year.next


@given(years)
def test_the_label_names_its_year(year: FiscalYear) -> None:
    assert FiscalYear.parse(year.label) == year
    assert FiscalYear.parse(str(year.start)) == year


@given(st.text())
def test_any_other_text_is_a_value_error(text: str) -> None:
    try:
        assert isinstance(FiscalYear.parse(text), FiscalYear)
    except DateError as error:
        assert error.violation in (DateViolation.NO_FISCAL_YEAR, DateViolation.FISCAL_YEAR_OUT_OF_RANGE)
