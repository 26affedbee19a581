"""All values of the indicators that a report's inputs have: of which years, from which report."""

import pytest

from progress_report.inputs.project import Project
from progress_report.inputs.validation import validate_year
from progress_report.inputs.years.indicator_history import IndicatorPoint, indicator_history
from progress_report.inputs.years.report_year import ReportYear
from progress_report.model.fiscal_year import FiscalYear
from tests.inputs.ward_files import ROOT, YEAR, WardFiles

STATUS_2025 = "data/2025/online_procedures.csv"
# Fiscal year of the value, value, the report that has it.
Reported = tuple[int, str, int]


def history(project: Project, start: int) -> list[IndicatorPoint]:
    return indicator_history(ReportYear(project, FiscalYear(start)))


def reported(points: list[IndicatorPoint], name: str) -> list[Reported]:
    return [
        (point.fiscal_year.start, point.value.text, point.reported.start)
        for point in points
        if point.name == name
    ]


def test_a_table_by_fiscal_years_has_a_value_of_each() -> None:
    points = history(Project(ROOT), 2024)
    assert reported(points, "online") == [(2022, "241手続", 2024), (2023, "302手続", 2024)]
    assert reported(points, "online_share") == [(2022, "39.0%", 2024), (2023, "42.1%", 2024)]
    dates = [point.as_of and point.as_of.iso for point in points if point.name == "online"]
    assert dates == ["2023-03-31", "2024-03-31"]


def test_other_tables_have_a_value_of_each_report() -> None:
    points = history(Project(ROOT), 2025)
    assert reported(points, "progress") == [(2024, "78%", 2024), (2025, "90%", 2025)]
    progress = [point for point in points if point.name == "progress"]
    assert [point.as_of and point.as_of.iso for point in progress] == ["2024-07-31", "2025-07-31"]
    assert [point.target and point.target.text for point in progress] == ["90%", "100%"]
    assert [point.due and point.due.iso for point in progress] == ["2025-07/2025-09", "2026-01/2026-03"]
    assert reported(points, "response_rate") == [(2024, "19.2%", 2024), (2025, "20.6%", 2025)]


def test_what_is_invented_takes_the_place_of_nothing_published() -> None:
    """All data of 令和7年度 are invented; what 令和6年度 published of the same years stays."""
    assert reported(history(Project(ROOT), 2025), "online") == [
        (2022, "241手続", 2024),
        (2023, "302手続", 2024),
        (2024, "390手続", 2025),
    ]


def test_where_both_are_published_it_is_this_year_s(ward: WardFiles) -> None:
    ward.change(STATUS_2025, "2023,302", "2023,305")
    package = "data/2025/datapackage.json"
    ward.write(package, ward.text(package).replace('"status": "illustrative"', '"status": "published"'))
    assert reported(history(ward.project, 2025), "online")[1] == (2023, "305手続", 2025)


def test_an_indicator_follows_the_other_and_bears_this_year_s_title(ward: WardFiles) -> None:
    ward.change("data/2025/datapackage.json", "区民アンケートの回答率", "回答率")
    points = history(ward.project, 2025)
    names = [point.name for point in points]
    assert sorted(names, key=names.index) == names, "those of one indicator stand together"
    assert {point.title for point in points if point.name == "response_rate"} == {"回答率"}


@pytest.mark.parametrize("lost", ["2022,241,377,2073\n"])
def test_a_year_that_a_table_does_not_reach_has_no_value(ward: WardFiles, lost: str) -> None:
    ward.change("data/2024/online_procedures.csv", lost, "")
    assert reported(history(ward.project, 2024), "online") == [(2023, "302手続", 2024)]


def test_a_year_that_can_be_built_brings_them() -> None:
    assert list(validate_year(Project(ROOT), YEAR).indicators) == history(Project(ROOT), 2024)
