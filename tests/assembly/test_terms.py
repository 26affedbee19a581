"""Each term leads from its first use in running text to its explanation and back, and from nowhere else."""

from pathlib import Path

import pytest

from progress_report.assembly.closing_sections import add_closing_sections
from progress_report.assembly.stitching import bare_front, stitch
from progress_report.document.blocks import Glossary, Heading
from progress_report.document.document import Document, walk
from progress_report.document.runs import LiteralText, Runs, TermLink, Text, runs_text
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.model.blocks import Block, ItemList, Paragraph, Table
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.grid import Grid, TableCell, TableNote
from progress_report.model.inline import Inline, LineBreak, NoteReference, Number, literal, text
from progress_report.rendering.points_exporter import PointsExporter
from tests.assembly.test_stitching import notebook_of
from tests.inputs.ward_files import PARAMS, WardFiles
from tests.model.samples import SOURCE, count


@pytest.fixture
def params(tmp_path: Path) -> Params:
    ward = WardFiles.copied(tmp_path / "project")
    text = ward.text(PARAMS)
    terms = """terms:
  課題: 解消するもの。{fiscal_year}の目標は{4_standardization.target}である。
  5G: {explanation: 第5世代の通信。課題ではない。, reading: ファイブジー}
  ガバメントクラウド: {explanation: 共通の基盤。, also: ガバクラ}
"""
    ward.write(PARAMS, text[: text.index("terms:\n")] + terms)
    return read_params(ward.project, FiscalYear(2024))


def document_of(params: Params, *shown: Block | str) -> tuple[Document, Glossary]:
    document = stitch(bare_front(), [("section", notebook_of("# 課題の章", *shown))]).document
    add_closing_sections(document, params)
    assert document.closing is not None
    (glossary,) = (block for block in document.closing[-1].blocks if isinstance(block, Glossary))
    return document, glossary


def links(document: Document) -> list[tuple[str, TermLink]]:
    """The words that lead to an explanation, in reading order."""
    runs = [run for block in document.blocks for _, run in walk(block) if isinstance(run, Text | LiteralText)]
    return [(run.text, run.term) for run in runs if run.term is not None]


def paragraph(text: str) -> Paragraph:
    return Paragraph(literal(text, SOURCE))


def table(note: str) -> Table:
    head = [[TableCell(text("課題"), "column"), TableCell((*text("値"), NoteReference("note")), "column")]]
    body = [[TableCell(text("課題"), "row"), TableCell((Number(count(3), unit_shown=False),))]]
    grid = Grid(head, body, 1, ("left", "right"))
    return Table("sample", text("課題"), grid, (TableNote("note", text(note)),))


def test_the_first_use_in_running_text_is_linked(params: Params) -> None:
    document, glossary = document_of(
        params,
        "## 課題",
        table("課題の注"),
        paragraph("残る課題を、課題とする。"),
        ItemList((text("課題"),)),
    )
    assert links(document) == [("課題", TermLink(entry="term-1", anchor="term-1-use"))]
    note = next(block for block in document.sections[0].blocks if block.type == "table")
    assert [run.text for run in note.notes[0].content] == ["課題", "の注"]
    assert (glossary.entries[0].anchor, glossary.entries[0].use) == ("term-1", "term-1-use")


def test_the_words_stay_as_they_are(params: Params) -> None:
    text = "今後の課題は、ガバクラと5Gである。"
    document, _ = document_of(params, paragraph(text))
    content = next(block for block in document.sections[0].blocks if block.type == "paragraph").content
    assert runs_text(content) == text
    assert [run.text for run in content] == ["今後の", "課題", "は、", "ガバクラ", "と", "5", "G", "である。"]


def test_a_term_of_several_runs_is_one_place_to_come_back_to(params: Params) -> None:
    document, _ = document_of(params, paragraph("5Gと5G"))
    anchors = [(text, link.entry, link.anchor) for text, link in links(document)]
    assert anchors == [("5", "term-2", "term-2-use"), ("G", "term-2", None)]


@pytest.mark.parametrize(
    "content",
    [
        (*text("課"), LineBreak(), *text("題")),
        (Number(count(3, "課題")), *text("の解消")),
        text("課題解消の方針"),
    ],
)
def test_what_is_no_word_of_its_own_is_not_linked(params: Params, content: Inline) -> None:
    document, glossary = document_of(params, Paragraph(content))
    assert links(document) == []
    assert glossary.entries[0].use is None


def test_an_explanation_is_filled_in_and_leads_nowhere(params: Params) -> None:
    _, glossary = document_of(params, paragraph("課題と、5Gと、ガバクラ"))
    assert [runs_text(one.content) for one in glossary.entries] == [
        "解消するもの。令和6年度の目標は90%である。",
        "第5世代の通信。課題ではない。",
        "共通の基盤。",
    ]
    assert runs_text(glossary.entries[1].reading) == "ファイブジー"
    runs: list[Runs] = [one.content for one in glossary.entries]
    assert not [run for content in runs for run in content if getattr(run, "term", None)]
    assert [entry.use for entry in glossary.entries] == ["term-1-use", "term-2-use", "term-3-use"]


def test_a_term_that_is_never_used_is_to_be_confirmed(params: Params) -> None:
    _, glossary = document_of(params, paragraph("課題と、第5世代の通信"))
    reported = [(one.finding.code, one.finding.column, one.finding.severity) for one in glossary.findings]
    assert reported == [("K119", "terms.5G", "要確認"), ("K119", "terms.ガバメントクラウド", "要確認")]
    assert "subject: 用語 5G" in glossary.findings[0].remedy


def test_a_sheet_without_explanations_leads_to_none(params: Params) -> None:
    document, _ = document_of(params, paragraph("課題"))
    heading = document.sections[0].blocks[0]
    assert isinstance(heading, Heading)
    heading.number = ""
    printed = PointsExporter().printed(document)
    assert printed.closing is None
    assert (links(printed), len(links(document))) == ([], 1)
