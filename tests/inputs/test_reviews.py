"""要確認: each warning is reported at its place, can be confirmed with a reason, and stops no draft."""

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
from tests.inputs.ward_files import ROOT, WardFiles

YEAR = FiscalYear(2025)
PARAMS = "params/2025.yaml"


def reviews(ward: WardFiles) -> list[Finding]:
    """Return the 要確認 of 令和7年度, which must have no 誤り."""
    _, findings = validate_new(ward.project, YEAR)
    assert [str(one) for one in findings if one.severity is Severity.ERROR] == []
    return findings


@pytest.mark.parametrize("year", Project(ROOT).years())
def test_the_years_of_the_repository_have_no_warnings(year: FiscalYear) -> None:
    assert validate_year(Project(ROOT), year).reviews == ()


DATA, PACKAGE, FORMER = "data/2025", "data/2025/datapackage.json", "data/2024/datapackage.json"
INDICATOR, LEFT_AT = '"value": "online_procedures.online"', "online_procedures.online[fiscal_year=2023]"
INVENTED = "翌年度の更新を示すために作成した架空の値（実在の実績ではない）"
PUBLISHED = "杉並区「令和6年度 区のデジタル化に関する取組進捗について」"
SAME_PROSE = (
    PARAMS,
    "申請件数の多い手続の対応がおおむね終わったため、{plan}は、手数料の支払いを伴う手続と、添付書類の多い手続を"
    "優先して対応を進める。",
    "区民等の利便性向上の観点から、{plan}のオンライン対応取組予定に基づき、行政手続のオンライン対応を着実に進めて"
    "いく。",
)
FEES = "施設使用料の支払い"
Change = tuple[str, str, str]
# Changes (file, old, new) that give a warning, how many lines from the last it stands, and its message.
WARNINGS: dict[str, tuple[list[Change], int | None, str]] = {
    "same prose": ([SAME_PROSE], 0,
        "令和6年度の報告と同じ文章です（「区民等の利便性向上の観点から、{plan…」）。"),
    "left-over year": ([(PARAMS, FEES, f"令和5年に検討した{FEES}")], 0,
        "文章に「令和5年」とありますが、この節の日付のどれにも当たりません。"),
    "left-over fiscal year": ([(PARAMS, FEES, f"2023年度に検討した{FEES}")], 0,
        "文章に「2023年度」とありますが、この節の日付のどれにも当たりません。"),
    "remark behind prose": ([(PARAMS, FEES, "施設使用料 #2 の支払い")], 0,
        "「#」から後（「2 の支払いについて導入の時期と方法を検…」）は注釈として読み飛ばされ"),
    "large change": ([(f"{DATA}/online_procedures.csv", "2024,390,325,2041", "2024,390,325,204")], 0,
        "前年度の2,050手続から204手続に、3倍を超えて変わっています"),
    "fallen to nothing": ([(f"{DATA}/systems.csv", "税等,3402,3130", "税等,3402,0")], 0,
        "前年度の2,598課題から0課題に、3倍を超えて変わっています（中央電算）。"),
    "copied row": ([(f"{DATA}/applications.csv", "2095580,2119188,181022", "1826986,2302198,257164")], 0,
        "数値がすべて前年度と同じです（利用状況）。"),
    "far date": ([(PARAMS, "dashboard: 2025-10", "dashboard: 2052-10")], 0,
        "報告の年度から離れた日付です（令和34年10月）。"),
    "left-over reference date": ([(PACKAGE, '"asOf": "2025-03-31"', '"asOf": "2024-03-31"')], 0,
        "時点が令和6年度の報告から進んでいません（令和6年3月31日（日））。"),
    "rows of two years added": (
        [(f"{DATA}/applications.csv", "181022\n", "181022\n2025,2095581,2119188,181022\n")], None,
        "表が令和7年度までです（令和6年度の報告では令和5年度まで）。"),
    "indicator left at last year": (
        [(FORMER, INDICATOR, f'"value": "{LEFT_AT}"'), (PACKAGE, INDICATOR, f'"value": "{LEFT_AT}"')], -3,
        "指標「online」が、令和6年度の報告と同じ年度（令和5年度）の値です。"),
    "result no longer an indicator": (
        [(FORMER, '"resultIndicator": "progress"', '"resultIndicator": "p"'),
         (PACKAGE, '"indicators": [', '"indicators": [')], 0,
        "予定「progress_target」の実績になる指標「p」がありません。"),
    "other survey period": ([(PACKAGE, '"periodStart": "2025-07-01"', '"periodStart": "2025-07-02"')], 0,
        "調査期間（令和7年7月2日（水）～令和7年7月31日（木））が、params の日付のどれとも違います。"),
    "left-over date": ([(PARAMS, "as_of: 2025-07", "as_of: 2024-07")], 0,
        "令和6年度の報告と同じ日付です（令和6年7月）。"),
    "left-over source": ([(PACKAGE, INVENTED, PUBLISHED)], 0,
        f"令和6年度の報告と同じく、年を含んでいます（「{PUBLISHED}」）。"),
    "invented but published": ([(PACKAGE, '"status": "illustrative"', '"status": "published"')], 0,
        "公表された値（published）とされていますが、説明は架空としています"),
    "idle confirmation": (
        [(PARAMS, "同文 4_standardization.note_scope", "同文 4_standardization.outlook")], 0,
        "当てはまる要確認がないのに、確認済みと書かれています（「同文 4_standardization.outlook」）。"),
}  # fmt: skip


@pytest.mark.parametrize("warning", WARNINGS)
def test_a_warning_is_reported_at_its_place_until_it_is_confirmed(warning: str, ward: WardFiles) -> None:
    changes, offset, message = WARNINGS[warning]
    lines = [ward.change(*change) for change in changes]
    place = changes[-1][0], None if offset is None else lines[-1] + offset
    (found,) = (one for one in reviews(ward) if (one.file, one.row) == place and message in one.message)
    assert found.severity is Severity.REVIEW
    assert found.remedy.endswith("。")
    if warning != "idle confirmation":
        subject = found.remedy.split("subject: ")[1].split(" と reason")[0]
        ward.write(PARAMS, ward.text(PARAMS) + f"  - {{subject: {subject}, reason: 確かめたため}}\n")
        assert found not in reviews(ward)


def test_a_table_without_data_hides_no_warning(ward: WardFiles) -> None:
    """A table that counts a survey has no data if the survey was not conducted."""
    held = "not_held: [intention_survey"
    ward.change(PARAMS, held, f"{held}, resident_survey, resident_survey_overview")
    for file in (FORMER, PACKAGE):
        ward.describe(
            lambda package: package["resources"].sort(
                key=lambda one: one["name"] != "resident_survey_overview"
            ),
            file,
        )
    for warning in ("fallen to nothing", "idle confirmation"):
        for change in WARNINGS[warning][0]:
            ward.change(*change)
    messages = [one.message for one in reviews(ward)]
    for warning in ("fallen to nothing", "idle confirmation"):
        assert any(WARNINGS[warning][2] in message for message in messages), warning


def test_few_rows_are_no_warning(ward: WardFiles) -> None:
    """1 → 4 is a factor of four, but too few to matter."""
    ward.change("data/2025/priorities.csv", "S,1000,,6,5,1", "S,1000,,6,0,6")
    assert reviews(ward) == []


def test_the_factor_is_a_parameter(ward: WardFiles) -> None:
    ward.write(PARAMS, ward.text(PARAMS) + "largest_change: 1.5\n")
    messages = [one.message for one in reviews(ward)]
    assert any("54手続から29手続に、1.5倍を超えて" in message for message in messages)


def test_without_a_year_before_nothing_is_compared(ward: WardFiles) -> None:
    Path(ward.path("params/2024.yaml")).unlink()
    assert {one.message.split("（")[0] for one in reviews(ward)} == {
        "当てはまる要確認がないのに、確認済みと書かれています"
    }


def test_errors_and_warnings_are_reported_together(ward: WardFiles) -> None:
    ward.change("data/2025/systems.csv", "541,460", "541,640")
    ward.change(*SAME_PROSE)
    _, findings = validate_new(ward.project, YEAR)
    assert {one.severity for one in findings} == {Severity.ERROR, Severity.REVIEW}


OUTLOOK = "4_standardization.outlook"


@pytest.mark.parametrize(
    ("old", "new", "column", "message", "remedy"),
    [
        (
            "{completion}まで",
            "{completoin}まで",
            OUTLOOK,
            "差し込む値「completoin」がありません。",
            "completion",
        ),
        ("{completion}まで", "{表:plann}のとおり{completion}まで", OUTLOOK, "表「plann」がありません。", ""),
        (
            "{completion}まで",
            "{図：plan-b}のとおり{completion}まで",
            OUTLOOK,
            "図「plan-b」がありません。",
            "",
        ),
        (
            "survey_end: 2025-07-31",
            "survey_end: 2024-07-31",
            "survey_end",
            "終わりの日付が、始まりより前です",
            "",
        ),
    ],
)
def test_errors_of_texts_and_dates_are_reported_before_a_notebook_runs(
    ward: WardFiles, old: str, new: str, column: str, message: str, remedy: str
) -> None:
    line = ward.change(PARAMS, old, new)
    (error,) = ward.errors(YEAR)
    assert (error.file, error.row, error.column) == (PARAMS, line, column)
    assert message in error.message and remedy in error.remedy


def test_a_table_that_another_section_shows_may_be_referred_to(ward: WardFiles) -> None:
    ward.change(PARAMS, "{completion}まで", "{表:plan}と{図：plan_chart}のとおり{completion}まで")
    reviews(ward)  # which has no 誤り


def test_missing_data_need_no_confirmation(ward: WardFiles) -> None:
    """A survey that was not conducted keeps its description with the marks from new-year."""
    text = ward.text("data/2025/datapackage.json")
    start = text.index('"name": "intention_survey"')
    marked = text[start:].replace('"status"', '"unconfirmed": ["asOf"], "status"', 1)
    ward.write("data/2025/datapackage.json", text[:start] + marked)
    assert reviews(ward) == []


def test_a_warning_on_a_notebook_is_confirmed_in_the_parameters_too(ward: WardFiles) -> None:
    """It is known only after the notebook has run, so its confirmation never counts as unused."""
    gaps: Any = dict.fromkeys(("before", "after", "shown", "exact"), "x")
    raised, other = (
        review(ROUNDED_OTHERWISE, subject, "", **gaps).finding for subject in ("12.1ポイント", "2.1ポイント")
    )
    text = ward.text(PARAMS)
    for entry in ("subject: 丸め 12.1ポイント", f"code: {ROUNDED_OTHERWISE.code}, subject: 12.1ポイント"):
        ward.write(PARAMS, f"{text}  - {{{entry}, reason: 確かめたため}}\n")
        params = read_params(ward.project, YEAR)
        assert (is_confirmed(raised, params), is_confirmed(other, params)) == (True, False)
        assert reviews(ward) == []


def test_confirmations_are_not_idle_while_a_table_cannot_be_read(ward: WardFiles) -> None:
    ward.change("data/2025/priorities.csv", "S,1000,,6,5,1", "S,1000,,六,5,1")
    _, findings = validate_new(ward.project, YEAR)
    assert not [one for one in findings if "当てはまる要確認がない" in one.message]
