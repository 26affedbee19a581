"""Figures in prose: typed ones must be confirmed, and verbs must agree with the values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from progress_report.inputs.parsing.source_tree import Location
from progress_report.inputs.prose.placeholder_braces import PLACEHOLDER
from progress_report.inputs.prose.typed_figures import TypedFigure, figures_in
from progress_report.inputs.prose.written_texts import written_texts
from progress_report.inputs.reviews.review_warnings import ReviewWarning, review
from progress_report.inputs.years.indicators import indicator_values
from progress_report.inputs.years.plans import plans_of
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages.sections import CONTRADICTION
from progress_report.messages.value_reviews import TYPED_FIGURE
from progress_report.model.findings import Finding
from progress_report.model.inline import plain_text
from progress_report.model.movements import contradictions_in
from progress_report.model.quantity import PERCENT, Cell, Quantity, have_same_dimension

_UNKNOWN = "\ufffc"


@dataclass(frozen=True, slots=True)
class Known:
    """A quantity of the year, its location, and the section whose prose can refer to it by name."""

    quantity: Quantity
    described: str
    section: int | None = None
    name: str = ""


def typed_figures(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for figures typed in printed texts, because only placeholders follow the data."""
    units = _units(year)
    known: list[Known] | None = None
    for place, location, text in written_texts(year.params):
        for figure in dict.fromkeys(figures_in(text, units)):
            known = list(_quantities(year)) if known is None else known
            section = int(location[1]) if location[0] == "sections" else None
            # A comma would end the subject in a YAML flow mapping.
            subject, same = f"{place} {figure.text.replace(',', '')}", _same(figure, known, section)
            source = year.params.place(*location)[:2]
            yield review(TYPED_FIGURE, subject, *source, place, figure=figure.text, same=same)


def contradiction_findings(year: ReportYear) -> Iterator[Finding]:
    """Yield a 誤り for each verb of prose that contradicts its numbers.

    A build checks every sentence with the values from notebooks; here the parameters' values suffice.
    """
    for place, location, text in written_texts(year.params):
        filled = PLACEHOLDER.sub(partial(_value_named, year, location), text)
        for found in contradictions_in(filled):
            change = "増えて" if found.rises else "減って"
            source = year.params.place(*location)[:2]
            yield CONTRADICTION.finding(*source, place, said=found.said, change=change)


def _value_named(year: ReportYear, location: Location, placeholder: re.Match[str]) -> str:
    """Return the text that a placeholder prints, if the section's parameters determine it."""
    section, name = location[1] if location[0] == "sections" else None, placeholder[0][1:-1]
    if not isinstance(section, int):
        return _UNKNOWN
    own = year.params.report.sections[section]
    if name in own.quantities:
        return year.params.quantity(section, name).text
    return own.dates[name].label if name in own.dates else _UNKNOWN


def _same(figure: TypedFigure, known: list[Known], section: int | None) -> str:
    """Describe where the figure's value is found: first as a placeholder of its section, then as a cell."""
    same = [one for one in known if _has_value(one.quantity, figure)]
    for one in same:
        if one.name and one.section is not None and one.section == section:
            return f"{{{one.name}}} と書けば、{one.described}の{one.quantity.text}が入ります"
    if not same:
        return "同じ値は、この年度の表・目標・指標にありません"
    others = f" ほか{len(same) - 1}か所" if len(same) > 1 else ""
    return f"同じ値が {same[0].described}{others} にあります"


def _has_value(quantity: Quantity, figure: TypedFigure) -> bool:
    value, unit = figure.value, figure.unit
    if value is None or quantity.value is None:
        return False
    if not unit and value < 1:  # a fraction of one
        value, unit = value * 100, PERCENT
    exact = quantity.value * 100 if quantity.unit == PERCENT else quantity.value
    alike = not unit or have_same_dimension(quantity.unit, unit)
    return alike and value in (exact, quantity.displayed)


def _units(year: ReportYear) -> set[str]:
    fields = (
        field.unit
        for one in year.package.descriptor.resources
        for field in one.table_schema.fields
        if field.unit
    )
    literal = (one.unit for section in year.params.report.sections for one in section.quantities.values())
    return {*fields, *literal}


def _quantities(year: ReportYear) -> Iterator[Known]:
    """Yield every quantity of the year's parameters, tables, indicators and plans.

    Raise ReportError with the errors of any of them.
    """
    params = year.params
    for i, section in enumerate(params.report.sections):
        for name in section.quantities:
            line = params.source("sections", i, "quantities", name).line
            described = f"{params.file} {line}行目『{section.notebook}.quantities.{name}』"
            yield Known(params.quantity(i, name), described, i, name)
    for resource in year.resources:
        if resource.survey is None:
            for value in (one for _, column in year.table(resource.name).items() for one in column):
                if isinstance(value, Quantity) and isinstance(cell := value.origin, Cell):
                    yield Known(value, f"{cell.file} {cell.row}行目『{cell.column_title}』")
    values = indicator_values(year)
    for indicator in year.package.descriptor.indicators:
        if indicator.name in values:
            yield Known(values[indicator.name], f"指標「{indicator.title}」")
    for plan in plans_of(year):
        yield Known(plan.announced, f"予定「{plain_text(plan.title)}」")
