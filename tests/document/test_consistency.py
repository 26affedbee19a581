"""A document that contradicts itself is refused, whatever created it."""

from fractions import Fraction

import pytest

from progress_report.assembly.stitching import bare_front, stitch
from progress_report.document.consistency import require_consistency
from progress_report.model.blocks import Block, Paragraph, Table
from progress_report.model.findings import NotebookError
from progress_report.model.grid import Grid, TableCell
from progress_report.model.inline import Number, Text, literal, text
from progress_report.model.quantity import Cell, Parameter, Quantity
from tests.assembly.test_stitching import notebook_of

PROSE = Parameter("params/2024.yaml", 7, "prose")


def count(value: int) -> Quantity:
    return Quantity(Fraction(value), "手続", Cell("data/t.csv", value + 1, "n", "数"))


def require_consistent(*shown: Block) -> None:
    require_consistency(stitch(bare_front(), [("section", notebook_of("# 章", *shown))]).document)


@pytest.mark.parametrize(
    "said",
    [
        "241手続から302手続に増加しており",
        "302手続から230手続に減少しており",
        "40.7%から44.2%へ上昇し",
        "1,302件から998件に減り",
        "令和4年度から令和5年度にかけて増加した",
        "4月から3月に減少",
    ],
)
def test_words_that_agree_with_their_numbers_pass(said: str) -> None:
    require_consistent(Paragraph(content=literal(said, PROSE)))


@pytest.mark.parametrize(
    "said",
    [
        "302手続から241手続に増加しており",
        "241手続から302手続に減少しており",
        "44.2%から40.7%へ上昇し",
        "998件から1,302件に減り",
        "302手続から302手続に増加しており",
    ],
)
def test_a_verb_against_its_numbers_is_refused(said: str) -> None:
    with pytest.raises(NotebookError, match="と書かれていますが、数値は"):
        require_consistent(Paragraph(content=literal(said, PROSE)))


def test_quantities_in_a_sentence_are_checked_too() -> None:
    content = (Number(count(302)), Text("から"), Number(count(241)), Text("に増加しており"))
    with pytest.raises(NotebookError, match="302手続から241手続に増加"):
        require_consistent(Paragraph(content=content))


def test_one_value_is_not_shown_in_two_ways() -> None:
    share = count(1) / count(3)
    require_consistent(Paragraph(content=(Number(share),)), Paragraph(content=(Number(share),)))
    with pytest.raises(NotebookError, match=r"「33.3」（本文）と「33」（本文）の二通り"):
        require_consistent(
            Paragraph(content=(Number(share),)), Paragraph(content=(Number(share.with_decimals(0)),))
        )


def _table(total: int) -> Table:
    def row(label: str, value: int) -> list[TableCell]:
        return [TableCell(text(label), "row"), TableCell((Number(count(value), unit_shown=False),))]

    head = [[TableCell(text("区分"), "column"), TableCell(text("数"), "column")]]
    body = [row("甲", 26), row("乙", 54), row("合計", total)]
    return Table(name="t", title=text("題"), grid=Grid(head, body, 1, ("left", "right")))


def test_a_total_is_the_sum_of_the_rows_above_it() -> None:
    require_consistent(_table(80))
    with pytest.raises(NotebookError, match="表1の合計「81手続」が、上の行の和と一致しません"):
        require_consistent(_table(81))
