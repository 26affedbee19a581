"""Texts with ``{names}``, filled with values that keep their origins."""

from collections.abc import Callable, Collection, Mapping
from string import Formatter
from typing import Any

from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.prose.placeholder_braces import brace_violations
from progress_report.messages.message import MessageError
from progress_report.messages.notebook_names import NO_PLACEHOLDER_VALUE
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.inline import (
    Date,
    Inline,
    Number,
    Placeholder,
    Source,
    literal,
    put_in_for,
    reference_named,
    text,
)
from progress_report.model.quantity import Parameter, Quantity

Print = Callable[[str, str, Any], Inline]  # returns the text for ``{name:form}`` and a value


def filled(
    template: str,
    given: Mapping[str, Any],
    printed: Print,
    *,
    source: Source | None = None,
    forms: Collection[str] = (),
) -> tuple[Inline, set[str]]:
    """Return a template with values filled in, and the names it used; ``{表:name}`` becomes a reference.

    Numerals in a text from a file (``source``) get it as their origin; a notebook's texts must not contain
    any. ``forms``: the forms allowed after a name and a colon. Raise ReportError (MessageError, a ValueError,
    for a notebook's text) if a name has no value.
    """
    for finding in brace_violations(template, forms):
        raise template_error(finding, source)
    runs: Inline = ()
    used: set[str] = set()
    placed = 0
    for between, name, form, _ in Formatter().parse(template):
        runs += literal(between, source) if source else text(between)
        if name is None:
            continue
        if reference := reference_named(name, form, source):
            runs += (reference,)
            continue
        if name not in given:
            near, known = near_remedy(name, given), "、".join(given) or "なし"
            remedy = f"{near}文章を直してください。" if source else ""
            finding = NO_PLACEHOLDER_VALUE.finding(remedy=remedy, name=name, known=known, near=near)
            raise template_error(finding, source)
        used.add(name)
        placeholder = Placeholder(f"{name}:{form}" if form else name, placed)
        runs += put_in_for(printed(name, form or "", given[name]), placeholder)
        placed += 1
    return runs, used


def from_params(template: str, values: Mapping[str, Date | Quantity | Inline], source: Parameter) -> Inline:
    """Return a text of the parameters, filled. Raise ReportError with its file and line."""
    return filled(template, values, lambda name, form, value: printed_value(value), source=source)[0]


def printed_value(value: Date | Quantity | Inline) -> Inline:
    """Return the text of a value: a quantity with its unit."""
    if isinstance(value, Quantity):
        return (Number(value),)
    return (value,) if isinstance(value, Date) else value


def section_values(params: Params, section: int) -> dict[str, Date | Quantity]:
    """Return the values for all texts of a section: the report's year, the section's dates and quantities."""
    own = params.report.sections[section]
    dates = {
        name: Date(moment, params.source("sections", section, "dates", name))
        for name, moment in own.dates.items()
    }
    quantities = {name: params.quantity(section, name) for name in own.quantities if name not in dates}
    return {**report_values(params), **dates, **quantities}


def report_values(params: Params) -> dict[str, Date | Quantity]:
    """Return the values for every text of the report: its fiscal year."""
    return {FISCAL_YEAR: Date(params.report.fiscal_year, params.source(FISCAL_YEAR))}


def introduction_values(params: Params) -> dict[str, Date | Quantity | Inline]:
    """Return the values for the introduction.

    They are ``fiscal_year``, ``municipality``, and each section's dates and quantities, prefixed by the
    section's name: ``4_standardization.target``.
    """
    name = literal(params.report.municipality.name, params.source("municipality", "name"))
    sections = {
        f"{section.notebook}.{name}": value
        for index, section in enumerate(params.report.sections)
        for name, value in section_values(params, index).items()
        if name in section.dates or name in section.quantities
    }
    return {**report_values(params), "municipality": name, **sections}


def template_error(finding: Finding, source: Source | None) -> ReportError | MessageError:
    """Return the error for a template: with file and line, or for a notebook's text."""
    if source is None:
        return MessageError(finding)
    place = (source.line, source.name) if isinstance(source, Parameter) else ()
    return ReportError([finding.at(source.file, *place)])
