"""The members of a year's data package, as Frictionless names them and as this report extends them.

They are read from ``data/<year>/datapackage.json``, or made of ``data/schema.yaml`` and
``data/<year>/tables.yaml`` (``resolution``). What one member alone can tell is judged here; how members fit
together, in ``descriptor_rules``.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from progress_report.inputs.lasting import Lasting
from progress_report.inputs.scalars import Instant
from progress_report.inputs.schema_scalars import FileName, MissingValues, Name, Pattern, Position
from progress_report.inputs.validation import Decimals, Strict, WholeNumber, Words
from progress_report.messages import schema as messages

DESCRIPTOR = "datapackage.json"  # a year's own, with whole schemas
# The members of a resource that a new year takes over from the year before; see ``marks``.
Unconfirmed = Literal["title", "description", "status", "asOf", "publicationDate", "sources", "survey"]


class Constraints(Strict):
    """What each value of a column must obey."""

    required: bool = False
    unique: bool = False
    minimum: WholeNumber | None = None
    maximum: WholeNumber | None = None
    enum: Annotated[list[str], Field(min_length=1)] | None = None
    pattern: Pattern | None = None


class ColumnDescriptor(Lasting):
    """A column: its name in the file, its Japanese title, its type and unit.

    ``decimals``: those that a decimal number is displayed with; where it is not given, the most that any of
    the column's cells has. Where headings repeat, a column is found by the heading of the ``group`` over its
    own, or by its ``position`` in the file, counted from 1; a group is then only printed.

    ``labels``: the words that codes in the cells stand for (1 for 満足), in the order of the answers; those
    of a blank cell by "". A cell of a ``list`` holds several choices, separated by ``delimiter`` or a usual
    separator.
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
        """The title, and what tells it apart from columns of the same title: 転入 男."""
        if self.group is not None:
            return f"{self.group} {self.title}"
        return self.title if self.position is None else f"{self.title}（{self.position}列目）"

    @property
    def is_numeric(self) -> bool:
        """Whether the column holds numbers, whole or decimal."""
        return self.type in ("integer", "number")

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
    """A column and what each of its values must obey."""

    constraints: Constraints = Field(default_factory=Constraints)

    @property
    def choices(self) -> list[str] | None:
        """What the cells may say, in its order: the labels of codes, or ``enum``; None for anything."""
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
    """The two columns that bound a row's range, both included; a blank bound is open."""

    minimum: Name
    maximum: Name


class Schema(Strict):
    """The columns of a table, which of them name a row, and the ranges that may not overlap.

    ``fieldsMatch``: a file has these columns (``equal``), or more (``subset``), as Data Package v2 says;
    ``columnCount``: how many the file has, where columns of a ``subset`` are found by position.
    """

    fields: Annotated[list[FieldDescriptor], Field(min_length=1)]
    primaryKey: Annotated[list[str], Field(min_length=1)]
    foreignKeys: list[ForeignKey] = Field(default_factory=list)
    ranges: list[RangeDescriptor] = Field(default_factory=list)
    fieldsMatch: Literal["equal", "subset"] = "equal"
    columnCount: Position | None = None
    missingValues: MissingValues = Field(default_factory=lambda: [""])

    def field(self, name: str) -> FieldDescriptor | None:
        return next((field for field in self.fields if field.name == name), None)


class SourceDescriptor(Strict):
    """Where the data were taken from."""

    title: Words
    path: str = ""


class License(Strict):
    """What the data may be used for."""

    name: str
    title: str
    path: str = ""


NOT_STATED = License(name="notspecified", title="利用条件の記載なし")


class AskedDescriptor(Strict):
    """Whom a question is asked: those who gave one of these answers to another question."""

    question: Name
    answers: Annotated[list[str], Field(min_length=1)]


class QuestionDescriptor(Lasting):
    """A question of a survey and the columns that hold its answers.

    ``exclusiveChoices`` go with no other choice (特にない); 無回答 never does, declared or not.
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


class SurveyDescriptor(Strict):
    """What was asked, when, and how many people answered, where that is known otherwise than by counting."""

    title: Words
    respondents: WholeNumber | None = None
    periodStart: Instant | None = None
    periodEnd: Instant | None = None
    questions: list[QuestionDescriptor]


class ResourceDescriptor(Strict):
    """A table or survey: its file, date, source and licence, and the division that is asked for it."""

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
    licenses: Annotated[list[License], Field(min_length=1)] = Field(default_factory=lambda: [NOT_STATED])
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
