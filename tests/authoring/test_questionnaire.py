"""Survey text of a section: for a survey conducted, one not conducted, and one whose answers are 未収録."""

from collections.abc import Callable
from typing import Any

import pytest

from progress_report.authoring.display import Displayed
from progress_report.authoring.questionnaire import UNAVAILABLE, Questionnaire, survey
from progress_report.authoring.survey import Tally
from progress_report.authoring.wording import say
from progress_report.inputs.notebooks.section import OPENED
from progress_report.model.absent import Absent
from progress_report.model.blocks import Block, Chart, Heading, Omission, Paragraph, Remark
from progress_report.model.findings import ReportError
from progress_report.model.inline import plain_text
from tests.inputs.ward_files import PARAMS, WardFiles

NAME, OVERVIEW = "resident_survey", "resident_survey_overview"
QUESTION = "information_needs"
# Everything that a section can print about a survey.
BLOCKS: dict[str, Callable[[Questionnaire], Displayed]] = {
    "heading": lambda panel: panel.heading("#### {title}", title=panel.question(QUESTION).title),
    "say": lambda panel: panel.say("{n}人である。", n=panel.row(OVERVIEW)["sampled"]),
    "prose": lambda panel: panel.prose("survey"),
    "figure": lambda panel: panel.figure(QUESTION),
}


def _survey(ward: WardFiles, name: str = NAME, **further: str) -> Questionnaire:
    section = "1_data_utilization" if name == NAME else "2_online_procedures"
    return survey(ward.section(section), name, **further)


@pytest.fixture
def conducted(ward: WardFiles) -> Questionnaire:
    return _survey(ward)


@pytest.fixture
def not_conducted(ward: WardFiles) -> Questionnaire:
    ward.change(PARAMS, "not_available: []", f"not_held: [{NAME}, {OVERVIEW}, intention_survey]")
    return _survey(ward)


@pytest.fixture
def unavailable(ward: WardFiles) -> Questionnaire:
    ward.change(PARAMS, "not_available: []", f"not_available: [{NAME}]")
    ward.path(f"data/2024/{NAME}.csv").unlink()
    return _survey(ward)


def _shown(panel: Questionnaire) -> dict[str, Any]:
    return panel._repr_mimebundle_()


def _text(block: Block) -> str:
    return "".join(map(plain_text, block.inlines()))


def test_a_survey_that_was_conducted_is_shown(conducted: Questionnaire, ward: WardFiles) -> None:
    blocks = {name: BLOCKS[name](conducted).block for name in ("heading", "say", "figure")}
    heading, paragraph, figure = blocks.values()
    assert isinstance(heading, Heading) and isinstance(paragraph, Paragraph) and isinstance(figure, Chart)
    assert heading.level == 4
    assert _text(heading) == "区政に関する情報について求めること"
    assert figure.name == QUESTION
    assert plain_text(figure.title) == _text(heading)
    assert isinstance(BLOCKS["prose"](_survey(ward, "intention_survey")).block, Paragraph)


def test_its_own_cell_shows_nothing_of_the_report(conducted: Questionnaire) -> None:
    shown = _shown(conducted)
    assert "「区民アンケート" in shown["text/plain"]
    assert shown["text/plain"].endswith("は、この年度に実施した調査です。")
    assert {value["type"] for kind, value in shown.items() if kind.endswith("json")} == {"remark"}


@pytest.mark.parametrize("block", BLOCKS)
def test_all_output_of_a_survey_is_omitted_if_it_was_not_conducted(
    block: str, not_conducted: Questionnaire
) -> None:
    shown = BLOCKS[block](not_conducted).block
    assert isinstance(shown, Remark)
    assert "令和6年度には実施していません（params/2024.yaml の not_held）。" in shown.text
    assert shown.findings == (), "nothing needs saying of what the parameters say already"


def test_what_is_made_of_it_goes_too(not_conducted: Questionnaire) -> None:
    question, row = not_conducted.question(QUESTION), not_conducted.row(OVERVIEW)
    assert isinstance(question, Absent) and isinstance(row, Absent)
    assert isinstance(question.shares, Absent)
    for value in (question.title, row["sampled"], row["respondents"] / row["sampled"]):
        assert isinstance(say("{value}である。", value=value).block, Remark)


def test_its_own_cell_says_that_it_was_not_conducted(
    not_conducted: Questionnaire, ward: WardFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = ward.section("1_data_utilization")
    monkeypatch.setattr(OPENED, "section", section)
    said = _shown(not_conducted)["text/plain"]
    called = _shown(_survey(ward, called="{survey_start}の調査"))["text/plain"]
    assert said.startswith("令和6年度は、区民アンケート")
    assert said.endswith("を実施していない。")
    start = section.date("survey_start").text
    assert called == f"令和6年度は、{start}の調査を実施していない。"


def test_the_texts_of_an_unavailable_survey_stay_and_its_figures_say_why(unavailable: Questionnaire) -> None:
    figure = BLOCKS["figure"](unavailable).block
    assert isinstance(figure, Omission)
    assert plain_text(figure.reason) == UNAVAILABLE
    assert isinstance(unavailable.question(QUESTION), Tally)
    assert isinstance(BLOCKS["heading"](unavailable).block, Heading)
    assert isinstance(BLOCKS["say"](unavailable).block, Paragraph)
    assert _shown(unavailable)["text/plain"].endswith("は、この年度に実施した調査です。")


def test_a_figure_may_have_a_name_of_its_own(conducted: Questionnaire) -> None:
    chart = conducted.figure(QUESTION, name="own").block
    assert isinstance(chart, Chart)
    assert chart.name == "own"
    assert "own-" in chart.svg and QUESTION not in chart.svg


def test_unknown_names_are_refused_in_their_cell(conducted: Questionnaire, ward: WardFiles) -> None:
    section = ward.section("1_data_utilization")
    with pytest.raises(ReportError, match="resident_survei"):
        survey(section, "resident_survei")
    with pytest.raises(ReportError, match="「resident_survey」に設問「needs」がありません。"):
        conducted.figure("needs")
    assert isinstance(conducted.prose("surveys").block, Remark)
    with pytest.raises(ReportError, match="「overview」"):
        conducted.row("overview")


def test_a_table_of_surveys_without_its_row_is_refused(ward: WardFiles) -> None:
    ward.change("data/2024/resident_survey_overview.csv", "区民アンケート", "区民意識調査")
    with pytest.raises(ReportError) as caught:
        _survey(ward).row(OVERVIEW)
    (finding,) = caught.value.findings
    assert finding.file == "data/2024/resident_survey_overview.csv"
    assert "の行がありません。" in finding.message
    assert "区民意識調査" in finding.remedy, "the rows that it has"
    assert "survey の title と揃えてください" in finding.remedy
