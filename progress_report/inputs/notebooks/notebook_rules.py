"""Rules for a section's notebook before it runs: its tags, cells, year and section name."""

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Any

from progress_report.inputs.notebooks.notebook_grammar import OPEN
from progress_report.inputs.notebooks.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.messages import notebooks as messages
from progress_report.model.cell_tags import (
    FORMER_SURVEY_TAG,
    HIDING_ELSEWHERE,
    INJECTED,
    NOTEBOOK_ONLY,
    PARAMETERS,
    UNNUMBERED,
    WITHOUT_EFFECT,
)
from progress_report.model.control_characters import control_character
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.markup import markup_in

# What these define does not run in the notebook's own namespace.
_OWN_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_TAGS = (NOTEBOOK_ONLY, PARAMETERS, UNNUMBERED)


def notebook_findings(params: Params) -> Iterator[Finding]:
    """Yield the errors of all sections' notebooks."""
    for name in dict.fromkeys(section.notebook for section in params.report.sections):
        notebook = NotebookSource(params.project, name)
        yield from _tag_findings(notebook)
        yield from _cell_findings(notebook)
        yield from _year_findings(notebook, params.report.fiscal_year)


def _tag_findings(notebook: NotebookSource) -> Iterator[Finding]:
    first = next((cell for cell in notebook.cells if not cell.has_tag(NOTEBOOK_ONLY)), None)
    for cell in notebook.cells:
        if not isinstance(cell.tags, list) or not all(isinstance(tag, str) for tag in cell.tags):
            yield messages.TAGS_NO_LIST.finding(notebook.file, cell=cell.name)
            continue
        for tag in cell.tags:
            yield from _tag_problem(notebook.file, tag, cell, first)
    for tag in (PARAMETERS, INJECTED):
        tagged = [cell.name for cell in notebook.cells if cell.has_tag(tag)]
        if len(tagged) > 1:
            cells = "、".join(tagged)
            yield messages.SEVERAL_TAGGED.finding(notebook.file, tag=tag, count=len(tagged), cells=cells)


def _tag_problem(file: str, tag: str, cell: SourceCell, first: SourceCell | None) -> Iterator[Finding]:
    """Yield the error in a tag, if any."""
    place: dict[str, Any] = {"cell": cell.name, "tag": tag}
    if tag in (NOTEBOOK_ONLY, *WITHOUT_EFFECT):
        return
    if tag in (PARAMETERS, INJECTED):
        if cell.kind != "code":
            yield messages.TAG_OF_CODE.finding(file, **place)
    elif tag == UNNUMBERED:
        if cell is not first or cell.kind != "markdown":
            yield messages.TAG_OF_HEADING.finding(file, **place)
    elif tag.startswith(FORMER_SURVEY_TAG):
        yield messages.FORMER_TAG.finding(file, survey=tag.removeprefix(FORMER_SURVEY_TAG), **place)
    elif tag in HIDING_ELSEWHERE:
        yield messages.TAG_HIDES_ELSEWHERE.finding(file, instead=NOTEBOOK_ONLY, **place)
    else:
        near = near_remedy(tag.strip().lower(), _TAGS)
        yield messages.UNKNOWN_TAG.finding(file, remedy=near, known="、".join(_TAGS), **place)


def _cell_findings(notebook: NotebookSource) -> Iterator[Finding]:
    """Yield errors for cells that cannot be printed, invisible characters, and duplicate ids."""
    ids = Counter(cell.identifier for cell in notebook.cells if cell.identifier)
    for identifier, count in ids.items():
        if count > 1:
            yield messages.SAME_ID.finding(notebook.file, identifier=identifier, count=count)
    for cell in notebook.cells:
        shown = not cell.has_tag(NOTEBOOK_ONLY)
        if cell.kind == "raw" and cell.text.strip() and shown:
            yield messages.RAW_CELL.finding(notebook.file, cell=cell.name, tag=NOTEBOOK_ONLY)
        if cell.kind == "markdown" and shown and (markup := markup_in(cell.text)):
            yield messages.MARKUP.finding(notebook.file, cell=cell.name, markup=markup, tag=NOTEBOOK_ONLY)
        if control_character(cell.text):
            yield messages.CONTROL_CHARACTER.finding(notebook.file, cell=cell.name)


def _year_findings(notebook: NotebookSource, year: FiscalYear) -> Iterator[Finding]:
    """Yield errors for code that literally changes the given year, or opens another year or section."""
    start = next((cell.position for cell in notebook.cells if cell.has_tag(PARAMETERS)), 0)
    for cell in notebook.code:
        place = cell.name
        for node in cell.code.nodes_outside(*_OWN_SCOPE):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == OPEN:
                yield from _opening_findings(notebook, place, node, year)
            elif cell.position > start and not cell.has_tag(INJECTED) and _changes_year(node, year):
                yield messages.YEAR_CHANGED.finding(notebook.file, cell=place, code=ast.unparse(node))


def _opening_findings(
    notebook: NotebookSource, place: str, call: ast.Call, year: FiscalYear
) -> Iterator[Finding]:
    given = dict(zip((FISCAL_YEAR, "name"), call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if FISCAL_YEAR in given and _is_other_year(given[FISCAL_YEAR], year):
        code = ast.unparse(call)
        yield messages.OTHER_YEAR.finding(notebook.file, cell=place, year=year.label, code=code)
    name = given.get("name")
    if isinstance(name, ast.Constant) and str(name.value) != notebook.name:
        code, section = ast.unparse(name), notebook.name
        yield messages.OTHER_SECTION.finding(notebook.file, cell=place, code=code, section=section)


def _changes_year(node: ast.AST, year: FiscalYear) -> bool:
    if isinstance(node, ast.AugAssign):
        return _is_year(node.target)
    if isinstance(node, ast.Assign):
        return any(map(_is_year, node.targets)) and _is_other_year(node.value, year)
    if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        return _is_year(node.target) and _is_other_year(node.value, year)
    return False


def _is_year(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == FISCAL_YEAR


def _is_other_year(node: ast.expr, year: FiscalYear) -> bool:
    """Return whether a literal is another year; anything else is only known when it runs."""
    if not isinstance(node, ast.Constant):
        return False
    try:
        return FiscalYear.parse(ast.unparse(node).strip("'")) != year
    except ValueError:
        return True
