"""Detection of columns that a section's notebook reads by a literal name but its table does not have."""

import ast
from collections import Counter
from collections.abc import Iterator

from progress_report.inputs.notebook_grammar import columns_of, frame_of, function_of
from progress_report.inputs.notebook_source import NotebookSource
from progress_report.inputs.notebook_values import NotebookValues, certain_nodes, literals
from progress_report.inputs.unknown_names import UnknownNames
from progress_report.model.findings import Finding

_Read = tuple[ast.expr, ast.Constant]  # a frame, and the name of the column read from it


def unknown_columns(values: NotebookValues) -> Iterator[Finding]:
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
        names = UnknownNames(year.project, year.year, package, cell.name, notebook.file)
        if not written[name] or names.of_other_year(table, name, "列"):
            found.add((table, name))
            yield names.column(table, name, known)


def _made(notebook: NotebookSource) -> frozenset[str] | None:
    """Return the columns that assignments create; None if code or names are not literally in the cells."""
    if not notebook.is_whole:
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
        yield from ((described, name) for name in columns_of(node))


def _names(node: ast.expr) -> list[ast.Constant]:
    inner = node.elts if isinstance(node, ast.List) else [node]
    return [one for one in inner if isinstance(one, ast.Constant) and literals([one])]
