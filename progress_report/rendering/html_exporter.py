"""report.html as an nbconvert exporter: ``jupyter nbconvert --to progress-html``."""

from typing import Any

from jinja2 import Environment
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from progress_report.assembly.stitching import document_of
from progress_report.inputs.project import Project
from progress_report.rendering.document_exporter import DocumentExporter, without_cells
from progress_report.rendering.html_page import TEMPLATE, prepared, report_resources
from progress_report.rendering.self_contained import self_contained


class ReportHtmlExporter(DocumentExporter, TemplateExporter):  # type: ignore[misc]
    """Exports a single executed section notebook."""

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
        return prepared(super()._create_environment())

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and its resources. PublishingError for a character that the fonts lack."""
        given = {**(resources or {}), **report_resources(document_of(nb), self.fonts)}
        page, resources = super().from_notebook_node(without_cells(), given, **kw)
        return self_contained(page, self.fonts), resources
