"""Comparing this year with last year: which values, in which order, and the errors where it is impossible."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.inputs.project import Project
from progress_report.inputs.years.comparison import Comparison, IndicatorChange
from progress_report.inputs.years.indicators import indicator_values
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.verdicts import Verdict
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import plain_text
from progress_report.model.quantity import Parameter, Quantity
from tests.inputs.ward_files import ROOT, WardFiles, require_finding

PACKAGE = "data/2025/datapackage.json"
YEAR = FiscalYear(2025)


def compared(project: Project) -> Comparison:
    comparison = Comparison.with_previous(ReportYear(project, YEAR))
    assert comparison is not None
    return comparison


def leave_out(ward: WardFiles, notebook: str, year: int) -> None:
    """Remove a section from a year's parameters."""
    file, section = (
        f"params/{year}.yaml",
        re.compile(rf"^  - notebook: {notebook}\n(?:    .*\n|\n)*", re.MULTILINE),
    )
    text, found = section.subn("", ward.text(file))
    assert found == 1
    ward.write(file, text)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("online", "302手続"),
        ("online_share", "42.1%"),
        ("by_online_share", "44.2%"),
        ("progress", "78%"),
        ("response_rate", "19.2%"),
    ],
)
def test_the_indicators_of_2024_are_the_published_figures(name: str, published: str) -> None:
    assert indicator_values(ReportYear(Project(ROOT), FiscalYear(2024)))[name].text == published


def test_an_indicator_is_the_very_number_that_a_notebook_computes() -> None:
    year = ReportYear(Project(ROOT), FiscalYear(2024))
    row = year.table("online_procedures").iloc[1]
    share = row["online"] / (row["online"] + row["not_online"])
    assert indicator_values(year)["online_share"].identifier == share.identifier
    assert indicator_values(year)["online"].identifier == row["online"].identifier


def test_indicators_of_both_years() -> None:
    reported = {
        change.name: (
            change.former.text,
            change.present.text,
            change.difference.text,
            change.improved,
            change.verdict,
        )
        for change in compared(Project(ROOT)).indicators
        if change.former and change.present and change.difference
    }
    assert reported["progress"] == ("78%", "90%", "12ポイント", True, "期限前")
    assert reported["online"] == ("302手続", "390手続", "88手続", True, "")
    assert reported["online_share"] == ("42.1%", "54.5%", "12.4ポイント", True, "")


def test_plans_are_compared_with_their_results() -> None:
    reported = []
    for outcome in compared(Project(ROOT)).plans:
        plan, result = outcome.plan, outcome.result
        assert result is not None
        due = plan.due.text if plan.due else None
        reported.append((plain_text(plan.title), plan.announced.text, due, result.text, outcome.verdict))
    title = "オンライン対応予定手続数（実績は、対応済手続数の増加数）"
    assert reported == [
        (title, "95手続", "令和6年度", "88手続", "未達成"),
        ("システム標準化の課題解消の進捗率（全体）", "90%", "令和7年度第2四半期", "90%", "期限前"),
    ]


def test_a_plan_that_is_not_yet_due_is_no_failure(ward: WardFiles) -> None:
    """As of the end of July 2025 the second quarter (to September) is not over."""
    ward.change("data/2025/systems.csv", "3402,3130", "3402,2130")
    outcome = compared(ward.project).plans[1]
    assert outcome.verdict is Verdict.PENDING
    ward.change("params/2024.yaml", "test_start: 令和7年度第2四半期", "test_start: 令和7年度第1四半期")
    outcome = compared(ward.project).plans[1]
    assert outcome.verdict is Verdict.MISSED
    ward.change("data/2025/systems.csv", "3402,2130", "3402,3130")
    assert compared(ward.project).plans[1].verdict is Verdict.MET_LATE


def test_plans_belong_to_the_year_before() -> None:
    project = Project(ROOT)
    years = ReportYear(project, FiscalYear(2024)), ReportYear(project, YEAR)
    assert Comparison(years[1], years[0]).plans == []
    assert Comparison(years[1], years[1]).plans == []


def test_what_is_new_and_what_ended() -> None:
    entries = compared(Project(ROOT)).entries
    assert [(entry.change, plain_text(entry.of), plain_text(entry.name)) for entry in entries] == [
        ("new", "キャッシュレス決済の導入", "図書館"),
        ("new", "住民情報系システム標準化の課題", "戸籍附票システム"),
        ("not_conducted", "調査", "区民意向調査（速報版）"),
    ]


def test_a_row_that_went_and_a_section_left_out(ward: WardFiles) -> None:
    ward.change("data/2025/systems.csv", "連携小型電算,資金貸付等,182,171\n", "")
    ward.change(
        "data/2025/remaining_issues.csv", "連携小型電算,データ連携の見直しによる業務運用の検討等\n", ""
    )
    leave_out(ward, "3_cashless", 2025)
    entries = [(entry.change, plain_text(entry.name)) for entry in compared(ward.project).entries]
    assert entries == [
        ("new", "戸籍附票システム"),
        ("ended", "連携小型電算"),
        ("not_conducted", "区民意向調査（速報版）"),
        ("no_section", "キャッシュレス決済の取組状況について"),
    ]


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_section_left_out_takes_its_targets_and_plans_along(ward: WardFiles, year: int) -> None:
    leave_out(ward, "4_standardization", year)
    assert ward.errors(YEAR) == []
    comparison = compared(ward.project)
    progress = [change for change in comparison.indicators if change.name == "progress"]
    # In the very first report, an unused notebook may belong to later years only.
    assert progress == [] if year == 2025 else not progress[0].new
    assert len(comparison.plans) == 1


def test_a_plan_without_data_is_not_announced(ward: WardFiles) -> None:
    ward.change("params/2024.yaml", "not_available: []", "not_held: [resident_survey]")
    ward.change(FORMER_PACKAGE, '"announced": "sum(priorities.planned)"',
                    '"announced": "rows(resident_survey)"')  # fmt: skip
    assert len(compared(ward.project).plans) == 1


def test_an_indicator_that_began_and_one_that_ended(ward: WardFiles) -> None:
    ward.change(PACKAGE, '"name": "response_rate"', '"name": "answer_rate"')
    changes = {change.name: change for change in compared(ward.project).indicators}
    assert changes["answer_rate"].former is None
    assert changes["response_rate"].present is None
    assert changes["answer_rate"].difference is None


def test_a_restated_value_is_the_one_compared_with(ward: WardFiles) -> None:
    ward.change("data/2025/online_procedures.csv", "2023,302,415", "2023,305,412")
    entries = [("online", 302, 305), ("not_online", 415, 412)]
    lines = [
        f"  - {{table: online_procedures, year: 令和5年度, column: {column}, "
        f"published: {old}, revised: {new}, reason: 見直し}}"
        for column, old, new in entries
    ]
    ward.write("params/2025.yaml", "\n".join([ward.text("params/2025.yaml") + "restatements:", *lines, ""]))
    comparison = compared(ward.project)
    changes = {change.name: change for change in comparison.indicators}
    change = changes["online"]
    assert change.former is not None and change.revised is not None and change.difference is not None
    assert (change.former.text, change.revised.text, change.difference.text) == (
        "302手続",
        "305手続",
        "85手続",
    )
    share = changes["online_share"]
    assert share.former is not None and share.revised is not None
    assert (share.former.text, share.revised.text) == ("42.1%", "42.5%")
    assert "302手続から305手続に修正" in plain_text(share.note)
    assert "415手続から412手続に修正" in plain_text(share.note)


def test_the_first_report_ever_is_compared_with_nothing() -> None:
    assert Comparison.with_previous(ReportYear(Project(ROOT), FiscalYear(2024))) is None


_values = st.integers(min_value=0, max_value=10**6).map(Fraction)


def _count(value: Fraction) -> Quantity:
    return Quantity(value, "件", Parameter("params/2025.yaml", 1, "x"))


_counts = st.none() | _values.map(_count)
_better = st.sampled_from([None, "higher", "lower"])
_changes = st.builds(IndicatorChange, st.just("x"), st.just(()), _counts, _counts, _better, _counts)


@given(_changes, _changes)
def test_what_matters_more_comes_first(one: IndicatorChange, other: IndicatorChange) -> None:
    """A missed target comes before a target met, that before a change for the worse, that before the rest."""
    order = [change.verdict.met is False for change in (one, other)]
    if order == [True, False]:
        assert one.urgency < other.urgency
    if one.verdict.met is None is other.verdict.met and one.improved is False and other.improved is not False:
        assert one.urgency < other.urgency


@given(_values.filter(bool), st.sampled_from(["higher", "lower"]))
def test_a_change_is_progress_one_way_only(value: Fraction, better: str) -> None:
    change = IndicatorChange("x", (), _count(value), _count(value + 1), better, None)
    back = replace(change, former=change.present, present=change.former)
    assert change.improved is (better == "higher")
    assert back.improved is not change.improved
    assert replace(change, present=change.former).improved is None


TARGET = "4_standardization.target"
FORMER_PACKAGE = "data/2024/datapackage.json"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (PACKAGE, f'"target": "{TARGET}"', '"target": "x.y"', "「x.y」が params/2025.yaml の quantities に"),
        (PACKAGE, f'r": "{TARGET}"', 'r": "x.y"', "「x.y」が params/2025.yaml の quantities にありません"),
        (PACKAGE, "4_standardization.completion", "x.y", "「x.y」が params/2025.yaml の dates にありません"),
        (PACKAGE, "priorities.planned", "priorities.promised", "列「promised」はありません"),
        (PACKAGE, '"name": "online_plan"', '"name": "progress_target"', "「progress_target」が二度あります"),
        (
            PACKAGE,
            '"value": "sum(systems.done) / sum(systems.issues)",',
            "",
            "「progress」の値の書き方が違います",
        ),
        (PACKAGE, "sum(systems.done)", "online_procedures.online", "単位の違う数量"),
        (
            PACKAGE,
            '"announced": "sum(priorities.planned)",',
            "",
            "予定「online_plan」の予定の書き方が違い",
        ),
        (PACKAGE, ',\n      "resultIndicator": "progress"', "", "予定「progress_target」の実績の書き方が"),
        (FORMER_PACKAGE, "online_procedures.online", "online_procedures.done", "列「done」はありません"),
        (FORMER_PACKAGE, "online_procedures.online", "systems.done", "年度ごとの表ではありません"),
    ],
)
def test_what_cannot_be_compared_is_reported_with_its_line(
    ward: WardFiles, file: str, old: str, new: str, says: str
) -> None:
    text = ward.text(file)
    start = text.index('"indicators": [' if file == PACKAGE else '"plans": [')
    written = text[start:]
    if old == f'"target": "{TARGET}"':
        written = written.replace(old, new, 1)
    else:
        before, found, after = written.rpartition(old)
        assert found
        written = before + new + after
    ward.write(file, text[:start] + written)
    error = ward.errors(YEAR)[0]
    assert says in error.message, str(error)
    assert error.file == file
    assert error.row is not None and error.row > text[:start].count("\n")


def test_an_indicator_that_counts_something_else(ward: WardFiles) -> None:
    old, new = '"value": "online_procedures.online"', '"value": "applications.by_online"'
    line = ward.change(PACKAGE, old, new)
    with pytest.raises(ReportError) as caught:
        _ = compared(ward.project).indicators
    says = "指標「online」は、前年度の報告と比べられません（"
    require_finding(list(caught.value.findings), file=PACKAGE, row=line - 3, column="", says=says)
    outcome = [finding for finding in ward.errors(YEAR) if says in finding.message]
    require_finding(outcome, file=PACKAGE, row=line - 3, column="", says=says)


def test_a_target_in_another_unit_than_its_indicator(ward: WardFiles) -> None:
    ward.change("params/2025.yaml", 'target: {value: 100, unit: "%"}', "target: {value: 100, unit: 課題}")
    says = "指標「progress」は、目標と比べられません（単位が%と課題です）。"
    text = ward.text(PACKAGE)
    row = text[: text.index('"name": "progress"')].count("\n")
    require_finding(ward.errors(YEAR), file=PACKAGE, row=row, column="", says=says)


def test_a_plan_in_another_unit_than_its_result(ward: WardFiles) -> None:
    line = ward.change(FORMER_PACKAGE, "sum(priorities.planned)", "sum(systems.issues)")
    says = "予定「online_plan」は、実績と比べられません（単位が課題と手続です）。"
    require_finding(ward.errors(YEAR), file=FORMER_PACKAGE, row=line - 3, column="", says=says)


def test_a_section_whose_notebook_is_gone_too_is_named_as_the_parameters_name_it(ward: WardFiles) -> None:
    """The name contains a digit, forbidden in the report's own words: it is literal text of a file."""
    leave_out(ward, "3_cashless", 2025)
    ward.path("notebooks/3_cashless.ipynb").unlink()
    entries = [(entry.change, plain_text(entry.name)) for entry in compared(ward.project).entries]
    assert entries == [
        ("new", "戸籍附票システム"),
        ("not_conducted", "区民意向調査（速報版）"),
        ("no_section", "3_cashless"),
    ]
