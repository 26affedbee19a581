"""Every message that ``check`` can give, read off the source code of the rooms that judge.

A finding is a message (what was found) and a remedy (what to do). Which of the two a string is follows from
its place in the code: of arguments and of the members of a tuple the message comes first and the remedy after
it; a variable tells by its name. Where a message is put together from local variables they are filled in.
"""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TypeGuard

from tests.support.project_copy import ROOT

GAP = "…"
# Whoever reads the tables' and parameters' files, and the values they are read into.
_ROOMS = ("inputs",)
_MODULES = (
    "authoring/absent.py",
    "authoring/columns.py",
    "authoring/table_description.py",
    "model/fiscal_year.py",
    "model/moment.py",
    "model/quantity.py",
)
# Hints that editors show while a file is written.
_HINTS = "inputs/schema_hints.py"
# Where the message stands among the arguments, if it is not the first.
_MESSAGE_AT = {"doubt": 1, "_at": 2, "unsound": 2}
_REMEDIES = ("remedy", "advice", "absent", "confirm")
# What a check that holds tells reviewers.
_RESULTS = ("told",)
# Told to whoever writes a notebook: check executes none.
_TOLD_TO_NOTEBOOKS = {
    "model/quantity.py": {
        '数量を文字列にすると出典が失われます。say("…{名前}…", 名前=数量) を使ってください。'
        "値や表の中を見るだけなら、print を使わず、その名前だけをセルの最後の行に書いてください。",
        "合計する値がありません。",
        "単位の違う数量を合わせることはできません（{}と{}）。",
        "ポイント差は、同じ桁数の割合どうしの差です。",
        "数量に…を「…」することはできません。",
        "数量を…で割ることはできません。",
        "数量と…は比べられません。",
        "値のない数量（0件中0件の割合など）は比べられません。",
    },
    "inputs/section.py": {"「…」は、…には実施していません（… の not_held）。"},
    "authoring/absent.py": {"…このセルが示すものはありません。"},
}


def told_messages() -> dict[str, str]:
    """Each message of ``check``, a gap for what depends on the case, and its module."""
    package = ROOT / "progress_report"
    paths = [path for room in _ROOMS for path in sorted((package / room).rglob("*.py"))]
    told: dict[str, str] = {}
    for path in [*paths, *(package / name for name in _MODULES)]:
        module = path.relative_to(package).as_posix()
        if module == _HINTS:
            continue
        messages = _Module(path).messages()
        excluded = _TOLD_TO_NOTEBOOKS.get(module, set())
        if missing := excluded - messages:
            raise AssertionError(f"{module} no longer tells {missing}")
        told |= dict.fromkeys(messages - excluded, module)
    return told


class _Module:
    """A module's syntax tree, each node with its parent."""

    def __init__(self, path: Path) -> None:
        self._tree = ast.parse(path.read_text(encoding="utf-8"))
        self._parents = {child: node for node in ast.walk(self._tree) for child in ast.iter_child_nodes(node)}

    def messages(self) -> set[str]:
        filled_in: set[ast.AST] = set()
        texts: dict[ast.expr, list[str]] = {}
        for node in ast.walk(self._tree):
            if (
                _is_text(node)
                and not isinstance(self._parents[node], ast.JoinedStr)
                and self._is_message(node)
            ):
                texts[node] = list(self._templates(node, filled_in))
        found = {text for node, some in texts.items() if node not in filled_in for text in some}
        return {text for text in found if "。" in text[1:]}

    def _is_message(self, node: ast.expr) -> bool:
        """Climbs from a text to the call, assignment, tuple or statement that it is a part of."""
        child: ast.AST = node
        while not isinstance(child, ast.stmt):
            parent = self._parents[child]
            if isinstance(parent, ast.Tuple) and len(parent.elts) > 1:
                return child is not parent.elts[-1] and self._is_named_message(parent)
            if isinstance(parent, ast.Call) and child in parent.args:
                callee = ast.unparse(parent.func).split(".")[-1]
                return parent.args.index(child) <= _MESSAGE_AT.get(callee, 0)
            if isinstance(parent, ast.keyword):
                return False
            child = parent
        return not isinstance(child, ast.Expr | ast.FunctionDef) and self._is_named_message(node)

    def _is_named_message(self, node: ast.AST) -> bool:
        """By the name of the variable that it is assigned to, or of the function that returns it."""
        while not isinstance(node, ast.stmt):
            node = self._parents[node]
        if isinstance(node, ast.Return):
            name = getattr(self._function_around(node), "name", "")
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        else:
            return True
        return not any(word in name.lower() for word in _REMEDIES) and name not in _RESULTS

    def _function_around(self, node: ast.AST) -> ast.AST:
        """The function that a node stands in, or the module."""
        while not isinstance(node, ast.FunctionDef | ast.Module):
            node = self._parents[node]
        return node

    def _templates(self, node: ast.expr, filled_in: set[ast.AST]) -> Iterator[str]:
        """The text, once for each choice of the local variables in it that are texts themselves."""
        if isinstance(node, ast.Constant):
            yield str(node.value)
            return
        assert isinstance(node, ast.JoinedStr)
        parts = [
            [str(part.value)]
            if isinstance(part, ast.Constant)
            else self._choices(part.value, filled_in) or [GAP]
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        ]
        yield from ("".join(chosen) for chosen in product(*parts))

    def _choices(self, variable: ast.expr, filled_in: set[ast.AST]) -> list[str]:
        """What a local variable may say; nothing if it is not a text of this function."""
        if not isinstance(variable, ast.Name):
            return []
        function = self._function_around(variable)
        texts = [
            text
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == variable.id
            for text in _branches(node.value)
        ]
        grows = any(
            isinstance(node, ast.AugAssign) and ast.unparse(node.target) == variable.id
            for node in ast.walk(function)
        )
        if grows or not all(_is_text(text) for text in texts):
            return []
        filled_in |= set(texts)
        return [template for text in texts for template in self._templates(text, filled_in)]


def _branches(value: ast.expr) -> list[ast.expr]:
    return [*_branches(value.body), *_branches(value.orelse)] if isinstance(value, ast.IfExp) else [value]


def _is_text(node: ast.AST) -> TypeGuard[ast.JoinedStr | ast.Constant]:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
