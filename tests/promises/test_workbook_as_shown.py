"""A workbook's cell is read as Excel displays it: formats, strokes, superscripts, formulas, hidden rows."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.promises.office import Office, Ran, bytes_of, sheet_of, with_part

HEADING = ("場所", "件数")
RAISED, LOWERED = InlineFont(vertAlign="superscript"), InlineFont(vertAlign="subscript")
STRUCK, BOLD = InlineFont(strike=True), InlineFont(b=True, sz=9)
# Custom codes take the place of ids for which openpyxl has no code: see ``japanese_ids``.
_ID_MARK = '"id"0'


def rich(*parts: Any) -> CellRichText:
    return CellRichText([TextBlock(*part) if isinstance(part, tuple) else part for part in parts])


def table(*cells: tuple[Any, Any, str]) -> Workbook:
    """Return a table 場所 and 件数 with a row for each (place, count, number format of the count)."""
    book = sheet_of([HEADING, *((place, count) for place, count, _ in cells)])
    for row, (_, _, code) in enumerate(cells, 2):
        active(book).cell(row, 2).number_format = code or "General"
    return book


def active(book: Workbook) -> Any:
    return book.active


def violations(ran: Ran) -> dict[int, str]:
    """Return the message for each row, without its code."""
    found = re.findall(
        r"【誤り】data/2024/counts\.xlsx ([0-9、]+)行目(.*?)(?:〔\w+〕)?$", ran.said, re.MULTILINE
    )
    return {int(row): said for rows, said in found for row in rows.split("、")}


def test_a_count_that_excel_shows_otherwise_is_refused_by_row_and_column(office: Office) -> None:
    cases: list[tuple[Any, str, str]] = [
        (rich("302", (RAISED, "1")), "", "上付きか下付きの文字があります（「3021」）"),
        (rich((LOWERED, "2"), (BOLD, "302")), "", "上付きか下付きの文字があります"),
        (rich((STRUCK, "302"), "305"), "", "取り消し線のある値です（「302305」）"),
        (3021234, '#,##0"万件"', "単位が違います（「3,021,234万件」）"),
        (302, '0"千手続"', "単位が違います"),
        (302, "0‰", "単位が違います"),
        (302, "[$$-409]#,##0", "数値ではありません（「$302」）"),
        (302, "¥#,##0", "単位が違います"),
        (302000, "#,##0,", "表示される値と入っている値（302000）"),
        (302000, '[>=1000]#,##0,"千";0', "表示される値と入っている値（302000）"),
        (0.5, "0%", "表示される値と入っている値（0.5）"),
        (302.4, "0", "表示される値と入っている値（302.4）"),
        (302, "0.00E+00", "表示される値と入っている値（302）"),
        (-5, "0;0", "表示される値と入っている値（-5）"),
        (9, ";;;", "入っている値（9）が表示されていません"),
        (0, '#,##0;-#,##0;"－"', "入っている値（0）が表示されていません"),
        (0, "0;-0;;@", "入っている値（0）が表示されていません"),
        (0, "#", "入っている値（0）が表示されていません"),
        (dt.date(2024, 10, 1), 'm"月"d"日"', "Excelの日付になっています（2024-10-01）"),
        (45566, '[$-411]ggge"年度"', "Excelの日付になっています（2024-10-01）"),
    ]
    office.workbook("counts", table(*((f"場所{i}号", *case[:2]) for i, case in enumerate(cases, 2))))
    ran = office.check()
    said = violations(ran)
    assert ran.code == 1
    assert {row: case[2] for row, case in enumerate(cases, 2) if case[2] not in said.get(row, "")} == {}
    assert all(one.startswith("『件数』") for one in said.values())


def test_a_count_in_an_ordinary_format_is_read_and_not_mentioned(office: Office) -> None:
    cases: list[tuple[Any, str]] = [
        (1302, "#,##0"), (302, '#,##0"件"'), (302, "0_ "), (302, "000"), (302, "0.00"), (302, '#,##0.0"件"'),
        (-302, '#,##0;"△ "#,##0'), (-302, "#,##0;[Red]#,##0"), (-302, "#,##0_);[Red](#,##0)"),
        (302, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '), (302, "G/標準"), (0, "#,##0"), (302, "@"),
        (302, "[DBNum3]0"), (rich((BOLD, "30"), "2"), ""), (302.0000000000001, "General"), (302, "[Blue]0"),
    ]  # fmt: skip
    office.workbook("counts", table(*((f"場所{i}号", *case) for i, case in enumerate(cases, 2))))
    ran = office.check()
    assert ran.code == 0, ran.said
    assert "数の書き方" not in ran.said
    office.build()
    shown = [line for line in office.report().splitlines() if line.startswith("場所は場所")]
    counts = [line.rpartition("件数は")[2].rstrip("。") for line in shown]
    assert counts == ["1,302", *["302"] * 5, *["△302"] * 3, "302", "302", "0", *["302"] * 5]


def test_struck_cells_rows_and_headings_are_refused(office: Office) -> None:
    book = table(("本庁", 302, ""), ("支所", 20, ""), ("出張所", 7, ""), ("分室", 3, ""))
    sheet = active(book)
    sheet["B2"].font = sheet["A4"].font = sheet["B4"].font = Font(strike=True)
    sheet["A5"] = rich((STRUCK, "分"), "別室")
    sheet["B3"].font = Font(bold=True, color="00FF0000")
    office.workbook("counts", book)
    assert violations(office.check()) == {
        2: "『件数』: 取り消し線のある値です（「302」）。見え消しをやめ、訂正後の値だけを入力してください。",
        4: "『場所』: 行の全体に取り消し線があります。"
        "廃止などで要らない行は消し、使う行は取り消し線をなくしてください。",
        5: "『場所』: 取り消し線のある値です（「分別室」）。"
        "見え消しをやめ、訂正後の値だけを入力してください。",
    }
    book = table(("本庁", 302, ""))
    active(book)["B1"].font = Font(strike=True)
    office.workbook("counts", book)
    assert "1行目『n』: 見出しに取り消し線があります。" in office.check().said
    active(book)["B1"] = rich("件数", (RAISED, "1"))
    active(book)["B1"].font = Font()
    office.workbook("counts", book)
    assert "1行目『2列目』: 見出しに上付きか下付きの文字があります（「件数1」）。" in office.check().said


def test_rows_too_low_to_be_seen_are_hidden_ones(office: Office) -> None:
    book = table(("本庁", 302, ""), ("支所", 20, ""), ("出張所", 7, ""))
    active(book).row_dimensions[4].height = 9
    low = lambda sheet: sheet.replace('<row r="3"', '<row r="3" ht="0" customHeight="1"')  # noqa: E731
    office.workbook("counts", with_part(bytes_of(book), "xl/worksheets/sheet1.xml", low))
    assert [*violations(office.check()).items()] == [
        (3, ": 隠れた行に値があります。行を再表示して確かめ、要らない行は消してください。")
    ]


def japanese_ids(*ids: int) -> Callable[[str], str]:
    """Give the styles of the marked formats these ids, and remove the codes, as Japanese Excel does."""

    def change(styles: str) -> str:
        for number, wanted in enumerate(ids):
            found = re.search(
                rf'<numFmt numFmtId="(\d+)" formatCode="&quot;id&quot;{"0" * (number + 1)}" ?/>', styles
            )
            assert found is not None
            styles = styles.replace(found[0], "").replace(f'numFmtId="{found[1]}"', f'numFmtId="{wanted}"')
        return styles

    return change


@pytest.mark.parametrize("ids", [(55, 57, 31), pytest.param((34, 36, 30), marks=pytest.mark.long)])
def test_dates_of_japanese_excel_need_no_code(office: Office, ids: tuple[int, ...]) -> None:
    def with_month(package: Any) -> None:
        month = {"name": "month", "title": "導入年月", "type": "yearmonth"}
        package["resources"][0]["schema"]["fields"].append(month)

    office.edit_json("data/2024/datapackage.json", with_month)
    book = sheet_of([(*HEADING, "導入年月"), *((f"場所{i}号", 302, 45566) for i in ids)])
    for row, number in enumerate((1, 2, 3), 2):
        active(book).cell(row, 3).number_format = '"id"' + "0" * number
    office.workbook("counts", with_part(bytes_of(book), "xl/styles.xml", japanese_ids(*ids)))
    ran = office.check()
    assert ran.code == 0, ran.said
    assert "年月の書き方 3個（例: 2行目「2024-10-01」→ 2024-10）" in ran.said
    # 10月1日 displays no year, and is not a count.
    partial = with_part(bytes_of(book), "xl/styles.xml", japanese_ids(56, 35, 53))
    office.workbook("counts", partial)
    said = violations(office.check())
    assert [one.partition("（")[0] for one in said.values()] == [
        "『導入年月』: 年と月の両方は表示されていない日付です"
    ] * 3


def test_a_formula_has_the_result_that_excel_shows(office: Office) -> None:
    """Excel and LibreOffice write an empty string for 「""」; other programs would need a calculation."""

    def with_results(sheet: str) -> str:
        sheet = re.sub("<v ?/>", "<v></v>", sheet)
        sheet = sheet.replace("<f>Z1</f><v>", "<f>Z1</f><v>0").replace(
            "<f>100+202</f><v>", "<f>100+202</f><v>302"
        )
        return sheet.replace('<c r="C2">', '<c r="C2" t="str">')

    def with_remark(package: Any) -> None:
        remark = {"name": "remark", "title": "備考", "type": "string"}
        package["resources"][0]["schema"]["fields"].append(remark)

    office.edit_json("data/2024/datapackage.json", with_remark)
    book = sheet_of([(*HEADING, "備考"), ("本庁", "=100+202", '=IF(1,"","x")'), ("=Z1", 20, "なし")])
    computed = with_part(bytes_of(book), "xl/worksheets/sheet1.xml", with_results)
    no_calculation = with_part(
        computed, "xl/workbook.xml", lambda text: text.replace('fullCalcOnLoad="1"', "")
    )
    office.workbook("counts", no_calculation)
    assert violations(office.check()) == {
        3: "『場所』: 数式の結果が 0 です。参照先の空欄なら空欄に、ほかは値を入力してください。"
    }
    office.workbook("counts", computed)
    said = violations(office.check())
    assert "『件数』: 数式の計算結果がありません（「=100+202」）。" in office.check().said
    assert set(said) == {2, 3}
    office.workbook("counts", book)
    assert '『備考』: 数式の計算結果がありません（「=IF(1,"","x")」）。' in office.check().said


def test_numbers_in_text_columns_are_printed_as_shown(office: Office) -> None:
    book = sheet_of([HEADING, (1, 302), (12, 20), (3402, 5), (5, 1), ("田中", 2)])
    codes = ("000", "000", "#,##0", '"第"0"庁舎"', '@"様方"')
    for row, code in enumerate(codes, 2):
        active(book).cell(row, 1).number_format = code
    office.workbook("counts", book)
    assert office.build().code == 0
    shown = [line.partition("、")[0] for line in office.report().splitlines() if line.startswith("場所は")]
    assert shown[:5] == ["場所は001", "場所は012", "場所は3,402", "場所は第5庁舎", "場所は田中様方"]
    active(book)["A2"].number_format = ";;;"
    active(book)["A6"].number_format = ";;;"
    active(book)["A3"] = 12.6
    active(book).sheet_view.showZeros = False
    active(book)["B5"] = 0
    office.workbook("counts", book)
    assert {row: said[:14] for row, said in violations(office.check()).items()} == {
        2: "『場所』: 入っている値（1", 3: "『場所』: 表示される値と入", 5: "『件数』: 入っている値（0",
        6: "『場所』: 入っている値（田",
    }  # fmt: skip
