"""Comparing two editions: every place that differs is listed, and nothing else."""

from collections.abc import Callable, Iterator

import pytest

from progress_report.comparison.differences import Difference, differences, is_printed
from progress_report.comparison.items import figures_of, items_of
from progress_report.document.blocks import (
    AnyBlock,
    Chart,
    Fact,
    Figure,
    Heading,
    ItemList,
    Paragraph,
    Table,
)
from progress_report.document.document import Document
from progress_report.document.grids import GridCell
from progress_report.document.runs import Runs, Text
from progress_report.inputs.params.errata import ABSENT


def _rows(document: Document) -> list[list[GridCell]]:
    """Return the body of 表1."""
    table = figures_of(document)["online_status"]
    assert isinstance(table, Table)
    return table.grid.body


def _chart(document: Document) -> Chart:
    chart = figures_of(document)["online_status_chart"]
    assert isinstance(chart, Chart)
    return chart


def _words(text: str) -> Runs:
    return [Text(text=text)]


def _changed(document: Document, change: Callable[[Document], object]) -> list[Difference]:
    present = document.model_copy(deep=True)
    change(present)
    return differences(document, present)


def test_the_same_report_has_no_differences(document: Document) -> None:
    present = document.model_copy(deep=True)
    present.record, present.draft, present.errata = {"date": ""}, None, []
    assert differences(document, present) == []


def test_a_tables_cell_is_named_by_its_headers(document: Document) -> None:
    def change(present: Document) -> None:
        _rows(present)[1][1].content = _words("三百")

    where = "表1 令和5年度『オンライン対応可能手続・オンライン対応済手続数 (割合)』"
    assert _changed(document, change) == [Difference(where, "302 (42.1%)", "三百")]


def test_rows_in_another_order_are_no_correction(document: Document) -> None:
    assert len(_rows(document)) == 2
    assert _changed(document, lambda present: _rows(present).reverse()) == []


def test_an_added_row_and_a_removed_one(document: Document) -> None:
    def add(present: Document) -> None:
        rows = _rows(present)
        rows.append([cell.model_copy(deep=True) for cell in rows[1]])
        rows[2][0].content = _words("翌年度")

    found = _changed(document, add)
    assert {(one.wrong, one.where.split("『")[0]) for one in found} == {(ABSENT, "表1 翌年度")}
    assert "302 (42.1%)" in {one.right for one in found}
    found = _changed(document, lambda present: _rows(present).pop())
    assert {one.right for one in found} == {ABSENT}
    assert "302 (42.1%)" in {one.wrong for one in found}


def test_a_renamed_header_is_one_difference(document: Document) -> None:
    def rename(present: Document) -> None:
        _rows(present)[1][0].content = _words("当年度")

    assert _changed(document, rename) == [Difference("表1 見出し『当年度』", "令和5年度", "当年度")]


@pytest.mark.parametrize(("section", "place"), [(0, "報告のポイント"), (1, "1(1)①")])
def test_a_paragraph_is_named_by_heading_and_place_and_only_its_sentence_is_shown(
    document: Document, section: int, place: str
) -> None:
    def paragraph(edition: Document) -> Paragraph:
        blocks = edition.sections[section].blocks
        return next(block for block in blocks if isinstance(block, Paragraph))

    def change(present: Document) -> None:
        paragraph(present).content = _words("前。誤り。後。")

    former = document.model_copy(deep=True)
    paragraph(former).content = _words("前。正しい。後。")
    assert _changed(former, change) == [Difference(f"本文 {place} 第1段落", "正しい。", "誤り。")]


def test_an_added_paragraph_does_not_shift_those_behind_it(document: Document) -> None:
    first = document.introduction[0].model_copy(update={"content": _words("はじめに。")})
    found = _changed(document, lambda present: present.introduction.insert(0, first))
    assert found == [Difference("前文 第1段落", ABSENT, "はじめに。")]


def test_a_charts_words_and_values(document: Document) -> None:
    def change(present: Document) -> None:
        chart = _chart(present)
        chart.alternative = _words("代わり")
        chart.conclusion = _words("結論")
        chart.labels[0] = _words("札")
        chart.facts[0].content = _words("事実")

    wheres = [one.where for one in _changed(document, change)]
    label = _chart(document).facts[0].label
    assert wheres == ["図4 図から分かること", "図4 図中の文字", "図4 代替文", f"図4 {label}"]


def test_a_figure_that_only_one_edition_has_is_one_difference(document: Document) -> None:
    def remove(present: Document) -> None:
        table = figures_of(present)["online_status"]
        for section in present.sections:
            section.blocks = [block for block in section.blocks if block is not table]

    (found,) = _changed(document, remove)
    assert (found.where, found.wrong, found.right) == ("表1 題", "オンライン対応状況", ABSENT)


def test_cover_and_title(document: Document) -> None:
    def change(present: Document) -> None:
        present.title = _words("別の題")
        present.cover.append(Fact(label="所管課", content=_words("情報課")))

    former = "令和6年度 区のデジタル化に関する取組進捗について"
    assert _changed(document, change) == [
        Difference("表題", former, "別の題"),
        Difference("表紙 所管課", ABSENT, "情報課"),
    ]


@pytest.mark.long
def test_any_fragment_changed_anywhere_is_found(document: Document) -> None:
    """Altering the words of any one printed item gives exactly that place."""
    texts = [item for item in items_of(document) if item.text]
    assert len(texts) > 300
    inlines = [inline for block in document.blocks for inline in _inlines(block) if inline]
    assert len(inlines) > 100
    for inline in inlines:
        inline.append(Text(text="※追記"))
        present = document.model_copy(deep=True)
        inline.pop()
        assert len(differences(document, present)) == 1


def _inlines(block: AnyBlock) -> Iterator[Runs]:
    """Yield everything that a block prints except its title and cells."""
    if isinstance(block, Heading | Paragraph):
        yield block.content
    if isinstance(block, ItemList):
        yield from block.items
    if isinstance(block, Chart):
        yield block.alternative
        yield block.conclusion or []
        yield from block.labels
    if isinstance(block, Figure):
        yield from (note.content for note in block.notes)
        yield from (fact.content for fact in block.facts)


def test_what_is_right_must_be_printed(document: Document) -> None:
    assert is_printed(document, "302 (42.1%)")
    assert is_printed(document, ABSENT)
    assert not is_printed(document, "303 (42.2%)")
