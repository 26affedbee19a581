"""References such as 「表3」 in sentences: numbered once the order is known, links in both formats.

A name that nothing has is an error.
"""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from progress_report.assembly.stitching import bare_front, stitch
from progress_report.authoring.display import Displayed
from progress_report.authoring.wording import compose, heading, say
from progress_report.document.blocks import Paragraph as DocumentParagraph
from progress_report.document.document import Document
from progress_report.document.runs import Runs, runs_text
from progress_report.document.written import runs_of
from progress_report.inputs.params.theme import Theme
from progress_report.model.blocks import Block, Chart, Paragraph
from progress_report.model.findings import NotebookError
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.model.grid import Grid, TableCell
from progress_report.model.inline import Inline, plain_text, text
from progress_report.model.quantity import Parameter
from progress_report.provenance.ledger import ledger_rows
from progress_report.rendering.html_page import TEMPLATE, rendered_page, report_resources
from progress_report.rendering.numeral_check import (
    pdf_numerals,
    require_as_often,
    require_no_orphans,
)
from progress_report.rendering.pdf_file import report_pdf
from tests.assembly.test_stitching import notebook_of, table
from tests.support.html_text import read_page

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z"/></svg>'
PROSE = Parameter("params/2024.yaml", 24, "sections.0.prose.outlook")
REFERRING = "対応は{表:second}、推移は{図：drawn}のとおり。初めは{表:first}にある。"


def chart(name: str) -> Chart:
    grid = Grid([[TableCell(text("項目"), "column")]], [[TableCell(text("あ"), "row")]], 1, ("left",))
    return Chart(
        name=name, title=text("図の題"), svg=SVG, labels=(), alternative=text("棒グラフ。"), values=grid
    )


def document(*shown: Block | str, whole: bool = True) -> Document:
    front = bare_front().model_copy(update={"title": runs_of(text("報告"))})
    return stitch(front, [("section", notebook_of(*shown))], whole=whole).document


def page_of(made: Document) -> str:
    fonts = noto_sans_cjk_jp()
    return rendered_page([TEMPLATE], report_resources(made, fonts, Theme(), {}, ()), fonts)


def paragraph(made: Document) -> Runs:
    """Return the words of the paragraph after the heading."""
    block = made.sections[0].blocks[1]
    assert isinstance(block, DocumentParagraph)
    return block.content


def prose(text: str, source: Parameter | None = PROSE) -> Paragraph:
    return Paragraph(compose(text, {}, source))


REPORT = ("# 章", prose(REFERRING), table("first"), table("second"), chart("drawn"))


def test_a_name_becomes_the_number_it_has_in_the_report() -> None:
    assert runs_text(paragraph(document(*REPORT))) == "対応は表2、推移は図1のとおり。初めは表1にある。"


def test_a_notebook_refers_as_prose_does() -> None:
    assert plain_text(say("{表:first}のとおり。").block.content) == "〔表: first〕のとおり。"  # type: ignore[attr-defined]
    content = paragraph(document("# 章", say("{表:first}のとおり。").block, table("first")))
    assert [run.text for run in content] == ["表1", "のとおり。"]


def test_the_page_prints_it_as_a_link() -> None:
    page = page_of(document(*REPORT))
    links = [link for link in read_page(page).all("a") if "reference" in link.classes]
    assert [(link.text(), link.attributes["href"]) for link in links] == [
        ("表2", "#table-second"),
        ("図1", "#chart-drawn"),
        ("表1", "#table-first"),
    ]


def test_the_pdf_prints_it_as_a_link() -> None:
    pdf = report_pdf(document(*REPORT), noto_sans_cjk_jp())
    with pypdfium2.PdfDocument(pdf) as opened:
        text = "".join(page.get_textpage().get_text_range() for page in opened)
    assert "対応は表2、推移は図1のとおり。初めは表1にある。" in text.replace(" ", "").replace("\r\n", "")
    with pikepdf.open(BytesIO(pdf)) as opened:
        links = [one for page in opened.pages for one in page.get("/Annots", []) if one.Subtype == "/Link"]
    assert len(links) >= 3


def test_its_digits_have_a_source_and_are_in_both_formats() -> None:
    made = document(*REPORT)
    pdf = report_pdf(made, noto_sans_cjk_jp())
    require_as_often(require_no_orphans(page_of(made)), pdf_numerals(pdf), "report.pdf", "PDF")
    rows = [(row.printed, row.kind) for row in ledger_rows(made) if row.place == "本文"]
    assert rows == [("表2", "structural"), ("図1", "structural"), ("表1", "structural")]


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("{表:absent}", "表「absent」がありません。", "この報告書にある表の名前（first、second）"),
        ("{図:absent}", "図「absent」がありません。", "この報告書にある図の名前（drawn）"),
        ("{図:first}", "「first」は図ではなく表です。", "{表:first} と書いてください。"),
    ],
)
def test_a_name_that_nothing_has_is_reported_with_its_place(text: str, message: str, remedy: str) -> None:
    with pytest.raises(NotebookError) as caught:
        document("# 章", prose(text), *REPORT[2:])
    (finding,) = caught.value.findings
    assert finding.message == message
    assert remedy in finding.remedy
    assert (finding.file, finding.row, finding.column) == (PROSE.file, PROSE.line, PROSE.name)


def test_in_a_notebook_it_is_reported_with_the_notebook() -> None:
    with pytest.raises(NotebookError) as caught:
        document("# 章", say("{図:absent}のとおり。").block)
    assert caught.value.findings[0].file == "notebooks/section.ipynb"


def test_a_section_alone_says_that_the_table_is_elsewhere() -> None:
    content = paragraph(document("# 章", prose("{表:absent}のとおり。"), whole=False))
    assert runs_text(content) == "別の節の表のとおり。"


@pytest.mark.parametrize("text", ["{表:}", "{表}", "{注:a}", "{表:12}", "{表:a b}"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="差し込"):
        compose(text, {})


def test_a_heading_refers_to_nothing() -> None:
    """Headings are printed in the table of contents, where each already is a link."""
    with pytest.raises(ValueError, match="見出しから表・図を参照することはできません"):
        heading("## {表:first}について")


def test_jupyter_shows_what_is_meant() -> None:
    shown: Inline = compose("{図:drawn}のとおり。", {})
    bundle = Displayed(Paragraph(shown))._repr_mimebundle_()
    assert "〔図: drawn〕のとおり。" in bundle["text/html"]
