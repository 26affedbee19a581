"""Of what time figures are: whether a target is due, and which dated events have come."""

import datetime as dt

from progress_report.inputs.frame_source import FrameSource
from progress_report.inputs.indicators import left_out, parameter_date, parameter_quantity
from progress_report.inputs.section import Section
from progress_report.model.inline import Date
from progress_report.model.moment import Day, Month, first_and_last_day
from progress_report.model.quantity import Quantity


def due_of(section: Section, target: Quantity) -> Date | None:
    """Return until when a target of the parameters is to be reached, as a plan of the schema says.

    None for one that no plan announces, or that has no date. ReportError where a plan names no parameter.
    """
    package = section.package
    for i, plan in enumerate(package.descriptor.plans):
        announced, due = plan.announcedParameter, plan.due
        if announced is None or due is None or any(left_out(section, one) for one in (announced, due)):
            continue
        quantity = parameter_quantity(section, announced, package.file, package.line("plans", i))
        if quantity.identifier == target.identifier:
            return parameter_date(section, due, package.file, package.line("plans", i, "due"))
    return None


def is_pending(source: FrameSource, due: Date) -> bool:
    """Whether the values of a table are of a time before the last day of the date."""
    return _last_day_of(source.section, source.table) < first_and_last_day(due.moment)[1]


def now_of(source: FrameSource) -> Date | None:
    """Return what the report takes for the present: its date, else the latest day or month of its tables.

    Invented tables count beside other invented ones only. None where no table is of a day or month.
    """
    section = source.section
    if section.params.report.report_date is not None:
        return Date(section.params.report.report_date, section.params.source("report_date"))
    own = section.package.resource(source.table)
    dated = [
        one
        for one in section.package.descriptor.resources
        if isinstance(one.asOf, Day | Month)
        and one.name not in section.absent
        and (own.illustrative or not one.illustrative)
    ]
    if not dated:
        return None
    latest = max(dated, key=lambda one: first_and_last_day(one.asOf)[1])
    return Date(latest.asOf, section.package.source(latest.name, "asOf"))


def _last_day_of(section: Section, table: str) -> dt.date:
    return first_and_last_day(section.package.resource(table).asOf)[1]
