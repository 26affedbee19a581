"""One year's parameters, tables and surveys, read lazily."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any

import pandas as pd

from progress_report.inputs.formulas.cross_checks import check_results
from progress_report.inputs.formulas.formula_values import Formulas, newest_year
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.inputs.params.theme import Theme
from progress_report.inputs.parsing.text_files import is_file
from progress_report.inputs.project import Project, section_identity
from progress_report.inputs.readers.sources import ingested_file
from progress_report.inputs.schema.descriptors import Package, read_data_package
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.inputs.tables.datasets import Rows, table_of, valid_rows
from progress_report.inputs.tables.surveys import Survey
from progress_report.inputs.years.publication import read_publication
from progress_report.inputs.years.published_rows import as_published
from progress_report.inputs.years.reported_years import AS_OF
from progress_report.messages.schema import TABLE_NOT_DESCRIBED
from progress_report.messages.surveys import NOT_CONDUCTED
from progress_report.model.blocks import Checks
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily
from progress_report.model.quantity import Quantity

_QUOTED = re.compile(r"""["'](\w+)["']""")


class ReportYear:
    """The input data of a fiscal year. Requests for unknown names raise errors in Japanese.

    ``published``: use the values of the year's final report, if there is one.
    """

    def __init__(self, project: Project, year: FiscalYear, *, published: bool = False) -> None:
        self.project = project
        self.year = year
        self.publication = read_publication(project, year) if published else None
        self.params: Params = read_params(project, year)
        self.package: Package = read_data_package(project, year)
        self._tables: dict[str, pd.DataFrame] = {}
        self._rows: dict[str, Rows | tuple[Finding, ...]] = {}  # or the errors of the file
        self._surveys: dict[str, Survey] = {}
        self._next: ReportYear | None = None

    @cached_property
    def previous(self) -> "ReportYear | None":
        """The year before, if it was reported too; None for the first report."""
        if self._is_first:
            return None
        former = ReportYear(self.project, self.year.previous, published=True)
        former._next = self
        return former

    @property
    def _is_first(self) -> bool:
        return not is_file(self.project.params_file(self.year.previous))

    @property
    def absent(self) -> set[str]:
        """Names of the tables and surveys that the parameters declare to be without data this year."""
        return self.params.absent

    @property
    def resources(self) -> list[ResourceDescriptor]:
        """The tables and surveys with data this year, in the descriptor's order."""
        absent = self.absent
        return [one for one in self.package.descriptor.resources if one.name not in absent]

    @property
    def illustrative(self) -> bool:
        """Whether all the year's tables and surveys are invented."""
        return self.package.descriptor.is_illustrative(self.absent)

    @cached_property
    def unreported(self) -> frozenset[str]:
        """The tables and surveys that no section reads, in a report that omits sections.

        Only the existence of omitted notebooks is used, not their content, because a build records only the
        notebooks of its report. In the first report a notebook may be one of later years only. For a former
        year, the report before it is not read, because it is not an input of this one.
        """
        if self._is_first:
            return frozenset()
        reported = [section.notebook for section in self.params.report.sections]
        before = self.previous if self._next is None else None
        former = () if before is None else (section.notebook for section in before.params.report.sections)
        if {*map(section_identity, (*self.project.notebooks(), *former))} <= {
            *map(section_identity, reported)
        }:
            return frozenset()
        code = "\n".join(map(self.project.notebook_code, reported))
        return frozenset(set(self.package.names) - set(_QUOTED.findall(code)))

    @property
    def theme(self) -> Theme:
        return self.params.theme

    @property
    def fonts(self) -> FontFamily:
        return self.params.fonts

    @property
    def reported(self) -> FiscalYear:
        """The newest fiscal year that a section reports on (``dates.as_of``); the report's own if none does.

        A table may already have the row of a later year, which no section shows.
        """
        dates = (section.dates.get(AS_OF) for section in self.params.report.sections)
        return max((one for one in dates if isinstance(one, FiscalYear)), default=self.year)

    @property
    def formulas(self) -> Formulas:
        """The evaluator of formulas over this year's tables and surveys."""
        return self.formulas_over(self.table)

    def formulas_over(self, table: Callable[[str], pd.DataFrame]) -> Formulas:
        """Return an evaluator of formulas over other tables with the same names."""
        return Formulas(
            self.reported,
            table,
            self._counter,
            self._due_year,
            file=self.package.file,
            by_line=not self.package.is_shared,
            file_of=self.file_of,
        )

    def _due_year(self, table: str) -> FiscalYear | None:
        """Return the year that the table must reach: one later than in the former report, if both have it.

        None for a former year, whose own report was validated against the one before, which is not an input
        here.
        """
        former = None if self._next is not None else self.previous
        if former is None or table not in former.package:
            return None
        with suppress(ReportError):  # errors of the former year are reported there
            newest = newest_year(former.table(table), former.reported)
            return None if newest is None else newest.next
        return None

    def conducted(self, survey: str) -> bool:
        """Return whether a survey was conducted this year. Raise ReportError if there is no such survey."""
        self._require_resource(survey)
        return survey not in self.params.report.not_held

    def file_of(self, name: str) -> str:
        """Return the path, for messages, of a table's or survey's source file, either CSV or workbook."""
        self._require_resource(name)
        resource = self.package.resource(name)
        path = self.project.data_folder(self.year) / resource.path
        with suppress(ReportError):  # several files exist, which is reported when the table is read
            path = ingested_file(self.project, self.year, resource)
        return self.project.relative(path)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the year: quantities, inlines and dates, indexed by its primary key.

        In a former year's table, keys are spelled as in the following year if they look the same.
        """
        if name not in self._tables:
            self._require_conducted(name)
            frame = table_of(self.rows(name))
            if self._next is not None:
                frame.index = _spelled_as(frame.index, self._next._keys(name))
            frame.index.names = self.package.resource(name).table_schema.primaryKey
            self._tables[name] = frame
        return self._tables[name]

    def _keys(self, name: str) -> pd.Index:
        """Return the keys of a table; empty if it is missing or invalid."""
        with suppress(ReportError):
            return self.table(name).index
        return pd.Index([])

    def survey(self, name: str) -> Survey:
        """Return a survey of the year; without rows if the parameters mark it 未収録."""
        if name not in self._surveys:
            self._require_conducted(name)
            missing = name in self.params.report.not_available
            self._surveys[name] = Survey(name, self.package, None if missing else self.rows(name))
        return self._surveys[name]

    def check(self, *names: str) -> Checks:
        """Run the cross-checks on the named tables. Raise ReportError if any fails."""
        for name in names:
            self._require_resource(name)
        concerned = [
            (check, self.package.line("crossChecks", i))
            for i, check in enumerate(self.package.descriptor.crossChecks)
            if check.tables & set(names) and not check.tables & self.absent
        ]
        return Checks(check_results(self.formulas, concerned))

    def _counter(self, counter: str, name: str) -> Quantity:
        survey, _, question = name.partition(".")
        found = ReportYear.survey(self, survey)  # a Section's method may return Absent
        return found.answers(question) if counter == "answers" else found.respondents(question or None)

    def rows(self, name: str) -> Rows:
        """Return the text cells of a table or survey. Raise ReportError with every error in its file."""
        self._require_resource(name)
        if name not in self._rows:
            try:
                rows = valid_rows(self.project, self.year, self.package, name)
                published = rows if self.publication is None else as_published(rows, self.publication)
                self._rows[name] = published
            except ReportError as error:
                self._rows[name] = error.findings  # cached: reading a large table is slow
        found = self._rows[name]
        if isinstance(found, tuple):
            raise ReportError(found)
        return found

    def _require_conducted(self, name: str) -> None:
        if not self.conducted(name):
            raise NOT_CONDUCTED.error(*self.params.place("not_held"), name=name)

    def _require_resource(self, name: str) -> None:
        if name not in self.package:
            raise TABLE_NOT_DESCRIBED.error(
                self.package.file,
                self.package.line("resources"),
                name=name,
                member=self.package.tables_member,
                known="、".join(self.package.names),
            )


def _spelled_as(index: pd.Index, other: pd.Index) -> pd.Index:
    """Replace keys by those of another index that look the same."""
    known = {_comparable_key(key): key for key in other}
    return index.map(lambda key: known.get(_comparable_key(key), key))


def _comparable_key(key: Any) -> Any:
    if isinstance(key, tuple):
        return tuple(map(_comparable_key, key))
    return comparable(key) if isinstance(key, str) else key
