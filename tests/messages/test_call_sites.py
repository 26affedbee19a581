"""What ``check`` reports is worded in the catalogue alone, and all of the catalogue is reported somewhere."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from progress_report.messages.catalogue import GROUPS
from progress_report.messages.message import Message
from tests.support.project_copy import ROOT

PACKAGE = ROOT / "progress_report"
CATALOGUE = PACKAGE / "messages"
# What reads and validates inputs, and the other modules whose findings the guide lists.
CHECKED = (
    *sorted((PACKAGE / "inputs").rglob("*.py")),
    *(PACKAGE / "authoring" / name for name in ("absent.py", "columns.py", "table_description.py")),
    PACKAGE / "rendering" / "word" / "pictures.py",
)
MADE_OF_OTHERS = {"judgement.py": "a final report's errors, each of a review"}
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with the name of its function."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


def _is_worded(call: ast.Call) -> bool:
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and _JAPANESE.search(node.value)
        for node in ast.walk(call)
    )


def test_findings_are_made_by_the_catalogue() -> None:
    made = {path.name for path in CHECKED for name, _ in _calls(path) if name in ("Finding", "fault")}
    assert made == set(MADE_OF_OTHERS)


def test_no_error_is_worded_where_it_is_raised() -> None:
    worded = [
        f"{path.name}:{call.lineno}"
        for path in CHECKED
        for name, call in _calls(path)
        if name.endswith("Error") and _is_worded(call)
    ]
    assert worded == []


def test_every_message_is_reported_somewhere() -> None:
    used = {
        name
        for path in PACKAGE.rglob("*.py")
        if path.parent != CATALOGUE or path.stem == "dates"
        for node in ast.walk(_tree(path))
        for name in [getattr(node, "attr", None) or getattr(node, "id", None)]
    }
    names = [
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for group in GROUPS.values()
        for module in group
        for name, value in vars(module).items()
        if isinstance(value, Message)
    ]
    assert [name for name in names if name.rpartition(".")[2] not in used] == []
