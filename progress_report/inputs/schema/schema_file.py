"""Models of the two files that describe a municipality's tables: the shared one and the one of a year.

``data/schema.yaml`` has tables, columns, keys, checks, indicators, plans and questions; each entry may have
the years ``from`` and ``until`` which it exists. ``data/<year>/tables.yaml`` has the date, source and licence
of the year's tables. ``resolution`` composes one data package from both.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from progress_report.inputs.formulas.formula_descriptors import CheckDescriptor
from progress_report.inputs.parsing.scalars import Instant
from progress_report.inputs.parsing.strict_models import Strict, Words
from progress_report.inputs.schema.package_descriptor import IndicatorDescriptor, PlanDescriptor
from progress_report.inputs.schema.schema_scalars import Name
from progress_report.inputs.schema.schemas import (
    ColumnDescriptor,
    Constraints,
    License,
    QuestionDescriptor,
    SchemaMembers,
    SizesOfSurvey,
    SourceDescriptor,
    TimeLimited,
)

_TYPE = "type"


def type_of(column: Mapping[str, Any]) -> Any:
    """Return a column's type as written, or by whether it has decimals or a unit."""
    return column.get(
        _TYPE, "number" if "decimals" in column else "integer" if "unit" in column else "string"
    )


def _type_not_required(schema: dict[str, Any]) -> None:
    schema["required"].remove(_TYPE)


class ColumnOfSchema(ColumnDescriptor, Constraints, json_schema_extra=_type_not_required):
    """A column with its constraints in the same entry; its type is optional."""

    @model_validator(mode="before")
    @classmethod
    def _type_by_unit(cls, tree: Any) -> Any:
        return {**tree, _TYPE: type_of(tree)} if isinstance(tree, dict) else tree


class SurveyOfSchema(SizesOfSurvey):
    """The questions of a survey; without a title, it has the title of its table."""

    title: Words | None = Field(default=None, description="調査の名前（書かなければ、表の題）")
    questions: list[QuestionDescriptor] = Field(description="設問")


class TableOfSchema(SchemaMembers, TimeLimited):
    """A table or survey as it is in every year; its file has the same name."""

    title: Words = Field(description="表の題")
    description: str = Field(default="", description="表の説明")
    sheet: Words | None = Field(default=None, description="ワークブックのうちのシートの名前")
    fields: Annotated[list[ColumnOfSchema], Field(min_length=1)] = Field(description="列。一行に一つずつ書く")
    division: Words | None = Field(default=None, description="値を尋ねる課（request が課ごとに分ける）")
    survey: SurveyOfSchema | None = Field(default=None, description="調査なら、その設問")


class CheckOfSchema(CheckDescriptor, TimeLimited):
    """A cross-check that exists in some years."""


class IndicatorOfSchema(IndicatorDescriptor, TimeLimited):
    """An indicator that exists in some years."""


class PlanOfSchema(PlanDescriptor, TimeLimited):
    """A plan that exists in some years."""


class SchemaFile(Strict):
    """The whole file ``data/schema.yaml``."""

    tables: dict[Name, TableOfSchema] = Field(description="表と調査。名前: の下に、題や列を書く")
    crossChecks: list[CheckOfSchema] = Field(default_factory=list, description="検算")
    indicators: list[IndicatorOfSchema] = Field(default_factory=list, description="指標")
    plans: list[PlanOfSchema] = Field(default_factory=list, description="予定と、翌年度の実績の読み方")


class DefaultsOfYear(Strict):
    """Defaults for the descriptions of all tables of a year."""

    status: Literal["published", "illustrative"] | None = Field(
        default=None, description="公表された値なら published、架空の値なら illustrative"
    )
    asOf: Instant | None = Field(default=None, description="いつの値か")
    publicationDate: Instant | None = Field(default=None, description="公表する日か年度")
    sources: Annotated[list[SourceDescriptor], Field(min_length=1)] | None = Field(
        default=None, description="出典"
    )
    licenses: Annotated[list[License], Field(min_length=1)] | None = Field(
        default=None, description="利用条件（書かなければ、記載なし）"
    )


class SurveyOfYear(SizesOfSurvey):
    """The period of a survey in a year, and what else differs from other years."""

    title: Words | None = Field(default=None, description="この年度の調査の名前")
    periodStart: Instant | None = Field(default=None, description="調査期間の始まり")
    periodEnd: Instant | None = Field(default=None, description="調査期間の終わり")


class TableOfYear(DefaultsOfYear):
    """A year's own description of a table."""

    title: Words | None = Field(default=None, description="この年度の表の題")
    description: str | None = Field(default=None, description="この年度の表の説明")
    sheet: Words | None = Field(default=None, description="この年度のワークブックのシートの名前")
    survey: SurveyOfYear | None = Field(default=None, description="調査の期間、対象と人数")


def _nothing(given: Any) -> Any:
    """Convert a member without a value to an empty mapping."""
    return {} if given is None else given


class TablesFile(Strict):
    """The whole file ``data/<year>/tables.yaml``."""

    defaults: Annotated[DefaultsOfYear, BeforeValidator(_nothing)] = Field(
        default_factory=DefaultsOfYear, description="下の tables に書かない限り、すべての表に当てはまること"
    )
    tables: Annotated[dict[str, TableOfYear], BeforeValidator(_nothing)] = Field(
        default_factory=dict, description="表ごとに、defaults や data/schema.yaml と違うこと"
    )
