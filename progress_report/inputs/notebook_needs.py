"""What a section's notebook certainly asks for by a literal name, and nothing declares."""

import ast
import difflib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from progress_report.inputs.compared_years import AS_OF, COMPARISON, row_fault, year_fault
from progress_report.inputs.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.paragraphs import paragraph_fault
from progress_report.inputs.report_year import ReportYear
from progress_report.model.cell_tags import SURVEY_TAG
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
_OPEN, _OF_SURVEY, _SURVEY, _TALLY, _KNOWN_YEARS = (
    "open_section",
    "of_survey",
    "survey",
    "tally",
    "known_years",
)
_CONDITIONAL = (
    ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.With, ast.AsyncWith,
    ast.Match, ast.BoolOp, ast.Assert, ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip


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
    def _notebook(self) -> NotebookSource:
        return NotebookSource(self.year.project, self.year.params.report.sections[self.index].notebook)

    def findings(self) -> Iterator[Finding]:
        found: dict[Finding, None] = {}
        for cell in self._notebook.code:
            if not self._is_skipped(cell):
                for call in _certain_calls(cell):
                    found |= dict.fromkeys(self._of_call(call, cell))
        yield from found

    def _of_call(self, call: ast.Call, cell: SourceCell) -> Iterator[Finding]:
        if isinstance(call.func, ast.Attribute) and self._is_section(call.func.value):
            name = _literal(call, 0)
            if name is not None:
                yield from self._of_method(call.func.attr, name, cell)
        elif isinstance(call.func, ast.Name) and call.func.id not in self._rebound:
            function = call.func.id
            if function == _TALLY:
                yield from self._of_tally(call, cell)
            elif call.args and self._is_section(call.args[0]):
                name = _literal(call, 1)
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
        remedy = _near_remedy(name, known) or f"{member}: の下に {name} を書いてください。"
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
                _near_remedy(name, names)
                or f"名前を直すか、resources に加えてください（{'、'.join(names)}）。"
            )
            yield Finding(message, remedy, self._notebook.file)

    def _of_tally(self, call: ast.Call, cell: SourceCell) -> Iterator[Finding]:
        survey, question = self._survey_of(call.args[0]) if call.args else None, _literal(call, 1)
        package = self.year.package
        if survey is None or question is None or survey not in package:
            return
        described = package.resource(survey).survey
        known = [one.name for one in described.questions] if described else []
        if known and question not in known:
            message = f"{cell.name}が数える設問「{question}」が、調査「{survey}」にありません。"
            remedy = _near_remedy(question, known) or f"設問の名前を書いてください（{'、'.join(known)}）。"
            yield Finding(message, remedy, self._notebook.file)

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

    def _is_skipped(self, cell: SourceCell) -> bool:
        return any(cell.has_tag(f"{SURVEY_TAG}{name}") for name in self.year.params.report.not_held)

    def _is_held_throughout(self, call: ast.Call) -> bool:
        """Whether no argument can stand for a survey that was not conducted: then nothing is printed."""
        return not self.year.params.report.not_held or not call.keywords

    @cached_property
    def _assigned(self) -> dict[str, list[ast.expr]]:
        """The values that each name is given in the notebook's own namespace."""
        found: dict[str, list[ast.expr]] = {}
        for cell in self._notebook.code:
            for node in cell.code.statements:
                if isinstance(node, ast.Assign):
                    for target, value in _pairs(node):
                        found.setdefault(target, []).append(value)
        return found

    @cached_property
    def _rebound(self) -> frozenset[str]:
        """Names that the notebook defines itself, or imports from elsewhere under whatever name."""
        names = set(self._assigned)
        for cell in self._notebook.code:
            for node in cell.code.statements:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    names.add(node.name)
                elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(
                    "progress_report"
                ):
                    stars = [*_PROSE, *_TABLES, _TALLY]
                    names |= {one.asname or one.name for one in node.names if one.name != "*"}
                    names |= set(stars) if any(one.name == "*" for one in node.names) else set()
        return frozenset(names)

    def _is_section(self, node: ast.expr) -> bool:
        """Whether an expression is the open section, or the section for what concerns a conducted survey."""
        if isinstance(node, ast.Name) and node.id in self._assigned:
            values = self._assigned[node.id]
            return len(values) == 1 and not isinstance(values[0], ast.Name) and self._is_section(values[0])
        if not isinstance(node, ast.Call):
            return False
        if isinstance(node.func, ast.Name):
            return node.func.id == _OPEN
        if isinstance(node.func, ast.Attribute) and node.func.attr == _OF_SURVEY:
            survey = _literal(node, 0)
            held = survey is not None and survey not in self.year.params.report.not_held
            return held and self._is_section(node.func.value)
        return False

    def _survey_of(self, node: ast.expr) -> str | None:
        """Return the survey that an expression certainly is."""
        if isinstance(node, ast.Name):
            values = self._assigned.get(node.id, [])
            single = len(values) == 1 and not isinstance(values[0], ast.Name)
            return self._survey_of(values[0]) if single else None
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        is_survey = node.func.attr == _SURVEY and self._is_section(node.func.value)
        return _literal(node, 0) if is_survey else None


def _certain_calls(cell: SourceCell) -> Iterator[ast.Call]:
    """The calls in statements of a cell that always run."""
    waiting: list[ast.AST] = [] if cell.code.tree is None else [cell.code.tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Call):
            yield node
        waiting += [one for one in ast.iter_child_nodes(node) if not isinstance(one, _CONDITIONAL)]


def _pairs(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    """Each name that an assignment gives a value, with the value where the two can be told apart."""
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for one, value in zip(target.elts, node.value.elts, strict=False):
                if isinstance(one, ast.Name):
                    yield one.id, value
        elif isinstance(target, ast.Tuple):
            yield from ((one.id, ast.Constant(None)) for one in target.elts if isinstance(one, ast.Name))


def _literal(call: ast.Call, index: int) -> str | None:
    """Return the string that a call is given at a position."""
    given = call.args[index] if len(call.args) > index else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def _near_remedy(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"「{near[0]}」ではありませんか。" if near else ""
