"""Base of all models of the document."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A part of the document. Unknown members raise an error, so that none is lost silently."""

    model_config = ConfigDict(extra="forbid", validate_by_name=True, serialize_by_alias=True)

    def to_json(self) -> dict[str, Any]:
        """Return the part as stored in ``document.json``."""
        return self.model_dump(mode="json")


def _is_none(value: object) -> bool:
    return value is None


# A member that is omitted if it is None.
Optional = Field(default=None, exclude_if=_is_none)
Positive = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]
