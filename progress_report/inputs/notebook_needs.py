"""What a section's notebook certainly asks for by a literal name, and nothing declares."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from progress_report.inputs.compared_years import AS_OF, COMPARISON, row_fault, year_fault
from progress_report.inputs.notebook_columns import unknown_columns
from progress_report.inputs.notebook_source import SourceCell
from progress_report.inputs.notebook_values import NotebookValues, certain_nodes, literal
from progress_report.inputs.paragraphs import paragraph_fault
from progress_report.inputs.report_year import ReportYear
from progress_report.inputs.unknown_names import UnknownNames, near_remedy
from progress_report.model.findings import Finding, ReportError

# Methods of a section, and the member of the parameters' section that must have the entry.
_MEMBERS = {
    "date": "dates",
    "moment": "dates",
    "quantity": "quantities",
    "indicator": "indicators",
    "prose": "prose",
}
_PROSE = {"prose": True, "prose_fragment": True, "items": False}  # whether they print a single paragraph
_TABLES = {"known_years": 1, "survey_row": 1, "table_facts": 1}
_OF_SURVEY, _SURVEY, _TALLY, _KNOWN_YEARS = "of_survey", "survey", "tally", "known_years"


def missing_needs(year: ReportYear) -> Iterator[Finding]:
    """Find what the report's notebooks ask for in statements that always run, and nobody wrote.

    Only literal names count, and only those asked of what ``open_section`` gave. Whatever lies under a
    condition, in a function or in a cell of a survey that was not conducted may never be asked for.
    """
    for name in dict.fromkeys(section.notebook for section in year.params.report.sections):
        yield from _Needs(year, year.params.section_index(name)).findings()


@dataclass(frozen=True)
class _Needs:
    year: ReportYear
    index: int

    @cached_property
    def _values(self) -> NotebookValues:
        return NotebookValues(self.year, self.index)

    def findings(self) -> Iterator[Finding]:
        found: dict[Finding, None] = {}
        for cell in self._values.cells:
            for node in certain_nodes(cell):
                if isinstance(node, ast.Call):
                    found |= dict.fromkeys(self._of_call(node, cell))
        yield from found
        yield from unknown_columns(self._values)

    def _of_call(self, call: ast.Call, cell: SourceCell) -> Iterator[Finding]:
        if isinstance(call.func, ast.Attribute) and self._values.is_section(call.func.value):
            name = literal(call, 0)
            if name is not None:
                yield from self._of_method(call.func.attr, name, cell)
        elif isinstance(call.func, ast.Name) and self._values.is_library(call.func.id):
            function = call.func.id
            if function == _TALLY:
                yield from self._of_tally(call, cell)
            elif call.args and self._values.is_section(call.args[0]):
                name = literal(call, 1)
                if name is not None and function in _PROSE and self._is_held_throughout(call):
                    yield from self._of_prose(name, cell, single=_PROSE[function])
                elif name is not None and function in _TABLES:
                    yield from self._of_table(name, cell)
                    if function == _KNOWN_YEARS:
                        yield from self._of_years(name, cell)

    def _of_method(self, method: str, name: str, cell: SourceCell) -> Iterator[Finding]:
        if method in _MEMBERS:
            yield from self._of_member(_MEMBERS[method], name, cell)
        elif method in ("table", _SURVEY, _OF_SURVEY):
            yield from self._of_table(name, cell)

    def _of_member(self, member: str, name: str, cell: SourceCell) -> Iterator[Finding]:
        params = self.year.params
        section = params.report.sections[self.index]
        known = list(getattr(section, member))
        if name in known:
            return
        source = params.source("sections", self.index, member)
        message = f"節「{section.notebook}」の {member} に「{name}」がありません（{cell.name}が使います）。"
        remedy = near_remedy(name, known) or f"{member}: の下に {name} を書いてください。"
        yield Finding(message, remedy, source.file, source.line, f"{member}.{name}")

    def _of_prose(self, name: str, cell: SourceCell, *, single: bool) -> Iterator[Finding]:
        if name not in self.year.params.report.sections[self.index].prose:
            yield from self._of_member("prose", name, cell)
        elif fault := paragraph_fault(self.year.params, self.index, name, single=single):
            yield fault

    def _of_table(self, name: str, cell: SourceCell) -> Iterator[Finding]:
        names, file = self.year.package.names, self.year.package.file
        if name not in names:
            message = f"{cell.name}が読む表「{name}」が、{file} にありません。"
            remedy = (
                near_remedy(name, names)
                or f"名前を直すか、resources に加えてください（{'、'.join(names)}）。"
            )
            yield Finding(message, remedy, self._values.notebook.file)

    def _of_tally(self, call: ast.Call, cell: SourceCell) -> Iterator[Finding]:
        survey, question = self._values.survey_of(call.args[0]) if call.args else None, literal(call, 1)
        package = self.year.package
        if survey is None or question is None or survey not in package:
            return
        described = package.resource(survey).survey
        known = {*(one.name for one in described.questions)} if described else set()
        if known and question not in known | package.absent_questions(survey).keys():
            file = self._values.notebook.file
            names = UnknownNames(self.year.project, self.year.year, package, cell.name, file)
            yield names.question(survey, question)

    def _of_years(self, table: str, cell: SourceCell) -> Iterator[Finding]:
        params, dates = self.year.params, self.year.params.report.sections[self.index].dates
        package = self.year.package
        if table not in package or table in self.year.absent:
            return
        if len(package.resource(table).table_schema.primaryKey) != 1:
            return  # its rows are not known by their year alone
        yield from self._of_member("dates", AS_OF, cell)
        for name in (AS_OF, COMPARISON):
            if name not in dates:
                continue
            if fault := year_fault(params, self.index, name):
                yield fault
                continue
            with suppress(ReportError):  # a faulty table is reported on its own
                known = self.year.table(table).index
                file = self.year.file_of(table)
                if fault := row_fault(params, self.index, name, set(known), file):
                    yield fault

    def _is_held_throughout(self, call: ast.Call) -> bool:
        """Whether no argument can stand for a survey that was not conducted: then nothing is printed."""
        return not self.year.params.report.not_held or not call.keywords
