"""How the members of a data package must fit together: names that refer must be found.

Judged before any table is read, so that a slip in a name is told as such, with its line.
"""

from collections.abc import Iterator

from progress_report.inputs.choice_rules import choice_slips
from progress_report.inputs.choices import CHOSEN
from progress_report.inputs.formula_rules import Tables, formula_misfits, no_column, no_table
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
from progress_report.model.findings import Finding

Slip = tuple[Location, str, str]


def misfits(package: PackageDescriptor, places: Places) -> list[Finding]:
    """Every misfit, with its place."""
    tables = {resource.name: resource for resource in package.resources}
    slips = [
        *_resources(package, tables),
        *_checks(package, tables),
        *_indicators(package, tables),
        *_plans(package, tables),
    ]
    return [Finding(message, remedy, *places[where]) for where, message, remedy in slips]


def _repeated(names: list[str]) -> Iterator[tuple[int, str]]:
    return ((i, name) for i, name in enumerate(names) if name in names[:i])


def _resources(package: PackageDescriptor, tables: Tables) -> Iterator[Slip]:
    for member in ("name", "path"):
        for i, name in _repeated([getattr(resource, member) for resource in package.resources]):
            yield ("resources", i, member), f"「{name}」が二度あります。", "別の名前にしてください。"
    for i, resource in enumerate(package.resources):
        for where, message, remedy in (
            *_columns(resource),
            *choice_slips(resource),
            *_foreign_keys(resource, tables),
        ):
            yield ("resources", i, "schema", *where), message, remedy
        for j, question in enumerate(resource.survey.questions if resource.survey else []):
            for where, message, remedy in _question(resource, question):
                yield ("resources", i, "survey", "questions", j, *where), message, remedy
        names = [question.name for question in resource.survey.questions] if resource.survey else []
        for j, name in _repeated(names):
            where = ("resources", i, "survey", "questions", j, "name")
            yield where, f"設問「{name}」が二度あります。", "別の名前にしてください。"


def _columns(resource: ResourceDescriptor) -> Iterator[Slip]:
    schema = resource.table_schema
    for i, name in _repeated([field.name for field in schema.fields]):
        yield ("fields", i, "name"), f"列「{name}」が二度あります。", "別の名前にしてください。"
    for i, field in enumerate(schema.fields):
        if field.name == FISCAL_YEAR and field.type != "integer":
            yield ("fields", i, "type"), "年度の列は整数です。", "integer と書いてください。"
        least, most = field.constraints.minimum, field.constraints.maximum
        if least is not None and most is not None and least > most:
            message = f"minimum（{least}）が、maximum（{most}）より大きい値です。"
            yield ("fields", i, "constraints"), message, "二つの値を確認してください。"
    yield from _places(schema)
    for i, name in enumerate(schema.primaryKey):
        if schema.field(name) is None:
            yield ("primaryKey", i), *no_column(resource, name)
    for i, name in _repeated(schema.primaryKey):
        yield ("primaryKey", i), f"「{name}」が二度あります。", "一つにしてください。"
    for i, bounds in enumerate(schema.ranges):
        for member, name in bounds:
            if (column := schema.field(name)) is None:
                yield ("ranges", i, member), *no_column(resource, name)
            elif column.type != "integer":
                remedy = "整数の列を書いてください。"
                yield ("ranges", i, member), f"「{name}」は数の列ではありません。", remedy


def _places(schema: Schema) -> Iterator[Slip]:
    """Columns that their group and heading, or their position, do not tell apart."""
    placed = [str(field.position or "") for field in schema.fields]
    for i, position in _repeated(placed):
        if position:
            yield (
                ("fields", i, "position"),
                f"{position}列目が二度あります。",
                "正しい列の番号にしてください。",
            )
    printed = [
        f"{field.group or ''} {field.title}".strip() if field.group or field.is_placed else ""
        for field in schema.fields
    ]
    for i, heading in _repeated(printed):
        if heading:
            message = f"同じ見出しの列が二度あり、印刷すると区別できません（「{heading}」）。"
            yield ("fields", i), message, "group（上の段の見出し）か title を、違う言葉にしてください。"
    if any(placed) and schema.fieldsMatch == "subset" and schema.columnCount is None:
        message = "左から何列目か（position）で探す列がありますが、表全体の列の数が書かれていません。"
        remedy = (
            "fields と並べて columnCount（届く表の列の数）を書いてください。列が増えたときに気付くためです。"
        )
        yield (), message, remedy


def _foreign_keys(resource: ResourceDescriptor, tables: Tables) -> Iterator[Slip]:
    for i, key in enumerate(resource.table_schema.foreignKeys):
        target = tables.get(key.reference.resource)
        where = ("foreignKeys", i)
        for name in key.fields:
            if resource.table_schema.field(name) is None:
                yield where, *no_column(resource, name)
        if target is None:
            yield where, *no_table(key.reference.resource, tables)
            continue
        for name in key.reference.fields:
            if target.table_schema.field(name) is None:
                yield where, *no_column(target, name)
        if len(key.fields) != len(key.reference.fields):
            yield where, "参照する列と参照される列の数が違います。", "同じ数だけ並べてください。"


def _question(resource: ResourceDescriptor, question: QuestionDescriptor) -> Iterator[Slip]:
    found = [resource.table_schema.field(name) for name in question.fields]
    for i, name in enumerate(question.fields):
        if found[i] is None:
            yield ("fields", i), *no_column(resource, name)
    choices = [field.choices or [] for field in found if field and field.type != "list"]
    if question.form == "single" and len(question.fields) != 1:
        yield ("fields",), "単一回答の設問の列は一つです。", "列を一つだけ書いてください。"
    if question.form == "multiple" and any(CHOSEN not in one for one in choices):
        remedy = (
            f'各列の constraints に "enum": ["0", "{CHOSEN}"] と書いてください。'
            "一つの欄に答えがいくつも並ぶ列なら、type を list にしてください。"
        )
        yield ("fields",), f"複数回答の列の選択肢に「{CHOSEN}」（選んだ）がありません。", remedy
    if question.form != "multiple" and any(not one or one != choices[0] for one in choices):
        yield (
            ("fields",),
            "設問の列の選択肢（enum）がないか、列によって違います。",
            "同じ選択肢を書いてください。",
        )
    for member in ("lastChoices", "exclusiveChoices"):
        yield from _choices((member,), getattr(question, member), question, resource)
    if question.exclusiveChoices and question.form == "single":
        remedy = "exclusiveChoices を消してください。"
        yield ("exclusiveChoices",), "単一回答の設問では、選択肢が併せて選ばれることはありません。", remedy
    if question.asked is not None:
        yield from _asked_of(resource, question, question.asked)


def _choices(
    where: Location, named: list[str], question: QuestionDescriptor, resource: ResourceDescriptor
) -> Iterator[Slip]:
    """The names among ``named`` that are no choice of the question."""
    fields = [resource.table_schema.field(name) for name in question.fields]
    given = [choice for field in fields if field for choice in field.choices or ()]
    columns = question.form == "multiple" and not any(field and field.type == "list" for field in fields)
    known = question.fields if columns else list(dict.fromkeys(given))
    for i, choice in enumerate(named):
        if choice not in known:
            remedy = f"{'、'.join(known)} から選んでください。"
            yield (*where, i), f"「{choice}」という選択肢はありません。", remedy


def _asked_of(
    resource: ResourceDescriptor, question: QuestionDescriptor, asked: AskedDescriptor
) -> Iterator[Slip]:
    questions = resource.survey.questions if resource.survey else []
    others = {one.name: one for one in questions if one.name != question.name}
    if (other := others.get(asked.question)) is None:
        message = f"「{asked.question}」という設問はありません。"
        yield ("asked", "question"), message, f"使える設問: {'、'.join(others) or 'なし'}。"
        return
    yield from _choices(("asked", "answers"), asked.answers, other, resource)


def _checks(package: PackageDescriptor, tables: Tables) -> Iterator[Slip]:
    for i, check in enumerate(package.crossChecks):
        sides = (("left", check.required.left), ("right", check.required.right))
        for member, formula in sides:
            where = ("crossChecks", i, "formula" if check.formula else member)
            for message, remedy in formula_misfits(formula, tables):
                yield where, f"検算「{check.name}」: {message}", remedy


def _indicators(package: PackageDescriptor, tables: Tables) -> Iterator[Slip]:
    for i, name in _repeated([indicator.name for indicator in package.indicators]):
        yield ("indicators", i, "name"), f"「{name}」が二度あります。", "別の名前にしてください。"
    marked = [i for i, indicator in enumerate(package.indicators) if indicator.highlight]
    for i in marked[MOST_HIGHLIGHTS:]:
        message = f"報告のポイントに載せる指標（highlight）が{MOST_HIGHLIGHTS}つを超えています。"
        yield ("indicators", i, "highlight"), message, "載せない指標の highlight を消してください。"
    for i, indicator in enumerate(package.indicators):
        for member in ("value", "part", "whole"):
            if (written := getattr(indicator, member)) is not None:
                for message, remedy in formula_misfits(written.formula, tables):
                    yield ("indicators", i, member), message, remedy


def _plans(package: PackageDescriptor, tables: Tables) -> Iterator[Slip]:
    """The result of a plan is judged where next year's tables are read."""
    for i, name in _repeated([plan.name for plan in package.plans]):
        yield ("plans", i, "name"), f"「{name}」が二度あります。", "別の名前にしてください。"
    for i, plan in enumerate(package.plans):
        if (plan.announced is None) == (plan.announcedParameter is None):
            remedy = "announced か announcedParameter のどちらか一つを書いてください。"
            yield ("plans", i), f"予定「{plan.name}」の予定の書き方が違います。", remedy
        if (plan.result is None) == (plan.resultIndicator is None):
            remedy = "result か resultIndicator のどちらか一つを書いてください。"
            yield ("plans", i), f"予定「{plan.name}」の実績の書き方が違います。", remedy
        if plan.announced is not None:
            for message, remedy in formula_misfits(plan.announced.formula, tables):
                yield ("plans", i, "announced"), message, remedy
