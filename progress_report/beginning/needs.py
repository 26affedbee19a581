"""What chosen sections read of a municipality's data package and parameters, by their notebooks' literals."""

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass

from progress_report.inputs.compared_years import AS_OF, COMPARISON
from progress_report.inputs.descriptors import Package
from progress_report.inputs.formula_descriptors import CheckDescriptor
from progress_report.inputs.formulas import tables_of
from progress_report.inputs.notebook_grammar import INDICATOR_FUNCTIONS
from progress_report.inputs.notebook_source import NotebookSource
from progress_report.inputs.project import Project, section_identity
from progress_report.inputs.schemas import (
    IndicatorDescriptor,
    PlanDescriptor,
    ResourceDescriptor,
)

_FILLED_IN = re.compile(r"\{(\w+)")
Entry = ResourceDescriptor | CheckDescriptor | IndicatorDescriptor | PlanDescriptor


@dataclass(frozen=True, slots=True)
class Needs:
    """Tables, indicators and plans that the sections read, by name.

    ``references`` are the parameters that those indicators and plans name (``4_standardization.target``).
    """

    tables: frozenset[str]
    indicators: frozenset[str]
    plans: frozenset[str]
    sections: frozenset[str]
    references: frozenset[str]

    def has(self, entry: Entry) -> bool:
        """Whether an entry of the descriptor is needed; a check is where all its tables are."""
        match entry:
            case ResourceDescriptor():
                return entry.name in self.tables
            case CheckDescriptor():
                return entry.tables <= self.tables
            case IndicatorDescriptor():
                return entry.name in self.indicators
            case PlanDescriptor():
                return entry.name in self.plans

    def refers_to_section(self, reference: str) -> bool:
        """Whether a parameter is one of a section that is taken along."""
        return section_identity(reference.partition(".")[0]) in self.sections

    def names_used(self, notebook: NotebookSource) -> frozenset[str]:
        """Return the names of dates and quantities that the notebook, an indicator or a plan uses."""
        written = notebook.strings
        filled = {name for text in written for name in _FILLED_IN.findall(text)}
        referred = {
            name
            for section, _, name in (reference.partition(".") for reference in self.references)
            if section_identity(section) == section_identity(notebook.name)
        }
        return frozenset({*written, *filled, *referred, AS_OF, COMPARISON})


def needs_of(project: Project, package: Package, notebooks: Collection[str]) -> Needs:
    """Return what the sections of these notebooks read.

    A table comes with those that its foreign keys name. A section of indicators reads those over the other
    sections' tables, or all where these have none.
    """
    sources = [NotebookSource(project, name) for name in notebooks]
    read = {name for source in sources for name in _tables_read(source, package)}
    descriptor = package.descriptor
    tables = _with_references(read, package)
    if any(map(_reads_indicators, sources)) and not any(
        tables_of(one.formula) <= tables for one in descriptor.indicators
    ):
        tables = _with_references(
            {*tables, *tables_of(*(one.formula for one in descriptor.indicators))}, package
        )
    sections = frozenset(map(section_identity, notebooks))
    indicators = {one.name: one for one in descriptor.indicators if tables_of(one.formula) <= tables}
    needs = Needs(tables, frozenset(indicators), frozenset(), sections, frozenset())
    plans = [one for one in descriptor.plans if _is_told(one, needs)]
    references = {one.target for one in indicators.values()}
    references |= {reference for one in plans for reference in (one.announcedParameter, one.due)}
    return Needs(
        tables,
        frozenset(indicators),
        frozenset(one.name for one in plans),
        sections,
        frozenset(filter(None, references)),
    )


def _tables_read(notebook: NotebookSource, package: Package) -> set[str]:
    """The tables that a notebook names; all of them where it looks some up by a computed name."""
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
    calls = (node for cell in notebook.code for node in cell.code.nodes if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id in INDICATOR_FUNCTIONS for call in calls)


def _is_told(plan: PlanDescriptor, needs: Needs) -> bool:
    """Whether all that a plan is announced by, and its result, are there."""
    formulas = [one.formula for one in (plan.announced, plan.result) if one is not None]
    references = filter(None, (plan.announcedParameter, plan.due))
    return (
        tables_of(*formulas) <= needs.tables
        and (plan.resultIndicator is None or plan.resultIndicator in needs.indicators)
        and all(map(needs.refers_to_section, references))
    )
