"""A year's data package: the description of each of its tables.

It is composed of ``data/schema.yaml``, which all years share, and ``data/<year>/tables.yaml``, or read from
``data/<year>/datapackage.json``, a Frictionless data package with the whole schema. Beyond the standard,
fields have a ``unit``, resources a ``status``, ``asOf`` and ``publicationDate``, and surveys their questions;
fields and questions have the years ``from`` and ``until`` which they exist. Cross-checks are listed in
``crossChecks``.
"""

import os
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from progress_report.inputs.parsing.source_tree import Location, entry_name
from progress_report.inputs.parsing.strict_models import validated
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.project import Project
from progress_report.inputs.schema.descriptor_rules import package_findings
from progress_report.inputs.schema.package_descriptor import PackageDescriptor
from progress_report.inputs.schema.places import EntryLocation, Places, WrittenFile
from progress_report.inputs.schema.resolution import Resolution
from progress_report.inputs.schema.schema_file import SchemaFile, TablesFile
from progress_report.inputs.schema.schema_tree import TABLES, is_there
from progress_report.inputs.schema.schemas import (
    DESCRIPTOR,
    FieldDescriptor,
    QuestionDescriptor,
    ResourceDescriptor,
    TimeLimited,
)
from progress_report.messages.schema import TWO_DESCRIPTIONS
from progress_report.model.absent import Absent
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Inline, literal
from progress_report.model.quantity import Parameter

_Entry = TypeVar("_Entry", bound=TimeLimited)


class Package:
    """One year's descriptor, with the source locations of its texts.

    ``file`` describes columns, checks and indicators; ``own_file`` describes the tables of this year. They
    are the same if the year has a descriptor of its own. Columns and questions that do not exist in the year
    are removed from ``descriptor`` and only listed as absent.
    """

    def __init__(
        self,
        descriptor: PackageDescriptor,
        places: Places,
        file: str,
        own_file: str,
        year: FiscalYear,
        absent_tables: Collection[str] = (),
    ) -> None:
        self._written = descriptor.resources
        self.descriptor, self.places = _of_year(descriptor, places, year)
        self.file, self.own_file = file, own_file
        self.absent_tables = absent_tables  # tables of other years only
        self._year = year
        self._index = {resource.name: i for i, resource in enumerate(descriptor.resources)}

    def __contains__(self, name: str) -> bool:
        return name in self._index

    @property
    def names(self) -> list[str]:
        """The names of all tables and surveys, in order."""
        return list(self._index)

    @property
    def is_shared(self) -> bool:
        """Whether the columns are described for all years together.

        Such a file changes after a year's report is published, so origins name its entries, not its lines.
        """
        return self.file != self.own_file

    @property
    def tables_member(self) -> str:
        """The member of ``file`` that contains the tables."""
        return "tables" if self.is_shared else "resources"

    def resource(self, name: str) -> ResourceDescriptor:
        return self.descriptor.resources[self._index[name]]

    def absent_columns(self, resource: str) -> dict[str, Absent]:
        """Return the columns that the table has in other years only."""
        resource_as_written = self._written[self._index[resource]]
        return self._absent(resource_as_written.table_schema.fields, "列")

    def absent_questions(self, resource: str) -> dict[str, Absent]:
        """Return the questions that the survey has in other years only."""
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

    def _when(self, entry: TimeLimited) -> str:
        if entry.since is not None and entry.since > self._year:
            return f"{entry.since.label}から"
        assert entry.until is not None, "it is not there"
        return f"{entry.until.label}まで"

    def line(self, *location: str | int) -> int:
        """Return the line of an entry in its file."""
        return self.places[location].line

    def place(self, resource: str, *location: str | int) -> EntryLocation:
        """Return the location of a resource's member, for messages."""
        return self.places[self._location(resource, *location)]

    def origin(self, resource: str, *location: str | int) -> Parameter:
        """Return the location of a resource's member, as the origin of its value."""
        where = self._location(resource, *location)
        return self._origin(where, entry_name((resource, *where[2:])))

    def text(self, resource: str, *location: str | int) -> Inline:
        """Return a text of the resource's descriptor, with its numerals traced to their source."""
        return literal(_member(self.resource(resource), location), self.origin(resource, *location))

    def text_at(self, *location: str | int) -> Inline:
        """Return a text of the package itself, such as an indicator's title, with its numerals traced."""
        return literal(_member(self.descriptor, location), self._origin(location, entry_name(location)))

    def _location(self, resource: str, *location: str | int) -> Location:
        written = ("schema" if step == "table_schema" else step for step in location)
        return ("resources", self._index[resource], *written)

    def _origin(self, location: Location, name: str) -> Parameter:
        file, line, shared_name = self.places[location]
        if not self.is_shared:
            return Parameter(file, line, name)
        return Parameter(file, 0 if file == self.file else line, shared_name)


def _member(value: Any, location: Location) -> str:
    """Return the text at a location below a descriptor."""
    for step in location:
        inside = isinstance(step, int) or isinstance(value, dict)
        value = value[step] if inside else getattr(value, str(step))
    return str(value)


def read_data_package(project: Project, year: FiscalYear, described: FiscalYear | None = None) -> Package:
    """Read the year's data package, or with ``described``, using the tables and columns of that later year.

    Raise ReportError with all errors in its files.
    """
    later = described or year
    own, whole = (project.data_folder(year) / name for name in (TABLES, DESCRIPTOR))
    if os.path.lexists(own) and os.path.lexists(whole):
        raise TWO_DESCRIPTIONS.error(project.relative(own))
    shared = os.path.lexists(project.schema_file) and not os.path.lexists(whole)
    read = _shared_package if shared or os.path.lexists(own) else _whole_package
    package = read(project, year, later)
    if findings := package_findings(package.descriptor, package.places):
        raise ReportError(findings)
    return package


def _whole_package(project: Project, year: FiscalYear, described: FiscalYear) -> Package:
    path = project.data_folder(year) / DESCRIPTOR
    file = project.relative(path)
    tree, lines = read_strict_yaml(path, file)
    descriptor = validated(PackageDescriptor, tree, lines, file)
    return Package(descriptor, Places({(): (WrittenFile(file, lines), ())}), file, file, described)


def _shared_package(project: Project, year: FiscalYear, described: FiscalYear) -> Package:
    """Build the package from its two files. Raise ReportError with the errors of both."""
    findings: list[Finding] = []
    trees: list[Any] = []
    files: list[WrittenFile] = []
    for path, model in ((project.schema_file, SchemaFile), (project.data_folder(year) / TABLES, TablesFile)):
        name = project.relative(path)
        try:
            tree, lines = read_strict_yaml(path, name)
            written = WrittenFile.with_names(name, tree, lines)
            validated(model, tree, lines, name, written.name)
        except ReportError as error:
            findings += error.findings
        else:
            trees.append(tree or {})
            files.append(written)
    if findings:
        raise ReportError(findings)
    (schema, tables), (schema_file, tables_file) = trees, files
    if described != year:  # the later year may lack a table that this year still has
        own = tables.get("tables", {}).items()
        there = {name: one for name, one in own if is_there(schema["tables"].get(name), described)}
        tables = {**tables, "tables": there}
    resolution = Resolution(schema, tables, schema_file, tables_file, described)
    if findings := list(resolution.findings()):
        raise ReportError(findings)
    descriptor = PackageDescriptor.model_validate(resolution.tree())
    absent = schema["tables"].keys() - {resource.name for resource in descriptor.resources}
    return Package(descriptor, resolution.places, schema_file.file, tables_file.file, described, absent)


def _of_year(
    descriptor: PackageDescriptor, places: Places, year: FiscalYear
) -> tuple[PackageDescriptor, Places]:
    """Return the descriptor with only the columns and questions of a year, and their locations."""
    moves: dict[Location, Location] = {}

    def there(entries: Sequence[_Entry], *where: str | int) -> list[_Entry]:
        kept = [i for i, one in enumerate(entries) if one.is_there(year)]
        moves.update({(*where, place): (*where, i) for place, i in enumerate(kept)})
        return [entries[i] for i in kept]

    resources = []
    for i, one in enumerate(descriptor.resources):
        fields = there(one.table_schema.fields, "resources", i, "schema", "fields")
        questions = there(one.survey.questions if one.survey else (), "resources", i, "survey", "questions")
        schema = one.table_schema.model_copy(update={"fields": fields})
        survey = one.survey and one.survey.model_copy(update={"questions": questions})
        resources.append(one.model_copy(update={"table_schema": schema, "survey": survey}))
    return descriptor.model_copy(update={"resources": resources}), places.moved(moves)
