"""``data/<year>/datapackage.json``: a Frictionless data package that says of each table what it is.

Beyond the standard, fields carry ``unit``, resources ``status``, ``asOf`` and ``publicationDate``,
and surveys their questions; cross-checks are listed in ``crossChecks``.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, model_validator

from progress_report.inputs.params import Instant
from progress_report.inputs.project import Project
from progress_report.inputs.strict_yaml import SourceLines, read_strict_yaml
from progress_report.inputs.validation import Strict, WholeNumber, validated
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Fragment, stated
from progress_report.model.quantity import Parameter


class Constraints(Strict):
    required: bool = False
    unique: bool = False
    minimum: WholeNumber | None = None
    maximum: WholeNumber | None = None
    enum: list[str] | None = None
    pattern: str | None = None


class FieldDescriptor(Strict):
    name: str
    title: str
    type: Literal["string", "integer", "yearmonth"]
    description: str = ""
    unit: str | None = None
    constraints: Constraints = Field(default_factory=Constraints)

    @model_validator(mode="after")
    def _integers_have_units(self) -> "FieldDescriptor":
        if self.type == "integer" and self.unit is None:
            raise ValueError(f"整数の列「{self.name}」に unit（単位）がありません。")
        return self


class ForeignKeyReference(Strict):
    resource: str
    fields: list[str]


class ForeignKey(Strict):
    fields: list[str]
    reference: ForeignKeyReference


class Schema(Strict):
    fields: list[FieldDescriptor]
    primaryKey: list[str]
    foreignKeys: list[ForeignKey] = Field(default_factory=list)
    missingValues: list[str] = Field(default_factory=lambda: [""])


class SourceDescriptor(Strict):
    title: str
    path: str = ""


class License(Strict):
    name: str
    title: str
    path: str = ""


class QuestionDescriptor(Strict):
    """A question of a survey and the columns that hold its answers."""

    name: str
    title: str
    wording: str
    form: Literal["single", "multiple", "ranked"]
    fields: list[str]
    base: str = ""
    rankLabel: str = ""
    lastChoices: list[str] = Field(default_factory=list)


class SurveyDescriptor(Strict):
    title: str
    periodStart: Instant | None = None
    periodEnd: Instant | None = None
    questions: list[QuestionDescriptor]


class ResourceDescriptor(Strict):
    name: str
    title: str
    path: str
    profile: Literal["tabular-data-resource"]
    description: str = ""
    encoding: Literal["utf-8"]
    status: Literal["published", "illustrative"]
    asOf: Instant
    publicationDate: Instant
    sources: list[SourceDescriptor]
    licenses: list[License]
    table_schema: Schema = Field(alias="schema")
    survey: SurveyDescriptor | None = None

    @property
    def illustrative(self) -> bool:
        return self.status == "illustrative"


def _scalar_tree(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("「項目: 値」の形で書いてください。")
    return value


class CheckDescriptor(Strict):
    """A named relation that must hold between two sides; see ``cross_checks`` for their forms."""

    name: str
    explanation: str
    left: Annotated[dict[str, Any], PlainValidator(_scalar_tree)]
    relation: Literal["=", "<="]
    right: Annotated[dict[str, Any], PlainValidator(_scalar_tree)]


class PackageDescriptor(Strict):
    name: str
    title: str
    profile: Literal["tabular-data-package"]
    resources: list[ResourceDescriptor]
    crossChecks: list[CheckDescriptor] = Field(default_factory=list)


class Package:
    """One year's descriptor, with where its texts were written."""

    def __init__(self, descriptor: PackageDescriptor, lines: SourceLines, file: str) -> None:
        self.descriptor = descriptor
        self._lines = lines
        self.file = file
        self._index = {resource.name: i for i, resource in enumerate(descriptor.resources)}

    def __contains__(self, name: str) -> bool:
        return name in self._index

    def resource(self, name: str) -> ResourceDescriptor:
        return self.descriptor.resources[self._index[name]]

    def line(self, *location: str | int) -> int:
        return self._lines[location]

    def source(self, resource: str, *location: str | int) -> Parameter:
        """Where a member of a resource was written."""
        written = ("schema" if step == "table_schema" else step for step in location)
        where = ("resources", self._index[resource], *written)
        return Parameter(self.file, self._lines[where], ".".join(map(str, (resource, *where[2:]))))

    def text(self, resource: str, *location: str | int) -> Fragment:
        """A text of the resource's descriptor, its numerals traced to their line in the file."""
        value: Any = self.resource(resource)
        for step in location:
            value = value[step] if isinstance(step, int) else getattr(value, step)
        return stated(str(value), self.source(resource, *location))


def read_package(project: Project, year: FiscalYear) -> Package:
    """The year's data package. ReportError with all faults of the descriptor."""
    path = project.data_folder(year) / "datapackage.json"
    file = project.relative(path)
    tree, lines = read_strict_yaml(path, file)
    return Package(validated(PackageDescriptor, tree, lines, file), lines, file)
