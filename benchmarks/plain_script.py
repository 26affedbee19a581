"""The lower bound: the same report by one plain script, ``python -m benchmarks.plain_script YEAR OUT``.

The notebooks' cells run one after the other in this process, and the report's own templates render the
resulting document. No kernels, validation, tracing, digests or other files.
"""

import ast
import contextlib
import sys
from pathlib import Path
from typing import Any

import nbformat

from progress_report.assembly.closing_sections import add_closing_sections
from progress_report.assembly.common_source import state_source_once
from progress_report.assembly.front_matter import draft_of, front_matter, illustrative_reasons
from progress_report.assembly.stitching import number_blocks, section_blocks
from progress_report.document.document import Document, Section
from progress_report.document.references import resolve_references
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.inputs.project import Project
from progress_report.model.cell_tags import NOTEBOOK_ONLY, PARAMETERS
from progress_report.model.fiscal_year import FiscalYear
from progress_report.rendering.html_page import TEMPLATE, rendered_page, report_resources
from progress_report.rendering.pdf_file import report_pdf

_LEFT_OUT = {NOTEBOOK_ONLY, PARAMETERS}


def main(year: str, out: str) -> None:
    """Write a year's ``report.html`` and ``report.pdf`` into a folder."""
    project = Project.here()
    params = read_params(project, FiscalYear.parse(year))
    with contextlib.chdir(project.root / "notebooks"):
        document = document_of(project, params)
    folder = Path(out)
    folder.mkdir(parents=True)
    (folder / "report.pdf").write_bytes(report_pdf(document, params.fonts, {}))
    resources = report_resources(document, params.fonts, params.theme, {}, ())
    (folder / "report.html").write_text(rendered_page([TEMPLATE], resources, params.fonts), encoding="utf-8")


def document_of(project: Project, params: Params) -> Document:
    """Return the numbered document of all sections, as a draft."""
    year = params.report.fiscal_year
    document = front_matter(params, {"fiscal_year": year.start})
    for section in params.report.sections:
        notebook = nbformat.from_dict(project.read_notebook(section.notebook))
        run_cells(notebook, {"fiscal_year": year.start})
        blocks = section_blocks(section.notebook, notebook)
        document.sections.append(Section(name=section.notebook, blocks=blocks))
    state_source_once(document)
    document.draft = draft_of(illustrative_reasons(params, document.blocks))
    number_blocks(document)
    resolve_references(document, whole=True)
    add_closing_sections(document, params)
    return document


def run_cells(notebook: nbformat.NotebookNode, namespace: dict[str, Any]) -> None:
    """Execute the code cells and set the block of each cell's last expression as its output."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or _LEFT_OUT.intersection(cell.metadata.get("tags", [])):
            continue
        statements = ast.parse(cell.source)
        last = statements.body.pop() if isinstance(statements.body[-1], ast.Expr) else None
        exec(compile(statements, cell.id, "exec"), namespace)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), cell.id, "eval"), namespace)
            if hasattr(shown, "_repr_mimebundle_"):
                cell["outputs"] = [{"data": shown._repr_mimebundle_()}]


if __name__ == "__main__":
    main(*sys.argv[1:])
