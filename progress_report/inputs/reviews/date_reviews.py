"""Warnings (要確認) about dates of parameters and tables: far from the report's year, or inconsistent."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from progress_report.inputs.notebooks.notebook_source import NotebookSource
from progress_report.inputs.project import section_identity
from progress_report.inputs.reviews.review_warnings import ReviewWarning, Rule, review, review_cell
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.inputs.years.renamings import as_texts, former_rows
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.reported_years import AS_OF
from progress_report.messages import reviews as messages
from progress_report.messages import value_reviews
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.inline import Date
from progress_report.model.moment import Day, Moment, first_and_last_day

# Limits in fiscal years before and after the report's: tables, unlike parameters, may well record older
# introductions.
_PAST, _FUTURE = 20, 5
_PAST_OF_PARAMS = 3
# Reference, survey and publication dates are at most one fiscal year later than the report's.
_LAST = 1
_DATES = {"asOf": "時点", "publicationDate": "公表の時期"}
_SURVEY_DATES = {"periodStart": "調査期間の始まり", "periodEnd": "調査期間の終わり"}


def dates_out_of_the_ordinary(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for parameter dates far from the report's year, and as-of dates that did not change."""
    for s, section in enumerate(year.params.report.sections):
        for name, moment in section.dates.items():
            if not -_PAST_OF_PARAMS <= _years_ahead(moment, year) <= _FUTURE:
                file, line, _ = year.params.place("sections", s, "dates", name)
                subject, date = f"{section.notebook}.{name}", moment.label
                yield review(value_reviews.DATE_FAR_OFF, subject, file, line, name, date=date)
    if year.previous is None:
        return
    yield from _dates_that_did_not_move(year, year.previous)
    for resource in year.package.descriptor.resources:
        if resource.name not in year.previous.package:
            continue
        former = year.previous.package.resource(resource.name)
        if resource.asOf.iso <= former.asOf.iso:
            file, line, _ = year.package.place(resource.name, "asOf")
            gaps = {"year": year.previous.year.label, "date": resource.asOf.label}
            yield review(value_reviews.AS_OF_NOT_MOVED, resource.name, file, line, resource.title, **gaps)


def descriptor_dates_out_of_the_ordinary(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for dates of the descriptor that are far from the report's year."""
    for resource in year.resources:
        described: list[tuple[str, Moment | None, tuple[str, ...]]] = [
            (title, getattr(resource, name), (name,)) for name, title in _DATES.items()
        ]
        if resource.survey is not None:
            described += [
                (title, getattr(resource.survey, name), ("survey", name))
                for name, title in _SURVEY_DATES.items()
            ]
        for title, moment, member in described:
            if moment is not None and not -_PAST <= _years_ahead(moment, year) <= _LAST:
                file, line, _ = year.package.place(resource.name, *member)
                subject = f"{resource.name}.{member[-1]}"
                gaps = {"title": title, "name": member[-1], "date": moment.label}
                yield review(messages.DATE_FAR_OFF, subject, file, line, resource.title, **gaps)


def as_of_dates_that_differ(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for tables whose date matches no section that reads them.

    A section's figures are labelled with the section's date, cards and open data with the table's.
    """
    notebooks = {
        i: NotebookSource(year.project, section.notebook).strings
        for i, section in enumerate(year.params.report.sections)
    }
    for resource in year.resources:
        if resource.survey is not None:
            continue
        if not -_PAST <= _years_ahead(resource.asOf, year) <= _LAST:
            continue  # already reported by ``descriptor_dates_out_of_the_ordinary``
        literal = [
            (i, name, moment)
            for i, section in enumerate(year.params.report.sections)
            for name, moment in section.dates.items()
            if name.startswith(AS_OF) and resource.name in notebooks[i]
        ]
        if literal and not any(_overlap(resource.asOf, moment) for _, _, moment in literal):
            i, name, moment = literal[0]
            yield review(
                messages.AS_OF_DIFFERS,
                f"{resource.name}.asOf",
                *year.package.place(resource.name, "asOf")[:2],
                resource.title,
                as_of=resource.asOf.label,
                literal=moment.label,
                file_name=year.params.file,
                line=year.params.lines[("sections", i, "dates", name)],
                name=name,
            )


def table_dates_out_of_the_ordinary(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for new or changed months and days in tables that are far from the report's year."""
    for resource, key, column, date, _ in _new_dates(year):
        if not -_PAST <= _years_ahead(date.moment, year) <= _FUTURE:
            message = messages.DAY_FAR_OFF if isinstance(date.moment, Day) else messages.MONTH_FAR_OFF
            yield review_cell(date.source, message, _place(resource, key, column), date=date.text)


def dates_published_otherwise(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for months and days that differ from those in the former report."""
    if (former := year.previous) is None:
        return
    for resource, key, column, date, then in _new_dates(year):
        if then is None or FISCAL_YEAR in resource.table_schema.primaryKey:
            continue  # a change in a table by fiscal year is reported as a restatement, recorded or not
        if former.package.resource(resource.name).illustrative and not resource.illustrative:
            continue  # invented values were never published
        gaps = {"year": former.year.label, "then": then.label, "now": date.text}
        yield review_cell(date.source, messages.DATE_CHANGED, _place(resource, key, column), **gaps)


def _dates_that_did_not_move(year: ReportYear, former: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for dates up to the end of the former year that are the same in both reports."""
    former_dates = {section_identity(one.notebook): one.dates for one in former.params.report.sections}
    for s, section in enumerate(year.params.report.sections):
        for name, moment in section.dates.items():
            recurs = first_and_last_day(moment)[1] <= former.year.last_day
            if recurs and former_dates.get(section_identity(section.notebook), {}).get(name) == moment:
                file, line, _ = year.params.place("sections", s, "dates", name)
                subject = f"{section.notebook}.{name}"
                gaps = {"year": former.year.label, "date": moment.label}
                yield review(value_reviews.DATE_NOT_MOVED, subject, file, line, name, **gaps)


def _years_ahead(moment: Moment, year: ReportYear) -> int:
    """Return how many fiscal years after the report's the moment ends."""
    return FiscalYear.containing(first_and_last_day(moment)[1]).start - year.year.start


def _overlap(one: Moment, other: Moment) -> bool:
    (first, last), (begin, end) = first_and_last_day(one), first_and_last_day(other)
    return first <= end and begin <= last


def _new_dates(year: ReportYear) -> Iterator[tuple[ResourceDescriptor, Any, str, Date, Moment | None]]:
    """Yield the months and days of tables that the former report does not have.

    Each has its table, the row's key, its column, and what the former report has there.
    """
    for resource in year.resources:
        columns = [field.name for field in resource.table_schema.fields if field.is_date]
        if resource.survey is not None or not columns:
            continue
        frame, former = year.table(resource.name), dict(former_rows(year, resource.name))
        for key in frame.index:
            for column in columns:
                date, then = frame.loc[key, column], _moment(former.get(key), column)
                if date is not None and date.moment != then:
                    yield resource, key, column, date, then


def _moment(row: pd.Series | None, column: str) -> Moment | None:
    date = None if row is None else row.get(column)
    return date.moment if isinstance(date, Date) else None


def _place(resource: ResourceDescriptor, key: object, column: str) -> str:
    return f"{resource.name}.{'・'.join(as_texts(key))}.{column}"


# In the order in which their 要確認 are listed.
RULES: tuple[Rule, ...] = (
    dates_out_of_the_ordinary,
    descriptor_dates_out_of_the_ordinary,
    as_of_dates_that_differ,
    table_dates_out_of_the_ordinary,
    dates_published_otherwise,
)
