"""Validation of all source files at once: an analyst sees all errors of all files in one run."""

from collections.abc import Callable
from typing import Any

import pytest

from progress_report.model.findings import ReportError
from progress_report.model.fonts import noto_sans_cjk_jp
from tests.inputs.ward_files import PACKAGE, PARAMS, WardFiles, require_finding

STATUS = "data/2024/online_procedures.csv"
ANSWERS = "data/2024/resident_survey.csv"


def test_errors_of_all_tables_are_reported_together(ward: WardFiles) -> None:
    ward.change(STATUS, "302", "三百")
    ward.change("data/2024/systems.csv", "541", "")
    ward.change(ANSWERS, "R0002", "R0001")
    ward.path("data/2024/cashless.csv").unlink()
    assert [(finding.file, finding.row) for finding in ward.findings()] == [
        (STATUS, 3),
        ("data/2024/cashless.csv", None),
        ("data/2024/systems.csv", 3),
        (ANSWERS, 3),
    ]


def test_an_error_in_parameters_hides_no_error_in_tables(ward: WardFiles) -> None:
    line = ward.change(PARAMS, "survey_end: 2024-07-31", "survey_end: 昨日")
    ward.change(STATUS, "302", "三百")
    ward.path(ANSWERS).unlink()  # perhaps 未収録: unknown until the parameters can be read
    assert [(finding.file, finding.row) for finding in ward.findings()] == [(PARAMS, line), (STATUS, 3)]


def test_an_error_in_the_descriptor_hides_no_error_in_parameters(ward: WardFiles) -> None:
    ward.change(PACKAGE, '"integer"', '"number"')
    ward.change(PARAMS, "notebook: 3_cashless", "notebook: 3_cash")
    assert {finding.file for finding in ward.findings()} == {PARAMS, PACKAGE}


def test_an_error_that_concerns_two_tables_is_reported_once(ward: WardFiles) -> None:
    ward.change("data/2024/systems.csv", "541", "五百")  # remaining_issues refers to systems
    assert len(ward.findings()) == 1


def test_cross_checks_of_valid_tables_are_reported_beside_errors_of_others(ward: WardFiles) -> None:
    ward.change("data/2024/priorities.csv", "999,54,26", "999,55,26")  # checked against STATUS
    ward.change("data/2024/systems.csv", "541,440", "541,542")
    ward.change(STATUS, "302", "三百")
    assert [(finding.file, finding.row) for finding in ward.findings()] == [
        (STATUS, 3),
        ("data/2024/systems.csv", 3),
    ]


def test_notebooks(ward: WardFiles) -> None:
    line = ward.change(PARAMS, "notebook: 3_cashless", "notebook: 3_cash")
    found = ward.findings()
    require_finding(found, file=PARAMS, row=line, column="3_cash", says="ノートブックがありません")
    ward.change(PARAMS, "notebook: 3_cash", "notebook: 2_online_procedures")
    says = "同じノートブックが二度あります"
    require_finding(ward.findings(), file=PARAMS, row=line, column="2_online_procedures", says=says)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("resident_surveys", "表の説明（data/2024/datapackage.json）にありません"),
        ("systems", "「systems」は調査ではありません"),
    ],
)
def test_only_surveys_can_be_not_available(ward: WardFiles, name: str, says: str) -> None:
    line = ward.change(PARAMS, "not_available: []", f"not_available: [{name}]")
    require_finding(ward.findings(), file=PARAMS, row=line, column="not_available", says=says)


def test_a_survey_that_is_not_available_need_not_be_there(ward: WardFiles) -> None:
    ward.change(PARAMS, "not_available: []", "not_available: [resident_survey, intention_survey]")
    ward.path(ANSWERS).unlink()
    ward.change("data/2024/intention_survey.csv", "I0001", "")
    assert ward.reported() == []


NOT_HELD = "not_held: [resident_survey, resident_survey_overview, intention_survey]"


def test_a_survey_that_was_not_held_needs_no_data_and_no_count_of_it(ward: WardFiles) -> None:
    ward.change(PARAMS, "not_available: []", NOT_HELD)
    for name in ("resident_survey", "resident_survey_overview", "intention_survey"):
        ward.path(f"data/2024/{name}.csv").unlink()
    assert ward.reported() == []


@pytest.mark.parametrize(
    ("names", "wrong", "says"),
    [
        ("[resident_surveys]", "resident_surveys", "表の説明（data/2024/datapackage.json）にありません"),
        ("[systems]", "systems", "実施しなかった調査の表ではありません"),
        ("[resident_survey_overview]", "resident_survey_overview", "実施しなかった調査の表ではありません"),
        ("[intention_survey, priorities]", "priorities", "実施しなかった調査の表ではありません"),
    ],
)
def test_only_surveys_and_what_counts_them_can_be_not_held(
    ward: WardFiles, names: str, wrong: str, says: str
) -> None:
    line = ward.change(PARAMS, "not_available: []", f"not_held: {names}")
    found = ward.findings()
    require_finding(found, file=PARAMS, row=line, column="not_held", says=f"「{wrong}」は{says}")


def test_a_survey_is_either_not_held_or_not_available(ward: WardFiles) -> None:
    both = "not_available: [intention_survey]\nnot_held: [intention_survey]"
    line = ward.change(PARAMS, "not_available: []", both) + 1
    says = "not_available（未収録）にもあります"
    require_finding(ward.findings(), file=PARAMS, row=line, column="not_held", says=says)


def test_the_values_of_a_survey_that_was_not_conducted_say_so(ward: WardFiles) -> None:
    ward.change(PARAMS, "not_available: []", NOT_HELD)
    section = ward.section("1_data_utilization")
    asks: list[Callable[[str], Any]] = [section.survey, section.table]
    for ask in asks:
        with pytest.raises(ReportError, match="令和6年度には実施していません"):
            list(ask("resident_survey_overview"))


@pytest.mark.parametrize("regular", ["fonts/regular.ttf", "fonts", "字" * 200])
def test_a_font_that_is_not_there(ward: WardFiles, regular: str) -> None:
    ward.path("fonts").mkdir()
    ward.path("fonts/bold.ttf").symlink_to(noto_sans_cjk_jp().bold)
    font = f"font:\n  family: BIZ UDGothic\n  regular: {regular}\n  bold: fonts/bold.ttf"
    line = ward.change(PARAMS, "not_available: []", font) + 2
    says = f"フォントのファイルがありません（{regular}）"
    require_finding(ward.findings(), file=PARAMS, row=line, column="font.regular", says=says)


def test_both_missing_files_of_an_empty_folder_are_reported(ward: WardFiles) -> None:
    ward.path(PARAMS).unlink()
    ward.path(PACKAGE).unlink()
    assert [finding.file for finding in ward.findings()] == [PARAMS, PACKAGE]
    assert all("ファイルがありません" in reported for reported in ward.reported())
