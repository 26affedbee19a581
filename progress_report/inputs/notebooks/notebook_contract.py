"""The contract of a section's notebook: short, no logic of its own, no typed numbers.

A violation that fails every build is a 誤り; one that only makes the notebook harder to review is a 記録.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from progress_report.inputs.notebooks.notebook_grammar import (
    BLOCKS,
    FORMER,
    OWN_FIGURE,
    SURVEY,
    function_of,
    templates_of,
)
from progress_report.inputs.notebooks.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.prose.placeholder_braces import PLACEHOLDER
from progress_report.inputs.schema.descriptors import Package
from progress_report.messages import notebook_contract as messages
from progress_report.messages.message import Message
from progress_report.model.cell_tags import INJECTED, NOTEBOOK_ONLY, PARAMETERS
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.numerals import has_numeral

MOST_CELLS, MOST_LINES = 30, 12
_CHECKS = "checks"
_GRAMMAR = "progress_report.authoring"
_LOGIC: dict[type[ast.AST], str] = {
    ast.FunctionDef: "def", ast.AsyncFunctionDef: "def", ast.ClassDef: "class", ast.Lambda: "lambda",
    ast.For: "for", ast.AsyncFor: "for", ast.While: "while", ast.If: "if", ast.Try: "try",
    ast.ListComp: "for", ast.SetComp: "for", ast.DictComp: "for", ast.GeneratorExp: "for",
}  # fmt: skip
_ITEM_MARK = re.compile(r"^\s*(?:[0-9]{1,9}[.)]\s|[-*+]\s)", re.MULTILINE)
_HEADING_LINE = re.compile(r"^#+ (.*)$", re.MULTILINE)
_HEADING = re.compile(r"\s*(?:#[ \t]|[^\n]+\n=+\s*(?:\n|$))")


def contract_findings(params: Params, package: Package | None) -> Iterator[Finding]:
    """Yield the violations of the contract in each section's readable notebook."""
    checks = package.descriptor.crossChecks if package else []
    tables = frozenset(table for check in checks for table in check.tables)
    for name in dict.fromkeys(section.notebook for section in params.report.sections):
        try:
            params.project.read_notebook(name)
        except ReportError:
            continue
        notebook = NotebookSource(params.project, name)
        contract = _Contract(notebook, tables, all_conducted=not params.report.not_held)
        yield from contract.errors()
        yield from contract.notes()


@dataclass(frozen=True)
class _Contract:
    notebook: NotebookSource
    checked_tables: frozenset[str]
    all_conducted: bool

    def errors(self) -> Iterator[Finding]:
        """Yield the violations that stop the build once the notebook runs."""
        printed = [cell for cell in self.notebook.cells if not cell.has_tag(NOTEBOOK_ONLY)]
        first = next((cell for cell in printed if not cell.has_tag(PARAMETERS)), None)
        if first and first.kind == "markdown" and first.text.strip() and not _HEADING.match(first.text):
            yield self._finding(messages.NO_TITLE)
        yield from self._parameter_errors()
        for cell in printed:
            if cell.kind == "markdown":
                yield from self._numeral_errors(cell, _paragraphs(cell.text))
        for cell in self.notebook.cells:
            if cell.kind == "code" and (error := cell.code.violation):
                yield self._finding(error.message, cell=cell.name, line=error.line)
        yield from self._former_functions()
        for cell in self.notebook.code:
            for call in cell.code.calls:
                yield from self._numeral_errors(cell, [text for text, _ in templates_of(call)])
            if self.all_conducted and _lost_block(cell) and not self._redefines_blocks:
                yield self._finding(messages.LOST_BLOCK, cell=cell.name)

    def _former_functions(self) -> Iterator[Finding]:
        """Yield errors for functions of earlier versions that the notebook imports or calls."""
        defined = {getattr(node, "name", "") for cell in self.notebook.code for node in cell.code.nodes}
        defined |= {name for cell in self.notebook.code for name in _assigned(cell)}
        defined |= {
            alias.asname or alias.name
            for cell in self.notebook.code
            for node in cell.code.nodes
            if isinstance(node, ast.ImportFrom) and not _imports_grammar(node)
            for alias in node.names
        }
        used: dict[str, list[str]] = {}
        for cell in self.notebook.code:
            names = {alias.name for node in cell.code.nodes if _imports_grammar(node) for alias in node.names}
            names |= set(map(function_of, cell.code.calls)) - defined
            for name in names & FORMER.keys():
                used.setdefault(name, []).append(cell.name)
        for name, cells in sorted(used.items()):
            gaps = {"function": name, "cells": "、".join(cells), "instead": FORMER[name]}
            yield self._finding(messages.FORMER_FUNCTION, **gaps)

    def _numeral_errors(self, cell: SourceCell, texts: Sequence[str]) -> Iterator[Finding]:
        for text in texts:
            if has_numeral(PLACEHOLDER.sub("", text)):
                yield self._finding(messages.TYPED_NUMERAL, cell=cell.name, text=text.strip())

    @property
    def _redefines_blocks(self) -> bool:
        return any(
            getattr(node, "name", "") in BLOCKS
            if isinstance(node, ast.FunctionDef)
            else isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in BLOCKS
            for cell in self.notebook.code
            for node in cell.code.nodes
        )

    def _parameter_errors(self) -> Iterator[Finding]:
        """Yield errors in papermill's parameters: a missing fiscal year, or parameters that no build sets."""
        cell = next((one for one in self.notebook.cells if one.has_tag(PARAMETERS)), None)
        names = list(_assigned(cell)) if cell else []
        if FISCAL_YEAR not in names and (cell is None or cell.code.tree is not None):
            yield self._finding(messages.NO_PARAMETER, parameter=FISCAL_YEAR, tag=PARAMETERS)
        for name in names:
            if name != FISCAL_YEAR:
                yield self._finding(messages.UNKNOWN_PARAMETER, parameter=name)

    def notes(self) -> Iterator[Finding]:
        """Yield the violations that only make the notebook harder to read and review."""
        cells = self.notebook.cells
        if len(cells) > MOST_CELLS:
            yield self._finding(messages.MANY_CELLS, count=len(cells), most=MOST_CELLS)
        if [one.kind for one in cells[:3]] != ["markdown", "markdown", "code"] or not (
            cells[1].has_tag(NOTEBOOK_ONLY) and cells[2].has_tag(PARAMETERS)
        ):
            yield self._finding(messages.BEGINNING, tag=NOTEBOOK_ONLY)
        computing, words = list(filter(self._computes, cells)), "、".join(dict.fromkeys(_LOGIC.values()))
        parameters = [cell for cell in cells if cell.has_tag(PARAMETERS)]
        for message, found in (
            (messages.OUTPUTS, [cell for cell in cells if cell.has_outputs]),
            (messages.LONG_CELL, [cell for cell in cells if len(cell.text.splitlines()) > MOST_LINES]),
            (messages.COMPUTED_PARAMETER, [cell for cell in parameters if not _is_literal(cell)]),
            (messages.LOGIC, list(filter(_has_logic, computing))),
            (messages.TYPED_VALUE, list(filter(_types_number, computing))),
        ):
            if found:
                named = "、".join(cell.name for cell in found)
                yield self._finding(message, cells=named, most=MOST_LINES, words=words)
        yield from self._survey_notes()
        yield from self._check_notes()

    def _survey_notes(self) -> Iterator[Finding]:
        shown = {ast.unparse(last) for cell in self.notebook.code if (last := _last(cell)) is not None}
        named: dict[str, list[str]] = {}  # variables assigned from each call
        for node in (node for cell in self.notebook.code for node in cell.code.nodes):
            if isinstance(node, ast.Assign) and function_of(node.value) == SURVEY:
                targets = [one.id for one in node.targets if isinstance(one, ast.Name)]
                named.setdefault(ast.unparse(node.value), []).extend(targets)
            elif isinstance(node, ast.Call) and function_of(node) == SURVEY:
                named.setdefault(ast.unparse(node), [])
        for call, variables in named.items():
            if not {call, *variables} & shown:
                variable = [*variables, call][0]
                yield self._finding(messages.NOT_CONDUCTED_UNSAID, call=call, variable=variable)

    def _check_notes(self) -> Iterator[Finding]:
        checks = [cell.position for cell in self.notebook.code if any(_calls(cell, (_CHECKS,)))]
        blocks = [cell.position for cell in self.notebook.code if any(_calls(cell, BLOCKS))]
        read = self.notebook.strings & self.checked_tables
        if not checks and read:
            yield self._finding(messages.CHECKS_UNSHOWN, tables="、".join(sorted(read)))
        elif checks and blocks and checks[0] > blocks[0]:
            yield self._finding(messages.CHECKS_LATE)

    def _computes(self, cell: SourceCell) -> bool:
        """Return whether a cell may compute numbers; one that draws a figure is checked when drawn."""
        runs = cell in self.notebook.code and not any(map(cell.has_tag, (INJECTED, PARAMETERS)))
        last = _last(cell)
        return runs and (last is None or function_of(last) != OWN_FIGURE)

    def _finding(self, message: Message, **gaps: Any) -> Finding:
        return message.finding(self.notebook.file, **gaps)


def _calls(cell: SourceCell, names: Sequence[str]) -> Iterator[ast.Call]:
    """Yield the calls of these functions."""
    return (call for call in cell.code.calls if isinstance(call.func, ast.Name) and call.func.id in names)


def _paragraphs(markdown: str) -> list[str]:
    """Return the text of each heading, paragraph and list item, with its lines joined as in the report."""
    separate = _HEADING_LINE.sub(r"\n\n\1\n\n", _ITEM_MARK.sub("\n\n", re.sub("[*_]", "", markdown)))
    return ["".join(map(str.strip, one.splitlines())) for one in re.split(r"\n\s*\n", separate)]


def _lost_block(cell: SourceCell) -> bool:
    """Return whether a statement before the cell's last creates a block, which Jupyter does not display."""
    before = cell.code.body[:-1]
    return any(isinstance(one, ast.Expr) and function_of(one.value) in BLOCKS for one in before)


def _last(cell: SourceCell) -> ast.expr | None:
    """Return the expression that the cell displays; None if a semicolon follows it."""
    if cell.text.rstrip().endswith(";"):
        return None
    last = cell.code.body[-1] if cell.code.body else None
    return last.value if isinstance(last, ast.Expr) else None


def _imports_grammar(node: ast.AST) -> TypeGuard[ast.ImportFrom]:
    return isinstance(node, ast.ImportFrom) and node.module == _GRAMMAR


def _assigned(cell: SourceCell) -> Iterator[str]:
    for one in cell.code.body:
        targets = one.targets if isinstance(one, ast.Assign) else [getattr(one, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _is_literal(cell: SourceCell) -> bool:
    return all(isinstance(getattr(one, "value", None), ast.Constant) for one in cell.code.body)


def _has_logic(cell: SourceCell) -> bool:
    return any(type(node) in _LOGIC for node in cell.code.nodes)


def _types_number(cell: SourceCell) -> bool:
    values = [node.value for node in cell.code.nodes if isinstance(node, ast.Constant)]
    return any(isinstance(one, int | float) and not isinstance(one, bool) for one in values)
