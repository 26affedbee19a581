"""Tables: shape, merged cells, notes, totals and blanks."""

from fractions import Fraction

import pandas as pd
import pytest

from progress_report.authoring.labels import labelled_ranges
from progress_report.authoring.tables import (
    Column,
    Stub,
    breakdown,
    marked,
    note,
    noted,
    shares,
    table,
    with_total,
)
from progress_report.inputs.restatements import Restatement, with_restatements
from progress_report.model.blocks import Table
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.grid import Grid, TableCell
from progress_report.model.inline import Date, NoteReference, Number, plain_text, words
from progress_report.model.quantity import Cell, Quantity


def count(value: int, unit: str = "手続") -> Quantity:
    return Quantity(Fraction(value), unit, Cell("data/t.csv", value, "n", "数"))


@pytest.fixture
def frame() -> pd.DataFrame:
    years = [words("前年度"), words("今年度")]
    frame = pd.DataFrame(
        {
            "year": pd.Series(years, dtype=object),
            "done": pd.Series([count(241), count(302)], dtype=object),
            "rest": pd.Series([count(377), count(415)], dtype=object),
        }
    )
    frame["all"] = frame["done"] + frame["rest"]
    frame[["done_share", "rest_share"]] = shares(frame, ["done", "rest"], "all")
    return frame


def _block(shown: object) -> Table:
    block = getattr(shown, "block", None)
    assert isinstance(block, Table)
    return block


def _texts(rows: object) -> list[list[str]]:
    assert isinstance(rows, list)
    return [[plain_text(cell.content) for cell in row] for row in rows]


def _spans(rows: object) -> list[list[tuple[int, int]]]:
    assert isinstance(rows, list)
    return [[(cell.columns, cell.rows) for cell in row] for row in rows]


def _grid(frame: pd.DataFrame, stubs: list[Stub], columns: list[Column]) -> Grid:
    return _block(table("t", "題", frame, stubs, columns)).grid


def test_spanners_make_two_header_rows(frame: pd.DataFrame) -> None:
    columns = [
        Column("済", "done", "done_share", spanner="可能"),
        Column("未", "rest", "rest_share", spanner="可能"),
        Column("計", "all"),
    ]
    grid = _grid(frame, [Stub("年度", "year")], columns)
    assert _texts(grid.head) == [["年度", "可能", "計"], ["済", "未"]]
    assert _spans(grid.head) == [[(1, 2), (2, 1), (1, 2)], [(1, 1), (1, 1)]]
    assert _texts(grid.body) == [
        ["前年度", "241 (39.0%)", "377 (61.0%)", "618"],
        ["今年度", "302 (42.1%)", "415 (57.9%)", "717"],
    ]
    assert [cell.header for cell in grid.body[0]] == ["row", "", "", ""]


def test_a_table_without_spanners_has_one_header_row(frame: pd.DataFrame) -> None:
    grid = _grid(frame, [Stub("年度", "year")], [Column("済", "done")])
    assert _spans(grid.head) == [[(1, 1), (1, 1)]]


def test_equal_labels_merge_and_values_stand_once_for_their_group(frame: pd.DataFrame) -> None:
    lines = breakdown(
        frame,
        {
            ("合計",): ("all", "done_share"),
            ("内訳", "済"): ("done", "done_share"),
            ("内訳", "未"): ("rest", "rest_share"),
        },
    )
    stubs = [Stub("年度", "year"), Stub("区分", "line")]
    grid = _grid(lines, stubs, [Column("数", "value"), Column("計", "all", merged_by="year")])
    assert _texts(grid.body)[:3] == [["前年度", "合計", "618", "618"], ["内訳", "済", "241"], ["未", "377"]]
    assert _spans(grid.body)[:3] == [
        [(1, 3), (2, 1), (1, 1), (1, 3)],
        [(1, 2), (1, 1), (1, 1)],
        [(1, 1), (1, 1)],
    ]
    assert grid.stub_columns == 3


def test_a_total_leaves_blanks_out_and_never_takes_them_for_zero() -> None:
    priorities = pd.DataFrame(
        {
            "label": pd.Series([words("甲"), words("乙")], dtype=object),
            "excluded": pd.Series([count(2), None], dtype=object),
        }
    )
    plans = with_total(marked(priorities, "excluded", "why"), "label", ["excluded"])
    notes = [note("why", words("理由"))]
    block = _block(
        table("t", "題", plans, [Stub("区分", "label")], [Column("対象外", "excluded")], notes=notes)
    )
    assert _texts(block.grid.body) == [["甲", "2"], ["乙", ""], ["合計", "2"]]
    assert block.grid.body[0][1].content[-1] == NoteReference("why")
    assert [cell.emphasis for cell in block.grid.body[2]] == [True, True]
    assert not block.grid.body[1][1].emphasis


def test_words_that_bear_a_note() -> None:
    assert noted("不可", "n")[-1] == NoteReference("n")


def test_a_cell_may_hold_a_list(frame: pd.DataFrame) -> None:
    frame["topics"] = pd.Series([[words("甲"), words("乙")], [words("丙")]], dtype=object)
    grid = _grid(frame, [Stub("年度", "year")], [Column("内容", "topics")])
    assert grid.body[0][1] == TableCell(items=(words("甲"), words("乙")))
    assert grid.alignments == ("left", "left")


def test_ranges_without_an_upper_bound() -> None:
    bounds = pd.DataFrame(
        {
            "name": pd.Series([words("甲"), words("乙")], dtype=object),
            "low": pd.Series([count(1000, "件"), count(100, "件")], dtype=object),
            "high": pd.Series([None, count(999, "件")], dtype=object),
        }
    )
    labels = [plain_text(label) for label in labelled_ranges(bounds, "name", "low", "high")]
    assert labels == ["甲 (1,000件以上)", "乙 (100～999件)"]


@pytest.mark.parametrize(("done", "rest", "noted_"), [(241, 377, False), (383, 1617, True), (0, 0, False)])
def test_the_rounding_note_stands_only_where_it_is_needed(done: int, rest: int, noted_: bool) -> None:
    frame = pd.DataFrame(
        {
            "year": pd.Series([words("今年度")], dtype=object),
            "done": pd.Series([count(done)], dtype=object),
            "rest": pd.Series([count(rest)], dtype=object),
        }
    )
    frame["all"] = frame["done"] + frame["rest"]
    frame[["done_share", "rest_share"]] = shares(frame, ["done", "rest"], "all")
    columns = [Column("済", "done", "done_share"), Column("未", "rest", "rest_share")]
    notes = _block(table("t", "題", frame, [Stub("年度", "year")], columns)).notes
    assert [plain_text(note.content) for note in notes] == (
        ["小数点以下第2位を四捨五入しているため、合計が100%にならない場合がある。"] if noted_ else []
    )


def test_a_restated_value_bears_a_mark_in_every_form_of_its_table(frame: pd.DataFrame) -> None:
    source = Cell("data/t.csv", 2, "year", "年度")
    year, former = Date(FiscalYear(2023), source), (Number(count(300)),)
    restated = Restatement("r", 1, "done", year, words("数"), former, (Number(count(302)),), words("見直し"))
    frame = with_restatements(frame, [restated])
    told = ["前年度報告の数値を修正。令和5年度の数は、前年度報告では300手続、修正後は302手続。理由：見直し。"]
    plain = _block(table("t", "題", frame, [Stub("年度", "year")], [Column("済", "done", "done_share")]))
    lines = breakdown(frame, {("計",): ("all", "done_share"), ("済",): ("done", "done_share")})
    broken = _block(
        table("t", "題", lines, [Stub("年度", "year"), Stub("区分", "line")], [Column("数", "value")])
    )
    for block, rows in ((plain, [1]), (broken, [3])):
        assert [plain_text(note.content) for note in block.notes] == told
        marked_rows = [
            i for i, row in enumerate(block.grid.body) if row[-1].content[-1] == NoteReference("r")
        ]
        assert marked_rows == rows
    others = _block(table("t", "題", frame, [Stub("年度", "year")], [Column("未", "rest")]))
    assert others.notes == (), "a note is told only where its value is shown"
