"""調査の読み方 and 用語 in every format, and the way from a term to its explanation and back."""

from io import BytesIO

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from progress_report.comparison.items import items_of
from progress_report.document.blocks import Glossary, ItemList
from progress_report.document.document import Document
from progress_report.document.files import read_document
from progress_report.document.runs import runs_text
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.tracing import trace
from progress_report.rendering.word.word_exporter import WordExporter
from tests.support.html_text import Node
from tests.support.normal_text import normal
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import Built

READING, TERMS = "調査の読み方", "用語"


@pytest.fixture(scope="module")
def glossary(document: Document) -> Glossary:
    (found,) = (block for block in document.blocks if isinstance(block, Glossary))
    return found


def said_of(document: Document) -> list[str]:
    """The sentences on the surveys, then each term with its explanation."""
    blocks = [block for section in document.closing or () for block in section.blocks]
    items = [runs_text(item) for block in blocks if isinstance(block, ItemList) for item in block.items]
    terms = [block for block in blocks if isinstance(block, Glossary)]
    return items + [runs_text(one.content) for block in terms for one in block.entries]


def test_every_format_says_it_behind_the_sections(built: Built, document: Document, root: Node) -> None:
    assert [section.name for section in document.closing or ()] == [READING, TERMS]
    said = said_of(document)
    word = WordExporter(fonts=noto_sans_cjk_jp()).render(document, {})
    assert isinstance(word, bytes)
    controls = docx.Document(BytesIO(word)).element.body.iter(qn("w:t"))
    paragraphs = [text.text or "" for text in controls]
    pdf = normal(TaggedPdf.read(built.pdf).root.text)
    for words in (built.text, root.text(), "".join(paragraphs), pdf):
        whole = normal(words)
        last = whole.rindex(normal("責任分界等の検証に取り組む"))  # the last sentence of the sections
        assert [one for one in said if normal(one) not in whole[last:]] == []


def test_what_a_revision_compares_of_terms_stands_on_the_page(document: Document, root: Node) -> None:
    items = [normal(item.text) for item in items_of(document) if item.key[0] == TERMS]
    assert len(items) > 2 * len(document.parts[-1].blocks)
    assert [item for item in items if item not in normal(root.text())] == []


def test_a_reader_of_the_page_goes_to_an_explanation_and_back(root: Node, glossary: Glossary) -> None:
    ids = [node.attributes["id"] for node in root.walk() if "id" in node.attributes]
    assert len(ids) == len({*ids})
    uses = {node.attributes["id"]: node for node in root.all("a") if "term" in node.classes}
    backs = {node.attributes["href"] for node in root.all("a") if "back" in node.classes}
    assert len(uses) == len(glossary.entries)
    for entry in glossary.entries:
        assert entry.use is not None
        assert uses[entry.use].attributes["href"] == f"#{entry.anchor}"
        assert entry.anchor in ids
        assert f"#{entry.use}" in backs
    assert not [
        node for node in root.all("h1", "h2", "h3", "h4", "h5", "th", "caption") if "term" in _classes(node)
    ]


def _classes(node: Node) -> set[str]:
    return {name for one in node.walk() for name in one.classes}


def test_a_reader_of_the_pdf_goes_to_an_explanation_and_back(built: Built, glossary: Glossary) -> None:
    with pikepdf.open(built.pdf) as pdf:
        pages = [len(page.get("/Annots", [])) for page in pdf.pages]
    assert sum(pages) >= 2 * len(glossary.entries)
    links = [normal(link.text) for link in TaggedPdf.read(built.pdf).root.all("Link")]
    for entry in glossary.entries:
        assert links.count(normal(runs_text(entry.name))) >= 1, runs_text(entry.name)


def test_the_sections_stand_in_the_contents(built: Built, root: Node) -> None:
    (contents,) = root.all("nav")
    listed = [node.text().strip() for node in contents.all("a")]
    assert listed[-2:] == [READING, TERMS]
    headings = [element.text for element in TaggedPdf.read(built.pdf).root.all("H1")]
    assert headings[-2:] == [READING, TERMS]


def test_the_margin_is_traced_to_the_cell_of_the_respondents(built: Built, document: Document) -> None:
    reported = trace(document, "5.1ポイント")
    assert "誤差の目安（383人）" in reported
    assert "data/2024/resident_survey_overview.csv 2行目" in reported
    ledger = (built.folder / "ledger.csv").read_text(encoding="utf-8-sig")
    assert "5.1ポイント,51/10,ポイント,computed,誤差の目安（383人）" in ledger


@pytest.mark.long
def test_a_report_of_invented_data_says_so_of_its_surveys(built_2025: Built) -> None:
    items = said_of(read_document(built_2025.folder))
    assert items[0].startswith("（架空の値）区民アンケートは、")
    assert not [one for one in items if "公表されていない" in one]
