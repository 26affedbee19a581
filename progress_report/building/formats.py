"""The output formats: one module each, one line each here."""

from collections.abc import Callable

from nbformat import NotebookNode

from progress_report.building.html import ReportHtmlExporter
from progress_report.building.pdf import ReportPdfExporter
from progress_report.model.fonts import FontFamily

Render = Callable[[NotebookNode, FontFamily], bytes]


def _html(stitched: NotebookNode, fonts: FontFamily) -> bytes:
    page, _ = ReportHtmlExporter(fonts=fonts).from_notebook_node(stitched)
    return page.encode()


def _pdf(stitched: NotebookNode, fonts: FontFamily) -> bytes:
    return ReportPdfExporter(fonts=fonts).from_notebook_node(stitched)[0]


FORMATS: dict[str, Render] = {"html": _html, "pdf": _pdf}
