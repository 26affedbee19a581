"""Models of a year's data package, with Frictionless's members and this report's extensions.

They are read from ``data/<year>/datapackage.json``, or composed of ``data/schema.yaml`` and
``data/<year>/tables.yaml`` (``resolution``). Single members are validated here; the consistency of members in
``descriptor_rules``.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from progress_report.inputs.formulas.formula_nodes import Formula
from progress_report.inputs.parsing.scalars import Instant, Year
from progress_report.inputs.parsing.strict_models import Decimals, Strict, WholeNumber, Words
from progress_report.inputs.schema.schema_scalars import (
    FileName,
    MissingValues,
    Name,
    Pattern,
    People,
    Position,
)
from progress_report.messages import schema as messages
from progress_report.model.fiscal_year import FiscalYear

DESCRIPTOR = "datapackage.json"  # a year's own, with complete schemas
SIZES = ("sampled", "respondents", "population")  # of a survey: how many people
# Members of a resource that a new year copies from the year before; see ``unconfirmed``.
Unconfirmed = Literal["title", "description", "status", "asOf", "publicationDate", "sources", "survey"]


class TimeLimited(Strict):
    """An entry that exists only in the fiscal years ``from`` … ``until``, both inclusive."""

    since: Year | None = Field(default=None, alias="from")
    until: Year | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise messages.ENDS_BEFORE_IT_BEGINS.value_error()
        return self

    def is_there(self, year: FiscalYear) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


class Constraints(Strict):
    """The constraints on each value of a column."""

    required: bool = False
    unique: bool = False
    minimum: WholeNumber | None = None
    maximum: WholeNumber | None = None
    enum: Annotated[list[str], Field(min_length=1)] | None = None
    pattern: Pattern | None = None


class ColumnDescriptor(TimeLimited):
    """A column: its name in the file, its Japanese title, its type and unit.

    ``decimals``: the number of decimals displayed; by default, the most in any of the column's cells. If
    headings repeat, a column is found by the heading of the ``group`` above its own, or by its ``position``
    in the file, counted from 1; a group is then only printed. ``labels``: the words for codes in the cells (1
    for 満足), in the order of the answers; "" is the code of a blank cell. A cell of a ``list`` contains
    several choices, separated by ``delimiter`` or a usual separator.
    """

    name: Name
    title: Words
    type: Literal["string", "integer", "number", "yearmonth", "date", "list"]
    description: str = ""
    unit: Words | None = None
    decimals: Decimals | None = None
    group: Words | None = None
    position: Position | None = None
    labels: Annotated[dict[str, Words], Field(min_length=1)] | None = None
    delimiter: Words | None = None

    @property
    def is_placed(self) -> bool:
        """Whether the column is found by its position."""
        return self.position is not None

    @property
    def label(self) -> str:
        """The title, with the group or position that distinguishes columns of the same title: 転入 男."""
        if self.group is not None:
            return f"{self.group} {self.title}"
        return self.title if self.position is None else f"{self.title}（{self.position}列目）"

    @property
    def is_numeric(self) -> bool:
        """Whether the column holds numbers, whole or decimal."""
        return self.type in ("integer", "number")

    @property
    def is_text(self) -> bool:
        """Whether the column holds texts, free or chosen."""
        return self.type in ("string", "list")

    @property
    def is_date(self) -> bool:
        """Whether the column holds months or days."""
        return self.type in ("yearmonth", "date")

    @property
    def is_day(self) -> bool:
        """Whether the column holds days."""
        return self.type == "date"

    @model_validator(mode="after")
    def _numbers_have_units(self) -> Self:
        if self.is_numeric and self.unit is None:
            kind = "整数" if self.type == "integer" else "小数"
            raise messages.UNIT_MISSING.value_error(kind=kind, name=self.name)
        if self.decimals is not None and self.type != "number":
            raise messages.DECIMALS_OF_NO_NUMBER.value_error(name=self.name)
        return self


class FieldDescriptor(ColumnDescriptor):
    """A column and the constraints on its values."""

    constraints: Constraints = Field(default_factory=Constraints)

    @property
    def choices(self) -> list[str] | None:
        """The values allowed in cells, in order: the labels of codes, or ``enum``; None for any value."""
        return list(self.labels.values()) if self.labels is not None else self.constraints.enum


class ForeignKeyReference(Strict):
    """The table and columns that a foreign key points to."""

    resource: str
    fields: list[str]


class ForeignKey(Strict):
    """Columns whose values must be found in another table."""

    fields: list[str]
    reference: ForeignKeyReference


class RangeDescriptor(Strict):
    """The two columns that bound a row's range, both inclusive; a blank bound is open."""

    minimum: Name
    maximum: Name


class SchemaMembers(Strict):
    """A table's schema without its columns: the primary key, and the ranges that must not overlap.

    ``fieldsMatch``: a file has exactly these columns (``equal``), or more (``subset``), as in Data Package
    v2; ``columnCount``: the number of columns in the file, if columns of a ``subset`` are found by position.
    """

    primaryKey: Annotated[list[str], Field(min_length=1)] = Field(description="行を区別する列")
    foreignKeys: list[ForeignKey] = Field(
        default_factory=list, description="値がほかの表になければならない列"
    )
    ranges: list[RangeDescriptor] = Field(default_factory=list, description="下限と上限を表す列の組")
    fieldsMatch: Literal["equal", "subset"] = Field(
        default="equal", description="届くファイルに、ここにない列もあるなら subset"
    )
    columnCount: Position | None = Field(
        default=None, description="届くファイルの列の数（position を使うとき）"
    )


class Schema(SchemaMembers):
    """The columns of a table."""

    fields: Annotated[list[FieldDescriptor], Field(min_length=1)]
    missingValues: MissingValues = Field(default_factory=lambda: [""])

    def field(self, name: str) -> FieldDescriptor | None:
        return next((field for field in self.fields if field.name == name), None)


class SourceDescriptor(Strict):
    """The source of the data."""

    title: Words
    path: str = ""


class License(Strict):
    """The licence of the data."""

    name: str
    title: str
    path: str = ""


NOT_GIVEN = License(name="notspecified", title="利用条件の記載なし")


class AskedDescriptor(Strict):
    """The condition for asking a question: one of these answers to another question."""

    question: Name
    answers: Annotated[list[str], Field(min_length=1)]


class QuestionDescriptor(TimeLimited):
    """A question of a survey and the columns of its answers.

    ``exclusiveChoices`` cannot be combined with other choices (特にない); nor can 無回答, declared or not.
    """

    name: Name
    title: Words
    wording: Words
    form: Literal["single", "multiple", "ranked"]
    fields: Annotated[list[str], Field(min_length=1)]
    base: str = ""
    rankLabel: str = ""
    lastChoices: list[str] = Field(default_factory=list)
    exclusiveChoices: list[str] = Field(default_factory=list)
    asked: AskedDescriptor | None = None


class SizesOfSurvey(Strict):
    """Whom a survey asked, and how many: by number, or by formulas over tables.

    ``sampled`` were asked, ``respondents`` of them answered, if that is known from another source than the
    rows; ``population`` is the number of people from which they were drawn.
    """

    people: Words | None = Field(
        default=None, description="調査対象。「…を対象とし」と続く（無作為に抽出した区民 など）"
    )
    sampled: People | None = Field(default=None, description="調査を依頼した人の数、またはそれを読む式")
    respondents: People | None = Field(default=None, description="回答した人の数、またはそれを読む式")
    population: People | None = Field(
        default=None, description="調査対象となる人全体の数、またはそれを読む式（誤差の目安に使う）"
    )


class SurveyDescriptor(SizesOfSurvey):
    """A survey's questions and period."""

    title: Words
    periodStart: Instant | None = None
    periodEnd: Instant | None = None
    questions: list[QuestionDescriptor]

    @property
    def sizes(self) -> dict[str, int | Formula]:
        """The numbers of people that are known, by member."""
        given = {name: getattr(self, name) for name in SIZES}
        return {name: size for name, size in given.items() if size is not None}


class ResourceDescriptor(Strict):
    """A table or survey: its file, date, source and licence, and the division that provides it."""

    name: Name
    title: Words
    path: FileName
    profile: Literal["tabular-data-resource"] = "tabular-data-resource"
    description: str = ""
    sheet: Words | None = None
    encoding: Literal["utf-8"] = "utf-8"
    status: Literal["published", "illustrative"]
    asOf: Instant
    publicationDate: Instant
    sources: Annotated[list[SourceDescriptor], Field(min_length=1)]
    licenses: Annotated[list[License], Field(min_length=1)] = Field(default_factory=lambda: [NOT_GIVEN])
    table_schema: Schema = Field(alias="schema")
    division: Words | None = None
    survey: SurveyDescriptor | None = None
    unconfirmed: list[Unconfirmed] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _path_by_name(cls, tree: Any) -> Any:
        if isinstance(tree, dict) and "path" not in tree and "name" in tree:
            return {**tree, "path": f"{tree['name']}.csv"}
        return tree

    @property
    def illustrative(self) -> bool:
        return self.status == "illustrative"
