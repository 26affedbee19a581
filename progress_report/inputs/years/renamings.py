"""Rows whose names differ from a former report's, as declared in ``renamed`` of the parameters.

A table is compared by name if one column, besides the fiscal year, names its rows. Its declarations also
apply to the columns of other tables that refer to that column.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from progress_report.inputs.formulas.formula_nodes import Column, Formula, with_columns
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.inputs.tables.datasets import Key
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import former_report as messages
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear


@dataclass(frozen=True, slots=True)
class RowNames:
    """The mapping of row names from a former report's tables to a later one's."""

    former: ReportYear
    present: ReportYear

    def tables(self) -> list[str]:
        """Return the tables with data and named rows in both years, in the present order."""
        return [
            resource.name
            for resource in self.present.package.descriptor.resources
            if resource.survey is None
            and naming_column(resource) is not None
            and self._both_have(resource.name)
        ]

    def names(self, year: ReportYear, table: str) -> dict[str, str]:
        """Return the names of a year's rows as written, by their present name in comparable form."""
        column = naming_column(self.present.package.resource(table)) or ""
        written = _written_names(year, table, column)
        if year is self.present:
            return written
        return {comparable(self.name(table, column, name)): name for name in written.values()}

    def name(self, table: str, column: str, former: str) -> str:
        """Return the present name of the row with the given former name."""
        return self._renamed(table, column).get(comparable(former), former)

    def translator(self, table: str, columns: list[str]) -> Callable[[Key], Key]:
        """Return a function from a former key in ``columns`` to its present, comparable form."""
        renamed = [self._renamed(table, column) for column in columns]

        def translated(former: Key) -> Key:
            names = map(comparable, former)
            return tuple(comparable(one.get(name, name)) for one, name in zip(renamed, names, strict=True))

        return translated

    def matches(self, table: str) -> Iterator[tuple[Any, Any]]:
        """Yield the index keys, in the former and in the present table, of each row that both have."""
        key_of = self.translator(table, self.present.package.resource(table).table_schema.primaryKey)
        then = {key_of(as_texts(key)): key for key in self.former.table(table).index}
        for key in self.present.table(table).index:
            wanted = tuple(map(comparable, as_texts(key)))
            if wanted in then:
                yield then[wanted], key

    def translated(self, formula: Formula) -> Formula:
        """Return a former descriptor's formula with the present names of the rows that it selects."""

        def present(column: Column) -> Column:
            rows = ((key, self.name(column.table, key, value)) for key, value in column.rows)
            return replace(column, rows=tuple(rows))

        return with_columns(formula, present)

    def _both_have(self, table: str) -> bool:
        present, former = self.present, self.former
        unread = present.absent | former.absent | present.unreported | former.unreported
        if table in unread or table not in former.package:
            return False
        keys = [year.package.resource(table).table_schema.primaryKey for year in (present, former)]
        return keys[0] == keys[1]

    def _renamed(self, table: str, column: str) -> Mapping[str, str]:
        """Return present names by comparable former ones, over all years between the two reports."""
        declared: dict[str, str] = {}
        for year in self._later_years():
            if table not in year.package:
                continue
            named_by = _named_by(year.package.resource(table), column)
            entries = [one for one in year.params.report.renamed if one.table in named_by]
            then = {comparable(one.former): one.present for one in entries}
            declared = {name: then.get(comparable(now), now) for name, now in declared.items()}
            declared = {**then, **declared}
        return declared

    def _later_years(self) -> list[ReportYear]:
        """Return the years after the former report's up to the present one's, oldest first."""
        years: list[ReportYear] = []
        year: ReportYear | None = self.present
        while year is not None and year.year > self.former.year:
            years.insert(0, year)
            year = year.previous
        return years


def former_rows(year: ReportYear, table: str) -> Iterator[tuple[Any, pd.Series]]:
    """Yield the rows of a table that the former report had too: the present key, and the former row.

    There are none if the table has no data in one of the years, or its keys have another number of columns.
    """
    former = year.previous
    if former is None or table not in former.package or table in year.absent | former.absent:
        return
    keys = [one.package.resource(table).table_schema.primaryKey for one in (year, former)]
    if len(keys[0]) == len(keys[1]):
        for then, now in RowNames(former, year).matches(table):
            yield now, former.table(table).loc[then]


def naming_column(resource: ResourceDescriptor) -> str | None:
    """Return the only column, besides the fiscal year, that names a row; None if there is not exactly one."""
    names = [name for name in resource.table_schema.primaryKey if name != FISCAL_YEAR]
    return names[0] if len(names) == 1 else None


def renaming_findings(year: ReportYear) -> list[Finding]:
    """Return errors for entries of ``renamed`` without one ended and one new row of a common table."""
    findings: list[Finding] = []
    for i in range(len(year.params.report.renamed)):
        try:
            problem = _problem(year, i)
        except ReportError:
            continue  # errors of an invalid table are already reported
        if problem is not None:
            findings.append(at_member(year.params, problem, "renamed", i))
    return findings


def at_member(params: Params, finding: Finding, entries: str, i: int) -> Finding:
    """Locate an error in an entry of a list at the member given as its column, or at the entry."""
    return finding.at(*params.place(entries, i, *filter(None, [finding.column])))


def as_texts(key: object) -> Key:
    """Return an index key of a table as the texts of its cells."""
    parts = key if isinstance(key, tuple) else (key,)
    return tuple(str(part.start) if isinstance(part, FiscalYear) else str(part) for part in parts)


def _problem(year: ReportYear, i: int) -> Finding | None:
    """Return the error in an entry; its column is the wrong member, or empty for the whole entry."""
    entries = year.params.report.renamed
    entry, former = entries[i], year.previous
    if former is None:
        return messages.NO_FORMER_NAMES.finding()
    rows = RowNames(former, year)
    if entry.table not in (tables := rows.tables()):
        return messages.NOT_COMPARED_BY_NAME.finding(column="table", table=entry.table, known=_listed(tables))
    column = naming_column(year.package.resource(entry.table)) or ""
    then, now = (_written_names(one, entry.table, column) for one in (former, year))
    old, new = comparable(entry.former), comparable(entry.present)
    last_year, this_year = former.year.label, year.year.label
    if old not in then:
        known = _listed(name for key, name in then.items() if key not in now)
        return messages.NO_ROW_OF_NAME.finding(column="from", year=last_year, name=entry.former, known=known)
    if new not in now:
        known = _listed(name for key, name in now.items() if key not in then)
        return messages.NO_ROW_OF_NAME.finding(column="to", year=this_year, name=entry.present, known=known)
    if old in now:
        return messages.OLD_NAME_REMAINS.finding(column="from", name=entry.former, year=this_year)
    if new in then:
        return messages.NEW_NAME_IS_OLD.finding(column="to", name=entry.present, year=last_year)
    for other in entries[:i]:
        twice = {comparable(other.former), comparable(other.present)} & {old, new}
        if other.table == entry.table and twice:
            return messages.RENAMED_TWICE.finding()
    return None


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or "なし"


def _written_names(year: ReportYear, table: str, column: str) -> dict[str, str]:
    """Return the names of a year's rows as written, by their comparable form."""
    at = year.package.resource(table).table_schema.primaryKey.index(column)
    return {comparable(name): name for name in (as_texts(key)[at] for key in year.table(table).index)}


def _named_by(resource: ResourceDescriptor, column: str) -> set[str]:
    """Return the tables whose rows a column names: its own, or those it refers to by a foreign key."""
    found = {resource.name} if column == naming_column(resource) else set()
    for key in resource.table_schema.foreignKeys:
        if column in key.fields:
            found.add(key.reference.resource)
    return found
