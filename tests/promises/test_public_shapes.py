"""Tables in the shapes that offices publish, from outside: check, build, printed values, origins."""

from typing import Any

import pytest

from tests.promises.office import Office, assert_said, describe_counts, print_with_total, sheet_of

_RATE = {"name": "rate", "title": "収入率", "type": "number", "unit": "%"}
_AREA = {"name": "area", "title": "面積", "type": "number", "unit": "ha"}


def describe(office: Office, *fields: dict[str, Any]) -> None:
    """Give the office's table these columns, and a notebook that prints all of them with a total."""
    describe_counts(office, *fields)
    print_with_total(office, "値", [field["name"] for field in fields])


def built(office: Office) -> str:
    """Build without 誤り and 要確認, every number audited; return the report's words."""
    checked = office.check()
    assert checked.code == 0, checked.said
    assert "【要確認】" not in checked.said, checked.said
    ran = office.build("2024", "--formats", "txt")
    assert ran.code == 0, ran.said
    assert "計算し直し、すべて一致しました" in ran.said
    return (office.root / "build/2024.partial/report.txt").read_text(encoding="utf-8-sig")


class TestDecimals:
    """Columns of ``type: number``."""

    @pytest.fixture
    def rated(self, office: Office) -> Office:
        describe(office, _RATE, _AREA)
        return office

    def test_are_printed_exactly_with_the_decimals_of_their_column(self, rated: Office) -> None:
        rows = (
            ("令和5年度の状況", "", "（単位：％、ha）"),
            ("場所", "収入率（％）", "面積"),
            ("本庁", "９９．２％", "1,234.56"),
            ("支所", "100", "△12.3ha"),
            ("分室", "－", "0.05"),
            ("合計", "", "1222.32"),
        )
        rated.table("counts", rows)
        checked = rated.check()
        assert "合計の行を検算して除外（四捨五入による差あり）（6行目「合計」）" in checked.said
        assert "数の書き方（3行目「９９．２％」→ 99.2）" in checked.said
        ran = rated.build()
        assert ran.code == 0, ran.said
        report = rated.report()
        for words in (
            "場所は本庁、収入率は99.2%、面積は1,234.56。",
            "場所は支所、収入率は100.0%、面積は△12.30。",
            "場所は分室、収入率は空欄、面積は0.05。",
            "場所は合計、収入率は空欄、面積は1,222.31。",
        ):
            assert words in report, report
        assert "99.2%,124/125,%,data,,data/2024/counts.csv 3行目 rate（収入率）" in rated.read(
            "build/2024/ledger.csv"
        )
        assert ",本庁,収入率,number,99.2%,99.2,124,125,%," in rated.read("build/2024/tables/long/counts.csv")
        traced = rated.run("trace", "2024", "1,222.31")
        assert "1,234.56ha" in traced.said, traced.said
        assert "data/2024/counts.csv 4行目" in traced.said, traced.said
        assert rated.run("verify", rated.root / "build/2024").code == 0

    def test_in_workbooks_are_what_excel_shows(self, rated: Office) -> None:
        book = sheet_of(
            (("場所", "収入率", "面積"), ("本庁", 0.992, 12.5), ("支所", 1, 7), ("分室", 98.5, 0.1))
        )
        sheet = book.active
        assert sheet is not None
        sheet["B2"].number_format, sheet["B3"].number_format = "0.0%", "0%"
        sheet["C2"].number_format = "#,##0.00"
        rated.workbook("counts", book)
        report = built(rated)
        assert "場所は本庁、収入率は99.2%、面積は12.50。" in report
        assert "場所は支所、収入率は100.0%、面積は7.00。" in report
        assert "場所は分室、収入率は98.5%、面積は0.10。" in report

    def test_that_are_not_plain_are_refused(self, rated: Office) -> None:
        head = ("場所", "収入率", "面積")
        assert_said(
            rated,
            (
                head,
                ("甲", "99.2.1", "12,3"),
                ("乙", "約99.2", "1.5e3"),
                ("丙", "99.2‰", "012.5"),
                ("丁", "0.333333333333", "1万2千"),
                ("戊", "99,2", ".5"),
                ("己", "99.2～99.5", "99.2人"),
            ),
            "2行目『収入率』: 数値ではありません（「99.2.1」）。",
            "2行目『面積』: 数値ではありません（「12,3」）。",
            "3行目『収入率』: 数値ではありません（「約99.2」）。",
            "3行目『面積』: 数値ではありません（「1.5e3」）。",
            "4行目『収入率』: 単位が違います（「99.2‰」）。この列の単位は「%」です。",
            "4行目『面積』: 数値ではありません（「012.5」）。",
            "5行目『収入率』: 小数点以下の桁が多すぎます（「0.333333333333」）。",
            "5行目『面積』: 数値ではありません（「1万2千」）。",
            "6行目『収入率』: 数値ではありません（「99,2」）。",
            "6行目『面積』: 数値ではありません（「.5」）。",
            "7行目『収入率』: 数値ではありません（「99.2～99.5」）。",
            "7行目『面積』: 単位が違います（「99.2人」）。",
        )
        wrong_total = (head, ("甲", "99.2", "12.3"), ("乙", "98.1", "4.5"), ("合計", "", "17.0"))
        assert_said(
            rated, wrong_total, "4行目『面積』: 合計が合いません（「合計」の行は 17.0、上の行の和は 16.8）。"
        )
        book = sheet_of((head, ("甲", 0.99234, 0.992), ("乙", 99.24, 12.34)))
        sheet = book.active
        assert sheet is not None
        sheet["B2"].number_format = sheet["C2"].number_format = "0.0%"
        sheet["C3"].number_format = "0.0"
        assert_said(
            rated,
            book,
            "2行目『収入率』: 表示される値と入っている値（0.99234）が違います。Excelの =ROUND",
            "2行目『面積』: 表示される値と入っている値（0.992）が違います。",
            "3行目『面積』: 表示される値と入っている値（12.34）が違います。",
        )

    def test_that_seem_to_be_parts_of_one_or_without_a_point_are_questioned(self, rated: Office) -> None:
        head = ("場所", "収入率", "面積")
        rated.table("counts", (head, ("甲", "0.992", "3"), ("乙", "0.981", "5")))
        assert "2行目『収入率』: 割合がどれも1%以下です（初めの値は0.992%）。" in rated.check().said
        rated.table("counts", (head, ("甲", "99.2", "3"), ("乙", "981", "5")))
        assert "3行目『収入率』: この値だけが、100%を超える割合です（981.0%）。" in rated.check().said
        rated.table("counts", (head, ("甲", "102.3", "3"), ("乙", "98.1", "5"), ("丙", "104", "9")))
        assert "【要確認】" not in rated.check().said

    def test_are_described_with_unit_and_perhaps_decimals(self, office: Office) -> None:
        describe(
            office, {**_RATE, "decimals": 2}, {"name": "n", "title": "件数", "type": "integer", "unit": "件"}
        )
        office.table("counts", (("場所", "収入率", "件数"), ("本庁", "99.2", 3), ("支所", "98", 20)))
        assert "場所は本庁、収入率は99.20%、件数は3。" in built(office)
        assert_said(
            office,
            (("場所", "収入率", "件数"), ("本庁", "99.256", "3.5")),
            "2行目『収入率』: 小数点以下の桁が多すぎます（「99.256」）。2桁に四捨五入した値を入力するか、",
            "2行目『件数』: 数値ではありません（「3.5」）。",
        )
        describe(office, {**_RATE, "unit": None}, {**_AREA, "type": "integer", "decimals": 1})
        said = office.check().said
        assert "小数の列「rate」に unit（単位）がありません。" in said
        assert "decimals（小数点以下の桁数）は、小数の列だけに書けます（列「area」）。" in said

    def test_are_added_and_compared_in_formulas(self, rated: Office) -> None:
        rated.table("counts", (("場所", "収入率", "面積"), ("甲", "99.2", "0.1"), ("乙", "98.1", "0.2")))
        formula = {
            "name": "面積の計",
            "formula": "sum(counts.area) = counts.area[place='甲'] + counts.area[place='乙']",
            "explanation": "面積の計は、各所の面積の和である。",
        }
        rated.edit_json("data/2024/datapackage.json", lambda package: package["crossChecks"].append(formula))
        assert "0.3" in built(rated)
        rated.edit("data/2024/datapackage.json", " + counts.area[place='乙']", "")
        said = rated.check().said
        assert "面積の計" in said, said
        assert "【誤り】" in said, said
