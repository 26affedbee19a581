"""The positions in a section after which a block of the parameters may be inserted."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from progress_report.inputs.notebooks.notebook_grammar import (
    FRAME_FUNCTIONS,
    OWN_FIGURE,
    function_of,
    literals,
)
from progress_report.inputs.notebooks.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.params.block_params import END, START
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.prose.placeholder_braces import PLACEHOLDER
from progress_report.messages.sections import NO_ANCHOR
from progress_report.model.cell_tags import INJECTED, NOTEBOOK_ONLY, PARAMETERS, figure_name
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding
from progress_report.model.quantity import Parameter

_HEADING = re.compile(r"^#{1,4} +(.+?)\s*$", re.MULTILINE)
_HEADING_FUNCTION = "heading"


@dataclass(slots=True)
class Anchors:
    """The names that ``after`` may use.

    ``listed``: headings, tables and figures, which error messages list. ``cells``: ids of cells.
    ``patterns``: headings that contain values. ``complete``: False if any name is computed.
    """

    listed: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    patterns: list[re.Pattern[str]] = field(default_factory=list)
    complete: bool = True

    def has(self, name: str) -> bool:
        """Return whether the section has an anchor of this name, or may have one once it has run."""
        wanted = comparable(name)
        known = {comparable(one) for one in (START, END, *self.listed, *self.cells)}
        if wanted in known or not self.complete:
            return True
        return any(one.fullmatch(name.strip()) for one in self.patterns)


def headings_in(markdown: str) -> list[str]:
    """Return the texts of a cell's headings."""
    return _HEADING.findall(markdown)


def anchors_of(notebook: NotebookSource) -> Anchors:
    """Collect the anchors of a section from its notebook's source."""
    anchors = Anchors(complete=notebook.is_self_contained)
    for cell in notebook.cells:
        if any(map(cell.has_tag, (NOTEBOOK_ONLY, PARAMETERS, INJECTED))):
            continue
        if cell.identifier:
            anchors.cells.append(cell.identifier)
        if cell.kind == "markdown":
            anchors.listed += headings_in(cell.text)
        elif cell.kind == "code":
            for call in cell.code.calls:
                _add_call(anchors, call, cell)
    anchors.listed = list(dict.fromkeys(anchors.listed))
    return anchors


def unknown_anchor(name: str, source: Parameter, known: list[str], cells: list[str]) -> Finding:
    """Return the error that a section has no anchor ``name``, located at ``source``."""
    near = near_remedy(name, [*known, *cells, START, END])
    listed = "、".join(f"「{one}」" for one in known) or "なし"
    return NO_ANCHOR.finding(source.file, source.line, source.name, name=name, near=near, known=listed)


def anchor_findings(params: Params) -> Iterator[Finding]:
    """Yield an error for each block whose anchor does not exist, as far as the notebook's literals show."""
    for s, section in enumerate(params.report.sections):
        notebook = NotebookSource(params.project, section.notebook)
        if not section.blocks or not notebook.cells:
            continue
        anchors = anchors_of(notebook)
        for i, block in enumerate(section.blocks):
            if not anchors.has(block.after):
                source = params.source("sections", s, "blocks", i, "after")
                yield unknown_anchor(block.after, source, anchors.listed, anchors.cells)


def _add_call(anchors: Anchors, call: ast.Call, cell: SourceCell) -> None:
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if (method or function_of(call)) == _HEADING_FUNCTION:
        texts = literals(call.args[:1])
        if not texts:
            anchors.complete = False
            return
        words = texts[0].lstrip("#").strip()
        if PLACEHOLDER.search(words):
            pattern = ".+".join(map(re.escape, PLACEHOLDER.split(words)))
            anchors.patterns.append(re.compile(pattern))
        else:
            anchors.listed.append(words)
    elif (not method and function_of(call) in (*FRAME_FUNCTIONS, OWN_FIGURE)) or method == OWN_FIGURE:
        anchors.listed += _figure_names(anchors, call, cell, question=method == OWN_FIGURE)


def _figure_names(anchors: Anchors, call: ast.Call, cell: SourceCell, *, question: bool) -> Iterator[str]:
    """Yield the name of a table or figure: as given, a survey's question, or the cell's id."""
    given = [one.value for one in call.keywords if one.arg == "name"] or (call.args[:1] if question else [])
    if not given:
        yield figure_name(cell.identifier)
    elif texts := literals(given[:1]):
        yield texts[0]
    else:
        anchors.complete = False
