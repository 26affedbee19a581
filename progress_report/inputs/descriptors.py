"""``data/<year>/datapackage.json``: a Frictionless data package that says of each table what it is.

Beyond the standard, fields carry ``unit``, resources ``status``, ``asOf`` and ``publicationDate``, and
surveys their questions; fields and questions the years ``from`` and ``until`` which they are there.
Cross-checks are listed in ``crossChecks``.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from progress_report.inputs.descriptor_rules import misfits
from progress_report.inputs.lasting import Lasting
from progress_report.inputs.project import Project
from progress_report.inputs.schemas import (
    FieldDescriptor,
    PackageDescriptor,
    QuestionDescriptor,
    ResourceDescriptor,
)
from progress_report.inputs.source_tree import entry_name
from progress_report.inputs.strict_yaml import Location, SourceLines, read_strict_yaml
from progress_report.inputs.validation import validated
from progress_report.model.absent import Absent
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Fragment, stated
from progress_report.model.quantity import Parameter

_Entry = TypeVar("_Entry", bound=Lasting)


class Package:
    """One year's descriptor, with where its texts were written.

    Columns and questions that are not there in the year are left out of ``descriptor``, and only known as
    absent.
    """

    def __init__(
        self, descriptor: PackageDescriptor, lines: SourceLines, file: str, year: FiscalYear
    ) -> None:
        self._written = descriptor.resources
        self.descriptor, self.lines = _of_year(descriptor, lines, year)
        self.file = file
        self._year = year
        self._index = {resource.name: i for i, resource in enumerate(descriptor.resources)}

    def __contains__(self, name: str) -> bool:
        return name in self._index

    @property
    def names(self) -> list[str]:
        """The names of all tables and surveys, in their order."""
        return list(self._index)

    def resource(self, name: str) -> ResourceDescriptor:
        return self.descriptor.resources[self._index[name]]

    def absent_columns(self, resource: str) -> dict[str, Absent]:
        """The columns that the table has in other years only."""
        resource_as_written = self._written[self._index[resource]]
        return self._absent(resource_as_written.table_schema.fields, "列")

    def absent_questions(self, resource: str) -> dict[str, Absent]:
        """The questions that the survey has in other years only."""
        survey = self._written[self._index[resource]].survey
        return self._absent(survey.questions if survey else (), "設問")

    def _absent(
        self, entries: Sequence[FieldDescriptor | QuestionDescriptor], kind: str
    ) -> dict[str, Absent]:
        there = {one.name for one in entries if one.is_there(self._year)}
        return {
            one.name: Absent(
                one.name, f"{kind}「{one.title}」は、{self._when(one)}のものです（{self.file}）。"
            )
            for one in entries
            if one.name not in there
        }

    def _when(self, entry: Lasting) -> str:
        if entry.since is not None and entry.since > self._year:
            return f"{entry.since.label}から"
        assert entry.until is not None, "it is not there"
        return f"{entry.until.label}まで"

    def line(self, *location: str | int) -> int:
        return self.lines[location]

    def source(self, resource: str, *location: str | int) -> Parameter:
        """Where a member of a resource was written."""
        written = ("schema" if step == "table_schema" else step for step in location)
        where = ("resources", self._index[resource], *written)
        return Parameter(self.file, self.lines[where], entry_name((resource, *where[2:])))

    def text(self, resource: str, *location: str | int) -> Fragment:
        """A text of the resource's descriptor, its numerals traced to their line in the file."""
        value: Any = self.resource(resource)
        for step in location:
            value = value[step] if isinstance(step, int) else getattr(value, step)
        return stated(str(value), self.source(resource, *location))

    def text_at(self, *location: str | int) -> Fragment:
        """A text of the package itself, such as an indicator's title, traced to its line in the file."""
        value: Any = self.descriptor
        for step in location:
            value = value[step] if isinstance(step, int) else getattr(value, step)
        return stated(str(value), Parameter(self.file, self.lines[location], entry_name(location)))


def read_package(project: Project, year: FiscalYear, columns_of: FiscalYear | None = None) -> Package:
    """The year's data package, with the columns of another year where one is named.

    ReportError with all faults of the descriptor.
    """
    path = project.data_folder(year) / "datapackage.json"
    file = project.relative(path)
    tree, lines = read_strict_yaml(path, file)
    package = Package(validated(PackageDescriptor, tree, lines, file), lines, file, columns_of or year)
    if findings := misfits(package.descriptor, package.lines, file):
        raise ReportError(findings)
    return package


def _of_year(
    descriptor: PackageDescriptor, lines: SourceLines, year: FiscalYear
) -> tuple[PackageDescriptor, SourceLines]:
    """The columns and questions of a year alone, with the lines they were written on."""
    gone: set[Location] = set()
    moves: dict[Location, Location] = {}

    def there(entries: Sequence[_Entry], *where: str | int) -> list[_Entry]:
        kept = [i for i, one in enumerate(entries) if one.is_there(year)]
        gone.update((*where, i) for i in range(len(entries)) if i not in kept)
        moves.update({(*where, i): (*where, place) for place, i in enumerate(kept)})
        return [entries[i] for i in kept]

    resources = []
    for i, one in enumerate(descriptor.resources):
        fields = there(one.table_schema.fields, "resources", i, "schema", "fields")
        questions = there(one.survey.questions if one.survey else (), "resources", i, "survey", "questions")
        schema = one.table_schema.model_copy(update={"fields": fields})
        survey = one.survey and one.survey.model_copy(update={"questions": questions})
        resources.append(one.model_copy(update={"table_schema": schema, "survey": survey}))
    if not gone:
        return descriptor, lines
    kept_lines = lines.without(lambda location: any(location[:n] in gone for n in range(len(location) + 1)))
    return descriptor.model_copy(update={"resources": resources}), kept_lines.moved(moves)
