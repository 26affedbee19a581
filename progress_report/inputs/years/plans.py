"""Plans: the announcements of a year's report, and their results a year later."""

from dataclasses import dataclass
from functools import partial

from progress_report.inputs.formulas.formula_nodes import tables_of
from progress_report.inputs.schema.formula_rules import formula_findings
from progress_report.inputs.schema.package_descriptor import PlanDescriptor
from progress_report.inputs.years.indicators import (
    differing_units,
    indicator_values,
    left_out,
    parameter_quantity,
    plan_due,
)
from progress_report.inputs.years.renamings import RowNames
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.verdicts import (
    Verdict,
    decided_exactly,
    has_reached,
    newest_date,
    verdict_of,
)
from progress_report.messages.former_report import RESULT_NOT_COMPARABLE
from progress_report.model.findings import ReportError, all_results
from progress_report.model.inline import Date, Inline
from progress_report.model.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Plan:
    """An announcement and its due date; ``descriptor`` defines the result."""

    title: Inline
    announced: Quantity
    due: Date | None
    descriptor: PlanDescriptor
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """A plan with its result; ``result`` is None if there are no data for it.

    ``as_of``: the date of the result, the latest of its tables; None if it comes from no table.
    """

    plan: Plan
    result: Quantity | None
    as_of: Date | None

    @property
    def verdict(self) -> Verdict:
        """The verdict on the result."""
        reached = has_reached(self.result, self.plan.announced, None)
        return verdict_of(reached, self.plan.due, self.as_of)

    @property
    def decided_exactly(self) -> bool:
        """Whether the displayed values contradict the verdict, which uses the exact ones."""
        return decided_exactly(self.verdict, self.result, self.plan.announced, None)


def plans_of(year: ReportYear) -> list[Plan]:
    """Return the plans of the year's report, except those without data or of an omitted section.

    Raise ReportError with every plan that cannot be read.
    """
    return all_results(
        partial(_plan, year, i, described)
        for i, described in enumerate(year.package.descriptor.plans)
        if _announced(year, described)
    )


def outcomes_of(former: ReportYear, present: ReportYear) -> list[PlanOutcome]:
    """Return the results of last year's plans. Raise ReportError with every one that cannot be computed."""
    indicators, rows = indicator_values(present), RowNames(former, present)
    return all_results(
        partial(_outcome, plan, rows, indicators, tables)
        for plan in plans_of(former)
        if not (tables := _result_tables(plan.descriptor, present)) & present.unreported
    )


def _announced(year: ReportYear, described: PlanDescriptor) -> bool:
    tables = tables_of(described.announced.formula) if described.announced is not None else set()
    literal = filter(None, (described.announcedParameter, described.due))
    return not (year.absent | year.unreported) & tables and not any(left_out(year, one) for one in literal)


def _plan(year: ReportYear, i: int, described: PlanDescriptor) -> Plan:
    package = year.package
    line = package.line("plans", i)
    if described.announced is not None:
        announced = year.formulas.value(described.announced.formula, _named(described), line)
    else:
        reference, place = described.announcedParameter or "", package.line("plans", i, "announcedParameter")
        announced = parameter_quantity(year, reference, place)
    title = package.text_at("plans", i, "title")
    return Plan(title, announced, plan_due(year, i), described, package.file, line)


def _outcome(plan: Plan, rows: RowNames, indicators: dict[str, Quantity], tables: set[str]) -> PlanOutcome:
    """Return a plan with its result, which is computed from ``tables``."""
    result = _result(plan, rows, indicators)
    if units := differing_units(plan.announced, result):
        raise RESULT_NOT_COMPARABLE.error(plan.file, plan.line, name=plan.descriptor.name, **units)
    return PlanOutcome(plan, result, newest_date(rows.present, tables))


def _result(plan: Plan, rows: RowNames, indicators: dict[str, Quantity]) -> Quantity | None:
    present = rows.present
    if plan.descriptor.result is None:
        return indicators.get(plan.descriptor.resultIndicator or "")
    formula = plan.descriptor.result.formula
    column = f"plans.{plan.descriptor.name}.result"
    described = {resource.name: resource for resource in present.package.descriptor.resources}
    if findings := [*formula_findings(formula, described)]:
        raise ReportError([one.at(plan.file, plan.line, column) for one in findings])
    if tables_of(formula) & present.absent:
        return None
    return present.formulas.value(rows.translated(formula), _named(plan.descriptor), plan.line)


def _result_tables(described: PlanDescriptor, present: ReportYear) -> set[str]:
    """Return the tables of the present year from which the result is computed."""
    formulas = [described.result.formula] if described.result else []
    for indicator in present.package.descriptor.indicators:
        if indicator.name == described.resultIndicator:
            formulas.append(indicator.formula)
    return {table for table in tables_of(*formulas) if table in present.package}


def _named(described: PlanDescriptor) -> str:
    return f"予定「{described.name}」の読取り"
