"""How many people a survey asked and heard: by number or formula, known only where it was published."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.survey_sizes import SurveySize, survey_sizes
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import plain_text
from tests.inputs.ward_files import ROOT, YEAR, WardFiles, require_finding

SCHEMA, TABLES = "data/schema.yaml", "data/2024/tables.yaml"
SAMPLED = "      sampled: \"resident_survey_overview.sampled[survey='区民アンケート']\"\n"
RESPONDENTS = SAMPLED.replace("sampled", "respondents")
OVERVIEW = "data/2024/resident_survey_overview.csv"


@pytest.fixture
def ward(tmp_path: Path) -> WardFiles:
    """With one schema for all years."""
    for name in ("params", "data", "notebooks"):
        copytree(ROOT / name, tmp_path / name, ignore=ignore_patterns(".*"))
    return WardFiles(tmp_path)


def sizes(ward: WardFiles, year: FiscalYear = YEAR) -> dict[str, SurveySize]:
    return {plain_text(one.title): one for one in survey_sizes(ReportYear(ward.project, year))}


def numbers(size: SurveySize) -> list[str]:
    return [one.text if one else "" for one in (size.sampled, size.respondents, size.population)]


def test_published_numbers_are_known_and_invented_ones_beside_them_are_not(ward: WardFiles) -> None:
    found = sizes(ward)
    assert numbers(found["区民アンケート"]) == ["2,000名", "383人", ""]
    assert plain_text(found["区民アンケート"].people) == "無作為に抽出した区民"
    # 612人 of the year's tables.yaml stand in for what was not published.
    assert numbers(found["区民意向調査（速報版）"]) == ["", "", ""]


def test_where_everything_is_invented_the_numbers_are_those_of_the_demonstration(ward: WardFiles) -> None:
    found = sizes(ward, YEAR.next)
    assert [*found] == ["区民アンケート"]  # the other one was not conducted
    respondents = found["区民アンケート"].respondents
    assert respondents is not None and respondents.illustrative and respondents.text == "412人"


def test_numbers_may_stand_in_the_years_own_file(ward: WardFiles) -> None:
    file = "data/2025/tables.yaml"
    ward.change(file, "survey: {periodStart", "survey: {sampled: 1500, population: 90000, periodStart")
    size = sizes(ward, YEAR.next)["区民アンケート"]
    assert numbers(size) == ["1,500人", "412人", "90,000人"]
    assert size.sampled is not None and size.sampled.origin.to_json()["file"] == file


def test_who_answered_is_counted_where_it_is_not_said(ward: WardFiles) -> None:
    ward.change(SCHEMA, RESPONDENTS, "")
    assert numbers(sizes(ward, YEAR.next)["区民アンケート"]) == ["2,000名", "412人", ""]


def test_a_survey_without_published_answers_still_has_its_published_numbers(ward: WardFiles) -> None:
    ward.change("params/2024.yaml", "not_available: []", "not_available: [resident_survey]")
    assert numbers(sizes(ward)["区民アンケート"]) == ["2,000名", "383人", ""]


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("      sampled: 2,000\n", "式「2,000」"),
        ("      sampled: [1]\n", "人数ではありません。"),
        ("      sampled: sum(resident_survey_overview.samples)\n", "samples"),
        (
            "      sampled: sum(resident_survey_overview.preference_answers)\n",
            "単位が、人や名ではありません（1,053件）",
        ),
        ("      sampled: 300\n", "respondents（383人）が、sampled（300人）を超えています"),
        (
            "      sampled: 2000\n      population: 1999\n",
            "sampled（2,000人）が、population（1,999人）を超えて",
        ),
    ],
)
def test_impossible_numbers_are_errors_at_their_line(ward: WardFiles, new: str, says: str) -> None:
    row = ward.change(SCHEMA, SAMPLED, new)
    (finding,) = ward.findings()
    assert (finding.file, says in finding.text) == (SCHEMA, True), str(finding)
    assert finding.row in (row, row + 1)


def test_another_number_of_rows_than_was_said_is_an_error(ward: WardFiles) -> None:
    ward.change(TABLES, "survey: {respondents: 612}", "survey: {respondents: 613}")
    file = "data/2024/intention_survey.csv"
    require_finding(ward.findings(), file=file, row=None, column="", says="613")
