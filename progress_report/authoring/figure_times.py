"""Reference dates of figures: whether a target is due, and which dated events have taken place."""

from progress_report.inputs.notebooks.frame_source import FrameSource
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.years.indicators import left_out, parameter_quantity, plan_due
from progress_report.model.inline import Date
from progress_report.model.moment import Day, Month, first_and_last_day
from progress_report.model.quantity import Quantity


def due_of(section: Section, target: Quantity) -> Date | None:
    """Return the deadline of a target from the parameters, according to a plan of the schema.

    None for a target without a plan or date. ReportError if a plan names an unknown parameter.
    """
    package = section.package
    for i, plan in enumerate(package.descriptor.plans):
        announced, due = plan.announcedParameter, plan.due
        if announced is None or due is None or any(left_out(section, one) for one in (announced, due)):
            continue
        quantity = parameter_quantity(section, announced, package.line("plans", i))
        if quantity.identifier == target.identifier:
            return plan_due(section, i)
    return None


def is_pending(source: FrameSource, due: Date) -> bool:
    """Return whether the values of a table are from before the last day of the date."""
    as_of = source.section.package.resource(source.table).asOf
    return first_and_last_day(as_of)[1] < first_and_last_day(due.moment)[1]


def now_of(source: FrameSource) -> Date | None:
    """Return the report's present: its date, else the latest day or month of its tables.

    Invented tables count only with other invented ones. None if no table has a day or month.
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
    return Date(latest.asOf, section.package.origin(latest.name, "asOf"))
