"""report.docx: readable by Word and LibreOffice, with the same content as the other formats."""

import io
import re
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import docx
import pypdfium2
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from progress_report.document.blocks import Chart, Highlights, Paragraph, Table
from progress_report.document.document import Document, walk
from progress_report.document.files import read_document
from progress_report.document.grids import Grid, GridCell
from progress_report.document.origins import ProseOrigin
from progress_report.document.runs import Number, runs_text
from progress_report.inputs.params.theme import Theme
from progress_report.model.findings import ReportError
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp
from progress_report.provenance.embedded import WORD_NAMESPACE, WORD_PART, embedded_record
from progress_report.rendering.numeral_check import require_of_ledger
from progress_report.rendering.word.column_widths import PADDING, column_widths
from progress_report.rendering.word.word_exporter import WordExporter
from progress_report.rendering.word.word_file import report_docx
from progress_report.stitched_report import require_traced
from tests.output.test_source_text import missing
from tests.support.normal_text import normal
from tests.support.project_copy import Built
from tests.support.source_text import Unit, units
from tests.support.writer import as_pdf

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EDGE = 62  # points at a page's upper and lower edge that hold its header or number
STAMP = "【サンプルデータ（架空）】"


class Read:
    """A document, its Word file, and that file as read by python-docx."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.content = report_docx(document, noto_sans_cjk_jp(), Theme())
        self.word: WordFile = docx.Document(io.BytesIO(self.content))
        self.parts = parts(self.content)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(paragraph: WordParagraph) -> str:
    """Return all text, including that of controls and links, which python-docx skips."""
    return "".join(one.text or "" for one in paragraph._p.iter(qn("w:t")))


@pytest.fixture(scope="module")
def of_2024(built: Built) -> Read:
    return Read(read_document(built.folder))


@pytest.fixture(scope="module")
def of_2025(built_2025: Built) -> Read:
    return Read(read_document(built_2025.folder))


def _pieces(read: Read) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for block in read.word.iter_inner_content():
        if isinstance(block, WordTable):
            for cell in block._tbl.iter(qn("w:tc")):
                lines = (words_of(WordParagraph(one, block)) for one in cell.iter(qn("w:p")))
                found.append((normal("".join(lines)), True))
        elif block.style is not None and not (block.style.name or "").startswith("toc"):
            found.append((normal(words_of(block)), False))
    return found


def test_every_unit_of_the_source_in_order(of_2024: Read) -> None:
    assert missing(units(), _pieces(of_2024)) == []


def test_numerals_are_those_of_the_ledger(
    built: Built, built_2025: Built, of_2024: Read, of_2025: Read
) -> None:
    for folder, read in ((built.folder, of_2024), (built_2025.folder, of_2025)):
        ledger = (folder / "ledger.csv").read_text(encoding="utf-8-sig")
        require_of_ledger(WordExporter().numerals(read.content), ledger, "report.docx", "Word")


def test_a_build_of_word_alone_is_held_to_the_ledger(built: Built, of_2024: Read) -> None:
    ledger = (built.folder / "ledger.csv").read_bytes()
    outputs = {"report.docx": of_2024.content, "ledger.csv": ledger}
    assert require_traced(of_2024.document, outputs, [WordExporter()]) is None
    outputs["ledger.csv"] = ledger.replace(b"302", b"303")
    with pytest.raises(ReportError, match="302"):
        require_traced(of_2024.document, outputs, [WordExporter()])


def test_the_same_bytes_twice(of_2024: Read) -> None:
    assert report_docx(of_2024.document, noto_sans_cjk_jp(), Theme()) == of_2024.content
    with zipfile.ZipFile(io.BytesIO(of_2024.content)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_styles_are_words_own(of_2024: Read) -> None:
    styles = {one.style.name for one in of_2024.word.paragraphs if one.style is not None}
    wanted = {"Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Body Text", "Caption", "注"}
    assert wanted <= styles
    used = {one.get(qn("w:val")) for one in of_2024.word.element.iter(qn("w:pStyle"), qn("w:rStyle"))}
    assert used <= {one.style_id for one in of_2024.word.styles}
    headings = [block for block in of_2024.document.blocks if block.type == "heading"]
    shown = [one for one in of_2024.word.paragraphs if (one.style.name or "").startswith("Heading")]  # type: ignore[union-attr]
    assert [(one.style.name or "")[-1] for one in shown] == [str(one.level) for one in headings]  # type: ignore[union-attr]


def test_fonts_language_and_paper(of_2024: Read) -> None:
    for style in of_2024.word.styles:
        fonts = style.element.find(f".//{qn('w:rFonts')}")
        if fonts is not None:
            assert fonts.get(qn("w:eastAsia")) in ("游明朝", "游ゴシック"), style.name
            assert not [name for name in fonts.attrib if "Theme" in name], "a theme's font would win"
    (language,) = of_2024.word.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:eastAsia")) == "ja-JP"
    assert of_2024.word.core_properties.language == "ja-JP"
    assert of_2024.word.core_properties.title == runs_text(of_2024.document.title)
    section = of_2024.word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert "updateFields" not in of_2024.parts["word/settings.xml"].decode(), "Word would ask on opening"
    assert b"Macintosh" not in b"".join(of_2024.parts.values())
    assert not [name for name in of_2024.parts if "thumbnail" in name]


def test_a_theme_sets_paper_and_fonts(of_2024: Read) -> None:
    usual = noto_sans_cjk_jp()
    fonts = FontFamily("見本ゴシック", usual.regular, usual.bold)
    word = docx.Document(io.BytesIO(report_docx(of_2024.document, fonts, Theme(paper="B5"))))
    assert round(word.sections[0].page_width.mm) == 182  # type: ignore[union-attr]
    found = {one.get(qn("w:eastAsia")) for one in word.styles.element.iter(qn("w:rFonts"))}
    assert found == {"見本ゴシック"}
    section: Any = word.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert all(shape.width <= room for shape in word.inline_shapes)
    for table in word.tables:
        assert sum(column.width or 0 for column in table.columns) <= room + 20 * 635


def test_tables_have_headers_merges_and_alignment(of_2024: Read, of_2025: Read) -> None:
    for read in (of_2024, of_2025):
        grids = [block for block in read.document.blocks if isinstance(block, Table)]
        cards = sum(isinstance(block, Highlights) for block in read.document.blocks)
        tables = [one for one in read.word.tables if one._tbl.findall(f".//{qn('w:tblHeader')}")]
        assert len(tables) == len(grids) == len(read.word.tables) - cards
        for block, table in zip(grids, tables, strict=True):
            rows = table._tbl.findall(qn("w:tr"))
            headers = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows]
            assert headers == [True] * len(block.grid.head) + [False] * len(block.grid.body)
            caption = table._tbl.tblPr.find(qn("w:tblCaption"))
            assert caption.get(qn("w:val")).startswith(runs_text(block.title)[:4])
            for placed in block.grid.placed().cells:
                cell = table.cell(placed.row, placed.column)
                shown = [normal(words_of(one)) for one in cell.paragraphs]
                assert normal(runs_text(placed.cell.content)).split("※")[0] in shown[0], block.number
                last = table.cell(placed.rows.stop - 1, placed.columns.stop - 1)
                assert last._tc is cell._tc, "merged cells are one"
                wanted = placed.cell.alignment
                assert cell.paragraphs[0].alignment.xml_value == wanted


def test_no_column_breaks_a_numeral() -> None:
    number = Number(text="4,347,016", id="q" + 12 * "0")
    cell = GridCell(
        content=[number], items=[], header="", alignment="right", columns=1, rows=1, emphasis=False
    )
    for columns in (2, 5, 9):
        grid = Grid(head=[[cell] * columns], body=[[cell] * columns], stub_columns=0, weights=[0] * columns)
        widths, size = column_widths(grid, 441)
        assert sum(widths) == pytest.approx(441)
        assert min(widths) > 9 * 0.62 * size + 2 * PADDING


def test_pictures_have_alternative_texts_and_300_pixels_an_inch(of_2024: Read, of_2025: Read) -> None:
    for read in (of_2024, of_2025):
        drawn = [one for _, one in walk(read.document) if hasattr(one, "alternative")]
        shapes = list(read.word.inline_shapes)
        assert [one._inline.docPr.get("descr") for one in shapes] == [
            runs_text(one.alternative) for one in drawn
        ]
        assert len({one._inline.docPr.get("id") for one in shapes}) == len(shapes)
        assert any(isinstance(one, Chart) for one in drawn)
        for shape in shapes:
            image = read.word.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
            pixels = int.from_bytes(image.blob[16:20])
            assert pixels / shape.width.inches == pytest.approx(300, rel=0.01)


def test_the_contents_are_filled_in_and_lead_to_the_headings(of_2024: Read) -> None:
    marks = {one.get(qn("w:name")) for one in of_2024.word.element.iter(qn("w:bookmarkStart"))}
    assert len(marks) == len(list(of_2024.word.element.iter(qn("w:bookmarkStart"))))
    links = [one.get(qn("w:anchor")) for one in of_2024.word.element.iter(qn("w:hyperlink"))]
    assert links and set(links) <= marks
    listed = [words_of(one) for one in of_2024.word.paragraphs if (one.style.name or "").startswith("toc")]  # type: ignore[union-attr]
    headings = [
        words_of(one)
        for one in of_2024.word.paragraphs
        if one.style is not None and one.style.name in ("Heading 1", "Heading 2", "Heading 3")
    ]
    assert listed == headings


def test_pages_have_title_draft_and_number(of_2024: Read, of_2025: Read) -> None:
    section = of_2024.word.sections[0]
    assert words_of(section.header.paragraphs[0]) == f"【案】{runs_text(of_2024.document.title)}"
    assert words_of(section.first_page_header.paragraphs[0]) == ""
    assert " PAGE " in section.footer._element.xml and " PAGE " in section.first_page_footer._element.xml
    section = of_2025.word.sections[0]
    for header in (section.header, section.first_page_header):
        assert words_of(header.paragraphs[0]).count(STAMP) == 1


def test_what_is_made_from_invented_data_is_stamped(of_2024: Read) -> None:
    stamped = [words_of(one) for one in of_2024.word.paragraphs if words_of(one).endswith(STAMP)]
    wanted = [
        block
        for block in of_2024.document.blocks
        if block.illustrative and isinstance(block, Table | Paragraph)
    ]
    assert len(stamped) == len(wanted)
    drawn = [block for block in of_2024.document.blocks if block.illustrative and isinstance(block, Chart)]
    assert drawn and all(STAMP.strip("【】") in block.svg for block in drawn)


def test_prose_computed_sentences_and_numbers_are_slots(of_2024: Read) -> None:
    base = fromstring(of_2024.parts[WORD_PART])
    slots = {one.get("bookmark"): one for one in base.iter(f"{{{WORD_NAMESPACE}}}slot")}
    root = fromstring(of_2024.parts["word/document.xml"])
    marked: dict[str, str] = {}
    parents = {child: parent for parent in root.iter() for child in parent}
    for control in root.iter(f"{_W}sdt"):
        assert parents[control].tag in (f"{_W}p", f"{_W}sdtContent"), "never block-level"
        assert control.find(f".//{_W}lock") is None
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        siblings = list(parents[control])
        start = siblings[siblings.index(control) - 1]
        assert tag is not None and len(tag.get(f"{_W}val", "")) <= 64
        name = start.get(f"{_W}name", "")
        said = "".join(
            "\n" if one.tag == f"{_W}br" else (one.text or "") if one.tag == f"{_W}t" else ""
            for one in control.iter()
        )
        assert slots[name].get("tag") == tag.get(f"{_W}val")
        assert slots[name].findtext(f"{{{WORD_NAMESPACE}}}printed") == said
        marked[name] = said
    assert marked.keys() == slots.keys()
    origins = [one for _, one in walk(of_2024.document) if isinstance(one, ProseOrigin)]
    prose = [one for one in slots.values() if one.get("kind") == "p"]
    found = Counter((one.get("section"), one.get("name"), one.get("index")) for one in prose)
    assert found == Counter((one.section, one.name, str(one.index)) for one in origins)
    templates = [one.findtext(f"{{{WORD_NAMESPACE}}}template") for one in prose]
    assert Counter(templates) == Counter(one.template for one in origins)
    kinds = Counter(one.get("kind") for one in slots.values())
    assert kinds["q"] > 100 and kinds["d"] > 40 and kinds["c"] > 40


def test_the_record_and_the_digest_of_the_base_are_carried(of_2024: Read) -> None:
    assert embedded_record(of_2024.content, "report.docx") == of_2024.document.record
    digest = sha256(of_2024.parts[WORD_PART]).hexdigest()
    assert digest in of_2024.parts["docProps/custom.xml"].decode()
    for damaged in (b"PK", b"", of_2024.content[:5000], _with_dtd(of_2024.content)):
        with pytest.raises(ReportError, match="作成記録がないか、読めません"):
            embedded_record(damaged, "report.docx")


def _with_dtd(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts(content).items():
            head, _, rest = part.partition(b"?>")
            archive.writestr(name, head + b"?><!DOCTYPE report>" + rest if name == WORD_PART else part)
    return made.getvalue()


def _within_edges(page: pypdfium2.PdfPage) -> str:
    """Return the page's words without header and number."""
    words = page.get_textpage()
    return "".join(
        words.get_text_range(number, 1)
        for number in range(words.count_chars())
        if words.get_charbox(number)[1] > EDGE and words.get_charbox(number)[3] < page.get_height() - EDGE
    )


def _end(text: str, unit: Unit, start: int) -> int | None:
    """Return where the unit ends after ``start``, or the first part of a cell split by neighbouring lines."""
    if (found := text.find(unit.text, start)) >= 0:
        return found + len(unit.text)
    cuts = range(1, len(unit.text)) if unit.cell else ()
    ends = (
        match.end(1)
        for cut in cuts
        for match in re.finditer(
            rf"({re.escape(unit.text[:cut])}).{{1,20}}?{re.escape(unit.text[cut:])}",
            text[start : start + 300],
        )
    )
    return next((start + end for end in ends), None)


@pytest.mark.system
def test_libreoffice_shows_all_of_the_source_in_order(of_2024: Read, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(of_2024.content)
    with pypdfium2.PdfDocument(as_pdf(path, tmp_path)) as pdf:
        assert 6 <= len(pdf) <= 14
        text = "".join(normal(_within_edges(page)) for page in pdf)
    at, lost = 0, []
    for unit in units():
        end = _end(text, unit, at)
        if end is None:
            lost.append(f"line {unit.line}: {unit.text}")
        else:
            at = end
    assert lost == []
