"""Stitching sections into one document: numbering, marks, anchors, and the rules it enforces."""

import nbformat
import pytest
from nbformat import NotebookNode

from progress_report.assembly.stitching import bare_front, document_of, stitch
from progress_report.authoring.display import Displayed
from progress_report.document import blocks as document_blocks
from progress_report.document.blocks import AnyBlock, Numbered
from progress_report.document.document import Document
from progress_report.document.runs import NoteMark, Runs, runs_text
from progress_report.model.blocks import Block, Heading, Highlights, Paragraph, Table
from progress_report.model.findings import NotebookError
from progress_report.model.grid import Grid, TableCell, TableNote
from progress_report.model.inline import NoteReference, Text, text


def notebook_of(*shown: Block | str) -> NotebookNode:
    """Return a notebook whose cells display these blocks; a string becomes a markdown cell."""
    cells = []
    for block in shown:
        if isinstance(block, str):
            cells.append(nbformat.v4.new_markdown_cell(block))
            continue
        bundle = Displayed(block)._repr_mimebundle_()
        cell = nbformat.v4.new_code_cell("shown", execution_count=1)
        cell.outputs = [nbformat.v4.new_output("execute_result", data=bundle, execution_count=1)]
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


def table(name: str, *notes: TableNote, mark: str = "") -> Table:
    reference = (NoteReference(mark),) if mark else ()
    head = [[TableCell((*text("項目"), *reference), "column"), TableCell(text("値"), "column")]]
    body = [[TableCell(text("あ"), "row"), TableCell(text("い"))]]
    return Table(name=name, title=text("表題"), grid=Grid(head, body, 1, ("left", "left")), notes=notes)


def stitched(*notebooks: tuple[str, NotebookNode]) -> Document:
    """Return the document made of these sections alone."""
    return stitch(bare_front(), notebooks).document


def blocks(*shown: Block | str) -> list[AnyBlock]:
    return stitched(("section", notebook_of(*shown))).sections[0].blocks


def _numbered(shown: list[AnyBlock]) -> list[tuple[str | None, str | None]]:
    """Return the blocks' numbers and anchors."""
    assert all(isinstance(block, Numbered) for block in shown)
    return [(block.number, block.anchor) for block in shown if isinstance(block, Numbered)]


def _table(*shown: Block | str) -> tuple[document_blocks.Table, Runs]:
    """Return the table after a heading, and the first cell of its header."""
    _, block = blocks(*shown)
    assert isinstance(block, document_blocks.Table)
    return block, block.grid.head[0][0].content


def test_headings_are_numbered_by_level() -> None:
    shown = blocks("# 一章", "## 節", "### 項", "#### 細目", "#### 細目", "### 項", "## 節", "### 項")
    numbers, anchors = zip(*_numbered(shown), strict=True)
    assert numbers == ("1", "(1)", "①", "○", "○", "②", "(2)", "①")
    assert anchors[:4] == ("s1", "s1-1", "s1-1-1", "s1-1-1-1")
    assert len(set(anchors)) == len(anchors)


def _unnumbered(*shown: Block | str) -> tuple[str, NotebookNode]:
    notebook = notebook_of(*shown)
    notebook.cells[0].metadata["tags"] = ["unnumbered"]
    return "0_points", notebook


def test_a_section_without_a_number_leaves_those_of_the_others() -> None:
    points = Highlights("points", text("主な指標"), table("t").grid)
    sections = [
        _unnumbered("# ポイント", points),
        ("1_section", notebook_of("# 一章", table("one"), "## 節")),
    ]
    first, second = (_numbered(section.blocks) for section in stitched(*sections).sections)
    assert first == [("", "s-0_points"), ("ポイント", "highlights-points")]
    assert [number for number, _ in second] == ["1", "表1", "(1)"]


def test_a_section_without_a_number_has_no_headings_of_its_own() -> None:
    with pytest.raises(NotebookError, match="番号のない節に小見出しがあります（小見出し）"):
        stitched(_unnumbered("# ポイント", "## 小見出し"))


def test_numbers_run_through_the_sections() -> None:
    notebooks = [("a", notebook_of("# 一", table("one"))), ("b", notebook_of("# 二", table("two")))]
    shown = [_numbered(section.blocks) for section in stitched(*notebooks).sections]
    assert [[number for number, _ in section] for section in shown] == [["1", "表1"], ["2", "表2"]]


def test_a_single_note_is_marked_without_a_number_and_linked_to_its_place() -> None:
    shown, content = _table("# 章", table("t", TableNote("n", text("説明")), mark="n"))
    (note,) = shown.notes
    assert note.mark == "※"
    assert content[-1] == NoteMark(note="n", mark="※", anchor=note.anchor)
    assert [run.to_json() for run in shown.title] == [{"type": "text", "text": "表題"}]


def test_several_notes_are_numbered_and_one_without_a_place_explains_the_whole() -> None:
    notes = TableNote("n", text("説明")), TableNote("whole", text("全体の説明"))
    shown, _ = _table("# 章", table("t", *notes, mark="n"))
    assert [note.mark for note in shown.notes] == ["※1", "※2"]
    assert shown.title[-1] == NoteMark(note="whole", mark="※2", anchor=shown.notes[1].anchor)


@pytest.mark.parametrize(
    ("shown", "message"),
    [
        (("## 節から始まる",), "「# 」の見出しで始めてください"),
        (("文から始まる",), "「# 」の見出しで始めてください"),
        (("# 章", "### 飛んだ項"), "見出しの段が飛んでいます（飛んだ項）"),
        (("# 章", table("same"), table("same")), "名前「same」が二度"),
        (("# 章", table("t", mark="absent")), "注「absent」がありません"),
        (("# 章", "手打ちの302件"), "文に数字を直接書くことはできません"),
        (("# 章", "[外へ](https://example.org)"), "マークダウンにリンクがありますが"),
        (("# 章", "<script>alert()</script>"), "（block_html）は報告書に使えません"),
        (("# 章", "```\ncode\n```"), "（block_code）は報告書に使えません"),
    ],
)
def test_a_violated_rule_is_refused(shown: tuple[Block | str, ...], message: str) -> None:
    with pytest.raises(NotebookError, match=message.replace("(", r"\(")) as caught:
        blocks(*shown)
    assert caught.value.findings[0].file == "notebooks/section.ipynb"


def test_output_that_is_no_block_is_refused_not_dropped() -> None:
    notebook = notebook_of("# 章")
    cell = nbformat.v4.new_code_cell("print('見えない')", id="lost")
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="見えない")]
    notebook.cells.append(cell)
    with pytest.raises(NotebookError, match=r"セル「lost」（.*）の出力は報告書に載せられません"):
        stitched(("section", notebook))


def test_what_is_tagged_for_reviewers_stays_in_the_notebook() -> None:
    notebook = notebook_of("# 章", "問い")
    notebook.cells[1].metadata["tags"] = ["notebook-only"]
    assert len(stitched(("section", notebook)).sections[0].blocks) == 1


def test_markdown_becomes_blocks() -> None:
    _, paragraph, listed = blocks("# 章", "**強い**文\n続き", "- 一つめ\n- 二つめ")
    assert isinstance(paragraph, document_blocks.Paragraph)
    assert [run.text for run in paragraph.content] == ["強い文続き"]
    assert isinstance(listed, document_blocks.ItemList)
    assert [runs_text(item) for item in listed.items] == ["一つめ", "二つめ"]


def test_a_block_that_breaks_its_model_is_refused() -> None:
    notebook = notebook_of("# 章", Paragraph(text("文")))
    notebook.cells[1].outputs[0].data["application/vnd.progress-report.block.v1+json"]["content"] = [
        {"type": "text", "text": "出所のない302"}
    ]
    with pytest.raises(NotebookError, match="文書の形が決まりに合いません"):
        stitched(("section", notebook))


def test_a_single_executed_notebook_is_a_document_too() -> None:
    (section,) = document_of(notebook_of("# 章", Heading(2, (Text("節"),)))).sections
    assert [number for number, _ in _numbered(section.blocks)] == ["1", "(1)"]
