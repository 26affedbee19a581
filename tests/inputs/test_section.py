"""Names that a notebook asks a section for; an unknown name is reported with file and line."""

from collections.abc import Callable

import pytest

from progress_report.inputs.notebooks.section import Section, open_section
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import Quarter
from tests.inputs.ward_files import PACKAGE, PARAMS, WardFiles, require_finding

Ask = Callable[[Section], object]


def line_of(ward: WardFiles, file: str, text: str, after: str = "") -> int:
    content = ward.text(file)
    return content[: content.index(text, content.index(after))].count("\n") + 1


@pytest.mark.parametrize(
    ("ask", "file", "member", "column", "says"),
    [
        (lambda s: s.moment("x"), PARAMS, "dates:", "dates.x", "dates に「x」がありません"),
        (lambda s: s.date("x"), PARAMS, "dates:", "dates.x", "dates に「x」がありません"),
        (lambda s: s.quantity("x"), PARAMS, "quantities:", "quantities.x", "quantities に「x」がありません"),
        (lambda s: s.indicator("x"), PARAMS, "indicators:", "indicators.x", "indicators に「x」がありません"),
        (lambda s: s.table("x"), PACKAGE, '"resources"', "", "表「x」の記述がありません"),
        (lambda s: s.survey("x"), PACKAGE, '"resources"', "", "表「x」の記述がありません"),
        (lambda s: s.check("systems", "x"), PACKAGE, '"resources"', "", "表「x」の記述がありません"),
    ],
)
def test_unknown_names(ward: WardFiles, ask: Ask, file: str, member: str, column: str, says: str) -> None:
    with pytest.raises(ReportError) as caught:
        ask(ward.section("4_standardization"))
    after = "4_standardization" if file == PARAMS else ""
    row = line_of(ward, file, member, after)
    require_finding(list(caught.value.findings), file=file, row=row, column=column, says=says)


def test_a_section_without_the_member(ward: WardFiles) -> None:
    with pytest.raises(ReportError) as caught:
        ward.section("3_cashless").date("x")
    row = line_of(ward, PARAMS, "- notebook: 3_cashless")
    require_finding(
        list(caught.value.findings), file=PARAMS, row=row, column="dates.x", says="節「3_cashless」"
    )


def test_an_unknown_section(ward: WardFiles) -> None:
    with pytest.raises(ReportError, match=rf"{PARAMS}『sections』: 節「5_x」がありません。.*書いてください"):
        ward.section("5_x")


def test_what_is_there(ward: WardFiles) -> None:
    section = ward.section("4_standardization")
    assert section.fiscal_year.text == "令和6年度"
    assert section.moment("test_start") == Quarter(FiscalYear(2025), 2)
    start = section.date("test_start")
    assert (start.text, start.source.file) == ("令和7年度第2四半期", PARAMS)
    assert section.quantity("target").text == "90%"
    progress = section.indicator("progress")
    assert (progress.title, progress(section.quantity("target")).decimals) == ("進捗率", 0)
    systems = section.table("systems")
    assert progress(systems["done"].iloc[0] / systems["issues"].iloc[0]).text == "77%"


def test_each_call_gives_a_frame_of_its_own(ward: WardFiles) -> None:
    section = ward.section("4_standardization")
    systems = section.table("systems")
    systems["own"] = systems["done"]
    systems.loc[systems.index[0], "done"] = None
    again = section.table("systems", as_of="{as_of}末")
    assert "own" not in again.columns
    assert again["done"].notna().all()
    assert list(again["done"].iloc[1:]) == list(systems["done"].iloc[1:])


def test_values_that_prose_may_name(ward: WardFiles) -> None:
    section = ward.section("4_standardization")
    assert section.values["target"] == section.quantity("target")
    assert section.values["analysis"] == section.date("analysis")
    assert "x" not in section.values


def test_prose_is_traced_paragraph_by_paragraph(ward: WardFiles) -> None:
    (_, first), (text, second) = ward.section("4_standardization").prose("outlook")
    assert text.startswith("ガバメントクラウドへのシステム移行")
    row = line_of(ward, PARAMS, "ガバメントクラウドへのシステム移行")
    assert (first.line, second.line, second.name) == (row - 1, row, "sections.5.prose.outlook.2")


@pytest.mark.parametrize("written", [2024, "2024", "R6", "令和6年度"])
def test_opened_by_any_name_of_the_year(written: int | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Project.here().root / "notebooks")
    section = open_section(written, "3_cashless")
    assert (section.year, section.project) == (FiscalYear(2024), Project.here())


def test_opened_by_no_name_of_a_year() -> None:
    with pytest.raises(ReportError, match=r"年度として読めません（「来年」）。.*書いてください"):
        open_section("来年", "3_cashless")


def test_a_survey_marked_not_available_has_no_rows(ward: WardFiles) -> None:
    ward.change(PARAMS, "not_available: []", "not_available: [resident_survey]")
    ward.path("data/2024/resident_survey.csv").unlink()
    survey = ward.section().survey("resident_survey")
    assert not survey.available
    assert survey.question("open_data_use").title == "オープンデータの利用について"
    with pytest.raises(ReportError, match=rf"{PACKAGE} \d+行目: 「resident_survey」は未収録のため"):
        survey.respondents()
    assert ward.section().survey("intention_survey").available
