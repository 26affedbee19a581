"""Every block can become part of the document."""

import datetime as dt
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any, get_args

import pytest

from progress_report.document.blocks import AnyBlock
from progress_report.document.document import Document
from progress_report.document.written import document_block, document_grid
from progress_report.model.blocks import (
    Block,
    Chart,
    CheckResult,
    Checks,
    Glossary,
    Heading,
    Highlights,
    Image,
    ItemList,
    Omission,
    Paragraph,
    Paragraphs,
    Remark,
    Table,
    Term,
)
from progress_report.model.findings import Finding, NotebookError, Severity
from progress_report.model.grid import Alignment, Fact, Grid, TableCell, TableNote
from progress_report.model.inline import Date, Inline, LineBreak, NoteReference, Number, Text, literal
from progress_report.model.moment import Day
from progress_report.model.quantity import Aggregate, Parameter, Quantity, point_difference, total
from tests.model.samples import INVENTED, SOURCE, count, label

SOURCE_LINE = Parameter("params/2024.yaml", 3, "terms")
DAY = Date(Day(dt.date(2024, 7, 2)), SOURCE)
EVERY_RUN: Inline = (
    Text("対応済は"),
    Number(count(302)),
    Number(point_difference(count(0) / count(0), count(1) / count(2))),
    Number(Quantity(Fraction(3), "人", Aggregate("a.csv", "b", "c", "= 1", 3))),
    NoteReference("scope"),
    LineBreak(),
    DAY,
    *literal("第1希望", SOURCE),
)
REVIEW = Finding("疑い。", "確認。", "a.csv", 3, "件数", Severity.REVIEW)
FACTS = (Fact("時点", (DAY,)),)
NOTES = (TableNote("scope", EVERY_RUN),)


def grid(*, value: Inline = EVERY_RUN) -> Grid:
    head = [[TableCell(label("年度"), "column"), TableCell(label("件数"), "column")]]
    cell = TableCell(value, items=(label("その一"), EVERY_RUN), emphasis=True)
    return Grid(head, [[TableCell(label("合計"), "row"), cell]], 1, ("left", "right"))


def document(*content: Block) -> dict[str, Any]:
    return {
        "schema": "progress-report/document/1",
        "language": "ja",
        "title": [],
        "subtitle": [],
        "municipality": "杉並区",
        "cover": [],
        "draft": None,
        "introduction": [],
        "sections": [{"name": "1_sample", "blocks": [document_block(block).to_json() for block in content]}],
        "record": {},
    }


BLOCKS: list[Block] = [
    *(Heading(level, EVERY_RUN) for level in (1, 2, 3, 4)),
    Paragraph(EVERY_RUN),
    Paragraph((), findings=(REVIEW, Finding("誤り。"))),
    ItemList((EVERY_RUN, label())),
    ItemList((label(),), "・"),
    Table("status", label(), grid(), NOTES, FACTS),
    Table("status", label(), grid()),
    Chart("chart", label(), "<svg/>", (label(),), EVERY_RUN, grid(), FACTS, NOTES),
    Highlights("points", label(), grid(), FACTS),
    Omission(label(), label("未収録")),
    Checks((CheckResult("検算", "等しい。", total([count(2), count(3)]), "≤", count(5)),)),
    Checks(()),
    Remark("この年度には実施していません。", "panel"),
    Glossary((Term(label(), label("よみ"), EVERY_RUN, SOURCE_LINE), Term(label(), (), label(), SOURCE_LINE))),
    Image("hall", label(), "data/2024/hall.png", "0" * 64, "image/png", b"PNG", 8, 6, label(), FACTS),
]  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.type)
def test_every_block_is_kept_as_it_is(block: Block) -> None:
    assert Document.of_json(document(block)).to_json() == document(block)


def test_every_type_of_block_is_tried() -> None:
    union, _ = get_args(AnyBlock)
    types = {one.model_fields["type"].annotation for one in get_args(union)}
    kinds = {kind.type for kind in Block.__subclasses__()}
    assert {block.type for block in BLOCKS} == kinds - {Paragraphs.type}  # the document separates them
    assert {block.type for block in BLOCKS} == {get_args(one)[0] for one in types}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda block: block.update(extra=1),
        lambda block: block.update(type="paragraphs"),
        lambda block: block.pop("quantities"),
        lambda block: block["content"].append({"type": "text", "text": "302件"}),
        lambda block: block["content"].append({"type": "text", "text": "３０２件"}),
        lambda block: block["content"].append({"type": "quantity", "text": "302件", "id": "302"}),
        lambda block: block["quantities"].update(q0={"value": "0.5"}),
    ],
)
def test_what_is_no_block_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    spoiled = document(Paragraph(EVERY_RUN))
    spoil(spoiled["sections"][0]["blocks"][0])
    with pytest.raises(NotebookError, match="文書の形が決まりに合いません"):
        Document.of_json(spoiled)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.type)
def test_every_printed_quantity_and_its_operands_are_listed(block: Block) -> None:
    listed = document_block(block).to_json()
    text = json.dumps(listed, ensure_ascii=False)
    for quantity in block.quantities():
        shown = listed["quantities"][quantity.identifier]
        exact = None if quantity.value is None else str(quantity.value)
        assert (shown["value"], shown["unit"], shown["text"]) == (exact, quantity.unit, quantity.text)
        assert shown["origin"] == quantity.origin.to_json()
    for part in text.split('"id": "')[1:]:
        assert part.split('"')[0] in listed["quantities"]
    for described in listed["quantities"].values():
        assert set(described["origin"].get("operands", [])) <= set(listed["quantities"])


def placed(block_grid: Grid) -> list[list[str]]:
    return [[cell.alignment for cell in row] for row in document_grid(block_grid).body]


def test_cells_beside_merged_ones_are_aligned_by_the_column_they_begin_in() -> None:
    text, number = TableCell(label(), "row"), TableCell((Number(count(1)),))
    tall, wide = TableCell(label(), "row", rows=2), TableCell(label(), columns=2)
    alignments: tuple[Alignment, ...] = ("left", "left", "right", "right")
    body = [
        [tall, text, number, number],
        [text, number, number],  # begins in the second column; the first is covered from above
        [wide, number, number],
        [text, TableCell(label(), rows=2), TableCell((Number(count(1)),), columns=2, rows=2)],
        [text],
        [text, text, number, number],
    ]
    assert placed(Grid([[text]], body, 2, alignments)) == [
        ["left", "left", "right", "right"],
        ["left", "right", "right"],
        ["left", "right", "right"],
        ["left", "left", "right"],
        ["left"],
        ["left", "left", "right", "right"],
    ]


def test_a_column_taken_in_the_middle_is_jumped_over() -> None:
    number, merged = TableCell((Number(count(1)),)), TableCell(label(), rows=3)
    body = [[number, merged, number], [number, number], [number, number]]
    merged_grid = Grid([[number]], body, 0, ("right", "left", "right"))
    assert placed(merged_grid) == [["right", "left", "right"], ["right", "right"], ["right", "right"]]


def test_headers_are_centred() -> None:
    head = [[TableCell(label(), "column", rows=2), TableCell(label(), "column", columns=2)],
            [TableCell(label(), "column"), TableCell(label(), "column")]]  # fmt: skip
    body = [[TableCell(label(), "row"), TableCell(), TableCell()]]
    rows = document_grid(Grid(head, body, 1, ("left", "right", "right"))).head
    assert [[cell.alignment for cell in row] for row in rows] == [
        ["center", "center"],
        ["center", "center"],
    ]


def weights(
    alignments: tuple[Alignment, ...], cells: list[Inline], head: list[TableCell] | None = None
) -> list[int]:
    body = [[TableCell(cell) for cell in cells]]
    return Grid([head or [TableCell()]], body, 1, alignments).weights()


def test_words_take_the_width_that_numbers_leave() -> None:
    cells = [label("甲"), label("説明"), (Number(count(5)),)]
    assert weights(("left", "left", "right"), cells) == [0, 1, 0]


NUMBERS: tuple[Alignment, ...] = ("left", "right", "right")
SHORT: Inline = (Number(count(5)),)
SHORT_ROW = [label("甲"), SHORT, SHORT]


def test_columns_of_numbers_share_the_width_by_their_widest() -> None:
    long: Inline = (Number(count(1234567890)),)
    stub, narrow, wide = weights(NUMBERS, [label("甲"), SHORT, long])
    assert stub == 0 < narrow < wide
    stub, one, other = weights(NUMBERS, SHORT_ROW)
    assert stub == 0 < one == other


def test_a_header_widens_its_own_column_by_its_widest_line() -> None:
    words_of_ten = label("あいうえおかきくけこ")
    head = [TableCell(), TableCell(), TableCell(words_of_ten)]
    _, narrow, wide = weights(NUMBERS, SHORT_ROW, head)
    assert narrow < wide
    broken = [TableCell(), TableCell(), TableCell((*words_of_ten, LineBreak(), *words_of_ten))]
    assert weights(NUMBERS, SHORT_ROW, broken)[2] == wide
    merged = [TableCell(), TableCell(words_of_ten, columns=2)]
    assert weights(NUMBERS, SHORT_ROW, merged) == weights(NUMBERS, SHORT_ROW)


def test_only_what_comes_from_invented_data_is_marked() -> None:
    invented: Inline = (Number(count(1, illustrative=True)),)
    marked = [
        Heading(1, invented),
        Paragraph(invented),
        Paragraph((Date(DAY.moment, INVENTED),)),
        Paragraph(literal("第1希望", INVENTED)),
        ItemList((label(), invented)),
        Table("a", invented, grid()),
        Table("a", label(), grid(value=invented)),
        Table("a", label(), grid(), (TableNote("n", invented),)),
        Table("a", label(), grid(), (), (Fact("n", invented),)),
        Chart("a", label(), "", (invented,), label(), grid()),
        Chart("a", label(), "", (), invented, grid()),
        Chart("a", label(), "", (), label(), grid(value=invented)),
        Chart("a", label(), "", (), label(), grid(), (Fact("n", invented),)),
        Chart("a", label(), "", (), label(), grid(), (), (TableNote("n", invented),)),
        Omission(label(), invented),
        Checks((CheckResult("a", "b", count(1), "=", count(1, illustrative=True)),)),
    ]
    assert all(document_block(block).illustrative for block in marked)
    assert not any(document_block(block).illustrative for block in BLOCKS)


def test_a_share_of_invented_data_marks_its_paragraph() -> None:
    share = count(1) / (count(1) + count(2, row=3, illustrative=True))
    assert Paragraph((Number(share),)).illustrative
