"""The output formats: one module each, one line each here."""

from collections.abc import Callable

from nbformat import NotebookNode

from progress_report.building.html_page import report_page
from progress_report.building.pdf_file import report_pdf
from progress_report.building.stitching import document_of, shared_document
from progress_report.model.fonts import FontFamily

Render = Callable[[NotebookNode, FontFamily], bytes]


def _html(stitched: NotebookNode, fonts: FontFamily) -> bytes:
    return report_page(document_of(stitched), fonts).encode()


def _pdf(stitched: NotebookNode, fonts: FontFamily) -> bytes:
    return report_pdf(shared_document(stitched), fonts)


FORMATS: dict[str, Render] = {"html": _html, "pdf": _pdf}
