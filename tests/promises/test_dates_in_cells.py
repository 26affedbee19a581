"""Dates in tables, in the forms that offices and their software write."""

import datetime as dt

from tests.promises.office import USUAL_CELLS, Office, describe_counts, sheet_of

MONTH = {"name": "since", "title": "導入年月", "type": "yearmonth"}
DAY = {"name": "opened", "title": "開始日", "type": "date"}
HEAD = ("場所", "導入年月", "開始日")


def describe_dates(office: Office) -> None:
    """Give the office's table a column of months and one of days, and a notebook that prints both."""
    describe_counts(office, MONTH, DAY)
    table = 'Table(section.table("counts"), "導入", name="counts").columns("since", "opened")'
    office.notebook(USUAL_CELLS[0], table, USUAL_CELLS[2])


def test_are_read_and_printed_in_every_form(office: Office) -> None:
    describe_dates(office)
    office.table(
        "counts",
        (
            HEAD,
            ("甲", "2024年10月1日", "2024/10/1"),
            ("乙", "令和6年 4月", "令和6年 4月 1日"),
            ("丙", "R6.10.1", "20241001"),
            ("丁", "令和6年度末", "令和5年度末"),
            ("戊", "－", "2024年7月2日（火）"),
        ),
    )
    checked = office.check()
    assert checked.code == 0, checked.said
    assert "年月の書き方 4個（例: 2行目「2024年10月1日」→ 2024-10）" in checked.said, checked.said
    assert "日付の書き方 5個（例: 2行目「2024/10/1」→ 2024-10-01）" in checked.said, checked.said
    ran = office.build()
    assert ran.code == 0, ran.said
    for words in (
        "場所は甲、導入年月は令和6年10月、開始日は令和6年10月1日（火）。",
        "場所は乙、導入年月は令和6年4月、開始日は令和6年4月1日（月）。",
        "場所は丙、導入年月は令和6年10月、開始日は令和6年10月1日（火）。",
        "場所は丁、導入年月は令和7年3月、開始日は令和6年3月31日（日）。",
        "場所は戊、導入年月は空欄、開始日は令和6年7月2日（火）。",
    ):
        assert words in office.report(), office.report()
    ledger = office.read("build/2024/ledger.csv")
    assert "2024-07-02,,data,,data/2024/counts.csv 6行目 opened（開始日）" in ledger, ledger
    assert office.run("verify", office.root / "build/2024").code == 0


def test_are_refused_with_the_reason_where_they_are_not_certain(office: Office) -> None:
    describe_dates(office)
    office.table(
        "counts",
        (
            HEAD,
            ("甲", "24/10/1", "10月1日"),
            ("乙", "2024.1", "10/1/2024"),
            ("丙", "平成31年5月", "2024年2月30日"),
            ("丁", "Dec-23", "1-Oct"),
            ("戊", "令和6年度", "令和6年10月"),
            ("己", "45566", "2024年10月1日（水）"),
        ),
    )
    said = office.check().said
    for words in (
        "2行目『導入年月』: 年月として読めません（「24/10/1」）。年が二桁までなので、",
        "2行目『開始日』: 日付として読めません（「10月1日」）。年が、西暦の四桁でも",
        "3行目『導入年月』: 年月として読めません（「2024.1」）。Excelで入力すると 2024.10 は",
        "3行目『開始日』: 日付として読めません（「10/1/2024」）。年が後にあり、月と日の順が決まりません。",
        "4行目『導入年月』: 元号にない日付です（「平成31年5月」）。平成は1989年1月8日から、",
        "4行目『開始日』: 暦にない日付です（「2024年2月30日」）。",
        "5行目『導入年月』: 年月として読めません（「Dec-23」）。Excelが書き替えたものです（2023-12",
        "5行目『開始日』: 日付として読めません（「1-Oct」）。Excelが書き替えたものです（10-1",
        "6行目『導入年月』: 年月として読めません（「令和6年度」）。月が書かれていません。",
        "6行目『開始日』: 日付として読めません（「令和6年10月」）。日が書かれていません。",
        "7行目『導入年月』: 年月として読めません（「45566」）。Excelの日付の番号のようです。",
        "7行目『開始日』: 日付と曜日が合いません（「2024年10月1日（水）」）。令和6年10月1日（火）です。",
    ):
        assert words in said, (words, said)
    assert said.count("【誤り】") == 12, said


def test_in_workbooks_are_what_excel_shows(office: Office) -> None:
    describe_dates(office)
    day = dt.date(2024, 10, 1)
    book = sheet_of((HEAD, ("甲", day, day), ("乙", "R6.4", day)))
    sheet = book.active
    assert sheet is not None
    sheet["B2"].number_format, sheet["C2"].number_format = 'yyyy"年"m"月"', "yyyy/m/d"
    sheet["C3"].number_format = '[$-411]ggge"年"m"月"d"日"'
    office.workbook("counts", book)
    checked = office.check()
    assert checked.code == 0, checked.said
    sheet["C2"].number_format = 'yyyy"年"m"月"'
    sheet["B2"].number_format = 'm"月"d"日"'
    office.workbook("counts", book)
    said = office.check().said
    assert "2行目『開始日』: 日の表示されていない日付です（2024-10-01）。" in said, said
    assert "2行目『導入年月』: 年と月の両方は表示されていない日付です（2024-10-01）。" in said, said
