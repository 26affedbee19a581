"""The names in a formula: every table, column, question and row that it asks for must be described."""

from collections.abc import Iterator

from progress_report.inputs.formulas import (
    FISCAL_YEAR,
    Column,
    Count,
    Formula,
    Increase,
    Span,
    Years,
    nodes_of,
)
from progress_report.inputs.near_names import near_remedy
from progress_report.inputs.schemas import ResourceDescriptor

Tables = dict[str, ResourceDescriptor]
Misfit = tuple[str, str]


def formula_misfits(formula: Formula, tables: Tables) -> Iterator[Misfit]:
    """Every message and remedy, the message beginning with the place in the formula."""
    for node in nodes_of(formula):
        match node:
            case Column():
                yield from _placed(node.at, _column(node, tables))
            case Increase(column):
                yield from _placed(node.at, _increase(column, tables))
            case Count():
                yield from _placed(node.at, _count(node, tables))


def _placed(at: Span | None, misfits: Iterator[Misfit]) -> Iterator[Misfit]:
    return ((f"{at or ''}{message}", remedy) for message, remedy in misfits)


def no_table(name: str, tables: Tables) -> Misfit:
    return f"表「{name}」はありません。", near_remedy(name, tables) or f"使える表: {'、'.join(tables)}。"


def no_column(resource: ResourceDescriptor, name: str) -> Misfit:
    """``name`` may also be the title of a column, as the report prints it."""
    fields = resource.table_schema.fields
    known = [field.name for field in fields]
    titled = next((field.name for field in fields if field.title == name), None)
    remedy = f"「{titled}」と書いてください。" if titled else near_remedy(name, known)
    message = f"表「{resource.name}」に列「{name}」はありません。"
    return message, remedy or f"使える列: {'、'.join(known)}。"


def _column(column: Column, tables: Tables) -> Iterator[Misfit]:
    if (resource := tables.get(column.table)) is None:
        yield no_table(column.table, tables)
        return
    schema = resource.table_schema
    field = schema.field(column.name)
    if field is None:
        yield no_column(resource, column.name)
    elif not field.is_numeric or field.name == FISCAL_YEAR:
        message = f"「{column.full_name}」は数の列ではありません。"
        yield message, "件数などの整数の列を書いてください。"
    for key, _ in column.rows:
        if key not in schema.primaryKey:
            message = f"「{key}」は表「{resource.name}」の行を選ぶ列ではありません。"
            yield message, f"{'、'.join(schema.primaryKey)} で行を選んでください。"
    if column.years is Years.PREVIOUS and FISCAL_YEAR not in schema.primaryKey:
        yield _not_by_year(resource)


def _increase(column: Column, tables: Tables) -> Iterator[Misfit]:
    resource = tables.get(column.table)
    if resource is not None and resource.table_schema.primaryKey != [FISCAL_YEAR]:
        yield _not_by_year(resource)


def _not_by_year(resource: ResourceDescriptor) -> Misfit:
    message = f"表「{resource.name}」は年度ごとの表ではありません。"
    return message, f"primaryKey が {FISCAL_YEAR} だけの表の列を書いてください。"


def _count(count: Count, tables: Tables) -> Iterator[Misfit]:
    if (resource := tables.get(count.survey)) is None:
        yield no_table(count.survey, tables)
        return
    asked = [one.name for one in resource.survey.questions] if resource.survey else []
    if count.counter != "rows" and count.question not in asked:
        known = "、".join(f"{count.survey}.{one}" for one in asked) or "なし"
        remedy = near_remedy(count.question, asked) or f"使える設問: {known}。"
        yield f"「{count.asked}」という設問はありません。", remedy
