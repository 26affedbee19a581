"""Rules of the code that a reader can rely on."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "progress_report"
MODULES = sorted(PACKAGE.rglob("*.py"))
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


def test_imports_obey_the_contracts() -> None:
    """Of import-linter, in pyproject.toml."""
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout
    assert "3 kept, 0 broken" in found.stdout


def test_no_module_names_a_subject() -> None:
    named = {
        path.relative_to(PACKAGE).as_posix(): text
        for path in MODULES
        if path.name not in UNITS_MAY_STAND_IN
        if any(subject in path.read_text(encoding="utf-8") for subject in SUBJECTS)  # parsing takes longer
        for text in _strings(path)
        if any(subject in text for subject in SUBJECTS)
    }
    assert named == {}


def test_no_module_grows_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path.name: length for path, length in lengths.items() if length > LONGEST} == {}


def test_there_is_no_package_for_odds_and_ends() -> None:
    assert not [path for path in MODULES if path.stem in ("utils", "helpers", "common", "misc")]


# What a function imports, and not the module: of each, why few commands should wait for it.
IMPORTED_LATE = {
    "build.py": "what makes the formats, while the sections run",
    "build_options.py": "the parameters: an unchanged build reads none",
    "provenance/embedded.py": "pikepdf, for a PDF alone",
    "provenance/record.py": "yaml, where there is one schema for all years",
    "pdf_validation/verapdf.py": "the packages of veraPDF, which are optional",
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
