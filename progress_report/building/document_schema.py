"""The document held to its published JSON Schema."""

import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import fastjsonschema

from progress_report.model.findings import Finding, NotebookError

Json = dict[str, Any]
_SCHEMA = "document.schema.json"


def validate_document(document: Json) -> None:
    """Hold the document to its published JSON Schema; NotebookError names the place."""
    try:
        _validator(detailed=False)(document)
    except fastjsonschema.JsonSchemaValueException:
        _tell(document)


def _tell(document: Json) -> None:
    try:
        _validator(detailed=True)(document)
    except fastjsonschema.JsonSchemaValueException as error:
        message = f"文書の形が決まりに合いません（{'.'.join(error.path)}: {error.rule}）。"
        raise NotebookError([Finding(message, file=_SCHEMA)]) from None


@cache
def _validator(*, detailed: bool) -> Callable[[Json], Any]:
    """Made once: compiling takes as long as judging several documents.

    Without ``detailed`` it cannot say what is wrong, and is made six times as fast.
    """
    schema = json.loads(resources.files("progress_report.model").joinpath(_SCHEMA).read_text("utf-8"))
    validator: Callable[[Json], Any] = fastjsonschema.compile(
        schema if detailed else _with_enumerations(schema), detailed_exceptions=detailed
    )
    return validator


def _with_enumerations(schema: Any) -> Any:
    """The same schema with each ``const`` as an ``enum`` of one, which needs no details to be compiled."""
    if isinstance(schema, dict):
        return {
            "enum" if name == "const" else name: [member] if name == "const" else _with_enumerations(member)
            for name, member in schema.items()
        }
    return [_with_enumerations(member) for member in schema] if isinstance(schema, list) else schema
