"""JSON Schemas with which editors complete and check ``params/*.yaml`` and the descriptions of tables.

``python -m progress_report.inputs.schema.editor_schemas`` writes them. They are generated from the models of
the files, so that they allow exactly the same members; rules that only the reader can check (calendar, check
digits, contrast) are left out.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from progress_report.inputs.params.report_params import ReportParams
from progress_report.inputs.params.theme import ThemeFile
from progress_report.inputs.schema.schema_file import SchemaFile, TablesFile
from progress_report.model.program import PROGRAM

PATH, THEME_PATH = "params/schema.json", "params/theme.schema.json"
SCHEMA_PATH, TABLES_PATH = "data/schema.schema.json", "data/tables.schema.json"
MODELS: Mapping[str, type[BaseModel]] = {
    PATH: ReportParams,
    THEME_PATH: ThemeFile,
    SCHEMA_PATH: SchemaFile,
    TABLES_PATH: TablesFile,
}
# Hints that editors show: by member, or by model and member if a name has several meanings.
_HINTS = {
    "from": "ある初めの年度（2026 や 令和8年度、書かなければ初めから）",
    "until": "ある最後の年度（書かなければ、いつまでも）",
    "name": "英語名（半角の英数字と _）",
    "title": "日本語名",
    "type": "string（文字）、integer（整数）、number（小数）、yearmonth（年月）、date（日）、"
    "list（一つの欄に並ぶ選択肢）のどれか"
    "（書かなければ、単位があれば整数、なければ文字）",
    "description": "説明",
    "unit": "単位（数の列には要る）",
    "decimals": "表示する小数点以下の桁数",
    "group": "列の上の段の見出し",
    "position": "左から何列目か",
    "labels": "番号で届く答えの言葉（例: {1: 満足, 2: 不満, 9: 無回答}）。書いた順に並ぶ",
    "delimiter": "list の欄の区切り（書かなければ , ; 、 と改行）",
    "required": "true なら、空欄を誤りとする",
    "unique": "true なら、同じ値が二度あるのを誤りとする",
    "minimum": "値の下限",
    "maximum": "値の上限",
    "enum": "選択肢",
    "pattern": "値の形（正規表現）",
    "fields": "列の名前",
    "reference": "参照する表と列",
    "resource": "参照する表の名前",
    "path": "場所（URL など）",
    "explanation": "検算の意味を述べる一文（報告書を確かめる人が読む）",
    "formula": "検算の式（sum(表.列) <= 表.列 など）",
    "left": "以前の書き方の、式の左辺",
    "relation": "以前の書き方の、= か <=",
    "right": "以前の書き方の、式の右辺",
    "value": "指標の式（sum(表.列) / sum(表.列) など）",
    "part": "以前の書き方の、割合の分子",
    "whole": "以前の書き方の、割合の分母",
    "better": "higher なら多いほうが、lower なら少ないほうがよい",
    "target": "目標（params の 節.名前）",
    "highlight": "true なら、報告のポイントに載せる",
    "announced": "予定の式",
    "announcedParameter": "予定の数（params の 節.名前）",
    "due": "予定の期日（params の 節.名前）",
    "result": "実績の式",
    "resultIndicator": "実績になる指標の名前",
    "wording": "設問の文",
    "form": "single（一つだけ）、multiple（いくつでも）、ranked（順位）",
    "base": "回答した人の説明",
    "rankLabel": "順位をまとめた名前",
    "lastChoices": "最後に載せる選択肢",
    "exclusiveChoices": "ほかと一緒には選べない選択肢",
    "asked": "この答えを選んだ人だけに聞く",
    "question": "設問の名前",
    "answers": "答え",
    "RangeDescriptor.minimum": "下限の列の名前",
    "RangeDescriptor.maximum": "上限の列の名前",
    "License.name": "利用条件の略号（CC-BY-4.0 など）",
    "License.title": "利用条件の名前",
    "SourceDescriptor.title": "出典の題",
}
_FORMULA = "FormulaDescriptor"
# YAML numbers are read as texts.
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}


class _EditorSchema(GenerateJsonSchema):
    """Schema generator that omits titles derived from names and docstrings, which analysts do not need."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        made = super().model_schema(schema)
        return {name: member for name, member in made.items() if name not in ("title", "description")}


def schema_text(model: type[BaseModel]) -> str:
    """Return the schema of a file's model."""
    made = model.model_json_schema(schema_generator=_EditorSchema)
    described = _with_hints(made) if model in (SchemaFile, TablesFile) else made
    schema = {"$schema": _EditorSchema.schema_dialect, **described}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _with_hints(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with a hint for each member without one; formulas become texts, choices any words."""
    models = {name: model for name, model in schema.get("$defs", {}).items() if name != _FORMULA}
    described = {name: _described(name, model) for name, model in models.items()}
    formula = {_FORMULA: {"type": "string"}} if _FORMULA in schema.get("$defs", {}) else {}
    return _described("", schema) | {"$defs": described | formula}


def _described(name: str, model: dict[str, Any]) -> dict[str, Any]:
    members = {member: _hinted(name, member, one) for member, one in model.get("properties", {}).items()}
    return {**model, "properties": members} if members else model


def _hinted(model: str, member: str, schema: dict[str, Any]) -> dict[str, Any]:
    hint = _HINTS.get(f"{model}.{member}") or _HINTS.get(member, "")
    if member == "enum":
        schema = {"type": "array", "minItems": 1, "items": _TEXT}
    elif member in ("lastChoices", "exclusiveChoices", "answers"):
        schema = {**schema, "items": _TEXT}
    return schema if "description" in schema else {**schema, "description": hint}


if __name__ == "__main__":
    for path, model in MODELS.items():
        (PROGRAM / path).write_text(schema_text(model), encoding="utf-8", newline="")
