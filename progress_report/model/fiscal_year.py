"""Fiscal years (April to March) and the Japanese eras that name them."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from progress_report.model.numerals import half_width

# Era name, its letter and its first day (元号法 and its Cabinet orders), newest first.
ERAS = (
    ("令和", "R", dt.date(2019, 5, 1)),
    ("平成", "H", dt.date(1989, 1, 8)),
    ("昭和", "S", dt.date(1926, 12, 25)),
)
# A year outside this range is a typing error; dates before 昭和 have no era here.
FIRST_YEAR, LAST_YEAR = 1927, 2999
FISCAL_YEAR = "fiscal_year"  # the name of a table's column, a notebook's parameter and a text's placeholder
_ERA_OF = {**{name: day for name, _, day in ERAS}, **{letter: day for _, letter, day in ERAS}}
_WESTERN = re.compile(r"(?:FY)?([0-9]{4})(?:年度)?", re.IGNORECASE)
_JAPANESE = re.compile(r"(令和|平成|昭和|[RHS])\s*(元|[0-9]{1,3})(?:年度)?", re.IGNORECASE)


class DateViolation(StrEnum):
    """Reasons why a text is not a valid date, fiscal year or quarter of a report."""

    NO_FISCAL_YEAR = "no fiscal year"
    FISCAL_YEAR_OUT_OF_RANGE = "fiscal year out of range"
    NO_DATE = "no date"
    DATE_OUT_OF_RANGE = "date out of range"
    NO_MONTH = "no month of the calendar"
    NO_DAY = "no day of the calendar"
    NO_QUARTER = "no quarter"


class DateError(ValueError):
    """An invalid date, fiscal year or quarter. ``written``: the text, or the number in it."""

    def __init__(self, violation: DateViolation, written: str) -> None:
        self.violation, self.written = violation, written
        super().__init__(violation, written)

    def __str__(self) -> str:
        return f"{self.violation}: {self.written}"


def era_year(day: dt.date) -> str:
    """Return e.g. ``平成31`` for ``2019-04-30``, ``令和元`` for ``2019-05-01``. ValueError before 昭和."""
    for name, _, first_day in ERAS:
        if day >= first_day:
            number = day.year - first_day.year + 1
            return f"{name}{'元' if number == 1 else number}"
    raise ValueError(f"no era before 昭和: {day.isoformat()}")


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """A fiscal year, named by the western year in which it begins: 令和6年度 is FiscalYear(2024)."""

    start: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.start <= LAST_YEAR:
            raise DateError(DateViolation.FISCAL_YEAR_OUT_OF_RANGE, str(self.start))

    @classmethod
    def parse(cls, text: str) -> "FiscalYear":
        """Parse 2024, FY2024, R6, 令和6, 令和6年度 or ２０２４. DateError otherwise."""
        plain = half_width(str(text)).replace(" ", "")
        if match := _WESTERN.fullmatch(plain):
            return cls(int(match[1]))
        if match := _JAPANESE.fullmatch(plain):
            first_day = _ERA_OF[match[1].upper()]
            number = 1 if match[2] == "元" else int(match[2])
            year = cls(first_day.year + number - 1) if number else None
            # 平成31年度 was the name of 令和元年度 until May 2019, so an era's last April counts.
            if year and _in_force(first_day, year.first_day, year.last_day):
                return year
        raise DateError(DateViolation.NO_FISCAL_YEAR, text)

    @classmethod
    def containing(cls, day: dt.date) -> "FiscalYear":
        """Return the fiscal year that contains a day: 2025-03-31 is in 令和6年度."""
        return cls(day.year - (day.month < 4))

    @property
    def label(self) -> str:
        # The era of 1 May: 令和元年度 for 2019 (renamed from 平成31年度), the era of April otherwise.
        return f"{era_year(dt.date(self.start, 5, 1))}年度"

    @property
    def has_neighbours(self) -> bool:
        """Whether the year can have a report: it needs a year before and a year after it."""
        return FIRST_YEAR < self.start < LAST_YEAR

    @property
    def previous(self) -> "FiscalYear":
        return FiscalYear(self.start - 1)

    @property
    def next(self) -> "FiscalYear":
        return FiscalYear(self.start + 1)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.start, 4, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.start + 1, 3, 31)

    @property
    def iso(self) -> str:
        return f"{self.first_day.isoformat()}/{self.last_day.isoformat()}"


def _in_force(era_first_day: dt.date, first_day: dt.date, last_day: dt.date) -> bool:
    later = [day for _, _, day in ERAS if day > era_first_day]
    return last_day >= era_first_day and (not later or first_day < min(later))
