"""Fiscal years named in a source table's title."""

import datetime as dt
import re
from collections.abc import Iterator

from progress_report.model.fiscal_year import ERAS, FIRST_YEAR, LAST_YEAR, FiscalYear
from progress_report.model.numerals import half_width, value_of

_STARTS = {key: day.year for name, letter, day in ERAS for key in (name, letter)}
_ERA = "|".join(name for name, _, _ in ERAS)
_LETTERS = "".join(letter for _, letter, _ in ERAS)
_NUMBER = r"(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_TO = r"\s*[~〜～-]\s*|から"
# An era and its year (令和4, R4), or a western year; then 年度, or the month and perhaps the day.
_YEAR = re.compile(
    rf"(?:(?P<era>{_ERA}|(?<![A-Za-z])[{_LETTERS}](?=\s*[0-9]))\s*(?P<number>{_NUMBER})"
    r"|(?:(?<![0-9A-Za-z])|(?P<letters>FY))(?P<western>(?:19|20)[0-9]{2})(?![0-9]))"
    rf"(?P<others>(?:(?:年度?)?(?:{_TO}|[・、,及びと]+){_NUMBER}(?=\s*年度|[・、,及びと])){{1,5}})?"
    r"\s*(?:(?P<fiscal>年度)|(?:年\s*|[-/.])(?P<month>1[0-2]|0?[1-9])(?:月|[-/.](?=[0-9])|(?![0-9]))|年)?"
)
# The year in which something was made or began is not the table's year.
_OTHER = re.compile(
    r"\s*(?:[0-9]{1,2}日)?[末中]?(?:に|付け?|の)?"
    r"(?:策定|制定|改定|改訂|改正|施行|開始|設置|決定|作成|公表|公開|更新|承認|以降|以来|導入|から(?!.{0,4}[0-9]))"
)
_BETWEEN = re.compile(rf"(?:年度?|月|日|末)*(?:{_TO})")
_AS_OF = re.compile(r"\(?(?:[^()]{0,6}[0-9元]+\s*年[^()]*|[0-9RHS./年月日-]+)(?:現在|時点|末)\)?")


def named_years(text: str) -> list[set[int]]:
    """Return the fiscal years that each year named in the text may mean.

    令和5年3月 is in one fiscal year, 令和5年 in two; 令和4年度～令和6年度 also names the year between. Years
    in which something was made are skipped.
    """
    plain = half_width(text)
    found: list[set[int]] = []
    end: int | None = None  # end of a year that may begin a range
    for match in _YEAR.finditer(plain):
        years = list(_years_of(match))
        if years and end is not None and _BETWEEN.fullmatch(plain[end : match.start()]):
            found += ({between} for between in range(max(found[-1]), min(years[0])))
        if years and not _OTHER.match(plain[match.end() :]):
            found += years
            end = match.end()
        else:
            end = None
    return found


def states_only_date(text: str) -> bool:
    """Return whether a text is only an as-of date, so that it may be beside a title."""
    return _AS_OF.fullmatch(half_width(text)) is not None


def _years_of(match: re.Match[str]) -> Iterator[set[int]]:
    alone = not re.search(r"年|[./-]|FY", match[0])
    if match["western"] and alone and re.match(r"\w", match.string[match.end() :]):
        return  # 2000人
    numbers = [int(match["western"])] if match["western"] else []
    if match["era"]:
        if match["era"] in _LETTERS and (alone or "-" in match[0]):
            return  # R5 may be the name of a room or a form
        start = _STARTS[match["era"]] - 1
        numbers.append(start + _number(match["number"]))
        if others := match["others"]:
            more = [start + _number(number) for number in re.findall(_NUMBER, others)]
            numbers = [*range(numbers[0], more[-1] + 1)] if re.search(_TO, others) else [*numbers, *more]
    for year in numbers:
        if FIRST_YEAR < year < LAST_YEAR:
            yield _fiscal_years(year, fiscal=bool(match["fiscal"] or match["letters"]), month=match["month"])


def _number(text: str) -> int:
    return 1 if text == "元" else int(value_of(text) or 0)


def _fiscal_years(year: int, *, fiscal: bool, month: str | None) -> set[int]:
    if fiscal:
        return {year}
    if month:
        return {FiscalYear.containing(dt.date(year, int(month), 1)).start}
    return {year - 1, year}
