"""Consistency rules for a data package: every name that is referred to must exist.

They are checked before any table is read, so that a wrong name is reported as such, with its line.
"""

from collections.abc import Iterator
from dataclasses import replace

from progress_report.inputs.choice_rules import choice_findings
from progress_report.inputs.choices import CHOSEN
from progress_report.inputs.formula_rules import Tables, formula_findings, no_column, no_table
from progress_report.inputs.formulas import FISCAL_YEAR
from progress_report.inputs.package_descriptor import MOST_HIGHLIGHTS, PackageDescriptor
from progress_report.inputs.places import Places
from progress_report.inputs.schemas import (
    AskedDescriptor,
    QuestionDescriptor,
    ResourceDescriptor,
    Schema,
)
from progress_report.inputs.source_tree import Location
from progress_report.messages import schema as messages
from progress_report.messages import surveys
from progress_report.model.findings import Finding

_Located = Iterator[tuple[Location, Finding]]


def package_findings(package: PackageDescriptor, places: Places) -> list[Finding]:
    """Return every violation, with its location."""
    tables = {resource.name: resource for resource in package.resources}
    found = [
        *_resources(package, tables),
        *_checks(package, tables),
        *_indicators(package, tables),
        *_plans(package, tables),
    ]
    return [finding.at(*places[where]) for where, finding in found]


def _repeated(names: list[str]) -> Iterator[tuple[int, str]]:
    return ((i, name) for i, name in enumerate(names) if name in names[:i])


def _resources(package: PackageDescriptor, tables: Tables) -> _Located:
    for member in ("name", "path"):
        for i, name in _repeated([getattr(resource, member) for resource in package.resources]):
            yield ("resources", i, member), messages.NAMED_TWICE.finding(name=name)
    for i, resource in enumerate(package.resources):
        for where, finding in (
            *_columns(resource),
            *choice_findings(resource),
            *_foreign_keys(resource, tables),
        ):
            yield ("resources", i, "schema", *where), finding
        for member, size in resource.survey.sizes.items() if resource.survey else ():
            for finding in () if isinstance(size, int) else formula_findings(size, tables):
                yield ("resources", i, "survey", member), finding
        questions = resource.survey.questions if resource.survey else []
        for j, question in enumerate(questions):
            for where, finding in _question(resource, question):
                yield ("resources", i, "survey", "questions", j, *where), finding
        for j, name in _repeated([question.name for question in questions]):
            where = ("resources", i, "survey", "questions", j, "name")
            yield where, surveys.QUESTION_TWICE.finding(name=name)


def _columns(resource: ResourceDescriptor) -> _Located:
    schema = resource.table_schema
    for i, name in _repeated([field.name for field in schema.fields]):
        yield ("fields", i, "name"), messages.COLUMN_TWICE.finding(name=name)
    for i, field in enumerate(schema.fields):
        if field.name == FISCAL_YEAR and field.type != "integer":
            yield ("fields", i, "type"), messages.YEAR_NO_INTEGER.finding()
        least, most = field.constraints.minimum, field.constraints.maximum
        if least is not None and most is not None and least > most:
            yield ("fields", i, "constraints"), messages.BOUNDS_REVERSED.finding(least=least, most=most)
    yield from _places(schema)
    for i, name in enumerate(schema.primaryKey):
        if schema.field(name) is None:
            yield ("primaryKey", i), no_column(resource, name)
    for i, name in _repeated(schema.primaryKey):
        yield ("primaryKey", i), messages.NAMED_TWICE.finding(remedy="一つにしてください。", name=name)
    for i, bounds in enumerate(schema.ranges):
        for member, name in bounds:
            if (column := schema.field(name)) is None:
                yield ("ranges", i, member), no_column(resource, name)
            elif column.type != "integer":
                remedy = "整数の列を書いてください。"
                yield ("ranges", i, member), messages.NO_NUMBERS.finding(remedy=remedy, name=name)


def _places(schema: Schema) -> _Located:
    """Yield errors for columns that share a position, or a group and heading."""
    placed = [str(field.position or "") for field in schema.fields]
    for i, position in _repeated(placed):
        if position:
            yield ("fields", i, "position"), messages.POSITION_TWICE.finding(position=position)
    printed = [
        f"{field.group or ''} {field.title}".strip() if field.group or field.is_placed else ""
        for field in schema.fields
    ]
    for i, heading in _repeated(printed):
        if heading:
            yield ("fields", i), messages.HEADING_TWICE.finding(heading=heading)
    if any(placed) and schema.fieldsMatch == "subset" and schema.columnCount is None:
        yield (), messages.COLUMN_COUNT_MISSING.finding()


def _foreign_keys(resource: ResourceDescriptor, tables: Tables) -> _Located:
    for i, key in enumerate(resource.table_schema.foreignKeys):
        target = tables.get(key.reference.resource)
        where = ("foreignKeys", i)
        for name in key.fields:
            if resource.table_schema.field(name) is None:
                yield where, no_column(resource, name)
        if target is None:
            yield where, no_table(key.reference.resource, tables)
            continue
        for name in key.reference.fields:
            if target.table_schema.field(name) is None:
                yield where, no_column(target, name)
        if len(key.fields) != len(key.reference.fields):
            yield where, messages.KEYS_DIFFER_IN_NUMBER.finding()


def _question(resource: ResourceDescriptor, question: QuestionDescriptor) -> _Located:
    found = [resource.table_schema.field(name) for name in question.fields]
    for i, name in enumerate(question.fields):
        if found[i] is None:
            yield ("fields", i), no_column(resource, name)
    choices = [field.choices or [] for field in found if field and field.type != "list"]
    if question.form == "single" and len(question.fields) != 1:
        yield ("fields",), surveys.SEVERAL_COLUMNS_OF_ONE.finding()
    if question.form == "multiple" and any(CHOSEN not in one for one in choices):
        yield ("fields",), surveys.CHECK_BOX_WITHOUT_MARK.finding(chosen=CHOSEN)
    if question.form != "multiple" and any(not one or one != choices[0] for one in choices):
        yield ("fields",), surveys.CHOICES_DIFFER.finding()
    for member in ("lastChoices", "exclusiveChoices"):
        yield from _choices((member,), getattr(question, member), question, resource)
    if question.exclusiveChoices and question.form == "single":
        yield ("exclusiveChoices",), surveys.EXCLUSIVE_CHOICE_OF_ONE.finding()
    if question.asked is not None:
        yield from _asked_of(resource, question, question.asked)


def _choices(
    where: Location, named: list[str], question: QuestionDescriptor, resource: ResourceDescriptor
) -> _Located:
    """Yield errors for the names in ``named`` that are not choices of the question."""
    fields = [resource.table_schema.field(name) for name in question.fields]
    given = [choice for field in fields if field for choice in field.choices or ()]
    columns = question.form == "multiple" and not any(field and field.type == "list" for field in fields)
    known = question.fields if columns else list(dict.fromkeys(given))
    for i, choice in enumerate(named):
        if choice not in known:
            yield (*where, i), surveys.NO_CHOICE.finding(name=choice, known="、".join(known))


def _asked_of(resource: ResourceDescriptor, question: QuestionDescriptor, asked: AskedDescriptor) -> _Located:
    questions = resource.survey.questions if resource.survey else []
    others = {one.name: one for one in questions if one.name != question.name}
    if (other := others.get(asked.question)) is None:
        known = "、".join(others) or "なし"
        yield ("asked", "question"), surveys.NO_QUESTION.finding(name=asked.question, known=known)
        return
    yield from _choices(("asked", "answers"), asked.answers, other, resource)


def _checks(package: PackageDescriptor, tables: Tables) -> _Located:
    for i, check in enumerate(package.crossChecks):
        sides = (("left", check.required.left), ("right", check.required.right))
        for member, formula in sides:
            where = ("crossChecks", i, "formula" if check.formula else member)
            for finding in formula_findings(formula, tables):
                yield where, replace(finding, message=f"検算「{check.name}」: {finding.message}")


def _indicators(package: PackageDescriptor, tables: Tables) -> _Located:
    for i, name in _repeated([indicator.name for indicator in package.indicators]):
        yield ("indicators", i, "name"), messages.NAMED_TWICE.finding(name=name)
    marked = [i for i, indicator in enumerate(package.indicators) if indicator.highlight]
    for i in marked[MOST_HIGHLIGHTS:]:
        yield ("indicators", i, "highlight"), messages.TOO_MANY_HIGHLIGHTS.finding(most=MOST_HIGHLIGHTS)
    for i, indicator in enumerate(package.indicators):
        for member in ("value", "part", "whole"):
            if (written := getattr(indicator, member)) is not None:
                for finding in formula_findings(written.formula, tables):
                    yield ("indicators", i, member), finding


def _plans(package: PackageDescriptor, tables: Tables) -> _Located:
    """Yield errors in plans. A plan's result is validated when next year's tables are read."""
    for i, name in _repeated([plan.name for plan in package.plans]):
        yield ("plans", i, "name"), messages.NAMED_TWICE.finding(name=name)
    for i, plan in enumerate(package.plans):
        if (plan.announced is None) == (plan.announcedParameter is None):
            yield ("plans", i), messages.WRONG_PLAN.finding(name=plan.name)
        if (plan.result is None) == (plan.resultIndicator is None):
            yield ("plans", i), messages.WRONG_RESULT.finding(name=plan.name)
        if plan.announced is not None:
            for finding in formula_findings(plan.announced.formula, tables):
                yield ("plans", i, "announced"), finding
