"""``terms:`` of ``params/<year>.yaml``: the words that the report explains to its readers."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from progress_report.inputs.scalars import Prose
from progress_report.inputs.validation import Strict, Words

_EXPLANATION = "explanation"
_WORDS = {"type": ["string", "array"], "pattern": "\\S", "items": {"type": "string", "pattern": "\\S"}}


def _one_as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _or_explanation_alone(schema: dict[str, Any]) -> None:
    """Allow an explanation in the place of the entry."""
    entry = dict(schema)
    schema.clear()
    schema["anyOf"] = [entry["properties"][_EXPLANATION], entry]


class TermParams(Strict):
    """A term's explanation, alone or with its reading and other spellings."""

    model_config = ConfigDict(json_schema_extra=_or_explanation_alone)

    explanation: Prose = Field(description="説明")
    reading: Words | None = Field(default=None, description="読み")
    also: Annotated[list[Words], BeforeValidator(_one_as_list), WithJsonSchema(_WORDS)] = Field(
        default_factory=list, description="文章での別の書き方（略した形、「化」の付く形など）"
    )

    @model_validator(mode="before")
    @classmethod
    def _explanation_alone(cls, tree: Any) -> Any:
        return tree if isinstance(tree, dict) else {_EXPLANATION: tree}
