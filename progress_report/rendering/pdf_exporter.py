"""report.pdf as an nbconvert exporter: ``jupyter nbconvert --to progress-pdf``."""

from typing import Any

from nbformat import NotebookNode
from traitlets import default

from progress_report.assembly.stitching import document_of
from progress_report.rendering.document_exporter import DocumentExporter, without_cells
from progress_report.rendering.pdf_file import report_pdf


class ReportPdfExporter(DocumentExporter):
    """Exports a single executed section notebook."""

    export_from_notebook = "Progress report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _default_file_extension(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF's bytes and the resources. PublishingError where it cannot be set."""
        _, resources = super().from_notebook_node(without_cells(), resources, **kw)
        return report_pdf(document_of(nb), self.fonts), resources
