"""The compare command, as a person and as a tool run it."""

import json

from progress_report.model.findings import ExitCode
from tests.support.municipality import Municipality
from tests.support.project_copy import ROOT, Project


def test_two_years_side_by_side() -> None:
    done = Project(ROOT).run("compare", "R6", "R7")
    assert done.returncode == ExitCode.BUILT, done.stderr
    lines = {" ".join(line.split()) for line in done.stdout.splitlines()}
    assert {
        "システム標準化の課題解消の進捗率（全体） 78% 90% 12ポイント増 100% 令和7年度第4四半期 期限前",
        "オンライン対応済手続数 302手続 390手続 88手続増",
        "オンライン未対応手続数 415手続 325手続 90手続減",
        "オンライン対応予定手続数（実績は、対応済手続数の増加数） 95手続 令和6年度 "
        "88手続 令和7年3月31日（月） 未達成",
        "・戸籍附票システム（住民情報系システム標準化の課題）",
    } <= lines


def test_a_fall_is_said_in_words_without_a_sign() -> None:
    reported = Project(ROOT).run("compare", "2025", "2024").stdout
    assert " 88手続減" in reported
    assert " 12.4ポイント減" in reported
    assert not set("▲△▼") & set(reported)


def test_for_tools() -> None:
    reported = json.loads(Project(ROOT).run("compare", "2024", "2025", "--format", "json").stdout)
    assert reported["schema"] == "progress-report/compare/1"
    share = next(one for one in reported["indicators"] if one["name"] == "online_share")
    assert share["former"] == {"value": "302/717", "unit": "%", "text": "42.1%"}
    assert share["improved"] is True
    assert [plan["met"] for plan in reported["plans"]] == [False, None]


def test_a_year_without_parameters() -> None:
    done = Project(ROOT).run("compare", "2023", "2024")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "params/2023.yaml: ファイルがありません。" in done.stderr


def test_a_plan_not_yet_due_is_reported_as_such(municipality: Municipality) -> None:
    path = municipality.root / "data/2025/systems.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("3402,3130", "3402,2130"), encoding="utf-8")
    reported = municipality.run("compare", "2024", "2025").stdout
    assert (
        "システム標準化の課題解消の進捗率（全体） 90% 令和7年度第2四半期 66% 令和7年7月31日（木） 期限前"
        in " ".join(reported.split())
    )
