"""``data/schema.yaml`` of a new municipality: the needed shipped tables, checks, indicators and plans."""

from collections.abc import Mapping
from textwrap import indent
from typing import Any

import yaml

from progress_report.beginning.needs import Needs
from progress_report.beginning.wording import Wording
from progress_report.inputs.schema.package_descriptor import IndicatorDescriptor, PlanDescriptor
from progress_report.inputs.schema.schema_file import type_of
from progress_report.inputs.schema.schemas import FieldDescriptor, QuestionDescriptor, ResourceDescriptor
from progress_report.model.fiscal_year import FiscalYear

INVENTED = "架空"
_HEAD = """\
# {name}の表・列・検算・指標・予定・設問。どの年度も同じことを、ここに一度だけ書く。
# 年度ごとに変わること（時点、公表日、出典、架空かどうか）は data/年度/tables.yaml に書く。
# 表の名前がファイルの名前になる（systems: は systems.csv か systems.xlsx）。列は一行に一つ。
# 列、設問、表、検算、指標、予定には、from: 2026（ある初めの年度）と until: 2025（最後の年度）を書ける。
# unit（単位）のある列は整数。required: true は空欄なし、minimum は最小の値、enum は選択肢。
"""
_LISTS = {
    "crossChecks": "検算。合わなければ、報告書を作れない",
    "indicators": "年度ごとに追う指標。highlight: true は、報告のポイントに載せる（五つまで）",
    "plans": "予定と、翌年度の報告での実績の読み方",
}
_OF_SOME_YEARS = {"from", "until"}
_Tree = dict[str, Any]


class _Flow(dict[str, Any]):
    """A mapping written on one line."""


class _FlowList(list[Any]):
    """A list written on one line."""


class _Dumper(yaml.SafeDumper):
    """A dumper that indents lists and writes no references."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_MAP, _SEQUENCE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
_Dumper.add_representer(_Flow, lambda dumper, tree: dumper.represent_mapping(_MAP, tree, flow_style=True))
_Dumper.add_representer(
    _FlowList, lambda dumper, items: dumper.represent_sequence(_SEQUENCE, items, flow_style=True)
)


def first_schema(needs: Needs, year: FiscalYear, name: str, wording: Wording) -> str:
    """Return the file; ``year`` is that of the package of ``needs``; its years are removed."""
    described = needs.package.descriptor
    resources = filter(needs.has, described.resources)
    tables = [_written({one.name: wording.tree(_table(one, year))}) for one in resources]
    lists: Mapping[str, list[_Tree]] = {
        "crossChecks": [
            {"name": one.name, "explanation": one.explanation, "formula": str(one.required)}
            for one in filter(needs.has, described.crossChecks)
        ],
        "indicators": [_indicator(one, needs) for one in filter(needs.has, described.indicators)],
        "plans": [_plan(one) for one in filter(needs.has, described.plans)],
    }
    parts = [_HEAD.format(name=name), "tables:\n" + "\n".join(tables)]
    parts += [
        f"{member}:  # {_LISTS[member]}\n{_written(wording.tree(entries))}"
        for member, entries in lists.items()
        if entries
    ]
    return "\n".join(parts)


def lasting_title(resource: ResourceDescriptor, year: FiscalYear) -> str:
    """Return a table's title without the fiscal year of its report."""
    return resource.title.replace(f"{year.label}の", "")


def _table(resource: ResourceDescriptor, year: FiscalYear) -> _Tree:
    schema = resource.table_schema
    # A statement that values are invented applies only to the former values.
    description = "。".join(one for one in resource.description.split("。") if INVENTED not in one)
    members = schema.model_dump(exclude_defaults=True, exclude={"fields", "missingValues"})
    table: _Tree = {
        "title": lasting_title(resource, year),
        "description": description,
        "fields": list(map(_column, schema.fields)),
        **{name: _in_lines(value) for name, value in members.items()},
    }
    if resource.survey is not None:
        titled = {"title": resource.survey.title} if resource.survey.title != resource.title else {}
        table["survey"] = {**titled, "questions": list(map(_question, resource.survey.questions))}
    return {member: value for member, value in table.items() if value}


def _column(field: FieldDescriptor) -> _Flow:
    dumped = field.model_dump(by_alias=True, exclude_defaults=True, exclude={"constraints"})
    described = {name: value for name, value in dumped.items() if name not in _OF_SOME_YEARS}
    kind = described.pop("type")
    if kind != type_of(described):
        described["type"] = kind
    return _Flow(described | field.constraints.model_dump(exclude_defaults=True))


def _question(question: QuestionDescriptor) -> _Tree:
    dumped = question.model_dump(by_alias=True, exclude_defaults=True)
    kept = {name: value for name, value in dumped.items() if name not in _OF_SOME_YEARS}
    return {name: _on_one_line(value) for name, value in kept.items() if value}


def _on_one_line(value: Any) -> Any:
    if isinstance(value, list):
        return _FlowList(value)
    return _Flow(value) if isinstance(value, dict) else value


def _in_lines(value: Any) -> Any:
    """Put each mapping of a list on one line, and a list of names on one."""
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return list(map(_Flow, value))
    return _on_one_line(value)


def _indicator(indicator: IndicatorDescriptor, needs: Needs) -> _Tree:
    dumped = indicator.model_dump(exclude_defaults=True, exclude={"name", "title", "value", "part", "whole"})
    if not needs.refers_to_section(indicator.target or ""):
        dumped.pop("target", None)
    return {"name": indicator.name, "title": indicator.title, "value": str(indicator.formula), **dumped}


def _plan(plan: PlanDescriptor) -> _Tree:
    members = {
        "name": plan.name,
        "title": plan.title,
        "announced": plan.announced and str(plan.announced.formula),
        "announcedParameter": plan.announcedParameter,
        "due": plan.due,
        "result": plan.result and str(plan.result.formula),
        "resultIndicator": plan.resultIndicator,
    }
    return {name: value for name, value in members.items() if value}


def _written(tree: Any) -> str:
    """Return a tree as YAML, in the order of its members, with every line indented."""
    text = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return indent(text, "  ")
