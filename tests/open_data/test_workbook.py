"""tables.xlsx: each sheet one Excel table, numbers as numbers, by 総務省's rule for tables of statistics."""

import io
import zipfile
from collections.abc import Callable
from fractions import Fraction

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from progress_report.model.blocks import SAMPLE_STAMP, Table
from progress_report.model.display_width import display_width
from progress_report.model.findings import PublishingError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.grid import Fact, Grid, TableCell, TableNote
from progress_report.model.inline import Date, NoteReference, Number, Text, text
from progress_report.model.quantity import point_difference
from progress_report.open_data.number_formats import column_width, lines_needed, stored_number
from progress_report.open_data.published_tables import DataSources, published_tables
from progress_report.open_data.sheet import sheet_name
from tests.model.samples import SOURCE, count
from tests.open_data.samples import bare, cells, column, document, pair, row, sheet, simple
from tests.open_data.test_wide_tables import merged_table
from tests.support.unified_rule import RULES

WORKBOOK = "tables/tables.xlsx"
TITLE = "表1 表題"


def dated_table() -> Table:
    """Two years, each with a number, its share, a list and a change."""
    head = [[column("年度"), column("件数 (割合)"), column("内容"), column("増減")]]
    fall = point_difference(count(3) / count(4), count(1) / count(4))
    body = [
        [
            row((Date(FiscalYear(2022), SOURCE),)),
            TableCell(pair(count(1), count(1) / count(3))),
            TableCell(items=(text("一つめ"), text("二つめ"))),
            TableCell((Number(fall, unit_shown=False, as_change=True),)),
        ],
        [
            row((Date(FiscalYear(2023), SOURCE),)),
            TableCell(pair(count(0), count(0) / count(0, row=3))),
            TableCell(items=(text("三つめ"),)),
            TableCell(),
        ],
    ]
    grid = Grid(head, body, 1, ("left", "right", "left", "right"))
    return Table(name="dated", title=text("表題"), grid=grid, notes=(TableNote("n", text("注記")),))


@pytest.fixture(scope="module")
def workbook() -> bytes:
    tables = merged_table(), dated_table()
    return published_tables(document(*tables), DataSources(code="131156"))[WORKBOOK]


def _merge(book: Workbook) -> None:
    book.worksheets[-1].merge_cells("A2:A3")


def _put(place: str, value: str | None) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book.worksheets[-1][place] = value

    return change


def _comment(book: Workbook) -> None:
    book.worksheets[-1]["A1"].comment = Comment("注記", "編集者")


def _without_table(book: Workbook) -> None:
    book.worksheets[-1].tables.clear()


def _without_code(book: Workbook) -> None:
    about = book.worksheets[0]
    code = next(cell for cells in about for cell in cells if cell.value == "131156")
    code.value = ""


# Each item with what breaks it. The last sheet's columns are 年度, 年度（西暦）, 件数（件）, 件数の割合（%）,
# 内容1, 内容2, 増減（ポイント）.
BREAKS: dict[str, Callable[[Workbook], None]] = {
    "1-2": _put("C2", "1 (33.3%)"),
    "1-3": _put("C2", "1,234件"),
    "1-4": _merge,
    "1-5": _put("E2", "　一つめ\n"),
    "1-6": _put("A3", None),
    "1-7": _put("C2", "=1+1"),
    "1-8": _comment,
    "1-9": _put("C1", "件数"),
    "1-11": _put("B2", None),
    "1-12": _without_code,
    "1-13": _put("C3", "不明"),
    "1-14": _put("H1", "離れた列"),
    "1-15": _without_table,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_workbook_keeps_each_item_of_the_rule(workbook: bytes, rule: str) -> None:
    assert RULES[rule](workbook) == []


@pytest.mark.parametrize("rule", RULES)
def test_what_breaks_an_item_of_the_rule_is_found(workbook: bytes, rule: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    if rule == "1-14":  # a row and a column are left blank between
        book.worksheets[-1]["A5"] = "離れた行"
    BREAKS[rule](book)
    broken = io.BytesIO()
    book.save(broken)
    assert RULES[rule](broken.getvalue()) != []


def test_language_and_title_are_the_document_s(workbook: bytes) -> None:
    properties = openpyxl.load_workbook(io.BytesIO(workbook)).properties
    assert properties.language == "ja"
    assert str(properties.title).endswith("表と図の値")
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        assert parts.testzip() is None
        assert parts.read("docProps/core.xml").count(b"<dc:language>ja</dc:language>") == 1


def test_a_table_is_known_by_its_figure_s_name_every_year() -> None:
    names = ("plain", "with-hyphen", "with_hyphen", "q1")
    files = published_tables(document(*(simple(bare(count(1)), name=name) for name in names)))
    book = openpyxl.load_workbook(io.BytesIO(files[WORKBOOK]))
    tables = [table for one in book.worksheets for table in one.tables.values()]
    assert [table.displayName for table in tables][2:] == [
        "tbl_plain", "tbl_with.hyphen", "tbl_with_hyphen", "tbl_q1",
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(files[WORKBOOK])) as parts:
        assert 'altText="表1 表題"' in parts.read("xl/tables/table3.xml").decode()


def test_headers_stay_in_view_and_are_printed_on_every_page() -> None:
    worksheet = sheet(published_tables(document(merged_table())), TITLE)
    assert worksheet.freeze_panes == "C2"
    assert worksheet.print_title_rows == "$1:$1"
    assert worksheet.oddHeader is not None
    assert worksheet.oddHeader.left.text == TITLE
    assert (worksheet.page_setup.orientation, worksheet.page_setup.fitToHeight) == ("landscape", 0)


def test_numbers_are_unrounded_in_the_unit_of_their_header() -> None:
    moved = count(383)
    share = moved / count(2000, row=3)
    table = simple(TableCell(pair(moved, share)), bare(count(1234)))
    worksheet = sheet(published_tables(document(table)), TITLE)
    assert [cell.value for cell in worksheet[1]] == ["項目", "値1（件）", "値の割合（%）", "値2（件）"]
    assert [cell.value for cell in worksheet[2]] == ["あ", 383, pytest.approx(19.15), 1234]
    assert [cell.number_format for cell in worksheet[2]][1:] == ["#,##0", "#,##0.0", "#,##0"]


def test_a_tie_is_stored_so_that_it_is_rounded_up() -> None:
    assert stored_number(Fraction(1915, 100), 1) > 19.15
    assert stored_number(Fraction(-1915, 100), 1) < -19.15
    assert stored_number(Fraction(1914, 100), 1) == 19.14


def test_a_change_is_a_signed_number() -> None:
    fall = point_difference(count(3) / count(4), count(1) / count(4))
    rise = point_difference(count(1) / count(4), count(3) / count(4))
    changes = [TableCell((Number(one, as_change=True),)) for one in (fall, rise)]
    worksheet = sheet(published_tables(document(simple(*changes, bare(count(1) - count(5, row=3))))), TITLE)
    found = [(cell.value, cell.number_format) for cell in worksheet[2]][1:]
    signed = "+#,##0.0;-#,##0.0;#,##0.0"
    assert found == [(-50, signed), (50, signed), (-4, "#,##0")]


def test_blank_undefined_and_words_are_no_numbers() -> None:
    none = count(0)
    cells_shown = TableCell(), bare(none / count(0, row=3)), TableCell((Text("残り"), Number(count(3))))
    worksheet = sheet(published_tables(document(simple(*cells_shown))), TITLE)
    assert [cell.value for cell in worksheet[2]][1:] == [None, "－", "残り3件"]


def test_notes_and_facts_stand_in_a_sheet_of_their_own() -> None:
    noted = TableCell((Number(count(2), unit_shown=False), NoteReference("n")))
    facts = (Fact("時点", text("年度末")), Fact("出典", text("某資料")))
    files = published_tables(document(simple(noted, notes=(TableNote("n", text("注記")),), facts=facts)))
    assert [cell.value for cell in sheet(files, TITLE)[2]] == ["あ", 2]
    remarks = [[cell.value for cell in line] for line in sheet(files, "注と出典").iter_rows(min_row=2)]
    assert remarks == [["表1", "注", "※ 注記"], ["表1", "時点", "年度末"], ["表1", "出典", "某資料"]]
    bare_table = published_tables(document(simple(bare(count(1)))))
    without = openpyxl.load_workbook(io.BytesIO(bare_table[WORKBOOK]))
    assert without.sheetnames == ["説明", "目次", TITLE]


def test_each_sheet_bears_the_stamp_of_what_is_invented() -> None:
    real, invented = simple(bare(count(2)), name="real"), simple(bare(count(1, illustrative=True)))
    files = published_tables(document(invented, real))
    stamped, plain = sheet(files, TITLE), sheet(files, "表2 表題")
    assert [cell.value for cell in stamped["C"]] == ["サンプル", SAMPLE_STAMP]
    headers = [one.oddHeader and one.oddHeader.right.text for one in (stamped, plain)]
    assert headers == [SAMPLE_STAMP, None]
    assert SAMPLE_STAMP not in [cell.value for cell in cells(plain)]


def test_the_first_sheets_say_what_there_is_and_whether_it_is_a_draft() -> None:
    draft = {"stamp": "案", "reasons": [[{"type": "text", "text": "架空の集計による"}]]}
    tables = (simple(bare(count(1, illustrative=True)), name="one"), simple(bare(count(2)), name="two"))
    files = published_tables(document(*tables, draft=draft))
    book = openpyxl.load_workbook(io.BytesIO(files[WORKBOOK]))
    assert book.sheetnames == ["説明", "目次", TITLE, "表2 表題"]
    about = {line[0].value: line[1].value for line in sheet(files, "説明").iter_rows(min_row=2)}
    assert (about["版"], about["確定前の理由"]) == ("案（未確定）", "架空の集計による")
    contents = sheet(files, "目次")
    assert [cell.value for cell in contents[2]] == [
        "表1", "表題", None, "件", SAMPLE_STAMP, "tbl_one", "one.csv",
    ]  # fmt: skip
    link = contents["A3"].hyperlink
    assert link is not None
    assert link.location == "'表2 表題'!A1"
    final = {line[0].value: line[1].value for line in sheet(published_tables(document(*tables)), "説明")}
    assert final["版"] == "確定版"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("短い", "表1 短い"),
        ("a/b:c'd", "表1 a／b：c＇d"),
        ("長" * 40, "表1 " + "長" * 27 + "…"),
    ],
)
def test_a_sheet_s_name_is_one_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name("表1", title) == name
    assert len(name) <= 31
    assert sheet(published_tables(document(simple(bare(count(1)), title=text(title)))), name)


def test_dates_come_from_the_record_and_never_from_the_clock() -> None:
    made = document(merged_table(), record={"date": "2024-04-01"})
    first = published_tables(made)
    with zipfile.ZipFile(io.BytesIO(first[WORKBOOK])) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    book = openpyxl.load_workbook(io.BytesIO(first[WORKBOOK]))
    assert book.properties.created is not None
    assert book.properties.created.isoformat() == "2024-04-01T00:00:00"


def test_columns_are_as_wide_as_japanese_text_needs() -> None:
    assert display_width("申請 (%)ﾊﾝ") == 4 + 4 + 2
    assert column_width(["年間総申請数", "a"]) == 14
    assert column_width(["あ"]) == 8
    assert column_width(["あ" * 100]) == 44
    assert lines_needed("あ" * 20, 21) == 2
    assert lines_needed("一\n二", 40) == 2


def test_a_text_too_long_for_a_cell_is_refused_not_cut() -> None:
    with pytest.raises(PublishingError, match="長すぎます"):
        published_tables(document(simple(TableCell(text("あ" * 40000)))))


def test_totals_are_bold() -> None:
    total = TableCell((Number(count(3), unit_shown=False),), emphasis=True)
    files = published_tables(document(simple(total), simple(bare(count(3)), name="other")))
    bold = [[cell.font.b for cell in sheet(files, name)[2]] for name in (TITLE, "表2 表題")]
    assert bold == [[True, True], [False, False]]
