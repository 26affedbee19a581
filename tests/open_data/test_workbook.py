"""tables.xlsx: looks like the report, and its numbers are numbers."""

import io
import time

import openpyxl
import pytest

from progress_report.model.blocks import SAMPLE_STAMP, Table
from progress_report.model.display_width import display_width
from progress_report.model.findings import PublishingError
from progress_report.model.grid import Fact, Grid, TableCell, TableNote
from progress_report.model.inline import NoteReference, Number, Text, words
from progress_report.model.quantity import point_difference
from progress_report.open_data.number_formats import column_width, lines_needed
from progress_report.open_data.published_tables import published_tables
from tests.model.samples import count
from tests.open_data.samples import bare, cells, column, document, pair, row, sheet, simple
from tests.open_data.test_published_tables import merged_table


def test_header_and_body_are_merged_as_printed_and_stay_in_view() -> None:
    worksheet = sheet(published_tables(document(merged_table())), "表1")
    assert {str(area) for area in worksheet.merged_cells.ranges} == {
        "A4:B5",
        "C4:D4",
        "E4:E5",
        "A6:A7",
        "E6:E7",
        "A8:B8",
    }
    assert worksheet.freeze_panes == "C6"
    assert worksheet.print_title_rows == "$4:$5"
    assert [worksheet[place].value for place in ("A4", "C4", "D5", "B7", "E6", "E8")] == [
        "年度",
        "対応可能",
        "未",
        "内訳",
        9,
        7,
    ]


def test_two_numbers_in_a_cell_are_two_numbers_under_one_header() -> None:
    moved = count(383)
    share = moved / count(2000, row=3)
    worksheet = sheet(published_tables(document(simple(TableCell(pair(moved, share)), bare(moved)))), "表1")
    assert "B4:C4" in {str(area) for area in worksheet.merged_cells.ranges}
    assert (worksheet["B5"].value, worksheet["B5"].number_format) == (383, '#,##0;"△"#,##0')
    assert worksheet["C5"].value == pytest.approx(0.1915, rel=1e-15)
    assert worksheet["C5"].number_format == '" ("#,##0.0%")";" (""△"#,##0.0%")"'
    assert worksheet["D5"].value == 383


def test_signs_units_and_marks_stand_in_the_number_format() -> None:
    fall = point_difference(count(3) / count(4), count(1) / count(4))
    noted = TableCell((Number(count(2), unit_shown=False), NoteReference("n")))
    table = simple(bare(fall), noted, TableCell((Number(count(7)),)), notes=(TableNote("n", words("注")),))
    worksheet = sheet(published_tables(document(table)), "表1")
    assert (worksheet["B5"].value, worksheet["B5"].number_format) == (-50, '#,##0.0;"△"#,##0.0')
    assert (worksheet["C5"].value, worksheet["C5"].number_format) == (2, '#,##0"※";"△"#,##0"※"')
    assert (worksheet["D5"].value, worksheet["D5"].number_format) == (7, '#,##0"件";"△"#,##0"件"')


def test_blank_undefined_lists_and_words_are_no_numbers() -> None:
    none = count(0)
    table = simple(
        TableCell(),
        bare(none / count(0, row=3)),
        TableCell(items=(words("一"), words("二"))),
        TableCell((Text("残り"), Number(count(3)))),
    )
    worksheet = sheet(published_tables(document(table)), "表1")
    assert [worksheet.cell(5, i).value for i in range(2, 6)] == [None, "－", "・一\n・二", "残り3件"]


def test_a_sheet_says_all_that_the_report_says_about_the_table() -> None:
    table = simple(
        bare(count(1, illustrative=True)),
        notes=(TableNote("n", words("注記")),),
        facts=(Fact("時点", words("年度末")), Fact("出典", words("某資料"))),
    )
    worksheet = sheet(published_tables(document(table)), "表1")
    assert [worksheet[f"A{row}"].value for row in (1, 2, 7, 8, 9)] == [
        "表1　表題",
        SAMPLE_STAMP,
        "※ 注記",
        "時点：年度末",
        "出典：某資料",
    ]
    plain = sheet(published_tables(document(simple(bare(count(1))))), "表1")
    assert plain["A2"].value is None


def test_the_first_sheet_lists_all_tables_and_the_state_of_the_edition() -> None:
    draft = {"stamp": "案", "reasons": [[{"type": "text", "text": "架空の集計による"}]]}
    tables = (simple(bare(count(1, illustrative=True)), name="one"), simple(bare(count(2)), name="two"))
    files = published_tables(document(*tables, draft=draft))
    workbook = openpyxl.load_workbook(io.BytesIO(files["tables/tables.xlsx"]))
    assert workbook.sheetnames == ["注と出典", "表1", "表2"]
    texts = [str(cell.value) for cell in cells(sheet(files, "注と出典"))]
    assert {"案（未確定）", "・架空の集計による", "one.csv", "two.csv"} <= set(texts)
    assert texts.count(SAMPLE_STAMP) == 1
    final = [str(cell.value) for cell in cells(sheet(published_tables(document(*tables)), "注と出典"))]
    assert "確定版" in final
    assert not [text for text in final if "確定前" in text]


def test_dates_come_from_the_record_and_never_from_the_clock() -> None:
    made = document(merged_table(), record={"date": "2024-04-01"})
    first = published_tables(made)
    time.sleep(2.1)  # a ZIP archive's clock has steps of two seconds
    assert published_tables(made) == first
    workbook = openpyxl.load_workbook(io.BytesIO(first["tables/tables.xlsx"]))
    assert workbook.properties.created is not None
    assert workbook.properties.created.isoformat() == "2024-04-01T00:00:00"


def test_columns_are_as_wide_as_japanese_text_needs() -> None:
    assert display_width("申請 (%)ﾊﾝ") == 4 + 4 + 2
    assert column_width(["年間総申請数", "a"]) == 14
    assert column_width(["あ"]) == 8
    assert column_width(["あ" * 100]) == 44
    assert lines_needed("あ" * 20, 21) == 2
    assert lines_needed("一\n二", 40) == 2


def test_a_text_too_long_for_a_cell_is_refused_not_cut() -> None:
    with pytest.raises(PublishingError, match="長すぎます"):
        published_tables(document(simple(TableCell(words("あ" * 40000)))))


def test_a_single_number_among_pairs_takes_both_columns() -> None:
    head = [[column("項目"), column("値")]]
    both = TableCell(pair(count(1), count(1) / count(3)))
    body = [[row(words("二")), both], [row(words("一")), bare(count(5))], [row(words("空")), TableCell()]]
    table = Table(name="sample", title=words("表題"), grid=Grid(head, body, 1, ("left", "right")))
    worksheet = sheet(published_tables(document(table)), "表1")
    assert {str(area) for area in worksheet.merged_cells.ranges} == {"B4:C4", "B6:C6", "B7:C7"}
    assert [worksheet[place].value for place in ("B5", "C5", "B6")] == [1, 1 / 3, 5]
