"""Each error in a data file is reported with file, row, column title and remedy; all of them at once."""

from typing import Any

import pytest

from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.inputs.tables.datasets import Rows, is_valid_cell, read_rows, table_of
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date, plain_text
from progress_report.model.moment import Month
from progress_report.model.quantity import Cell
from tests.inputs.ward_files import YEAR, WardFiles, require_finding

STATUS = "data/2024/online_procedures.csv"
PRIORITIES = "data/2024/priorities.csv"
SYSTEMS = "data/2024/systems.csv"
CASHLESS = "data/2024/cashless.csv"
ANSWERS = "data/2024/intention_survey.csv"


def findings(ward: WardFiles, file: str) -> list[Finding]:
    with pytest.raises(ReportError) as caught:
        read(ward, file)
    return list(caught.value.findings)


def read(ward: WardFiles, file: str) -> Rows:
    name = file.rsplit("/", 1)[-1].removesuffix(".csv")
    return read_rows(ward.project, YEAR, read_data_package(ward.project, YEAR), name)


def cell(ward: WardFiles, file: str, key: Any, column: str) -> Any:
    """Return a value of the table in the file."""
    table: Any = table_of(read(ward, file))
    return table.loc[key, column]


# File, original text, replacement, expected row and column title, and message.
INVALID = [
    (STATUS, "302", "３０２件", 3, "オンライン対応済手続数", "単位が違います（「３０２件」）"),
    (STATUS, "302", "30.2", 3, "オンライン対応済手続数", "数値ではありません"),
    (STATUS, "302", "-302", 3, "オンライン対応済手続数", "小さすぎる値です（-302）"),
    (STATUS, "302", "9" * 16, 3, "オンライン対応済手続数", "桁が多すぎます"),
    (STATUS, "302", "9" * 5000, 3, "オンライン対応済手続数", "桁が多すぎます"),
    (STATUS, "302", "", 3, "オンライン対応済手続数", "値がありません"),
    (STATUS, "2023,", "令和0,", 3, "年度", "年度として読めません（「令和0」）"),
    (STATUS, "2023,", "23,", 3, "年度", "年度として読めません（「23」）"),
    (STATUS, "2023,", "2022,", 3, "年度", "2行目と同じ行です（2022）"),
    (STATUS, "2023,", "2101,", 3, "年度", "大きすぎる値です（2101）"),
    (STATUS, "302,", "302,,", 3, "", "列の数が合いません（4列のところ5列）"),
    (STATUS, "302,", "", 3, "", "列の数が合いません（4列のところ3列）"),
    (STATUS, "302", "30\x072", 3, "オンライン対応済手続数", "制御文字"),
    (STATUS, "302", "30\x002", 3, "オンライン対応済手続数", "制御文字"),
    (STATUS, "302", '"302', 3, "", "引用符の対応が取れていません"),
    (STATUS, "302", '"302"x', 3, "", "引用符の対応が取れていません"),
    (STATUS, "impossible", "不可", 1, "不可", "どの列の見出しか決まりません（「不可」）"),
    (PRIORITIES, "B,10", "A,10", 4, "優先度", "3行目と同じ行です（A）"),
    (PRIORITIES, "B,10", ",10", 4, "優先度", "値がありません"),
    (CASHLESS, "2024-10", "10/2024", 3, "導入年月", "年月として読めません（「10/2024」）"),
    (CASHLESS, "2024-10", "2024-13", 3, "導入年月", "暦にない月です（2024-13）"),
    (CASHLESS, "2024-10", "令和6年度", 3, "導入年月", "年月として読めません"),
    (CASHLESS, "2024-10", "1024-10", 3, "導入年月", "扱えない年の日付です（1024-10）"),
    (
        ANSWERS,
        "ときどき利用する",
        "ときどき",
        2,
        "オンライン手続の利用状況",
        "選択肢にない値です（「ときどき」）",
    ),
    (ANSWERS, "I0002", "I0001", 3, "回答者番号", "2行目と同じ"),
]


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "says"), INVALID)
def test_errors(ward: WardFiles, file: str, old: str, new: str, row: int, column: str, says: str) -> None:
    ward.change(file, old, new)
    first = next(finding for finding in findings(ward, file) if says in finding.message)
    require_finding([first], file=file, row=row, column=column, says=says)


@pytest.mark.parametrize(
    ("content", "row", "says"),
    [
        (b"", None, "ファイルが空です"),
        (b"\r\n\r\n", None, "ファイルが空です"),
        (b"fiscal_year,online,not_online,impossible\n", None, "データの行がありません"),
    ],
)
def test_files_as_a_whole(ward: WardFiles, content: bytes, row: int | None, says: str) -> None:
    ward.path(STATUS).write_bytes(content)
    require_finding(findings(ward, STATUS), file=STATUS, row=row, column="", says=says)


def test_an_absent_file(ward: WardFiles) -> None:
    ward.path(STATUS).unlink()
    require_finding(findings(ward, STATUS), file=STATUS, row=None, column="", says="ファイルがありません")


def test_all_errors_are_reported_by_row_and_column(ward: WardFiles) -> None:
    ward.change(PRIORITIES, "S,1000,,26,19,2", "S,千,,26,-19,2")
    ward.change(PRIORITIES, "A,100,999,54,26,", "A,100,999,,26")
    ward.change(PRIORITIES, "C,0,9,234,13,", "S,0,九,,13,なし")
    found = findings(ward, PRIORITIES)
    assert [(finding.row, finding.column) for finding in found] == [
        (2, "オンライン対応予定手続数"),
        (2, "年間申請数の下限"),
        (3, ""),
        (5, "オンライン未対応手続数"),
        (5, "優先度"),
        (5, "対象外予定手続数"),
        (5, "年間申請数の上限"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_after_a_line_feed_in_a_cell_keep_their_line_numbers(ward: WardFiles, end: str) -> None:
    ward.write(SYSTEMS, ward.text(SYSTEMS).replace("\n", end))
    ward.change(SYSTEMS, "住民記録、住民税等", f'"住民記録、{end}住民税等"')
    rows = read(ward, SYSTEMS)
    assert rows.numbers == [2, 4, 5]
    assert rows.cells[0]["operations"] == "住民記録、\n住民税等"
    ward.change(SYSTEMS, "541", "五百")
    assert findings(ward, SYSTEMS)[0].row == 4


def test_an_unclosed_quote_is_reported_where_it_opens(ward: WardFiles) -> None:
    ward.change(ANSWERS, "I0005", '"I0005')
    assert [finding.row for finding in findings(ward, ANSWERS)] == [6]


def test_a_table_holds_quantities_that_know_their_cell(ward: WardFiles) -> None:
    online = cell(ward, STATUS, FiscalYear(2023), "online")
    assert online.text == "302手続"
    assert online.origin == Cell(STATUS, 3, "online", "オンライン対応済手続数")
    year = Date(FiscalYear(2023), Cell(STATUS, 3, "fiscal_year", "年度"))
    assert cell(ward, STATUS, FiscalYear(2023), "fiscal_year") == year


def test_a_blank_is_not_0(ward: WardFiles) -> None:
    ward.change(PRIORITIES, "B,10,99,101,37,", "B,10,99,101,37,0")
    excluded = table_of(read(ward, PRIORITIES))["excluded"]
    assert [value if value is None else value.text for value in excluded] == ["2手続", None, "0手続", None]


def test_months_texts_and_double_keys(ward: WardFiles) -> None:
    introduced = cell(ward, CASHLESS, "区民事務所", "introduced")
    assert (introduced.moment, introduced.source.row) == (Month(2024, 10), 3)
    issues = table_of(read(ward, "data/2024/remaining_issues.csv"))
    assert issues.index[0] == ("中央電算", "区独自施策に係るシステムの取扱")
    ward.change(CASHLESS, "区民事務所", "第2区民事務所")
    runs = cell(ward, CASHLESS, "第2区民事務所", "location")
    assert plain_text(runs) == "第2区民事務所" and runs[1].source.row == 3


def test_a_reference_to_a_row_that_is_not_there(ward: WardFiles) -> None:
    issues = "data/2024/remaining_issues.csv"
    ward.change(issues, "小型電算", "小形電算")
    with pytest.raises(ReportError) as caught:
        ward.section().table("remaining_issues")
    says = "data/2024/systems.csv にない値です（「小形電算」）"
    require_finding(list(caught.value.findings), file=issues, row=4, column="システム", says=says)
    assert "中央電算、小型電算、連携小型電算 のどれか" in caught.value.findings[0].remedy


def test_a_patterns_description_is_in_the_message(ward: WardFiles) -> None:
    def with_pattern(package: Any) -> None:
        field = package["resources"][3]["schema"]["fields"][0]
        field["constraints"]["pattern"] = "区.*"

    ward.describe(with_pattern)
    ward.change(CASHLESS, "区民事務所", "事務所")
    require_finding(
        findings(ward, CASHLESS), file=CASHLESS, row=3, column="導入場所", says="書き方が違います"
    )


@pytest.mark.parametrize(
    ("file", "column", "text", "valid"),
    [
        (STATUS, "online", "302", True),
        (STATUS, "online", "", True),
        (STATUS, "online", "３０２", False),
        (STATUS, "online", "302.5", False),
        (STATUS, "online", "-302", False),
        (CASHLESS, "introduced", "2024-10", True),
        (CASHLESS, "introduced", "2024-10-01", False),
        (CASHLESS, "location", "区民 事務所\u200b", True),
        (ANSWERS, "online_use", "ときどき", False),
    ],
)
def test_a_published_value_is_one_of_its_column(
    ward: WardFiles, file: str, column: str, text: str, valid: bool
) -> None:
    field = read(ward, file).resource.table_schema.field(column)
    assert field is not None and is_valid_cell(text, field) is valid
