"""Doubts about the months in tables: far from the report's year, or other than the former report's."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from progress_report.inputs.descriptor_rules import FISCAL_YEAR
from progress_report.inputs.renamings import RowNames, as_texts
from progress_report.inputs.report_year import ReportYear
from progress_report.inputs.reviews import Doubt, doubt
from progress_report.inputs.schemas import ResourceDescriptor
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date
from progress_report.model.moment import Moment, first_and_last_day
from progress_report.model.quantity import Cell

# Fiscal years before and after the report's: what was introduced long ago may well stand in a table.
_PAST, _FUTURE = 20, 5


def months_out_of_the_ordinary(year: ReportYear) -> Iterator[Doubt]:
    """Months in tables that lie far from the report's year, unless the former report had them so."""
    for resource in _dated(year):
        frame, former = year.table(resource.name), dict(_former_rows(year, resource.name))
        for key in frame.index:
            for column in _months(resource):
                date = frame.loc[key, column]
                if date is None or _moment(former.get(key), column) == date.moment:
                    continue
                lies_in = FiscalYear.containing(first_and_last_day(date.moment)[1]).start
                if not -_PAST <= lies_in - year.year.start <= _FUTURE:
                    subject = f"年月 {_place(resource, key, column)}"
                    message = f"報告の年度から離れた年月です（{date.text}）。"
                    yield _at(date, subject, message, "年を確認してください。")


def months_published_otherwise(year: ReportYear) -> Iterator[Doubt]:
    """Months that the former report published, and that are others now."""
    for resource in _dated(year):
        former = year.previous
        if former is None or resource.name not in former.package:
            continue
        if FISCAL_YEAR in resource.table_schema.primaryKey:
            continue  # there it is a restatement, recorded or not
        if former.package.resource(resource.name).illustrative and not resource.illustrative:
            continue  # invented values were never published
        rows, frame = dict(_former_rows(year, resource.name)), year.table(resource.name)
        for key in frame.index:
            for column in _months(resource):
                date, then = frame.loc[key, column], _moment(rows.get(key), column)
                if date is None or then is None or then == date.moment:
                    continue
                yield _at(
                    date,
                    f"改訂 {_place(resource, key, column)}",
                    f"{former.year.label}の報告では{then.label}でしたが、{date.text}になっています。",
                    "打ち間違いがないか確認してください。",
                )


def _dated(year: ReportYear) -> Iterator[ResourceDescriptor]:
    """The tables with a column of months."""
    return (
        resource
        for resource in year.package.descriptor.resources
        if resource.survey is None and resource.name not in year.absent and any(_months(resource))
    )


def _months(resource: ResourceDescriptor) -> list[str]:
    return [field.name for field in resource.table_schema.fields if field.type == "yearmonth"]


def _former_rows(year: ReportYear, table: str) -> Iterator[tuple[Any, pd.Series]]:
    """The former report's rows by the keys that the table has now."""
    if year.previous is None or table not in year.previous.package or table in year.previous.absent:
        return
    keys = [one.package.resource(table).table_schema.primaryKey for one in (year, year.previous)]
    if keys[0] == keys[1]:
        former = year.previous.table(table)
        for then, now in RowNames(year.previous, year).matches(table):
            yield now, former.loc[then]


def _moment(row: pd.Series | None, column: str) -> Moment | None:
    date = None if row is None else row.get(column)
    return date.moment if isinstance(date, Date) else None


def _place(resource: ResourceDescriptor, key: object, column: str) -> str:
    return f"{resource.name}.{'・'.join(as_texts(key))}.{column}"


def _at(date: Date, subject: str, message: str, remedy: str) -> Doubt:
    origin = date.source
    assert isinstance(origin, Cell)
    return doubt(subject, message, remedy, origin.file, origin.row, origin.column_title)
