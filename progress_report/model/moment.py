"""Points and periods of time named in a report: a day, a month, a fiscal year, a quarter."""

import datetime as dt
import re
from dataclasses import dataclass

from progress_report.model.fiscal_year import (
    FIRST_YEAR,
    LAST_YEAR,
    DateError,
    DateViolation,
    FiscalYear,
    era_year,
)
from progress_report.model.numerals import half_width

WEEKDAYS = "月火水木金土日"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER = re.compile(r"(.+?)(?:第([0-9])四半期|-?Q([0-9]))", re.IGNORECASE)


def _require_supported(year: int, text: str) -> None:
    """Raise DateError outside the supported years, so that every date object can also be printed."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(DateViolation.DATE_OUT_OF_RANGE, text)


@dataclass(frozen=True, slots=True)
class Day:
    """令和6年7月2日（火）: the weekday is computed."""

    date: dt.date

    def __post_init__(self) -> None:
        _require_supported(self.date.year, self.iso)

    @property
    def label(self) -> str:
        date = self.date
        return f"{era_year(date)}年{date.month}月{date.day}日（{WEEKDAYS[date.weekday()]}）"

    @property
    def iso(self) -> str:
        return self.date.isoformat()


@dataclass(frozen=True, slots=True)
class Month:
    """令和7年1月. The era is that of the month's last day: 2019-05 is 令和元年5月."""

    year: int
    month: int

    def __post_init__(self) -> None:
        _require_supported(self.year, self.iso)
        if not 1 <= self.month <= 12:
            raise DateError(DateViolation.NO_MONTH, self.iso)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        return (self.first_day + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)

    @property
    def label(self) -> str:
        return f"{era_year(self.last_day)}年{self.month}月"

    @property
    def iso(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Quarter:
    """令和7年度第2四半期: July to September 2025."""

    fiscal_year: FiscalYear
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise DateError(DateViolation.NO_QUARTER, str(self.number))

    @property
    def label(self) -> str:
        return f"{self.fiscal_year.label}第{self.number}四半期"

    @property
    def iso(self) -> str:
        first = 4 + 3 * (self.number - 1)
        year, month = self.fiscal_year.start + (first > 12), (first - 1) % 12 + 1
        start = Month(year, month)
        end = Month(year, month + 2)
        return f"{start.iso}/{end.iso}"


Moment = Day | Month | FiscalYear | Quarter


def first_and_last_day(moment: Moment) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a moment; for a day, both are that day."""
    if isinstance(moment, Day):
        return moment.date, moment.date
    if isinstance(moment, Quarter):
        first, last = (Month(int(end[:4]), int(end[5:])) for end in moment.iso.split("/"))
        return first.first_day, last.last_day
    return moment.first_day, moment.last_day


def parse_moment(text: str) -> Moment:
    """Parse 2024-07-02, 2025-01, 令和5年度 / FY2023 or 令和7年度第2四半期 / FY2025Q2. DateError otherwise."""
    plain = half_width(str(text))
    if _DAY.fullmatch(plain):
        return Day(_calendar_day(plain))
    if match := _MONTH.fullmatch(plain):
        return Month(int(match[1]), int(match[2]))
    if match := _QUARTER.fullmatch(plain):
        return Quarter(FiscalYear.parse(match[1]), int(match[2] or match[3]))
    if plain.upper().startswith("FY") or plain.endswith("年度"):
        return FiscalYear.parse(plain)
    raise DateError(DateViolation.NO_DATE, text)


def _calendar_day(iso: str) -> dt.date:
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        raise DateError(DateViolation.NO_DAY, iso) from None
