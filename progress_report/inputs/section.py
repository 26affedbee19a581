"""What a section notebook opens: the year's parameters and tables, by name."""

from dataclasses import dataclass

import pandas as pd

from progress_report.inputs.cross_checks import CrossChecks
from progress_report.inputs.datasets import Rows, foreign_key_findings, read_rows, table_of
from progress_report.inputs.descriptors import Package, read_package
from progress_report.inputs.params import SectionParams, read_params
from progress_report.inputs.project import Project
from progress_report.inputs.surveys import Survey
from progress_report.model.blocks import Checks
from progress_report.model.findings import ReportError, fault
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily
from progress_report.model.inline import Date
from progress_report.model.moment import Moment
from progress_report.model.quantity import Parameter, Quantity


@dataclass(frozen=True, slots=True)
class Indicator:
    """Gives a quantity the precision that the indicator is shown with."""

    title: str
    decimals: int

    def __call__(self, quantity: Quantity) -> Quantity:
        return quantity.with_decimals(self.decimals)


class Section:
    """One section of one year's report. Names that are not there are faults, told in Japanese."""

    def __init__(self, project: Project, year: FiscalYear, name: str) -> None:
        self.project = project
        self.year = year
        self.name = name
        self.params = read_params(project, year)
        self.package: Package = read_package(project, year)
        self._index = self.params.section_index(name)
        self._tables: dict[str, pd.DataFrame] = {}
        self._surveys: dict[str, Survey] = {}

    @property
    def _own(self) -> SectionParams:
        return self.params.report.sections[self._index]

    def _require(self, member: str, name: str) -> None:
        if name not in getattr(self._own, member):
            raise fault(
                f"節「{self.name}」の {member} に「{name}」がありません。",
                "この項目を書いてください。",
                file=self.params.file,
                row=self.params.source("sections", self._index, member).line,
                column=f"{member}.{name}",
            )

    @property
    def fiscal_year(self) -> Date:
        """The report's own fiscal year, to be printed."""
        return Date(self.year, self.params.source("fiscal_year"))

    def moment(self, name: str) -> Moment:
        """A day, month, fiscal year or quarter of the section's ``dates``, to look rows up with."""
        self._require("dates", name)
        return self._own.dates[name]

    def date(self, name: str) -> Date:
        """The same, to be printed."""
        return Date(self.moment(name), self.params.source("sections", self._index, "dates", name))

    def quantity(self, name: str) -> Quantity:
        self._require("quantities", name)
        return self.params.quantity(self._index, name)

    def indicator(self, name: str) -> Indicator:
        self._require("indicators", name)
        indicator = self._own.indicators[name]
        return Indicator(indicator.title, indicator.decimals)

    def prose(self, name: str) -> list[tuple[str, Parameter]]:
        """The paragraphs of a prose entry as written, placeholders unfilled, each with its source."""
        self._require("prose", name)
        where = ("sections", self._index, "prose", name)
        paragraphs = self._own.prose[name]
        return [(text, self.params.source(*where, i)) for i, text in enumerate(paragraphs)]

    def value(self, name: str) -> Date | Quantity | None:
        """What a placeholder in prose may name without being told: a date or quantity of the section."""
        if name in self._own.dates:
            return self.date(name)
        return self.quantity(name) if name in self._own.quantities else None

    @property
    def fonts(self) -> FontFamily:
        return self.params.fonts

    def table(self, name: str) -> pd.DataFrame:
        """A table of the year: quantities, fragments and dates, indexed by its primary key."""
        if name not in self._tables:
            frame = table_of(self._rows(name))
            frame.index.names = self.package.resource(name).table_schema.primaryKey
            self._tables[name] = frame
        return self._tables[name]

    def survey(self, name: str) -> Survey:
        """A survey of the year; without rows where the parameters mark it 未収録."""
        if name not in self._surveys:
            self._require_resource(name)
            missing = name in self.params.report.not_available
            self._surveys[name] = Survey(name, self.package, None if missing else self._rows(name))
        return self._surveys[name]

    def check(self, *names: str) -> Checks:
        """Run the cross-checks that concern the named tables. ReportError where any fails."""
        for name in names:
            self._require_resource(name)
        concerned = [
            (check, self.package.line("crossChecks", i))
            for i, check in enumerate(self.package.descriptor.crossChecks)
            if check.tables & set(names) and not check.tables & set(self.params.report.not_available)
        ]
        return Checks(CrossChecks(self.table, self._counter, self.package.file).results(concerned))

    def _counter(self, counter: str, name: str) -> Quantity:
        survey, _, question = name.partition(".")
        found = self.survey(survey)
        return found.answers(question) if counter == "answers" else found.respondents(question or None)

    def _rows(self, name: str) -> Rows:
        self._require_resource(name)
        return sound_rows(self.project, self.year, self.package, name)

    def _require_resource(self, name: str) -> None:
        if name not in self.package:
            remedy = (
                f"resources に加えるか、名前を直してください（使える名前: {'、'.join(self.package.names)}）。"
            )
            row = self.package.line("resources")
            raise fault(f"表「{name}」の記述がありません。", remedy, file=self.package.file, row=row)


def sound_rows(project: Project, year: FiscalYear, package: Package, name: str) -> Rows:
    """The table's rows, each of which refers only to rows that other tables hold."""
    rows = read_rows(project, year, package, name)
    findings = [
        finding
        for key in rows.resource.table_schema.foreignKeys
        for finding in foreign_key_findings(
            rows, key, read_rows(project, year, package, key.reference.resource)
        )
    ]
    if findings:
        raise ReportError(findings)
    return rows


def open_section(fiscal_year: int | str, name: str) -> Section:
    """Open a section of a fiscal year (2024, "R6", "令和6年度" …)."""
    try:
        year = FiscalYear.parse(str(fiscal_year))
    except ValueError as error:
        raise fault(str(error)) from None
    return Section(Project.here(), year, name)
