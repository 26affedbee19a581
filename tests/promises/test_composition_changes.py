"""Parts that a report omits, renames or did not conduct are not reported as gone or counted as figures."""

import json

import pytest

from tests.promises.office import Office

PARAMS = "params/2025.yaml"


def without_section(ward: Office, notebook: str, following: str) -> None:
    text = ward.read(PARAMS)
    start, end = text.index(f"  - notebook: {notebook}"), text.index(f"  - notebook: {following}")
    ward.write(PARAMS, text[:start] + text[end:])


def test_what_the_report_says_of_what_changed(ward: Office) -> None:
    for table in ("systems", "remaining_issues"):
        file = f"data/2025/{table}.csv"
        ward.write(file, ward.read(file).replace("\n小型電算,", "\n小型電算システム,"))
    text = ward.read(PARAMS).replace("not_available: []", "not_available: [resident_survey]")
    kept = [line for line in text.splitlines() if "丸め 19.2%→20.6%" not in line]
    renamed = ["renamed:", "  - {table: systems, from: 小型電算, to: 小型電算システム}", ""]
    ward.write(PARAMS, "\n".join([*kept, *renamed]))
    without_section(ward, "3_cashless", "4_standardization")
    assert ward.build("2025", "--formats", "text").code == 0
    report = ward.report("2025.partial")
    reported = report[report.rindex("新規・終了事項") : report.rindex("調査の読み方")]
    assert "がなくなった" not in reported
    assert "図書館を加えた" not in reported
    assert "○小型電算は、小型電算システムに名称が変わった。" in reported
    assert "○区民意向調査（速報版）は、今回実施していない。" in reported
    assert "○『キャッシュレス決済の取組状況について』の節を、今回は設けていない。" in reported
    assert "区民アンケートは" not in reported
    assert "各区分内は変化率の大きい順" in report
    review = json.loads(ward.read("build/2025.partial/manifest.json"))["review"]
    assert ["丸め 19.2%→20.6%" in str(one) for one in review] == [True]  # once, though printed twice


def test_a_section_left_out_takes_its_indicators_and_plans_along(ward: Office) -> None:
    before = ward.run("compare", "2024", "2025").out
    without_section(ward, "2_online_procedures", "3_cashless")
    checked = ward.check("2025").out
    assert "【記録】data/2025/datapackage.json" in checked
    assert "指標「online」は載りません。表（online_procedures）を読む節がありません。" in checked
    after = ward.run("compare", "2024", "2025").out
    for named in ("オンライン対応済手続数", "申請の割合", "オンライン対応予定手続数", "区民意向調査"):
        assert named in before
        assert named not in after
    assert "システム標準化の課題解消の進捗率" in after


@pytest.mark.long
def test_a_section_left_out_takes_its_highlights_along(ward: Office) -> None:
    without_section(ward, "2_online_procedures", "3_cashless")
    assert ward.build("2025").code == 0
    report = ward.report("2025")
    assert "進捗率" in report and "オンライン対応済手続数" not in report


def test_an_indicator_without_a_value_this_year_has_not_ended(ward: Office) -> None:
    held = "not_held: [intention_survey"
    ward.edit(PARAMS, held, f"{held}, resident_survey, resident_survey_overview")
    compared = ward.run("compare", "2024", "2025").out
    row = next(line for line in compared.splitlines() if line.startswith("区民アンケートの回答率"))
    assert row.split()[1:] == ["19.2%", "－", "－"]
    assert "・区民アンケート" in compared.split("今回実施していない調査")[1]
    assert "なくなったもの" not in compared
    back = ward.run("compare", "2025", "2024").out
    assert "・区民アンケート" in back.split("今回実施した調査")[1]


@pytest.mark.long
def test_the_table_of_indicators_says_neither_new_nor_ended_of_them(ward: Office) -> None:
    held = "not_held: [intention_survey"
    ward.edit(PARAMS, held, f"{held}, resident_survey, resident_survey_overview")
    assert ward.build("2025").code == 0
    rows = [line for line in ward.report("2025").splitlines() if "区民アンケートの回答率" in line]
    assert any("19.2%" in line for line in rows)
    assert not any("終了" in line or "新規" in line for line in rows)
