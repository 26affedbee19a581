"""The descriptor of a whole data package: its tables, and the checks, indicators and plans over them."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field, model_validator

from progress_report.inputs.formulas.formula_descriptors import CheckDescriptor, FormulaDescriptor
from progress_report.inputs.formulas.formula_nodes import Division, Formula
from progress_report.inputs.parsing.strict_models import Decimals, Strict, Words
from progress_report.inputs.schema.schema_scalars import Name
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.messages.schema import WRONG_INDICATOR

MOST_HIGHLIGHTS = 5  # indicators marked ``highlight`` that fit on a page


class IndicatorDescriptor(Strict):
    """An indicator that is followed from year to year: a value, or a share of a whole in per cent.

    ``better``: the direction of progress; ``target``: a quantity of the parameters
    (``4_standardization.target``); ``highlight``: printed at the beginning of the report. A share is written
    as one formula, or as ``part`` and ``whole``.
    """

    name: Name
    title: Words
    value: FormulaDescriptor | None = None
    part: FormulaDescriptor | None = None
    whole: FormulaDescriptor | None = None
    decimals: Decimals = 1
    better: Literal["higher", "lower"] | None = None
    target: Words | None = None
    highlight: bool = False

    @model_validator(mode="after")
    def _one_value(self) -> "IndicatorDescriptor":
        written = {name for name in ("value", "part", "whole") if getattr(self, name) is not None}
        if written not in ({"value"}, {"part", "whole"}):
            raise WRONG_INDICATOR.value_error(name=self.name)
        return self

    @property
    def formula(self) -> Formula:
        if self.value is not None:
            return self.value.formula
        assert self.part is not None
        assert self.whole is not None
        return Division(self.part.formula, self.whole.formula)


class PlanDescriptor(Strict):
    """An announcement of this year's report, and the formula for its result in next year's report.

    Announced: a formula over this year's tables, or a quantity of this year's parameters
    (``announcedParameter``), optionally with one of their dates (``due``). Result: a formula over next year's
    tables, or one of next year's indicators (``resultIndicator``).
    """

    name: Name
    title: Words
    announced: FormulaDescriptor | None = None
    announcedParameter: Words | None = None
    due: Words | None = None
    result: FormulaDescriptor | None = None
    resultIndicator: Words | None = None


class PackageDescriptor(Strict):
    """All tables and surveys of a year, and the checks on them."""

    name: str = ""
    title: str = ""
    profile: Literal["tabular-data-package"] = "tabular-data-package"
    resources: Annotated[list[ResourceDescriptor], Field(min_length=1)]
    crossChecks: list[CheckDescriptor] = Field(default_factory=list)
    indicators: list[IndicatorDescriptor] = Field(default_factory=list)
    plans: list[PlanDescriptor] = Field(default_factory=list)

    def is_illustrative(self, absent: Collection[str]) -> bool:
        """Return whether all data of the year are invented; ``absent``: names of resources without data."""
        had = [resource for resource in self.resources if resource.name not in absent]
        return bool(had) and all(resource.illustrative for resource in had)
