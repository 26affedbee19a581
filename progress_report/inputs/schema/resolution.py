"""Composition of a year's data package from the shared schema and the year's own descriptions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.parsing.source_tree import Location, Tree
from progress_report.inputs.schema.places import Origin, Places, WrittenFile
from progress_report.inputs.schema.schema_file import type_of
from progress_report.inputs.schema.schema_tree import FROM, UNTIL, is_there
from progress_report.inputs.schema.schemas import Constraints, Schema
from progress_report.messages import schema as messages
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FiscalYear

_CONSTRAINTS = frozenset(Constraints.model_fields)
_SCHEMA_MEMBERS = frozenset(Schema.model_fields) - {"fields"}
_SHARED = ("title", "description", "sheet", "division")
_REQUIRED = ("status", "asOf", "publicationDate", "sources")
_DEFAULTS = (*_REQUIRED, "licenses")  # of all tables of the year
_LISTS = ("crossChecks", "indicators", "plans")


@dataclass
class Resolution:
    """The tree of a data package, and the source location of each of its entries.

    ``schema`` and ``tables`` are the trees of two files, each already validated separately.
    """

    schema: Mapping[str, Any]
    tables: Mapping[str, Any]
    schema_file: WrittenFile
    tables_file: WrittenFile
    year: FiscalYear
    _origins: dict[Location, Origin] = field(default_factory=dict)

    @property
    def places(self) -> Places:
        return Places(self._origins)

    def tree(self) -> Tree:
        """Return the package without the tables, checks, indicators and plans of other years."""
        self._origins[()] = self.schema_file, ()
        package: dict[str, Tree] = {"resources": list(self._resources())}
        self._origins["resources",] = self.schema_file, ("tables",)
        for name in _LISTS:
            package[name] = list(self._of_year(name))
        return package

    def findings(self) -> Iterator[Finding]:
        """Yield errors for descriptions of tables missing in the year, and for missing members of others."""
        described, own = self.schema["tables"], self._own
        for name in own:
            place = self.tables_file.place(("tables", name))
            if name not in described:
                near, known = near_remedy(name, described), "、".join(described)
                yield messages.TABLE_NOT_IN_SCHEMA.finding(*place, remedy=near, name=name, known=known)
            elif not is_there(described[name], self.year):
                yield messages.TABLE_OF_OTHER_YEARS.finding(*place, name=name, year=self.year.label)
            elif "survey" in own[name] and "survey" not in described[name]:
                place = self.tables_file.place(("tables", name, "survey"))
                yield messages.NO_SURVEY_TABLE.finding(*place, name=name)
        if not any(self._tables_there()):
            place = self.schema_file.place(("tables",))
            yield messages.NO_TABLE_IN_YEAR.finding(*place, year=self.year.label)
        for name, _ in self._tables_there():
            for member in _REQUIRED:
                if member not in own.get(name, {}) and member not in self._defaults:
                    there = ("tables", name) if name in own else ("defaults",) if self._defaults else ()
                    file, line, _ = self.tables_file.place(there)
                    column = f"tables.{name}.{member}"
                    yield messages.MEMBER_MISSING.finding(file, line, column, name=name, member=member)

    @property
    def _own(self) -> Mapping[str, Any]:
        return self.tables.get("tables") or {}

    @property
    def _defaults(self) -> Mapping[str, Any]:
        return self.tables.get("defaults") or {}

    def _tables_there(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        return ((name, one) for name, one in self.schema["tables"].items() if is_there(one, self.year))

    def _resources(self) -> Iterator[Tree]:
        for i, (name, shared) in enumerate(self._tables_there()):
            at: Location = ("resources", i)
            table: Location = ("tables", name)  # the same location in both files
            own = self._own.get(name, {})
            self._origins[at] = self.schema_file, table
            self._origins[(*at, "name")] = self.schema_file, table
            resource: dict[str, Any] = {"name": name}
            for member in _SHARED:
                if member in shared:
                    resource[member] = shared[member]
            for member in _DEFAULTS:
                if member in self._defaults:
                    self._origins[(*at, member)] = self.tables_file, ("defaults", member)
                    resource[member] = self._defaults[member]
            for member in own:
                if member != "survey":
                    self._origins[(*at, member)] = self.tables_file, (*table, member)
                    resource[member] = own[member]
            resource["schema"] = self._schema(at, table, shared)
            if "survey" in shared:
                resource["survey"] = self._survey(
                    at, resource["title"], shared["survey"], own.get("survey", {})
                )
            yield resource

    def _schema(self, at: Location, table: Location, shared: Mapping[str, Any]) -> Tree:
        self._origins[(*at, "schema")] = self.schema_file, table
        fields: list[Tree] = []
        for i, column in enumerate(shared["fields"]):
            there = (*at, "schema", "fields", i)
            self._origins[(*there, "constraints")] = self.schema_file, (*table, "fields", i)
            constraints = {name: column[name] for name in column if name in _CONSTRAINTS}
            described = {name: column[name] for name in column if name not in _CONSTRAINTS}
            fields.append({**described, "type": type_of(column), "constraints": constraints})
        return {"fields": fields, **{name: shared[name] for name in shared if name in _SCHEMA_MEMBERS}}

    def _survey(self, at: Location, title: Tree, shared: Mapping[str, Any], own: Mapping[str, Any]) -> Tree:
        if "title" not in shared:
            self._origins[(*at, "survey", "title")] = self.places.origin((*at, "title"))
        _, table = self._origins[at]
        for member in own:
            self._origins[(*at, "survey", member)] = self.tables_file, (*table, "survey", member)
        return {"title": title, **shared, **own}

    def _of_year(self, name: str) -> Iterator[Tree]:
        there = [(i, one) for i, one in enumerate(self.schema.get(name, [])) if is_there(one, self.year)]
        self._origins[name,] = self.schema_file, (name,)
        for position, (i, entry) in enumerate(there):
            self._origins[name, position] = self.schema_file, (name, i)
            yield {member: entry[member] for member in entry if member not in (FROM, UNTIL)}
