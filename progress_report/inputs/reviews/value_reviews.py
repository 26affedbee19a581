"""Warnings (要確認) about values: changed by more than a set factor, fallen to nothing, or unchanged."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from progress_report.inputs.formulas.formula_nodes import Division
from progress_report.inputs.reviews.review_warnings import (
    ReviewWarning,
    Rule,
    review,
    review_cell,
    rounding_warning,
)
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.inputs.years.comparison import Comparison
from progress_report.inputs.years.indicators import indicator_values
from progress_report.inputs.years.renamings import as_texts, former_rows
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import value_reviews as messages
from progress_report.model.differences import rounds_otherwise
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.quantity import PERCENT, Quantity

# A smaller difference is ignored, because a large factor of small counts means little: 1 → 4.
_FEW = 10
_ALL = 100


def changed_values(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for values that changed sign, to or from 0, or by more than ``largest_change`` times."""
    factor = year.params.report.largest_change
    for resource in _tables(year):
        for key, before, after in _pairs(year, resource):
            for name in _counted(resource):
                old, new = before[name], after[name]
                if old is None or new is None or not _remarkable(old.displayed, new.displayed, factor):
                    continue
                subject, times = f"{resource.name}.{key}.{name}", f"{float(factor):g}"
                yield review_cell(
                    new.origin, messages.CHANGED, subject, old=old.text, new=new.text, factor=times, key=key
                )


def unchanged_values(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for a year's row, or a whole table, that equals last year's and may be a copy."""
    for resource in _tables(year):
        names = _counted(resource)
        values = [(row[1][name], row[2][name]) for row in _pairs(year, resource) for name in names]
        given = [after for _, after in values if after is not None]
        if not given or any(_value(before) != _value(after) for before, after in values):
            continue
        yield review_cell(given[0].origin, messages.UNCHANGED, resource.name, title=resource.title)


def unusual_percentages(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for percentages in the parameters below 1%, which may be ratios, or above 100%."""
    for s, section in enumerate(year.params.report.sections):
        for name, literal in section.quantities.items():
            if literal.unit == PERCENT and (0 < literal.value < 1 or literal.value > _ALL):
                file, line, _ = year.params.place("sections", s, "quantities", name)
                subject, value = f"{section.notebook}.{name}", year.params.quantity(s, name).text
                yield review(messages.PERCENTAGE_UNUSUAL, subject, file, line, name, value=value)


def unusual_rates(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for percentage columns with only fractions of 1, and for a single value above 100%."""
    for resource in _tables(year):
        columns = [field for field in resource.table_schema.fields if field.unit == PERCENT]
        if not columns:
            continue
        frame = year.table(resource.name)
        for field in columns:
            subject = f"{resource.name}.{field.name}"
            given = [one for one in frame[field.name] if isinstance(one, Quantity) and one.value]
            above = [one for one in given if one.value is not None and one.value > 1]
            if given and all(one.value is not None and abs(one.value) <= Fraction(1, _ALL) for one in given):
                yield review_cell(given[0].origin, messages.RATES_BELOW_ONE, subject, value=given[0].text)
            elif len(above) == 1 and len(given) > 1:
                yield review_cell(above[0].origin, messages.RATE_ABOVE_ALL, subject, value=above[0].text)


def shares_above_the_whole(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for indicators whose part is larger than their whole."""
    values = indicator_values(year)
    for i, indicator in enumerate(year.package.descriptor.indicators):
        name, value = indicator.name, values.get(indicator.name)
        if isinstance(indicator.formula, Division) and value and value.value is not None and value.value > 1:
            place = year.package.file, year.package.line("indicators", i)
            yield review(messages.PART_ABOVE_WHOLE, name, *place, name=name, value=value.text)


def differences_rounded_otherwise(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for printed changes of indicators in ポイント that are rounded differently.

    They are only printed if a section of the report compares it with the former one.
    """
    comparison = Comparison.with_previous(year)
    comparing = set(year.project.comparing_notebooks())
    if comparison is None or not any(one.notebook in comparing for one in year.params.report.sections):
        return
    differences = (change.difference for change in comparison.indicators)
    for difference in filter(None, differences):
        if rounds_otherwise(difference):
            yield rounding_warning(difference)


def _tables(year: ReportYear) -> Iterator[ResourceDescriptor]:
    return (resource for resource in year.resources if resource.survey is None)


def _counted(resource: ResourceDescriptor) -> list[str]:
    fields = resource.table_schema.fields
    key = resource.table_schema.primaryKey
    return [field.name for field in fields if field.is_numeric and field.name not in key]


def _pairs(year: ReportYear, resource: ResourceDescriptor) -> Iterator[tuple[str, pd.Series, pd.Series]]:
    """Yield pairs of rows to compare, with the key that names them.

    In a table by fiscal year, its two newest rows; in other tables, rows with the same key in last year's and
    this year's table.
    """
    frame = year.table(resource.name)
    if FISCAL_YEAR in resource.table_schema.primaryKey:
        if frame.index.nlevels == 1 and len(frame) > 1:
            *_, before, after = sorted(frame.index)
            yield str(after.start), frame.loc[before], frame.loc[after]
        return
    for key, before in former_rows(year, resource.name):
        if set(_counted(resource)) <= set(before.index):
            yield "・".join(as_texts(key)), before, frame.loc[key]


def _remarkable(old: Fraction | None, new: Fraction | None, factor: Fraction) -> bool:
    if old is None or new is None or old == new or abs(new - old) < _FEW:
        return False
    small, large = sorted((abs(old), abs(new)))
    return large > small * factor or old * new < 0


def _value(quantity: Quantity | None) -> Fraction | None:
    return None if quantity is None else quantity.value


# In the order in which their 要確認 are listed.
RULES: tuple[Rule, ...] = (
    changed_values,
    unchanged_values,
    unusual_percentages,
    unusual_rates,
    shares_above_the_whole,
    differences_rounded_otherwise,
)
