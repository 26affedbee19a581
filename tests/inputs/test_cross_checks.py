"""Each cross-check of 令和6年度 is violated once by changed data and reported; invalid checks are errors."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from progress_report.model.fiscal_year import FiscalYear
from tests.inputs.ward_files import PACKAGE, WardFiles, require_finding
from tests.support.former_form import FORMER, WARD

FOLDER = "data/2024"
OVERVIEW = "resident_survey_overview.csv"
CHECKS = json.loads((FORMER / WARD / "2024.json").read_text(encoding="utf-8"))["crossChecks"]

# The check, a change that violates it, and the expected place and message.
BREAKS = [
    ("未対応手続数と優先度別合計", "priorities.csv", "999,54,", "999,55,",
     "online_procedures.csv", 3, "オンライン未対応手続数", "415手続と416手続が一致しません"),
    ("未対応手続数と優先度別合計", "online_procedures.csv", "302,415", "302,416",
     "online_procedures.csv", 3, "オンライン未対応手続数", "416手続と415手続が一致しません"),
    ("予定と対象外は未対応の内数", "priorities.csv", ",26,19,2", ",26,27,2",
     "priorities.csv", 2, "オンライン対応予定手続数", "29手続が26手続を超えています"),
    ("予定と対象外は未対応の内数", "priorities.csv", ",26,19,2", ",26,19,8",
     "priorities.csv", 2, "オンライン対応予定手続数", "27手続が26手続を超えています"),
    ("予定と対象外は未対応の内数", "priorities.csv", "99,101,37,", "99,101,102,",
     "priorities.csv", 4, "オンライン対応予定手続数", "102手続が101手続を超えています"),
    ("完了は課題の内数", "systems.csv", "541,440", "541,542",
     "systems.csv", 3, "完了数", "542課題が541課題を超えています"),
    ("回答者は調査対象の内数", OVERVIEW, "2000,", "382,",
     OVERVIEW, 2, "回答者数", "383人が382名を超えています"),
    ("知りたい情報の回答者は回答者の内数", OVERVIEW, ",383,353,", ",352,353,",
     OVERVIEW, 2, "知りたい情報の回答者数", "353人が352人を超えています"),
    ("回答数は回答者数の三倍以内", OVERVIEW, ",1053", ",1060",
     OVERVIEW, 2, "知りたい情報の回答数", "1,060件が1,059件を超えています"),
    ("個票の行数と回答者数", OVERVIEW, ",383,", ",384,",
     "resident_survey.csv", None, "回答者番号", "383人と384人が一致しません"),
    ("個票の設問回答者数", OVERVIEW, ",353,", ",354,",
     "resident_survey.csv", None, "第1希望、第2希望、第3希望", "353人と354人が一致しません"),
    ("個票の回答数", "resident_survey.csv", "都市計画・まちづくり,防災・防犯,", "都市計画・まちづくり,,",
     "resident_survey.csv", None, "第1希望、第2希望、第3希望", "1,052件と1,053件が一致しません"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changed", "old", "new", "file", "row", "column", "says"), BREAKS)
def test_each_check_can_fail(
    ward: WardFiles, name: str, changed: str, old: str, new: str,
    file: str, row: int | None, column: str, says: str,
) -> None:  # fmt: skip
    ward.change(f"{FOLDER}/{changed}", old, new)
    named = [finding for finding in ward.findings() if f"検算「{name}」" in finding.message]
    require_finding(named, file=f"{FOLDER}/{file}", row=row, column=column, says=says)


def test_every_check_of_the_year_is_broken_here() -> None:
    assert {name for name, *_ in BREAKS} == {check["name"] for check in CHECKS}


def test_the_other_side_is_named_in_the_remedy(ward: WardFiles) -> None:
    ward.change(f"{FOLDER}/priorities.csv", "999,54,", "999,55,")
    (finding,) = ward.findings()
    assert "年度末の未対応手続数は、" in finding.remedy
    assert "data/2024/priorities.csv 2行目『オンライン未対応手続数』の値を確認してください" in finding.remedy


def test_all_failing_checks_are_reported_together(ward: WardFiles) -> None:
    ward.change(f"{FOLDER}/systems.csv", "541,440", "541,542")
    ward.change(f"{FOLDER}/systems.csv", "182,144", "182,183")
    ward.change(f"{FOLDER}/priorities.csv", ",26,19,2", ",26,27,2")
    assert [(finding.file.rsplit("/", 1)[1], finding.row) for finding in ward.findings()] == [
        ("priorities.csv", 2),
        ("systems.csv", 3),
        ("systems.csv", 4),
    ]


def test_checks_that_hold_are_shown_to_reviewers(ward: WardFiles) -> None:
    results = ward.section().check("priorities", "online_procedures").results
    assert [(result.left.text, result.relation, result.right.text) for result in results] == [
        ("415手続", "=", "415手続"),
        ("21手続", "≤", "26手続"),
        ("26手続", "≤", "54手続"),  # a sum ignores blanks
        ("37手続", "≤", "101手続"),
        ("13手続", "≤", "234手続"),
    ]


def test_checks_of_what_is_not_available_are_left_out(ward: WardFiles) -> None:
    ward.change("params/2024.yaml", "not_available: []", "not_available: [resident_survey]")
    names = [result.name for result in ward.section().check("resident_survey_overview").results]
    assert len(names) == 3 and not any("個票" in name for name in names)


def check(**changed: Any) -> dict[str, Any]:
    sides = {"left": {"sum": "systems.done"}, "relation": "<=", "right": {"sum": "systems.issues"}}
    return {"name": "試し", "explanation": "試しに書いた検算。", **sides, **changed}


SYSTEMS, SURVEY = {"sum": "systems.issues"}, "resident_survey"
MALFORMED: list[tuple[dict[str, Any], str]] = [
    (check(left={}), "書き方が違います"),
    (check(left={"cell": "systems.done", "sum": "systems.done"}), "書き方が違います"),
    (check(left={"where": {"system": "中央電算"}}), "書き方が違います"),
    (check(left={"times": 3, "of": SYSTEMS}), "書き方が違います"),
    (check(left={"times": 3, "of": "systems", "unit": "課題"}), "どの列か分かりません"),
    (check(left={"times": 3, "of": {}, "unit": "課題"}), "書き方が違います"),
    (check(left={"times": "三", "of": SYSTEMS, "unit": "課題"}), "整数として読めません（「三」）"),
    (check(left="systems.done +"), "式「systems.done +」の終わり：式が途中で終わっています"),
    (check(left=["systems.done"]), "sum(表.列) のような式を書いてください"),
    (check(left=None), "検算の書き方が違います"),
    (check(left={"sum": None}), "書き方が違います"),
    (check(left={"sum": []}), "列の名前ではありません"),
    (check(left={"sum": [["systems.done"]]}), "列の名前ではありません"),
    (check(left={"sum": {"systems": "done"}}), "列の名前ではありません"),
    (check(left={"sum": "system.done"}), "表「system」はありません"),
    (check(left={"sum": "systems.don"}), "表「systems」に列「don」はありません"),
    (check(left={"sum": "systems"}), "表「systems」に列「」はありません"),
    (check(left={"sum": "systems.a.b"}), "列「a.b」はありません"),
    (check(left={"sum": "systems.operations"}), "数の列ではありません"),
    (check(left={"sum": "online_procedures.fiscal_year"}), "数の列ではありません"),
    (check(left={"summ": "systems.done"}), "「sum」ではありませんか"),
    (check(left={"cell": "systems.done", "where": {"operations": "x"}}), "行を選ぶ列ではありません"),
    (check(left={"cell": "systems.done", "where": "中央電算"}), "「項目: 値」を並べる形"),
    (check(left={"rows": "x"}), "表「x」はありません"),
    (check(left={"answers": SURVEY}), "という設問はありません"),
    (check(left={"answers": f"{SURVEY}.x"}), f"使える設問: {SURVEY}.information_needs"),
    (check(left={"respondents": "systems.x"}), "使える設問: なし"),
    (check(left={"each": "systems"}), "書き方が違います"),
    (check(left={"each": "systems", "column": "done"}), "行ごとの検算の書き方が違います"),
    (check(left={"each": "x", "column": "done"}, right={"column": "issues"}), "表「x」はありません"),
    (check(left={"each": "systems", "column": "x"}, right={"column": "issues"}), "列「x」はありません"),
    (check(left={"each": "systems", "column": "done"}, right={"column": "x"}), "列「x」はありません"),
    (check(left={"each": "systems", "column": "done"}, right={"column": "system"}), "数の列ではありません"),
    (check(relation=">"), "「>」は使えません。=、<= のどれか"),
    (check(name=""), "値がありません"),
    (check(remark="x"), "知らない項目です"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "says"), MALFORMED)
def test_a_malformed_check_is_reported_with_its_line(
    ward: WardFiles, written: dict[str, Any], says: str
) -> None:
    ward.describe(lambda package: package["crossChecks"].append(written))
    before, _, _ = ward.text(PACKAGE).partition(f'"name": "{written["name"]}"')
    first_line = before.count("\n")
    spoken = [finding for finding in ward.findings() if says in str(finding)]
    assert spoken and {finding.file for finding in spoken} == {PACKAGE}
    assert (spoken[0].row or 0) >= first_line
    assert spoken[0].column.startswith(f"crossChecks.{len(CHECKS) + 1}")


INVALID: list[tuple[dict[str, Any], str]] = [
    (check(right={"sum": "priorities.planned"}), "合わせることはできません（課題と手続）"),
    (check(right={"sum": ["systems.done", "priorities.planned"]}), "単位の違う数量"),
    (check(relation="=", right={"rows": SURVEY}), "合わせることはできません（課題と人）"),
    (check(right={"times": 3, "of": SYSTEMS, "unit": "件"}), "単位の違う数量"),
    (check(left={"cell": "systems.done", "where": {"system": "大型"}}), "の値がありません（system=大型）"),
    (check(left={"cell": "systems.done"}), "systems.done の値が複数あります"),
    (check(left={"sum": "priorities.planned", "where": {"priority": "D"}}), "の値がありません（priority=D）"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "says"), INVALID)
def test_a_check_that_cannot_be_done(ward: WardFiles, written: dict[str, Any], says: str) -> None:
    ward.describe(lambda package: package["crossChecks"].insert(0, written))
    line = 1 + ward.text(PACKAGE)[: ward.text(PACKAGE).index('"crossChecks"')].count("\n") + 1
    require_finding(ward.findings(), file=PACKAGE, row=line, column="", says=says)


LIMITS = ("minimum_applications", "maximum_applications")  # the highest priority has no maximum
SOUND: list[Callable[[], dict[str, Any]]] = [
    lambda: check(left={"each": "priorities", "column": LIMITS[0]}, right={"column": LIMITS[1]}),
    lambda: check(left={"sum": ["systems.done"], "where": {"system": "中央電算"}}),
    lambda: check(left={"cell": "online_procedures.online", "where": {"fiscal_year": 2023}}, right={
        "sum": [f"online_procedures.{name}" for name in ("online", "not_online")],
        "where": {"fiscal_year": "2023"}}),
    lambda: check(left={"rows": "intention_survey"}, right={
        "times": 2, "unit": "人", "of": {"rows": SURVEY}}),
    lambda: {"name": "試し", "explanation": "割る数が0なら、割合に値はない。", "formula":
        "sum(systems.done) / (sum(systems.issues) - sum(systems.issues)) <= "
        "sum(systems.done) / sum(systems.issues)"},
]  # fmt: skip


@pytest.mark.parametrize("written", SOUND)
def test_other_forms_of_checks(ward: WardFiles, written: Callable[[], dict[str, Any]]) -> None:
    ward.describe(lambda package: package["crossChecks"].append(written()))
    assert ward.reported() == []


def test_a_years_missing_row_is_reported_once_at_its_table(ward: WardFiles) -> None:
    """Several checks and indicators need this row."""
    ward.change("data/2025/online_procedures.csv", "2024,390,325,2041\n", "")
    errors, file = ward.errors(FiscalYear(2025)), "data/2025/online_procedures.csv"
    require_finding(errors, file=file, row=None, column="", says="令和6年度の行がありません。")
