"""Validation of all input files of a year at once, before any notebook is executed."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from progress_report.inputs.anchors import anchor_findings
from progress_report.inputs.comparison import Comparison
from progress_report.inputs.datasets import Rows, sound_rows
from progress_report.inputs.deliveries.normalised import Normalised, notes_of
from progress_report.inputs.descriptors import Package, read_package
from progress_report.inputs.figure_reviews import contradiction_findings
from progress_report.inputs.font_files import font_findings
from progress_report.inputs.formulas import tables_of
from progress_report.inputs.free_blocks import free_file_findings
from progress_report.inputs.indicator_history import IndicatorPoint, indicator_history
from progress_report.inputs.indicators import indicator_targets, indicator_values
from progress_report.inputs.input_files import link_findings
from progress_report.inputs.logo_files import logo_findings
from progress_report.inputs.marks import marks
from progress_report.inputs.near_names import near_remedy
from progress_report.inputs.notebook_contract import contract_findings
from progress_report.inputs.notebook_needs import missing_needs
from progress_report.inputs.notebook_rules import notebook_findings
from progress_report.inputs.notebook_uses import unprinted_prose_findings, unwritten_prose_notes
from progress_report.inputs.overrides import override_findings
from progress_report.inputs.params import Params, read_params
from progress_report.inputs.placeholders import placeholder_findings
from progress_report.inputs.plans import plans_of
from progress_report.inputs.printable import (
    cell_findings,
    descriptor_findings,
    notebook_text_findings,
    params_findings,
)
from progress_report.inputs.project import Project
from progress_report.inputs.renamings import renaming_findings
from progress_report.inputs.report_year import ReportYear
from progress_report.inputs.restatements import restatement_findings
from progress_report.inputs.review_rules import RULES
from progress_report.inputs.reviews import reviews_of
from progress_report.inputs.source_tree import Scalar
from progress_report.inputs.survey_sizes import survey_sizes
from progress_report.inputs.terms import term_findings
from progress_report.messages.notes import INDICATOR_LEFT_OUT
from progress_report.messages.schema import UNKNOWN_TABLE
from progress_report.messages.sections import (
    NEXT_BEFORE_REPORT,
    NO_NOTEBOOK,
    NOTEBOOK_TWICE,
    PERIOD_REVERSED,
)
from progress_report.messages.surveys import ALSO_NOT_AVAILABLE, NO_SURVEY, NO_TABLE_OF_SURVEY
from progress_report.model.findings import Finding, Grade, ReportError, grouped
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily
from progress_report.model.moment import first_and_last_day

NO_FINAL = "確定版にできません"
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result for a valid year: its parameters, the 要確認 that prevent a final report, and the 記録.

    ``indicators``: all values of the indicators that the year's inputs have.
    """

    params: Params
    reviews: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    normalised: tuple[Normalised, ...] = ()
    indicators: tuple[IndicatorPoint, ...] = ()


def judge(project: Project, year: FiscalYear) -> Judgement:
    """Validate a year's parameters, tables, surveys and cross-checks, and return the result.

    Raise ReportError with the errors of all files together.
    """
    params, findings, normalised, delivered = _examined(project, year)
    errors = [finding for finding in findings if finding.grade is Grade.ERROR]
    if errors or params is None or delivered is None:
        raise ReportError(errors)
    reviews = tuple(finding for finding in findings if finding.grade is Grade.REVIEW)
    notes = tuple(finding for finding in findings if finding.grade is Grade.NOTE)
    return Judgement(params, reviews, notes, normalised, tuple(indicator_history(delivered)))


def require_no_doubts(judgement: Judgement) -> None:
    """Raise ReportError with every 要確認 of the inputs, none of which a final report may have."""
    if judgement.reviews:
        raise ReportError([Finding(f"{NO_FINAL}: {review}") for review in judgement.reviews])


def examine(project: Project, year: FiscalYear) -> tuple[Params | None, list[Finding]]:
    """Return the year's parameters, if readable, and the 誤り, 要確認 and 記録 of its files, each once.

    Checks that read an invalid table repeat that table's errors, so duplicates are removed; errors between
    valid tables are listed with them.
    """
    params, findings, *_ = _examined(project, year)
    return params, findings


def _examined(
    project: Project, year: FiscalYear
) -> tuple[Params | None, list[Finding], tuple[Normalised, ...], ReportYear | None]:
    findings: list[Finding] = []
    normalised: list[Normalised] = []
    params = _read_or_note(findings, lambda: read_params(project, year))
    package = _read_or_note(findings, lambda: read_package(project, year))
    findings += link_findings(project, year)
    fonts: FontFamily | None = None  # of the report; None if unknown or invalid
    if params is not None:
        findings += _notebook_findings(project, params)
        findings += notebook_findings(params)
        findings += contract_findings(params, package)
        findings += unprinted_prose_findings(params)
        findings += unwritten_prose_notes(params)
        findings += anchor_findings(params)
        findings += override_findings(params)
        findings += _period_findings(params)
        findings += _next_report_findings(params)
        findings += term_findings(params)
        unsound = _read_or_note(findings, lambda: list(font_findings(params)))
        findings += unsound or ()
        fonts = params.fonts if unsound == [] else None
        findings += logo_findings(params.theme) if unsound is not None else ()
        findings += free_file_findings(params, fonts, normalised)
        findings += params_findings(params) if fonts else ()
        findings += notebook_text_findings(params) if fonts else ()
    delivered = None if params is None or package is None else ReportYear(project, year)
    if package is not None:
        # The ReportYear caches its tables, so that each is read once.
        rows_of = partial(sound_rows, project, year, package) if delivered is None else delivered.rows
        findings += descriptor_findings(package, fonts) if fonts else ()
        findings += _table_findings(rows_of, package, params, fonts, normalised)
    if params is not None and package is not None and delivered is not None:
        findings += _not_available_findings(params, package)
        findings += _not_held_findings(params, package)
        _read_or_note(findings, lambda: delivered.check(*package.names))
        with suppress(ReportError):  # errors of an invalid table are already reported
            findings += list(placeholder_findings(delivered))
        _add(findings, missing_needs(delivered))
        _add(findings, contradiction_findings(delivered))
        marked = list(marks(params, package))
        findings += marked
        _read_or_note(findings, lambda: survey_sizes(delivered))
        _read_or_note(findings, lambda: indicator_targets(delivered, indicator_values(delivered)))
        _add(findings, _unreported_indicators(delivered))
        _read_or_note(findings, lambda: plans_of(delivered))
        if _read_or_note(findings, lambda: (delivered.previous,)):
            findings += renaming_findings(delivered)
            findings += restatement_findings(delivered)
            # A marked value is already known to be last year's.
            known = {(mark.file, mark.row) for mark in marked}
            doubts = reviews_of(delivered, RULES)
            findings += [doubt for doubt in doubts if (doubt.file, doubt.row) not in known]
            if comparison := Comparison.with_previous(delivered):
                _read_or_note(findings, lambda: comparison.indicators)
                _read_or_note(findings, lambda: comparison.plans)
    findings += notes_of(normalised)
    return params, grouped(dict.fromkeys(findings)), tuple(normalised), delivered


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
    normalised: list[Normalised],
) -> list[Finding]:
    """Return the errors in tables and surveys, and append their normalizations to ``normalised``.

    Without parameters it is unknown which surveys are 未収録 or not conducted, so surveys are skipped.
    """
    findings: list[Finding] = []
    for resource in package.descriptor.resources:
        absent = params is None or resource.name in params.report.not_available
        not_held = params is not None and resource.name in params.report.not_held
        if not (resource.survey and absent) and not not_held:
            rows = _read_or_note(findings, partial(rows_of, resource.name))
            if rows is not None:
                normalised += rows.normalised
                findings += cell_findings(rows, fonts) if fonts else ()
    return findings


def _notebook_findings(project: Project, params: Params) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, section in enumerate(params.report.sections):
        name, line = section.notebook, params.source("sections", index, "notebook").line
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
                source = params.source("sections", s, "dates", name)
                place = source.file, source.line, name
                yield PERIOD_REVERSED.finding(*place, start=start.label, end=end.label)


def _next_report_findings(params: Params) -> Iterator[Finding]:
    """Yield a finding where the next report would be made before this one."""
    date, following = params.report.report_date, params.report.next_report
    if date is None or following is None or isinstance(following, Scalar):
        return
    if first_and_last_day(following)[1] < first_and_last_day(date)[0]:
        source = params.source("next_report")
        place = source.file, source.line, source.name
        yield NEXT_BEFORE_REPORT.finding(*place, following=following.label, date=date.label)


def _unreported_indicators(year: ReportYear) -> Iterator[Finding]:
    """Yield a finding for each indicator omitted from the report because no section reads its tables."""
    for i, indicator in enumerate(year.package.descriptor.indicators):
        if unread := tables_of(indicator.formula) & year.unreported:
            place, tables = (year.package.file, year.package.line("indicators", i)), "、".join(sorted(unread))
            yield INDICATOR_LEFT_OUT.finding(*place, name=indicator.name, tables=tables)


def _not_available_findings(params: Params, package: Package) -> Iterator[Finding]:
    surveys = [resource.name for resource in package.descriptor.resources if resource.survey]
    listed = "、".join(surveys) or "なし"
    for i, name in enumerate(params.report.not_available):
        if name not in surveys:
            message = NO_SURVEY if name in package else UNKNOWN_TABLE
            source, file = params.source("not_available", i), package.file
            place = source.file, source.line, "not_available"
            yield message.finding(*place, name=name, surveys=listed, file_name=file)


def _not_held_findings(params: Params, package: Package) -> Iterator[Finding]:
    """Yield errors for names in ``not_held`` that are neither surveys nor tables that count a survey.

    A table checked against a survey that was not conducted (sampled, respondents …) has nothing to count.
    """
    resources = package.descriptor.resources
    surveys = [resource.name for resource in resources if resource.survey]
    not_held = set(params.report.not_held)
    counting = {
        table
        for check in package.descriptor.crossChecks
        if check.tables & not_held & set(surveys)
        for table in check.tables
    }
    listed = "、".join(surveys) or "なし"
    for i, name in enumerate(params.report.not_held):
        source = params.source("not_held", i)
        if name in params.report.not_available:
            message = ALSO_NOT_AVAILABLE
        elif name in surveys or name in counting:
            continue
        else:
            message = NO_TABLE_OF_SURVEY if name in package else UNKNOWN_TABLE
        place = source.file, source.line, "not_held"
        yield message.finding(*place, name=name, surveys=listed, file_name=package.file)
