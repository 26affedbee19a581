"""The CSV file as printed: one header row, one value a cell, bare numbers, nothing of it lost."""

import datetime as dt
from fractions import Fraction

import pytest

from progress_report.model.blocks import SAMPLE_STAMP, Table
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.grid import Grid, TableCell, TableNote
from progress_report.model.inline import Date, Inline, NoteReference, Number, Text, text
from progress_report.model.moment import Day, Month, Quarter
from progress_report.model.quantity import point_difference
from progress_report.open_data.data_table import fixed_decimal
from progress_report.open_data.published_tables import published_tables
from progress_report.open_data.wide_headers import ColumnHeader, unique_names
from tests.model.samples import SOURCE, count
from tests.open_data.samples import LABEL, bare, column, csv_rows, document, pair, row, simple, two_lines

PATH = "tables/sample.csv"


def rows_of(table: Table) -> list[dict[str, str]]:
    return csv_rows(published_tables(document(table))[PATH])


def only_row(*cells: TableCell, label: Inline = LABEL) -> dict[str, str]:
    (found,) = rows_of(simple(*cells, label=label))
    return found


def merged_table() -> Table:
    """Two header rows with a spanner, stubs of two columns, a value merged over two rows."""
    head = [
        [column("年度", 2, 2), column("対応可能", 2), column("総数", 1, 2)],
        [column("済"), column("未")],
    ]
    body = [
        [
            row(text("前年"), 1, 2),
            row(text("合計")),
            bare(count(1)),
            bare(count(2)),
            bare(count(9), rows=2),
        ],
        [row(text("内訳")), bare(count(3)), bare(count(4))],
        [row(text("本年"), 2), bare(count(5)), bare(count(6)), bare(count(7))],
    ]
    return Table(name="sample", title=text("表題"), grid=Grid(head, body, 2, ("left",) * 2 + ("right",) * 3))


def test_levels_of_headers_are_one_row_and_merged_headings_stand_in_every_row() -> None:
    found = rows_of(merged_table())
    assert list(found[0]) == ["年度1", "年度2", "対応可能_済（件）", "対応可能_未（件）", "総数（件）"]
    assert [list(line.values()) for line in found] == [
        ["前年", "合計", "1", "2", "9"],
        ["前年", "内訳", "3", "4", ""],  # the nine are of both rows: written twice, they would be eighteen
        ["本年", "本年", "5", "6", "7"],
    ]


def test_two_numbers_of_a_cell_have_columns_of_their_own() -> None:
    moved, all_of_them = count(302), count(717, row=3)
    head = [[column("年度"), column("手続数\n (割合)")]]
    body = [[row(text("本年")), TableCell(pair(moved, moved / all_of_them))]]
    table = Table(name="sample", title=text("表題"), grid=Grid(head, body, 1, ("left", "right")))
    assert rows_of(table) == [{"年度": "本年", "手続数（件）": "302", "手続数の割合（%）": "42.1"}]
    assert only_row(TableCell(pair(moved, moved / all_of_them))) == {
        "項目": "あ", "値（件）": "302", "値の割合（%）": "42.1",
    }  # fmt: skip


def test_numbers_are_as_printed_bare_and_signed() -> None:
    less = count(1000) - count(5000, row=3)
    share = count(61) / count(100, row=3)
    fall = point_difference(count(3) / count(4), count(1) / count(4))
    shown = bare(less), bare(share), TableCell((Number(fall, as_change=True),)), bare(count(1234567))
    assert list(only_row(*shown).items())[1:] == [
        ("値1（件）", "-4000"), ("値（%）", "61.0"), ("値（ポイント）", "-50.0"), ("値2（件）", "1234567"),
    ]  # fmt: skip


def test_units_that_differ_from_row_to_row_stand_beside_the_numbers() -> None:
    head = [[column("指標"), column("今回")]]
    share = count(1) / count(4, row=3)
    body = [[row(text("数")), bare(count(5, "手続"))], [row(text("割合")), bare(share)]]
    table = Table(name="sample", title=text("表題"), grid=Grid(head, body, 1, ("left", "right")))
    assert rows_of(table) == [
        {"指標": "数", "今回": "5", "今回の単位": "手続"},
        {"指標": "割合", "今回": "25.0", "今回の単位": "%"},
    ]


@pytest.mark.parametrize("said", ["値（件）", "値(件)"])
def test_a_unit_that_the_header_says_is_not_said_again(said: str) -> None:
    assert ColumnHeader(said, "件").text == said
    assert ColumnHeader("率（％）", "%").text == "率（％）"


def test_blank_zero_and_undefined_are_three_things() -> None:
    none = count(0)
    assert list(only_row(TableCell(), bare(none), bare(none / count(0, row=3))).values()) == [
        "あ", "", "0", "－",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("runs", "western"),
    [
        ((Date(FiscalYear(2023), SOURCE),), "2023"),
        ((Date(FiscalYear(2023), SOURCE), Text("末現在")), "2024-03-31"),
        ((Date(Day(dt.date(2024, 7, 2)), SOURCE), Text("現在")), "2024-07-02"),
        ((Date(Month(2024, 10), SOURCE),), "2024-10"),
        ((Date(Quarter(FiscalYear(2025), 2), SOURCE),), "2025-07/2025-09"),
    ],
)
def test_beside_a_japanese_date_is_the_western_one(runs: Inline, western: str) -> None:
    assert only_row(bare(count(1)), label=runs)["項目（西暦）"] == western
    assert only_row(TableCell(runs))["値（西暦）"] == western


def test_words_that_hold_a_date_have_none_beside_them() -> None:
    begun = Date(Month(2024, 10), SOURCE)
    for runs in ((begun, Text("～"), begun), (begun, Text("に開始")), (Text("開始は"), begun)):
        assert "値（西暦）" not in only_row(TableCell(runs))


def test_items_of_a_list_have_columns_of_their_own() -> None:
    found = only_row(TableCell(items=(text("一つめ"), text("二つめ"))))
    assert found == {"項目": "あ", "値1": "一つめ", "値2": "二つめ"}


def test_what_is_said_of_a_number_stands_beside_it() -> None:
    revised = (Number(count(302)), Text("（修正後は"), Number(count(305, row=3)), Text("）"))
    assert only_row(TableCell(revised)) == {"項目": "あ", "値（件）": "302", "値の補足": "修正後は305件"}
    batch = (Text("残り"), Number(count(38)), Text("を検討中"))
    assert only_row(TableCell(batch))["値"] == "残り38件を検討中"


def test_notes_and_line_breaks_stand_in_no_cell() -> None:
    noted = TableCell((Number(count(2), unit_shown=False), NoteReference("n")))
    table = simple(noted, label=two_lines("上", "下"), notes=(TableNote("n", text("注記")),))
    assert rows_of(table) == [{"項目": "上下", "値（件）": "2"}]


def test_a_row_with_anything_invented_is_stamped() -> None:
    head = [[column("項目"), column("値")]]
    body = [
        [row(text("実")), bare(count(1))],
        [row(text("架空")), bare(count(2, illustrative=True))],
        [row(text("該当なし")), TableCell()],
    ]
    table = Table(name="sample", title=text("表題"), grid=Grid(head, body, 1, ("left", "right")))
    assert [line["サンプル"] for line in rows_of(table)] == ["", SAMPLE_STAMP, ""]
    assert "サンプル" not in only_row(bare(count(1)))


def test_the_file_is_what_excel_expects() -> None:
    content = published_tables(document(simple(bare(count(1)))))[PATH]
    assert content == "\ufeff項目,値（件）\r\nあ,1\r\n".encode()


def test_no_two_columns_have_the_same_name() -> None:
    counted = [ColumnHeader("値", "件"), ColumnHeader("値", "件"), ColumnHeader("値2", "件")]
    names = unique_names([*counted, ColumnHeader("A"), ColumnHeader("a"), ColumnHeader("")])
    assert names == ["値1（件）", "値3（件）", "値2（件）", "A1", "a2", ""]
    long = unique_names([ColumnHeader("長" * 300, "件"), ColumnHeader("長" * 300, "件")])
    assert len({*long}) == 2
    assert max(map(len, long)) <= 255


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Fraction(610, 10), 1, "61.0"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(1, 2000), 1, "0.0"),
        (Fraction(1915, 100), 1, "19.2"),
    ],
)
def test_decimals_are_those_that_are_printed(value: Fraction, decimals: int, written: str) -> None:
    assert fixed_decimal(value, decimals) == written
