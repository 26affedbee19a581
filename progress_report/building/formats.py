"""The output formats: one module each, one line each here."""

from collections.abc import Callable

from nbformat import NotebookNode

from progress_report.building.build_options import LARGE_PRINT
from progress_report.building.html_page import report_page
from progress_report.building.pdf_file import report_pdf
from progress_report.building.stitching import document_of, shared_document
from progress_report.building.text_edition import report_text
from progress_report.model.fonts import FontFamily

Render = Callable[[NotebookNode, FontFamily], bytes]


def _html(stitched: NotebookNode, fonts: FontFamily) -> bytes:
    return report_page(document_of(stitched), fonts).encode()


def _pdf(stitched: NotebookNode, fonts: FontFamily) -> bytes:
    return report_pdf(shared_document(stitched), fonts)


def _large_print(stitched: NotebookNode, fonts: FontFamily) -> bytes:
    return report_pdf(shared_document(stitched), fonts, large_print=True)


def _txt(stitched: NotebookNode, fonts: FontFamily) -> bytes:
    """UTF-8 with a byte order mark, so that whatever opens it knows."""
    return report_text(shared_document(stitched)).encode("utf-8-sig")


FORMATS: dict[str, Render] = {"html": _html, "pdf": _pdf, "txt": _txt, LARGE_PRINT: _large_print}
