"""``params/schema.json``: the JSON Schema by which editors complete and check ``params/*.yaml``.

``python -m progress_report.inputs.params_schema`` writes it. It is made from ``ReportParams``, so that it
can allow no more and no less than its members; what only reading can tell (calendar, check digits) it leaves.
"""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from progress_report.inputs.params import ReportParams
from progress_report.inputs.project import PROGRAM

PATH = "params/schema.json"


class _EditorSchema(GenerateJsonSchema):
    """Without the titles made of names, and without docstrings, which are not for analysts."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        made = super().model_schema(schema)
        return {name: member for name, member in made.items() if name not in ("title", "description")}


def params_schema() -> str:
    """The schema's text."""
    schema = {
        "$schema": _EditorSchema.schema_dialect,
        **ReportParams.model_json_schema(schema_generator=_EditorSchema),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    (PROGRAM / PATH).write_text(params_schema(), encoding="utf-8", newline="")
