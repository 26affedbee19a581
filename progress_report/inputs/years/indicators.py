"""Indicators: the values followed from year to year, as the descriptor defines them."""

from functools import partial

from progress_report.inputs.formulas.formula_nodes import Division, Formula, tables_of
from progress_report.inputs.formulas.formula_values import Formulas
from progress_report.inputs.params.report_params import SectionParams
from progress_report.inputs.parsing.text_files import is_file
from progress_report.inputs.project import section_identity
from progress_report.inputs.schema.package_descriptor import IndicatorDescriptor
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages.descriptions import NO_PARAMETER
from progress_report.messages.former_report import TARGET_NOT_COMPARABLE
from progress_report.model.findings import all_results
from progress_report.model.inline import Date
from progress_report.model.quantity import Quantity, have_same_dimension


def indicator_values(year: ReportYear, formulas: Formulas | None = None) -> dict[str, Quantity]:
    """Compute each indicator's value, in the descriptor's order.

    Indicators without data this year, or of omitted sections, are left out. ``formulas``: over other tables
    than the year's own. Raise ReportError with every indicator that cannot be computed.
    """
    formulas = formulas or year.formulas
    computed = [
        (i, indicator)
        for i, indicator in enumerate(year.package.descriptor.indicators)
        if not tables_of(indicator.formula) & (year.absent | year.unreported)
    ]
    values = all_results(
        partial(indicator_value, formulas, indicator, year.package.line("indicators", i))
        for i, indicator in computed
    )
    return {indicator.name: value for (_, indicator), value in zip(computed, values, strict=True)}


def indicator_targets(year: ReportYear, values: dict[str, Quantity]) -> dict[str, Quantity]:
    """Return the targets set in the year's parameters, except those of omitted sections.

    Raise ReportError if an indicator's target is not set, or its unit is not that of the indicator's value in
    ``values``.
    """
    indicators = enumerate(year.package.descriptor.indicators)
    steps = (
        partial(_target, year, one.name, one.target, year.package.line("indicators", i), values.get(one.name))
        for i, one in indicators
        if one.target is not None and not left_out(year, one.target)
    )
    return dict(all_results(steps))


def _target(
    year: ReportYear, name: str, reference: str, line: int, value: Quantity | None
) -> tuple[str, Quantity]:
    target = parameter_quantity(year, reference, line)
    if units := differing_units(value, target):
        raise TARGET_NOT_COMPARABLE.error(year.package.file, line, name=name, target=reference, **units)
    return name, target


def target_dates(year: ReportYear) -> dict[str, Date]:
    """Return the date by which each indicator is to reach its target, from the plan with the same target.

    Raise ReportError if a plan names a date that the parameters do not set.
    """
    plans = year.package.descriptor.plans
    dates: dict[str, Date] = {}
    for indicator in year.package.descriptor.indicators:
        same = [
            i
            for i, plan in enumerate(plans)
            if indicator.target is not None
            and plan.announcedParameter == indicator.target
            and plan.resultIndicator in (None, indicator.name)
            and plan.due is not None
            and not left_out(year, plan.due)
        ]
        # A plan whose result is this indicator precedes one that only announces the same quantity.
        same.sort(key=lambda i: plans[i].resultIndicator is None)
        if same and (due := plan_due(year, same[0])):
            dates[indicator.name] = due
    return dates


def differing_units(one: Quantity | None, other: Quantity | None) -> dict[str, str]:
    """Return the units of two values, for a message, if they are not comparable; otherwise nothing."""
    if one is None or other is None or have_same_dimension(one.unit, other.unit):
        return {}
    return {"one": one.unit, "other": other.unit}


def left_out(year: ReportYear, reference: str) -> bool:
    """Return whether ``4_standardization.target`` is of a section that exists but is not in this report."""
    notebook = reference.partition(".")[0]
    reported = any(_is_of(section, notebook) for section in year.params.report.sections)
    return not reported and is_file(year.project.notebook(notebook))


def parameter_quantity(year: ReportYear, reference: str, line: int) -> Quantity:
    """Return a section's quantity (``4_standardization.target``). Raise ReportError at the referring line."""
    index, _, name = _found(year, reference, "quantities", line)
    return year.params.quantity(index, name)


def plan_due(year: ReportYear, i: int) -> Date | None:
    """Return the date of a section (``4_standardization.test_start``) by which a plan is due, if any.

    Raise ReportError at the plan if the parameters do not set it.
    """
    due = year.package.descriptor.plans[i].due
    if due is None:
        return None
    index, section, name = _found(year, due, "dates", year.package.line("plans", i, "due"))
    return Date(section.dates[name], year.params.source("sections", index, "dates", name))


def _found(year: ReportYear, reference: str, member: str, line: int) -> tuple[int, SectionParams, str]:
    notebook, _, name = reference.partition(".")
    sections = year.params.report.sections
    for index, section in enumerate(sections):
        if _is_of(section, notebook) and name in getattr(section, member):
            return index, section, name
    known = "、".join(f"{one.notebook}.{name}" for one in sections for name in getattr(one, member))
    gaps = {"reference": reference, "params": year.params.file, "member": member, "known": known or "なし"}
    raise NO_PARAMETER.error(year.package.file, line, **gaps)


def _is_of(section: SectionParams, notebook: str) -> bool:
    """Return whether a reference to a notebook means the section, even if the year has its own copy."""
    return section_identity(section.notebook) == section_identity(notebook)


def indicator_value(
    formulas: Formulas, indicator: IndicatorDescriptor, line: int, formula: Formula | None = None
) -> Quantity:
    """Return the value of the indicator's formula, or of ``formula``; a share has the indicator's decimals.

    Raise ReportError, with the descriptor's line, if it cannot be computed.
    """
    value = formulas.value(formula or indicator.formula, f"指標「{indicator.name}」の計算", line)
    return value.with_decimals(indicator.decimals) if isinstance(indicator.formula, Division) else value
