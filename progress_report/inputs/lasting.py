"""Entries of a table or survey that exist only in some fiscal years."""

from typing import Self

from pydantic import Field, model_validator

from progress_report.inputs.scalars import Year
from progress_report.inputs.strict_models import Strict
from progress_report.messages.schema import ENDS_BEFORE_IT_BEGINS
from progress_report.model.fiscal_year import FiscalYear


class Lasting(Strict):
    """An entry that exists only in the fiscal years ``from`` … ``until``, both inclusive."""

    since: Year | None = Field(default=None, alias="from")
    until: Year | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ENDS_BEFORE_IT_BEGINS.value_error()
        return self

    def is_there(self, year: FiscalYear) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)
