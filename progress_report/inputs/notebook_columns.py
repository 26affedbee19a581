"""Columns that a section's notebook certainly reads of a table by a literal name, which it does not have."""

import ast
from collections import Counter
from collections.abc import Iterator

from progress_report.inputs.notebook_source import NotebookSource
from progress_report.inputs.notebook_values import NotebookValues, certain_nodes, literals
from progress_report.inputs.unknown_names import UnknownNames
from progress_report.model.findings import Finding

# Which argument is the frame, and which ones name columns of it: one, a list, or the keys of a dictionary.
_FUNCTIONS = {
    "with_total": (0, (1, 2)),
    "shares": (0, (1, 2)),
    "marked": (0, (1,)),
    "by_label": (0, (1,)),
    "labelled": (0, (1, 2)),
    "labelled_ranges": (0, (1, 2, 3)),
    "listed": (1, (2,)),
    "streak": (1, (2,)),
    "column_notes": (1, (2,)),
    "stacked": (3, (4, 5)),
    "grouped": (3, (4, 5)),
    "against_target": (3, (4,)),
    "table": (2, (3, 4)),
}
_PARTS_OF_TABLES = {"Stub": (1,), "Column": (1, 2)}
_Read = tuple[ast.expr, ast.Constant]  # a frame, and the name of a column that is read of it


def unknown_columns(values: NotebookValues) -> Iterator[Finding]:
    """Find them in statements that always run.

    Columns that the notebook makes are known. A name that it has in another place, too, may be one of them
    (``rename``, ``insert``), unless another year's table has it.
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
    """Return the columns that assignments make; None where code or names are not in the cells."""
    if not notebook.is_whole:
        return None
    nodes = (
        node for cell in notebook.code if cell.code.tree is not None for node in ast.walk(cell.code.tree)
    )
    keys = [
        node.slice for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    ]
    names = [{one.value for one in ast.walk(key) if isinstance(one, ast.Constant)} for key in keys]
    return frozenset(str(name) for some in names for name in some) if all(names) else None


def _reads(values: NotebookValues, node: ast.AST) -> Iterator[_Read]:
    """The columns that an expression reads by a literal name."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        frame, key = node.value, node.slice
        if isinstance(frame, ast.Attribute) and frame.attr == "loc" and isinstance(key, ast.Tuple):
            frame, key = frame.value, key.elts[-1]
            if values.has_compound_key(frame):
                return  # they may name a row together
        yield from ((frame, name) for name in _names(key))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and values.is_library(node.func.id):
        place, named = _FUNCTIONS.get(node.func.id, (0, ()))
        given = [node.args[i] for i in named if i < len(node.args)]
        if node.func.id == "table":
            parts = [part for one in given for part in _items(values, one) if isinstance(part, ast.Call)]
            given = [
                part.args[i]
                for part in parts
                if isinstance(part.func, ast.Name)
                for i in _PARTS_OF_TABLES.get(part.func.id, ())
                if i < len(part.args)
            ]
        for one in given:
            yield from ((node.args[place], name) for name in _names(one))


def _items(values: NotebookValues, node: ast.expr) -> Iterator[ast.expr]:
    """The items of a list, those of lists in it too."""
    node = values.value(node.value if isinstance(node, ast.Starred) else node)
    if isinstance(node, ast.List | ast.Tuple):
        for one in node.elts:
            yield from _items(values, one)
    else:
        yield node


def _names(node: ast.expr) -> list[ast.Constant]:
    inner = node.elts if isinstance(node, ast.List) else node.keys if isinstance(node, ast.Dict) else [node]
    return [one for one in inner if isinstance(one, ast.Constant) and literals([one])]
