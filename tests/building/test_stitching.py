"""Sections become one document: numbered, marked, anchored, and refused where they break a rule."""

from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from progress_report.authoring.display import Displayed
from progress_report.building.stitching import document_of, stitch
from progress_report.model.blocks import Block, Heading, Highlights, Paragraph, Table
from progress_report.model.findings import NotebookError
from progress_report.model.grid import Grid, TableCell, TableNote
from progress_report.model.inline import NoteReference, Text, words

FRONT: dict[str, Any] = {
    "title": [],
    "subtitle": [],
    "municipality": "某区",
    "cover": [],
    "draft": None,
    "introduction": [],
    "record": {},
}


def notebook_of(*shown: Block | str) -> NotebookNode:
    """A notebook whose cells show blocks (or are markdown, where a text is given)."""
    cells = []
    for block in shown:
        if isinstance(block, str):
            cells.append(nbformat.v4.new_markdown_cell(block))
            continue
        bundle = Displayed(block)._repr_mimebundle_()
        cell = nbformat.v4.new_code_cell("shown")
        cell.outputs = [nbformat.v4.new_output("execute_result", data=bundle, execution_count=1)]
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


def table(name: str, *notes: TableNote, mark: str = "") -> Table:
    reference = (NoteReference(mark),) if mark else ()
    head = [[TableCell((*words("項目"), *reference), "column"), TableCell(words("値"), "column")]]
    body = [[TableCell(words("あ"), "row"), TableCell(words("い"))]]
    return Table(name=name, title=words("表題"), grid=Grid(head, body, 1, ("left", "left")), notes=notes)


def blocks(*shown: Block | str) -> list[dict[str, Any]]:
    document = document_of(stitch(FRONT, [("section", notebook_of(*shown))]))
    return list(document["sections"][0]["blocks"])


def test_headings_are_numbered_by_level() -> None:
    numbered = blocks("# 一章", "## 節", "### 項", "#### 細目", "#### 細目", "### 項", "## 節", "### 項")
    assert [block["number"] for block in numbered] == ["1", "(1)", "①", "○", "○", "②", "(2)", "①"]
    assert [block["anchor"] for block in numbered][:4] == ["s1", "s1-1", "s1-1-1", "s1-1-1-1"]
    assert len({block["anchor"] for block in numbered}) == len(numbered)


def _unnumbered(*shown: Block | str) -> tuple[str, NotebookNode]:
    notebook = notebook_of(*shown)
    notebook.cells[0].metadata["tags"] = ["unnumbered"]
    return "0_points", notebook


def test_a_section_without_a_number_leaves_those_of_the_others() -> None:
    points = Highlights("points", words("主な数値"), table("t").grid, (None,))
    sections = [
        _unnumbered("# ポイント", points),
        ("1_section", notebook_of("# 一章", table("one"), "## 節")),
    ]
    stitched = document_of(stitch(FRONT, sections))
    first, second = (section["blocks"] for section in stitched["sections"])
    assert [(block["number"], block["anchor"]) for block in first] == [
        ("", "s-0_points"),
        ("ポイント", "highlights-points"),
    ]
    assert [block["number"] for block in second] == ["1", "表1", "(1)"]


def test_a_section_without_a_number_has_no_headings_of_its_own() -> None:
    with pytest.raises(NotebookError, match="番号のない節に小見出しがあります（小見出し）"):
        stitch(FRONT, [_unnumbered("# ポイント", "## 小見出し")])


def test_numbers_run_through_the_sections() -> None:
    notebooks = [("a", notebook_of("# 一", table("one"))), ("b", notebook_of("# 二", table("two")))]
    sections = document_of(stitch(FRONT, notebooks))["sections"]
    assert [section["blocks"][0]["number"] for section in sections] == ["1", "2"]
    assert [section["blocks"][1]["number"] for section in sections] == ["表1", "表2"]


def test_a_single_note_is_marked_plainly_and_tied_to_its_place() -> None:
    _, shown = blocks("# 章", table("t", TableNote("n", words("説明")), mark="n"))
    assert shown["notes"][0]["mark"] == "※"
    reference = shown["grid"]["head"][0][0]["content"][-1]
    assert (reference["mark"], reference["anchor"]) == ("※", shown["notes"][0]["anchor"])
    assert shown["title"] == [{"type": "text", "text": "表題"}]


def test_several_notes_are_numbered_and_one_without_a_place_explains_the_whole() -> None:
    notes = TableNote("n", words("説明")), TableNote("whole", words("全体の説明"))
    _, shown = blocks("# 章", table("t", *notes, mark="n"))
    assert [note["mark"] for note in shown["notes"]] == ["※1", "※2"]
    assert shown["title"][-1] == {
        "type": "note_reference",
        "note": "whole",
        "mark": "※2",
        "anchor": shown["notes"][1]["anchor"],
    }


@pytest.mark.parametrize(
    ("shown", "told"),
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
def test_what_breaks_a_rule_is_refused(shown: tuple[Block | str, ...], told: str) -> None:
    with pytest.raises(NotebookError, match=told.replace("(", r"\(")) as caught:
        blocks(*shown)
    assert caught.value.findings[0].file == "notebooks/section.ipynb"


def test_output_that_is_no_block_is_refused_not_dropped() -> None:
    notebook = notebook_of("# 章")
    cell = nbformat.v4.new_code_cell("print('見えない')", id="lost")
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="見えない")]
    notebook.cells.append(cell)
    with pytest.raises(NotebookError, match=r"セル「lost」（.*）の出力は報告書に載せられません"):
        stitch(FRONT, [("section", notebook)])


def test_what_is_tagged_for_reviewers_stays_in_the_notebook() -> None:
    notebook = notebook_of("# 章", "問い")
    notebook.cells[1].metadata["tags"] = ["notebook-only"]
    sections = document_of(stitch(FRONT, [("section", notebook)]))["sections"]
    assert len(sections[0]["blocks"]) == 1


def test_markdown_becomes_blocks() -> None:
    _, paragraph, listed = blocks("# 章", "**強い**文\n続き", "- 一つめ\n- 二つめ")
    assert [run["text"] for run in paragraph["content"]] == ["強い文続き"]
    assert [item[0]["text"] for item in listed["items"]] == ["一つめ", "二つめ"]


def test_a_document_that_breaks_its_schema_is_refused() -> None:
    notebook = notebook_of("# 章", Paragraph(words("文")))
    notebook.cells[1].outputs[0].data["application/vnd.progress-report.block.v1+json"]["content"] = [
        {"type": "text", "text": "出所のない302"}
    ]
    with pytest.raises(NotebookError, match="文書の形が決まりに合いません"):
        stitch(FRONT, [("section", notebook)])


def test_a_single_executed_notebook_is_a_document_too() -> None:
    document = document_of(notebook_of("# 章", Heading(2, (Text("節"),))))
    assert [block["number"] for block in document["sections"][0]["blocks"]] == ["1", "(1)"]
