"""Warnings (要確認) about prose: unchanged, naming an unexplained year, or cut off by a comment."""

import re
from collections.abc import Iterator
from itertools import chain

import yaml

from progress_report.inputs.parsing.text_files import read_text
from progress_report.inputs.prose.written_texts import written_paragraphs
from progress_report.inputs.reviews.review_warnings import ReviewWarning, Rule, review
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import reviews as messages
from progress_report.model.findings import Severity, shortened
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import Moment, first_and_last_day
from progress_report.model.numerals import half_width

NAMED_YEAR = re.compile(r"(?:令和|平成|昭和)(?:元|[0-9]{1,2})年度?|(?<![0-9])(?:19|20)[0-9]{2}年度?")


def same_as_last_year(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for paragraphs that are identical to one anywhere in last year's report."""
    if year.previous is None:
        return
    former = {str(text) for _, _, text in written_paragraphs(year.previous.params)}
    for place, location, text in written_paragraphs(year.params):
        if str(text) in former:
            file, line, _ = year.params.place(*location)
            gaps = {"year": year.previous.year.label, "beginning": shortened(text)}
            yield review(messages.SAME_TEXT, place, file, line, place, **gaps)


def unexplained_years(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for years in prose that are neither the report's nor of its section's dates."""
    own = [section.dates.values() for section in year.params.report.sections]
    for place, location, text in written_paragraphs(year.params):
        dates = (
            own[location[1]] if isinstance(location[1], int) and location[0] == "sections" else chain(*own)
        )
        explained = _years(year.year) | set[str]().union(*map(_years, dates))
        for match in dict.fromkeys(NAMED_YEAR.findall(half_width(text))):
            if _canonical(match) not in explained:
                file, line, _ = year.params.place(*location)
                yield review(messages.UNEXPLAINED_YEAR, f"{place} {match}", file, line, place, named=match)


def remarks_behind_prose(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for text after a number sign on a paragraph's line, which YAML drops as a comment."""
    text = read_text(year.project.root / year.params.file, year.params.file)
    lines = text.splitlines()
    for place, location, _ in written_paragraphs(year.params):
        file, line, _ = year.params.place(*location)
        remark = _remark(lines[line - 1])
        if remark and Severity.REVIEW not in remark:
            yield review(messages.REMARK, place, file, line, place, beginning=shortened(remark))


def _remark(line: str) -> str:
    """Return the comment at the end of a line of YAML, if any."""
    try:
        tokens = list(yaml.scan(line.strip(), Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        return ""
    end = max((token.end_mark.index for token in tokens if isinstance(token, yaml.ScalarToken)), default=0)
    before, found, remark = line.strip()[end:].partition("#")
    return remark.strip() if found and not before.strip() else ""  # after a bracket it cuts off nothing


def _years(moment: Moment) -> set[str]:
    """Return the calendar and fiscal years that a moment is in: ``{"2024年", "2024年度"}``."""
    days = first_and_last_day(moment)
    fiscal_years = map(FiscalYear.containing, days)
    return {f"{day.year}年" for day in days} | {f"{year.start}年度" for year in fiscal_years}


def _canonical(named: str) -> str:
    """Convert 令和6年度 to 2024年度 and 令和6年 to 2024年; return 2024年 and impossible years unchanged."""
    kind = "年度" if named.endswith("年度") else "年"
    try:
        return f"{FiscalYear.parse(named.removesuffix('度').removesuffix('年')).start}{kind}"
    except ValueError:
        return named


# In the order in which their 要確認 are listed.
RULES: tuple[Rule, ...] = (
    same_as_last_year,
    unexplained_years,
    remarks_behind_prose,
)
