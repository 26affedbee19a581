"""What all parts of the document have in common."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A part of the document. Unknown members are refused, so that none is lost in silence."""

    model_config = ConfigDict(extra="forbid", validate_by_name=True, serialize_by_alias=True)

    def to_json(self) -> dict[str, Any]:
        """Return the part as ``document.json`` has it."""
        return self.model_dump(mode="json")


def _is_none(value: object) -> bool:
    return value is None


# A member that is left out where it is None.
Optional = Field(default=None, exclude_if=_is_none)
Positive = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]
