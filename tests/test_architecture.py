"""Rules of the house that a reader should be able to rely on."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "progress_report"
MODULES = sorted(PACKAGE.rglob("*.py"))
# What each room may import from; never up, and never between authoring and building.
MAY_IMPORT = {
    "model": {"model"},
    "files": {"files", "model"},
    "inputs": {"inputs", "model"},
    "authoring": {"authoring", "inputs", "model"},
    "execution": {"execution", "authoring", "files", "inputs", "model"},
    "building": {"building", "execution", "files", "inputs", "model"},
    "new_year": {"new_year", "files", "inputs", "model"},
    "watching": {"watching", "building", "inputs", "model"},
    "cluster": {"cluster", "building", "execution", "files", "inputs", "model"},
    "commands": {"commands", "cluster", "building", "execution", "new_year", "watching", "inputs", "model"},
}
SUBJECTS = (
    "手続",
    "キャッシュレス",
    "標準化",
    "アンケート",
    "オンライン",
    "オープンデータ",
    "cashless",
    "online_",
)
# Units of measure are known to the typesetting rules, whatever a section counts.
UNITS_MAY_STAND_IN = {"html_runs.py", "kanji_words.py", "typed_figures.py"}
LONGEST = 320


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _strings(path: Path) -> Iterator[str]:
    """String constants that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rooms_import_downwards_only(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    if room not in MAY_IMPORT:
        return
    used = {name.split(".")[1] for name in _imports(path) if name.startswith("progress_report.")}
    assert used <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_names_a_subject_or_outgrows_its_room(path: Path) -> None:
    if path.name not in UNITS_MAY_STAND_IN:
        assert [text for text in _strings(path) if any(subject in text for subject in SUBJECTS)] == []
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_there_is_no_room_for_odds_and_ends() -> None:
    assert not [path for path in MODULES if path.stem in ("utils", "helpers", "common", "misc")]


def test_every_room_is_one_of_the_design() -> None:
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"} == set(
        MAY_IMPORT
    )


def test_the_schema_describes_every_block_type() -> None:
    from progress_report.model import blocks

    schema = json.loads((PACKAGE / "model" / "document.schema.json").read_text(encoding="utf-8"))
    described = {branch["properties"]["type"]["const"] for branch in schema["definitions"]["block"]["oneOf"]}
    assert described == {block.type for block in blocks.Block.__subclasses__()}
