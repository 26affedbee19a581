"""A document that contradicts itself is refused, whatever created it."""

from fractions import Fraction

import pytest

from progress_report.assembly.stitching import bare_front, stitch
from progress_report.document.consistency import require_consistency
from progress_report.model.blocks import Block, Paragraph, Table
from progress_report.model.findings import NotebookError
from progress_report.model.grid import Grid, TableCell
from progress_report.model.inline import Number, Text, text
from progress_report.model.quantity import Cell, Quantity
from tests.assembly.test_stitching import notebook_of


def count(value: int) -> Quantity:
    return Quantity(Fraction(value), "手続", Cell("data/t.csv", value + 1, "n", "数"))


def require_consistent(*shown: Block) -> None:
    require_consistency(stitch(bare_front(), [("section", notebook_of("# 章", *shown))]).document)


def test_a_verb_against_its_numbers_is_refused() -> None:
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
