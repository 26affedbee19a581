"""Static values of the names and expressions of a section's notebook, as far as literals determine them."""

import ast
from collections.abc import Iterator
from functools import cached_property

from progress_report.inputs.notebooks.notebook_grammar import OPEN, SAME_COLUMNS, SURVEY, YEARS, literals
from progress_report.inputs.notebooks.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.years.report_year import ReportYear

_TABLE, _ROW = "table", "row"
_LIBRARY = "progress_report"
_MOST_STEPS = 10
_CONDITIONAL = (
    ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.With, ast.AsyncWith,
    ast.Match, ast.BoolOp, ast.Assert, ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip


class NotebookValues:
    """The static values of a section's notebook in a year's report."""

    def __init__(self, year: ReportYear, index: int) -> None:
        self.year = year
        self.notebook = NotebookSource(year.project, year.params.report.sections[index].notebook)
        self.cells = self.notebook.code

    def is_library(self, function: str) -> bool:
        """Return whether the notebook neither defines the name nor imports it from elsewhere."""
        return function not in self._own_names

    def is_section(self, node: ast.expr) -> bool:
        """Return whether an expression is the open section."""
        node = self.value(node)
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == OPEN

    def survey_of(self, node: ast.expr) -> str | None:
        """Return the survey of an expression that is certainly a questionnaire."""
        node = self.value(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == SURVEY:
            return string_argument(node, 1) if node.args and self.is_section(node.args[0]) else None
        return None

    def conducted_survey_of(self, node: ast.expr) -> str | None:
        """Return the same as ``survey_of``, but only for a survey that was conducted in the year."""
        survey = self.survey_of(node)
        return None if survey in self.year.params.report.not_held else survey

    def table_of(self, node: ast.expr, steps: int = _MOST_STEPS) -> str | None:
        """Return the table that has exactly the columns of an expression; None if that is not certain."""
        node = self.value(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and steps:
            name, arguments = node.func.id, node.args
            if not self.is_library(name):
                return None
            if name == YEARS and arguments and self.is_section(arguments[0]):
                return string_argument(node, 1)
            if name in SAME_COLUMNS and arguments:
                return self.table_of(arguments[0], steps - 1)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder, method = node.func.value, node.func.attr
            if (method == _TABLE and self.is_section(holder)) or (
                method == _ROW and self.conducted_survey_of(holder)
            ):
                return string_argument(node, 0)
        return None

    def has_compound_key(self, node: ast.expr) -> bool:
        """Return whether an expression is a table whose key has several columns."""
        table, package = self.table_of(node), self.year.package
        return table in package.names and len(package.resource(table).table_schema.primaryKey) > 1

    def value(self, node: ast.expr) -> ast.expr:
        """Return the value of a name from its cell, or else from the only statement that assigns it."""
        if not isinstance(node, ast.Name):
            return node
        cell = next((tree for tree in self._trees if node in self._nodes[tree]), None)
        for trees in ([cell] if cell else [], self._trees):
            given = [one for tree in trees for one in self._given[tree] if one[0] == node.id]
            if given:
                value = given[0][1]
                return node if len(given) > 1 or value is None or isinstance(value, ast.Name) else value
        return node

    @cached_property
    def _trees(self) -> list[ast.Module]:
        return [cell.code.tree for cell in self.notebook.code if cell.code.tree is not None]

    @cached_property
    def _nodes(self) -> dict[ast.Module, set[ast.AST]]:
        return {tree: set(ast.walk(tree)) for tree in self._trees}

    @cached_property
    def _given(self) -> dict[ast.Module, list[tuple[str, ast.expr | None]]]:
        """Each assignment of a name in a cell, with its value if it is a plain assignment."""
        return {tree: list(_given_in(tree)) for tree in self._trees}

    @cached_property
    def _own_names(self) -> frozenset[str]:
        names = {name for given in self._given.values() for name, _ in given}
        for node in (node for tree in self._trees for node in ast.walk(tree)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(_LIBRARY):
                names |= {one.asname or one.name for one in node.names}
        return frozenset(names)


def certain_nodes(cell: SourceCell) -> Iterator[ast.AST]:
    """Return the nodes of a cell's statements that always run."""
    return cell.code.nodes_outside(*_CONDITIONAL)


def string_argument(call: ast.Call, index: int) -> str | None:
    """Return the string argument of a call at a position."""
    return next(iter(literals(call.args[index : index + 1])), None)


def _given_in(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None]]:
    values: dict[ast.AST, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=False))
                values.update(pairs)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, values.get(node)
