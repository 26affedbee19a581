"""Tables without a schema: which cells are numbers and which are words, each as written in the file."""

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.inputs.readers.csv_files import csv_sheet
from progress_report.inputs.tables.free_tables import FreeTable, free_table
from progress_report.model.inline import LiteralText, Number, plain_text
from progress_report.model.quantity import Cell

WORDS = st.text("あいう漢字研修ー", min_size=1, max_size=6)
NUMBERS = st.decimals(-(10**6), 10**6, places=1).map(str) | st.integers(0, 10**9).map(str)


def _read(rows: list[list[str]]) -> FreeTable:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return free_table(csv_sheet(text.getvalue().encode(), "data/2024/extra.csv"))


@given(st.lists(st.tuples(WORDS, NUMBERS), min_size=1, max_size=8))
def test_a_number_is_exact_and_knows_its_cell(rows: list[tuple[str, str]]) -> None:
    table = _read([["名前", "値（件）"], *map(list, rows)])
    words, numbers = table.columns
    assert (words.counts, numbers.counts, numbers.unit) == (False, True, "件")
    for i, (name, number) in enumerate(rows):
        assert plain_text(table.value(i, words)) == name
        (run,) = table.value(i, numbers)
        assert isinstance(run, Number)
        assert run.quantity.value == Fraction(number)
        origin = run.quantity.origin
        assert isinstance(origin, Cell)
        assert (origin.row, origin.column, origin.column_title) == (i + 2, "2列目", "値（件）")
        read = table.text_of(origin.row, origin.column)
        assert read is not None
        assert Fraction(read) == run.quantity.value


@pytest.mark.parametrize(
    ("heading", "cells", "counts", "unit", "shown"),
    [
        ("件数", ["1,200", "3"], True, "", ["1,200", "3"]),
        ("件数（件）", ["1,200件", "３"], True, "件", ["1,200", "3"]),
        ("割合(％)", ["42.1", "40.0"], True, "%", ["42.1%", "40.0%"]),
        ("割合", ["42.1%", "40.0%"], True, "%", ["42.1%", "40.0%"]),
        ("増減", ["△3", "－"], True, "", ["△3", ""]),
        ("件数", ["302件", "3件"], True, "件", ["302件", "3件"]),
        ("件数", ["302件", "3人"], False, "", ["302件", "3人"]),
        ("件数", ["302※1", "3"], False, "", ["302※1", "3"]),
        ("備考", ["3回に分けた", ""], False, "", ["3回に分けた", ""]),
        ("年度", ["2024", "2023"], False, "", ["2024", "2023"]),
        ("団体コード", ["131156", "992011"], False, "", ["131156", "992011"]),
        ("番地", ["001", "012"], False, "", ["001", "012"]),
    ],
)
def test_a_column_is_of_numbers_where_each_cell_is_one(
    heading: str, cells: list[str], counts: bool, unit: str, shown: list[str]
) -> None:
    table = _read([["名前", heading], *([f"行{'甲乙'[i]}", cell] for i, cell in enumerate(cells))])
    column = table.columns[1]
    assert (column.counts, column.unit) == (counts, unit)
    assert [plain_text(table.value(i, column)) for i in range(len(cells))] == shown
    for i in range(len(cells)):
        assert all(
            isinstance(run.source, Cell) for run in table.value(i, column) if isinstance(run, LiteralText)
        )


def test_titles_notes_and_blank_lines_around_are_left_out_or_kept_as_notes() -> None:
    table = _read([["研修の記録", ""], ["研修", "回数"], ["入門", "3"], ["", ""], ["※1 見込みを含む", ""]])
    assert [column.heading for column in table.columns] == ["研修", "回数"]
    assert [number for number, _ in table.rows] == [3]
    assert plain_text(table.note(0)) == "見込みを含む"
    assert "表題の行を除外" in {one.kind for one in table.normalizations}
