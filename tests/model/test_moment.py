"""Days, months, fiscal years and quarters as a report writes them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.model.fiscal_year import DateError, DateViolation, FiscalYear
from progress_report.model.moment import Day, Moment, Month, Quarter, parse_moment

days = st.dates(min_value=dt.date(1927, 1, 1), max_value=dt.date(2999, 12, 31))


@pytest.mark.parametrize(
    ("written", "label", "iso"),
    [
        ("2019-04-30", "平成31年4月30日（火）", "2019-04-30"),
        ("2019-05-01", "令和元年5月1日（水）", "2019-05-01"),
        ("2024-07-02", "令和6年7月2日（火）", "2024-07-02"),
        ("2024-07-31", "令和6年7月31日（水）", "2024-07-31"),
        ("2024-02-29", "令和6年2月29日（木）", "2024-02-29"),
        ("２０２４-０７-０２", "令和6年7月2日（火）", "2024-07-02"),
        ("2025-01", "令和7年1月", "2025-01"),
        ("2019-04", "平成31年4月", "2019-04"),
        ("2019-05", "令和元年5月", "2019-05"),
        ("1989-01", "平成元年1月", "1989-01"),  # the era of the month's last day
        ("2999-12", "令和981年12月", "2999-12"),
        ("令和5年度", "令和5年度", "2023-04-01/2024-03-31"),
        ("FY2023", "令和5年度", "2023-04-01/2024-03-31"),
        ("令和7年度第1四半期", "令和7年度第1四半期", "2025-04/2025-06"),
        ("令和7年度第2四半期", "令和7年度第2四半期", "2025-07/2025-09"),
        ("令和7年度第３四半期", "令和7年度第3四半期", "2025-10/2025-12"),
        ("FY2025Q4", "令和7年度第4四半期", "2026-01/2026-03"),
        ("fy2025-q4", "令和7年度第4四半期", "2026-01/2026-03"),
    ],
)
def test_read_and_named(written: str, label: str, iso: str) -> None:
    moment = parse_moment(written)
    assert (moment.label, moment.iso) == (label, iso)


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("2024-02-30", DateViolation.NO_DAY),
        ("2023-02-29", DateViolation.NO_DAY),
        ("2024-13-01", DateViolation.NO_DAY),
        ("2024-13", DateViolation.NO_MONTH),
        ("2024-00", DateViolation.NO_MONTH),
        ("1926-12-31", DateViolation.DATE_OUT_OF_RANGE),
        ("0000-01", DateViolation.DATE_OUT_OF_RANGE),
        ("9999-12", DateViolation.DATE_OUT_OF_RANGE),
        ("令和7年度第5四半期", DateViolation.NO_QUARTER),
        ("FY2025Q0", DateViolation.NO_QUARTER),
        ("平成32年度", DateViolation.NO_FISCAL_YEAR),
        ("令和6年7月2日", DateViolation.NO_DATE),
        ("2024/07/02", DateViolation.NO_DATE),
        ("2024", DateViolation.NO_DATE),
        ("2024-7-2", DateViolation.NO_DATE),
        ("", DateViolation.NO_DATE),
        ("٢٠٢٤-٠٧", DateViolation.NO_DATE),
    ],
)
def test_invalid_moments(written: str, error: DateViolation) -> None:
    with pytest.raises(DateError) as caught:
        parse_moment(written)
    assert caught.value.violation is error


@given(days)
def test_weekday_is_that_of_the_calendar(day: dt.date) -> None:
    # 1 January 1900 was a Monday; count from there instead of asking datetime for the weekday.
    assert Day(day).label.endswith(f"（{'月火水木金土日'[(day - dt.date(1900, 1, 1)).days % 7]}）")


@given(days)
def test_a_day_is_read_back_from_its_iso_form(day: dt.date) -> None:
    assert parse_moment(Day(day).iso) == Day(day)


@given(days)
def test_a_month_holds_its_days(day: dt.date) -> None:
    month = Month(day.year, day.month)
    assert month.first_day <= day <= month.last_day
    assert (month.last_day + dt.timedelta(days=1)).day == 1
    assert parse_moment(month.iso) == month


@given(st.integers(min_value=1927, max_value=2998).map(FiscalYear), st.integers(min_value=1, max_value=4))
def test_a_quarter_is_read_back_from_its_label(year: FiscalYear, number: int) -> None:
    assert parse_moment(Quarter(year, number).label) == Quarter(year, number)
    assert parse_moment(year.label) == year


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?|FY[0-9]{4}(Q[0-9])?", fullmatch=True) | st.text())
def test_any_moment_that_is_read_can_be_printed(text: str) -> None:
    try:
        moment: Moment = parse_moment(text)
    except ValueError:
        return
    assert moment.label and moment.iso
