"""Indicators that the report begins with: selection, order, and the earlier values beside them."""

import json
from typing import Any

import pytest

from progress_report.inputs.project import Project
from progress_report.inputs.schema.package_descriptor import MOST_HIGHLIGHTS
from progress_report.inputs.years.comparison import Comparison
from progress_report.inputs.years.highlights import Highlight, highlights_of
from progress_report.inputs.years.report_year import ReportYear
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import plain_text
from tests.inputs.ward_files import PACKAGE, ROOT, YEAR, WardFiles

MARKED = ["online", "online_share", "by_online_share", "progress"]


def highlights(project: Project, start: int) -> list[Highlight]:
    year = ReportYear(project, FiscalYear(start))
    return highlights_of(year, Comparison.with_previous(year))


def printed_values(found: list[Highlight]) -> list[tuple[str, str, str, str]]:
    """Return former value, present value, target and date of each."""
    return [
        (
            one.change.former.text if one.change.former else "",
            one.change.present.text if one.change.present else "",
            one.change.target.text if one.change.target else "",
            plain_text(one.as_of),
        )
        for one in found
    ]


def mark(ward: WardFiles, names: list[str]) -> None:
    def change(package: Any) -> None:
        for indicator in package["indicators"]:
            indicator["highlight"] = indicator["name"] in names

    ward.describe(change)


def test_the_first_report_ever_has_the_year_before_from_its_own_tables() -> None:
    found = highlights(Project(ROOT), 2024)
    assert [one.change.name for one in found] == MARKED
    assert printed_values(found) == [
        ("241手続", "302手続", "", "令和5年度末現在"),
        ("39.0%", "42.1%", "", "令和5年度末現在"),
        ("40.7%", "44.2%", "", "令和5年度末現在"),
        ("", "78%", "90%", "令和6年7月31日（水）現在"),
    ]


def test_a_later_report_has_what_the_comparison_has() -> None:
    year = ReportYear(Project(ROOT), FiscalYear(2025))
    compared = Comparison.with_previous(year)
    assert compared is not None
    changes = {change.name: change for change in compared.indicators}
    found = highlights_of(year, compared)
    assert [one.change for one in found] == [changes[name] for name in MARKED]


def test_a_gap_between_the_years_leaves_no_former_value(ward: WardFiles) -> None:
    ward.change("data/2024/online_procedures.csv", "2022,241", "2021,241")
    found = highlights(ward.project, 2024)
    formers = [one.change.former and one.change.former.text for one in found]
    assert formers == [None, None, "40.7%", None]


def test_where_none_is_marked_the_first_few_are_shown(ward: WardFiles) -> None:
    mark(ward, [])
    names = [indicator["name"] for indicator in json.loads(ward.text(PACKAGE))["indicators"]]
    assert [one.change.name for one in highlights(ward.project, 2024)] == names[:MOST_HIGHLIGHTS]


def test_key_figures_without_data_are_left_out(ward: WardFiles) -> None:
    mark(ward, ["response_rate", "online"])
    ward.change(
        "params/2024.yaml", "not_available: []", "not_held: [resident_survey, resident_survey_overview]"
    )
    assert [one.change.name for one in highlights(ward.project, 2024)] == ["online"]


@pytest.mark.parametrize("marked", [MOST_HIGHLIGHTS, MOST_HIGHLIGHTS + 1])
def test_more_than_a_page_holds_is_an_error(ward: WardFiles, marked: int) -> None:
    names = [indicator["name"] for indicator in json.loads(ward.text(PACKAGE))["indicators"]]
    assert len(names) > MOST_HIGHLIGHTS
    mark(ward, names[:marked])
    messages = [str(one) for one in ward.errors(YEAR) if "highlight" in one.message]
    assert len(messages) == marked - MOST_HIGHLIGHTS
    assert all(
        "報告のポイントに載せる指標（highlight）が5つを超えています" in message for message in messages
    )
