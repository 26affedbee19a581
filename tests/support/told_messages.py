"""Every message that judging a year's files can give, read off the source code of the rooms that judge."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.project_copy import ROOT

# Whoever reads the tables' and parameters' files, and the values they are read into.
_ROOMS = ("inputs",)
_MODULES = ("model/fiscal_year.py", "model/moment.py", "model/quantity.py", "model/rounding.py")
GAP = "…"


def told_messages() -> dict[str, str]:
    """Each sentence a person may be shown, a gap for what depends on the case, and its module."""
    package = ROOT / "progress_report"
    paths = [path for room in _ROOMS for path in sorted((package / room).rglob("*.py"))]
    paths += [package / name for name in _MODULES]
    return {text: path.relative_to(package).as_posix() for path in paths for text in _sentences(path)}


def _sentences(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed_over = {id(node) for found in ast.walk(tree) for node in _docstring(found)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(inner) for inner in ast.walk(node) if inner is not node}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            text = _template(node)
            if "。" in text:
                yield text


def _docstring(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr):
        yield node.body[0].value


def _template(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(part.value if isinstance(part, ast.Constant) else GAP for part in node.values)  # type: ignore[misc]
