"""``report.md``: a third party's format, in one module, one template and one entry point."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from progress_report.document.document import Document
from progress_report.document.runs import runs_text
from progress_report.rendering.report_exporter import ReportExporter


class MarkdownExporter(ReportExporter):
    """Exports the report's words as Markdown."""

    file, title, label = "report.md", "Markdown", "Markdown（試作）"
    export_from_notebook = "報告書（Markdown）"
    output_mimetype = "text/markdown"

    def render(self, document: Document, resources: Mapping[str, Any]) -> str:
        environment = Environment(loader=FileSystemLoader(Path(__file__).parent), trim_blocks=True)
        environment.filters["plain"] = runs_text
        return environment.get_template("report.md.j2").render(report=document)
