"""``data/<year>/datapackage.json``: a Frictionless data package that says of each table what it is.

Beyond the standard, fields carry ``unit``, resources ``status``, ``asOf`` and ``publicationDate``,
and surveys their questions; cross-checks are listed in ``crossChecks``.
"""

from typing import Any

from progress_report.inputs.descriptor_rules import misfits
from progress_report.inputs.project import Project
from progress_report.inputs.schemas import PackageDescriptor, ResourceDescriptor
from progress_report.inputs.source_tree import entry_name
from progress_report.inputs.strict_yaml import SourceLines, read_strict_yaml
from progress_report.inputs.validation import validated
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Fragment, stated
from progress_report.model.quantity import Parameter


class Package:
    """One year's descriptor, with where its texts were written."""

    def __init__(self, descriptor: PackageDescriptor, lines: SourceLines, file: str) -> None:
        self.descriptor = descriptor
        self._lines = lines
        self.file = file
        self._index = {resource.name: i for i, resource in enumerate(descriptor.resources)}

    def __contains__(self, name: str) -> bool:
        return name in self._index

    @property
    def names(self) -> list[str]:
        """The names of all tables and surveys, in their order."""
        return list(self._index)

    def resource(self, name: str) -> ResourceDescriptor:
        return self.descriptor.resources[self._index[name]]

    def line(self, *location: str | int) -> int:
        return self._lines[location]

    def source(self, resource: str, *location: str | int) -> Parameter:
        """Where a member of a resource was written."""
        written = ("schema" if step == "table_schema" else step for step in location)
        where = ("resources", self._index[resource], *written)
        return Parameter(self.file, self._lines[where], entry_name((resource, *where[2:])))

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
        return stated(str(value), Parameter(self.file, self._lines[location], entry_name(location)))


def read_package(project: Project, year: FiscalYear) -> Package:
    """The year's data package. ReportError with all faults of the descriptor."""
    path = project.data_folder(year) / "datapackage.json"
    file = project.relative(path)
    tree, lines = read_strict_yaml(path, file)
    descriptor = validated(PackageDescriptor, tree, lines, file)
    if findings := misfits(descriptor, lines, file):
        raise ReportError(findings)
    return Package(descriptor, lines, file)
