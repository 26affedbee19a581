"""要確認: each warning is reported at its place, can be confirmed with a reason, and stops no draft."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.inputs.reviews.review_warnings import is_confirmed, review
from progress_report.inputs.validation import validate_new, validate_year
from progress_report.messages.value_reviews import ROUNDED_OTHERWISE
from progress_report.model.findings import Finding, Severity
from progress_report.model.fiscal_year import FiscalYear
from tests.inputs.delivery import ROOT, Delivery

YEAR = FiscalYear(2025)
PARAMS = "params/2025.yaml"


def reviews(delivery: Delivery) -> list[Finding]:
    """Return the 要確認 of 令和7年度, which must have no 誤り."""
    _, findings = validate_new(delivery.project, YEAR)
    assert [str(one) for one in findings if one.severity is Severity.ERROR] == []
    return findings


@pytest.mark.parametrize("year", Project(ROOT).years())
def test_the_years_of_the_repository_have_no_warnings(year: FiscalYear) -> None:
    assert validate_year(Project(ROOT), year).reviews == ()


def same_prose(delivery: Delivery) -> tuple[str, int, str]:
    former = delivery.text("params/2024.yaml").splitlines()
    text = next(line for line in former if line.startswith("        - 区民等の利便性向上"))
    now = next(
        line for line in delivery.text(PARAMS).splitlines() if line.startswith("        - 申請件数の多い")
    )
    line = delivery.change(PARAMS, now, text)
    return PARAMS, line, "令和6年度の報告と同じ文章です（「区民等の利便性向上の観点から、{plan…」）。"


def left_over_year(delivery: Delivery) -> tuple[str, int, str]:
    line = delivery.change(PARAMS, "施設使用料の支払い", "令和5年に検討した施設使用料の支払い")
    return PARAMS, line, "文章に「令和5年」とありますが、この節の日付のどれにも当たりません。"


def left_over_fiscal_year(delivery: Delivery) -> tuple[str, int, str]:
    line = delivery.change(PARAMS, "施設使用料の支払い", "2023年度に検討した施設使用料の支払い")
    return PARAMS, line, "文章に「2023年度」とありますが、この節の日付のどれにも当たりません。"


def remark_behind_prose(delivery: Delivery) -> tuple[str, int, str]:
    line = delivery.change(PARAMS, "施設使用料の支払い", "施設使用料 #2 の支払い")
    return PARAMS, line, "「#」から後（「2 の支払いについて導入の時期と方法を検…」）は注釈として読み飛ばされ"


def large_change(delivery: Delivery) -> tuple[str, int, str]:
    delivery.change("data/2025/online_procedures.csv", "2024,390,325,2041", "2024,390,325,204")
    return "data/2025/online_procedures.csv", 4, "前年度の2,050手続から204手続に、3倍を超えて変わっています"


def fallen_to_nothing(delivery: Delivery) -> tuple[str, int, str]:
    delivery.change(
        "data/2025/systems.csv", "中央電算,住民記録、住民税等,3402,3130", "中央電算,住民記録、住民税等,3402,0"
    )
    return "data/2025/systems.csv", 2, "前年度の2,598課題から0課題に、3倍を超えて変わっています（中央電算）。"


def copied_row(delivery: Delivery) -> tuple[str, int, str]:
    delivery.change(
        "data/2025/applications.csv", "2024,2095580,2119188,181022", "2024,1826986,2302198,257164"
    )
    return "data/2025/applications.csv", 4, "数値がすべて前年度と同じです（利用状況）。"


def far_date(delivery: Delivery) -> tuple[str, int, str]:
    line = delivery.change(PARAMS, "dashboard: 2025-10", "dashboard: 2052-10")
    return PARAMS, line, "報告の年度から離れた日付です（令和34年10月）。"


def as_of_left_over(delivery: Delivery) -> tuple[str, int, str]:
    line = delivery.change("data/2025/datapackage.json", '"asOf": "2025-03-31"', '"asOf": "2024-03-31"')
    message = "時点が令和6年度の報告から進んでいません（令和6年3月31日（日））。"
    return "data/2025/datapackage.json", line, message


def rows_of_two_years_added(delivery: Delivery) -> tuple[str, int | None, str]:
    file = "data/2025/applications.csv"
    delivery.write(file, delivery.text(file) + "2025,2095581,2119188,181022\n")
    return file, None, "表が令和7年度までです（令和6年度の報告では令和5年度まで）。"


LEFT_AT = "online_procedures.online[fiscal_year=2023]"


def indicator_left_at_last_year(delivery: Delivery) -> tuple[str, int | None, str]:
    file = "data/2025/datapackage.json"
    former = "data/2024/datapackage.json"
    delivery.change(former, '"value": "online_procedures.online"', f'"value": "{LEFT_AT}"')
    line = delivery.change(file, '"value": "online_procedures.online"', f'"value": "{LEFT_AT}"') - 3
    return file, line, "指標「online」が、令和6年度の報告と同じ年度（令和5年度）の値です。"


def result_no_longer_an_indicator(delivery: Delivery) -> tuple[str, int | None, str]:
    line = delivery.change("data/2025/datapackage.json", '"indicators": [', '"indicators": [')
    delivery.change("data/2024/datapackage.json", '"resultIndicator": "progress"', '"resultIndicator": "p"')
    return "data/2025/datapackage.json", line, "予定「progress_target」の実績になる指標「p」がありません。"


def other_survey_period(delivery: Delivery) -> tuple[str, int, str]:
    line = delivery.change(
        "data/2025/datapackage.json", '"periodStart": "2025-07-01"', '"periodStart": "2025-07-02"'
    )
    message = "調査期間（令和7年7月2日（水）～令和7年7月31日（木））が、params の日付のどれとも違います。"
    return "data/2025/datapackage.json", line, message


def date_left_over(delivery: Delivery) -> tuple[str, int, str]:
    line = delivery.change(PARAMS, "as_of: 2025-07", "as_of: 2024-07")
    return PARAMS, line, "令和6年度の報告と同じ日付です（令和6年7月）。"


def source_left_over(delivery: Delivery) -> tuple[str, int, str]:
    old = "翌年度の更新を示すために作成した架空の値（実在の実績ではない）"
    new = "杉並区「令和6年度 区のデジタル化に関する取組進捗について」"
    line = delivery.change("data/2025/datapackage.json", old, new)
    return "data/2025/datapackage.json", line, f"令和6年度の報告と同じく、年を含んでいます（「{new}」）。"


def invented_but_published(delivery: Delivery) -> tuple[str, int, str]:
    old, new = '"status": "illustrative"', '"status": "published"'
    line = delivery.change("data/2025/datapackage.json", old, new)
    return (
        "data/2025/datapackage.json",
        line,
        "公表された値（published）とされていますが、説明は架空としています",
    )


def idle_confirmation(delivery: Delivery) -> tuple[str, int, str]:
    line = delivery.change(
        PARAMS, "subject: 同文 4_standardization.note_scope", "subject: 同文 4_standardization.outlook"
    )
    return (
        PARAMS,
        line,
        "当てはまる要確認がないのに、確認済みと書かれています（「同文 4_standardization.outlook」）。",
    )


WARNINGS = [
    same_prose, left_over_year, left_over_fiscal_year, remark_behind_prose, large_change,
    fallen_to_nothing, copied_row, far_date,
    as_of_left_over, rows_of_two_years_added, indicator_left_at_last_year, result_no_longer_an_indicator,
    other_survey_period, date_left_over, source_left_over, invented_but_published, idle_confirmation,
]  # fmt: skip


@pytest.mark.parametrize("make", WARNINGS, ids=lambda make: make.__name__)
def test_a_warning_is_reported_at_its_place(
    make: Callable[[Delivery], tuple[str, int | None, str]], delivery: Delivery
) -> None:
    file, row, message = make(delivery)
    at_place = [one for one in reviews(delivery) if (one.file, one.row) == (file, row)]
    found = [one for one in at_place if message in one.message]
    assert len(found) == 1
    assert found[0].severity is Severity.REVIEW
    assert found[0].remedy.endswith("。")


@pytest.mark.parametrize("make", WARNINGS[:-1], ids=lambda make: make.__name__)
def test_what_is_meant_can_be_confirmed(
    make: Callable[[Delivery], tuple[str, int | None, str]], delivery: Delivery
) -> None:
    make(delivery)
    (finding, *_) = reviews(delivery)
    subject = finding.remedy.split("subject: ")[1].split(" と reason")[0]
    delivery.write(PARAMS, delivery.text(PARAMS) + f"  - {{subject: {subject}, reason: 確かめたため}}\n")
    assert finding not in reviews(delivery)


def test_few_rows_are_no_warning(delivery: Delivery) -> None:
    """1 → 4 is a factor of four, but too few to matter."""
    delivery.change("data/2025/priorities.csv", "S,1000,,6,5,1", "S,1000,,6,0,6")
    assert reviews(delivery) == []


def test_the_factor_is_a_parameter(delivery: Delivery) -> None:
    delivery.write(PARAMS, delivery.text(PARAMS) + "largest_change: 1.5\n")
    messages = [one.message for one in reviews(delivery)]
    assert any("54手続から29手続に、1.5倍を超えて" in message for message in messages)


def test_without_a_year_before_nothing_is_compared(delivery: Delivery) -> None:
    Path(delivery.path("params/2024.yaml")).unlink()
    assert {one.message.split("（")[0] for one in reviews(delivery)} == {
        "当てはまる要確認がないのに、確認済みと書かれています"
    }


def test_errors_and_warnings_are_reported_together(delivery: Delivery) -> None:
    delivery.change("data/2025/systems.csv", "541,460", "541,640")
    same_prose(delivery)
    _, findings = validate_new(delivery.project, YEAR)
    assert {one.severity for one in findings} == {Severity.ERROR, Severity.REVIEW}


def test_an_undefined_name_is_reported_before_a_notebook_runs(delivery: Delivery) -> None:
    line = delivery.change(PARAMS, "{completion}まで", "{completoin}まで")
    _, findings = validate_new(delivery.project, YEAR)
    (error,) = (one for one in findings if one.severity is Severity.ERROR)
    assert (error.file, error.row, error.column) == (PARAMS, line, "4_standardization.outlook")
    assert "差し込む値「completoin」がありません。" in error.message
    assert "completion" in error.remedy


@pytest.mark.parametrize(
    ("written", "reported"), [("{表:plann}", "表「plann」"), ("{図：plan-b}", "図「plan-b」")]
)
def test_a_table_that_no_notebook_reads_is_reported(delivery: Delivery, written: str, reported: str) -> None:
    line = delivery.change(PARAMS, "{completion}まで", f"{written}のとおり{{completion}}まで")
    _, findings = validate_new(delivery.project, YEAR)
    (error,) = (one for one in findings if one.severity is Severity.ERROR)
    assert (error.file, error.row, error.column) == (PARAMS, line, "4_standardization.outlook")
    assert error.message == f"{reported}がありません。"


def test_a_table_that_another_section_shows_may_be_referred_to(delivery: Delivery) -> None:
    delivery.change(PARAMS, "{completion}まで", "{表:plan}と{図：plan_chart}のとおり{completion}まで")
    _, findings = validate_new(delivery.project, YEAR)
    assert [one for one in findings if one.severity is Severity.ERROR] == []


def test_missing_data_need_no_confirmation(delivery: Delivery) -> None:
    """A survey that was not conducted keeps its description with the marks from new-year."""
    text = delivery.text("data/2025/datapackage.json")
    start = text.index('"name": "intention_survey"')
    marked = text[start:].replace('"status"', '"unconfirmed": ["asOf"], "status"', 1)
    delivery.write("data/2025/datapackage.json", text[:start] + marked)
    assert reviews(delivery) == []


def test_a_warning_on_a_notebook_is_confirmed_in_the_parameters_too(delivery: Delivery) -> None:
    """It is known only after the notebook has run, so its confirmation never counts as unused."""
    gaps: Any = dict.fromkeys(("before", "after", "shown", "exact"), "x")
    raised, other = (
        review(ROUNDED_OTHERWISE, subject, "", **gaps).finding for subject in ("12.1ポイント", "2.1ポイント")
    )
    text = delivery.text(PARAMS)
    for entry in ("subject: 丸め 12.1ポイント", f"code: {ROUNDED_OTHERWISE.code}, subject: 12.1ポイント"):
        delivery.write(PARAMS, f"{text}  - {{{entry}, reason: 確かめたため}}\n")
        params = read_params(delivery.project, YEAR)
        assert (is_confirmed(raised, params), is_confirmed(other, params)) == (True, False)
        assert reviews(delivery) == []


def test_a_period_that_ends_before_it_begins_is_an_error(delivery: Delivery) -> None:
    line = delivery.change(PARAMS, "survey_end: 2025-07-31", "survey_end: 2024-07-31")
    _, findings = validate_new(delivery.project, YEAR)
    (error,) = (one for one in findings if one.severity is Severity.ERROR)
    assert (error.file, error.row, error.column) == (PARAMS, line, "survey_end")
    assert "終わりの日付が、始まりより前です" in error.message


def test_confirmations_are_not_idle_while_a_table_cannot_be_read(delivery: Delivery) -> None:
    delivery.change("data/2025/priorities.csv", "S,1000,,6,5,1", "S,1000,,六,5,1")
    _, findings = validate_new(delivery.project, YEAR)
    assert not [one for one in findings if "当てはまる要確認がない" in one.message]
