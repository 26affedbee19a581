"""``report.html``: one self-contained page, by nbconvert's template exporter (``--to progress_html``)."""

from typing import Any

from jinja2 import Environment
from nbconvert.exporters import TemplateExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from traitlets import default

from progress_report.inputs.project import Project
from progress_report.rendering.html_page import TEMPLATE, prepared, report_resources
from progress_report.rendering.report_exporter import COMPANIONS, DOCUMENT, OPEN_DATA, ReportExporter
from progress_report.rendering.self_contained import self_contained


class HtmlExporter(ReportExporter, TemplateExporter):  # type: ignore[misc]
    """An HTML page without scripts and requests, with embedded fonts."""

    file, title, label = "report.html", "HTML", "ウェブページ（HTML）"
    carries_record = as_often = True
    export_from_notebook = "報告書（HTML）"
    output_mimetype = "text/html"

    @default("template_name")
    def _default_template_name(self) -> str:
        return TEMPLATE

    @default("extra_template_basedirs")
    def _default_template_folders(self) -> list[str]:
        return [str(Project.here().templates)]

    def _create_environment(self) -> Environment:
        return prepared(super()._create_environment())

    def _preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        nb, resources = super()._preprocess(nb, resources)
        made = resources.get(OPEN_DATA, {}), resources.get(COMPANIONS, ())
        resources.update(report_resources(resources[DOCUMENT], self.fonts, self.theme, *made))
        return nb, resources

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and its resources. PublishingError for a character that the fonts lack."""
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return self_contained(page.lstrip("\r\n"), self.fonts), resources
