"""Every format of one document, which rendering leaves as it is."""

from progress_report.assembly.stitching import bare_front, stitch
from progress_report.model.blocks import Paragraph
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.model.grid import TableNote
from progress_report.model.inline import literal, text
from progress_report.model.quantity import Parameter
from progress_report.open_data.published_tables import document_data
from progress_report.registry import installed_formats
from progress_report.rendering.formats import exporters, renderings
from tests.assembly.test_stitching import notebook_of, table

NOTEBOOK = notebook_of(
    "# 節\n\n本文。",
    Paragraph(literal("302件", Parameter("params/2024.yaml", 7, "prose"))),
    table("t", TableNote("n", text("説明")), mark="n"),
    "## 小節",
)


def test_rendering_leaves_the_document_as_it_is() -> None:
    stitched = stitch(bare_front(), [("section", NOTEBOOK)], whole=False)
    before = stitched.document.model_copy(deep=True)
    data = document_data(stitched.document)
    formats = [name for name in installed_formats() if name != "points"]  # a single section has no points
    typeset, others = renderings(exporters(formats, noto_sans_cjk_jp()), stitched, data)
    files = {name: content for job in (*typeset, *others) for name, content in job().items()}
    assert 'popovertarget="origin-1"' in files["report.html"].decode(), "where the number comes from"
    assert sorted(files) == [
        "figures.zip",
        "report-large-print.pdf",
        "report.docx",
        "report.html",
        "report.pdf",
        "report.txt",
    ]
    assert stitched.document == before
