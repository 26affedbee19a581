"""report.html: an nbconvert exporter that renders the document through ``templates/html``."""

import json
import re
from html import unescape
from typing import Any

from jinja2 import Environment, StrictUndefined
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from progress_report.building.compiled_templates import CompiledTemplates
from progress_report.building.document_exporter import DocumentExporter, without_cells
from progress_report.building.html_charts import traced_svg
from progress_report.building.html_runs import html_runs, html_structural, plain_runs
from progress_report.building.html_tables import linked_rows
from progress_report.building.ledger import rows_by_block
from progress_report.building.stitching import Json, document_of
from progress_report.building.web_fonts import font_faces
from progress_report.inputs.project import Project
from progress_report.model.blocks import SAMPLE_STAMP

TEMPLATE = "html"
LONGEST_TITLE = 40
FONT_FACES = "/* font faces */"
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_COMPILED = CompiledTemplates()


class ReportHtmlExporter(DocumentExporter, TemplateExporter):  # type: ignore[misc]
    """One self-contained page: no script, no request, its own fonts.

    Takes a stitched notebook, or a single executed section notebook.
    """

    export_from_notebook = "Progress report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _default_file_extension(self) -> str:
        return ".html"

    @default("template_name")
    def _default_template_name(self) -> str:
        return TEMPLATE

    @default("extra_template_basedirs")
    def _default_template_folders(self) -> list[str]:
        return [str(Project.here().templates)]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.autoescape = True
        environment.trim_blocks = environment.lstrip_blocks = True
        environment.undefined = StrictUndefined
        environment.bytecode_cache = _COMPILED
        environment.filters |= {
            "compact_json": _compact_json,
            "linked": linked_rows,
            "plain": plain_runs,
            "runs": html_runs,
            "structural": html_structural,
            "traced_svg": traced_svg,
        }
        return environment

    def view(self, document: Json, notebook: NotebookNode) -> dict[str, Any]:
        """What the template is given beside the document."""
        return {"sources": _give_sources(document)}

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page and its resources. PublishingError for a character that the fonts lack."""
        resources = dict(resources or {})
        document = document_of(nb)
        resources["report"] = document
        resources |= self.view(document, nb)
        resources["stamp"] = SAMPLE_STAMP
        resources["font_family"] = self.fonts.name
        resources["font_faces"] = FONT_FACES
        page, resources = super().from_notebook_node(without_cells(), resources, **kw)
        return page.replace(FONT_FACES, font_faces(self.fonts, _shown_text(page)), 1), resources


def _give_sources(document: Json) -> list[Json]:
    """The entries of the appendix 数値の出典; each block with numbers is told where its entry stands."""
    entries: list[Json] = []
    for block, rows in rows_by_block(document):
        if "type" in block:
            block["source"] = f"source-{len(entries) + 1}"
            entries.append(
                {
                    "anchor": block["source"],
                    "title": _entry_title(block),
                    "rows": rows,
                    "cell": block.get("cell"),
                }
            )
    return entries


def _entry_title(block: Json) -> str:
    """「表1 オンライン対応状況」, or the beginning of the block's words."""
    if "number" in block:
        return f"{block['number']} {plain_runs(block.get('title') or block['content'])}"
    words = plain_runs(block.get("content") or block.get("title") or block["items"][0])
    return words if len(words) <= LONGEST_TITLE else f"{words[:LONGEST_TITLE]}…"


def _compact_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _shown_text(page: str) -> str:
    """The characters that a browser would have to draw, each once.

    The style sheet is read too: generated content (markers, arrows) stands in it.
    """
    return "".join(sorted(set(unescape(_MARKUP.sub("", page)))))
