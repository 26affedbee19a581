"""Structural changes between years: made by parameters and data alone, with the same notebooks."""

import re
from pathlib import Path
from typing import Any

import pytest

from progress_report.model.findings import ExitCode
from tests.support.html_text import read_page
from tests.support.municipality import Municipality
from tests.support.structure import change_package, change_params, section, write_rows

LONG_NAME = "次期住民情報系総合窓口支援及び証明書発行並びに帳票管理統合システム（仮称）再構築分"


def _page(project: Municipality, *arguments: str) -> tuple[str, str]:
    """Return the page's words, and the alternative texts of its charts."""
    done = project.run("build", "2024", "--formats", "html", *arguments)
    assert done.returncode == ExitCode.BUILT, done.stderr
    page = read_page((project.root / "build/2024.partial/report.html").read_text(encoding="utf-8"))
    described = " ".join(node.attributes.get("aria-label", "") for node in page.walk())
    text = "".join(page.text(".permalink", ".origin").split("\n"))
    # Headings are followed by links, and their numbers by non-breaking spaces.
    return text.replace("出典", "").replace("\N{NO-BREAK SPACE}", " "), described


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Change the order of sections, omit one, conduct no survey, add years, priorities and systems."""
    project = Municipality.copied(tmp_path_factory.mktemp("changed") / "ward")

    def params(written: dict[str, Any]) -> None:
        written["not_held"] = ["resident_survey", "resident_survey_overview", "intention_survey"]
        written["sections"] = [written["sections"][i] for i in (0, 4, 2, 1)]
        section(written, "1_data_utilization")["dates"] = {"website_renewal": "2025-01"}
        section(written, "2_online_procedures")["prose"].pop("survey")
        section(written, "2_online_procedures")["prose"].pop("note_excluded")

    change_params(project.root, params)
    for name in ("resident_survey", "resident_survey_overview", "intention_survey"):
        (project.root / f"data/2024/{name}.csv").unlink()
    write_rows(project.root, "online_procedures", [
        (2023, 200, 300, 2050), (2022, 230, 300, 2073), (2021, 260, 300, 2080), (2020, 290, 300, 2100),
        (2024, 211, 311, 2011),
    ])  # fmt: skip
    write_rows(project.root, "applications", [
        (2019, 1, 9, 1), (2021, 10, 90, 5), (2022, 20, 80, 5), (2023, 30, 70, 5),
    ])  # fmt: skip
    write_rows(project.root, "priorities", [
        ("S", 1000, "", 30, 19, ""), ("A", 100, 999, 54, 26, ""), ("B", 10, 99, 101, 37, ""),
        ("C", 1, 9, 100, 13, ""), ("D", 0, 0, 15, 0, ""),
    ])  # fmt: skip
    write_rows(project.root, "systems", [
        ("中央電算", "住民記録、住民税等", 3365, 3365), ("新規電算", "窓口支援", 0, 0),
        *((f"{LONG_NAME}{sign}", "全業務", 10 + i, i) for i, sign in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅")),
    ])  # fmt: skip
    write_rows(project.root, "remaining_issues", [(f"{LONG_NAME}甲", "帳票の見直し")])
    return _page(project)


def test_sections_are_in_the_order_of_the_parameters(changed: tuple[str, str]) -> None:
    text, _ = changed
    places = [
        text.index(f"{number} {heading}")
        for number, heading in enumerate(
            (
                "住民情報系システム標準化の進捗状況について",
                "行政手続のオンライン対応の進捗状況について",
                "行政保有データ等の利活用の推進に向けた取組について",
            ),
            1,
        )
    ]
    assert places == sorted(places)
    assert "キャッシュレス決済の取組状況" not in text


def test_a_survey_that_was_not_conducted_is_mentioned_in_place_of_its_results(
    changed: tuple[str, str],
) -> None:
    text, _ = changed
    assert "区民アンケートの実施令和6年度は、区民アンケートを実施していない。(2) 今後の取組" in text
    assert (
        "区民意向調査の結果について（速報版）令和6年度は、区民意向調査を実施していない。(3) 今後の取組"
        in text
    )
    for former in ("調査期間", "調査対象", "回答者", "主なアンケート結果"):
        assert former not in text


def test_falls_of_several_years_are_counted_and_drawn(changed: tuple[str, str]) -> None:
    text, described = changed
    assert "230手続から200手続に減少しており（3年連続で減少）、その割合は3.4ポイント減となっている。" in text
    assert "令和2年度は、「対応済」が290手続（49.2%）、「未対応」が300手続（50.8%）。" in described
    assert "対応済の割合は、令和2年度の49.2%から令和5年度の40.0%へ9.2ポイント低下" in text


def test_a_gap_in_the_years_is_neither_counted_nor_drawn(changed: tuple[str, str]) -> None:
    text, described = changed
    assert "20.0%から30.0%に増加しており（2年連続で増加）、10.0ポイント増となっている。" in text
    assert "オンラインによる申請の割合は、令和3年度の10.0%から令和5年度の30.0%へ20.0ポイント上昇" in text
    assert "令和元年度" not in text + described


def test_tables_compare_two_years_and_know_no_later_one(changed: tuple[str, str]) -> None:
    text, _ = changed
    assert not {"211", "311", "2,011"} & set(re.findall(r"[0-9,]+", text))


def test_a_fifth_priority_and_other_systems_appear_everywhere(changed: tuple[str, str]) -> None:
    text, _ = changed
    assert text.count("D (0件)") == 4, "in the table, on both drawings of the chart and among its values"
    assert "「B (10～99件)」が101手続で最多" in text
    assert "対象外に整理している" not in text, "nothing is excluded, so there is nothing to explain"
    assert "小型電算" not in text
    assert "新規電算(窓口支援)00－0" in text
    assert "帳票の見直し" in text
    assert f"{LONG_NAME}寅" in text


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Build the very first report: only zeros, one system, and a question without answers."""
    project = Municipality.copied(tmp_path_factory.mktemp("first") / "project")
    change_params(
        project.root, lambda written: section(written, "2_online_procedures")["dates"].pop("comparison")
    )
    write_rows(project.root, "online_procedures", [(2023, 302, 415, 2050)])
    write_rows(project.root, "applications", [(2023, 0, 0, 0)])
    write_rows(project.root, "priorities", [("S", 0, "", 415, 0, 0)])
    write_rows(project.root, "systems", [("中央電算", "住民記録", 0, 0)])
    write_rows(project.root, "remaining_issues", [("中央電算", "なし")])
    write_rows(project.root, "cashless", [("区民事務所", "2024-10"), ("図書館", "2025-01"),
                                          ("区役所本庁舎（区民課窓口）", "2023-12")])  # fmt: skip
    write_rows(project.root, "intention_survey", [("I1", "よく利用する", *[""] * 8)])
    tables = project.root / "data/2024/tables.yaml"
    text = tables.read_text(encoding="utf-8")
    tables.write_text(text.replace("respondents: 612", "respondents: 1"), encoding="utf-8")
    return _page(project)


def test_the_first_report_compares_with_nothing(first: tuple[str, str]) -> None:
    text, described = first
    assert "オンライン対応済の手続は、302手続であり、その割合は42.1%となっている。" in text
    assert "オンラインによる申請割合は、－（算出の対象なし）となっている。" in text
    assert "令和4年度" not in text + described
    assert "比較" not in text
    assert "推移" not in text
    assert "令和5年度は、「対応済」が302手続（42.1%）、「未対応」が415手続（57.9%）。" in described


def test_zeros_and_questions_without_answers_are_shown_as_such(first: tuple[str, str]) -> None:
    text, described = first
    assert "0 (－)" in text
    assert "令和5年度は、「オンラインによる申請」が0件（－）、「紙による申請」が0件（－）。" in described
    assert "「中央電算」が－。" in described
    assert "n=0" in text


def test_a_third_location_is_in_the_timeline_at_its_date(first: tuple[str, str]) -> None:
    _, described = first
    assert (
        "現在、令和5年12月に「区役所本庁舎（区民課窓口）」（実施済）、令和6年10月に「区民事務所」（予定）、"
        "令和7年1月に「図書館」（予定）。" in described
    )


def test_prose_that_names_a_removed_row_is_reported_with_its_line(municipality: Municipality) -> None:
    path = municipality.root / "data/2024/cashless.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("区民事務所", "地域窓口"), encoding="utf-8")
    done = municipality.run("build", "2024", "--only", "3_cashless", "--formats", "html")
    assert done.returncode == ExitCode.DATA_ERROR, "reported before the notebook runs"
    assert "params/2024.yaml 55行目" in done.stderr
    assert "差し込む値「区民事務所」がありません" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_survey_renamed_in_its_overview_is_reported_with_file_and_remedy(
    municipality: Municipality,
) -> None:
    path: Path = municipality.root / "data/2024/resident_survey_overview.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("区民アンケート", "住民調査"), encoding="utf-8")
    done = municipality.run("build", "2024", "--only", "1_data_utilization", "--formats", "html")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "resident_survey_overview.sampled の値がありません（survey=区民アンケート）。" in done.stderr
    assert "resident_survey_overview.csv の行と揃えてください（ある行: 「住民調査」）。" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_year_reported_without_a_row_is_reported(municipality: Municipality) -> None:
    change_params(
        municipality.root,
        lambda written: section(written, "2_online_procedures")["dates"].update(comparison="令和3年度"),
    )
    done = municipality.run("build", "2024", "--only", "2_online_procedures", "--formats", "html")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "data/2024/online_procedures.csv: 令和3年度（2021）の行がありません。" in done.stderr
    assert "最初の報告では" in done.stderr


def test_a_question_and_its_check_may_leave_the_descriptor_with_their_section(
    municipality: Municipality,
) -> None:
    """A section left out takes its tables along, once the descriptor no longer lists them."""
    change_params(municipality.root, lambda written: written["sections"].pop(3))
    change_package(
        municipality.root,
        lambda package: package.update(
            resources=[one for one in package["resources"] if one["name"] != "cashless"]
        ),
    )
    (municipality.root / "data/2024/cashless.csv").unlink()
    text, _ = _page(municipality, "--only", "4_standardization")
    assert "住民情報系システム標準化" in text
