"""Reading of a cell of a column of months or days, in the usual notations and without guessing."""

import datetime as dt
import re
from collections.abc import Mapping

from progress_report.inputs.readers.numbers import HALF_WIDTH
from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.messages import table_cells as messages
from progress_report.messages.message import Message
from progress_report.model.fiscal_year import ERAS, FIRST_YEAR, LAST_YEAR, FiscalYear
from progress_report.model.moment import WEEKDAYS, Day, Month

# Excel's date numbers (days since 1899-12-30) from 1982 to 2064.
SERIAL_DATES = range(30_000, 60_001)
EXCEL_DAY_0 = dt.date(1899, 12, 30)
_LETTERS = str.maketrans("ＲＨＳｒｈｓrhs（）", "RHSRHSRHS()") | str.maketrans(
    {"㋿": "令和", "㍻": "平成", "㍼": "昭和"}
)
_YEAR = r"(?:(?P<era>令和|平成|昭和|[RHS])(?P<number>元|[0-9]{1,2})|(?P<western>[0-9]{4}))"
_DATE = re.compile(
    rf"{_YEAR}(?:(?P<fiscal>年度末)|(?P<year_end>年末)"
    r"|年(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日|(?P<month_end>末))?"
    r"|(?P<sign>[-/.])(?P<signed_month>[0-9]{1,2})(?:(?P=sign)(?P<signed_day>[0-9]{1,2}))?)"
    rf"(?:\((?P<weekday>[{WEEKDAYS}])(?:曜日?)?\))?(?:現在|時点)?"
    r"(?:[T\s]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.0+)?)?)?"
)
_EIGHT_DIGITS = re.compile(r"(?P<western>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_YEAR_POINT_MONTH = re.compile(r"[0-9]{4}\.[0-9]{1,2}")  # a number: Excel turns 2024.10 into 2024.1
_BLANKS = re.compile(r"(?<=[年月和成元RHS./-])\s+|\s+(?=[年月日./()現時末-])")
_ERAS = {key: (name, first_day) for name, letter, first_day in ERAS for key in (name, letter)}
_LAST_DAYS = {name: later - dt.timedelta(1) for (name, *_), (*_, later) in zip(ERAS[1:], ERAS, strict=False)}
# Excel's rewriting of 2023-12 in a CSV file (Dec-23), and of 12-23 (23-Dec).
_OF_EXCEL = re.compile(
    r"(?:[0-9]{1,2}-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:-[0-9]{2,4})?",
    re.IGNORECASE,
)
_REASONS = (
    (_YEAR_POINT_MONTH, "Excelで入力すると 2024.10 は 2024.1 になるので、月が決まりません。"),
    (re.compile(r"[0-9]{6}"), "年と月の区切りがありません。"),
    (
        re.compile(r"(?:[0-9]{1,2}[-/.]){1,2}[0-9]{4}"),
        "年が後にあり、月と日の順が決まりません。",
    ),
    (
        re.compile(r"'?[0-9]{1,2}(?:年.*|[-/.][0-9]{1,2}[-/.][0-9]{1,2})"),
        "年が二桁までなので、西暦か、どの元号かが決まりません。",
    ),
    (
        re.compile(r"[0-9]{1,2}(?:月.*|[-/.][0-9]{1,2})"),
        "年が、西暦の四桁でも元号でも書かれていません。",
    ),
    (re.compile(rf"(?:FY)?{_YEAR}(?:年度?)?"), "月が書かれていません。"),
    (re.compile(rf"{_YEAR}.*(?:[~〜～]|から).*"), "期間は、一つの日付になりません。"),
)


def read_date(bare: str, field: FieldDescriptor) -> str:
    """Return the month (2024-10) or the day (2024-10-01) that a text names.

    The end of a fiscal year, a year or a month is its last day. In a column of months, a day or a time of day
    is validated and dropped. Raise MessageError if the text is not a date or is ambiguous.
    """
    half = _half_width(bare)
    match = _DATE.fullmatch(half) or _EIGHT_DIGITS.fullmatch(half)
    if match is None or _YEAR_POINT_MONTH.fullmatch(half):
        raise message_for(field).value_error(remedy=_remedy(bare, field), text=bare)
    found = {name: text for name, text in match.groupdict().items() if text is not None}
    first, last = _days(bare, found)
    _require_consistent(bare, found, first, last)
    if not field.is_day:
        return Month(last.year, last.month).iso
    if first != last:
        remedy = f"日が書かれていません。{messages.NO_DAY.remedy}"
        raise messages.NO_DAY.value_error(remedy=remedy, text=bare)
    return Day(last).iso


def message_for(field: FieldDescriptor) -> Message:
    """Return the message for a text that is not a date of the column; its remedy lists valid notations."""
    return messages.NO_DAY if field.is_day else messages.NO_MONTH


def _remedy(bare: str, field: FieldDescriptor) -> str:
    """Return the reason why the text is not a date, if known, and the valid notations."""
    forms, half = message_for(field).remedy, _half_width(bare)
    if _OF_EXCEL.fullmatch(bare):
        written, made, shown = (
            ("10-1", "1-Oct", "2024年10月1日") if field.is_day else ("2023-12", "Dec-23", "2023年12月")
        )
        return (
            f"Excelが書き替えたものです（{written} は {made} になります）。{shown} の形で書き直すか、"
            "「Excelブック（*.xlsx）」で置いてください"
            f"（{written} の形は、CSVをExcelで開いて保存するたびに書き替わります）。"
        )
    if half.isascii() and half.isdecimal() and int(half) in SERIAL_DATES:
        return f"Excelの日付の番号のようです。表示形式を日付にして確かめてください。{forms}"
    return next((reason for pattern, reason in _REASONS if pattern.fullmatch(half)), "") + forms


def _half_width(text: str) -> str:
    """Convert digits and signs to half width, eras to one form, and drop blanks except before a time."""
    return _BLANKS.sub("", text.translate(HALF_WIDTH).translate(_LETTERS))


def _days(bare: str, found: Mapping[str, str]) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the date: twice the day, or those of the month."""
    year = int(found["western"]) if "western" in found else _year_of_era(found)
    if "fiscal" in found:
        year, month, day = year + 1, 3, "31"
    elif "year_end" in found:
        month, day = 12, "31"
    else:
        month = int(found.get("month") or found["signed_month"])
        day = found.get("day") or found.get("signed_day") or ""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise messages.DATE_FAR_OFF.value_error(text=bare, first=FIRST_YEAR, last=LAST_YEAR)
    try:
        whole = Month(year, month)
        last = whole.first_day.replace(day=int(day)) if day else whole.last_day
    except ValueError:
        if not day:
            raise messages.NO_SUCH_MONTH.value_error(text=bare) from None
        raise messages.NO_SUCH_DAY.value_error(text=bare) from None
    return (last if day or "month_end" in found else whole.first_day), last


def _year_of_era(found: Mapping[str, str]) -> int:
    number = 1 if found["number"] == "元" else int(found["number"])
    return _ERAS[found["era"]][1].year + number - 1


def _require_consistent(bare: str, found: Mapping[str, str], first: dt.date, last: dt.date) -> None:
    """Raise MessageError for a day outside its era, a wrong weekday, or an invalid time of day."""
    if "era" in found and not _in_era(found, first, last):
        name, begins = _ERAS[found["era"]]
        ends = _LAST_DAYS.get(name)
        until = f"、{_written(ends)}まで" if ends else ""
        raise messages.NOT_IN_ERA.value_error(text=bare, era=name, begins=_written(begins), until=until)
    weekday = found.get("weekday")
    if weekday and weekday != WEEKDAYS[last.weekday()]:
        raise messages.OTHER_WEEKDAY.value_error(text=bare, day=Day(last).label)
    try:
        dt.time(int(found.get("hour", 0)), int(found.get("minute", 0)), int(found.get("second", 0)))
    except ValueError:
        raise messages.NO_SUCH_TIME.value_error(text=bare) from None


def _written(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _in_era(found: Mapping[str, str], first: dt.date, last: dt.date) -> bool:
    name, begins = _ERAS[found["era"]]
    if "fiscal" in found:  # until May 2019, 令和元年度 was called 平成31年度
        try:
            return bool(FiscalYear.parse(f"{name}{found['number']}"))
        except ValueError:
            return False
    return last >= begins and first <= _LAST_DAYS.get(name, dt.date.max)
