"""The section notebooks' code as one plain Python script, so that nothing is written twice.

Each notebook becomes a function; what a cell would display is given to ``PlainReport.show``.
"""

import ast
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

NOT_IN_REPORTS = {"notebook-only", "parameters"}
SURVEY_TAG = "survey:"
UNNUMBERED = "unnumbered"
_HEAD = '''"""The report as one plain Python script, made from the notebooks: ``plain_script.py YEAR OUT``."""

import sys

from benchmarks.floor.report import PlainReport
'''
_INDENT = "    "


def plain_script(notebooks: Sequence[Path]) -> str:
    """The script's text. ValueError for a markdown cell that is more than one heading."""
    functions = "".join(_function(number, path) for number, path in enumerate(notebooks, 1))
    calls = "".join(
        f"section_{number}(report, report.fiscal_year)\n" for number in range(1, len(notebooks) + 1)
    )
    return f"{_HEAD}\n{functions}\nreport = PlainReport(sys.argv[1])\n{calls}report.write(sys.argv[2])\n"


def _function(number: int, path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    lines = [f"report.begin({path.stem!r})", *(line for cell in cells for line in _statements(cell))]
    body = "".join(f"{_INDENT}{line}\n" for line in lines)
    return f"\ndef section_{number}(report, fiscal_year):\n{body}\n"


def _statements(cell: dict[str, Any]) -> Iterator[str]:
    tags = cell["metadata"].get("tags", [])
    if NOT_IN_REPORTS.intersection(tags):
        return
    lines = list(_markdown(cell) if cell["cell_type"] == "markdown" else _code(cell))
    surveys = [tag.removeprefix(SURVEY_TAG) for tag in tags if tag.startswith(SURVEY_TAG)]
    if surveys:
        yield f"if report.held({', '.join(map(repr, surveys))}):"
        lines = [f"{_INDENT}{line}" for line in lines]
    yield from lines


def _markdown(cell: dict[str, Any]) -> Iterator[str]:
    text = "".join(cell["source"]).strip()
    if not text.startswith("#") or "\n" in text:
        raise ValueError(f"not a single heading: {text}")
    show = "show_unnumbered" if UNNUMBERED in cell["metadata"].get("tags", []) else "show"
    yield f"report.{show}({cell['id']!r}, report.heading({text!r}))"


def _code(cell: dict[str, Any]) -> Iterator[str]:
    """The cell's statements; its last one, where it is an expression, is shown as a notebook would."""
    *statements, last = ast.parse("".join(cell["source"])).body
    for statement in statements:
        yield from ast.unparse(statement).splitlines()
    shown = ast.unparse(last)
    yield from [f"report.show({cell['id']!r}, {shown})"] if isinstance(last, ast.Expr) else shown.splitlines()
