"""Rules of the code base on which a reader can rely."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "progress_report"
MODULES = sorted(PACKAGE.rglob("*.py"))
# From the bottom up: a package, or a module at the top level, imports only from those before it.
ROOMS = (
    "model", "messages", "files", "document", "inputs", "authoring", "execution", "registry.py",
    "build_options.py", "provenance",
    "open_data", "comparison", "assembly", "rendering", "publishing", "verification", "revision",
    "sections.py", "executed.py", "edition.py", "build.py", "distributed", "new_year", "beginning",
    "collecting", "word_import", "watching", "cli", "__main__.py",
)  # fmt: skip
AUTHORING = "authoring"  # imported by notebooks, and by the code that runs their cells
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
# Typesetting rules need to know units of measure, of any section.
UNITS_MAY_STAND_IN = {"html_runs.py", "kanji_words.py", "typed_figures.py"}
LONGEST = 320


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _strings(path: Path) -> Iterator[str]:
    """Yield string constants that are not docstrings."""
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
    if room == "__init__.py":
        return
    below = {name.removesuffix(".py") for name in ROOMS[: ROOMS.index(room) + 1]}
    assert set(_rooms_imported(path)) <= below
    assert AUTHORING not in _rooms_imported(path) or room in (AUTHORING, "execution")


def _rooms_imported(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    bare = [alias.name for node in froms if node.module == PACKAGE.name for alias in node.names]
    return [*bare, *(name.split(".")[1] for name in _imports(path) if name.startswith(f"{PACKAGE.name}."))]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_names_a_subject_or_outgrows_its_room(path: Path) -> None:
    if path.name not in UNITS_MAY_STAND_IN:
        assert [text for text in _strings(path) if any(subject in text for subject in SUBJECTS)] == []
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_there_is_no_room_for_odds_and_ends() -> None:
    assert not [path for path in MODULES if path.stem in ("utils", "helpers", "common", "misc")]


def test_every_room_is_one_of_the_design() -> None:
    found = {path.relative_to(PACKAGE).parts[0] for path in MODULES}
    assert found - {"__init__.py"} == set(ROOMS)


# Modules that import inside functions, with the reason why most commands should not wait for that import.
IMPORTED_LATE = {
    "build.py": "what makes the formats, while the sections run",
    "build_options.py": "the parameters: an unchanged build reads none",
    "provenance/embedded.py": "pikepdf, for a PDF alone",
    "provenance/record.py": "yaml, where there is one schema for all years",
    "publishing/unchanged.py": "the parameters, for a report in other fonts",
    "distributed/coordinator.py": "Dask, an optional package",
    "distributed/reports.py": "what speaks with Dask; the page of several municipalities",
    "files/locks.py": "filelock, which imports asyncio",
    "inputs/__init__.py": "pandas, for notebooks alone",
    "inputs/datasets.py": "pandas, for notebooks alone",
    "inputs/deliveries/workbook.py": "openpyxl, for workbooks alone",
    "inputs/deliveries/workbook_cells.py": "openpyxl, for workbooks alone",
    "model/display_width.py": "wcwidth, for tables on a terminal",
    "model/fonts.py": "packages of fonts, where no others are chosen",
    "watching/changes.py": "watchfiles, once something is watched",
}


def test_imports_stand_at_the_top() -> None:
    """Except in commands: modules of ``cli`` import in functions."""
    late = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name for name in late if not name.startswith("cli/")} == set(IMPORTED_LATE)


def test_nothing_imports_the_script() -> None:
    assert [path for path in MODULES if "report_builder" in _imports(path)] == []
