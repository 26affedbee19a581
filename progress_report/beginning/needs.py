"""The parts of a data package and parameters used by chosen sections, found by their notebooks' literals."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from progress_report.inputs.formulas.formula_descriptors import CheckDescriptor
from progress_report.inputs.formulas.formula_nodes import tables_of
from progress_report.inputs.notebooks.notebook_grammar import INDICATOR_FUNCTIONS, function_of
from progress_report.inputs.notebooks.notebook_source import NotebookSource
from progress_report.inputs.project import Project, section_identity
from progress_report.inputs.schema.descriptors import Package
from progress_report.inputs.schema.package_descriptor import IndicatorDescriptor, PlanDescriptor
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.inputs.years.reported_years import AS_OF, COMPARISON

_FILLED_IN = re.compile(r"\{(\w+)")
Entry = ResourceDescriptor | CheckDescriptor | IndicatorDescriptor | PlanDescriptor


@dataclass(frozen=True, slots=True)
class Needs:
    """The ``tables`` of a package that chosen sections read; ``sections`` are their identities."""

    package: Package
    tables: frozenset[str]
    sections: frozenset[str]

    def has(self, entry: Entry) -> bool:
        """Return whether a descriptor's entry is needed: a table, or an entry that uses only needed tables.

        A plan is needed only with the sections that announce it.
        """
        match entry:
            case ResourceDescriptor():
                return entry.name in self.tables
            case CheckDescriptor():
                return entry.tables <= self.tables
            case IndicatorDescriptor():
                return tables_of(entry.formula) <= self.tables
            case PlanDescriptor():
                formulas = [one.formula for one in (entry.announced, entry.result) if one is not None]
                results = [
                    one for one in self.package.descriptor.indicators if one.name == entry.resultIndicator
                ]
                references = filter(None, (entry.announcedParameter, entry.due))
                return (
                    tables_of(*formulas) <= self.tables
                    and all(map(self.has, results))
                    and all(map(self.refers_to_section, references))
                )

    def refers_to_section(self, reference: str) -> bool:
        """Return whether a parameter (``4_standardization.target``) belongs to a chosen section."""
        return section_identity(reference.partition(".")[0]) in self.sections

    def names_used(self, notebook: NotebookSource) -> frozenset[str]:
        """Return the names of dates and quantities that the notebook, an indicator or a plan uses."""
        filled = {name for text in notebook.strings for name in _FILLED_IN.findall(text)}
        referred = {
            name
            for section, _, name in (reference.partition(".") for reference in self._references())
            if section_identity(section) == section_identity(notebook.name)
        }
        return frozenset({*notebook.strings, *filled, *referred, AS_OF, COMPARISON})

    def _references(self) -> Iterator[str]:
        """Yield the parameters named by needed indicators and plans."""
        descriptor = self.package.descriptor
        for indicator in filter(self.has, descriptor.indicators):
            yield from filter(None, (indicator.target,))
        for plan in filter(self.has, descriptor.plans):
            yield from filter(None, (plan.announcedParameter, plan.due))


def needs_of(project: Project, package: Package, notebooks: Collection[str]) -> Needs:
    """Return the needs of the sections of these notebooks.

    A table requires the tables of its foreign keys. A section of indicators reads those over the other
    sections' tables, or all if there are none.
    """
    sources = [NotebookSource(project, name) for name in notebooks]
    sections = frozenset(map(section_identity, notebooks))
    read = {name for source in sources for name in _tables_read(source, package)}
    needs = Needs(package, _with_references(read, package), sections)
    indicators = package.descriptor.indicators
    if any(map(_reads_indicators, sources)) and not any(map(needs.has, indicators)):
        read |= tables_of(*(one.formula for one in indicators))
        needs = replace(needs, tables=_with_references(read, package))
    return needs


def _tables_read(notebook: NotebookSource, package: Package) -> set[str]:
    """Return the tables that a notebook names; all of them if it looks one up by a computed name."""
    return {*package.names} & notebook.strings if notebook.names_all_data else {*package.names}


def _with_references(tables: Collection[str], package: Package) -> frozenset[str]:
    found: dict[str, None] = {}
    waiting = list(tables)
    while waiting:
        if (name := waiting.pop()) not in found:
            found[name] = None
            keys = package.resource(name).table_schema.foreignKeys
            waiting += [key.reference.resource for key in keys]
    return frozenset(found)


def _reads_indicators(notebook: NotebookSource) -> bool:
    return any(function_of(call) in INDICATOR_FUNCTIONS for call in notebook.calls)
