"""The built PDF: both standards, correct structure, correct typesetting."""

import json
import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name

from progress_report.document.blocks import AnyBlock, Chart, Highlights, Paragraph, Table
from progress_report.document.files import read_document
from progress_report.document.runs import Text, runs_text
from progress_report.model.blocks import MIME_TYPE
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.rendering.pdf_exporter import PdfExporter
from progress_report.rendering.pdf_file import report_pdf
from tests.support.normal_text import normal
from tests.support.pdf_structure import Element, TaggedPdf
from tests.support.project_copy import Built
from tests.support.published import blocks
from tests.support.typesetting import CONTENTS_HEADING, broken_lines, font_names, ink_begins, lines_of
from tests.support.verapdf import validate

HEADER_HEIGHT, FOOTER_HEIGHT = 65, 60  # points at a page's edges that hold only header and footer
SIDE_MARGIN = 60


@pytest.fixture(scope="module")
def tagged(built: Built) -> TaggedPdf:
    return TaggedPdf.read(built.pdf)


@pytest.fixture(scope="module")
def headings(tagged: TaggedPdf) -> list[Element]:
    found = tagged.root.all("H1", "H2", "H3", "H4")
    assert [heading.text for heading in found].count(CONTENTS_HEADING) == 1
    return [heading for heading in found if heading.text != CONTENTS_HEADING]


@pytest.fixture(scope="module")
def searched(built: Built) -> str:
    """Return all words as a reader other than PDFium finds them."""
    done = subprocess.run(["pdftotext", "-raw", built.pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def level(heading: Element) -> int:
    return int(heading.tag[1])


def strip_of_pages(path: Path, bottom: float, height: float) -> list[str]:
    """Return the words of each page between two heights."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [
            normal(page.get_textpage().get_text_bounded(bottom=bottom, top=bottom + height)) for page in pdf
        ]


# ---- standards ----


# tests/promises/test_pdf_validation.py holds a small report to both.
@pytest.mark.parametrize("flavour", ["ua1", pytest.param("3a", marks=pytest.mark.long)])
def test_conforms(built: Built, flavour: str) -> None:
    assert validate(built.pdf, flavour) == []


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="1")


@pytest.mark.long
@pytest.mark.parametrize(
    ("flavour", "damage", "rule"), [("ua1", without_language, "7.2-"), ("3a", with_script, "6.5.1-1")]
)
def test_a_damaged_file_does_not_conform(
    built: Built, tmp_path: Path, flavour: str, damage: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    damaged = tmp_path / "damaged.pdf"
    with pikepdf.open(built.pdf) as pdf:
        damage(pdf)
        pdf.save(damaged)
    assert [failed for failed in validate(damaged, flavour) if failed.startswith(rule)]


def test_both_standards_are_declared(built: Built) -> None:
    with pikepdf.open(built.pdf) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "令和6年度 区のデジタル化に関する取組進捗について"
        assert str(pdf.Root.Lang).startswith("ja")
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def dates_of(content: bytes) -> set[str]:
    """Return the dates in a PDF's properties and metadata."""
    with pikepdf.open(BytesIO(content)) as pdf:
        listed = [str(value)[:10] for name, value in pdf.docinfo.items() if name.endswith("Date")]
        metadata = pdf.open_metadata()
        return {*listed, *(str(value)[:12] for name, value in metadata.items() if name.endswith("Date"))}


def test_metadata_have_the_date_of_the_report_or_none(built: Built) -> None:
    assert dates_of(built.pdf.read_bytes()) == set()
    assert "date" not in read_document(built.folder).record
    dated = read_document(built.folder)
    dated.record["date"] = "2024-09-12"
    assert dates_of(report_pdf(dated, noto_sans_cjk_jp())) == {"D:20240912", "2024-09-12T0"}


# ---- tables ----


@pytest.mark.parametrize(
    ("cell", "headers"),
    [
        ("241 (39.0%)", ["オンライン対応可能手続", "オンライン対応済手続数(割合)", "令和4年度"]),
        ("2,050", ["オンライン対応不可手続[※]", "手続数", "令和5年度"]),
        ("2,691", ["総手続数", "令和4年度"]),
        ("4,174,700 (96.0%)", ["オンライン対応済手続年間申請数(割合)", "合計", "令和4年度", "合計"]),
        (
            "1,699,957 (40.7%)",
            ["オンライン対応済手続年間申請数(割合)", "合計", "令和4年度", "内訳", "オンラインによる申請"],
        ),
        (
            "2,302,198 (55.8%)",
            ["オンライン対応済手続年間申請数(割合)", "合計", "令和5年度", "内訳", "紙による申請"],
        ),
        ("172,316 (4.0%)", ["オンライン未対応手続年間申請数(割合)", "令和4年度"]),
        ("4,386,348", ["年間総申請数", "令和5年度"]),
        ("2[※]", ["対象外予定手続数", "S(1,000件以上)"]),
        ("415", ["令和5年度末時点オンライン未対応手続数", "合計"]),
        ("95", ["令和6年度オンライン対応予定手続数", "合計"]),
        ("77%", ["進捗率", "中央電算(住民記録、住民税等)"]),
    ],
)
def test_a_cells_headers(tagged: TaggedPdf, cell: str, headers: list[str]) -> None:
    assert tagged.headers_of(tagged.cell(cell)) == headers


def test_stub_cells_are_row_headers_and_head_cells_column_headers(built: Built, tagged: TaggedPdf) -> None:
    tables = tagged.root.all("Table")
    documents = list(blocks(built.notebooks, Table))
    assert len(tables) == len(documents) == 4
    for table, block in zip(tables, documents, strict=True):
        wanted = [[cell.header for cell in row] for row in [*block.grid.head, *block.grid.body]]
        assert [[cell.scope.lower() for cell in row.children] for row in table.all("TR")] == wanted
        assert all((cell.tag == "TH") == bool(cell.scope) for cell in table.all("TH", "TD"))
        assert all(tagged.headers_of(cell) for cell in table.all("TD"))


def typeset(shown: list[AnyBlock], path: Path) -> Path:
    """Set a section of these blocks alone with the exporter."""
    outputs = [nbformat.v4.new_output("display_data", {MIME_TYPE: block.to_json()}) for block in shown]
    cells = [
        nbformat.v4.new_markdown_cell("# 見出し"),
        nbformat.v4.new_code_cell(outputs=outputs, execution_count=1),
    ]
    content, _ = PdfExporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))
    assert isinstance(content, bytes)
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def long_table(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set a report of one table that crosses two page ends."""
    table = list(blocks(built.notebooks, Table))[-1]
    table.grid.body *= 40
    return typeset([table], tmp_path_factory.mktemp("long") / "long.pdf")


def test_a_long_tables_head_is_repeated_on_each_page(long_table: Path) -> None:
    with pypdfium2.PdfDocument(long_table) as pdf:
        pages = [normal(page.get_textpage().get_text_bounded()) for page in pdf]
    with_rows = [page for page in pages if "パッケージの分離" in page]
    assert len(with_rows) >= 3
    assert [page.count("課題として残っている主な内容") for page in with_rows] == [1] * len(with_rows)
    assert TaggedPdf.read(long_table).root.text.count("課題として残っている主な内容") == 1


@pytest.mark.long
def test_a_long_table_conforms(long_table: Path) -> None:
    assert validate(long_table, "ua1") == []


# ---- headings, contents, page furniture ----


def test_bookmarks_are_the_headings(built: Built, headings: list[Element]) -> None:
    with pypdfium2.PdfDocument(built.pdf) as pdf:
        bookmarks = []
        for mark in pdf.get_toc():
            target = mark.get_dest()
            assert target is not None
            bookmarks.append((mark.level + 1, mark.get_title(), target.get_index()))
    shown = [(depth, normal(title), page) for depth, title, page in bookmarks]
    assert shown == [(level(h), normal(h.text), h.first_page) for h in headings]
    glued = [title for _, title, _ in bookmarks if re.match(r"([0-9]+|\([0-9]+\)|[①-⑳○])[^ 0-9]", title)]
    assert glued == []


def test_contents_give_the_right_pages(tagged: TaggedPdf, headings: list[Element]) -> None:
    entries = [normal(entry.text) for entry in tagged.root.all("TOCI")]
    assert entries == [f"{normal(h.text)}{h.first_page + 1}" for h in headings if level(h) <= 2]


def test_every_link_leads_into_the_document(built: Built) -> None:
    with pikepdf.open(built.pdf) as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == Name.Link]
        for link in links:
            target = link.get("/Dest") if "/Dest" in link else link.A.D
            place = names[str(target)] if isinstance(target, pikepdf.String) else target
            assert place is not None
            assert place[0].objgen in pages
        assert len(links) > 15


def test_pages_are_numbered(built: Built) -> None:
    feet = strip_of_pages(built.pdf, 0, FOOTER_HEIGHT)
    assert feet == [f"{number}/{len(feet)}" for number in range(1, len(feet) + 1)]


def test_running_headers_name_a_section_of_the_page(built: Built, headings: list[Element]) -> None:
    with pypdfium2.PdfDocument(built.pdf) as pdf:
        height = pdf[0].get_height()
    heads = strip_of_pages(built.pdf, height - HEADER_HEIGHT, HEADER_HEIGHT)
    assert heads[0] == ""
    sections = [(h.first_page, normal(h.text)) for h in headings if level(h) == 1]
    for page, head in enumerate(heads[1:], 1):
        before = [title for start, title in sections if start < page]
        here = before[-1:] + [title for start, title in sections if start == page]
        assert any(head.endswith(title) for title in here), (page + 1, head)
        assert head.startswith(normal("【案】令和6年度 区のデジタル化に関する取組進捗について"))


# ---- characters and fonts ----


def test_the_words_are_in_the_two_fonts(built: Built) -> None:
    assert font_names(built.pdf) == {"NotoSansCJKjp-Regular", "NotoSansCJKjp-Bold"}


def test_no_character_is_a_radical_or_unknown(tagged: TaggedPdf, searched: str, built: Built) -> None:
    with pypdfium2.PdfDocument(built.pdf) as pdf:
        seen = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    for text in (searched, seen, tagged.root.text):
        assert re.findall("[\u2e80-\u2fdf\ufffd\ue000-\uf8ff]", text) == []


def test_all_marked_content_is_in_the_structure(tagged: TaggedPdf) -> None:
    assert tagged.orphans == ()


# ---- charts ----


def test_alternatives_are_the_documents(built: Built, tagged: TaggedPdf) -> None:
    figures = [figure.alternative for figure in tagged.root.all("Figure")]
    assert figures == [runs_text(chart.alternative) for chart in blocks(built.notebooks, Chart)]
    assert all(len(alternative) > 20 for alternative in figures)
    assert len(figures) == 10


def test_the_words_in_charts_can_be_searched(built: Built, searched: str) -> None:
    text = normal(searched)
    for picture in blocks(built.notebooks, Chart):
        words = [
            "".join(t.itertext())
            for t in ElementTree.fromstring(picture.svg).iter()
            if t.tag.endswith("}text")
        ]
        assert words, runs_text(picture.alternative)
        assert [word for word in words if normal(word) not in text] == [], runs_text(picture.alternative)


# ---- lines ----

LONGEST_LINE = 46  # characters


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.long)])
def test_no_line_breaks_wrongly_wherever_it_ends(built: Built, tmp_path: Path, step: int) -> None:
    """Each paragraph is shifted by a character at a time, so that a line ends at each position."""
    shown: list[AnyBlock] = [
        paragraph.model_copy(update={"content": [Text(text="前" * pushed), *paragraph.content]})
        for paragraph in blocks(built.notebooks, Paragraph)
        for pushed in range(1, LONGEST_LINE + 1, step)
    ]
    tagged = TaggedPdf.read(typeset(shown, tmp_path / "pushed.pdf"))
    assert broken_lines(lines_of(tagged)) == []


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("241", "手続から", True),
        ("1,699", ",957件", True),
        ("40.7", "%から", True),
        ("令和6", "年度", True),
        ("増加している", "。", True),
        ("デ", "ータ", True),
        ("シ", "ステム", False),
        ("準備（", "第1回", True),
        ("241手続", "から", False),
    ],
)
def test_what_counts_as_a_broken_line(before: str, after: str, error: bool) -> None:
    assert bool(broken_lines(iter([[before, after]]))) is error


def test_nothing_is_printed_outside_the_type_area(built: Built, tagged: TaggedPdf) -> None:
    with pypdfium2.PdfDocument(built.pdf) as pdf:
        width, height = pdf[0].get_size()
    outside = [
        glyph
        for glyph in tagged.root.glyphs
        if not SIDE_MARGIN < ink_begins(glyph) < width - SIDE_MARGIN
        or not FOOTER_HEIGHT < glyph.baseline < height - HEADER_HEIGHT
    ]
    assert outside == []


def test_no_text_is_too_small_to_read(tagged: TaggedPdf) -> None:
    """Including the words of charts, even of a chart narrowed for its page."""
    assert min(glyph.size for glyph in tagged.root.glyphs if not glyph.character.isspace()) >= 7.99


def test_the_build_record_is_embedded(built: Built) -> None:
    record = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))["record"]
    with pikepdf.open(built.pdf) as pdf:
        held = json.loads(pdf.attachments["record.json"].get_file().read_bytes())
    assert record == held


def test_the_key_figures_have_a_page_of_their_own_before_the_sections(
    built: Built, tagged: TaggedPdf, headings: list[Element]
) -> None:
    (summary,) = (heading for heading in headings if normal(heading.text) == "報告のポイント")
    following = headings[headings.index(summary) + 1]
    assert following.first_page == summary.first_page + 1
    with pypdfium2.PdfDocument(built.pdf) as document:
        text = normal(document[summary.first_page].get_textpage().get_text_range())
    (block,) = blocks(built.notebooks, Highlights)
    for row in block.grid.body:
        for cell in row:
            assert normal(runs_text(cell.content)) in text
