"""``check`` takes all its words from the catalogue, and every message of the catalogue is used."""

import ast
import re
from collections import Counter

from progress_report.messages.catalogue import GROUPS
from progress_report.messages.message import Message
from tests.support.project_copy import ROOT

PACKAGE = ROOT / "progress_report"
# Modules that read and validate inputs, and others whose findings the guide lists.
CHECKED = (
    *sorted((PACKAGE / "inputs").rglob("*.py")),
    *(PACKAGE / "authoring" / name for name in ("absent.py", "columns.py", "table_description.py")),
    PACKAGE / "rendering" / "word" / "pictures.py",
)
SOURCES = {path: path.read_text(encoding="utf-8") for path in CHECKED}
MADE_OF_OTHERS = {"validation.py": "a final report's errors, each of a review"}
_MAKES_FINDING = re.compile(r"(?<![\w.])(?:Finding|fault)\(")
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
_CONSTANT = re.compile(r"\b[A-Z][A-Z0-9_]+\b")


def _is_worded(node: ast.AST) -> bool:
    """Return whether the node contains Japanese text, other than a remedy for one case of a message."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _JAPANESE.search(node.value) is not None
    if isinstance(node, ast.keyword) and node.arg == "remedy":
        return False
    return any(map(_is_worded, ast.iter_child_nodes(node)))


def test_findings_are_made_by_the_catalogue() -> None:
    assert {path.name for path, text in SOURCES.items() if _MAKES_FINDING.search(text)} == {*MADE_OF_OTHERS}


def test_no_error_is_worded_where_it_is_raised() -> None:
    """Except an OSError, whose text fills a gap like the system's own texts."""
    worded = [
        f"{path.name}:{node.lineno}"
        for path, text in SOURCES.items()
        if "Error(" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and re.search(r"(?<!OS)Error$", ast.unparse(node.func))
        if _is_worded(node)
    ]
    assert worded == []


def test_every_message_is_reported_somewhere() -> None:
    named = Counter(
        name for path in PACKAGE.rglob("*.py") for name in _CONSTANT.findall(path.read_text(encoding="utf-8"))
    )
    defined = Counter(
        name
        for group in GROUPS.values()
        for module in group
        for name, value in vars(module).items()
        if isinstance(value, Message)
    )
    assert [name for name, times in defined.items() if named[name] == times] == []
