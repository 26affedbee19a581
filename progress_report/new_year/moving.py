"""Moving of dates by one year: recurring moments move, future ones are plans and stay.

A moment recurs if it is in or before the fiscal year of its report.
"""

import calendar
import re

from progress_report.model.fiscal_year import FiscalYear, era_year
from progress_report.model.moment import Day, Moment, Month, Quarter, first_and_last_day
from progress_report.model.numerals import half_width

_WESTERN = re.compile(r"[0-9]{4}")
_ERA = re.compile(r"(令和|平成|昭和|[RHS])(\s*)(元|[0-9]{1,3})", re.IGNORECASE)
_LETTERS = {"令和": "R", "平成": "H", "昭和": "S"}
# A year as written in prose: 令和6年度, 令和6年7月31日, 2024年度, FY2024, 2024-07-31.
_NAMED_YEAR = re.compile(
    r"(?P<year>(?:令和|平成|昭和)(?:元|[0-9０-９]{1,3})|(?<![0-9０-９])[0-9０-９]{4})"
    r"(?P<month>年[0-9０-９]{1,2}(?=月)|-[0-9]{2}(?![0-9])|(?=年))"
    r"|(?<=FY)(?P<letters>[0-9]{4})"
)


def recurs(moment: Moment, former: FiscalYear) -> bool:
    """Return whether the moment ends within or before the former report's fiscal year."""
    return first_and_last_day(moment)[1] <= former.last_day


def moment_moved(moment: Moment, by: int = 1) -> Moment:
    """Return the same moment ``by`` years later; 29 February may become the 28th.

    Raises:
        ValueError: before ``FIRST_YEAR`` or beyond ``LAST_YEAR``.
    """
    if isinstance(moment, Day):
        date = moment.date
        year = date.year + by
        day = min(date.day, calendar.monthrange(year, date.month)[1])
        return Day(date.replace(year=year, day=day))
    if isinstance(moment, Month):
        return Month(moment.year + by, moment.month)
    if isinstance(moment, Quarter):
        return Quarter(FiscalYear(moment.fiscal_year.start + by), moment.number)
    return FiscalYear(moment.start + by)


def written_like(text: str, moment: Moment) -> str:
    """Format the moment in the notation of ``text``, which contains one of the same kind.

    ``FY2024Q2`` → ``FY2025Q2``; ``R6`` → ``R7``; ``平成31年度`` → ``令和2年度``.
    """
    if isinstance(moment, (Day, Month)):
        return moment.iso
    year = moment.fiscal_year if isinstance(moment, Quarter) else moment
    plain = half_width(text)
    if era := _ERA.search(plain):
        name = year.label.removesuffix("年度")
        if len(era[1]) == 1:
            number = name[2:].replace("元", "1")
            name = _LETTERS[name[:2]] + number if era[1].isupper() else _LETTERS[name[:2]].lower() + number
        return plain[: era.start()] + name + plain[era.end() :]
    return _WESTERN.sub(str(year.start), plain, count=1)


def years_moved(text: str, former: FiscalYear | None, by: int = 1) -> str:
    """Move the recurring years in a text: 令和6年7月末 → 令和7年7月末.

    If ``former`` is None, also move plans.
    """
    return _NAMED_YEAR.sub(lambda found: _year_moved(found, former, by), text)


def _year_moved(found: re.Match[str], former: FiscalYear | None, by: int) -> str:
    written = found["letters"] or found["year"]
    digits = re.sub(r"[^0-9]", "", half_width(found["month"] or ""))
    try:
        year = FiscalYear.parse(written)
        moment = Month(year.start, int(digits)) if digits else year
        later = moment_moved(moment, by)
    except ValueError:  # 1000年 or 13月 is not a date; leave it unchanged
        return found.group()
    if former is not None and not recurs(moment, former):
        return found.group()
    if half_width(written).isdigit():
        named = str(year.start + by)
    else:
        # 平成31年3月 and 令和元年度 use names of different eras.
        named = era_year(first_and_last_day(later)[1]) if digits else later.label.removesuffix("年度")
    return named + (found["month"] or "")
