"""The output formats: one module each, one line each here."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from progress_report.build_options import LARGE_PRINT, OUTPUTS
from progress_report.document.document import Document
from progress_report.model.fonts import FontFamily
from progress_report.rendering.html_page import report_page
from progress_report.rendering.pdf_file import report_pdf
from progress_report.rendering.text_edition import report_text

Render = Callable[[Document, FontFamily], bytes]
Rendering = Callable[[], dict[str, bytes]]


def _html(document: Document, fonts: FontFamily) -> bytes:
    return report_page(document, fonts).encode()


def _pdf(document: Document, fonts: FontFamily) -> bytes:
    return report_pdf(document, fonts)


def _large_print(document: Document, fonts: FontFamily) -> bytes:
    return report_pdf(document, fonts, large_print=True)


def _txt(document: Document, fonts: FontFamily) -> bytes:
    """UTF-8 with a byte order mark, so that whatever opens it knows."""
    return report_text(document).encode("utf-8-sig")


# In the order of how long they take, the longest first. Typesetting begins threads.
TYPESET: dict[str, Render] = {"pdf": _pdf, LARGE_PRINT: _large_print}
RENDERED: dict[str, Render] = {"html": _html, "txt": _txt}


def renderings(
    formats: Mapping[str, Render], names: Collection[str], document: Document, fonts: FontFamily
) -> list[Rendering]:
    """What makes the file of each of these formats that is among the names, in the formats' order."""
    return [
        partial(_rendered, OUTPUTS[name].file, render, document, fonts)
        for name, render in formats.items()
        if name in names
    ]


def _rendered(file: str, render: Render, document: Document, fonts: FontFamily) -> dict[str, bytes]:
    return {file: render(document, fonts)}
