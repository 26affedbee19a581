"""nbconvert's exporters give, byte for byte, the pages that a build renders without nbconvert."""

from progress_report.assembly.stitching import document_of
from progress_report.model.blocks import Paragraph
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.model.grid import TableNote
from progress_report.model.inline import stated, words
from progress_report.model.quantity import Parameter
from progress_report.rendering.formats import RENDERED, TYPESET
from progress_report.rendering.html_exporter import ReportHtmlExporter
from progress_report.rendering.pdf_exporter import ReportPdfExporter
from tests.assembly.test_stitching import notebook_of, table

NOTEBOOK = notebook_of(
    "# 節\n\n本文。",
    Paragraph(stated("302件", Parameter("params/2024.yaml", 7, "prose"))),
    table("t", TableNote("n", words("説明")), mark="n"),
    "## 小節",
)


def test_html() -> None:
    page, _ = ReportHtmlExporter().from_notebook_node(NOTEBOOK)
    assert page.encode() == RENDERED["html"](document_of(NOTEBOOK), noto_sans_cjk_jp())
    assert 'href="#source-1"' in page, "where the number comes from"


def test_pdf() -> None:
    content, resources = ReportPdfExporter().from_notebook_node(NOTEBOOK)
    assert content == TYPESET["pdf"](document_of(NOTEBOOK), noto_sans_cjk_jp())
    assert resources["output_extension"] == ".pdf"


def test_rendering_leaves_the_document_as_it_is() -> None:
    document = document_of(NOTEBOOK)
    before = document.model_copy(deep=True)
    for render in (*RENDERED.values(), *TYPESET.values()):
        render(document, noto_sans_cjk_jp())
    assert document == before
