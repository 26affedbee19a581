"""Indicators: the figures followed from year to year, as the descriptor defines them."""

from progress_report.inputs.formula_values import Formulas
from progress_report.inputs.formulas import Division, Formula, tables_of
from progress_report.inputs.package_descriptor import IndicatorDescriptor
from progress_report.inputs.params import SectionParams
from progress_report.inputs.project import section_identity
from progress_report.inputs.report_year import ReportYear
from progress_report.inputs.text_files import is_file
from progress_report.messages.descriptions import NO_PARAMETER
from progress_report.messages.former_report import TARGET_NOT_COMPARABLE
from progress_report.model.findings import Finding, ReportError
from progress_report.model.inline import Date
from progress_report.model.quantity import Quantity, UnitError, require_same_dimension

LOWER = "lower"


def indicator_values(year: ReportYear, formulas: Formulas | None = None) -> dict[str, Quantity]:
    """Each indicator's value, in the descriptor's order; without those of data that were not delivered
    this year, or of sections left out.

    ``formulas``: over other tables than the year's own. ReportError with every indicator that cannot
    be computed.
    """
    values: dict[str, Quantity] = {}
    findings: list[Finding] = []
    for i, indicator in enumerate(year.package.descriptor.indicators):
        if tables_of(indicator.formula) & (year.absent | year.unreported):
            continue
        try:
            values[indicator.name] = indicator_value(
                formulas or year.formulas, indicator, year.package.line("indicators", i)
            )
        except ReportError as error:
            findings += error.findings
    if findings:
        raise ReportError(findings)
    return values


def indicator_targets(year: ReportYear, values: dict[str, Quantity]) -> dict[str, Quantity]:
    """The targets that the year's parameters set, but for those of sections left out.

    ReportError where an indicator names one that they do not set, or that counts something else than
    its value among ``values``.
    """
    package = year.package
    targets: dict[str, Quantity] = {}
    findings: list[Finding] = []
    for i, indicator in enumerate(package.descriptor.indicators):
        if indicator.target is None or left_out(year, indicator.target):
            continue
        name, line = indicator.name, package.line("indicators", i)
        try:
            targets[name] = parameter_quantity(year, indicator.target, package.file, line)
            if units := differing_units(values.get(name), targets[name]):
                described = {"name": name, "target": indicator.target, **units}
                raise TARGET_NOT_COMPARABLE.error(package.file, line, **described)
        except ReportError as error:
            findings += error.findings
    if findings:
        raise ReportError(findings)
    return targets


def differing_units(one: Quantity | None, other: Quantity | None) -> dict[str, str]:
    """Return the units of two values, for a message, where they count different things; else nothing."""
    if one is None or other is None:
        return {}
    try:
        require_same_dimension(one.unit, other.unit)
    except UnitError:
        return {"one": one.unit, "other": other.unit}
    return {}


def left_out(year: ReportYear, reference: str) -> bool:
    """Whether ``4_standardization.target`` is of a section that there is, but not in this year's report."""
    notebook = reference.partition(".")[0]
    reported = any(_is_of(section, notebook) for section in year.params.report.sections)
    return not reported and is_file(year.project.notebook(notebook))


def reached(value: Quantity | None, target: Quantity | None, better: str | None) -> bool | None:
    """Whether the exact value is at the target or beyond it, on the better side (more, unless told)."""
    if value is None or target is None or value.value is None or target.value is None:
        return None
    return value <= target if better == LOWER else value >= target


def contradicts_display(value: Quantity | None, target: Quantity | None, better: str | None) -> bool:
    """Whether the rounded values, as a reader sees them, say otherwise than the exact ones."""
    met = reached(value, target, better)
    if met is None or value is None or target is None:
        return False
    shown, goal = value.displayed, target.displayed
    assert shown is not None and goal is not None, "what is judged has a value"
    return met != (shown <= goal if better == LOWER else shown >= goal)


def told_as(met: bool | None) -> str:
    """Whether a target is reached, as the report and the terminal say it."""
    return "" if met is None else "達成" if met else "未達成"


def parameter_quantity(year: ReportYear, reference: str, file: str, line: int) -> Quantity:
    """``4_standardization.target``: a section's quantity. ReportError at the line that refers to it."""
    index, _, name = _found(year, reference, "quantities", file, line)
    return year.params.quantity(index, name)


def parameter_date(year: ReportYear, reference: str, file: str, line: int) -> Date:
    """``4_standardization.test_start``: a section's date. ReportError at the line that refers to it."""
    index, section, name = _found(year, reference, "dates", file, line)
    return Date(section.dates[name], year.params.source("sections", index, "dates", name))


def _found(
    year: ReportYear, reference: str, member: str, file: str, line: int
) -> tuple[int, SectionParams, str]:
    notebook, _, name = reference.partition(".")
    sections = year.params.report.sections
    for index, section in enumerate(sections):
        if _is_of(section, notebook) and name in getattr(section, member):
            return index, section, name
    known = "、".join(f"{one.notebook}.{name}" for one in sections for name in getattr(one, member))
    params = year.params.file
    raise NO_PARAMETER.error(
        file, line, reference=reference, params=params, member=member, known=known or "なし"
    )


def _is_of(section: SectionParams, notebook: str) -> bool:
    """Whether a reference to a notebook means the section, also where the year has a copy of its own."""
    return section_identity(section.notebook) == section_identity(notebook)


def indicator_value(
    formulas: Formulas, indicator: IndicatorDescriptor, line: int, formula: Formula | None = None
) -> Quantity:
    """The value of the indicator's formula, or of another one in its place; a share with its decimals.

    ReportError, with the descriptor's line, where it cannot be computed.
    """
    value = formulas.value(formula or indicator.formula, f"指標「{indicator.name}」の計算", line)
    return value.with_decimals(indicator.decimals) if isinstance(indicator.formula, Division) else value
