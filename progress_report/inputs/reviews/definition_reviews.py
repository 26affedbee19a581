"""Warnings (要確認) about definitions and descriptions: not updated since last year, or of unused data."""

from collections.abc import Iterator

from progress_report.inputs.formulas.formula_nodes import (
    Column,
    Count,
    Years,
    columns_of,
    nodes_of,
    tables_of,
)
from progress_report.inputs.notebooks.notebook_source import NotebookSource
from progress_report.inputs.reviews.prose_reviews import NAMED_YEAR
from progress_report.inputs.reviews.review_warnings import ReviewWarning, Rule, review
from progress_report.inputs.schema.descriptors import Package
from progress_report.inputs.schema.package_descriptor import IndicatorDescriptor
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.inputs.years.renamings import as_texts
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import reviews as messages
from progress_report.messages import unfinished
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.numerals import half_width


def years_not_added_one_by_one(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for tables by fiscal year that do not end exactly one year later than before.

    ``increase`` reads the newest row; an extra or missing row would shift it to another year.
    """
    former = year.previous
    if former is None:
        return
    for resource in year.resources:
        name = resource.name
        if resource.table_schema.primaryKey != [FISCAL_YEAR] or name not in former.package:
            continue
        if name in former.absent or former.package.resource(name).table_schema.primaryKey != [FISCAL_YEAR]:
            continue
        newest, before = (max(one.table(name).index, default=None) for one in (year, former))
        if newest is None or before is None or newest == before.next:
            continue
        yield review(
            messages.YEARS_NOT_ADDED,
            name,
            year.file_of(name),
            column=resource.title,
            newest=newest.label,
            year=former.year.label,
            before=before.label,
            due=before.next.label,
        )


def indicators_left_behind(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for indicators of the former report's year, or older than their table's newest year."""
    former = year.previous
    then: dict[str, set[FiscalYear]] = {}
    if former is not None:
        then = {one.name: _years_read(former, one) for one in former.package.descriptor.indicators}
    for i, indicator in enumerate(year.package.descriptor.indicators):
        if tables_of(indicator.formula) & (year.absent | year.unreported):
            continue
        columns = columns_of(indicator.formula)
        name, line = indicator.name, year.package.line("indicators", i)
        read = _years_read(year, indicator)
        if former and (same := read & then.get(indicator.name, set())):
            gaps = {"year": former.year.label, "same": min(same).label}
            yield review(messages.INDICATOR_SAME_YEAR, name, year.package.file, line, name=name, **gaps)
        elif read and (behind := [pair for column in columns for pair in _behind(year, column)]):
            left, newest = behind[0]
            gaps = {"read": left.label, "newest": newest.label}
            yield review(messages.INDICATOR_BEHIND, name, year.package.file, line, name=name, **gaps)


def _behind(year: ReportYear, column: Column) -> Iterator[tuple[FiscalYear, FiscalYear]]:
    """Yield a column's year and the newest it could read, up to the report's, if that is later."""
    read = year.formulas.year_of(column)
    if read is None or not _names_year(column):
        return
    frame, wanted = year.table(column.table), {k: v for k, v in column.rows if k != FISCAL_YEAR}
    names = year.package.resource(column.table).table_schema.primaryKey
    keys = {key: dict(zip(names, as_texts(key), strict=True)) for key in frame.index}
    given = [
        FiscalYear(int(texts[FISCAL_YEAR]))
        for key, texts in keys.items()
        if wanted.items() <= texts.items() and frame.loc[key, column.name] is not None
    ]
    newest = max((one for one in given if one <= year.year), default=read)
    if newest > read:
        yield read, newest


def plans_without_a_result(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for plans of the former report whose result indicator this year does not define."""
    former = year.previous
    if former is None:
        return
    defined = {one.name for one in year.package.descriptor.indicators}
    for plan in former.package.descriptor.plans:
        if plan.resultIndicator is not None and plan.resultIndicator not in defined:
            yield review(
                messages.PLAN_WITHOUT_RESULT,
                plan.name,
                year.package.file,
                year.package.line("indicators"),
                "indicators",
                year=former.year.label,
                plan=plan.name,
                indicator=plan.resultIndicator,
            )


def _years_read(year: ReportYear, indicator: IndicatorDescriptor) -> set[FiscalYear]:
    """Return the fiscal years that the formula names; none if it also reads a table's newest year."""
    columns = columns_of(indicator.formula)
    if any(_follows_table(year, column) for column in columns):
        return set()
    read = (year.formulas.year_of(column) for column in columns if _names_year(column))
    return {one for one in read if one is not None}


def _names_year(column: Column) -> bool:
    return any(key == FISCAL_YEAR for key, _ in column.rows)


def _follows_table(year: ReportYear, column: Column) -> bool:
    by_year = FISCAL_YEAR in year.package.resource(column.table).table_schema.primaryKey
    return by_year and column.years is not Years.ALL and not _names_year(column)


def other_survey_periods(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for survey periods that match none in the parameters (``…_start`` and ``…_end``)."""
    literal = {
        (start.iso, end.iso)
        for section in year.params.report.sections
        for start, end in section.periods.values()
    }
    for resource in year.resources:
        survey = resource.survey
        if survey is None or not survey.periodStart or not survey.periodEnd:
            continue
        if literal and (survey.periodStart.iso, survey.periodEnd.iso) not in literal:
            file, line, _ = year.package.place(resource.name, "survey", "periodStart")
            gaps = {"start": survey.periodStart.label, "end": survey.periodEnd.label}
            yield review(messages.SURVEY_PERIOD, resource.name, file, line, resource.title, **gaps)


def texts_of_the_former_year(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for descriptor texts that name a year and are unchanged from the former report."""
    former = year.previous
    if former is None:
        return
    for resource in year.resources:
        if resource.name not in former.package:
            continue
        before = set(_texts(former.package.resource(resource.name)).values())
        for member, text in _texts(resource).items():
            if text in before and NAMED_YEAR.search(half_width(text)):
                file, line, _ = year.package.place(resource.name, *member)
                subject, gaps = f"{resource.name}.{member[0]}", {"year": former.year.label, "text": text}
                yield review(messages.TEXT_OF_FORMER_YEAR, subject, file, line, resource.title, **gaps)


def invented_but_published(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for published data whose source, description or licence still says 架空."""
    for resource in year.resources:
        if resource.illustrative:
            continue
        texts = [*_texts(resource).values(), *(one.title for one in resource.licenses)]
        if reported := [text for text in texts if "架空" in text]:
            file, line, _ = year.package.place(resource.name, "status")
            yield review(messages.INVENTED, resource.name, file, line, resource.title, text=reported[0])


def _texts(resource: ResourceDescriptor) -> dict[tuple[str | int, ...], str]:
    """Return the texts that the report prints or its tables carry, by their paths."""
    texts: dict[tuple[str | int, ...], str] = {
        ("title",): resource.title,
        ("description",): resource.description,
    }
    return texts | {("sources", i, "title"): one.title for i, one in enumerate(resource.sources)}


def unshown_data(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for survey questions and tables with data that no notebook or expression names.

    Names in notebooks that this year's report omits count too: such data are omitted with their section.
    """
    sections = [NotebookSource(year.project, section.notebook) for section in year.params.report.sections]
    if not all(notebook.names_all_data for notebook in sections):
        return  # data looked up by a computed name are unknown before it runs
    notebooks = [*sections, *(NotebookSource(year.project, name) for name in year.project.notebooks())]
    named = {text for notebook in notebooks for text in notebook.strings} | _named_in(year.package)
    package = year.package
    for resource in year.resources:
        if resource.survey is None:
            if resource.name not in named:
                yield review(
                    unfinished.TABLE_UNUSED,
                    resource.name,
                    *package.place(resource.name, "name")[:2],
                    title=resource.title,
                    table=resource.name,
                    member=package.tables_member,
                )
            continue
        for i, question in enumerate(resource.survey.questions):
            if not {question.name, f"{resource.name}.{question.name}"} & named:
                yield review(
                    unfinished.QUESTION_UNUSED,
                    f"{resource.name}.{question.name}",
                    *package.place(resource.name, "survey", "questions", i)[:2],
                    title=question.title,
                    question=question.name,
                    survey=resource.name,
                )


def _named_in(package: Package) -> set[str]:
    """Return the tables and questions named by the package's checks, indicators, plans and foreign keys."""
    descriptor = package.descriptor
    formulas = [formula for check in descriptor.crossChecks for formula in check.required.sides]
    formulas += [indicator.formula for indicator in descriptor.indicators]
    for plan in descriptor.plans:
        formulas += [one.formula for one in (plan.announced, plan.result) if one is not None]
    counts = (node for formula in formulas for node in nodes_of(formula) if isinstance(node, Count))
    keys = (key for one in descriptor.resources for key in one.table_schema.foreignKeys)
    return {*tables_of(*formulas), *(one.asked for one in counts), *(key.reference.resource for key in keys)}


# In the order in which their 要確認 are listed.
RULES: tuple[Rule, ...] = (
    years_not_added_one_by_one,
    indicators_left_behind,
    plans_without_a_result,
    other_survey_periods,
    texts_of_the_former_year,
    invented_but_published,
)
