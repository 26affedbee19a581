"""JSON Schemas with which editors complete and check ``params/*.yaml`` and the descriptions of tables.

``python -m progress_report.inputs.params_schema`` writes them. They are generated from the models of the
files, so that they allow exactly the same members; rules that only the reader can check (calendar, check
digits, contrast) are left out.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from progress_report.inputs.params import ReportParams
from progress_report.inputs.schema_file import SchemaFile, TablesFile
from progress_report.inputs.schema_hints import with_hints
from progress_report.inputs.theme import ThemeFile
from progress_report.model.program import PROGRAM

PATH, THEME_PATH = "params/schema.json", "params/theme.schema.json"
SCHEMA_PATH, TABLES_PATH = "data/schema.schema.json", "data/tables.schema.json"
MODELS: Mapping[str, type[BaseModel]] = {
    PATH: ReportParams,
    THEME_PATH: ThemeFile,
    SCHEMA_PATH: SchemaFile,
    TABLES_PATH: TablesFile,
}


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
    described = with_hints(made) if model in (SchemaFile, TablesFile) else made
    schema = {"$schema": _EditorSchema.schema_dialect, **described}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for path, model in MODELS.items():
        (PROGRAM / path).write_text(schema_text(model), encoding="utf-8", newline="")
