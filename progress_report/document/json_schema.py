"""``document.schema.json``: the JSON Schema of ``document.json``, for use with other tools.

``python -m progress_report.document.json_schema`` writes it. It is generated from the models, so that both
accept the same documents.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from progress_report.document.blocks import AnyBlock
from progress_report.document.document import Document
from progress_report.document.origins import Origin
from progress_report.document.runs import Run

PATH = Path(__file__).with_name("document.schema.json")
_UNIONS: dict[str, TypeAdapter[Any]] = {
    "Run": TypeAdapter(Run),
    "Block": TypeAdapter(AnyBlock),
    "Origin": TypeAdapter(Origin),
}


class _Generator(GenerateJsonSchema):
    """A generator that omits titles that repeat the members' names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def document_schema() -> str:
    """Return the text of the schema."""
    schema = Document.model_json_schema(mode="serialization", schema_generator=_Generator)
    unions = {name: union.json_schema(mode="serialization") for name, union in _UNIONS.items()}
    members = {json.dumps(union["oneOf"]): name for name, union in unions.items()}
    named = _with_names(schema, members)
    defined = {name: {"oneOf": union["oneOf"]} for name, union in unions.items()}
    named["$defs"] = dict(sorted({**named["$defs"], **defined}.items()))
    dialect = {"$schema": GenerateJsonSchema.schema_dialect}
    return json.dumps(dialect | named, ensure_ascii=False, indent=1) + "\n"


def _with_names(schema: Any, members: dict[str, str]) -> Any:
    """Replace each named union by a reference."""
    if isinstance(schema, list):
        return [_with_names(one, members) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if name := members.get(json.dumps(schema.get("oneOf"))):
        return {"$ref": f"#/$defs/{name}"}
    return {key: _with_names(member, members) for key, member in schema.items()}


if __name__ == "__main__":
    PATH.write_text(document_schema(), encoding="utf-8", newline="")
