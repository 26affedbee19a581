"""nbconvert's exporters give, byte for byte, the pages that a build renders without nbconvert."""

from progress_report.building.formats import RENDERED, TYPESET
from progress_report.building.html import ReportHtmlExporter
from progress_report.building.pdf import ReportPdfExporter
from progress_report.building.stitching import stitch
from progress_report.model.fonts import noto_sans_cjk_jp
from tests.building.test_stitching import FRONT, notebook_of

STITCHED = stitch(FRONT, [("one", notebook_of("# 節\n\n本文。", "## 小節"))])


def test_html() -> None:
    page, _ = ReportHtmlExporter().from_notebook_node(STITCHED)
    assert page.encode() == RENDERED["html"](STITCHED, noto_sans_cjk_jp())


def test_pdf() -> None:
    content, resources = ReportPdfExporter().from_notebook_node(STITCHED)
    assert content == TYPESET["pdf"](STITCHED, noto_sans_cjk_jp())
    assert resources["output_extension"] == ".pdf"
