"""Validation of all input files of a year at once, before any notebook is executed."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from progress_report.inputs.formulas.formula_nodes import tables_of
from progress_report.inputs.input_files import free_file_findings, link_findings, undeclared_files
from progress_report.inputs.notebooks.anchors import anchor_findings
from progress_report.inputs.notebooks.notebook_contract import contract_findings
from progress_report.inputs.notebooks.notebook_needs import missing_needs
from progress_report.inputs.notebooks.notebook_rules import notebook_findings
from progress_report.inputs.notebooks.notebook_uses import unprinted_prose_findings, unwritten_prose_notes
from progress_report.inputs.notebooks.overrides import override_findings
from progress_report.inputs.notebooks.placeholders import placeholder_findings
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.inputs.params.theme_files import font_findings, logo_findings
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.parsing.source_tree import Scalar
from progress_report.inputs.printable import (
    cell_findings,
    descriptor_findings,
    notebook_text_findings,
    params_findings,
)
from progress_report.inputs.project import Project
from progress_report.inputs.prose.written_texts import term_findings
from progress_report.inputs.readers.normalizations import Normalization, notes_of
from progress_report.inputs.reviews import (
    date_reviews,
    definition_reviews,
    prose_reviews,
    survey_reviews,
    table_reviews,
    value_reviews,
)
from progress_report.inputs.reviews.figure_reviews import contradiction_findings, typed_figures
from progress_report.inputs.reviews.renaming_reviews import rows_perhaps_renamed
from progress_report.inputs.reviews.review_warnings import Rule, reviews_of
from progress_report.inputs.reviews.unconfirmed import unconfirmed_findings
from progress_report.inputs.schema.descriptors import Package, read_data_package
from progress_report.inputs.tables.datasets import Rows, valid_rows
from progress_report.inputs.years.comparison import Comparison
from progress_report.inputs.years.indicator_history import IndicatorPoint, indicator_history
from progress_report.inputs.years.indicators import indicator_targets, indicator_values
from progress_report.inputs.years.plans import plans_of
from progress_report.inputs.years.renamings import renaming_findings
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.restatements import restatement_findings
from progress_report.inputs.years.survey_sizes import survey_sizes
from progress_report.messages.notes import INDICATOR_LEFT_OUT
from progress_report.messages.schema import UNKNOWN_TABLE
from progress_report.messages.sections import (
    NEXT_BEFORE_REPORT,
    NO_NOTEBOOK,
    NOTEBOOK_TWICE,
    PERIOD_REVERSED,
)
from progress_report.messages.surveys import ALSO_NOT_AVAILABLE, NO_SURVEY, NO_TABLE_OF_SURVEY
from progress_report.model.findings import Finding, ReportError, Severity, group_findings
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily
from progress_report.model.moment import first_and_last_day

NO_FINAL = "確定版にできません"
_Read = TypeVar("_Read")
# The rules that produce 要確認, in the order in which they are listed.
_REVIEW_RULES: tuple[Rule, ...] = (
    undeclared_files,
    definition_reviews.unshown_data,
    *prose_reviews.RULES,
    typed_figures,
    *value_reviews.RULES,
    *date_reviews.RULES,
    rows_perhaps_renamed,
    *survey_reviews.RULES,
    *definition_reviews.RULES,
    *table_reviews.RULES,
)


@dataclass(frozen=True, slots=True)
class YearValidation:
    """The result for a valid year: its parameters, the 要確認 that prevent a final report, and the 記録.

    ``indicators``: all values of the indicators that the year's inputs have.
    """

    params: Params
    reviews: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    normalizations: tuple[Normalization, ...] = ()
    indicators: tuple[IndicatorPoint, ...] = ()


def validate_year(project: Project, year: FiscalYear) -> YearValidation:
    """Validate a year's parameters, tables, surveys and cross-checks, and return the result.

    Raise ReportError with the errors of all files together.
    """
    params, findings, normalizations, ingested = _validated(project, year)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors or params is None or ingested is None:
        raise ReportError(errors)
    reviews = tuple(finding for finding in findings if finding.severity is Severity.REVIEW)
    notes = tuple(finding for finding in findings if finding.severity is Severity.NOTE)
    return YearValidation(params, reviews, notes, normalizations, tuple(indicator_history(ingested)))


def require_no_warnings(validation: YearValidation) -> None:
    """Raise ReportError with every 要確認 of the inputs, none of which a final report may have."""
    if validation.reviews:
        raise ReportError([Finding(f"{NO_FINAL}: {review}") for review in validation.reviews])


def validate_new(project: Project, year: FiscalYear) -> tuple[Params | None, list[Finding]]:
    """Return the year's parameters, if readable, and the 誤り, 要確認 and 記録 of its files, each once.

    Checks that read an invalid table repeat that table's errors, so duplicates are removed; errors between
    valid tables are listed with them.
    """
    params, findings, *_ = _validated(project, year)
    return params, findings


def _validated(
    project: Project, year: FiscalYear
) -> tuple[Params | None, list[Finding], tuple[Normalization, ...], ReportYear | None]:
    findings: list[Finding] = []
    normalizations: list[Normalization] = []
    params = _read_or_note(findings, lambda: read_params(project, year))
    package = _read_or_note(findings, lambda: read_data_package(project, year))
    findings += link_findings(project, year)
    fonts: FontFamily | None = None  # of the report; None if unknown or invalid
    if params is not None:
        findings += _notebook_findings(params)
        findings += notebook_findings(params)
        findings += contract_findings(params, package)
        findings += unprinted_prose_findings(params)
        findings += unwritten_prose_notes(params)
        findings += anchor_findings(params)
        findings += override_findings(params)
        findings += _period_findings(params)
        findings += _next_report_findings(params)
        findings += term_findings(params)
        invalid = _read_or_note(findings, lambda: list(font_findings(params)))
        findings += invalid or ()
        fonts = params.fonts if invalid == [] else None
        findings += logo_findings(params.theme) if invalid is not None else ()
        findings += free_file_findings(params, fonts, normalizations)
        findings += params_findings(params) if fonts else ()
        findings += notebook_text_findings(params) if fonts else ()
    ingested = None if params is None or package is None else ReportYear(project, year)
    if package is not None:
        # The ReportYear caches its tables, so that each is read once.
        rows_of = partial(valid_rows, project, year, package) if ingested is None else ingested.rows
        findings += descriptor_findings(package, fonts) if fonts else ()
        findings += _table_findings(rows_of, package, params, fonts, normalizations)
    if params is not None and package is not None and ingested is not None:
        findings += _absence_findings(params, package)
        _read_or_note(findings, lambda: ingested.check(*package.names))
        with suppress(ReportError):  # errors of an invalid table are already reported
            findings += list(placeholder_findings(ingested))
        _add(findings, missing_needs(ingested))
        _add(findings, contradiction_findings(ingested))
        marked = list(unconfirmed_findings(params, package))
        findings += marked
        _read_or_note(findings, lambda: survey_sizes(ingested))
        _read_or_note(findings, lambda: indicator_targets(ingested, indicator_values(ingested)))
        _add(findings, _unreported_indicators(ingested))
        _read_or_note(findings, lambda: plans_of(ingested))
        if _read_or_note(findings, lambda: (ingested.previous,)):
            findings += renaming_findings(ingested)
            findings += restatement_findings(ingested)
            # A marked value is already known to be last year's.
            known = {(mark.file, mark.row) for mark in marked}
            review_warnings = reviews_of(ingested, _REVIEW_RULES)
            findings += [warning for warning in review_warnings if (warning.file, warning.row) not in known]
            if comparison := Comparison.with_previous(ingested):
                _read_or_note(findings, lambda: comparison.indicators)
                _read_or_note(findings, lambda: comparison.plans)
    findings += notes_of(normalizations)
    return params, group_findings(dict.fromkeys(findings)), tuple(normalizations), ingested


def _add(findings: list[Finding], found: Iterable[Finding]) -> None:
    """Add findings, or the errors of a file without which they cannot be determined."""
    _read_or_note(findings, lambda: findings.extend(found))


def _read_or_note(findings: list[Finding], read: Callable[[], _Read]) -> _Read | None:
    """Return the result, or None and record its errors, so that other files are still validated."""
    try:
        return read()
    except ReportError as error:
        findings += error.findings
        return None


def _table_findings(
    rows_of: Callable[[str], Rows],
    package: Package,
    params: Params | None,
    fonts: FontFamily | None,
    normalizations: list[Normalization],
) -> list[Finding]:
    """Return the errors in tables and surveys, and append their normalizations to ``normalizations``.

    Without parameters it is unknown which surveys are 未収録 or not conducted, so surveys are skipped.
    """
    findings: list[Finding] = []
    for resource in package.descriptor.resources:
        absent = params is None or resource.name in params.report.not_available
        not_held = params is not None and resource.name in params.report.not_held
        if not (resource.survey and absent) and not not_held:
            rows = _read_or_note(findings, partial(rows_of, resource.name))
            if rows is not None:
                normalizations += rows.normalizations
                findings += cell_findings(rows, fonts) if fonts else ()
    return findings


def _notebook_findings(params: Params) -> Iterator[Finding]:
    project = params.project
    seen: set[str] = set()
    for index, section in enumerate(params.report.sections):
        name, line = section.notebook, params.lines["sections", index, "notebook"]
        if name in seen:
            yield NOTEBOOK_TWICE.finding(params.file, line, name)
        seen.add(name)

        if not os.path.lexists(project.notebook(name)):
            near = near_remedy(name, project.notebooks())
            yield NO_NOTEBOOK.finding(params.file, line, name, near=near)
            continue
        try:
            project.read_notebook(name)
        except ReportError as error:
            yield from error.findings


def _period_findings(params: Params) -> Iterator[Finding]:
    """Yield errors for periods (``…_start`` and ``…_end``) that end before they begin."""
    for s, section in enumerate(params.report.sections):
        for name, (start, end) in section.periods.items():
            if first_and_last_day(end)[1] < first_and_last_day(start)[0]:
                place = params.place("sections", s, "dates", name)[:2]
                yield PERIOD_REVERSED.finding(*place, name, start=start.label, end=end.label)


def _next_report_findings(params: Params) -> Iterator[Finding]:
    """Yield a finding where the next report would be made before this one."""
    date, following = params.report.report_date, params.report.next_report
    if date is None or following is None or isinstance(following, Scalar):
        return
    if first_and_last_day(following)[1] < first_and_last_day(date)[0]:
        place = params.place("next_report")
        yield NEXT_BEFORE_REPORT.finding(*place, following=following.label, date=date.label)


def _unreported_indicators(year: ReportYear) -> Iterator[Finding]:
    """Yield a finding for each indicator omitted from the report because no section reads its tables."""
    for i, indicator in enumerate(year.package.descriptor.indicators):
        if unread := tables_of(indicator.formula) & year.unreported:
            place, tables = (year.package.file, year.package.line("indicators", i)), "、".join(sorted(unread))
            yield INDICATOR_LEFT_OUT.finding(*place, name=indicator.name, tables=tables)


def _absence_findings(params: Params, package: Package) -> Iterator[Finding]:
    """Yield errors for names in ``not_available`` and ``not_held`` that cannot be without data.

    The former are surveys; the latter may also be tables that count a survey: a table checked against a
    survey that was not conducted (sampled, respondents …) has nothing to count.
    """
    report = params.report
    surveys = [resource.name for resource in package.descriptor.resources if resource.survey]
    not_conducted = set(surveys).intersection(report.not_held)
    checks = [one.tables for one in package.descriptor.crossChecks if one.tables & not_conducted]
    allowed = {"not_available": {*surveys}, "not_held": {*surveys}.union(*checks)}
    messages = {"not_available": NO_SURVEY, "not_held": NO_TABLE_OF_SURVEY}
    listed = "、".join(surveys) or "なし"
    for member, names in allowed.items():
        for i, name in enumerate(getattr(report, member)):
            place = *params.place(member, i)[:2], member
            if member == "not_held" and name in report.not_available:
                yield ALSO_NOT_AVAILABLE.finding(*place, name=name)
            elif name not in names:
                message = messages[member] if name in package else UNKNOWN_TABLE
                yield message.finding(*place, name=name, surveys=listed, file_name=package.file)
