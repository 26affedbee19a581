"""Detection of literal names that a section's notebook needs but nothing declares."""

import ast
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from progress_report.inputs.notebooks.notebook_grammar import (
    FORMS,
    QUESTION_METHODS,
    SURVEY,
    TABLE_METHODS,
    YEARS,
    frame_of,
    function_of,
    named_columns,
    templates_of,
    text_constants,
)
from progress_report.inputs.notebooks.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.notebooks.notebook_values import (
    NotebookValues,
    certain_nodes,
    string_argument,
)
from progress_report.inputs.notebooks.unknown_names import UnknownNames
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.prose.placeholder_braces import brace_violations, placeholders_in
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.reported_years import AS_OF, COMPARISON, row_error, year_error
from progress_report.messages import notebook_names as messages
from progress_report.messages.section_texts import NO_ENTRY
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.inline import reference_named

# Methods of a section, and the member of the section's parameters that must have the entry.
_MEMBERS = {"date": "dates", "moment": "dates", "quantity": "quantities", "indicator": "indicators"}
_Read = tuple[ast.expr, ast.Constant]  # a frame, and the name of the column read from it


def missing_needs(year: ReportYear) -> Iterator[Finding]:
    """Yield errors for undeclared names in statements of the report's notebooks that always run.

    Only literal names count, and only those requested from the result of ``open_section``. Code in a
    condition, in a function or in a cell of a survey that was not conducted may never run.
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

    @property
    def _file(self) -> str:
        return self._values.notebook.file

    def findings(self) -> Iterator[Finding]:
        found: dict[Finding, None] = {}
        for cell in self._values.cells:
            for node in certain_nodes(cell):
                if isinstance(node, ast.Call):
                    found |= dict.fromkeys(self._of_call(node, cell))
        yield from found
        yield from _unknown_columns(self._values)

    def _of_call(self, call: ast.Call, cell: SourceCell) -> Iterator[Finding]:
        if isinstance(call.func, ast.Attribute):
            yield from self._of_method_call(call, call.func, cell)
        elif isinstance(call.func, ast.Name) and self._values.is_library(call.func.id):
            function, name = call.func.id, string_argument(call, 1)
            yield from self._of_templates(call, cell)
            if name is not None and self._values.is_section(call.args[0]):
                if function == SURVEY:
                    yield from self._of_survey(name, cell)
                elif function == YEARS:
                    yield from self._of_table(name, cell)
                    yield from self._of_years(name, cell)

    def _of_method_call(self, call: ast.Call, method: ast.Attribute, cell: SourceCell) -> Iterator[Finding]:
        name, holder = string_argument(call, 0), method.value
        if self._values.is_section(holder):
            yield from self._of_templates(call, cell)
            if name is not None:
                yield from self._of_method(method.attr, name, cell)
        elif (survey := self._values.conducted_survey_of(holder)) is not None:
            yield from self._of_templates(call, cell)
            if name is not None and method.attr in QUESTION_METHODS:
                yield from self._of_question(survey, name, cell)
            elif name is not None and method.attr in TABLE_METHODS:
                yield from self._of_table(name, cell)
        elif frame_of(call) is not None and self._values.is_library(function_of(call)):
            yield from self._of_templates(call, cell)

    def _of_templates(self, call: ast.Call, cell: SourceCell) -> Iterator[Finding]:
        """Yield errors for names in the templates of a call without a value, date or quantity."""
        section = self.year.params.report.sections[self.index]
        known = [*section.dates, *section.quantities, FISCAL_YEAR]
        for text, given in templates_of(call):
            if any(brace_violations(text, FORMS)):
                continue  # a separate error, which the notebook reports when it runs
            for name, form in placeholders_in(text):
                if name in (*known, *given) or reference_named(name, form):
                    continue
                file, line, _ = self.year.params.place("sections", self.index)
                near = near_remedy(name, [*known, *given])
                gaps = {"cell": cell.name, "name": name, "section": section.notebook}
                yield messages.NO_VALUE.finding(file, line, f"dates.{name}", remedy=near, **gaps)

    def _of_method(self, method: str, name: str, cell: SourceCell) -> Iterator[Finding]:
        if method in _MEMBERS:
            yield from self._of_member(_MEMBERS[method], name, cell)
        elif method == SURVEY:
            yield from self._of_survey(name, cell)
        elif method in TABLE_METHODS:
            yield from self._of_table(name, cell)

    def _of_member(self, member: str, name: str, cell: SourceCell) -> Iterator[Finding]:
        params = self.year.params
        section = params.report.sections[self.index]
        known = list(getattr(section, member))
        if name in known:
            return
        file, line, _ = params.place("sections", self.index, member)
        gaps = {"section": section.notebook, "member": member, "name": name, "cell": cell.name}
        yield NO_ENTRY.finding(file, line, f"{member}.{name}", remedy=near_remedy(name, known), **gaps)

    def _of_table(self, name: str, cell: SourceCell) -> Iterator[Finding]:
        package = self.year.package
        gaps: dict[str, Any] = {"cell": cell.name, "table": name, "file_name": package.file}
        if name in package.absent_tables:
            yield messages.TABLE_OF_OTHER_YEAR.finding(self._file, year=self.year.year.label, **gaps)
        elif name not in package.names:
            near, known = near_remedy(name, package.names), "、".join(package.names)
            yield messages.NO_TABLE.finding(
                self._file, remedy=near, member=package.tables_member, known=known, **gaps
            )

    def _of_survey(self, name: str, cell: SourceCell) -> Iterator[Finding]:
        package = self.year.package
        yield from self._of_table(name, cell)
        if name in package and package.resource(name).survey is None:
            surveys = [one.name for one in package.descriptor.resources if one.survey]
            near, known = near_remedy(name, surveys), "、".join(surveys) or "なし"
            yield messages.NO_SURVEY.finding(
                self._file, remedy=near, cell=cell.name, survey=name, known=known
            )

    def _of_question(self, survey: str, question: str, cell: SourceCell) -> Iterator[Finding]:
        package = self.year.package
        if survey not in package:
            return
        described = package.resource(survey).survey
        known = {*(one.name for one in described.questions)} if described else set()
        if known and question not in known | package.absent_questions(survey).keys():
            names = UnknownNames(self.year, cell.name, self._file)
            yield names.question(survey, question)

    def _of_years(self, table: str, cell: SourceCell) -> Iterator[Finding]:
        params, dates = self.year.params, self.year.params.report.sections[self.index].dates
        package = self.year.package
        if table not in package or table in self.year.absent:
            return
        if len(package.resource(table).table_schema.primaryKey) != 1:
            return  # its rows are not identified by their year alone
        yield from self._of_member("dates", AS_OF, cell)
        for name in (AS_OF, COMPARISON):
            if name not in dates:
                continue
            if error := year_error(params, self.index, name):
                yield error
                continue
            with suppress(ReportError):  # an invalid table is reported separately
                known = self.year.table(table).index
                file = self.year.file_of(table)
                if error := row_error(params, self.index, name, set(known), file):
                    yield error


def _unknown_columns(values: NotebookValues) -> Iterator[Finding]:
    """Yield errors for unknown columns in statements that always run.

    Columns that the notebook creates are known. A name that also occurs elsewhere in the notebook may be such
    a column (``rename``, ``insert``), and is only reported if another year's table has it.
    """
    year, package, notebook = values.year, values.year.package, values.notebook
    made = _made(notebook)
    if made is None:
        return
    reads = [
        (cell, read) for cell in values.cells for node in certain_nodes(cell) for read in _reads(values, node)
    ]
    written = Counter(text for cell in notebook.code for text in cell.strings)
    written -= Counter(str(name.value) for name in {name for _, (_, name) in reads})
    found: set[tuple[str, str]] = set()
    for cell, (frame, node) in reads:
        name, table = str(node.value), values.table_of(frame)
        if table is None or table not in package or table in year.absent or (table, name) in found:
            continue
        known = [*(field.name for field in package.resource(table).table_schema.fields), *made]
        if name in (*known, *package.absent_columns(table)):
            continue
        names = UnknownNames(year, cell.name, notebook.file)
        if not written[name] or names.of_other_year(table, name, "列"):
            found.add((table, name))
            yield names.column(table, name, known)


def _made(notebook: NotebookSource) -> frozenset[str] | None:
    """Return the columns that assignments create; None if code or names are not literally in the cells."""
    if not notebook.is_self_contained:
        return None
    nodes = [node for cell in notebook.code for node in cell.code.nodes]
    assigned = {
        str(keyword.arg)
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "assign"
        for keyword in node.keywords
    }
    keys = [
        node.slice for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    ]
    names = [{one.value for one in ast.walk(key) if isinstance(one, ast.Constant)} for key in keys]
    made = {str(name) for some in names for name in some}
    return frozenset(made | assigned) if all(names) else None


def _reads(values: NotebookValues, node: ast.AST) -> Iterator[_Read]:
    """Yield the columns that an expression reads by a literal name."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        frame, key = node.value, node.slice
        if isinstance(frame, ast.Attribute) and frame.attr == "loc" and isinstance(key, ast.Tuple):
            frame, key = frame.value, key.elts[-1]
            if values.has_compound_key(frame):
                return  # together, the names may be a row's key
        yield from ((frame, name) for name in _names(key))
    elif (
        isinstance(node, ast.Call)
        and (described := frame_of(node)) is not None
        and values.is_library(function_of(node))
    ):
        yield from ((described, name) for name in named_columns(node))


def _names(node: ast.expr) -> list[ast.Constant]:
    return text_constants(node.elts if isinstance(node, ast.List) else [node])
